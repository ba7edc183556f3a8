"""Score place names against TR-News, GeoWebNews, LGL and GeoVirus: resolution given the spans, and recognition.

Usage: python eval/geo.py [BENCH] [--sample N] [--errors place] [--json FILE]

BENCH is a folder with ``geo/dev.jsonl`` (rows: id, corpus, text, toponyms with start, end, text, lat, lon) and
``scorers/geo.py``. Figures are accuracy within 161 km over all gold spans with coordinates, and over those answered;
then span F1, exact and overlapping, of what is found without the gold spans. Sentences are not parsed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import bench as sets
from dateline.codebook.book import load_codebook
from dateline.extract.places import find_places
from dateline.extract.raw import RawPlace
from dateline.model import Span
from dateline.resolve.places import ResolvedPlace, nearest_town, resolve_places
from dateline.text.split import split_sentences
from figures import Figure, Measured, Miss, alone, passage, sampled

Row = dict[str, Any]
CORPORA = ("trnews", "gwn", "lgl", "geovirus")
FAR = 161.0  # km; 100 miles
NO_ANSWER = 20_039.0  # km, half the way round the earth: as far off as an answer can be


@dataclass(frozen=True)
class Scored:
    """One corpus's gold and answers, for resolution and for recognition."""

    gold: list[Row]
    answers: list[Row]
    spans: list[Row]
    found: list[Row]


def read_raws(text: str) -> list[RawPlace]:
    """Return all phrases of a text that may be places."""
    places = load_codebook().places
    return [r for s in split_sentences(text) for r in find_places(s, places)]


def with_gold(raws: list[RawPlace], toponyms: list[Row], text: str) -> list[RawPlace]:
    """Put the gold spans among the phrases: those found keep their words, the others replace what they cross."""
    nouns = load_codebook().places.singular_of_kind
    sites = load_codebook().places.site_nouns
    by_span = {r.span: r for r in raws if not r.rule.startswith("place.site.")}
    gold = []
    for t in toponyms:
        span = Span(t["start"], t["end"])
        own = by_span.get(span)
        if own is None:
            name = " ".join(span.of(text).split())
            last = name.split()[-1].lower()
            near = next((r for r in raws if r.span.overlaps(span)), None)
            rule = "place.site_name.en.1" if last in sites and " " in name else "place.name.en.1"
            cue = near.cue if near else "in"
            own = RawPlace(near.sentence if near else 0, span, None, rule, name, cue, nouns.get(last, ""))
        kept = own.cue in {"adjective", ",", "dateline"}
        gold.append(own if kept else replace(own, cue="in"))
    spans = [g.span for g in gold]
    inside = [
        r for r in raws if not any(r.span.overlaps(s) and not (s.covers(r.span) and r.span != s) for s in spans)
    ]
    return inside + gold


def score_rows(rows: list[Row]) -> Scored:
    """Run the places of some documents, with the gold spans and without."""
    places = load_codebook().places
    scored = Scored([], [], [], [])
    for row in rows:
        text, doc = row["text"], row["id"]
        located = [t for t in row["toponyms"] if t["lat"] is not None]
        scored.gold.extend({"doc": doc, **t} for t in located)
        scored.spans.extend({"doc": doc, **t} for t in located)
        raws = read_raws(text)
        given = resolve_places(with_gold(raws, located, text), text=text, places=places)
        wanted = {(t["start"], t["end"]) for t in located}
        scored.answers.extend(answers_for(doc, given, wanted))
        free = resolve_places(raws, text=text, places=places)
        scored.found.extend(
            _row(doc, r) for r in free if not r.raw.rule.startswith("place.site.") and r.place.lat is not None
        )
    return scored


def answers_for(doc: str, given: list[ResolvedPlace], wanted: set[tuple[int, int]]) -> list[Row]:
    """Return the answers on the gold spans; one without a point takes the point of the nearest town named."""
    answers: dict[tuple[int, int], Row] = {}
    for r in given:
        span = (r.span.start, r.span.end)
        if span in wanted and r.place.lat is not None:
            answers[span] = _row(doc, r)
    for start, end in sorted(wanted - answers.keys()):
        town = nearest_town(Span(start, end), given)
        if town is not None:
            answers[start, end] = {**_row(doc, town), "start": start, "end": end}
    return list(answers.values())


def _row(doc: str, r: ResolvedPlace) -> Row:
    span = r.span
    return {
        "doc": doc,
        "start": span.start,
        "end": span.end,
        "lat": r.place.lat,
        "lon": r.place.lon,
        "place": r.place,
        "rule": r.raw.rule,
    }


def misses(scored: Scored, scorer: ModuleType, name: str, texts: Mapping[str, str]) -> Iterator[Miss]:
    """Yield the gold spans that are off by more than 161 km, or have no answer."""
    by = {(a["doc"], a["start"], a["end"]): a for a in scored.answers}
    for g in scored.gold:
        a = by.get((g["doc"], g["start"], g["end"]))
        wanted, shown = (f"{g['text']} at {g['lat']}, {g['lon']}",), passage(texts[g["doc"]], g["start"], g["end"])
        if a is None or a["lat"] is None:
            yield Miss(name, g["doc"], "place", wanted, (), shown, (), NO_ANSWER)
        elif (km := scorer.haversine(g["lat"], g["lon"], a["lat"], a["lon"])) > FAR:
            p = a["place"]
            told = f"{p.name}, {p.admin1}, {p.country} ({p.precision.value}), {km:.0f} km off"
            yield Miss(name, g["doc"], "place", wanted, (told,), shown, (a["rule"],), round(km))


def measure(bench: Path, sample: int | None = None) -> Measured:
    """Return the figures of each corpus; a sample is of each."""
    scorer, result = sets.scorer(bench, "geo"), Measured()
    data = list(sets.rows(bench / "geo" / "dev.jsonl"))
    for corpus in CORPORA:
        of_corpus = sampled([row for row in data if row["corpus"] == corpus], sample)
        name, scored = f"geo {corpus}", score_rows(of_corpus)
        near, spans = scorer.resolution(scored.gold, scored.answers), scorer.recognition(scored.spans, scored.found)
        every, answered = near["all"], near["answered_only"]
        result.figures += [
            Figure(name, "accuracy@161 km", 100 * every["acc161"], every["n"]),
            Figure(name, "accuracy@161 km of answered", 100 * answered["acc161"], answered["n"]),
            Figure(name, "span exact F1", 100 * spans["exact"]["f1"], len(scored.spans)),
            Figure(name, "span overlap F1", 100 * spans["overlap"]["f1"], len(scored.spans)),
        ]
        result.misses += misses(scored, scorer, name, {row["id"]: row["text"] for row in of_corpus})
    return result


if __name__ == "__main__":
    alone(measure, __doc__)
