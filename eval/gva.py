"""Score day, place, tolls and names of the main incident of local news reports against official records.

Usage: python eval/gva.py [BENCH] [--sample N] [--half a|b] [--errors FIELD] [--limit N] [--json FILE]

BENCH is a folder with ``gva/dev.jsonl`` (rows: id, title, date, url, text, incident_id, gold) and
``scorers/fields.py``. The main incident is the first of a report. Recall counts all gold values, precision those
for which there is an answer; near is within a day, a tenth of a number, or a part of a name. The halves share no
incident: one to read errors in, one to see whether what was learnt holds.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import folder, rows, scorer
from codings import codings
from figures import Figure, Measured, Miss, asked, passage, sampled, tell
from incidents import same_name
from judge import Verdict, by_rule, told_by

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
_STATES = {"Washington, D.C.": "District of Columbia"}  # the record's name of what GeoNames calls otherwise
HEAD = 700  # characters of a report whose answer is wrong
READ_FROM = {"day": ("date",), "city": ("place",), "state": ("place",)}  # properties that an answer is made of
READ_FROM |= {"killed": ("killed", "attackers_killed"), "injured": ("wounded", "attackers_wounded")}
READ_FROM |= {"victims": ("victim",), "people": ("victim", "perpetrator")}


def number_of(key: str) -> int:
    """Return a number of a row that stays the same from run to run."""
    return int(hashlib.sha1(key.encode()).hexdigest(), 16)


def wanted(row: Row) -> Row:
    """Return the fields of the official record."""
    gold = row["gold"]
    named = [p for p in gold["participants"] if p["name"]]
    return {
        "day": gold["date"],
        "city": spellings(gold["city_names"]),
        "state": gold["state"],
        "killed": gold["n_killed"],
        "injured": gold["n_injured"],
        "victims": [p["name"] for p in named if p["type"] == "Victim"],
        "people": [p["name"] for p in named],
    }


def spellings(names: list[str]) -> list[str]:
    """Return the record's spellings of a place, whole: "Lubbock (county)" came apart, and Saint is St. too.

    An act outside all towns is recorded under its county, which the source cuts into "Lubbock" and "county".
    """
    whole = [f"{n} County" for n in names if "county" in names and not n.lower().endswith("county")]
    saints = [re.sub(r"\bSt\b\.?", "Saint", name) for name in names]
    return list(dict.fromkeys([*names, *whole, *saints]))


def found(output: Row) -> Row:
    """Return the fields of the main incident of a contract document; the names are those of the whole report.

    Where an act was in no town, the record's city is the county.
    """
    statements = output["statements"]
    victims = names(statements, "victim")
    fields: Row = {"victims": sorted(victims), "people": sorted(victims | names(statements, "perpetrator"))}
    if not output["incidents"]:
        return fields
    main = output["incidents"][0]
    own = [s for s in statements if s["about"] in (main["id"], main["group"])]
    day, place = main["date"] or {}, main["place"] or {}
    areas = (s["value"] for s in own if s["property"] == "place" and s["value"]["precision"] == "district")
    return fields | {
        "day": day.get("latest"),
        "city": place.get("city") or next((a["name"] for a in areas), None),
        "state": _STATES.get(place.get("admin1"), place.get("admin1")),
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


def verdicts(row: Row, output: Row) -> dict[str, Verdict]:
    """Return the verdict of the record on each statement of a report."""
    if not output["incidents"]:
        return {s["id"]: Verdict.OPEN for s in output["statements"]}
    main = output["incidents"][0]
    own = {main["id"], main["group"]}
    return {s["id"]: _verdict(row["gold"], s, is_main=s["about"] in own) for s in output["statements"]}


def _verdict(gold: Row, statement: Row, *, is_main: bool) -> Verdict:
    name, value = statement["property"], statement["value"]
    if name in ("victim", "perpetrator"):
        return _person(gold, value.get("name"), is_victim=name == "victim")
    if not is_main:
        return Verdict.OPEN
    if name == "date":
        first, last = value["earliest"] or "0", value["latest"] or "9"
        return _told(first <= gold["date"] <= last)
    if name == "place" and value.get("city"):
        return _told(any(same_name(town, value["city"]) for town in spellings(gold["city_names"])))
    if name in _HARM and not value.get("part"):
        status, column = _HARM[name]
        harmed = sum(status in (p["status"] or "") and p["type"] != "Victim" for p in gold["participants"])
        wanted = {harmed} if name.startswith("attackers") else {gold[column], gold[column] - harmed}
        return told_by(value, wanted)
    return Verdict.OPEN


_HARM = {"killed": ("Killed", "n_killed"), "attackers_killed": ("Killed", "n_killed")}
_HARM |= {"wounded": ("Injured", "n_injured"), "attackers_wounded": ("Injured", "n_injured")}


def _person(gold: Row, name: str | None, *, is_victim: bool) -> Verdict:
    known = [p["name"] for p in gold["participants"] if p["name"] and (p["type"] == "Victim") is is_victim]
    return _told(any(same_name(name, one) for one in known)) if name and known else Verdict.OPEN


def _told(is_right: bool) -> Verdict:
    return Verdict.RIGHT if is_right else Verdict.WRONG


def _misses(row: Row, text: str, output: Row, answer: Row, fields: Any) -> Iterator[Miss]:
    """Yield the fields whose answer is wrong or missing, with the words that it was read from."""
    gold, key = wanted(row), row["id"]
    for field, one in fields.score({key: gold}, {key: answer}, KINDS).items():
        if one["hit"] == one["n_gold"] == one["n_pred"] or not one["n_gold"]:
            continue
        about = {output["incidents"][0]["id"], output["incidents"][0]["group"]} if output["incidents"] else set()
        everywhere = field in ("victims", "people")
        read = [
            s
            for s in output["statements"]
            if s["property"] in READ_FROM[field] and (everywhere or s["about"] in about)
        ]
        spans = sorted({(s["evidence"]["start"], s["evidence"]["end"], s["rule"]) for s in read})
        shown = [f"{rule}: {passage(text, start, end, 80)}" for start, end, rule in spans]
        head = f"published {row['date']}: " + " ".join(text[:HEAD].split())
        found_now = answer.get(field)
        yield Miss(
            "gva",
            f"{key} {row['url']}",
            field,
            tuple(map(str, gold[field] if isinstance(gold[field], list) else [gold[field]])),
            tuple(map(str, found_now if isinstance(found_now, list) else [found_now])),
            "\n".join([head, *shown]),
            tuple(sorted({s["rule"] for s in read})),
            one["n_gold"] + one["n_pred"] - 2 * one["hit"],
        )


def measure(bench: Path, sample: int | None = None, half: str | None = None) -> Measured:
    """Return the figures of all fields; a sample is of whole incidents, with all reports of each."""
    fields = scorer(bench, "fields")
    data = list(rows(bench / "gva" / "dev.jsonl"))
    if half:
        data = [r for r in data if (number_of(r["incident_id"]) % 2 == 0) == (half == "a")]
    data = sampled(data, sample, "incident_id")
    answers, judged, statements, result = {}, {}, [], Measured()
    for row, coding in zip(data, codings(data), strict=True):
        output = coding.to_json()
        text, answers[row["id"]] = coding.reports[0].text, found(output)
        result.misses += _misses(row, text, output, answers[row["id"]], fields)
        judged |= verdicts(row, output)
        statements += output["statements"]
    scores = fields.score({r["id"]: wanted(r) for r in data}, answers, KINDS)
    for name, one in scores.items():
        is_list = KINDS[name] == "set"
        field, value = (f"{name} F1", one["f1"]) if is_list else (name, one["r"])
        result.figures.append(Figure("gva", field, 100 * value, one["n_gold"]))
    result.rules = by_rule("gva", statements, judged)
    return result


def main() -> None:
    """Read the command line and measure."""
    parser = asked(__doc__)
    parser.add_argument("--half", choices=["a", "b"], help="only this half")
    options = parser.parse_args()
    tell(measure(folder(options.bench), options.sample, options.half), options)


if __name__ == "__main__":
    main()
