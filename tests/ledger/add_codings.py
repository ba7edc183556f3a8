"""A nursery of processes that run ``dateline``, with codings made before, and a sudden death.

    add_codings.py CODINGS

CODINGS is a pickle of codings; a report is given the one that was made of it. Reads a request a line on standard
input, as JSON, and answers each with a line. ``{"start": WORDS, "dies_at": N, "into": PATH}`` runs ``dateline
WORDS`` as a process of its own and answers its id; it kills itself with SIGKILL before its N-th database call
(statement or commit; 0 is never) and what it prints goes to PATH. ``{"wait": ID}`` answers the exit status, or
minus the signal. Children are forked with everything loaded, for starting Python dozens of times takes minutes.
"""

from __future__ import annotations

import itertools
import json
import os
import pickle
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event

import dateline.cli.app
import dateline.cli.ledger
import dateline.ledger
import dateline.ledger.migrate
import dateline.read
import dateline.run.loop
import dateline.run.pool
from dateline.codebook import Codebook
from dateline.model import Coding, Report


def put_in_place(codings: Path) -> None:
    """Put the codings in the coder's place."""
    made: dict[str, Coding] = {c.reports[0].id: c for c in pickle.loads(codings.read_bytes())}
    parser = next(iter(made.values())).made_by["parser"]

    def coder(report: Report, codebook: Codebook, *, pipeline: str) -> Coding:
        return made[report.id]

    dateline.run.loop.default_coder = lambda: coder
    dateline.run.loop.pipeline_version = lambda _: parser


def run(words: list[str], dies_at: int, into: str) -> int:
    """Run a command in this process and return its exit status."""
    target = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(target, 1)
    os.dup2(target, 2)
    calls = itertools.count(1)

    def count(*_: object) -> None:
        if next(calls) == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    if dies_at:
        event.listen(Engine, "before_cursor_execute", count)
        event.listen(Engine, "commit", count)
    return dateline.cli.app.run(words)


def answer(request: dict) -> int:
    if "wait" in request:
        _, status = os.waitpid(request["wait"], 0)
        return os.waitstatus_to_exitcode(status)
    child = os.fork()
    if child:
        return child
    try:
        status = run(request["start"], request["dies_at"], request["into"])
    except BaseException:  # noqa: BLE001 - told below; the child must not go on as its parent
        sys.excepthook(*sys.exc_info())
        status = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    put_in_place(Path(sys.argv[1]))
    for line in sys.stdin:
        print(answer(json.loads(line)), flush=True)
