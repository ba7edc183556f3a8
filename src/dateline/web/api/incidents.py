"""Incidents: the list, one whole, its statements page by page, its history."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from dateline.ledger import Ledger
from dateline.ledger.best import DEFAULT_RULE
from dateline.ledger.filters import AsOf
from dateline.ledger.order import Order
from dateline.ledger.reader import Shown
from dateline.review.desk import Desk
from dateline.web.api import answers
from dateline.web.api.asking import Id, IncidentsAsked, RuleWords, StatementsAsked
from dateline.web.api.problems import problems
from dateline.web.person import AtDesk, OnLedger, refuse_unseen

router = APIRouter(prefix="/incidents", tags=["incidents"])


@router.get("", response_model=answers.Incidents, responses=problems())
def incidents(ledger: OnLedger, asked: Annotated[IncidentsAsked, Query()]) -> dict[str, object]:
    """List the incidents that fit all filters, the latest first.

    A date has a day in common with `since` and `until`. A page goes on where the one before it ended even if the
    ledger has grown meanwhile; give `as_of_recorded` to page through one state of it.
    """
    moment, order = asked.moment(), Order(asked.checked_sort(), not asked.ascending)
    with ledger.reader() as reader:
        found = list(
            reader.incidents(
                asked.filters(ledger.book),
                as_of=moment,
                order=order,
                limit=asked.limit + 1,
                after=asked.start(),
                kind="group" if asked.groups else "incident",
            )
        )
    shown = found[: asked.limit]
    return {
        **answers.moment_json(moment),
        "incidents": [one.to_json() for one in shown],
        "next": asked.cursor_behind(*order.key(shown[-1])) if len(found) > len(shown) else None,
    }


@router.get("/{id}", response_model=answers.Shown, responses=problems(404, 409))
def incident(
    ledger: OnLedger,
    desk: AtDesk,
    id: Id,  # noqa: A002
    asked: Annotated[RuleWords, Query()],
) -> dict[str, object]:
    """Show an incident or group: its values, every statement with quote and speakers, its reports, its verdicts."""
    moment = asked.moment()
    shown = _shown(ledger, desk, id, moment, asked.checked_rule())
    return {**answers.moment_json(moment), **shown.to_json()}


@router.get("/{id}/statements", response_model=answers.Statements, responses=problems(404, 409))
def statements(
    ledger: OnLedger,
    desk: AtDesk,
    id: Id,  # noqa: A002
    asked: Annotated[StatementsAsked, Query()],
) -> dict[str, object]:
    """List the statements about an incident, each with its exact words, its speakers and what became of it."""
    moment, start = asked.moment(), asked.start()
    shown = _shown(ledger, desk, id, moment)
    told = shown.statements_json()
    if asked.property is not None:
        told = [one for one in told if one["property"] == asked.property]
    # Verdicts and reports that came since put statements before or behind others, so pages go by their ids.
    told.sort(key=lambda one: str(one["id"]))
    left = [one for one in told if start is None or str(one["id"]) > start[1]]
    page = left[: asked.limit]
    return {
        **answers.moment_json(moment),
        "statements": page,
        "next": asked.cursor_behind(0, str(page[-1]["id"])) if len(left) > len(page) else None,
    }


@router.get("/{id}/history", response_model=answers.History, responses=problems(404, 409))
def history(
    ledger: OnLedger,
    desk: AtDesk,
    id: Id,  # noqa: A002
    asked: Annotated[RuleWords, Query()],
) -> dict[str, object]:
    """Say how each value of an incident changed from day to day, as its reports were published."""
    moment = asked.moment()
    if desk.second.unseen():
        _shown(ledger, desk, id, moment)
    with ledger.reader() as reader:
        changes = reader.history(id, rule=asked.checked_rule(), as_of=moment)
    return {
        **answers.moment_json(moment),
        "rule": asked.rule,
        "changes": [change.to_json() for change in changes],
    }


def _shown(ledger: Ledger, desk: Desk, name: str, moment: AsOf, rule: str = DEFAULT_RULE) -> Shown:
    """Return an incident whole; refused to who codes a report of it a second time, unseen."""
    with ledger.reader() as reader:
        shown = reader.show(name, rule=rule, as_of=moment)
    refuse_unseen(desk, (head.id for head in shown.reports))
    return shown
