"""Measure who said what on a corpus of attributions (source, cue and content spans).

Usage: python eval/polnear.py [BENCH] [--documents N] [--plain] [--assertions] [--errors N]

BENCH is the folder of the development sets (or DATELINE_BENCH); ``--documents`` takes an even sample,
``--plain`` leaves the sentences unparsed, ``--assertions`` leaves out attitudes, which the corpus counts too,
``--errors`` prints found attributions whose source is wrong.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from typing import Any

from bench import folder, rows, scorer
from dateline.codebook import load_codebook
from dateline.model import Span
from dateline.text.attribution import Attribution, find_attributions
from dateline.text.parser import parse_sentences
from dateline.text.sentence import Sentence
from dateline.text.split import split_sentences

Row = dict[str, Any]


def sample(documents: list[Row], count: int | None) -> list[Row]:
    """Return count documents spread evenly over the set in order of their ids, or all."""
    ordered = sorted(documents, key=lambda row: str(row["id"]))
    if not count or count >= len(ordered):
        return ordered
    return [ordered[k * len(ordered) // count] for k in range(count)]


def sentences_of(text: str, *, plain: bool) -> Sequence[Sentence]:
    """Return the sentences of a text, parsed unless ``plain``."""
    split = split_sentences(text)
    return split if plain else tuple(parse_sentences(split))


def as_row(attribution: Attribution) -> Row:
    """Return an attribution in the scorer's form."""
    spans = {"source": [attribution.speaker], "cue": [attribution.cue], "content": attribution.content}
    return {role: [[s.start, s.end] for s in found if s] for role, found in spans.items()}


def _covered(spans: list[list[int]]) -> set[int]:
    return {k for start, end in spans for k in range(start, end)}


def wrong_sources(row: Row, predicted: list[Row]) -> Iterator[str]:
    """Yield found attributions of a document whose source is another than predicted."""
    text = row["text"]
    for gold in row["attributions"]:
        content = _covered(gold["content"])
        best = max(predicted, key=lambda p: len(content & _covered(p["content"])), default=None)
        if best is None or not gold["source"] or not content & _covered(best["content"]):
            continue
        if not _covered(gold["source"]) & _covered(best["source"]):
            words = [" ".join(Span(*s).of(text) for s in spans) for spans in (gold["source"], best["source"])]
            yield f"{row['id']}: {words[0]!r}, not {words[1]!r}: {Span(*gold['content'][0]).of(text)[:100]!r}"


def main() -> None:
    """Run the measurement that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", nargs="?")
    parser.add_argument("--documents", type=int)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--assertions", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    bench = folder(options.bench)
    documents = sample(list(rows(bench / "polnear" / "dev.jsonl")), options.documents)
    book = load_codebook().speakers
    predicted: dict[str, list[Row]] = {}
    seconds, count, left = 0.0, 0, options.errors
    for row in documents:
        sentences = sentences_of(row["text"], plain=options.plain)
        start = time.perf_counter()
        found = find_attributions(sentences, book, attitudes=not options.assertions)
        seconds += time.perf_counter() - start
        count += len(sentences)
        innermost_first = sorted(found, key=lambda a: (a.length, a.layer))
        predicted[row["id"]] = [as_row(a) for a in innermost_first]
        for line in wrong_sources(row, predicted[row["id"]]):
            if left > 0:
                print(line)
                left -= 1
    scores = scorer(bench, "attribution").score({r["id"]: r["attributions"] for r in documents}, predicted)
    for role in ("source", "cue", "content"):
        figures = (f"{name} F1 {100 * scores[role][name]['f1']:.1f}" for name in ("exact", "overlap", "chars"))
        print(f"{role:8}", *figures)
    link = scores["link"]
    print(f"found F1 {100 * link['found']['f1']:.1f}, source right of found {100 * link['source_acc']:.1f}")
    print(f"{len(documents)} documents, {1000 * seconds / count:.2f} ms a sentence after parsing")


if __name__ == "__main__":
    main()
