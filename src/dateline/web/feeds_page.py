"""The feeds that a watch asks: when each answered last, what it brought, and what is wrong with it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dateline.watch.kept import Kept
from dateline.web.pages import page
from dateline.web.person import AtDesk, OnLedger

router = APIRouter()


@router.get("/feeds")
def feeds(request: Request, desk: AtDesk, ledger: OnLedger) -> Response:
    """Show the feeds that were ever asked, those that fail first."""
    kept = Kept(ledger)
    found = sorted(kept.feeds(), key=lambda feed: (feed.problem is None, feed.outlet, feed.url))
    return page(request, "feeds.html", desk, feeds=found, backlog=kept.backlog())
