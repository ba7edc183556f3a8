"""Whom "the group" stands for: the armed group named last before it."""

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
_GROUP_KINDS = frozenset({"armed_group", "militia", "criminal_group", "movement"})


@cache
def armed_groups(book: Codebook) -> frozenset[str]:
    """Return the ids of the actors that are groups, not forces of states."""
    return frozenset(a.id for a in book.actors.entries if a.kind in _GROUP_KINDS)


def name_the_group(
    sentences: Sequence[Sentence], actors: Sequence[Sequence[RawActor]], book: Codebook
) -> list[tuple[RawActor, ...]]:
    """Return each sentence's actors with "the group" added, resolved to the armed group named last before it."""
    groups = armed_groups(book)
    last: RawActor | None = None
    found = []
    for sentence, own in zip(sentences, actors, strict=True):
        named = sorted(own, key=lambda a: a.span)
        added = []
        for match in _GROUP.finditer(sentence.text):
            start = sentence.span.start + match.start()
            before = [a for a in named if a.span.start < start and groups & set(a.actors)]
            antecedent = before[-1] if before else last
            span = Span(start, sentence.span.start + match.end())
            if antecedent is not None and not any(a.span.overlaps(span) for a in named):
                token = next((t.i for t in reversed(sentence.within(span)) if t.is_noun), None)
                added.append(
                    RawActor(
                        sentence.index,
                        span,
                        token,
                        "actor.the_group.en.1",
                        antecedent.actors,
                        antecedent.name,
                    )
                )
        mentioned = [a for a in named if groups & set(a.actors)]
        last = mentioned[-1] if mentioned else last
        found.append(tuple(sorted([*named, *added], key=lambda a: a.span)))
    return found
