"""A statement with what a rule must know to weigh it: when it was published, by whom, in which text family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dateline.model import Statement


@dataclass(frozen=True, slots=True)
class Share:
    """The place of an incident among those that a group's total covers: the ``index``-th (from 0) of ``size``."""

    index: int
    size: int


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as it counts for one incident or group.

    ``family`` is the text family of its report (copies of one wire text share it; the report's id where nothing
    else is known). ``share`` is set where the statement is about the incident's group and not the incident
    itself. ``refused`` says why the statement may carry no value (rejected by a person, its report replaced);
    None where it may. A corrected statement holds the corrected value under its own id.
    """

    statement: Statement
    published: date
    outlet: str | None = None
    family: str = ""
    share: Share | None = None
    refused: str | None = None

    @property
    def speaker_kind(self) -> str | None:
        """The kind of the innermost speaker, who said it first; None for the report's own voice."""
        return self.statement.speakers[0].kind if self.statement.speakers else None

    @property
    def voice(self) -> str:
        """The text family that tells it: what two copies of one wire text have in common."""
        return self.family or self.statement.evidence.report
