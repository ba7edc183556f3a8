"""Who decided what, when and why: every decision on record, the latest first; each view is an address."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dateline.codebook.words import Words
from dateline.ledger.verdicts import KINDS
from dateline.review.activity import activity, asked_of, authors, in_words
from dateline.web.pages import page
from dateline.web.person import AtDesk, OnLedger

router = APIRouter()
SHOWN = 60
_ASKED = ("author", "since", "until", "kind", "rules")


@router.get("/activity")
def activity_page(request: Request, desk: AtDesk, ledger: OnLedger) -> Response:
    """Show decisions by author, day and kind, a page at a time; ``after`` is the last of the page before."""
    given = {name: request.query_params.get(name, "").strip() for name in (*_ASKED, "after")}
    asked = asked_of(
        author=given["author"] or None,
        since=given["since"] or None,
        until=given["until"] or None,
        kind=given["kind"] or None,
        with_rules=bool(given["rules"]),
    )
    with ledger.reading() as connection:
        found = activity(connection, asked, limit=SHOWN + 1, after=given["after"] or None)
        people = authors(connection)
    words = Words(ledger.book)
    shown, unseen = found[:SHOWN], desk.second.unseen()
    kept = {name: given[name] for name in _ASKED if given[name]}
    return page(
        request,
        "activity.html",
        desk,
        rows=[(entry, None if entry.report in unseen else in_words(entry, words)) for entry in shown],
        given=given,
        people=people,
        kinds=KINDS,
        more=urlencode({**kept, "after": shown[-1].verdict.id}) if len(found) > SHOWN else None,
    )
