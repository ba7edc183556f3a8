"""Names that look like no group's, but stand where words leave only one: "Grey Dawn claimed responsibility".

Whoever takes an act on, whatever stands beside "group" or "guerrillas" and whoever has members that are armed is a
group that acts, known to the codebook or not. Names of peoples and lands tell of what sort a group is and name none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.codebook import Codebook
from dateline.extract.group_names import NAME_RUN, bare_name, head_of, is_of_peoples
from dateline.extract.raw import RawActor
from dateline.model import Span
from dateline.text.sentence import Sentence

_BODY_WORDS = r"(?:band|cell|faction|front|gang|group|movement|organi[sz]ation)"
_ARMED = r"(?:commandos?|fighters?|guerr?illas?|gunm[ae]n|insurgents?|militants?|rebels?|terrorists?)"
_BRACKET = r"(?:\s*\([^()]{1,60}\))?"
_ADVERBS = r"(?:\s+(?:also|apparently|had|has|have|immediately|jointly|later|reportedly|subsequently|then))*"
_CALLS = r"(?:\s+(?:called|phoned|telephoned|wrote)\b[^.;]{0,60}?\band)?"  # "telephoned an agency and claimed"
_TAIL = (
    rf"[\"”’]?{_BRACKET}(?P<body>\s+(?:[a-z]\w+\s+)?(?:{_BODY_WORDS}|{_ARMED})\b)?{_BRACKET}"
    rf"(?:,[^,.;]{{1,80}},|,\s+an?\s+(?:\w+\s+){{1,3}}{_BODY_WORDS})?{_CALLS}{_ADVERBS}\s+"
)
_TAKES = r"(?:accept|acknowledg|admit|assum|claim|took|tak)\w*\s+(?:\w+\s+){0,2}?(?:credit|responsib\w+)\b"
_HELD = (
    r"(?:is|are|was|were)\s+(?:\w+\s+)?(?:responsible|(?:believed|presumed|thought)\s+(?:to\s+(?:be|have\s+been)\s+)?"
    r"(?:behind|involved|responsible)|suspected)\b"
)
_DOES = r"(?:abducted|ambushed|assassinated|attacked|bombed|fired|hijacked|kidnapped|killed|shot)\b"
_PART = re.compile(rf"{_TAIL}(?:(?P<takes>{_TAKES})|(?P<held>{_HELD})|(?P<does>{_DOES}))")
_CALLED = r"(?:\s+(?:called|named|calling\s+(?:itself|themselves)|known\s+as))?"
_BODY_BEFORE = re.compile(rf"\b{_BODY_WORDS}{_CALLED}\s+(?:the\s+)?[\"“‘]?$")
_CLAIMED_BEFORE = re.compile(r"\bclaimed\s+by\s+(?:the\s+|an?\s+)?[\"“‘]?$")
_MEMBERS_BEFORE = re.compile(r"\b[Mm]embers?\s+of\s+(?:the\s+)?[\"“‘]?$")
_OF_OTHERS = re.compile(r"\b(?:at|from|in|late|near|to|with|(?<!members )(?<!member )of)\s+(?:the\s+)?$")
# "a Corsican group" has no name
_SOME = re.compile(r"\b(?:[Aa]n?|[Aa]nother|[Oo]ne|[Ss]ome)\s+(?:[\w-]+,?\s+){0,3}$")
_SHORTEST = 3  # letters of a name of one word
_BEFORE = 60  # characters before a name in which its part is looked for


def find_named_by_part(sentence: Sentence, book: Codebook) -> list[RawActor]:
    """Return the names in a sentence that its words make those of groups; texts all in capitals show none."""
    if sentence.text.isupper():
        return []
    barred = tuple(book.actors.not_groups)
    found = []
    for start, end in _named(sentence.text):
        name = sentence.text[start:end]
        if name in barred or is_of_peoples(name):
            continue
        span = Span(sentence.span.start + start, sentence.span.start + end)
        found.append(RawActor(sentence.index, span, head_of(sentence, span), "actor.by_part.en.1", (), name))
    return found


def _named(text: str) -> Iterator[tuple[int, int]]:
    for run in NAME_RUN.finditer(text):
        start, end = bare_name(text, run.start(), run.end())
        if end - start >= _SHORTEST and _has_part(text, start, end):
            yield start, end


def _has_part(text: str, start: int, end: int) -> bool:
    """Say whether the words about a name give it a part that only groups have.

    Names of one word are as likely those of towns, or adjectives that open a sentence: they need a word such as
    "group" beside them. "A caller to X claimed" and "followers of X" give the part to others.
    """
    name, before = text[start:end], text[max(0, start - _BEFORE) : start]
    is_single = " " not in name
    if not name[0].isalpha() or _OF_OTHERS.search(before) or (is_single and _SOME.search(before)):
        return False
    part = _PART.match(text, end)
    is_body = bool(_BODY_BEFORE.search(before)) or bool(part and _is_body(part["body"] or "", is_single=is_single))
    if part and ((is_body and "-" not in name) or (part["does"] and _MEMBERS_BEFORE.search(before))):
        return True
    claims = bool(part and part["takes"]) or bool(_CLAIMED_BEFORE.search(before))
    return claims and not is_single


def _is_body(words: str, *, is_single: bool) -> bool:
    """Say whether words behind a name are for a body; for its people ("guerrillas") only behind several words."""
    return bool(re.search(rf"{_BODY_WORDS if is_single else _BODY_WORDS + '|' + _ARMED}$", words))
