"""The passages of a report that its statements rest on, for whoever shows them."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.model import Report, Span, Statement
from dateline.text.split import split_sentences


def passages(report: Report, statements: Iterable[Statement]) -> list[tuple[Span, list[Statement]]]:
    """Return the sentences that statements rest on, in text order, each with its statements in text order.

    Sentences that one quote runs across are one passage.
    """
    ordered = sorted(statements, key=lambda s: (s.evidence.start, s.evidence.end, s.property, s.id))
    sentences = [sentence.span for sentence in split_sentences(report.text)]
    found: list[tuple[Span, list[Statement]]] = []
    for statement in ordered:
        quote = statement.evidence.span
        span = quote
        for sentence in sentences:
            if sentence.overlaps(quote):
                span = span.joined(sentence)
        if found and found[-1][0].overlaps(span):
            found[-1] = (found[-1][0].joined(span), [*found[-1][1], statement])
        else:
            found.append((span, [statement]))
    return found
