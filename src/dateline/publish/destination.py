"""Where files go: written beside their place and put there when all are whole: nothing stands half-written."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

_CHUNK = 1 << 20


class Destination:
    """A folder that gets files whole or not at all.

    ``folder`` is where to write in the meantime; it lies in the same file system, so that ``keep`` only renames.
    What stood under the same names is replaced; all else in the folder stays.
    """

    def __init__(self, out: Path) -> None:
        self._out = Path(os.path.realpath(out))
        self._out.parent.mkdir(parents=True, exist_ok=True)
        self._is_new = not self._out.exists()
        beside = self._out.parent if self._is_new else self._out
        self.folder = Path(tempfile.mkdtemp(prefix=".publish-", dir=beside))
        # A folder made for one user only would stay so when it is put in place.
        self.folder.chmod(0o777 & ~_umask())

    def __enter__(self) -> Destination:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)  # nothing is left of it after ``keep``

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield the name of each file below the folder, with slashes, and its path; sorted."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        yield from sorted((path.relative_to(self.folder).as_posix(), path) for path in found)

    def hashes(self) -> dict[str, str]:
        """Return the SHA-256 of each file by its name."""
        return {name: sha256_of(path) for name, path in self.files()}

    def keep(self) -> None:
        """Put everything in its place."""
        if self._is_new:
            self.folder.rename(self._out)
            return
        for path in sorted(self.folder.iterdir()):
            place = self._out / path.name
            if path.is_dir() and place.exists():
                old = self.folder / f".old-{path.name}"
                place.rename(old)
            path.rename(place) if path.is_dir() else path.replace(place)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
