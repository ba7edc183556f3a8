"""Tallies: sentences that count incidents, such as "the fourth attack claimed by the group since 27 May"."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.codebook import Codebook
from dateline.extract.raw import RawAct, RawActor, RawResponsibility, RawTally, RawTime
from dateline.model import Modality, Span
from dateline.text.sentence import Sentence, Token

_FIRST_TIME = 1  # "the first attack" counts nothing that could be checked
_ORDINALS = {
    word: number
    for number, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        start=1,
    )
}


def _ordinal(word: str) -> int | None:
    digits = word[:-2]
    if word.endswith(("st", "nd", "rd", "th")) and digits.isdigit():
        return int(digits)
    return _ORDINALS.get(word)


def find_tallies(
    sentence: Sentence,
    acts: Sequence[RawAct],
    actors: Sequence[RawActor],
    responsibility: Sequence[RawResponsibility],
    times: Sequence[RawTime],
    book: Codebook,
) -> list[RawTally]:
    """Return the tallies of a parsed sentence: an ordinal or a number before a noun of action, with a period."""
    found = []
    for act in acts:
        if act.token is None or sentence.tokens[act.token].is_verb:
            continue
        head = sentence.tokens[act.token]
        word = next((t for t in sentence.children(head.i, "amod", "nummod", "compound") if _ordinal(t.lower)), None)
        count = _ordinal(word.lower) if word else None
        period = _period(sentence, head, times)
        claimed = next((r for r in responsibility if r.act == act.token and r.name), None)
        if word is None or count is None or count <= _FIRST_TIME or not (period or claimed):
            continue
        last = max([head.end, *(s.end for s in (period, claimed.span if claimed else None) if s)])
        first = min(word.start, head.start)
        start = next((t.start for t in sentence.children(head.i, "det") if t.i < head.i), first)
        found.append(
            RawTally(
                sentence.index,
                Span(min(start, first), last),
                head.i,
                "tally.ordinal.en.1",
                count,
                claimed.actors if claimed else _group_actor(sentence, head, actors),
                claimed.modality if claimed else _claimed_by_group(sentence, head),
                () if act.is_generic else act.codes,
                period,
            )
        )
    del book
    return found


def _period(sentence: Sentence, head: Token, times: Sequence[RawTime]) -> Span | None:
    after = [t.span for t in times if t.span.start >= head.end]
    if not after:
        return None
    since = next((t for t in sentence.tokens if t.lower == "since" and head.end <= t.start <= after[-1].end), None)
    if since is not None:
        late = [s for s in after if s.end >= since.start]
        return Span(since.start, late[0].end) if late else None
    return after[0]


def _group_actor(sentence: Sentence, head: Token, actors: Sequence[RawActor]) -> tuple[str, ...]:
    under = {t.i for t in sentence.subtree(head.i)}
    named = [a for a in actors if a.token in under]
    return named[0].actors if named else ()


def _claimed_by_group(sentence: Sentence, head: Token) -> Modality | None:
    claimed = any(t.lemma == "claim" and t.tag == "VBN" for t in sentence.subtree(head.i))
    return Modality.CLAIMED if claimed else None
