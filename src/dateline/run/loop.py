"""The plain runner: one report after the other in this process, and what every runner shares.

A runner turns items (reports, and inputs that reading set aside) into codings, **one coding an item, in the
order of the items**, whatever the runner. A report whose id was seen before in the run is the same text of
the same outlet and day: it is coded once, and each further copy gives a coding that holds nothing. A report
whose coding fails is set aside with its reason and never stops the run.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from dateline import __version__
from dateline.codebook import Codebook
from dateline.model import Coding, Report, SetAside
from dateline.text.parser import DEFAULT_PIPELINE, ParserMissingError, pipeline_version

__all__ = [
    "DEFAULT_PIPELINE",
    "Copies",
    "Item",
    "ParserMissingError",
    "ReportCoder",
    "code_item",
    "default_coder",
    "gather",
    "made_by",
    "run_loop",
    "set_aside_report",
]

_PACKAGE = Path(__file__).parents[1]

Item = Report | SetAside


class ReportCoder(Protocol):
    """What codes one report: a pure, picklable function."""

    def __call__(self, report: Report, codebook: Codebook, *, pipeline: str) -> Coding:
        """Return what the report tells."""
        ...


def made_by(codebook: Codebook, pipeline: str = DEFAULT_PIPELINE) -> dict[str, str]:
    """Return the contract's ``made_by``: the versions that a coding depends on.

    Loads the pipeline; raises ParserMissingError where it is not installed.
    """
    return {"dateline": __version__, "codebook": codebook.label, "parser": pipeline_version(pipeline)}


def default_coder() -> ReportCoder:
    """Return the coder that a run uses unless it is given another."""
    from dateline.run.pipeline import code_report  # here, so that a runner with its own coder loads no rules

    return code_report


def set_aside_report(report: Report, cause: str) -> Coding:
    """Return the coding of a report that could not be coded, named by id and what a person knows it by."""
    known_by = report.title or report.text[:60]
    told = ", ".join(part for part in (report.outlet, report.published.isoformat(), known_by) if part)
    place = f"{report.url or 'report'} {report.id} ({' '.join(told.split())})"
    return Coding(set_aside=(SetAside(place, f"coding failed: {cause}"),))


def _line_of(error: Exception) -> str:
    """Return the innermost line of ours that an error came through, as ``room/module.py:line``."""
    frames = [(Path(f.filename), f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    ours = [(path.relative_to(_PACKAGE), line) for path, line in frames if path.is_relative_to(_PACKAGE)]
    beyond = [(path.name, line) for path, line in frames if not path.is_relative_to(_PACKAGE)]
    path, line = ours[-1] if len(ours) > 1 or not beyond else beyond[-1]  # the first of ours is this module's
    return f"{path}:{line}"


def code_item(item: Item, codebook: Codebook, pipeline: str, coder: ReportCoder) -> Coding:
    """Code one item; a report whose coding raises, or whose quotes are not its own words, is set aside."""
    if isinstance(item, SetAside):
        return Coding(set_aside=(item,))
    try:
        coding = coder(item, codebook, pipeline=pipeline)
        coding.check()
    # A fault of ours in one report must not cost the run its other reports: this is the one place where every
    # error is caught. It is not swallowed: its type, words and line are in the output and in the count.
    except Exception as error:  # noqa: BLE001
        said = " ".join(str(error).split()) or "no message"
        cause = f"{type(error).__name__} at {_line_of(error)}: {said}; this is a fault of Dateline, please report it"
        return set_aside_report(item, cause)
    return coding


class Copies:
    """Tells which reports of a run are copies of earlier ones."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def is_new(self, item: Item) -> bool:
        """Say whether the item is to be coded: anything but a report whose id came before."""
        if isinstance(item, SetAside):
            return True
        if item.id in self._seen:
            return False
        self._seen.add(item.id)
        return True


def run_loop(
    items: Iterable[Item],
    codebook: Codebook,
    *,
    pipeline: str = DEFAULT_PIPELINE,
    coder: ReportCoder | None = None,
) -> Iterator[Coding]:
    """Yield one coding an item, in order, each with ``made_by``; reads items only as codings are asked for.

    Raises ParserMissingError at the first item where the pipeline is not installed, and whatever ``items``
    itself raises.
    """
    made: dict[str, str] | None = None
    copies = Copies()
    for item in items:
        made = made or made_by(codebook, pipeline)
        coder = coder or default_coder()
        coding = code_item(item, codebook, pipeline, coder) if copies.is_new(item) else Coding()
        yield replace(coding, made_by=made)


def gather(codings: Iterable[Coding]) -> Coding:
    """Return one coding that holds all of them, in order; ``made_by`` is the first one's."""
    listed = list(codings)
    return Coding(
        reports=tuple(r for c in listed for r in c.reports),
        incidents=tuple(i for c in listed for i in c.incidents),
        groups=tuple(g for c in listed for g in c.groups),
        statements=tuple(s for c in listed for s in c.statements),
        tallies=tuple(t for c in listed for t in c.tallies),
        set_aside=tuple(s for c in listed for s in c.set_aside),
        made_by=next((c.made_by for c in listed if c.made_by), {}),
    )
