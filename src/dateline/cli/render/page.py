"""A page of text for people: colours and width of a terminal, plain and wide where it is not one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from rich.console import Console, ConsoleRenderable
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.codebook.words import WEEKDAYS, counted, day_words, one_line

if TYPE_CHECKING:
    from typing import TextIO

    from dateline.model import Coding, Report

PIPED_WIDTH = 100  # columns where there is no terminal and COLUMNS is not set
_TITLE_FROM_TEXT = 72  # characters of a report's first words that stand for a title it does not have

BOLD = "bold"
DIM = "dim"
LABEL = "bold cyan"
SURE = "green"
UNSURE = "yellow"


class Stream(Protocol):
    """What a page is written to."""

    stream: TextIO

    def write(self, text: str) -> object:
        """Write text."""
        ...


class Page:
    """Writes rich renderables as text; nothing is ever cut to fit, long lines are folded."""

    def __init__(self, output: Stream) -> None:
        self._output = output
        is_terminal = output.stream.isatty()
        width = None if is_terminal or os.environ.get("COLUMNS") else PIPED_WIDTH
        self.console = Console(
            file=output.stream, width=width, markup=False, emoji=False, highlight=False, legacy_windows=False
        )

    @property
    def is_coloured(self) -> bool:
        """Whether styles can be seen; where not, marks must stand for them."""
        return self.console.color_system is not None and not self.console.no_color

    def write(self, *parts: ConsoleRenderable) -> None:
        """Write the parts one under the other."""
        with self.console.capture() as captured:
            for part in parts:
                self.console.print(part)
        text = captured.get()
        if self.console.color_system is None:
            text = "".join(f"{line.rstrip()}\n" for line in text.splitlines())
        self._output.write(text)


def rows(pairs: list[tuple[Text, Text]], *, indent: int, label_width: int = 0) -> Padding:
    """Return labelled lines whose text is folded under itself."""
    grid = Table.grid(padding=(0, 2, 0, 0), expand=False)
    grid.add_column(no_wrap=True, min_width=label_width)
    grid.add_column(overflow="fold")
    for label, text in pairs:
        grid.add_row(label, text)
    return Padding(grid, (0, 0, 0, indent), expand=False)


def heading(report: Report) -> list[Text]:
    """Return the lines that say which report follows: outlet, day, title or first words, id."""
    published = f"{WEEKDAYS[report.published.weekday()]} {day_words(report.published)}"
    first = Text(" · ").join([Text(one_line(part), BOLD) for part in (report.outlet, published) if part])
    first.append(f" · {report.id}", DIM)
    title = one_line(report.title or "")
    if not title:
        words = one_line(report.text[: 4 * _TITLE_FROM_TEXT])
        title = words if len(words) <= _TITLE_FROM_TEXT else words[:_TITLE_FROM_TEXT].rpartition(" ")[0] + " …"
    return [first, Text(title)]


class Counts:
    """What a run has shown: reports, incidents, statements, inputs set aside."""

    def __init__(self) -> None:
        self.reports = self.incidents = self.statements = self.set_aside = 0

    def add(self, coding: Coding) -> None:
        """Count a coding."""
        self.reports += len(coding.reports)
        self.incidents += len(coding.incidents)
        self.statements += len(coding.statements)
        self.set_aside += len(coding.set_aside)

    def words(self) -> str:
        """Return "40 reports, 57 incidents, 412 statements, 0 set aside"."""
        parts = (("report", self.reports), ("incident", self.incidents), ("statement", self.statements))
        return ", ".join([*(counted(number, noun) for noun, number in parts), f"{self.set_aside:,} set aside"])
