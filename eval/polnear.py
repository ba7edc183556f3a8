"""Measure who said what on a corpus of attributions (source, cue and content spans).

Usage: python eval/polnear.py [BENCH] [--sample N] [--errors source] [--json FILE]

Attitudes ("fears that") count, as in the corpus. An attribution is found where its content is met; then its source
is right or wrong. Content overlap F1 counts contents that share a character.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import rows, scorer
from dateline.codebook import load_codebook
from dateline.model import Span
from dateline.text.attribution import Attribution, find_attributions
from dateline.text.split import split_sentences
from figures import Figure, Measured, Miss, alone, passage, sampled
from parses import parsed

Row = dict[str, Any]
ROLES = ("source", "cue", "content")


def as_row(attribution: Attribution) -> Row:
    """Return an attribution in the scorer's form."""
    spans = {"source": [attribution.speaker], "cue": [attribution.cue], "content": attribution.content}
    told: Row = {role: [[s.start, s.end] for s in found if s] for role, found in spans.items()}
    return told | {"rule": attribution.rule}


def _covered(spans: list[list[int]]) -> set[int]:
    return {k for start, end in spans for k in range(start, end)}


def _misses(row: Row, predicted: list[Row]) -> Iterator[Miss]:
    """Yield found attributions of a document whose source is another than predicted."""
    text = row["text"]
    for gold in row["attributions"]:
        content = _covered(gold["content"])
        best = max(predicted, key=lambda p: len(content & _covered(p["content"])), default=None)
        if best is None or not gold["source"] or not content & _covered(best["content"]):
            continue
        if not _covered(gold["source"]) & _covered(best["source"]):
            wanted, found = (" ".join(Span(*s).of(text) for s in spans) for spans in (gold["source"], best["source"]))
            shown = passage(text, *gold["content"][0])
            yield Miss("polnear", row["id"], "source", (wanted,), (found,), shown, (best["rule"],))


def measure(bench: Path, sample: int | None = None) -> Measured:
    """Return the figures of sources, cues and contents."""
    documents = sampled(list(rows(bench / "polnear" / "dev.jsonl")), sample)
    book, result = load_codebook().speakers, Measured()
    predicted: dict[str, list[Row]] = {}
    for row in documents:
        sentences = tuple(parsed(split_sentences(row["text"])))
        found = find_attributions(sentences, book, attitudes=True)
        innermost_first = sorted(found, key=lambda a: (a.length, a.layer))
        predicted[row["id"]] = [as_row(a) for a in innermost_first]
        result.misses += _misses(row, predicted[row["id"]])
    scores = scorer(bench, "attribution").score({r["id"]: r["attributions"] for r in documents}, predicted)
    n = sum(len(row["attributions"]) for row in documents)
    link = scores["link"]
    result.figures = [
        Figure("polnear", "found F1", 100 * link["found"]["f1"], n),
        Figure("polnear", "source right of found", 100 * link["source_acc"], n),
        *(Figure("polnear", f"{role} overlap F1", 100 * scores[role]["overlap"]["f1"], n) for role in ROLES),
        *(Figure("polnear", f"{role} exact F1", 100 * scores[role]["exact"]["f1"], n) for role in ROLES),
    ]
    return result


if __name__ == "__main__":
    alone(measure, __doc__)
