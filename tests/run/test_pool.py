from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ProcessPoolExecutor

import pytest

from dateline.codebook import load_codebook
from dateline.model import SetAside
from dateline.run.loop import ParserMissingError, run_loop
from dateline.run.pool import cores, run_pool
from handmade import code_fully, report

BOOK = load_codebook()


def documents(codings) -> list[str]:
    return [json.dumps(coding.to_json()) for coding in codings]


def mixed() -> list:
    """Reports, copies, a failing one and inputs set aside; early ones take longest."""
    items: list = [report(f"WAIT {40 - 3 * n} ms, report {n}.") for n in range(12)]
    items += [
        report(),
        SetAside("a.csv#2", "no date"),
        report(),
        report("FAIL"),
        report("MISQUOTE"),
        items[0],
    ]
    return items


@pytest.mark.parametrize(("workers", "chunk"), [(1, 1), (2, 3), (3, 100)])
def test_the_pool_gives_the_same_bytes_as_the_loop(workers: int, chunk: int) -> None:
    one = documents(run_loop(mixed(), BOOK, coder=code_fully))
    many = documents(run_pool(mixed(), BOOK, workers=workers, chunk=chunk, coder=code_fully))
    assert many == one
    assert len(many) == len(mixed())


def test_nothing_to_code_starts_nothing() -> None:
    assert list(run_pool([], BOOK, workers=2, coder=code_fully)) == []


def test_a_process_that_dies_costs_only_the_report_that_it_died_of() -> None:
    items = [report(f"Report {n}.") for n in range(7)]
    items[3] = report("DIE here")
    codings = list(run_pool(items, BOOK, workers=2, chunk=2, coder=code_fully))
    assert [c.reports[0].id if c.reports else None for c in codings] == [
        None if n == 3 else item.id for n, item in enumerate(items)
    ]
    (aside,) = codings[3].set_aside
    assert items[3].id in aside.input
    assert "died" in aside.reason


def spawn_late(executor: ProcessPoolExecutor) -> None:
    if executor._processes:
        time.sleep(1.5)  # the first one has died by then
    spawn(executor)


def spawn_unseen(executor: ProcessPoolExecutor) -> None:
    before = list(executor._processes)
    spawn(executor)
    if before:
        pid, process = executor._processes.popitem()
        time.sleep(1.5)  # the executor ends the others meanwhile
        executor._processes[pid] = process


spawn = ProcessPoolExecutor._spawn_process


@pytest.mark.parametrize("spawned", [spawn_late, spawn_unseen])
def test_a_process_that_starts_as_another_dies_is_ended_too(spawned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProcessPoolExecutor, "_spawn_process", spawned)
    codings: list = []
    before = multiprocessing.active_children()
    items = [report("DIE here"), report("Report 1.")]
    run = threading.Thread(
        target=lambda: codings.extend(run_pool(items, BOOK, workers=2, chunk=1, coder=code_fully)), daemon=True
    )
    run.start()
    run.join(timeout=60)
    assert not run.is_alive(), "the pool waits for ever"
    assert [bool(coding.set_aside) for coding in codings] == [True, False]
    assert not set(multiprocessing.active_children()) - set(before)


def test_items_are_read_only_a_few_chunks_ahead() -> None:
    read = []

    def items():
        for number in range(500):
            read.append(number)
            yield report(f"Report {number}.")

    codings = run_pool(items(), BOOK, workers=1, chunk=2, coder=code_fully)
    next(codings)
    codings.close()
    assert len(read) <= 10


def test_a_missing_parser_stops_the_run() -> None:
    with pytest.raises(ParserMissingError, match="no_such_pipeline"):
        list(run_pool([report()], BOOK, workers=1, pipeline="no_such_pipeline", coder=code_fully))


@pytest.mark.usefixtures("hearing_ctrl_c")
def test_ctrl_c_ends_the_run_and_its_processes_soon() -> None:
    items = (report(f"WAIT 100 ms, report {n}.") for n in range(10_000))
    codings = run_pool(items, BOOK, workers=2, chunk=2, coder=code_fully)
    next(codings)
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(codings)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(("workers", "chunk"), [(0, 1), (1, 0)])
def test_a_pool_of_nobody_is_refused(workers: int, chunk: int) -> None:
    with pytest.raises(ValueError, match="at least one worker"):
        next(run_pool([report()], BOOK, workers=workers, chunk=chunk, coder=code_fully))


def test_there_is_a_processor() -> None:
    assert cores() >= 1
