"""Quotations shared out among the cues of speech: every quotation to who says it.

The rule is that of newspaper layout: words in quotation marks belong to the cue of their own sentence; else
they carry on what was quoted before in the paragraph; else to the nearest cue of the paragraph; a paragraph
that is all quotation carries on the paragraph before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from dateline.model import Span
from dateline.text.quotations import Quotation
from dateline.text.sentence import Sentence
from dateline.text.speech_cue import OUTER, Cue

_FEW_WORDS = 4  # shorter quoted words inside a sentence are as often a name or a scare quote as speech


class SpanIndex:
    """Sorted spans that do not overlap one another, asked which of them overlap or cover another span."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self._starts = [s.start for s in spans]
        self._ends = [s.end for s in spans]

    def overlapping(self, span: Span) -> range:
        """Return the numbers of the spans that share a character with this one."""
        return range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))

    def covering(self, span: Span) -> int | None:
        """Return the number of the span that covers this one, or None."""
        return next((k for k in self.overlapping(span) if self.spans[k].covers(span)), None)


class _Layout:
    """Sentences, cues and quotations of a report, found by where they stand."""

    def __init__(self, sentences: Sequence[Sentence], cues: list[Cue], quotations: Sequence[Quotation]) -> None:
        self.sentences, self.cues, self.quotations = sentences, cues, quotations
        self.quotes = SpanIndex([q.span for q in quotations])
        self.places = SpanIndex([s.span for s in sentences])
        self.at = {s.index: k for k, s in enumerate(sentences)}
        self.inside = [self.quotes.covering(c.span) is not None for c in cues]
        self.cues_of: dict[int, list[int]] = defaultdict(list)  # by paragraph
        self.holders: dict[int, list[int]] = defaultdict(list)  # of a quotation, by its number
        for k, cue in enumerate(cues):
            self.cues_of[self.paragraph(cue)].append(k)
            if not self.inside[k]:
                for number in {n for span in cue.content for n in self.quotes.overlapping(span)}:
                    if any(span.overlaps(quotations[number].inner) for span in cue.content):
                        self.holders[number].append(k)

    def paragraph(self, cue: Cue) -> int:
        """Return the number of a cue's paragraph."""
        return self.sentences[self.at[cue.sentence]].paragraph

    def hosts(self, quotation: Quotation) -> list[Sentence]:
        """Return the sentences that a quotation stands in."""
        return [self.sentences[k] for k in self.places.overlapping(quotation.span)]

    def quoting(self, paragraph: int) -> list[int]:
        """Return the cues of a paragraph that can take a quotation."""
        return [
            k
            for k in self.cues_of.get(paragraph, ())
            if self.cues[k].takes_quote and not self.inside[k] and self.cues[k].layer != OUTER
        ]


def share_quotations(
    sentences: Sequence[Sentence], cues: Sequence[Cue], quotations: Sequence[Quotation]
) -> list[Cue]:
    """Return the cues with the quotations that they introduce added to their content.

    The quotations are in text order and none lies inside another.
    """
    shared = _widened(cues, SpanIndex([q.span for q in quotations]))
    layout = _Layout(sentences, shared, quotations)
    last: int | None = None  # the cue of the last quotation
    last_paragraph = -1
    for number, quotation in enumerate(quotations):
        owner = _holder(layout, number)
        hosts = layout.hosts(quotation)
        if owner is None and hosts and _is_speech(quotation, hosts[0]):
            carried = last if quotation.paragraph - last_paragraph <= 1 else None
            same = last_paragraph == quotation.paragraph
            owner = _owner(layout, quotation, hosts, carried, same_paragraph=same)
            if owner is not None:
                shared[owner] = _with(shared[owner], quotation.span)
        if owner is not None:
            last, last_paragraph = owner, quotation.paragraph
    return shared


def _with(cue: Cue, span: Span) -> Cue:
    attitude = cue.is_attitude and bool(cue.content)
    return replace(cue, content=tuple(sorted({*cue.content, span})), is_attitude=attitude)


def _widened(cues: Sequence[Cue], quotes: SpanIndex) -> list[Cue]:
    """Widen content that a quotation's edge cuts, as where the sentence split falls inside the quotation."""
    widened: list[Cue] = []
    for cue in cues:
        spans = list(cue.content)
        for k, span in enumerate(spans):
            for number in quotes.overlapping(span):
                quote = quotes.spans[number]
                own = quote.overlaps(cue.span) or (cue.speaker is not None and quote.overlaps(cue.speaker))
                joined = spans[k].joined(quote)
                if not own and not joined.overlaps(cue.span):
                    spans[k] = joined
        widened.append(replace(cue, content=tuple(sorted(set(spans)))) if spans else cue)
    return widened


def _holder(layout: _Layout, number: int) -> int | None:
    """Return the cue whose content already holds a quotation: the one that attributes least beside it."""
    cues = layout.cues
    found = [(sum(s.end - s.start for s in cues[k].content), cues[k].layer, k) for k in layout.holders[number]]
    return min(found)[2] if found else None


def _is_speech(quotation: Quotation, host: Sentence) -> bool:
    """Say whether quoted words are speech rather than a title, a name or a scare quote."""
    inner = quotation.inner
    start, end = max(inner.start, host.span.start), min(inner.end, host.span.end)
    text = host.text[start - host.span.start : end - host.span.start]
    return len(text.split()) >= _FEW_WORDS or text[-1:] in ",.!?…" or inner.end > host.span.end


def _owner(
    layout: _Layout, quotation: Quotation, hosts: Sequence[Sentence], carried: int | None, *, same_paragraph: bool
) -> int | None:
    """Return the cue that introduces a quotation; ``carried`` is that of one in this or the last paragraph."""
    cues = layout.cues
    if quotation.continues and carried is not None and not same_paragraph:
        return carried
    nearby = layout.quoting(quotation.paragraph)
    own = {s.index for s in hosts}
    beside = [k for k in nearby if cues[k].sentence in own]
    if beside:
        return min(beside, key=lambda k: (bool(cues[k].content), cues[k].is_attitude, _gap(cues[k], quotation)))
    leading = _leading(layout, hosts[0])
    if leading is not None:
        return leading
    if quotation.span.start != hosts[0].span.start:
        return None
    if carried is not None and same_paragraph:
        return carried
    if nearby:
        return min(nearby, key=lambda k: (_gap(cues[k], quotation), k))
    if quotation.span.end < hosts[-1].span.end - 1:
        return None
    return carried if carried is not None else next(reversed(layout.quoting(quotation.paragraph - 1)), None)


def _leading(layout: _Layout, host: Sentence) -> int | None:
    """Return the cue of a sentence right before, where that ends in a colon."""
    before = layout.at[host.index] - 1
    if before < 0 or not layout.sentences[before].text.rstrip().endswith(":"):
        return None
    sentence = layout.sentences[before]
    found = [k for k in layout.cues_of[sentence.paragraph] if layout.cues[k].sentence == sentence.index]
    return next((k for k in reversed(found) if layout.cues[k].takes_quote), None)


def _gap(cue: Cue, quotation: Quotation) -> int:
    return max(cue.span.start - quotation.span.end, quotation.span.start - cue.span.end, 0)
