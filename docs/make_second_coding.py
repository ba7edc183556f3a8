"""Makes the team's ledger that docs/second-coding.md shows: ``python docs/make_second_coding.py``.

Some of the example reports, coded by Ann, a sample of them by Bo, who does not see what she decided, settled by Cy.
The three are made up, and so is what they decide: each slips now and then, by a hash of what is before them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from dateline.codebook import load_codebook
from dateline.ledger import Ledger
from dateline.model import Coding
from dateline.read import read_inputs
from dateline.review.decisions import Decision
from dateline.review.desk import Desk
from dateline.review.sheet import Field
from dateline.run.loop import run_loop

TOP = Path(__file__).resolve().parents[1]
SOME = ("brussels-2016", "istanbul-2016", "kabul-2017", "london-2017", "pulwama-2019", "quetta-2016")
PLACE = TOP / "examples" / "team.jsonl"
BEGUN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SLIPS = {"ann": 14, "bo": 10}  # one field in so many
WHY = {"first": "the report says so in its second paragraph", "second": "the words are about the other attack"}


def clock() -> Callable[[], datetime]:
    """Return a clock that goes on twenty seconds at each look."""
    moments = iter(BEGUN + timedelta(seconds=20 * n) for n in range(100_000))
    return lambda: next(moments)


def chance(*words: str) -> int:
    """Return a number that only the words decide."""
    return int.from_bytes(sha256(" ".join(words).encode()).digest()[:4], "big")


def decision(author: str, field: Field) -> Decision:
    """Return what a made-up coder decides of a field."""
    if chance(author, field.id) % SLIPS[author]:
        return Decision("accept", field.id)
    value = getattr(field.now.value, "low", None)
    if isinstance(value, int):
        return Decision("correct", field.id, value=str(value + 1 + chance(field.id) % 5), reason="counted anew")
    return Decision("reject", field.id, reason="not told of this act")


def main() -> None:
    """Make the ledger and write its dump, with times."""
    book = load_codebook()
    inputs = read_inputs([TOP / "examples" / "reports" / name for name in SOME])
    codings = [one for one in run_loop(inputs, book) if isinstance(one, Coding)]
    with tempfile.TemporaryDirectory() as folder, Ledger.create(Path(folder) / "team.db", book=book) as ledger:
        now = clock()
        for made in codings:
            ledger.add(made, now())
        ann, bo, cy = (Desk(ledger, name, clock=now) for name in ("ann", "bo", "cy"))
        reports = sorted(report.id for made in codings for report in made.reports)
        for report in reports:
            ann.decide(
                [decision("ann", field) for field in ann.sheet(report).fields] + [Decision("reviewed", report)]
            )
        sample = cy.second.draw(0.6, "march", note="March", only_done=True)
        for report in sorted(sample.reports):
            fields = bo.second.sheet(sample.id, report).fields
            decisions = [decision("bo", field) for field in fields]
            bo.second.decide(sample.id, report, [*decisions, Decision("reviewed", report)])
        for pair in cy.second.twice(sample.id)[:3]:
            for unit in (one for one in pair.units if one.is_open):
                choice = "second" if chance(unit.mention, unit.name) % 2 else "first"
                cy.second.settle(sample.id, pair.report.id, unit.mention, unit.name, choice, WHY[choice])
        PLACE.write_text("\n".join(ledger.dump(with_times=True)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
