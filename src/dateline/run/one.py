"""Code one text: what the library's ``dateline.code`` calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from dateline.codebook import Codebook, load_codebook
from dateline.model import Coding, Report
from dateline.run.loop import ReportCoder, default_coder, made_by
from dateline.text.parser import DEFAULT_PIPELINE


def as_day(published: date | str) -> date:
    """Return a publication day given as a date, a time or words like 2017-06-07; else raise ValueError."""
    if isinstance(published, datetime):
        return published.date()
    if isinstance(published, date):
        return published
    try:
        return date.fromisoformat(published)
    except (TypeError, ValueError) as error:
        raise ValueError(f"published: {published!r} is not a day; give a date or words like '2017-06-07'") from error


def code_text(
    text: str,
    *,
    published: date | str,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    codebook: Codebook | Path | str | None = None,
    pipeline: str | None = None,
    coder: ReportCoder | None = None,
) -> Coding:
    """Code one text; unlike a run, an error in coding is raised, not set aside."""
    day = as_day(published)
    if not text.strip():
        raise ValueError("text: it is empty; give the words of a report")
    scheme = codebook if isinstance(codebook, Codebook) else load_codebook(Path(codebook) if codebook else None)
    parser = pipeline or DEFAULT_PIPELINE
    report = Report.of(text, day, outlet=outlet, title=title, url=url)
    coding = (coder or default_coder())(report, scheme, pipeline=parser)
    coding.check()
    return replace(coding, made_by=made_by(scheme, parser))
