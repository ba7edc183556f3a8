"""The section ``naming``: words by which a report says what became of a person whom it names."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from dateline.codebook.entry import Entry

Fate = Literal["killed", "wounded", "suspected"]


class FateWords(Entry):
    """The words for one thing that became of somebody, in the places in which they stand beside the name.

    ``done`` follows "was" ("was pronounced dead"), ``doing`` the name itself ("died"), ``before`` stands right
    before the name ("the death of"), ``found`` behind the name of one whom somebody found ("found X dead"),
    ``after`` is what is the person's ("X's death"), ``nouns`` are what the person is called ("the deceased, X").
    """

    done: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    doing: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


class Naming(Entry):
    """The section ``naming``. All are surface forms in lower case.

    ``officers`` and ``titles`` stand before a name and are no part of it; ``not_names`` are in no person's name,
    ``maybe_names`` only where an age stands behind, ``not_first`` begin names of places; ``particles`` are small
    words inside names. ``persons`` and ``victims`` are nouns that leave open what became of somebody. ``verbs``
    give a name to somebody ("identified"). ``attacks`` are what a doer does to an object, ``fires`` without one,
    ``hedges`` the words that make it a suspicion. ``violent`` are words near which a plain
    death or a charge is one of an act; ``other_causes`` and ``other_charges`` are words beside which it is not.
    ``namesakes`` are names of countries and peoples that persons bear too.
    """

    officers: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    not_names: frozenset[str] = frozenset()
    maybe_names: frozenset[str] = frozenset()
    not_first: frozenset[str] = frozenset()
    namesakes: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    victims: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    hedges: frozenset[str] = frozenset()
    attacks: frozenset[str] = frozenset()
    fires: frozenset[str] = frozenset()
    roles: dict[Fate, FateWords] = Field(default_factory=dict)
    violent: frozenset[str] = frozenset()
    other_causes: frozenset[str] = frozenset()
    other_charges: frozenset[str] = frozenset()

    @cached_property
    def outside(self) -> frozenset[str]:
        """Words that end before a name begins: titles, openers and words of other names."""
        return self.officers | self.titles | self.not_names

    @cached_property
    def telling(self) -> frozenset[str]:
        """Nouns beside a name that tell what became of the person: "victim", "suspect"."""
        return self.victims.union(*(words.nouns for words in self.roles.values()))

    @cached_property
    def plain_titles(self) -> frozenset[str]:
        """Titles that say nothing of what became of the person: not "victim", "suspect"."""
        return (self.officers | self.titles) - self.telling
