"""The section ``actors`` of the coding scheme: armed groups, forces of states, and how names are spelled.

Forces of states are composed, not listed: a kind ("police") and a country give the actor ``nigeria-police``.
An entry with such an id replaces the composed one and adds its own names ("CRPF", "Carabineros").
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from dateline.codebook.entry import Entry
from dateline.codebook.name_keys import NameReader

ActorKind = Literal[
    "armed_group",
    "militia",
    "movement",
    "criminal_group",
    "coalition",
    "state",
    "government",
    "armed_forces",
    "security_forces",
    "police",
    "intelligence",
    "person",
]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
GRACE_YEARS = 5  # a group may be blamed or found to have acted some years after it was last active


class Actor(Entry):
    """Someone who acts: names, years and countries of activity.

    ``aliases`` name this actor alone. ``ambiguous`` names are common words, or are shared by several actors,
    or are short; they count only where the report has one of the words of ``context`` (where none are given, a
    name or adjective of one of ``countries``), or names the actor unambiguously. ``active`` is the first and the
    last year (None: to this day). ``outlets`` are its own channels, where it claims attacks.
    """

    id: Slug
    name: str
    kind: ActorKind = "armed_group"
    countries: tuple[str, ...] = ()
    active: tuple[int, int | None] | None = None
    aliases: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    parent: Slug | None = None
    outlets: tuple[str, ...] = ()

    @property
    def sure_names(self) -> tuple[str, ...]:
        """The names that mean this actor alone; a name with a bracket is for readers and found in no text."""
        return self.aliases if "(" in self.name or self.name in self.ambiguous else (self.name, *self.aliases)

    def was_active(self, year: int) -> bool:
        """Say whether the actor can have acted in a year, or be named for it up to five years after its last."""
        if self.active is None:
            return True
        first, last = self.active
        return first <= year and (last is None or year <= last + GRACE_YEARS)


class Force(Entry):
    """A kind of force or side of a state, named by a country's adjective and one of the nouns.

    ``suffix`` ends the actor's id ("police"); empty for the state itself ("US airstrike"). ``without`` lists the
    countries whose adjective with these nouns does not mean the state ("Palestinian rockets").
    """

    suffix: str
    name: str
    kind: ActorKind
    nouns: tuple[str, ...]
    without: tuple[str, ...] = ()


class Looks(Entry):
    """What names of groups look like, in lower case: how a name that no codebook lists is known as one.

    ``heads`` end a name or stand before its "of"; ``first`` begin one; ``others`` are further words of such names.
    After a word of ``business`` those ``of_business`` name firms, parties or commands ("Crisis Group").
    """

    heads: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    of_business: frozenset[str] = frozenset()
    business: frozenset[str] = frozenset()


class Actors(Entry):
    """The section ``actors``.

    ``spellings`` lists, under the spelling that stands for all, other spellings of a word. ``not_actors`` are
    longer names in which an actor's name means something else. ``not_groups`` are names that look like those of
    armed groups and are none.
    """

    entries: tuple[Actor, ...] = ()
    forces: tuple[Force, ...] = ()
    modifiers: tuple[str, ...] = ()
    spellings: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    not_actors: tuple[str, ...] = ()
    not_groups: tuple[str, ...] = ()
    looks: Looks = Looks()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        seen: set[str] = set()
        for entry in self.entries:
            if entry.id in seen:
                raise ValueError(f"actors: id {entry.id!r} is given twice; ids must be unique")
            seen.add(entry.id)
        return self

    @cached_property
    def by_id(self) -> dict[str, Actor]:
        """The listed actors by id (composed ones are not among them)."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def reader(self) -> NameReader:
        """Reads names and texts with this section's spellings."""
        return NameReader({v: k for k, variants in self.spellings.items() for v in variants})


def slug(name: str) -> str:
    """Return a name as an id: "Democratic Republic of the Congo" is "democratic-republic-of-the-congo"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", plain).casefold()).strip("-")
