"""The examples end as the same ledger, byte for byte, however they are added: in one go, backwards, one by one,
by processes that are killed, and by two at once."""

from __future__ import annotations

import json
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from dateline.codebook import load_codebook
from dateline.ledger import Ledger, schema
from dateline.model import Coding
from dateline.read import read_inputs
from dateline.run.loop import run_loop

pytestmark = pytest.mark.linked

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples" / "reports"
KILLS = 12
MOST_CALLS = 300  # a run over all examples makes some 1,200 database calls


@pytest.fixture(scope="session")
def example_codings() -> list[Coding]:
    """Code the examples by the real pipeline."""
    codings = list(run_loop(read_inputs([str(EXAMPLES)]), load_codebook()))
    assert len(codings) > 40
    assert not any(coding.set_aside for coding in codings)
    return codings


class Nursery:
    """Starts ``dateline`` as processes of their own, which find the codings made before (``add_codings.py``)."""

    def __init__(self, codings: list[Coding], folder: Path) -> None:
        pickled = folder / "codings.pickle"
        pickled.write_bytes(pickle.dumps(codings))
        self._folder = folder
        self._number = 0
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "add_codings.py"), str(pickled)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def _ask(self, **request: object) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def start(self, ledger: str, *paths: Path, dies_at: int = 0) -> tuple[int, Path]:
        """Start ``dateline add``; return the process and where its words go."""
        self._number += 1
        into = self._folder / f"told{self._number}"
        words = ["add", *map(str, paths), "--ledger", ledger]
        return self._ask(start=words, dies_at=dies_at, into=str(into)), into

    def end(self, started: tuple[int, Path]) -> tuple[int, str]:
        """Wait for a process; return its status and what it said."""
        status = self._ask(wait=started[0])
        return status, started[1].read_text(encoding="utf-8")

    def add(self, ledger: str, *paths: Path, dies_at: int = 0) -> tuple[int, str]:
        """Run ``dateline add`` to its end."""
        return self.end(self.start(ledger, *paths, dies_at=dies_at))

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="session")
def nursery(example_codings: list[Coding], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    started = Nursery(example_codings, tmp_path_factory.mktemp("nursery"))
    yield started
    started.stop()


def dumped(ledger: str) -> list[str]:
    with Ledger(ledger) as opened:
        assert list(opened.verify()) == []
        lines = [*opened.dump(), *joined(opened)]
        opened.rebuild_views()
        assert [*opened.dump(), *joined(opened)] == lines
        return lines


def joined(ledger: Ledger) -> list[str]:
    """Return what the ledger made of its reports: links, incidents and what they were on earlier days, as lines."""
    with ledger.reading() as connection:
        tables = (schema.links, schema.incident_of, schema.incident_before)
        return [f"# {table.name} {sorted(map(tuple, connection.execute(select(table))))}" for table in tables]


@pytest.fixture
def undisturbed(example_codings: list[Coding], new_ledger) -> list[str]:
    """Return the dump of a ledger to which the examples were added in one go."""
    place = new_ledger()
    with Ledger(place) as ledger:
        for coding in example_codings:
            ledger.add(coding)
    return dumped(place)


def test_backwards_and_in_one_transaction_is_the_same(
    example_codings: list[Coding], new_ledger, undisturbed: list[str]
) -> None:
    backwards, at_once = new_ledger(), new_ledger()
    with Ledger(backwards) as ledger:
        for coding in reversed(example_codings):
            ledger.add(coding)
    with Ledger(at_once) as ledger:
        ledger.writer().add_all(example_codings)
    assert dumped(backwards) == undisturbed
    assert dumped(at_once) == undisturbed


def test_both_engines_dump_the_same_bytes(
    example_codings: list[Coding], sqlite_template: Path, postgres_server, tmp_path: Path
) -> None:
    dumps = []
    for place in (shutil.copy(sqlite_template, tmp_path / "a.db"), postgres_server.ledger()):
        with Ledger(place) as ledger:
            ledger.writer().add_all(example_codings)
            dumps.append([*ledger.dump(), *joined(ledger)])
    assert dumps[0] == dumps[1]


def test_the_dump_is_what_was_coded(example_codings: list[Coding], undisturbed: list[str]) -> None:
    by_id = {coding.reports[0].id: coding.to_json() for coding in example_codings}
    for line in (line for line in undisturbed if not line.startswith("#")):
        document = json.loads(line)
        (report,) = document["reports"]
        assert report.pop("family") is not None
        report.pop("replaces")
        assert document == by_id[report["id"]]


def test_killed_at_many_moments_and_resumed_is_the_same(new_place, nursery, undisturbed: list[str]) -> None:
    place = new_place()
    chance = random.Random(20170607)
    kills, held = 0, 0
    for _ in range(KILLS):
        status, told = nursery.add(place, EXAMPLES, dies_at=chance.randint(1, MOST_CALLS))
        if status == 0:
            break
        assert status == -signal.SIGKILL, told
        kills += 1
        now = _reports(place)
        assert now >= held  # what was added stays
        held = now
    assert kills >= 6
    status, told = nursery.add(place, EXAMPLES)
    assert status == 0, told
    assert "there already" in told
    assert dumped(place) == undisturbed


def test_killed_from_outside_at_random_times_is_the_same(new_place, nursery, undisturbed: list[str]) -> None:
    place = new_place()
    chance = random.Random(42)
    for _ in range(8):
        started = nursery.start(place, EXAMPLES)
        time.sleep(chance.uniform(0.05, 0.9))
        os.kill(started[0], signal.SIGKILL)
        assert nursery.end(started)[0] in (0, -signal.SIGKILL)
    status, told = nursery.add(place, EXAMPLES)
    assert status == 0, told
    assert dumped(place) == undisturbed


def test_one_by_one_with_kills_between_is_the_same(new_place, nursery, undisturbed: list[str]) -> None:
    place = new_place()
    chance = random.Random(7)
    for folder in sorted(EXAMPLES.iterdir()):
        nursery.add(place, folder, dies_at=chance.randint(1, 60))
        status, told = nursery.add(place, folder)
        assert status == 0, told
    assert dumped(place) == undisturbed


@pytest.mark.parametrize("attempt", range(3))
def test_two_adds_at_once_end_in_the_same_ledger(new_place, nursery, undisturbed: list[str], attempt: int) -> None:
    place = new_place()
    folders = sorted(EXAMPLES.iterdir())
    both = [nursery.start(place, *folders), nursery.start(place, *reversed(folders))]
    for started in both:
        status, told = nursery.end(started)
        assert status == 0, told
    assert dumped(place) == undisturbed


def _reports(place: str) -> int:
    from dateline.ledger import LedgerError

    try:
        with Ledger(place) as ledger:
            assert list(ledger.verify()) == []
            return ledger.stats().rows["reports"]
    except LedgerError as error:
        assert "no ledger" in str(error) or "is not there" in str(error)  # killed before it was made
        return 0
