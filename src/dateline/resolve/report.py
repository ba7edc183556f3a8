"""Resolution of a whole report: raw findings to normal values, with the report's own day, countries and places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dateline.codebook import Codebook
from dateline.extract.findings import Findings
from dateline.extract.raw import RawActor, RawPlace, RawTally, RawTime
from dateline.extract.times import is_future
from dateline.model import DatePrecision, DateValue, Modality, Perpetrator, PlacePrecision, Report
from dateline.resolve.actors import resolve_actor
from dateline.resolve.calendar import is_since, resolve_time
from dateline.resolve.places import resolve_places
from dateline.resolve.scene import Cues, scene_places, sets_time, speech_cues
from dateline.resolve.told import ToldDate, ToldPerpetrator, ToldPlace, ToldSentence, ToldTally
from dateline.text.attribution import Attribution
from dateline.text.sentence import Sentence

_STORY_DAY_WITHIN = 6  # sentences: the day of the story is told in the lead


def resolve_report(
    report: Report,
    found: Sequence[Findings],
    elsewhere: Sequence[RawPlace],
    attributions: Sequence[Attribution],
    book: Codebook,
) -> list[ToldSentence]:
    """Return what the sentences tell, with normal values.

    ``elsewhere`` are the places of the sentences that tell of no act: they help to choose among namesakes.
    """
    cues = speech_cues(attributions)
    raws = [*(p for f in found for p in f.places), *elsewhere]
    places: dict[tuple[int, int, str], ToldPlace] = {
        _key(r.raw): ToldPlace(r.raw, r.place) for r in resolve_places(raws, text=report.text, places=book.places)
    }
    countries = sorted({p.value.country for p in places.values() if p.value.country})
    story_day = _story_day(report, found, cues)
    return [_told(report, f, places, countries, story_day, cues) for f in found]


def _key(raw: RawPlace) -> tuple[int, int, str]:
    return (raw.span.start, raw.span.end, raw.name)


def _dates(
    report: Report, found: Findings, story_day: date | None, cues: Cues
) -> tuple[ToldDate, ...]:
    told = []
    for raw in found.times:
        value = resolve_time(
            raw, published=report.published, story_day=story_day, future=is_future(found.sentence, raw)
        )
        if value is not None and sets_time(found, raw, cues):
            told.append(ToldDate(raw, value, is_since(raw)))
    return tuple(told)


def _story_day(report: Report, found: Sequence[Findings], cues: Cues) -> date | None:
    """Return the day of the story: the first single day that the lead tells of an act."""
    for findings in found[:_STORY_DAY_WITHIN]:
        if not findings.acts:
            continue
        for told in _dates(report, findings, None, cues):
            if told.value.days == 1 and not told.raw.rule.startswith("time.story"):
                return told.value.earliest
    return None


def _told(
    report: Report, found: Findings, places: dict[tuple[int, int, str], ToldPlace], countries: Sequence[str],
    story_day: date | None, cues: Cues,
) -> ToldSentence:  # fmt: skip
    dates = _dates(report, found, story_day, cues)
    scene = scene_places(found, cues)
    return ToldSentence(
        found.sentence,
        found.acts,
        dates,
        tuple(
            places[_key(p)]
            for p in found.places
            if p in scene and _key(p) in places and not _is_reference(found.sentence, places[_key(p)])
        ),
        found.tolls,
        found.victims,
        found.kinds,
        tuple(_perpetrators(report, found, countries)),
        tuple(_tally(report, found, raw, countries) for raw in found.tallies),
        tuple(places[_key(p)] for p in found.places if _key(p) in places and _is_hint(found, places[_key(p)])),
        found.types,
    )


def _is_hint(found: Findings, told: ToldPlace) -> bool:
    """Say whether a country is named other than as that of an actor or a doer ("a US airstrike")."""
    if told.value.precision is not PlacePrecision.COUNTRY or any(a.span.overlaps(told.raw.span) for a in found.actors):
        return False
    doers = {i for a in found.acts for i in a.agents} | {a.token for a in found.acts}
    token = told.raw.token
    return token is None or (token not in doers and found.sentence.tokens[token].head not in doers)


def _is_reference(sentence: Sentence, told: ToldPlace) -> bool:
    """Say whether words like "the building" only stand for a site told before."""
    raw, value = told.raw, told.value
    if raw.token is None or value.city is not None or " " in raw.name or not raw.name.islower():
        return False
    return any(c.lower in {"the", "this", "that", "their", "its"} for c in sentence.children(raw.token, "det", "poss"))


def _perpetrators(report: Report, found: Findings, countries: Sequence[str]) -> list[ToldPerpetrator]:
    told = []
    for raw in found.responsibility:
        if raw.modality is Modality.UNCLAIMED or raw.name is None:
            told.append(ToldPerpetrator(raw, Perpetrator(None, None)))
            continue
        actor = RawActor(raw.sentence, raw.span, raw.token, raw.rule, raw.actors, raw.name)
        chosen, name = resolve_actor(actor, on=report.published, countries=countries)
        told.append(ToldPerpetrator(raw, Perpetrator(chosen, name)))
    return told


def _tally(report: Report, found: Findings, raw: RawTally, countries: Sequence[str]) -> ToldTally:
    actor = None
    if raw.actors:
        named = RawActor(raw.sentence, raw.span, raw.token, raw.rule, raw.actors, raw.actors[0])
        actor, _ = resolve_actor(named, on=report.published, countries=countries)
    period = None
    if raw.period is not None:
        inside = [t for t in found.times if t.span.overlaps(raw.period)]
        value = resolve_time(inside[0], published=report.published) if inside else None
        if value is not None:
            latest = max(d for d in (value.latest, report.published) if d is not None)
            period = DateValue(value.earliest, latest, DatePrecision.RANGE)
    return ToldTally(raw, actor, period)
