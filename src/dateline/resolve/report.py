"""Resolution of a whole report: raw findings to normal values, with the report's own day, countries and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dateline.codebook import Codebook
from dateline.extract.findings import Findings
from dateline.extract.raw import RawActor, RawFinding, RawPlace, RawResponsibility, RawTally, RawTime
from dateline.model import DatePrecision, DateValue, Modality, Perpetrator, PlacePrecision, Report, Span
from dateline.resolve.actors import resolve_actor
from dateline.resolve.calendar import is_since, resolve_time
from dateline.resolve.gazetteer import open_gazetteer
from dateline.resolve.home import station_tail
from dateline.resolve.lead import lead_dates
from dateline.resolve.lead_country import lead_country
from dateline.resolve.lead_towns import lead_towns
from dateline.resolve.measured import measured_dates
from dateline.resolve.outlet_home import home_town, origins
from dateline.resolve.place_sites import WAYS
from dateline.resolve.places import resolve_places
from dateline.resolve.scene import Cues, is_stamp, sets_time, speech_cues
from dateline.resolve.scene_places import scene_places
from dateline.resolve.timeline import TimeRead, read_times
from dateline.resolve.told import ToldDate, ToldPerpetrator, ToldPlace, ToldReport, ToldSentence, ToldTally
from dateline.resolve.town_lists import listed_towns
from dateline.text.attribution import Attribution
from dateline.text.sentence import Sentence

_STORY_DAY_WITHIN = 6  # sentences: the day of the story is told in the lead
_NO_DAY = ("time.story", "time.clock")
_BESIDE = 12  # characters between a role and the name of the one who speaks
_INSIDE = frozenset({"at", "in", "inside"})
_REFERRING = frozenset({"the", "this", "that", "their", "its"})


def resolve_report(
    report: Report,
    sentences: Sequence[Sentence],
    found: Sequence[Findings],
    elsewhere: Sequence[RawPlace],
    attributions: Sequence[Attribution],
    book: Codebook,
) -> ToldReport:
    """Return what a report tells, with normal values.

    ``elsewhere`` are the places of the sentences that tell of no act: they help to choose among namesakes.
    """
    raws = [*(p for f in found for p in f.places), *elsewhere]
    table = open_gazetteer()
    outlet = origins(report, book.places, table)
    resolved = resolve_places(raws, text=report.text, places=book.places, outlet=outlet, gazetteer=table)
    places = {r.raw: ToldPlace(r.raw, r.place) for r in resolved}
    countries = tuple(sorted({p.value.country for p in places.values() if p.value.country}))
    speakers = tuple(a.speaker for a in attributions if a.speaker is not None)
    context = _Context(report, book, places, countries, speech_cues(attributions), speakers)
    lead = lead_dates(report, sentences, context.cues, found)
    lead_day = lead[0].value.earliest if lead and lead[0].value.days == 1 else None
    tail = station_tail(report.text, book.places.local)
    first_read = replace(context, times=read_times(found, report.published))
    story_day = first_read.find_story_day(found) or lead_day
    context = replace(context, times=read_times(found, report.published, story_day), tail=tail, story_day=story_day)
    return ToldReport(
        tuple(context.told(f) for f in found),
        lead_towns(_without_parts(list(places.values())), sentences, report.text, book.places),
        lead,
        lead_country([p for p in places.values() if not context.is_tail(p.raw)]),
        home_town(outlet),
    )


@dataclass(frozen=True)
class _Context:
    """What the whole report tells that one sentence needs."""

    report: Report
    book: Codebook
    places: dict[RawPlace, ToldPlace]
    countries: tuple[str, ...]
    cues: Cues
    speakers: tuple[Span, ...]
    times: Mapping[RawTime, TimeRead] = field(default_factory=dict)
    tail: tuple[int, int] = (0, 0)
    story_day: date | None = None

    def told(self, found: Findings) -> ToldSentence:
        scene = scene_places(found, self.cues)
        listed = {t.raw: t for t in listed_towns(found, self.places)}
        resolved = {**listed, **self.places}
        known = _without_parts([resolved[p] for p in found.places if p in resolved and not self.is_tail(p)])
        return ToldSentence(
            sentence=found.sentence,
            acts=found.acts,
            dates=self.dates(found),
            places=tuple(p for p in known if p.raw in scene and not _is_reference(found.sentence, p)),
            tolls=found.tolls,
            victims=found.victims,
            kinds=tuple(k for k in found.kinds if not self.is_speaker(k)),
            perpetrators=tuple(self.perpetrator(raw) for raw in found.responsibility),
            tallies=tuple(self.tally(found, raw) for raw in found.tallies),
            hints=tuple(p for p in known if _is_hint(found, p)),
            types=tuple(t for t in found.types if not self.is_speaker(t)),
        )

    def is_tail(self, raw: RawPlace) -> bool:
        """Say whether a name stands where the headline names its publisher."""
        start, end = self.tail
        return start <= raw.span.start < end

    def is_speaker(self, finding: RawFinding) -> bool:
        """Say whether words taken for a target name who speaks ("..., the city's governor said")."""
        return any(s.overlaps(finding.span) for s in self.speakers if s.start >= finding.span.start - _BESIDE)

    def dates(self, found: Findings) -> tuple[ToldDate, ...]:
        told = []
        for raw in found.times:
            value, future = self.times[raw].value, self.times[raw].future
            if value is None or is_stamp(found.sentence, raw):
                continue
            if not future and value.earliest is not None and value.earliest > self.report.published:
                continue  # what is still to come is no act that the report tells of
            if sets_time(found, raw, self.cues):
                told.append(ToldDate(raw, value, is_since(raw)))
        told += measured_dates(found, published=self.report.published, story_day=self.story_day)
        return tuple(told)

    def find_story_day(self, found: Sequence[Findings]) -> date | None:
        """Return the day of the story: the first single day that the lead tells of an act."""
        for findings in [f for f in found if f.sentence.is_parsed][:_STORY_DAY_WITHIN]:
            if not findings.acts:
                continue
            for told in self.dates(findings):
                if told.value.days == 1 and not told.raw.rule.startswith(_NO_DAY):
                    return told.value.earliest
        return None

    def actor(self, raw: RawActor) -> Perpetrator:
        actor, name = resolve_actor(raw, on=self.report.published, countries=self.countries, book=self.book)
        return Perpetrator(actor, name)

    def perpetrator(self, raw: RawResponsibility) -> ToldPerpetrator:
        if raw.modality is Modality.UNCLAIMED or raw.name is None:
            return ToldPerpetrator(raw, Perpetrator(None, None))
        named = RawActor(raw.sentence, raw.span, raw.token, raw.rule, raw.actors, raw.name)
        return ToldPerpetrator(raw, self.actor(named))

    def tally(self, found: Findings, raw: RawTally) -> ToldTally:
        actor = None
        if raw.actors:
            actor = self.actor(RawActor(raw.sentence, raw.span, raw.token, raw.rule, raw.actors, raw.actors[0])).actor
        inside = [t for t in found.times if raw.period is not None and t.span.overlaps(raw.period)]
        value = resolve_time(inside[0], published=self.report.published) if inside else None
        if value is None or (value.earliest and value.earliest > self.report.published):
            return ToldTally(raw, actor, None)  # a count cannot run from a day after the report
        latest = max(d for d in (value.latest, self.report.published) if d is not None)
        return ToldTally(raw, actor, DateValue(value.earliest, latest, DatePrecision.RANGE))


def _without_parts(places: Sequence[ToldPlace]) -> list[ToldPlace]:
    """Leave out names inside a longer name that lies elsewhere: the town Ataturk in "Ataturk airport"."""
    return [
        p
        for p in places
        if not any(
            o.raw.span.covers(p.raw.span)
            and o.raw.span != p.raw.span
            and (o.raw.kind in WAYS or (o.value.city and o.value.city != p.value.city))
            for o in places
        )
    ]


def _is_hint(found: Findings, told: ToldPlace) -> bool:
    """Say whether a country is named other than as that of an actor or a doer ("a US airstrike")."""
    named = any(a.span.overlaps(told.raw.span) for a in found.actors) and not _is_of_a_site(found.sentence, told)
    if told.value.precision is not PlacePrecision.COUNTRY or named:
        return False
    doers = {i for a in found.acts for i in a.agents} | {a.token for a in found.acts}
    token = told.raw.token
    return token is None or (token not in doers and found.sentence.tokens[token].head not in doers)


def _is_of_a_site(sentence: Sentence, told: ToldPlace) -> bool:
    """Say whether a country's adjective is that of a thing that something was in ("in Iraqi army bases")."""
    if told.raw.token is None:
        return False
    thing = sentence.head(told.raw.token)
    return thing.dep == "pobj" and thing.tag == "NNS" and sentence.head(thing.i).lower in _INSIDE


def _is_reference(sentence: Sentence, told: ToldPlace) -> bool:
    """Say whether words like "the building" only stand for a site told before."""
    raw, value = told.raw, told.value
    if raw.token is None or value.city is not None or " " in raw.name or not raw.name.islower():
        return False
    return any(c.lower in _REFERRING for c in sentence.children(raw.token, "det", "poss"))
