"""What changes samples and second codings: the other half of ``decide``, by the same forms and the same answers."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dateline.ledger.verdicts import REVIEWED
from dateline.review.second_desk import read_share
from dateline.team.roles import Act
from dateline.web.asked import AskedFor
from dateline.web.decide import answered, decision_of, text_of
from dateline.web.person import AtDesk, SentForm, may
from dateline.web.refusal import Refusal

router = APIRouter(prefix="/samples")


@router.post("", dependencies=[may(Act.EDIT)])
def draw(request: Request, desk: AtDesk, form: SentForm, asked: AskedFor) -> Response:
    """Draw a sample: ``share``, ``seed``, ``note``, ``done``, ``from_scratch``; filters are those of the address."""
    share, seed = text_of(form, "share"), text_of(form, "seed")
    if not share or not seed:
        raise Refusal(422, "a sample needs a share, like 10%, and a seed: any words")
    words: dict[str, object] = {}
    for name, value in asked.words:
        held = words.get(name)
        words[name] = [*held, value] if isinstance(held, list) else [held, value] if held is not None else value
    made = desk.second.draw(
        read_share(share),
        seed,
        asked.filters,
        words,
        only_done=bool(form.get("done")),
        from_scratch=bool(form.get("from_scratch")),
        note=text_of(form, "note"),
    )
    return answered(request, form, f"Drawn: {len(made.reports):,} reports", f"/samples/{made.id}")


@router.post("/{sample}/reports/{report}/decide", dependencies=[may(Act.CODE)])
def decide(request: Request, sample: str, report: str, desk: AtDesk, form: SentForm) -> Response:
    """Record what a second coder decides; the form is that of ``/decide``."""
    decisions = [decision_of(str(words), form) for words in form.getlist("do")]
    if not decisions:
        raise Refusal(422, "nothing is decided; choose what to do")
    made = desk.second.decide(sample, report, decisions, text_of(form, "batch"))
    return answered(request, form, f"Kept: {made[0].kind}" if made else "Nothing to keep")


@router.post("/{sample}/reports/{report}/accept-seen", dependencies=[may(Act.CODE)])
def accept_seen(request: Request, sample: str, report: str, desk: AtDesk, form: SentForm) -> Response:
    """Accept the fields that were on the screen (``seen``); with none left open, go on to the next report."""
    made = desk.second.accept_seen(sample, report, [str(one) for one in form.getlist("seen")], text_of(form, "batch"))
    is_done = desk.second.sheet(sample, report).done is not None
    accepted = sum(verdict.kind != REVIEWED for verdict in made)
    mine = desk.second.sample(sample, shown=1).mine if is_done else ()
    goto = (f"/samples/{sample}/reports/{mine[0]}" if mine else f"/samples/{sample}") if is_done else None
    return answered(request, form, f"Accepted {accepted}" + (", report done" if is_done else ""), goto)


@router.post("/{sample}/reports/{report}/undo", dependencies=[may(Act.CODE)])
def undo(request: Request, sample: str, report: str, desk: AtDesk, form: SentForm) -> Response:
    """Take back what this second coder decided last of the report."""
    desk.second.undo(sample, report, text_of(form, "batch"))
    return answered(request, form, "Undone")


@router.post("/{sample}/reports/{report}/settle", dependencies=[may(Act.JUDGE)])
def settle(request: Request, sample: str, report: str, desk: AtDesk, form: SentForm) -> Response:
    """Settle one field: ``mention``, ``property``, ``choice`` (first, second, other) and ``reason``."""
    desk.second.settle(
        sample,
        report,
        text_of(form, "mention") or "",
        text_of(form, "property") or "",
        text_of(form, "choice") or "",
        text_of(form, "reason") or "",
        text_of(form, "batch"),
    )
    return answered(request, form, "Settled")
