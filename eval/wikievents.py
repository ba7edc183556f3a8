"""Score acts and harm against event triggers: words that tell of attacks, explosions, deaths and injuries.

Usage: python eval/wikievents.py [BENCH] [--sample N] [--errors FIELD] [--json FILE]

The contract tells of incidents and not of each word; so the triggers are those that extraction finds in the
sentences, real or meant, before incidents are made of them. Only the kinds of event that are ours are scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dateline.run.pipeline as stages
from bench import rows, scorer
from dateline.codebook import Codebook, load_codebook
from dateline.extract.findings import Findings, find_all
from dateline.text.clipped import mended
from dateline.text.relevance import relevant
from dateline.text.split import split_sentences
from figures import Figure, Measured, Miss, alone, sampled
from parses import use_kept_parses

Row = Mapping[str, Any]
Event = dict[str, Any]
EXPLOSION, ATTACK = "Conflict.Attack.DetonateExplode", "Conflict.Attack.Unspecified"
DEATH, INJURY = "Life.Die.Unspecified", "Life.Injure.Unspecified"
_KINDS = dict.fromkeys(("blast", "bombing", "detonation", "explosion"), EXPLOSION)
_KINDS |= dict.fromkeys(("dead", "death", "die", "kill", "killed", "killing", "murder", "slaughter", "slay"), DEATH)
_KINDS |= dict.fromkeys(("hurt", "injure", "injured", "injury", "maim", "wound", "wounded"), INJURY)
_TOLLS = {"killed": DEATH, "wounded": INJURY}
_AROUND = 12  # words shown on each side of a miss


def triggers(tokens: Sequence[str], book: Codebook) -> list[Event]:
    """Return the triggers of a tokenised text, each with its place in the tokens and its kind."""
    starts, text = [], ""
    for token in tokens:
        starts.append(len(text))
        text += token + " "
    at = {start: i for i, start in enumerate(starts)}
    sentences = [mended(s, book) for s in stages.parse_sentences(relevant(split_sentences(text), book))]
    found = {}
    for told in find_all(sentences, book):
        for start, kind in _told(told):
            if start in at:
                found.setdefault(at[start], kind)
    return [{"event_type": kind, "trigger": [i, i + 1], "arguments": []} for i, kind in sorted(found.items())]


def _told(told: Findings) -> Iterator[tuple[int, str]]:
    """Yield where the words stand that tell of an act or of harm, and of which kind each is."""
    tokens = told.sentence.tokens
    for act in told.acts:
        if act.token is not None:
            explodes = "bombing" in act.codes and "shelling" not in act.codes
            lemma = tokens[act.token].lemma
            yield tokens[act.token].start, _KINDS.get(lemma) or (EXPLOSION if explodes else ATTACK)
    for toll in told.tolls:
        inside = [t for t in told.sentence.within(toll.span) if _KINDS.get(t.lemma) == _TOLLS.get(toll.property)]
        word = inside[0].i if inside else toll.verb if toll.verb is not None else toll.token
        if toll.property in _TOLLS and word is not None and toll.high != 0:
            yield tokens[word].start, _TOLLS[toll.property]


def measure(bench: Path, sample: int | None = None) -> Measured:
    """Return the F1 of triggers with and without their kinds, and the words missed or found in vain."""
    use_kept_parses()
    book = load_codebook()
    docs = sampled(list(rows(bench / "wikievents" / "dev.jsonl")), sample)
    found = {doc["id"]: triggers(doc["tokens"], book) for doc in docs}
    gold = {doc["id"]: doc["events"] for doc in docs}
    kinds = (EXPLOSION, ATTACK, DEATH, INJURY)
    result = scorer(bench, "event_args").score(gold, found, types=kinds)
    figures = [
        Figure("wikievents", name, 100 * result[key]["f1"], result[key]["n_gold"])
        for name, key in (("trigger F1", "trigger_cls"), ("trigger place F1", "trigger_id"))
    ]
    return Measured(figures, [miss for doc in docs for miss in _misses(doc, found[doc["id"]], kinds)])


def _misses(doc: Row, found: Sequence[Event], kinds: Sequence[str]) -> Iterator[Miss]:
    wanted = {tuple(e["trigger"]): e["event_type"] for e in doc["events"] if e["event_type"] in kinds}
    made = {tuple(e["trigger"]): e["event_type"] for e in found}
    for place in sorted(wanted.keys() | made.keys()):
        if wanted.get(place) != made.get(place):
            start, end = place
            words = doc["tokens"]
            shown = f"{' '.join(words[max(0, start - _AROUND) : start])} [{' '.join(words[start:end])}] "
            shown += " ".join(words[end : end + _AROUND])
            told = [tuple(t[place] for t in (table,) if place in t) for table in (wanted, made)]
            yield Miss("wikievents", doc["id"], "trigger F1", told[0], told[1], shown)


if __name__ == "__main__":
    alone(measure, __doc__)
