"""Samples for second coding: how far each is, what waits for whom, how far the coders agree."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dateline.review.agreement import agreement_of
from dateline.review.second_desk import drawn_in_words
from dateline.web.asked import AskedFor
from dateline.web.pages import page
from dateline.web.person import AtDesk, OnLedger

router = APIRouter()
SHOWN = 200


@router.get("/samples")
def samples(request: Request, desk: AtDesk, asked: AskedFor) -> Response:
    """Show all samples, the latest first, and the form that draws one of the reports that fit."""
    return page(request, "samples.html", desk, asked=asked, samples=desk.second.samples(), how=drawn_in_words)


@router.get("/samples/{sample}")
def one_sample(request: Request, sample: str, desk: AtDesk, ledger: OnLedger) -> Response:
    """Show one sample: my reports, those that both have coded, and the agreement by field."""
    found = desk.second.sample(sample, shown=SHOWN)
    twice = desk.second.twice(found.sample.id)
    with ledger.reader() as reader:
        heads = reader.heads({*found.mine, *(pair.report.id for pair in twice)})
    twice.sort(key=lambda pair: (-pair.open_count, pair.report.published, pair.report.id))
    return page(
        request,
        "sample.html",
        desk,
        one=found,
        sample=found.sample,
        twice=twice,
        heads=heads,
        agreement=agreement_of(twice),
        how=drawn_in_words,
    )
