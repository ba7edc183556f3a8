"""The section ``places`` of the coding scheme."""

from __future__ import annotations

from dateline.codebook.entry import Entry


class Places(Entry):
    """The section ``places``."""
