"""What has been written already, kept in a file: for things that many incidents share, with flat memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path


class Seen:
    """A set of keys in a file of its own, which goes away when it is closed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._keys = sqlite3.connect(path)
        self._keys.execute("PRAGMA synchronous = OFF")  # nobody needs it after a crash
        self._keys.execute("CREATE TABLE seen (key TEXT PRIMARY KEY) WITHOUT ROWID")

    def __contains__(self, key: str) -> bool:
        return self._keys.execute("SELECT 1 FROM seen WHERE key = ?", (key,)).fetchone() is not None

    def add(self, key: str) -> bool:
        """Take a key in; say whether it is new."""
        return self._keys.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount == 1

    def __iter__(self) -> Iterator[str]:
        """Yield the keys, sorted."""
        yield from (key for (key,) in self._keys.execute("SELECT key FROM seen ORDER BY key"))

    def close(self) -> None:
        """Let go of the file."""
        self._keys.close()
        self._path.unlink(missing_ok=True)
