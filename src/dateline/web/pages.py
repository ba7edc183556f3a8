"""Renders pages: the templates, the words they write values in, and what every page shows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import cast
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dateline import __version__
from dateline.codebook import Codebook
from dateline.codebook.words import HOW, Words, counted, date_words, day_words, place_words, speaker_words
from dateline.ledger.listed import Listed
from dateline.ledger.profile import Profile
from dateline.ledger.rows import value_of
from dateline.ledger.why import Ground
from dateline.model import TOLL_PROPERTIES, Modality, Value
from dateline.review.actions import Action
from dateline.review.desk import Desk
from dateline.team.roles import Act
from dateline.web import assets
from dateline.web.keys import KEYS, WHERE, as_json
from dateline.web.person import is_team, ledger_of, sessions_of, who

_ACTIONS_SHOWN = 12
_TELLS = 0.15  # log odds below which a comparison says next to nothing


@cache
def environment() -> Environment:
    """Return the templates, with all that they may call; whatever is written into a page is escaped."""
    made = Environment(
        loader=FileSystemLoader(assets.TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "asset": assets.address,
        "keys": {key.action: key for key in KEYS},
        "key_groups": [(title, [key for key in KEYS if key.where == where]) for where, title in WHERE.items()],
        "keys_json": data(as_json()),
        "how": HOW,
        "modalities": tuple(Modality),
        "toll_properties": TOLL_PROPERTIES,
        "counted": counted,
        "version": __version__,
    }
    made.filters |= {
        "day": day_words,
        "date_words": date_words,
        "place_words": place_words,
        "speakers": speaker_words,
        "bounds": bounds_words,
        "property": lambda name: str(name).replace("_", " "),
        "clock": _clock,
        "lately": _lately,
        "dict": dict,
        "moment": lambda moment: moment.astimezone().strftime("%Y-%m-%d %H:%M"),
        "action": action_words,
    }
    return made


def data(value: object) -> Markup:
    """Return a value as JSON for a data block of a page; no character of it can end the block."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028"))


def bounds_words(bounds: tuple[int | None, int | None] | None) -> str:
    """Return a count's bounds as tables write them: "12", "12–15", "12+", "≤ 15", "–" where nothing is told."""
    if bounds is None:
        return "–"
    low, high = bounds
    if low is None:
        return f"≤ {high:,}"
    if high is None:
        return f"{low:,}+"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def _clock(moment: datetime) -> str:
    return moment.astimezone().strftime("%H:%M")


def _lately(moment: datetime) -> str:
    """Return the time of a moment of today, the day of one of this year, the month of any other."""
    here, today = moment.astimezone(), date.today()
    if here.date() == today:
        return here.strftime("%H:%M")
    return f"{here.day} {here:%b}" if here.year == today.year else f"{here:%b %Y}"


def action_words(action: Action) -> str:
    """Return what an action did: "accepted 12", "corrected", "undid"."""
    if action.undoes is not None:
        return "undid"
    done = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "add": "added", "pin": "pinned"}
    done |= {"flag": "flagged", "comment": "commented", "same": "said same", "different": "said different"}
    parts = []
    for kind in action.kinds:
        number = sum(verdict.kind == kind for verdict in action.verdicts)
        words = done.get(kind, kind)
        parts.append(f"{words} {number}" if number > 1 else words)
    return ", ".join(parts)


class Labels:
    """Values in words for templates, by the ledger's own codebook."""

    def __init__(self, book: Codebook) -> None:
        self._words = Words(book)

    def value(self, name: str, value: Value) -> str:
        """Return a value of a property in words."""
        return self._words.value(name, value)

    def types(self, codes: tuple[str, ...]) -> str:
        """Return the kinds of an act, "kind not told" for none."""
        return ", ".join(self._words.label("types", code) for code in codes) or "kind not told"

    def line(self, one: Listed) -> str:
        """Return an incident in one line: when, where, what."""
        when = date_words(one.when) if one.when else "date not told"
        where = place_words(one.place) if one.place else "place not told"
        return f"{when} · {where} · {self.types(one.types)}"

    def title(self, one: Profile) -> str:
        """Return an incident with all its reports in one line, as a page's title."""
        if one.kind != "incident":
            return "Several incidents, told together"
        when = date_words(one.date) if one.date else "date not told"
        where = place_words(one.place) if one.place else "place not told"
        return f"{when} · {where} · {self.types(one.types)}"

    def telling(self, grounds: Iterable[Ground]) -> list[Ground]:
        """Return the grounds that tell for or against, the weightiest first."""
        return sorted((g for g in grounds if abs(g.weight) >= _TELLS), key=lambda g: -abs(g.weight))

    def told(self, name: str, value: object) -> str:
        """Return a value of an incident in words from its contract form, as histories hold it; empty for none."""
        match name, value:
            case _, None:
                return ""
            case "type", list():
                return self.types(tuple(map(str, value)))
            case "perpetrator", list():
                return "; ".join(f"{self.actor(who['actor'], who['name'])} ({who['modality']})" for who in value)
            case _, list():
                return ", ".join(str(one).replace("_", " ") for one in value)
            case _, {"low": low, "high": high, **_rest}:
                return bounds_words((low, high))
            case (("date" | "place"), dict()):
                return self.value(name, value_of(name, value))
        return str(value)

    def actor(self, actor: str | None, name: str | None) -> str:
        """Return who is said to have done it."""
        return (self._words.label("actors", actor) if actor else name) or "nobody named"


def labels_of(request: Request) -> Labels:
    """Return the words of the workbench's codebook, which are looked up once for all pages."""
    return cast("Labels", request.app.state.labels)


def page(request: Request, template: str, desk: Desk, status: int = 200, **context: object) -> HTMLResponse:
    """Return a page, with what stands on every one of them: progress, last actions, token, a fresh batch.

    ``open_as`` is what of a team's work the page has open; it then tells who else has, and tells others.
    """
    sessions = sessions_of(request)
    session = sessions.named(request)
    cookie = None
    if session is None:
        session, cookie = sessions.new()
    actions = desk.actions()
    # Who only looks keeps nothing from anybody, and alone there is nobody to keep anything from.
    open_as = context.get("open_as") if desk.held_for is not None and who(request).may(Act.CODE) else None
    told = {
        "labels": labels_of(request),
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "path": request.url.path,
        "token": sessions.token(session),
        "batch": uuid4().hex,
        "author": desk.author,
        "may": {act.name.lower(): who(request).may(act) for act in Act},
        "role": who(request).role.value if is_team(request) else None,
        "progress": desk.progress(),
        "actions": actions[:_ACTIONS_SHOWN],
        "today": date.today(),
        "ledger_name": ledger_of(request).name,
        "decide_at": "/decide",
        "undo_at": "/undo",
        "redo_at": "/redo",
        "opened": desk.open_elsewhere().get(str(open_as)) if open_as else None,
    }
    answer = HTMLResponse(
        environment().get_template(template).render(**(told | context | {"open_as": open_as})), status
    )
    if cookie is not None:
        sessions.give(request, answer, cookie)
    return answer


def error_page(status: int, title: str, detail: str) -> str:
    """Return a page that says what went wrong and what to do; it needs no ledger."""
    return environment().get_template("error.html").render(status=status, title=title, detail=detail)
