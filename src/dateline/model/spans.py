"""Spans of a report's text and the evidence that a value rests on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points of a report's text: ``text[start:end]``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not {self.start}..{self.end}")

    def of(self, text: str) -> str:
        """Return the words that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Say whether the other span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def joined(self, other: Span) -> Span:
        """Return the smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


class EvidenceError(ValueError):
    """A value's quote is not the exact slice of the report that it names."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact words of a report that a value rests on."""

    report: str
    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, report_id: str, text: str, span: Span) -> Evidence:
        """Cut the evidence for a span out of a report's text."""
        return cls(report_id, span.start, span.end, span.of(text))

    @property
    def span(self) -> Span:
        """The evidence's place in its report."""
        return Span(self.start, self.end)

    def check(self, text: str) -> None:
        """Raise EvidenceError unless the quote is the exact, non-empty slice of the report's text."""
        if not self.quote or text[self.start : self.end] != self.quote:
            raise EvidenceError(
                f"report {self.report}: text[{self.start}:{self.end}] is "
                f"{text[self.start : self.end]!r}, but the quote says {self.quote!r}"
            )

    def to_json(self) -> dict[str, object]:
        """Return the contract's form."""
        return {"report": self.report, "start": self.start, "end": self.end, "quote": self.quote}
