"""Where a command's result goes: standard output, or a file that is either whole or not there."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from dateline.cli.refused import Refused

# Half a surrogate pair, which JSON input can hold, is written as \udXXX: in JSON that is its escape.
_ON_BAD = "backslashreplace"


class Output:
    """Text in UTF-8 to standard output or to a file.

    A file is written beside its place under another name and put there by ``keep``, so that a reader sees the
    old file or the whole new one. Devices and pipes are written to as they are.
    """

    def __init__(self, path: Path | None) -> None:
        self._temporary: Path | None = None
        if path is None:
            self.stream: TextIO = sys.stdout
            if hasattr(self.stream, "reconfigure"):
                self.stream.reconfigure(encoding="utf-8", errors=_ON_BAD, newline="")
            return
        self._path = Path(os.path.realpath(path))  # through links: the link stays, its file is replaced
        try:
            self.stream = self._opened()
        except OSError as error:
            raise Refused(
                f"--output: {path} cannot be written: {error.strerror}; name a file where you may write"
            ) from error

    def _opened(self) -> TextIO:
        if self._path.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        if self._path.exists() and not self._path.is_file():
            return self._path.open("w", encoding="utf-8", errors=_ON_BAD, newline="")
        if self._path.exists() and not os.access(self._path, os.W_OK):
            raise PermissionError(13, "it is read-only")
        handle, name = tempfile.mkstemp(prefix=f".{self._path.name}.", dir=self._path.parent)
        self._temporary = Path(name)
        return os.fdopen(handle, "w", encoding="utf-8", errors=_ON_BAD, newline="")

    def write(self, text: str) -> None:
        """Write text."""
        self.stream.write(text)

    def flush(self) -> None:
        """Pass on what was written."""
        self.stream.flush()

    def keep(self, *, is_whole: bool = True) -> Path | None:
        """End the output; return where a file now is, which is ``NAME.partial`` for one that is not whole."""
        self.stream.flush()
        if self._temporary is None:
            return None
        os.fsync(self.stream.fileno())
        self.stream.close()
        place = self._path if is_whole else self._path.with_name(self._path.name + ".partial")
        self._temporary.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o666 & ~_umask())
        self._temporary.replace(place)
        self._temporary = None
        return place

    def drop(self) -> None:
        """Remove an unfinished file; what stood in its place stays. Does nothing after ``keep``."""
        if self._temporary is not None:
            with suppress(OSError):  # the disk may be full, which is why it is dropped
                self.stream.close()
            self._temporary.unlink(missing_ok=True)
            self._temporary = None


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
