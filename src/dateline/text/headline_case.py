"""Headlines in title case ("Two Teens Shot In Park"): which of their capitals belong to names.

English-language newspapers capitalise all long words of a headline. A parser trained on sentences takes each for a
name. What the report below the headline writes in capitals within its sentences is a name in the headline too; other
words that are written in lower case elsewhere are common words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from dateline.model import Span

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FEWEST_WORDS = 4
_FEWEST_COMMON = 2  # capitals of common words after the first, without which a line may be a name or a list of names
_SHORT = 4  # letters; shorter words (articles, prepositions) may stand in lower case in a headline
_IN_SENTENCE = re.compile(r"(?<=[a-z,] )[A-Z][\w’']*(?: [A-Z][\w’']*)*")


def title_lines(text: str, common: Collection[str], names: Collection[str]) -> list[Span]:
    """Return the lines in title case.

    ``common`` are the words that are written in lower case elsewhere, ``names`` those that are (also) names.
    """
    found = []
    at = 0
    for line in text.splitlines(keepends=True):
        if _is_title(line, common, names):
            found.append(Span(at, at + len(line)))
        at += len(line)
    return found


def _is_title(line: str, common: Collection[str], names: Collection[str]) -> bool:
    words = _WORD.findall(line)
    if len(words) < _FEWEST_WORDS or any(w[0].islower() for w in words if len(w) >= _SHORT):
        return False
    lowers = [w.lower() for w in words[1:] if w[0].isupper() and w[1:].islower()]
    return sum(low in common and (low not in names or len(low) < _SHORT) for low in lowers) >= _FEWEST_COMMON


def names_in(text: str, lines: Sequence[Span], common: Collection[str]) -> Iterator[Span]:
    """Yield the words of the lines in title case that are names, or that no list knows as common words."""
    told = _told_names(_without(text, lines))
    for line in lines:
        yield from _names_in(text, line, common, told)


def _without(text: str, lines: Sequence[Span]) -> str:
    """Return a text without some of its lines."""
    edges = [0, *(edge for line in lines for edge in (line.start, line.end)), len(text)]
    return "\n".join(text[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2))


def _names_in(text: str, line: Span, common: Collection[str], told: Collection[tuple[str, ...]]) -> Iterator[Span]:
    words = list(_WORD.finditer(text, line.start, line.end))
    for number, match in enumerate(words):
        word = match.group()
        beside = [w.group() for w in words[max(0, number - 1) : number + 2] if w is not match]
        is_plain = word[1:].islower() and word.lower().removesuffix("'s").removesuffix("’s") in common
        if word[0].isupper() and (not is_plain or _is_told(word, beside, told)):
            yield Span(match.start(), match.end())


def _told_names(body: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of capitalised words that stand within sentences of the body."""
    return frozenset(tuple(run.split()) for run in _IN_SENTENCE.findall(body))


def _is_told(word: str, beside: Collection[str], told: Collection[tuple[str, ...]]) -> bool:
    """Say whether a body has a name of the word alone, or of it with one of the words beside it in the headline."""
    return any(run == (word,) or (word in run and any(b in run for b in beside)) for run in told)
