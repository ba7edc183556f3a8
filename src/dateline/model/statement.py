"""A statement: one value of one property of one incident, as one report tells it."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model.ids import content_id
from dateline.model.spans import Evidence
from dateline.model.values import Modality, Value


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom a report credits for a value: the name as written and a kind of the codebook ("media", ...)."""

    name: str
    kind: str

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {"name": self.name, "kind": self.kind}


@dataclass(frozen=True, slots=True)
class Statement:
    """One value of one property of one incident or group, pinned to the words of one report.

    ``speakers`` run from the innermost (who said it) outwards (who passed it on); empty is the report's own
    voice. ``rule`` is the stable dotted id of the rule that read it. ``confidence`` is how likely it is right, 0.01
    to 0.99 (``link.confidence``), None where nobody weighed it; it is no part of what the statement says or its id.
    """

    id: str
    about: str
    property: str
    value: Value
    modality: Modality
    speakers: tuple[Speaker, ...]
    channel: str | None
    evidence: Evidence
    rule: str
    confidence: float | None = None

    @classmethod
    def of(
        cls,
        about: str,
        property: str,  # noqa: A002 - the contract's word
        value: Value,
        evidence: Evidence,
        rule: str,
        *,
        modality: Modality = Modality.REPORTED,
        speakers: tuple[Speaker, ...] = (),
        channel: str | None = None,
    ) -> Statement:
        """Make a statement whose id is a hash of what it says, of whom, and where."""
        sid = content_id(
            "s",
            about,
            property,
            value.to_json(),
            modality.value,
            [s.to_json() for s in speakers],
            channel,
            evidence.to_json(),
            rule,
        )
        return cls(sid, about, property, value, modality, speakers, channel, evidence, rule)

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {
            "id": self.id,
            "about": self.about,
            "property": self.property,
            "value": self.value.to_json(),
            "modality": self.modality.value,
            "speakers": [s.to_json() for s in self.speakers],
            "channel": self.channel,
            "evidence": self.evidence.to_json(),
            "rule": self.rule,
            "confidence": self.confidence,
        }
