"""The queue: what wants a look, the most useful first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dateline.ledger import Ledger
from dateline.ledger.disputes import disputed
from dateline.ledger.listed import Listed
from dateline.ledger.read import lines_of
from dateline.ledger.reader import ReportHead
from dateline.ledger.sources import known_of
from dateline.ledger.told import Told
from dateline.model import TOLL_PROPERTIES, Toll, Value
from dateline.review.queue import AGAIN, COUNTED, KINDS, REPORT, TOLLS, Task
from dateline.web.asked import AskedFor
from dateline.web.pages import page
from dateline.web.person import AtDesk, OnLedger

router = APIRouter()
SHOWN = 40
MOST = 400


@dataclass(frozen=True, slots=True)
class Row:
    """A task with what its row shows: its incidents, its report, the counts that disagree by property.

    ``pair`` are the two tellings of a pair in words.
    """

    task: Task
    incidents: tuple[Listed, ...]
    report: ReportHead | None
    apart: tuple[tuple[str, dict[Value, list[Told]]], ...] = ()
    pair: tuple[str, ...] = ()


@router.get("/")
def queue(request: Request, desk: AtDesk, ledger: OnLedger, asked: AskedFor) -> Response:
    """Show the tasks about incidents that fit; ``kind`` (several) narrows them, ``show`` says how many."""
    kinds = [kind for kind in request.query_params.getlist("kind") if kind in KINDS] or list(KINDS)
    wanted = request.query_params.get("show", "")
    number = min(int(wanted), MOST) if wanted.isdecimal() else SHOWN
    found = desk.tasks(asked.filters, kinds=kinds, limit=number + 1)
    return page(
        request,
        "queue.html",
        desk,
        asked=asked,
        kinds=[] if len(kinds) == len(KINDS) else kinds,
        kept=[] if len(kinds) == len(KINDS) else [("kind", kind) for kind in kinds],
        rows=_rows(ledger, found[:number]),
        more=number * 2 if len(found) > number and number < MOST else None,
        waiting=desk.waiting(),
        counted_to=COUNTED,
        kind_names=_NAMES,
        open_elsewhere=sorted(desk.open_elsewhere().values(), key=lambda one: one.since),
    )


_NAMES = {
    TOLLS: "Counts apart",
    "pair": "Same or not",
    REPORT: "Reports to read",
    "tally": "Tallies",
    "second": "Second look",
    AGAIN: "Code again",
}


def _rows(ledger: Ledger, tasks: Iterable[Task]) -> list[Row]:
    listed = list(tasks)
    wanted = {incident for task in listed for incident in task.incidents}
    with ledger.reading() as connection:
        lines = lines_of(connection, wanted)
        apart = {task.subject for task in listed if task.kind == TOLLS}
        known = known_of(connection, apart, properties=TOLL_PROPERTIES)
    with ledger.reader() as reader:
        heads = reader.heads({task.report for task in listed if task.report})
        paired = [(task.key, task.pair) for task in listed if task.pair]
        told = reader.mentions(mention for _, pair in paired for mention in (pair.first, pair.second))
        pairs = {key: (told[pair.first], told[pair.second]) for key, pair in paired}
    return [
        Row(
            task,
            tuple(lines[incident] for incident in task.incidents if incident in lines),
            heads.get(task.report or ""),
            _apart(known[task.subject].told) if task.kind == TOLLS and task.subject in known else (),
            pairs.get(task.key, ()),
        )
        for task in listed
    ]


def _apart(told: Iterable[Told]) -> tuple[tuple[str, dict[Value, list[Told]]], ...]:
    """Return the counts that contradict one another, each once with all who tell it, the lowest first."""
    own = [one for one in told if one.share is None]
    by_id = {one.statement.id: one for one in own}
    found = []
    for name, ids in disputed(own).items():
        if name in TOLL_PROPERTIES:
            by_value: dict[Value, list[Told]] = defaultdict(list)
            for one in sorted((by_id[sid] for sid in ids), key=lambda t: (t.published, t.statement.id)):
                by_value[one.statement.value].append(one)
            found.append((name, dict(sorted(by_value.items(), key=lambda item: _size(item[0])))))
    return tuple(found)


def _size(value: Value) -> int:
    return (value.low if value.low is not None else value.high or 0) if isinstance(value, Toll) else 0
