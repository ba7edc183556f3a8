"""Incidents: the list, one whole, its statements page by page, its history."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from dateline.ledger.order import Order
from dateline.web.api import answers
from dateline.web.api.asking import Id, IncidentsAsked, RuleWords, StatementsAsked
from dateline.web.api.problems import problems
from dateline.web.person import OnLedger

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


@router.get("/{id}", response_model=answers.Shown, responses=problems(404))
def incident(ledger: OnLedger, id: Id, asked: Annotated[RuleWords, Query()]) -> dict[str, object]:  # noqa: A002
    """Show an incident or group: its values, every statement with quote and speakers, its reports, its verdicts."""
    moment = asked.moment()
    with ledger.reader() as reader:
        shown = reader.show(id, rule=asked.checked_rule(), as_of=moment)
    return {**answers.moment_json(moment), **shown.to_json()}


@router.get("/{id}/statements", response_model=answers.Statements, responses=problems(404))
def statements(ledger: OnLedger, id: Id, asked: Annotated[StatementsAsked, Query()]) -> dict[str, object]:  # noqa: A002
    """List the statements about an incident, each with its exact words, its speakers and what became of it."""
    moment, start = asked.moment(), asked.start()
    with ledger.reader() as reader:
        shown = reader.show(id, as_of=moment)
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


@router.get("/{id}/history", response_model=answers.History, responses=problems(404))
def history(ledger: OnLedger, id: Id, asked: Annotated[RuleWords, Query()]) -> dict[str, object]:  # noqa: A002
    """Say how each value of an incident changed from day to day, as its reports were published."""
    moment = asked.moment()
    with ledger.reader() as reader:
        changes = reader.history(id, rule=asked.checked_rule(), as_of=moment)
    return {
        **answers.moment_json(moment),
        "rule": asked.rule,
        "changes": [change.to_json() for change in changes],
    }
