"""One cue of speech as a sentence shows it, before names are resolved and quotations shared out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.model import Span
from dateline.text.sentence import Sentence, Token

_TRIM = frozenset({",", ";", ":", ".", "-", "–", "—", "?", "!"})
QUOTES = frozenset({'"', "“", "”", "'", "‘", "’", "''", "``"})
OUTER, INNER = 1, -1
RELATIVE = frozenset({"who", "which", "that", "whom"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A word or phrase that says that someone says something.

    ``speaker`` is the whole noun phrase, ``head`` its head token (None for the unnamed and in unparsed sentences).
    ``content`` is empty where only quotation marks can tell it; ``takes_quote`` says that they may. ``layer`` is
    OUTER for who passed on what another said, INNER for whom a speaker cites. ``is_attitude`` marks what does not
    put its content forward as having happened (will, judgement, negation, doubt, questions).
    """

    sentence: int
    span: Span
    speaker: Span | None
    head: int | None
    content: tuple[Span, ...]
    stance: str
    rule: str
    takes_quote: bool = False
    layer: int = 0
    is_attitude: bool = False


def runs(tokens: Iterable[Token], leave_out: Iterable[Token] = ()) -> tuple[Span, ...]:
    """Return the tokens, less those left out, as spans: one for each unbroken run, punctuation trimmed."""
    gone = {t.i for t in leave_out}
    kept = sorted((t for t in tokens if t.i not in gone), key=lambda t: t.i)
    groups: list[list[Token]] = []
    for token in kept:
        if groups and groups[-1][-1].i + 1 == token.i:
            groups[-1].append(token)
        else:
            groups.append([token])
    spans: list[Span] = []
    for group in groups:
        while group and group[-1].text in _TRIM and not (len(group) > 1 and group[-1].text in "?!"):
            group.pop()
        while group and group[0].text in _TRIM:
            group.pop(0)
        if group and any(t.text not in QUOTES for t in group):
            spans.append(Span(group[0].start, group[-1].end))
    return tuple(spans)


def _joins(left: Token, right: Token) -> bool:
    return (right.text == "-" and left.text[-1:].isalnum()) or (left.text == "-" and right.text[:1].isalnum())


def phrase_span(sentence: Sentence, head: int) -> Span:
    """Return the whole noun phrase of a speaker: with appositions, relative clauses and prepositional parts.

    Tokens that are parted from the head by another clause (parse errors) are not taken along.
    """
    below = {t.i for t in sentence.subtree(head)}
    first = last = head
    while first - 1 in below:
        first -= 1
    while last + 1 in below:
        last += 1
    every = sentence.tokens
    while last + 1 < len(every) and every[last + 1].start == every[last].end and _joins(every[last], every[last + 1]):
        last += 1  # "al-Assad" is three tokens, which the parse may part
    tokens = every[first : last + 1]
    spans = runs(tokens)
    return spans[0] if spans else sentence.tokens[head].span
