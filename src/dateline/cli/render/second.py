"""Second coding and activity as tables: samples, agreement by field, who decided what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from dateline.cli.render.listing import plain_table
from dateline.cli.render.page import BOLD, DIM, Page
from dateline.codebook.words import Words, counted, one_line
from dateline.review.activity import Entry, in_words
from dateline.review.agreement import Agreement
from dateline.review.second_desk import SampleProgress, drawn_in_words


def samples_table(page: Page, samples: Sequence[SampleProgress]) -> None:
    """Write each sample with how far it is."""
    table = plain_table(
        "sample", "drawn", "by", "reports", "of", "how", "coded again", "by both", "to settle", "note"
    )
    for one in samples:
        sample = one.sample
        table.add_row(
            Text(sample.id[:9], BOLD),
            Text(sample.recorded.strftime("%Y-%m-%d")),
            Text(one_line(sample.author)),
            Text(f"{one.size:,}"),
            Text(one_line(drawn_in_words(sample))),
            Text(f"{one.done:,}"),
            Text(f"{one.twice:,}"),
            Text(f"{one.open_units:,}"),
            Text(one_line(sample.note or ""), DIM),
        )
    if samples:
        page.write(table)
    page.write(Text(counted(len(samples), "sample")))


def agreement_table(page: Page, found: Agreement) -> None:
    """Write the agreement on each field."""
    table = plain_table("field", "units", "the same", "one only", "alpha", "95% interval", "measure")
    for field in found.fields:
        trusted = field.reliability
        bounds = "" if trusted.low is None else f"{_digits(trusted.low)} to {_digits(trusted.high)}"
        table.add_row(
            Text(field.name.replace("_", " "), BOLD),
            Text(f"{field.units:,}"),
            Text("" if field.share is None else f"{field.share:.0%}"),
            Text(f"{field.one_only:,}"),
            Text(_digits(trusted.alpha)),
            Text(bounds),
            Text(field.measure, DIM),
        )
    if found.fields:
        page.write(table)
    who = f" by {', '.join(found.coders)}" if found.coders else ""
    unsure = f"; {counted(found.unsure, 'unit')} left as unsure" if found.unsure else ""
    page.write(Text(f"{counted(found.reports, 'report')} coded twice{who}{unsure}"))


def _digits(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def activity_table(page: Page, found: Iterable[Entry], words: Words) -> None:
    """Write who decided what, when and why; what was undone is said to be."""
    table = plain_table("recorded (UTC)", "who", "what", "why", "on")
    for one in found:
        verdict = one.verdict
        on = " ".join(name[:9] for name in (one.incident, one.report) if name)
        table.add_row(
            Text(verdict.recorded.strftime("%Y-%m-%d %H:%M:%S"), DIM),
            Text(one_line(verdict.author) + ("" if verdict.is_human else " (rule)"), BOLD),
            Text(one_line(in_words(one, words)) + ("" if one.holds else " (undone)")),
            Text(one_line(verdict.reason or "")),
            Text(on, DIM),
        )
    if table.row_count:
        page.write(table)
    page.write(Text(counted(table.row_count, "decision")))
