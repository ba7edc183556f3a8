"""Deaths that a report only implies: "a fatal shooting", "the deadly stabbing", "her shooting death".

They are read where no sentence counts the dead: somebody died, and how many is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.extract.raw import RawToll
from dateline.extract.toll_filters import is_unreal
from dateline.text.sentence import Sentence, Token

_DEADLY = frozenset({"deadly", "fatal"})
_ACTS = frozenset({"ambush", "attack", "beating", "bombing", "shooting", "shootout", "stabbing"})
_DEATHS = frozenset({"death", "homicide", "murder", "slaying"})


def with_implied_deaths(found: Sequence[list[RawToll]], sentences: Sequence[Sentence]) -> list[list[RawToll]]:
    """Add the first implied death of a report that counts none; one list a sentence, as in ``found``."""
    told = [list(tolls) for tolls in found]
    if any(t.property in ("killed", "attackers_killed") for tolls in told for t in tolls):
        return told
    for tolls, sentence in zip(told, sentences, strict=True):
        if (implied := _implied(sentence)) is not None:
            tolls.append(implied)
            tolls.sort(key=lambda t: (t.span, t.property, t.low or 0))
            return _without_wounded(told)
    return told


def _implied(sentence: Sentence) -> RawToll | None:
    for token in sentence.tokens if sentence.is_parsed else ():
        mark = _mark(sentence, token)
        if mark is not None and token.tag == "NN" and not is_unreal(sentence, token.i):
            return RawToll(
                sentence=sentence.index,
                span=mark.span.joined(token.span),
                token=token.i,
                rule="toll.killed.implied.en.1",
                property="killed",
                low=1,
                high=None,
                people="",
                verb=token.i,
            )
    return None


def _mark(sentence: Sentence, token: Token) -> Token | None:
    """Return the word before a noun that makes it tell of a death, None where none does."""
    before = sentence.tokens[token.i - 1] if token.i else None
    if before is None:
        return None
    if token.lemma in _ACTS:
        near = sentence.tokens[max(0, token.i - 5) : token.i]
        deadly = next((t for t in near[-3:] if t.lower in _DEADLY), None)
        return None if any(t.lower in ("non", "nonfatal") for t in near) else deadly
    return before if token.lemma in _DEATHS and before.lower in ("shooting", "stabbing", "gun") else None


def _without_wounded(told: Sequence[list[RawToll]]) -> list[list[RawToll]]:
    """Mark one person hit, of whom no other is told, as a part: "a fatal shooting", "a man with a gunshot wound"."""
    hurt = [t for tolls in told for t in tolls if t.property == "wounded" and not t.is_part and t.low != 0]
    if not hurt or not all(t.low == t.high == 1 and (".shot." in t.rule or ".with." in t.rule) for t in hurt):
        return list(told)
    return [[replace(t, is_part=True) if t in hurt else t for t in tolls] for tolls in told]
