"""The section ``tolls`` of the coding scheme."""

from __future__ import annotations

from dateline.codebook.entry import Entry


class Tolls(Entry):
    """The section ``tolls``."""
