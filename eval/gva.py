"""Score day, place, tolls and names of the main incident of local news reports against official records.

Usage: python eval/gva.py [BENCH] [--every N] [--half a|b] [--errors FIELD] [--limit N]

BENCH is a folder with ``gva/dev.jsonl`` (rows: id, title, date, url, text, incident_id, gold) and
``scorers/fields.py``. The main incident is the first of a report. Recall counts all gold values, precision those
for which there is an answer; near is within a day, a tenth of a number, or a part of a name. The halves share no
incident: one to read errors in, one to see whether what was learnt holds.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from typing import Any

from bench import coded, folder, report_of, rows, scorer

Row = dict[str, Any]
KINDS = {
    "day": "date",
    "city": "alias",
    "state": "exact",
    "killed": "number",
    "injured": "number",
    "victims": "set",
    "people": "set",
}
SHOWN = 900  # characters of a report whose answer is wrong
SEED = 5


def number_of(key: str) -> int:
    """Return a number of a row that stays the same from run to run."""
    return int(hashlib.sha1(key.encode()).hexdigest(), 16)


def wanted(row: Row) -> Row:
    """Return the fields of the official record."""
    gold = row["gold"]
    named = [p for p in gold["participants"] if p["name"]]
    return {
        "day": gold["date"],
        "city": gold["city_names"],
        "state": gold["state"],
        "killed": gold["n_killed"],
        "injured": gold["n_injured"],
        "victims": [p["name"] for p in named if p["type"] == "Victim"],
        "people": [p["name"] for p in named],
    }


def found(output: Row) -> Row:
    """Return the fields of the main incident of a contract document; the names are those of the whole report."""
    statements = output["statements"]
    victims = names(statements, "victim")
    fields: Row = {"victims": sorted(victims), "people": sorted(victims | names(statements, "perpetrator"))}
    if not output["incidents"]:
        return fields
    main = output["incidents"][0]
    own = [s for s in statements if s["about"] in (main["id"], main["group"])]
    day, place = main["date"] or {}, main["place"] or {}
    return fields | {
        "day": day.get("latest"),
        "city": place.get("city"),
        "state": place.get("admin1"),
        "killed": with_attackers(own, "killed"),
        "injured": with_attackers(own, "wounded"),
    }


def with_attackers(statements: list[Row], kind: str) -> int:
    """Return how many came to harm, whoever shot among them, as the record counts; Dateline keeps attackers apart."""
    inside = any(s["value"].get("includes_attackers") for s in statements if s["property"] == kind)
    return most(statements, kind) + (0 if inside else most(statements, f"attackers_{kind}"))


def most(statements: list[Row], kind: str) -> int:
    """Return the highest whole count of a kind, 0 where none is told."""
    tolls = [s["value"] for s in statements if s["property"] == kind and not s["value"].get("part")]
    return max((t["high"] or 0 if t["low"] is None else t["low"] for t in tolls), default=0)


def names(statements: list[Row], kind: str) -> set[str]:
    """Return the names of one kind of people."""
    values = (s["value"].get("name") for s in statements if s["property"] == kind)
    return {name for name in values if name}


def misses(field: str, data: list[Row], answers: dict[str, Row], fields: Any, limit: int) -> None:
    """Print reports whose answer is wrong or missing, in an order by chance that stays the same."""
    shown = 0
    for row in random.Random(SEED).sample(data, len(data)):
        key, gold = row["id"], wanted(row)
        one = fields.score({key: gold}, {key: answers[key]}, {field: KINDS[field]})[field]
        if one["hit"] == one["n_gold"] == one["n_pred"] or not one["n_gold"]:
            continue
        print(f"===== {field} want {gold[field]} found {answers[key].get(field)} | {key} | {row['date']}")
        print(f"all wanted {gold}\nall found {answers[key]}\n{row['url']}\n{row['title']}\n{row['text'][:SHOWN]}")
        shown += 1
        if shown == limit:
            return


def main() -> None:
    """Code the reports, score them and print a line for each field."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("bench", nargs="?")
    parser.add_argument("--every", type=int, default=10, help="take one report of so many; 1 takes all")
    parser.add_argument("--half", choices=["a", "b"], help="only this half")
    parser.add_argument("--errors", choices=sorted(KINDS), metavar="FIELD", help="print what is wrong in a field")
    parser.add_argument("--limit", type=int, default=25, help="print so many errors")
    options = parser.parse_args()
    bench = folder(options.bench)
    fields = scorer(bench, "fields")
    data = list(rows(bench / "gva" / "dev.jsonl"))
    if options.half:
        data = [r for r in data if (number_of(r["incident_id"]) % 2 == 0) == (options.half == "a")]
    data = [r for r in data if number_of(r["id"]) // 7 % options.every == 0]
    outputs = list(coded([report_of(r, r["date"]) for r in data]))
    answers = {r["id"]: found(o) for r, o in zip(data, outputs, strict=True)}
    if options.errors:
        misses(options.errors, data, answers, fields, options.limit)
    print(f"{len(data)} reports, {sum(not o['incidents'] for o in outputs)} without an incident")
    for name, v in fields.score({r["id"]: wanted(r) for r in data}, answers, KINDS).items():
        print(
            f"{name:8} right {v['hit']:5} of {v['n_gold']:5} recall {v['r'] * 100:5.1f}"
            f" precision {v['p'] * 100:5.1f} F1 {v['f1'] * 100:5.1f} near {v['near_r'] * 100:5.1f}"
        )


if __name__ == "__main__":
    main()
