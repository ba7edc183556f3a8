"""Quotations shared out among the cues of speech: every quotation to who says it.

The rule is that of newspaper layout: words in quotation marks belong to the cue of their own sentence; else
they carry on what was quoted before in the paragraph; else to the nearest cue of the paragraph; a paragraph
that is all quotation carries on the paragraph before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.model import Span
from dateline.text.quotations import Quotation
from dateline.text.sentence import Sentence
from dateline.text.speech_cue import Cue

_FEW_WORDS = 4  # shorter quoted words inside a sentence are as often a name or a scare quote as speech


def share_quotations(
    sentences: Sequence[Sentence], cues: Sequence[Cue], quotations: Sequence[Quotation]
) -> list[Cue]:
    """Return the cues with the quotations that they introduce added to their content."""
    shared = _widened(cues, quotations)
    inside = [any(q.span.covers(c.span) for q in quotations) for c in shared]
    paragraph_of = {s.index: s.paragraph for s in sentences}
    last: int | None = None  # the cue of the last quotation
    last_paragraph = -1
    for quotation in quotations:
        owner = _owner_by_content(shared, inside, quotation)
        if owner is None and _is_speech(quotation, sentences):
            nearby = [k for k, c in enumerate(shared) if not inside[k] and not c.is_outer and c.takes_quote
                      and paragraph_of[c.sentence] == quotation.paragraph]  # fmt: skip
            owner = _owner(shared, nearby, quotation, sentences, last, last_paragraph)
            if owner is not None:
                shared[owner] = _with(shared[owner], quotation.span)
        if owner is not None:
            last, last_paragraph = owner, quotation.paragraph
    return shared


def _with(cue: Cue, span: Span) -> Cue:
    attitude = cue.is_attitude and bool(cue.content)
    return replace(cue, content=tuple(sorted({*cue.content, span})), is_attitude=attitude)


def _widened(cues: Sequence[Cue], quotations: Sequence[Quotation]) -> list[Cue]:
    """Widen content that a quotation's edge cuts, as where the sentence split falls inside the quotation."""
    widened: list[Cue] = []
    for cue in cues:
        spans = list(cue.content)
        for k, span in enumerate(spans):
            for quotation in quotations:
                quote = quotation.span
                if quote.overlaps(span) and not span.covers(quote) and not quote.overlaps(cue.span):
                    if cue.speaker is not None and quote.overlaps(cue.speaker):
                        continue
                    joined = spans[k].joined(quote)
                    if not joined.overlaps(cue.span):
                        spans[k] = joined
        widened.append(replace(cue, content=tuple(sorted(set(spans)))) if spans else cue)
    return widened


def _owner_by_content(cues: Sequence[Cue], inside: Sequence[bool], quotation: Quotation) -> int | None:
    holding = [
        (sum(s.end - s.start for s in c.content), c.is_outer, k)
        for k, c in enumerate(cues)
        if not inside[k] and any(s.overlaps(quotation.inner) for s in c.content)
    ]
    return min(holding)[2] if holding else None


def _is_speech(quotation: Quotation, sentences: Sequence[Sentence]) -> bool:
    """Say whether quoted words are speech rather than a title, a name or a scare quote."""
    inner = quotation.inner
    host = next((s for s in sentences if s.span.overlaps(quotation.span)), None)
    if host is None:
        return False
    start, end = max(inner.start, host.span.start), min(inner.end, host.span.end)
    text = host.text[start - host.span.start : end - host.span.start]
    words = len(text.split())
    return words >= _FEW_WORDS or text[-1:] in ",.!?…" or inner.end > host.span.end


def _owner(
    cues: Sequence[Cue],
    nearby: Sequence[int],
    quotation: Quotation,
    sentences: Sequence[Sentence],
    last: int | None,
    last_paragraph: int,
) -> int | None:
    if quotation.continues and last is not None and last_paragraph == quotation.paragraph - 1:
        return last
    hosts = [s for s in sentences if s.span.overlaps(quotation.span)]
    own = {s.index for s in hosts}
    in_sentence = [k for k in nearby if cues[k].sentence in own]
    if in_sentence:
        return min(in_sentence, key=lambda k: (bool(cues[k].content), _gap(cues[k].span, quotation.span)))
    before = [s for s in sentences if s.index == hosts[0].index - 1]
    if before and before[0].text.rstrip().endswith(":"):
        leading = [k for k in range(len(cues)) if cues[k].sentence == before[0].index and cues[k].takes_quote]
        if leading:
            return leading[-1]
    starts = quotation.span.start == hosts[0].span.start
    if starts and last is not None and last_paragraph == quotation.paragraph:
        return last
    if nearby and starts:
        return min(nearby, key=lambda k: (_gap(cues[k].span, quotation.span), k))
    fills = starts and quotation.span.end >= hosts[-1].span.end - 1
    if fills and last is not None and last_paragraph == quotation.paragraph - 1:
        return last
    if fills:
        earlier = [k for k, c in enumerate(cues) if c.span.end <= quotation.span.start and c.takes_quote]
        paragraph_of = {s.index: s.paragraph for s in sentences}
        if earlier and paragraph_of[cues[earlier[-1]].sentence] == quotation.paragraph - 1:
            return earlier[-1]
    return None


def _gap(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)
