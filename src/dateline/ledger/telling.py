"""How a value is told: its words in the report, its speakers, its modality - what a person may put right or add."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from dateline.ledger import rows
from dateline.ledger.columns import canonical
from dateline.model import Evidence, Modality, Speaker, Statement

ADDED_RULE = "person.added.1"  # the rule id of statements that a person added: no rule read them


@dataclass(frozen=True, slots=True)
class Telling:
    """What a person says of how a value is told; None leaves it as it was read.

    ``words`` are where in the report it stands. No speakers (an empty tuple) is the report's own voice.
    """

    words: Evidence | None = None
    speakers: tuple[Speaker, ...] | None = None
    modality: Modality | None = None
    channel: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        return self == Telling()

    def text(self) -> str | None:
        """Return the form of the column ``telling``, None where nothing is said."""
        told: dict[str, object] = {}
        if self.words is not None:
            told["evidence"] = self.words.to_json()
        if self.speakers is not None:
            told["speakers"] = [speaker.to_json() for speaker in self.speakers]
        if self.modality is not None:
            told["modality"] = self.modality.value
        if self.channel is not None:
            told["channel"] = self.channel
        return canonical(told) if told else None


def telling_from(text: str | None) -> Telling:
    """Return what the column ``telling`` holds; raises ValueError for what is none."""
    told = cast("Mapping[str, object]", json.loads(text)) if text else {}
    speakers = cast("Sequence[Mapping[str, str]] | None", told.get("speakers"))
    return Telling(
        rows.evidence_of(cast("Mapping[str, object]", told["evidence"])) if "evidence" in told else None,
        None if speakers is None else tuple(Speaker(one["name"], one["kind"]) for one in speakers),
        Modality(str(told["modality"])) if "modality" in told else None,
        cast("str | None", told.get("channel")),
    )


def put_right(statement: Statement, value: str | None, telling: str | None) -> Statement:
    """Return a statement, under its own id, with what a person put right: a verdict's ``value`` and ``telling``."""
    said = telling_from(telling)
    right = statement
    if value is not None:
        right = replace(right, value=rows.value_of(statement.property, json.loads(value)))
    if said.words is not None:
        right = replace(right, evidence=said.words)
    if said.speakers is not None:
        right = replace(right, speakers=said.speakers)
    if said.modality is not None:
        right = replace(right, modality=said.modality)
    return replace(right, channel=said.channel) if said.channel is not None else right


def added(about: str, name: str, value: str, telling: str | None) -> Statement:
    """Return the statement that a person added about a mention; its id is a hash of what it says, as any other's.

    Raises ValueError where the telling has no words of a report, or the value is none of its property.
    """
    said = telling_from(telling)
    if said.words is None:
        raise ValueError("an added statement needs words of its report; select them first")
    return Statement.of(
        about,
        name,
        rows.value_of(name, json.loads(value)),
        said.words,
        ADDED_RULE,
        modality=said.modality or Modality.REPORTED,
        speakers=said.speakers or (),
        channel=said.channel,
    )
