"""Static files and their addresses: a hash of them all stands in the path, so that browsers may keep each for ever.

In the path and not behind it, so that scripts can name one another relative to themselves.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"


@cache
def version() -> str:
    """Return a hash of all static files."""
    digest = hashlib.sha256()
    for path in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
        digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def root() -> str:
    """Return the path below which the static files of this version are served."""
    return f"/static/{version()}"


def address(name: str) -> str:
    """Return the address of a static file; raises FileNotFoundError where there is none."""
    if not (FOLDER / name).is_file():
        raise FileNotFoundError(f"there is no static file {name}; `make assets` makes those of vendor/")
    return f"{root()}/{name}"
