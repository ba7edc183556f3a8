"""Score place names against TR-News, GeoWebNews, LGL and GeoVirus: resolution given the spans, and recognition.

Usage: python eval/geo.py BENCH [--parse] [--corpus NAME] [--misses N]

BENCH is a folder with ``geo/dev.jsonl`` (rows: id, corpus, text, toponyms with start, end, text, lat, lon) and
``scorers/geo.py``. Prints accuracy within 161 km over all gold spans with coordinates, the median error and the
area under the error curve; then exact and overlapping span F1 of what is found without the gold spans.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from dateline.codebook.book import load_codebook
from dateline.extract.places import find_places
from dateline.extract.raw import RawPlace
from dateline.model import Span
from dateline.resolve.places import ResolvedPlace, nearest_town, resolve_places
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

Row = dict[str, Any]


@dataclass(frozen=True)
class Scored:
    """One corpus's gold and answers, for resolution and for recognition."""

    gold: list[Row]
    answers: list[Row]
    spans: list[Row]
    found: list[Row]


def load_scorer(bench: Path) -> ModuleType:
    """Load the scorer that stands beside the data."""
    spec = importlib.util.spec_from_file_location("geo_scorer", bench / "scorers" / "geo.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_raws(text: str, *, parse: bool) -> list[RawPlace]:
    """Return all phrases of a text that may be places."""
    places = load_codebook().places
    sentences = split_sentences(text)
    return [r for s in (parse_sentences(sentences) if parse else sentences) for r in find_places(s, places)]


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


def score_rows(rows: list[Row], *, parse: bool) -> Scored:
    """Run the places of some documents, with the gold spans and without."""
    places = load_codebook().places
    scored = Scored([], [], [], [])
    for row in rows:
        text, doc = row["text"], row["id"]
        located = [t for t in row["toponyms"] if t["lat"] is not None]
        scored.gold.extend({"doc": doc, **t} for t in located)
        scored.spans.extend({"doc": doc, **t} for t in located)
        raws = read_raws(text, parse=parse)
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
    }


def misses(scored: Scored, scorer: ModuleType, limit: int) -> None:
    """Print the gold spans that are off by more than 161 km, the most frequent names first."""
    by = {(a["doc"], a["start"], a["end"]): a for a in scored.answers}
    wrong: Counter[str] = Counter()
    for g in scored.gold:
        a = by.get((g["doc"], g["start"], g["end"]))
        if a is None or a["lat"] is None:
            wrong[f"{g['text']!r}: no answer, gold {g['lat']},{g['lon']}"] += 1
        elif (km := scorer.haversine(g["lat"], g["lon"], a["lat"], a["lon"])) > 161:
            p = a["place"]
            told = f"{p.name}, {p.admin1}, {p.country} ({p.precision.value})"
            wrong[f"{g['text']!r}: {told} {km:.0f} km off {g['lat']},{g['lon']} {g['doc']}"] += 1
    for line, count in wrong.most_common(limit):
        print(f"  {count:3d} {line}")


def main() -> None:
    """Score each corpus and print a line for it."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    options.add_argument("bench", type=Path)
    options.add_argument("--parse", action="store_true", help="parse the sentences first")
    options.add_argument("--corpus", help="only this one: trnews, gwn, lgl, geovirus")
    options.add_argument("--misses", type=int, default=0, help="print so many wrong answers")
    chosen = options.parse_args()
    scorer = load_scorer(chosen.bench)
    rows = [json.loads(line) for line in (chosen.bench / "geo" / "dev.jsonl").open(encoding="utf-8")]
    for corpus in [chosen.corpus] if chosen.corpus else ["trnews", "gwn", "lgl", "geovirus"]:
        of_corpus = [r for r in rows if r["corpus"] == corpus]
        started = time.perf_counter()
        scored = score_rows(of_corpus, parse=chosen.parse)
        seconds = time.perf_counter() - started
        every = scorer.resolution(scored.gold, scored.answers)
        spans = scorer.recognition(scored.spans, scored.found)
        print(
            f"{corpus:9} acc@161 {every['all']['acc161']:.3f} answered {every['answered_only']['acc161']:.3f}"
            f" ({every['answered_only']['n']}/{every['all']['n']}) auc {every['all']['auc']:.3f}"
            f" median {every['answered_only']['median_km']:.0f} km | exact P {spans['exact']['p']:.3f}"
            f" R {spans['exact']['r']:.3f} F1 {spans['exact']['f1']:.3f} overlap F1 {spans['overlap']['f1']:.3f}"
            f" | {seconds / len(of_corpus) * 1000:.0f} ms a document"
        )
        misses(scored, scorer, chosen.misses)


if __name__ == "__main__":
    main()
