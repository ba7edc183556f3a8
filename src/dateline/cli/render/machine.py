"""Output for programs: the contract as one document or one a line, and statements as CSV rows."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from typing import Protocol

from dateline.codebook import Codebook
from dateline.model import Coding, Report, Statement
from dateline.run.loop import gather, made_by

COLUMNS = (
    "report", "published", "outlet", "title", "url",
    "incident", "group", "statement", "property",
    "low", "high", "includes_attackers", "part", "code", "type", "name", "actor", "flag",
    "earliest", "latest", "precision", "city", "admin1", "country", "lat", "lon",
    "description", "status", "kind",
    "modality", "speakers", "speaker_kinds", "channel", "quote", "start", "end", "rule", "confidence",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")


class Sink(Protocol):
    """What text is written to."""

    def write(self, text: str) -> object:
        """Write text."""
        ...


def compact(value: object) -> str:
    """Return a value as JSON in one line."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


class JsonDocument:
    """One document of the contract for the whole run, a row a line; written at the end."""

    def __init__(self, sink: Sink, codebook: Codebook, pipeline: str) -> None:
        self._sink = sink
        self._codebook = codebook
        self._pipeline = pipeline
        self._codings: list[Coding] = []

    def add(self, coding: Coding) -> None:
        """Keep a coding for the document."""
        self._codings.append(coding)

    def finish(self) -> None:
        """Write the document."""
        whole = gather(self._codings).to_json()
        whole["made_by"] = whole["made_by"] or made_by(self._codebook, self._pipeline)
        parts = []
        for key, value in whole.items():
            if isinstance(value, list) and value:
                rows = ",\n    ".join(map(compact, value))
                parts.append(f"  {compact(key)}: [\n    {rows}\n  ]")
            else:
                parts.append(f"  {compact(key)}: {compact(value)}")
        self._sink.write("{\n" + ",\n".join(parts) + "\n}\n")


class JsonLines:
    """One document of the contract a line: a line a report, and a line an input set aside."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def add(self, coding: Coding) -> None:
        """Write a coding's line; the empty coding of a copy has none."""
        if coding.reports or coding.set_aside:
            self._sink.write(compact(coding.to_json()) + "\n")

    def finish(self) -> None:
        """Do nothing: every line is written."""


class CsvRows:
    """One row a statement, with a head; columns are stable, new ones come last."""

    def __init__(self, sink: Sink) -> None:
        self._writer = csv.writer(sink, lineterminator="\n")
        self._writer.writerow(COLUMNS)

    def add(self, coding: Coding) -> None:
        """Write the rows of a coding."""
        reports = {report.id: report for report in coding.reports}
        groups = {incident.id: incident.group for incident in coding.incidents}
        for statement in coding.statements:
            row = _row(statement, reports[statement.evidence.report], groups)
            self._writer.writerow([cell(row.get(column)) for column in COLUMNS])

    def finish(self) -> None:
        """Do nothing: every row is written."""


def _row(statement: Statement, report: Report, groups: Mapping[str, str | None]) -> dict[str, object]:
    is_incident = statement.about in groups
    return {
        **statement_cells(statement),
        "published": report.published.isoformat(),
        "outlet": report.outlet,
        "title": report.title,
        "url": report.url,
        "incident": statement.about if is_incident else None,
        "group": groups[statement.about] if is_incident else statement.about,
    }


def statement_cells(statement: Statement) -> dict[str, object]:
    """Return the cells of a row that a statement fills by itself."""
    evidence = statement.evidence
    return {
        **statement.value.to_json(),
        "report": evidence.report,
        "statement": statement.id,
        "property": statement.property,
        "modality": statement.modality.value,
        "speakers": " | ".join(s.name for s in statement.speakers),
        "speaker_kinds": " | ".join(s.kind for s in statement.speakers),
        "channel": statement.channel,
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
        "rule": statement.rule,
        "confidence": statement.confidence,
    }


def cell(value: object) -> str:
    """Return a value as a cell: empty for none, numbers plain, text that a spreadsheet would run defused.

    A text that begins with a sign that starts a formula, or with an apostrophe, gets an apostrophe in front,
    so taking one leading apostrophe off every text cell gives the text back
    (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    return str(value)
