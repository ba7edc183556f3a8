"""The process pool: the same codings as the loop, in the same order, by several processes of this machine.

Items are read only a few chunks ahead of the codings that were taken, so a run over a million reports holds a
few hundred. A process that dies (out of memory, a crash in a library) costs only the report that it died of:
the chunks in flight are coded again, one report at a time.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from types import FrameType

from dateline.codebook import Codebook
from dateline.model import Coding, Report
from dateline.run.loop import Copies, Item, ReportCoder, code_item, default_coder, made_by, set_aside_report
from dateline.run.parent import end_with_parent
from dateline.text.parser import DEFAULT_PIPELINE

CHUNK = 8  # reports a task: large enough to hide the cost of passing them, small enough for a quick Ctrl-C
AHEAD = 3  # chunks in flight a worker

_Work = tuple[Codebook, str, ReportCoder | None]
_work: list[_Work] = []  # in a worker: what it codes with, sent once and not with every chunk


def cores() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> BaseContext:
    # Never a plain fork: a copy of a process that runs threads (a progress bar, a maths library) may hang.
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["spacy", "dateline.run.pool"])
    with _answering_ctrl_c(signal.SIG_IGN):  # what ignores it at its start does so in every process it makes
        forkserver.ensure_running()
    return context


@contextmanager
def _answering_ctrl_c(answer: signal.Handlers | Callable[[int, FrameType | None], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears of it
        return
    before = signal.signal(signal.SIGINT, answer)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _whole_start() -> Iterator[None]:
    """Let a Ctrl-C wait until processes have been started, for a half-started one complains."""
    asked: list[FrameType | None] = []
    with _answering_ctrl_c(lambda _, frame: asked.append(frame)):
        yield
    answer = signal.getsignal(signal.SIGINT)
    if asked and callable(answer):
        answer(signal.SIGINT, asked[0])


def _start_worker(work: _Work) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the first one ends the others
    end_with_parent()
    _work[:] = [work]


def _code_chunk(items: tuple[Item | None, ...]) -> tuple[list[Coding], dict[str, str]]:
    codebook, pipeline, coder = _work[0]
    made = made_by(codebook, pipeline)
    coder = coder or default_coder()
    return [Coding() if i is None else code_item(i, codebook, pipeline, coder) for i in items], made


class _Pool:
    """A pool that is made anew when one of its processes has died."""

    def __init__(self, workers: int, work: _Work) -> None:
        self._workers = workers
        self._work = work
        self._executor = self._made()

    def _made(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, _context(), _start_worker, (self._work,))

    def submit(self, chunk: tuple[Item | None, ...]) -> Future[tuple[list[Coding], dict[str, str]]]:
        """Hand in a chunk; a broken pool answers with a future that has failed."""
        try:
            with _whole_start():
                return self._executor.submit(_code_chunk, chunk)
        except (BrokenProcessPool, OSError) as error:
            if not self._executor._broken:
                raise
            failed: Future[tuple[list[Coding], dict[str, str]]] = Future()
            failed.set_exception(BrokenProcessPool(str(error)))  # also where it broke while it started a process
            return failed

    def one_by_one(self, chunk: tuple[Item | None, ...]) -> tuple[list[Coding], dict[str, str]]:
        """Code a chunk of a broken pool again, so that only the report that breaks it is lost."""
        codings: list[Coding] = []
        made: dict[str, str] = {}
        self.renew()
        for item in chunk:
            try:
                coded, made = self.submit((item,)).result()
            except BrokenProcessPool:
                if not isinstance(item, Report):
                    raise  # nothing was coded, so it is the pool itself that cannot start
                cause = "the process that coded it died (out of memory?); code it alone, with --workers 1"
                coded = [set_aside_report(item, cause)]
                self.renew()
            codings.extend(coded)
        return codings, made

    def renew(self) -> None:
        """Put a new executor in place of a broken one."""
        self.close()
        self._executor = self._made()

    def close(self) -> None:
        """Drop what was not begun and end the processes."""
        if self._executor._broken:
            # It ends the processes that it knows as it breaks. One that a hand-in was just then starting it waits
            # for, and that one waits for work: Python 3.11.7, seen under load. 3.14's kill_workers() is public.
            for process in list((self._executor._processes or {}).values()):
                process.terminate()
        self._executor.shutdown(wait=True, cancel_futures=True)


def run_pool(
    items: Iterable[Item],
    codebook: Codebook,
    *,
    workers: int,
    pipeline: str = DEFAULT_PIPELINE,
    coder: ReportCoder | None = None,
    chunk: int = CHUNK,
) -> Iterator[Coding]:
    """Yield what ``run_loop`` yields, coded by ``workers`` processes.

    ``coder`` must be picklable. Closing the iterator (or Ctrl-C in it) drops what was not begun and waits for
    the chunks in work. Raises ParserMissingError as ``run_loop`` does.
    """
    if workers < 1 or chunk < 1:
        raise ValueError(f"a pool needs at least one worker and one report a chunk, not {workers} and {chunk}")
    copies = Copies()
    kept = (item if copies.is_new(item) else None for item in items)
    chunks = iter(lambda: tuple(islice(kept, chunk)), ())
    pool = _Pool(workers, (codebook, pipeline, coder))
    made: dict[str, str] = {}
    try:
        waiting = deque((part, pool.submit(part)) for part in islice(chunks, workers * AHEAD))
        while waiting:
            part, future = waiting.popleft()
            try:
                codings, told = future.result()
            except BrokenProcessPool:
                codings, told = pool.one_by_one(part)
                waiting = deque((p, f if _is_done(f) else pool.submit(p)) for p, f in waiting)
            made = made or told
            waiting.extend((p, pool.submit(p)) for p in islice(chunks, 1))
            yield from (replace(coding, made_by=made) for coding in codings)
    finally:
        pool.close()


def _is_done(future: Future[tuple[list[Coding], dict[str, str]]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
