"""The explanation: each sentence with its quotes lit, and under it each statement that rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from dateline.cli.render.page import BOLD, DIM, LABEL, UNSURE, Counts, Page, heading, rows
from dateline.cli.render.table import incident_title, tally_lines
from dateline.codebook.words import HOW, Words, harmless, labels, one_line, speaker_words
from dateline.model import Coding, Modality, Report, Span, Statement
from dateline.run.passages import passages

_LIT = "bold reverse"


class Explanation:
    """Writes each coding as it comes, and a line of counts at the end."""

    def __init__(self, page: Page, words: Words) -> None:
        self._page = page
        self._words = words
        self._counts = Counts()

    def add(self, coding: Coding) -> None:
        """Write a report: which incidents it tells of, then its sentences with their statements."""
        self._counts.add(coding)
        names = labels(coding)
        for report in coding.reports:
            self._page.write(*heading(report), Text(""))
            told = [i for i in coding.incidents if report.id in i.reports]
            keys = [(Text(names[i.id], LABEL), incident_title(i, coding, self._words)) for i in told]
            self._page.write(rows(keys, indent=2) if keys else Text("  no incident found", DIM), Text(""))
            statements = [s for s in coding.statements if s.evidence.report == report.id]
            for span, held in passages(report, statements):
                self._write_passage(report, span, held, names)
            tallies = [t for t in coding.tallies if t.evidence.report == report.id]
            if tallies:
                self._page.write(tally_lines(tallies, coding, self._words), Text(""))

    def _write_passage(self, report: Report, span: Span, held: Sequence[Statement], names: dict[str, str]) -> None:
        passage = lit(report.text, span, [s.evidence.span for s in held], is_marked=not self._page.is_coloured)
        lines = [(Text(names.get(s.about, s.about), LABEL), statement_line(s, self._words)) for s in held]
        self._page.write(rows([(Text(""), passage)], indent=0), rows(lines, indent=4), Text(""))

    def finish(self) -> None:
        """Write what was counted."""
        self._page.write(Text(self._counts.words(), BOLD))


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the spans with those that overlap joined, in order."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and joined[-1].overlaps(span):
            joined[-1] = joined[-1].joined(span)
        else:
            joined.append(span)
    return joined


def lit(text: str, passage: Span, quotes: Iterable[Span], *, is_marked: bool) -> Text:
    """Return a passage with its quotes lit, and between «» where light cannot be seen."""
    shown = Text()
    at = passage.start
    for quote in union(quotes):
        shown.append(_running(text[at : quote.start]))
        words = _running(quote.of(text))
        shown.append(f"«{words}»" if is_marked else words, _LIT)
        at = quote.end
    return shown.append(_running(text[at : passage.end]))


def _running(text: str) -> str:
    """Return text as part of a line: line ends as spaces, nothing that steers a terminal."""
    return harmless(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def statement_line(statement: Statement, words: Words) -> Text:
    """Return a statement in words: property, value, modality, who says so, channel, its quote and rule."""
    line = Text().append(f"{statement.property.replace('_', ' ')} ", BOLD)
    line.append(words.value(statement.property, statement.value))
    if statement.modality is not Modality.REPORTED:
        line.append(f" · {HOW[statement.modality]}", UNSURE)
    said_by = ", who passes on ".join(
        f"{one_line(s.name)} ({s.kind.replace('_', ' ')})" for s in reversed(statement.speakers)
    )
    line.append(f" · {said_by or speaker_words(())}")
    if statement.channel:
        line.append(f" · via {one_line(statement.channel)}")
    line.append(f" · «{one_line(statement.evidence.quote)}»")
    return line.append(f" · {statement.rule}", DIM)
