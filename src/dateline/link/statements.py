"""From drafts to statements: every value that a cell tells, with its evidence, modality and speakers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.codebook import Codebook
from dateline.extract.means import SUICIDE
from dateline.extract.raw import RawKind
from dateline.link.cells import Cell
from dateline.model import (
    Code,
    Evidence,
    Flag,
    Kind,
    Modality,
    Outcome,
    Perpetrator,
    Place,
    PlacePrecision,
    Report,
    Span,
    Speaker,
    Statement,
    Toll,
    Value,
    Victim,
)
from dateline.resolve.told import ToldPerpetrator
from dateline.text.attribution import Attribution, speakers_of, to_speakers

_STANCE_MODALITY = {"denies": Modality.DENIED, "suspects": Modality.SUSPECTED, "believes": Modality.SUSPECTED}
_OUTCOME_MODALITY = {
    Outcome.FOILED: Modality.FOILED,
    Outcome.PLANNED: Modality.PLANNED,
    Outcome.THREATENED: Modality.THREATENED,
}
_ASSASSINATION = "assassination"


@dataclass(frozen=True)
class Writer:
    """Writes the statements of one report."""

    report: Report
    attributions: Sequence[Attribution]
    book: Codebook

    def statement(
        self,
        about: str,
        property: str,  # noqa: A002 - the contract's word
        value: Value,
        span: Span,
        rule: str,
        modality: Modality = Modality.REPORTED,
        channel: str | None = None,
        speakers: tuple[Speaker, ...] | None = None,
    ) -> Statement:
        """Make one statement; its speakers are those of its words unless given."""
        evidence = Evidence.of(self.report.id, self.report.text, span)
        said = speakers if speakers is not None else self.speakers(span, property)
        return Statement.of(about, property, value, evidence, rule, modality=modality, speakers=said, channel=channel)

    def said_of(self, span: Span, property: str) -> list[Attribution]:  # noqa: A002 - the contract's word
        """Return who says the words of a span, innermost first.

        One who blames or suspects somebody for an act says who did it; where, when and how many died is what the
        report itself takes as known ("blamed X for the bombing that killed 90").
        """
        said = speakers_of(span, self.attributions)
        return [a for a in said if property == "perpetrator" or not _is_accusation(a)]

    def speakers(self, span: Span, property: str) -> tuple[Speaker, ...]:  # noqa: A002 - the contract's word
        """Return whom the report credits for a value in the words of a span, the innermost first."""
        return to_speakers(self.said_of(span, property))

    def modality(self, span: Span, property: str) -> Modality:  # noqa: A002 - the contract's word
        """Return how the words of a span are put forward, by the innermost speaker's stance."""
        said = self.said_of(span, property)
        return _STANCE_MODALITY.get(said[0].stance, Modality.REPORTED) if said else Modality.REPORTED

    def of_cell(self, about: str, cell: Cell, town: Place | None) -> Iterator[Statement]:
        """Yield the statements that a cell makes of an incident or group."""
        act_modality = _OUTCOME_MODALITY.get(cell.outcome, Modality.REPORTED)
        yield from self._acts(about, cell, act_modality)
        for date in cell.dates:
            yield self.statement(about, "date", date.value, date.raw.span, date.raw.rule)
        for place in cell.places:
            yield self.statement(about, "place", in_town(place.value, town), place.raw.span, place.raw.rule)
        for kind in cell.kinds:
            value = Kind(kind.type, kind.name)
            yield self.statement(about, kind.property, value, kind.span, kind.rule, kind.modality)
        for toll in cell.tolls:
            count = Toll(toll.low, toll.high, toll.includes_attackers, toll.is_part)
            yield self.statement(
                about, toll.property, count, toll.span, toll.rule, self.modality(toll.span, toll.property)
            )
        for victim in cell.victims:
            told = Victim(victim.name, victim.description, victim.status, victim.kind)
            yield self.statement(
                about, "victim", told, victim.span, victim.rule, self.modality(victim.span, "victim")
            )
        for who in cell.perpetrators:
            yield self.perpetrator(about, who)

    def _acts(self, about: str, cell: Cell, modality: Modality) -> Iterator[Statement]:
        for act in cell.acts:
            for code in act.codes:
                yield self.statement(about, "type", Code(code), act.span, act.rule, modality)
            if act.is_suicide:
                yield self.statement(about, "suicide", Flag(True), act.span, act.rule, modality)
        for inferred in cell.inferred:
            if inferred.code == SUICIDE:
                yield self.statement(about, "suicide", Flag(True), inferred.span, inferred.rule, modality)
            else:
                yield self.statement(about, "type", Code(inferred.code), inferred.span, inferred.rule, modality)

    def perpetrator(self, about: str, who: ToldPerpetrator) -> Statement:
        """Write who did it; a claim is credited to the claimant where the report names no other speaker."""
        raw = who.raw
        speakers = self.speakers(raw.span, "perpetrator")
        modality = raw.modality
        if modality is Modality.REPORTED:
            modality = self._own_words(raw.span, who.value) or self.modality(raw.span, "perpetrator")
        if not speakers and modality in (Modality.CLAIMED, Modality.DENIED) and raw.name:
            speakers = (Speaker(raw.name, "armed_group"),)
        return self.statement(about, "perpetrator", who.value, raw.span, raw.rule, modality, raw.channel, speakers)

    def _own_words(self, span: Span, value: Perpetrator) -> Modality | None:
        """Return claimed where the actor itself says that it did it."""
        said = speakers_of(span, self.attributions)
        if not said or not value.name or not said[0].name:
            return None
        same = value.name.lower() in said[0].name.lower() or said[0].name.lower() in value.name.lower()
        return (Modality.DENIED if said[0].stance == "denies" else Modality.CLAIMED) if same else None

    def type_by_weapon(self, about: str, cells: Sequence[Cell]) -> Statement | None:
        """Return the type of an act of no told type by the first weapon told of it, or None."""
        for cell in cells:
            for kind in cell.kinds:
                code = self._code_of_weapon(kind) if kind.property == "weapon" else None
                if code:
                    return self.statement(about, "type", Code(code), kind.span, f"type.by_weapon.{kind.type}.en.1")
        return None

    def _code_of_weapon(self, kind: RawKind) -> str | None:
        """Return the type that a weapon tells: by its own name where that tells more ("missile", not "rocket")."""
        last = kind.name.lower().split()[-1:]
        named = (m for m in self.book.acts.typed_by_agent if [m.id] == last or [f"{m.id}s"] == last)
        exact = next((m.types[0] for m in named if m.types and m.weapon == kind.type), None)
        return exact or self.book.acts.typed_by_weapon.get(kind.type)

    def type_by_person(self, about: str, found: Sequence[Statement]) -> Statement | None:
        """Return assassination as the type of the killing of one named person of public standing, or None.

        ``found`` is what is told of an act of no told type: "the murder of the journalist X".
        """
        dead = [s.value for s in found if isinstance(s.value, Victim) and s.value.status == "killed"]
        counts = [s.value for s in found if s.property == "killed" and isinstance(s.value, Toll)]
        named = {word for victim in dead for word in (victim.name or "").split()}
        if any((c.low or 0) > 1 for c in counts) or not named:
            return None
        for statement in found:
            target = statement.value
            if not isinstance(target, Kind) or statement.property != "target":
                continue
            if target.type in self.book.acts.assassinated and target.name and named & set(target.name.split()):
                span = Span(statement.evidence.start, statement.evidence.end)
                return self.statement(about, "type", Code(_ASSASSINATION), span, "type.by_person.en.1")
        return None


def _is_accusation(said: Attribution) -> bool:
    about = said.rule.startswith("speech.verb.about")
    return about or (said.rule.startswith("speech.verb.object") and said.stance in {"suspects", "believes"})


def in_town(place: Place, town: Place | None) -> Place:
    """Return a site or district with the town, or else the area, that the report places the act in.

    Only a site without a town of its own is so placed; the middle of a county is no point of it.
    """
    vague = place.city is None and place.precision in (PlacePrecision.LANDMARK, PlacePrecision.DISTRICT)
    if not vague or town is None or (place.country and town.country and place.country != town.country):
        return place
    own = place.lat is not None or town.city is None
    lat, lon = (place.lat, place.lon) if own else (town.lat, town.lon)
    return replace(place, city=town.city, admin1=town.admin1, country=town.country, lat=lat, lon=lon)
