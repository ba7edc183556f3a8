"""Who publishes a report, where no field says it: the host of its address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PREFIX = re.compile(r"^(?:www\d?|m|amp|mobile|edition)\.")
_ARCHIVED = re.compile(r"^https?://[^/]*archive\.[a-z]+/(?:web/)?\d{4,14}\w*/(?=https?:)", re.IGNORECASE)
_LONGEST_NAME = 120


def archived_address(url: str) -> str:
    """Return the address that a web archive's address keeps, or the address itself."""
    return _ARCHIVED.sub("", url)


def host_of(url: str | None) -> str | None:
    """Return the host of an address without "www." and the like, or None."""
    if not url:
        return None
    url = archived_address(url)
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    return _PREFIX.sub("", host) if host and "." in host else None


def outlet_name(written: str | None) -> str | None:
    """Return an outlet's name as written, on one line; None for what is no name."""
    if not written:
        return None
    name = " ".join(written.split()).strip(" |-–—:·")
    return name if name and len(name) <= _LONGEST_NAME else None
