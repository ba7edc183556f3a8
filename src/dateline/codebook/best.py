"""The section ``best`` of the coding scheme: how voices and words count when one value is chosen among many."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.codebook.entry import Entry


class BestScheme(Entry):
    """The section ``best``.

    ``official``, ``independent`` and ``party`` list kinds of speakers; a kind may be in two (a state's forces
    speak for it and fight). ``acled_words`` gives, by id of a vague count of the section ``tolls``, the number
    that ACLED writes for it.
    """

    official: frozenset[str] = frozenset()
    independent: frozenset[str] = frozenset()
    party: frozenset[str] = frozenset()
    acled_words: Mapping[str, int] = {}

    def is_official(self, kind: str | None) -> bool:
        """Say whether a speaker of this kind speaks for a state; None is a report's own voice."""
        return kind in self.official

    def is_independent(self, kind: str | None) -> bool:
        """Say whether a speaker of this kind neither fights nor speaks for a state; a report's own voice does not."""
        return kind is None or kind in self.independent

    def is_party(self, kind: str | None) -> bool:
        """Say whether a speaker of this kind takes part in the fight."""
        return kind in self.party
