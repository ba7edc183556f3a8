"""A row of a database laid out as a report, so that every value of it has words to point at."""

from __future__ import annotations

from datetime import date

from dateline.model import (
    Coding,
    DateValue,
    Evidence,
    Incident,
    Kind,
    Modality,
    Outcome,
    Place,
    Report,
    Span,
    Statement,
    Value,
    content_id,
    highest_reported,
)

_Said = tuple[str, Value, Span, str]


class RowSheet:
    """Lines of a label and a cell each; what is stated of a line is pinned to its cell."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._parts = [title, "\n\n"]
        self._length = len(title) + 2
        self._said: list[_Said] = []

    def line(self, label: str, cell: str) -> Span | None:
        """Write a line; return where the cell stands in the text, or None for an empty one, which is left out."""
        words = " ".join(cell.split())
        if not words:
            return None
        start = self._length + len(label) + 2
        part = f"{label}: {words}\n"
        self._parts.append(part)
        self._length += len(part)
        return Span(start, start + len(words))

    def say(self, name: str, value: Value, where: Span | None, rule: str) -> None:
        """State a value that a line tells; nothing where the line is empty."""
        if where is not None:
            self._said.append((name, value, where, rule))

    def coding(
        self,
        outlet: str,
        published: date,
        made_by: dict[str, str],
        *,
        when: DateValue | None,
        where: Place | None,
        types: tuple[str, ...],
        suicide: bool = False,
    ) -> Coding:
        """Return the report of one incident with all that was stated."""
        text = "".join(self._parts).rstrip("\n")
        report = Report.of(text, published, outlet=outlet, title=self._title)
        incident = content_id("i", report.id, 0)
        statements = tuple(
            Statement.of(
                incident,
                name,
                value,
                Evidence.of(report.id, report.text, span),
                rule,
                modality=Modality.REPORTED,
            )
            for name, value, span, rule in self._said
        )
        best = highest_reported(statements)
        told = Incident(incident, types, Outcome.COMPLETED, suicide, when, where, None, best, (report.id,))
        coding = Coding((report,), (told,), (), statements, (), made_by=made_by)
        coding.check()
        return coding


def civilians() -> Kind:
    """Return the target that databases call civilians."""
    return Kind("civilians", "Civilians")
