"""Direct quotations: where the words between quotation marks begin and end.

Curly and straight double marks open a quotation; single marks open one inside a double one, or alone where
they enclose a phrase. A quotation that runs over paragraphs is reopened at the head of each (the usual
newspaper setting) and is given as one Quotation a paragraph, the later ones with ``continues``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from dateline.model import Span
from dateline.text.sentence import Sentence

_MARK = re.compile(r"[“”„\"«»]|''|``|[‘’']")
_OPENS_AFTER = re.compile(r"[\s(\[—–:/-]$")
_DOUBLE_OPEN = frozenset({"“", "„", "«", "``"})
_DOUBLE_CLOSE = frozenset({"”", "»", "''"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words: ``span`` with its marks, ``inner`` without, ``depth`` 0 or, inside another, 1.

    ``continues`` says that the words run on from a quotation which the paragraph before left open.
    """

    span: Span
    inner: Span
    paragraph: int
    depth: int = 0
    continues: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    kind: str  # "open", "close" or "either"
    single: bool
    start: int
    end: int


def _mark_of(text: str, match: re.Match[str]) -> _Mark | None:
    sign, start, end = match.group(), match.start(), match.end()
    at_word_start = start == 0 or bool(_OPENS_AFTER.search(text[start - 1])) or text[start - 1] in '“"‘'
    at_word_end = end == len(text) or not text[end].isalnum()
    single = sign in "‘’'"
    if sign in _DOUBLE_OPEN:
        return _Mark("open", single, start, end)
    if sign in _DOUBLE_CLOSE:
        return _Mark("close", single, start, end)
    before_word = end < len(text) and not text[end].isspace()
    if at_word_start and before_word and sign != "’":
        return _Mark("open" if not at_word_end or sign == "‘" else "either", single, start, end)
    if at_word_end and start > 0 and not text[start - 1].isspace():
        return _Mark("close", single, start, end)
    return None if single else _Mark("either", single, start, end)


def _in_paragraph(text: str) -> list[tuple[_Mark, int, int]]:
    """Return (opening mark, end, depth) of each quotation of a paragraph; end -1 where it is not closed."""
    found: list[tuple[_Mark, int, int]] = []
    double: _Mark | None = None
    single: _Mark | None = None
    for match in _MARK.finditer(text):
        mark = _mark_of(text, match)
        if mark is None:
            continue
        if mark.single:
            if mark.kind == "close" and single:
                found.append((single, mark.end, 1 if double else 0))
                single = None
            elif mark.kind != "close" and single is None:
                single = mark
        elif double is None:
            double, single = (mark, None) if mark.kind != "close" else (None, single)
        elif mark.kind == "open" and text[double.start] not in "«„":
            double = mark  # the one before was never closed
        elif mark.kind != "open":
            found.append((double, mark.end, 0))
            double = single = None
    if double:
        found.append((double, -1, 0))
    return found


def _is_phrase(words: str) -> bool:
    return len(words.split()) >= 3 or words[-1:] in ",.!?"


def find_quotations(sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """Return the quotations of a report in text order; single marks alone need 3 words."""
    found: list[Quotation] = []
    left_open = False
    for paragraph, members in groupby(sentences, key=lambda s: s.paragraph):
        text, offset = _paragraph_text(list(members))
        still_open = False
        for mark, end, depth in _in_paragraph(text):
            continues = left_open and mark.start == 0 and depth == 0
            if end < 0:
                if not (mark.start == 0 or re.search(r"[:,]\s*$", text[: mark.start])):
                    continue
                still_open = True
            stop = end if end > 0 else len(text)
            inner_stop = stop - 1 if end > 0 else stop
            inner = Span(offset + mark.end, max(offset + mark.end, offset + inner_stop))
            if mark.single and depth == 0 and not _is_phrase(text[mark.end : inner_stop]):
                continue
            span = Span(offset + mark.start, offset + stop)
            found.append(Quotation(span, inner, paragraph, depth, continues))
        left_open = still_open
    return tuple(sorted(found, key=lambda q: (q.span.start, -q.span.end)))


def _paragraph_text(members: Sequence[Sentence]) -> tuple[str, int]:
    start = members[0].span.start
    parts: list[str] = []
    at = start
    for sentence in members:
        parts.append(" " * (sentence.span.start - at))
        parts.append(sentence.text)
        at = sentence.span.end
    return "".join(parts), start
