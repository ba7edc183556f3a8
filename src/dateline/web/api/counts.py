"""Numbers: incidents or people counted, and the tallies that reports give held against the ledger."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from dateline.ledger.answers import INCIDENTS
from dateline.ledger.asked import AskedError
from dateline.model import TOLL_PROPERTIES
from dateline.web.api import answers
from dateline.web.api.asking import CountAsked, TalliesAsked
from dateline.web.api.problems import problems
from dateline.web.person import OnLedger

router = APIRouter(tags=["counts"])


@router.get("/count", response_model=answers.IncidentCount | answers.PeopleCount, responses=problems())
def count(ledger: OnLedger, asked: Annotated[CountAsked, Query()]) -> dict[str, object]:
    """Count the incidents that fit, or people over them by a rule, with the ids that make up the number.

    A total told of a whole coordinated attack counts in place of its incidents' own counts where all of them fit.
    Incidents alone are counted much faster with `ids=false`.
    """
    if asked.what not in (INCIDENTS, *TOLL_PROPERTIES):
        raise AskedError(
            "what", f"{asked.what!r} is not counted; there are {INCIDENTS}, {', '.join(TOLL_PROPERTIES)}"
        )
    moment, filters, rule = asked.moment(), asked.filters(ledger.book), asked.checked_rule()
    with ledger.reader() as reader:
        if asked.what == INCIDENTS and not asked.ids:
            told: dict[str, object] = {"count": INCIDENTS, "number": reader.count(filters, as_of=moment)}
        else:
            told = reader.counted(asked.what, filters, rule=rule, as_of=moment).to_json()
    if not asked.ids:
        told |= {"ids": [], "reports": []}
    return {**answers.moment_json(moment), **told}


@router.get("/check", response_model=answers.Tallies, responses=problems())
def check(ledger: OnLedger, asked: Annotated[TalliesAsked, Query()]) -> dict[str, object]:
    """Hold every tally ("the fourth attack since May") against the ledger's incidents: agrees, short, exceeds.

    A tally that names no actor is held against the incidents of its own report only.
    """
    moment, start = asked.moment(), asked.start()
    with ledger.reader() as reader:
        found = list(reader.check(as_of=moment, limit=asked.limit + 1, after=start[1] if start else None))
    shown = found[: asked.limit]
    return {
        **answers.moment_json(moment),
        "tallies": [one.to_json() for one in shown],
        "next": asked.cursor_behind(0, shown[-1].id) if len(found) > len(shown) else None,
    }
