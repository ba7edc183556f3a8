"""The section ``tolls`` of the coding scheme: words that count people and words that say what became of them."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from dateline.codebook.entry import Entry

Limit = Literal["n", "n+1", "n-1", "open"]


class Bound(Entry):
    """Words before a number that bound it: "more than" makes n a low of n+1 and leaves the high open."""

    id: str
    words: tuple[str, ...]
    low: Limit
    high: Limit


class Vague(Entry):
    """Words that stand for a number without telling it: "dozens" is 24 or more (high None is open)."""

    id: str
    words: tuple[str, ...]
    low: int
    high: int | None = None


class Harm(Entry):
    """The words by which a report says that people came to one kind of harm. All are lemmas, lower case.

    ``verbs`` do it to their object, ``weak_verbs`` too unless the clause tells a worse end ("shot"),
    ``own_verbs`` are what the harmed do ("die"), ``phrases`` are verb and particle or complement ("gun down"),
    ``adjectives`` describe the harmed, ``nouns`` count harms ("deaths"), ``people`` are the harmed ("hostage").
    """

    verbs: frozenset[str] = frozenset()
    weak_verbs: frozenset[str] = frozenset()
    own_verbs: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    adjectives: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


class Tolls(Entry):
    """The section ``tolls``.

    ``harms`` maps a toll property to its words; ``kinds`` maps a kind of victim to its nouns; ``attackers``
    are nouns for those who carry out an act, ``fighters`` for members of armed sides, ``forces`` for people who
    act for a state; ``not_people`` are counted things that can be killed, or whose number is no toll;
    ``body`` names parts of the body; ``multiples`` are words that count the victims of an act ("triple").
    """

    bounds: tuple[Bound, ...] = ()
    vague: tuple[Vague, ...] = ()
    harms: dict[str, Harm] = Field(default_factory=dict)
    act_verbs: frozenset[str] = frozenset()
    attackers: frozenset[str] = frozenset()
    fighters: frozenset[str] = frozenset()
    forces: frozenset[str] = frozenset()
    kinds: dict[str, frozenset[str]] = Field(default_factory=dict)
    people: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    not_people: frozenset[str] = frozenset()
    campaigns: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()
    multiples: dict[str, int] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_kind_a_noun(self) -> Tolls:
        seen: dict[str, str] = {}
        for kind, nouns in self.kinds.items():
            for noun in nouns:
                if noun in seen:
                    raise ValueError(f"{noun!r} is listed under both {seen[noun]} and {kind}; keep it in one")
                seen[noun] = kind
        return self

    @cached_property
    def bound_of_words(self) -> dict[tuple[str, ...], Bound]:
        """Words of a bound to the bound."""
        return {tuple(words.split()): bound for bound in self.bounds for words in bound.words}

    @cached_property
    def vague_openers(self) -> frozenset[str]:
        """The words that a vague count may open with."""
        return frozenset(words[0] for words in self.vague_of_words)

    @cached_property
    def vague_of_words(self) -> dict[tuple[str, ...], Vague]:
        """Words of a vague count to the count."""
        return {tuple(words.split()): vague for vague in self.vague for words in vague.words}

    @cached_property
    def kind_of_noun(self) -> dict[str, str]:
        """Victim noun (lemma) to kind."""
        return {noun: kind for kind, nouns in self.kinds.items() for noun in nouns}

    @cached_property
    def people_nouns(self) -> frozenset[str]:
        """All nouns (lemmas) that name a person: victims, attackers, fighters, forces and the general ones."""
        harmed = frozenset().union(*(h.people for h in self.harms.values()))
        return self.people | self.attackers | self.fighters | self.forces | harmed | frozenset(self.kind_of_noun)

    @cached_property
    def harm_of_verb(self) -> dict[str, tuple[str, bool]]:
        """Transitive harm verb (lemma) to property and whether it is a weak one."""
        strong = {v: (name, False) for name, h in self.harms.items() for v in h.verbs}
        return {v: (name, True) for name, h in self.harms.items() for v in h.weak_verbs} | strong

    @cached_property
    def harm_of_own_verb(self) -> dict[str, str]:
        """Verb of the harmed (lemma) to property."""
        return {v: name for name, h in self.harms.items() for v in h.own_verbs}

    @cached_property
    def harm_of_phrase(self) -> dict[tuple[str, str], str]:
        """Verb and particle or complement (lemmas) to property."""
        pairs = ((p.split(" ", 1), name) for name, h in self.harms.items() for p in h.phrases)
        return {(verb, rest): name for (verb, rest), name in pairs}

    @cached_property
    def harm_of_adjective(self) -> dict[str, str]:
        """Adjective of the harmed to property."""
        return {a: name for name, h in self.harms.items() for a in h.adjectives}

    @cached_property
    def harm_of_noun(self) -> dict[str, str]:
        """Noun that counts harms to property."""
        return {n: name for name, h in self.harms.items() for n in h.nouns}

    @cached_property
    def harm_of_people(self) -> dict[str, str]:
        """Noun for the harmed themselves to property."""
        return {n: name for name, h in self.harms.items() for n in h.people}
