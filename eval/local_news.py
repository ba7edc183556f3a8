"""Measure killed and wounded of the main incident on dated local news, whose gold is the incident's final record.

Usage: python eval/local_news.py [BENCH] [--every N]

Every N-th article is coded; its first incident, with the group that it is part of, is held against the record. The
record counts everybody who died or was hurt, whoever shot among them. Dateline keeps attackers apart, so that here
the highest whole counts of both are added, unless the report's own count has the attackers in it. An article that
gives no incident has no count, which is wrong.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable
from typing import Any

import bench
from dateline.codebook import load_codebook
from dateline.model import Coding, Statement, Toll
from dateline.run.loop import run_loop

FIELDS = {"n_killed": "killed", "n_injured": "wounded"}


def _highest(statements: Iterable[Statement], name: str) -> int:
    """Return the highest whole count of a property, 0 without one."""
    tolls = [s.value for s in statements if s.property == name and isinstance(s.value, Toll) and not s.value.part]
    return max((t.low if t.low is not None else t.high or 0 for t in tolls), default=0)


def counts(coding: Coding) -> dict[str, int | None]:
    """Return how many a report's first incident killed and hurt, the attackers added; None without an incident."""
    if not coding.incidents:
        return dict.fromkeys(FIELDS)
    main = coding.incidents[0]
    told = [s for s in coding.statements if s.about in {main.id, main.group}]
    found: dict[str, int | None] = {}
    for field, name in FIELDS.items():
        inside = any(isinstance(s.value, Toll) and s.value.includes_attackers for s in told if s.property == name)
        found[field] = _highest(told, name) + (0 if inside else _highest(told, f"attackers_{name}"))
    return found


def _is_chosen(key: str, every: int) -> bool:
    return int(hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(), 16) % every == 0


def main() -> None:
    """Code the articles and print how many counts are right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", nargs="?")
    parser.add_argument("--every", type=int, default=10, help="code one article in so many")
    options = parser.parse_args()
    path = bench.folder(options.bench) / "gva" / "dev.jsonl"
    rows: list[dict[str, Any]] = [r for r in bench.rows(path) if _is_chosen(r["id"], options.every)]
    codings = run_loop([bench.report_of(r, r["date"]) for r in rows], load_codebook())
    found = [counts(coding) for coding in codings]
    print(f"{len(rows)} articles; without an incident {sum(f['n_killed'] is None for f in found)}")
    for field in FIELDS:
        right = sum(f[field] == r["gold"][field] for f, r in zip(found, rows, strict=True))
        print(f"{field:10} right {right} ({100 * right / max(1, len(rows)):.1f} %)")


if __name__ == "__main__":
    main()
