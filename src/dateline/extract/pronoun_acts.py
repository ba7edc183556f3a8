"""Acts that only a pronoun tells of: "four shootings, including one in Ayr and another in Stirling"."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.extract.raw import RawAct
from dateline.model import Outcome
from dateline.text.sentence import Sentence, Token

RULE = "act.pronoun.en.1"
_SCENE = frozenset({"in", "at", "near", "on", "outside"})
_COMES_BESIDE = frozenset({"follow", "precede"})


def find_pronoun_acts(sentence: Sentence, acts: Sequence[RawAct]) -> list[RawAct]:
    """Return the acts that "one" or "another" stands for, beside a noun of action told before it.

    "One" needs several to be one of; both need a place of their own, or are the other side of "preceded".
    """
    nouns = [a for a in acts if a.token is not None and sentence.tokens[a.token].is_noun]
    found = []
    for token in sentence.tokens:
        is_another = token.lower == "another" or any(
            c.lower == "another" for c in sentence.children(token.i, "det", "amod")
        )
        if token.lower not in {"one", "another"} or token.dep in {"det", "amod", "nummod"}:
            continue
        before = [a for a in nouns if a.token is not None and a.token < token.i]
        told = before[-1] if before else None
        if told is None or not (is_another or told.is_plural) or not _has_scene(sentence, token):
            continue
        found.append(_stand_in(sentence, token, told, is_another=is_another))
    return found


def _has_scene(sentence: Sentence, token: Token) -> bool:
    above = sentence.head(token.i)
    prepositions = sentence.children(token.i, "prep")
    if token.dep == "dobj" and above.lemma in _COMES_BESIDE:
        prepositions += sentence.children(above.i, "prep")
    return any(
        part.pos == "PROPN"
        for prep in prepositions
        if prep.lower in _SCENE
        for noun in sentence.children(prep.i, "pobj")
        for part in sentence.subtree(noun.i)
    )


def _stand_in(sentence: Sentence, token: Token, told: RawAct, *, is_another: bool) -> RawAct:
    return RawAct(
        sentence=sentence.index,
        span=token.span,
        token=token.i,
        rule=RULE,
        codes=told.codes,
        outcome=Outcome.COMPLETED,
        definiteness="another" if is_another else "indefinite",
        is_plural=False,
        is_generic=told.is_generic,
        is_suicide=told.is_suicide,
        count=None,
        agents=(),
        patients=(),
        weapons=told.weapons,
    )
