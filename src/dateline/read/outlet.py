"""Who publishes a report: the name of its outlet."""

from __future__ import annotations

_LONGEST_NAME = 120


def outlet_name(written: str | None) -> str | None:
    """Return an outlet's name as written, on one line; None for what is no name."""
    if not written:
        return None
    name = " ".join(written.split()).strip(" |-–—:·")
    return name if name and len(name) <= _LONGEST_NAME else None
