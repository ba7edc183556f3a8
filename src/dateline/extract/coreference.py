"""Whom "the group" and "the rebels" stand for: the armed group named last before, or the only one named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from dateline.codebook import Codebook
from dateline.extract.raw import RawActor
from dateline.model import Span
from dateline.text.sentence import Sentence

_GROUP = re.compile(
    r"\b(?:the|The)\s+(?:(?:armed|extremist|insurgent|islamist|Islamist|jihadist|jihadi|militant|rebel|Sunni|Shia|"
    r"terror|terrorist|separatist)\s+)*(?:group|organi[sz]ation|movement|militia)\b(?!\s*[A-Z])(?:'s|’s)?"
)
_FIGHTERS = re.compile(
    r"\b(?:the|The|these|These|those)\s+(?:(?:armed|extremist|Islamist|islamist|leftist|rebel|terrorist)\s+)?"
    r"(?:extremists|fighters|guerr?illas|insurgents|jihadists|militants|rebels|separatists|terrorists)\b(?!\s*[A-Z])"
)
FIGHTERS = "actor.the_fighters.en.1"
"""The rule of actors for whom their people stand: a description that names nobody itself."""
_GROUP_KINDS = frozenset({"armed_group", "militia", "criminal_group", "movement"})


@cache
def armed_groups(book: Codebook) -> frozenset[str]:
    """Return the ids of the actors that are groups, not forces of states."""
    return frozenset(a.id for a in book.actors.entries if a.kind in _GROUP_KINDS)


def name_the_group(
    sentences: Sequence[Sentence], actors: Sequence[Sequence[RawActor]], book: Codebook
) -> list[tuple[RawActor, ...]]:
    """Return each sentence's actors with "the group" and "the rebels" added, as the armed groups that they stand for.

    "The group" is that named last before it; "the rebels" are those of the only one that the report has named.
    """
    groups = armed_groups(book)
    last: RawActor | None = None
    only: frozenset[str] | None = None  # what all groups named so far may be: empty where they are several
    found = []
    for sentence, own in zip(sentences, actors, strict=True):
        named = sorted(own, key=lambda a: a.span)
        mentioned = [a for a in named if groups & set(a.actors)]
        for actor in mentioned:
            only = (groups if only is None else only) & set(actor.actors)
        added = []
        for match, rule in _standing_for(sentence, alone=bool(only)):
            start = sentence.span.start + match.start()
            before = [a for a in mentioned if a.span.start < start]
            antecedent = before[-1] if before else last
            span = Span(start, sentence.span.start + match.end())
            if antecedent is not None and not any(a.span.overlaps(span) for a in named):
                token = next((t.i for t in reversed(sentence.within(span)) if t.is_noun), None)
                added.append(RawActor(sentence.index, span, token, rule, antecedent.actors, antecedent.name))
        last = mentioned[-1] if mentioned else last
        found.append(tuple(sorted([*named, *added], key=lambda a: a.span)))
    return found


def _standing_for(sentence: Sentence, *, alone: bool) -> list[tuple[re.Match[str], str]]:
    """Return the words of a sentence that stand for a group; those for its people where it is ``alone``."""
    whole = [(match, "actor.the_group.en.1") for match in _GROUP.finditer(sentence.text)]
    return whole + ([(match, FIGHTERS) for match in _FIGHTERS.finditer(sentence.text)] if alone else [])
