"""The section ``speakers`` of the coding scheme."""

from __future__ import annotations

from dateline.codebook.entry import Entry


class Speakers(Entry):
    """The section ``speakers``."""
