"""Raw findings: what extraction sees in the words, before anything is resolved or linked.

Each finding names its sentence (index), its words (span of the report), its head token (index in the
sentence, None in unparsed ones) and the rule that read it.
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model import Modality, Outcome, Span


@dataclass(frozen=True, slots=True)
class RawFinding:
    """What all findings share."""

    sentence: int
    span: Span
    token: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class RawTime(RawFinding):
    """A time expression as written, e.g. "early on Wednesday", "since 27 May", "two days earlier"."""

    text: str


@dataclass(frozen=True, slots=True)
class RawPlace(RawFinding):
    """A name or phrase that may be a place: its words and how the sentence puts it.

    ``cue`` is the locative word before it ("in", "near", "north of"), "'s" for a possessor, "modifier" for a
    noun's modifier ("Kabul bombing"), "adjective" for a demonym, "dateline", or "" where nothing says so.
    ``kind`` is the generic noun that classes it ("province", "district", "market", "airport") or "".
    """

    name: str
    cue: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RawActor(RawFinding):
    """A name of an actor of the codebook, with the ids that share this name (most likely first)."""

    actors: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class RawToll(RawFinding):
    """A count of people: what became of them, how many, and who they are.

    ``property`` is one of the toll properties; ``people`` the head noun's lemma ("people", "guard", "" for
    none); ``is_more`` marks "39 more", ``is_part`` a part of a wider count ("including two children"),
    ``is_total`` a total that the words call one; ``verb`` is the token (index) whose act or harm it is.
    """

    property: str
    low: int | None
    high: int | None
    people: str
    includes_attackers: bool = False
    is_more: bool = False
    is_part: bool = False
    is_total: bool = False
    verb: int | None = None


@dataclass(frozen=True, slots=True)
class RawVictim(RawFinding):
    """A person or kind of people harmed, named or described."""

    name: str | None
    description: str | None
    status: str
    kind: str
    verb: int | None = None


@dataclass(frozen=True, slots=True)
class RawAct(RawFinding):
    """A trigger that tells of an act: its codes and how the sentence puts it.

    ``definiteness`` is "definite", "indefinite", "another" (a further, a separate one) or "bare"; ``generic``
    marks words that name no kind of act ("attack", "violence", "incident"); ``agents`` and ``patients`` are
    token indices of the heads of those phrases; ``weapons`` and ``targets`` the types that the words imply.
    ``is_anaphor`` marks words that can only stand for an act told elsewhere ("Wednesday's events").
    """

    codes: tuple[str, ...]
    outcome: Outcome
    definiteness: str
    is_plural: bool
    is_generic: bool
    is_suicide: bool
    count: int | None
    agents: tuple[int, ...]
    patients: tuple[int, ...]
    weapons: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    is_anaphor: bool = False


@dataclass(frozen=True, slots=True)
class RawKind(RawFinding):
    """Words that name a weapon, a target or an assailant, with the codebook's type and the act's token, if known.

    ``modality`` tells how an assailant is told: as who did it, or as who is held to have.
    """

    property: str
    type: str
    name: str
    act: int | None
    modality: Modality = Modality.REPORTED


@dataclass(frozen=True, slots=True)
class RawType(RawFinding):
    """A type of act that other words than the act's own tell: its agents ("gunmen"), its victims ("the mayor")."""

    code: str
    act: int


@dataclass(frozen=True, slots=True)
class RawResponsibility(RawFinding):
    """Words that tell who did it and how sure that is.

    ``actors`` are the codebook's ids for the name (empty for unknown ones), ``name`` the words, None for "no
    claim". ``act`` is the token of the act it is about, None for one told elsewhere.
    """

    actors: tuple[str, ...]
    name: str | None
    modality: Modality
    channel: str | None
    act: int | None


@dataclass(frozen=True, slots=True)
class RawTally(RawFinding):
    """A sentence that counts incidents: how many, by whom, what kind, where and since when (as written)."""

    count: int
    actors: tuple[str, ...]
    modality: Modality | None
    codes: tuple[str, ...]
    period: Span | None
