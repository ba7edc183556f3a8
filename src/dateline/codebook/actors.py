"""The section ``actors`` of the coding scheme."""

from __future__ import annotations

from dateline.codebook.entry import Entry


class Actors(Entry):
    """The section ``actors``."""
