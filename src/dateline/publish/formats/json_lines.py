"""JSON Lines: a report a line in the contract's form, and an incident a line as the ledger joins and weighs it.

A report's text is blanked but for the quoted words, letter for letter, so that every quote still slices back
and texts of others are not given away; whole copies hold it all, and are what ``ledger dump`` prints.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from sqlalchemy import select

from dateline.ledger import rows, schema
from dateline.ledger.codings import codings_told
from dateline.ledger.dump import dump
from dateline.ledger.engine import fetched
from dateline.model import Coding, Evidence, Incident, Report, Statement, Tally
from dateline.publish.care import Discretion, Withheld, private_names
from dateline.publish.contents import document
from dateline.publish.published import Published
from dateline.publish.seen import Seen
from dateline.publish.writing import Setting, Writer

BLANK = "·"
_WORD = re.compile(r"\S+")
_LINE = json.JSONEncoder(ensure_ascii=False)


class JsonLinesWriter:
    """Writes incidents as they come; reports at the end, those that tell of a published incident.

    Which mentions were published, of which reports, is kept in files beside, so that memory stays flat.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._file = _opened(setting.folder / "incidents.jsonl")
        self._told = Seen(setting.folder / ".mentions")
        self._telling = Seen(setting.folder / ".reports")  # day and id, which is the order in which they are written

    def incident(self, one: Published) -> None:
        """Write an incident, and remember its mentions."""
        self._write(one)

    def group(self, one: Published) -> None:
        """Write a coordinated attack, and remember its mentions."""
        self._write(one)

    def _write(self, one: Published) -> None:
        for mention in one.incident.mentions:
            self._told.add(mention)
        for report in one.reports:
            self._telling.add(f"{report.published.isoformat()} {report.id}")
        self._file.write(_line(document(one)))

    def close(self) -> None:
        """Write the reports and finish the files."""
        self._file.close()
        with _opened(self._setting.folder / "reports.jsonl") as file:
            if self._setting.whole:
                file.writelines(line + "\n" for line in dump(self._setting.connection))
            else:
                file.writelines(map(_line, self._reports()))
        self._told.close()
        self._telling.close()

    def drop(self) -> None:
        """Let go of the files."""
        self._file.close()
        self._told.close()
        self._telling.close()

    def _reports(self) -> Iterator[Mapping[str, object]]:
        connection = self._setting.connection
        made_by = {str(r["id"]): json.loads(str(r["made_by"])) for r in fetched(connection, select(schema.runs))}
        for tables in codings_told(connection, (key.rpartition(" ")[2] for key in self._telling)):
            told = {str(m["id"]) for m in tables["mentions"] if str(m["id"]) in self._told}
            (report,) = tables["reports"]
            coding = _of_mentions(rows.coding_of(tables, made_by[str(report["run"])]), told)
            yield self._careful(coding).to_json()

    def _careful(self, coding: Coding) -> Coding:
        """Return a report's coding as it may be shown."""
        withheld = Withheld()
        told = [part for s in coding.statements for part in (s.value, *s.speakers)]
        names = private_names(told, self._setting.book)
        discretion = Discretion(self._setting.asked.care, names, withheld)
        (report,) = coding.reports
        masked = discretion.text(report.text)
        statements = tuple(_pinned(discretion.statement(s), masked) for s in coding.statements)
        tallies = tuple(replace(t, evidence=_cut(t.evidence, masked)) for t in coding.tallies)
        shown = replace(
            report,
            title=discretion.text(report.title) if report.title else report.title,
            url=discretion.link(report.url),
            text=_blanked(report, masked, statements, tallies),
        )
        self._setting.losses.withhold(Withheld(links_cut=withheld.links_cut))  # the rest is counted by incident
        incidents = tuple(_placed(one, discretion) for one in coding.incidents)
        return replace(coding, reports=(shown,), incidents=incidents, statements=statements, tallies=tallies)


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")


def _line(document: Mapping[str, object]) -> str:
    return _LINE.encode(document) + "\n"


def _of_mentions(coding: Coding, told: set[str]) -> Coding:
    """Return what a coding tells of some of its incidents and groups."""
    groups = tuple(
        replace(group, incidents=tuple(one for one in group.incidents if one in told))
        for group in coding.groups
        if group.id in told or told & set(group.incidents)
    )
    told = told | {group.id for group in groups}
    return replace(
        coding,
        incidents=tuple(one for one in coding.incidents if one.id in told),
        groups=groups,
        statements=tuple(s for s in coding.statements if s.about in told),
        tallies=tuple(replace(t, matches=tuple(m for m in t.matches if m in told)) for t in coding.tallies),
    )


def _placed(incident: Incident, discretion: Discretion) -> Incident:
    return replace(incident, place=discretion.place(incident.place)) if incident.place else incident


def _pinned(statement: Statement, masked: str) -> Statement:
    evidence = _cut(statement.evidence, masked)
    return statement if evidence is statement.evidence else replace(statement, evidence=evidence)


def _cut(evidence: Evidence, masked: str) -> Evidence:
    quote = masked[evidence.start : evidence.end]
    return evidence if quote == evidence.quote else replace(evidence, quote=quote)


def _blanked(report: Report, masked: str, statements: tuple[Statement, ...], tallies: tuple[Tally, ...]) -> str:
    """Return the text with every letter blanked that no quote holds."""
    letters = list(_WORD.sub(lambda word: BLANK * len(word.group()), report.text))
    for evidence in (*(s.evidence for s in statements), *(t.evidence for t in tallies)):
        letters[evidence.start : evidence.end] = masked[evidence.start : evidence.end]
    return "".join(letters)


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return JsonLinesWriter(setting)
