"""Addresses on the web: the one that an archive keeps, and the host of an address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_PREFIX = re.compile(r"^(?:www\d?|m|amp|mobile|edition)\.")
_ARCHIVED = re.compile(r"^https?://[^/]*archive\.[a-z]+/(?:web/)?\d{4,14}\w*/(?=https?:)", re.IGNORECASE)


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
