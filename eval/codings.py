"""Codings of a whole set, kept between measures that need the same ones.

Coding thousands of reports takes minutes, and several measures of a set start from its codings. They are kept in the
folder that ``DATELINE_EVAL_CODINGS`` names, by the content of the reports and of the code that made them.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bench import report_of
from dateline.codebook import load_codebook
from dateline.model import Coding, Report
from dateline.run.loop import default_coder
from parses import use_kept_parses

ENVIRONMENT = "DATELINE_EVAL_CODINGS"
# Rooms and files on which nothing depends that a coding tells; it may be kept with other confidences.
AFTER_CODING = ("ledger", "cli", "across", "web", "review", "publish", "confidence.py", "confidence.yaml")


def codings(found: list[dict[str, Any]], folder: str | Path | None = None) -> list[Coding]:
    """Return the coding of each row, copies too, which a run would code once, kept in ``folder`` if it is given."""
    folder = folder or os.environ.get(ENVIRONMENT)
    kept = Path(folder) / f"{fingerprint(found)}.pickle" if folder else None
    if kept and kept.exists():
        told: list[Coding] = pickle.loads(kept.read_bytes())
        return told
    made = code_all([report_of(row, row["date"]) for row in found])
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        whole = kept.with_suffix(f".{os.getpid()}")
        whole.write_bytes(pickle.dumps(made))
        whole.replace(kept)
    return made


def code_all(reports: Iterable[Report]) -> list[Coding]:
    """Return the coding of each report, one after the other."""
    use_kept_parses()
    book, coder = load_codebook(), default_coder()
    return [coder(report, book) for report in reports]


def fingerprint(found: list[dict[str, Any]]) -> str:
    """Return a hash of the rows and of all code and data that coding them depends on."""
    code = Path(__file__).parents[1] / "src" / "dateline"
    told = hashlib.sha256(json.dumps(found).encode())
    for path in sorted(code.rglob("*")):
        if path.suffix in (".py", ".yaml", ".gz") and not set(path.relative_to(code).parts) & set(AFTER_CODING):
            told.update(path.read_bytes())
    return told.hexdigest()[:16]
