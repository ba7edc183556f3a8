"""The incident page: all reports of it side by side, counts over time, who is named, what may be the same."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dateline.codebook.words import Words
from dateline.ledger.best import DEFAULT_RULE, RULES
from dateline.ledger.verdicts import ADD, PIN
from dateline.model import TOLL_PROPERTIES, Toll
from dateline.review.activity import entries_of, in_words
from dateline.review.case import Case, case_of
from dateline.review.sheet import STATES
from dateline.web.asked import AskedFor
from dateline.web.pages import data, page
from dateline.web.person import AtDesk, OnLedger, refuse_unseen

router = APIRouter()
_SHOWN = ("killed", "wounded")  # what the plot shows at first


@router.get("/incidents/{incident}")
def incident_page(request: Request, incident: str, desk: AtDesk, ledger: OnLedger, asked: AskedFor) -> Response:
    """Show an incident; ``rule`` chooses its counts, ``as_of`` the day, ``with`` another incident to compare."""
    rule = request.query_params.get("rule") or DEFAULT_RULE
    with ledger.reading() as connection:
        case = case_of(
            connection,
            ledger.book,
            incident,
            rule=rule,
            as_of=asked.as_of,
            beside=request.query_params.get("with"),
        )
        doings = entries_of(connection, case.shown.verdicts)
    refuse_unseen(desk, (column.report.id for column in case.columns))
    return page(
        request,
        "incident.html",
        desk,
        asked=asked,
        case=case,
        rule=rule,
        rules=list(RULES),
        points_json=data(_points(case)),
        plotted=[name for name in TOLL_PROPERTIES if any(t.statement.property == name for t in case.counts)],
        shown_first=_SHOWN,
        decided=case.decided,
        doings={one.verdict.id: (one, in_words(one, Words(ledger.book))) for one in doings},
        pins={verdict.id: verdict for verdict in case.shown.verdicts if verdict.kind == PIN},
        states={**STATES, ADD: "added"},
        open_as=case.id,
    )


def _points(case: Case) -> list[dict[str, object]]:
    """Return each count as a point of the plot: the day, the bounds, who says it, its words, whether it is chosen."""
    chosen = {sid for best in case.shown.incident.best.values() for sid in best.rests_on}
    return [
        {
            "id": one.statement.id,
            "property": one.statement.property,
            "day": one.published.isoformat(),
            "low": one.statement.value.low,
            "high": one.statement.value.high,
            "who": ", ".join(s.name for s in one.statement.speakers) or "the report",
            "outlet": one.outlet or "outlet not told",
            "quote": one.statement.evidence.quote,
            "modality": one.statement.modality.value,
            "part": one.statement.value.part,
            "chosen": one.statement.id in chosen,
            "refused": one.refused is not None,
        }
        for one in case.counts
        if isinstance(one.statement.value, Toll)
    ]
