"""The sections ``types``, ``weapons``, ``targets`` and ``acts``: what counts as an act and what it is called."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from dateline.codebook.entry import Entry


class ActType(Entry):
    """A type of act: its code, its name for people and what it covers."""

    id: str
    label: str
    definition: str
    plover: str | None = None


class Trigger(Entry):
    """Words that tell of an act.

    ``id`` is the words as lemmas: a noun or verb, or several with ``..`` for a gap of up to six tokens
    ("take .. hostage"). ``types`` are the codes it tells of, none for generic words ("attack").
    ``needs`` says what else must stand in the sentence for the words to count: nothing, ``harm`` (people killed,
    wounded or taken), ``force`` (harm, a weapon, an armed person or a known actor), ``object`` (a person or a
    target as its object), ``main`` (harm, and a clause of its own: not "troops fighting X"), ``report`` (force in its
    sentence, or an explosive, an armed group or a claim anywhere in the report), or ``subject``. A
    doer of ``subjects`` meets the need as well ("a vehicle exploded"), and so does a thing of ``objects`` to which
    it was done ("a letter bomb was found"); both may be of two words. ``otherwise`` are the codes of a generic
    word whose modifiers tell none ("a strike on the base").
    """

    id: str
    pos: Literal["noun", "verb"]
    types: tuple[str, ...] = ()
    weapon: str | None = None
    suicide: bool = False
    needs: Literal["nothing", "harm", "force", "object", "main", "report", "subject"] = "nothing"
    outcome: Literal["completed", "attempted", "foiled", "threatened", "planned"] | None = None
    not_with: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()


class Modifier(Entry):
    """A noun or adjective before a trigger that says what kind of act it is ("knife attack", "drone strike").

    ``target`` is the type of those who suffer such acts, where the report does not tell ("sexual assaults").
    """

    id: str
    types: tuple[str, ...] = ()
    weapon: str | None = None
    target: str | None = None
    suicide: bool = False


class Acts(Entry):
    """The section ``acts``: triggers, modifiers and the words that say an act is none or not yet one."""

    triggers: tuple[Trigger, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    figurative: tuple[str, ...] = ()
    accidents: tuple[str, ...] = ()
    guilt: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    anaphors: tuple[str, ...] = ()
    foiled: tuple[str, ...] = ()
    attempted: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    threatened: tuple[str, ...] = ()
    unreal: tuple[str, ...] = ()
    another: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    prominent: tuple[str, ...] = ()
    assassinated: tuple[str, ...] = ()
    armed_people: tuple[str, ...] = ()
    saboteurs: tuple[str, ...] = ()
    effects: dict[Literal["damaged", "destroyed"], tuple[str, ...]] = Field(default_factory=dict)
    typed_by_agent: tuple[Modifier, ...] = ()
    typed_by_weapon: dict[str, str] = Field(default_factory=dict)

    @cached_property
    def effect_of(self) -> dict[str, str]:
        """Verb or noun (lemma) of harm to things, to what became of the thing."""
        return {word: effect for effect, words in self.effects.items() for word in words}


class WeaponType(Entry):
    """A type of weapon with the words that name one."""

    id: str
    label: str
    words: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()


class TargetType(Entry):
    """A type of target with the head nouns that name one (lemmas; several words where one is too wide)."""

    id: str
    label: str
    words: tuple[str, ...] = ()
