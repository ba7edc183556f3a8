"""Where the development sets lie, and how a set's rows are read and coded."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from dateline.codebook import load_codebook
from dateline.model import Report
from dateline.run.loop import run_loop
from parses import use_kept_parses


def folder(argument: str | None = None) -> Path:
    """Return the folder of the development sets: the argument or DATELINE_BENCH; exit with advice without one."""
    named = argument or os.environ.get("DATELINE_BENCH")
    if not named or not Path(named).is_dir():
        sys.exit("name the folder of the development sets as an argument or in DATELINE_BENCH")
    return Path(named)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def scorer(bench: Path, name: str) -> ModuleType:
    """Import a scorer that lies beside the sets."""
    path = bench / "scorers" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"bench_{name}", path)
    assert spec and spec.loader, path
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def report_of(row: dict[str, Any], published: str) -> Report:
    """Make a report of a row with ``text`` and perhaps ``title`` and ``outlet``, the headline first."""
    title, body = row.get("title"), row["text"]
    text = f"{title}\n\n{body}" if title and not body.startswith(title) else body
    return Report.of(
        text, date.fromisoformat(published[:10]), outlet=row.get("outlet"), title=title, url=row.get("url")
    )


def coded(reports: list[Report]) -> Iterator[dict[str, Any]]:
    """Yield the contract document of each report, in order; parses are kept where the environment says so."""
    use_kept_parses()
    for coding in run_loop(reports, load_codebook()):
        for item in coding.set_aside:
            print(f"set aside: {item.input}: {item.reason}", file=sys.stderr)
        yield coding.to_json()
