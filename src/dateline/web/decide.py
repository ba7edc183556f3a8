"""Everything that changes the ledger: one door for all pages, so that each decision is checked and can be undone.

``decide_second`` is the other half of it. A page sends a form. A script of ours asks for JSON and renders its page
anew; without scripts the browser is sent back to where it was.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dateline.ledger.verdicts import REVIEWED
from dateline.model import Span
from dateline.review.decisions import Decision
from dateline.team.roles import Act
from dateline.web.asked import AskedFor
from dateline.web.errors import wants_page
from dateline.web.pages import action_words
from dateline.web.person import AtDesk, SentForm, may
from dateline.web.refusal import Refusal

router = APIRouter()
_DONE = {
    "accept": "Accepted",
    "correct": "Corrected",
    "reject": "Rejected",
    "add": "Added",
    "unsure": "Left as unsure",
}
_DONE |= {"flag": "Flagged", "comment": "Comment kept", "same": "Said to be the same", "pin": "Pinned"}
_DONE |= {"different": "Said to be different", REVIEWED: "Done"}


@router.post("/decide", dependencies=[may(Act.CODE)])
def decide(request: Request, desk: AtDesk, form: SentForm) -> Response:
    """Record what a form says: ``do`` holds ``kind:subject`` or ``kind:subject:other``, once or several times.

    With one ``do``: ``property``, ``value``, ``start`` and ``end`` (of a selection), ``speaker``, ``modality``,
    ``reason``, and ``other`` where it is typed. ``batch`` is the request's own key: the same again changes nothing.
    """
    decisions = [decision_of(str(words), form) for words in form.getlist("do")]
    if not decisions:
        raise Refusal(422, "nothing is decided; choose what to do")
    done = desk.decide(decisions, text_of(form, "batch"))
    first = done.verdicts[0].kind
    number = f" {len(done.verdicts)}" if len(done.verdicts) > 1 else ""
    lines = list(done.outcome.lines()) if done.outcome and decisions[0].other else []
    return answered(request, form, "; ".join([f"{_DONE.get(first, first)}{number}", *lines]))


@router.post("/reports/{report}/accept-seen", dependencies=[may(Act.CODE)])
def accept_seen(request: Request, report: str, desk: AtDesk, asked: AskedFor, form: SentForm) -> Response:
    """Accept the fields that were on the screen (``seen``); with none left open, go on to the next report."""
    _, behind = desk.beside(report, asked.filters)
    done = desk.accept_seen(report, [str(one) for one in form.getlist("seen")], text_of(form, "batch"))
    is_done = any(verdict.kind == REVIEWED for verdict in done.verdicts)
    accepted = len(done.verdicts) - is_done
    goto = (f"/reports/{behind}{asked.query()}" if behind else f"/{asked.query()}") if is_done else None
    return answered(request, form, f"Accepted {accepted}" + (", report done" if is_done else ""), goto)


@router.post("/undo", dependencies=[may(Act.CODE)])
def undo(request: Request, desk: AtDesk, form: SentForm) -> Response:
    """Take back an action by its name, else the last."""
    action = desk.undo(text_of(form, "action"), text_of(form, "batch"))
    return answered(request, form, f"Undone: {action_words(action)}")


@router.post("/redo", dependencies=[may(Act.CODE)])
def redo(request: Request, desk: AtDesk, form: SentForm) -> Response:
    """Bring back what was undone last."""
    desk.redo(text_of(form, "batch"))
    return answered(request, form, "Redone")


@router.post("/open", dependencies=[may(Act.CODE)])
def keep_open(request: Request, desk: AtDesk, form: SentForm) -> Response:
    """Say that a page is open here (``subject``), that it was left (``leave``), or take over what another has."""
    subject = text_of(form, "subject")
    if not subject:
        raise Refusal(422, "what is open is not said; reload the page")
    if form.get("leave"):
        desk.let_go(subject)
        return Response(status_code=204)
    opened = desk.keep_open(subject, take_over=bool(form.get("take")))
    if form.get("take"):
        return answered(request, form, "Taken over")
    return JSONResponse({"who": opened.author if opened else None})


@router.post("/draft", dependencies=[may(Act.CODE)])
def draft(desk: AtDesk, form: SentForm) -> Response:
    """Keep what is typed on a page and not sent (``content``, JSON); an empty one forgets it."""
    desk.save_draft(str(form.get("page") or "/")[:200], str(form.get("content") or ""))
    return Response(status_code=204)


def decision_of(words: str, form: FormData) -> Decision:
    """Return a decision as a form says it: ``kind:subject`` and the fields beside; refuse what says not what."""
    kind, _, rest = words.partition(":")
    subject, _, other = rest.partition(":")
    if not kind or not subject:
        raise Refusal(422, f"{words!r} says not what to do with what; it is kind:id")
    start, end = text_of(form, "start"), text_of(form, "end")
    is_selection = start is not None and end is not None and start.isdecimal() and end.isdecimal()
    speaker = form.get("speaker")
    return Decision(
        kind,
        subject,
        other or text_of(form, "other"),
        text_of(form, "property"),
        text_of(form, "value"),
        Span(int(start or 0), int(end or 0)) if is_selection else None,
        None if speaker is None else str(speaker).strip(),
        text_of(form, "modality"),
        text_of(form, "reason"),
    )


def text_of(form: FormData, name: str) -> str | None:
    """Return what a field of a form holds, None where it is empty or not there."""
    value = form.get(name)
    return (str(value).strip() or None) if value is not None else None


def answered(request: Request, form: FormData, message: str, goto: str | None = None) -> Response:
    """Send a script what to say and where to go on, a browser to the page itself."""
    if not wants_page(request):
        return JSONResponse({"message": message, "goto": goto})
    back = str(form.get("back") or "/")
    # Only a path of ours: "//elsewhere" and "/\elsewhere" would lead a browser away.
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\"))
    return RedirectResponse(goto or (back if is_ours else "/"), 303)
