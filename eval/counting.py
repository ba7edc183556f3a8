"""Measure counting: answer the questions of a set ("how many killing incidents in Ohio since 2015") from a ledger.

Usage: python eval/counting.py [BENCH] [--cache FOLDER] [--wrong N] [--json FILE]

Every report of the set is added to a new ledger, which links them; each question is one call of ``Ledger.count``.
Of a report only its first incident is added: the set's records know one incident a report. A killing incident has
at least one killed, an injuring one at least one wounded. Figures a kind of question: the share answered exactly
right, within one, and document F1. Wrong answers are laid to the first part that is at fault: an incident that was
not found as asked has a wrong toll, place, date or name, or was linked wrongly; or one too many was counted.
"""

from __future__ import annotations

import calendar
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bench import folder, rows, scorer
from dateline.codebook import load_codebook
from dateline.ledger import Ledger
from dateline.ledger.answers import Count
from dateline.ledger.bulk import add_many, prepared
from dateline.ledger.filters import Filters
from dateline.ledger.reader import Reader
from dateline.ledger.write import utc_now
from dateline.model import Coding
from figures import Figure, Measured, asked, tell
from linking import read

RULE = "highest"  # the records hold final totals
KINDS = {1: "find the incident", 2: "incidents", 3: "people", 4: "incidents in a span", 5: "people in a span"}
LEAST = {"killing": {"min_killed": 1}, "injuring": {"min_wounded": 1}}
COUNTED = {"killing": "killed", "injuring": "wounded"}


def main_incident(coding: Coding) -> Coding:
    """Return what a coding tells of its first incident alone."""
    if not coding.incidents:
        return coding
    first = coding.incidents[0]
    return replace(
        coding,
        incidents=(replace(first, group=None),),
        groups=(),
        statements=tuple(s for s in coding.statements if s.about == first.id),
        tallies=(),
    )


def span_of(question: Mapping[str, Any]) -> dict[str, date]:
    """Return the days that a question asks about, as filters take them."""
    span = question.get("range") or {}
    found = {"since": span.get("from"), "until": span.get("to")}
    when = question.get("time") or {}
    if "day" in when:
        found = {"since": when["day"], "until": when["day"]}
    elif "month" in when:
        year, month = map(int, when["month"].split("-"))
        found = {
            "since": f"{year}-{month:02}-01",
            "until": f"{year}-{month:02}-{calendar.monthrange(year, month)[1]}",
        }
    elif "year" in when:
        found = {"since": f"{when['year']}-01-01", "until": f"{when['year']}-12-31"}
    return {name: date.fromisoformat(day) for name, day in found.items() if day}


def filters_of(question: Mapping[str, Any]) -> Filters:
    """Return the filters that a question stands for."""
    where = question.get("location") or {}
    who = question.get("participant") or {}
    return Filters(
        **span_of(question),
        **LEAST[question["event_type"]],
        country=("US",) if where else (),
        place=where.get("city") or where.get("state"),
        person=who.get("first") or who.get("last"),
    )


def answered(reader: Reader, question: Mapping[str, Any]) -> Count:
    """Return the ledger's answer. Attackers who came to harm stay out: adding them was measured to do worse."""
    what = COUNTED[question["event_type"]] if question["subtask"] in (3, 5) else "incidents"
    return reader.counted(what, filters_of(question), rule=RULE)


def faults(reader: Reader, question: Mapping[str, Any], found: Count, home: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with an answer: for each incident not found which condition it fails, and what is extra."""
    wanted = set(question["incidents"])
    got = {home[report] for report in found.reports if report in home}
    asked = filters_of(question)
    conditions = {
        "toll": {"min_killed": None, "min_wounded": None},
        "place": {"place": None, "country": ()},
        "date": {"since": None, "until": None},
        "person": {"person": None},
    }
    missing = wanted - got
    for name, open_one in conditions.items():
        if not missing:
            break
        wider = reader.counted("incidents", replace(asked, **open_one))
        now = {home[report] for report in wider.reports if report in home}
        yield from (name for _ in missing & now)
        missing -= now
    yield from ("several" for _ in missing)
    yield from ("extra" for _ in got - wanted)
    if len(found.incidents) != len(got):
        yield "linking"
    elif not wanted ^ got:
        yield "number"


def asked_of(
    bench: Path, cache: Path | None = None, shown: int = 0
) -> tuple[dict[str, Any], dict[int, Counter[str]]]:
    """Fill a ledger and ask it; return the scorer's figures and by kind what was wrong with wrong answers."""
    told, book = read(bench, "gva", cache), load_codebook()
    questions = list(rows(bench / "gva" / "questions_dev.jsonl"))
    home = {c.reports[0].id: told.gold[n] for n, c in enumerate(told.codings)}
    named = {c.reports[0].id: told.ids[n] for n, c in enumerate(told.codings)}
    with tempfile.TemporaryDirectory() as place, Ledger.create(Path(place) / "gva.db") as ledger:
        made = (one for coding in told.codings for one in prepared(main_incident(coding), book))
        add_many(ledger.engine, made, book, utc_now)
        print(f"{ledger.stats().rows['reports']} reports, {ledger.stats().incidents} incidents")
        answers, wrong = {}, {kind: Counter[str]() for kind in KINDS}
        with ledger.reader() as reader:
            for question in questions:
                found = answered(reader, question)
                answers[question["id"]] = {"answer": found.low, "docs": [named[r] for r in found.reports]}
                if question["subtask"] > 1 and found.low != question["answer"]:
                    told_faults = Counter(faults(reader, question, found, home))
                    wrong[question["subtask"]].update(set(told_faults))
                    if sum(wrong[question["subtask"]].values()) <= shown:
                        print(
                            question["text"], "| gold", question["answer"], "| got", found.low, "|", dict(told_faults)
                        )
    return scorer(bench, "counting").score(questions, answers), wrong


def _figures(scores: Mapping[str, Mapping[str, float]]) -> Iterator[Figure]:
    for name, row in scores.items():
        kind, n = int(name[1:]), int(row["n"])
        if kind > 1:
            yield Figure("gva", f"counting {KINDS[kind]} exact", 100 * row["accuracy"], n)
        yield Figure("gva", f"counting {KINDS[kind]} document F1", 100 * row["doc_f1"], n)


def measure(bench: Path, sample: int | None = None) -> Measured:
    """Return the figures of all kinds of questions; none of a sample, for the answers count the whole set."""
    return Measured([] if sample else list(_figures(asked_of(bench)[0])))


def main() -> None:
    """Print the figures, and what was wrong with wrong answers."""
    parser = asked(__doc__, has_misses=False)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="print so many wrong answers of each kind")
    given = parser.parse_args()
    bench = folder(given.bench)
    if given.sample:
        tell(measure(bench, given.sample), given)
        return
    scores, wrong = asked_of(bench, given.cache, given.wrong)
    tell(Measured(list(_figures(scores))), given)
    for name, row in scores.items():
        kind = int(name[1:])
        within = f"within one {100 * row['within_1']:.1f}; " if kind > 1 else ""
        parts = ", ".join(f"{part} {n}" for part, n in wrong[kind].most_common())
        print(f"  {kind} {KINDS[kind]} ({row['n']}): {within}wrong answers with: {parts or 'none'}")


if __name__ == "__main__":
    main()
