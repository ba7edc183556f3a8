"""What there is to tell of reports whose incidents were coded by hand: figures, misses with their words, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from figures import Figure, Measured, Miss, passage
from incidents import EMPTY, MAIN, Difference, Score
from judge import by_rule, verdicts

Row = Mapping[str, Any]
GOLD_LISTS = {"target": "targets", "weapon": "weapons", "perpetrator": "perpetrators"}
TOLL_FIELDS = ("toll", "toll_and_speaker")
NAMES = {MAIN: "main incident recall", "all properties": "property F1"}
HEAD = 500  # characters of a report that are shown where no words of it can be pointed at


def measured(
    name: str, texts: Mapping[str, str], gold: Sequence[Row], outputs: Mapping[str, Row], score: Score
) -> Measured:
    """Return figures, misses and the verdicts on rules of a set, by its name, from the score of its outputs."""
    found = Measured(_figures(name, score))
    rows = {row["id"]: row for row in gold}
    found.misses = [
        _miss(name, d, texts[d.where.report], rows[d.where.report], outputs.get(d.where.report, EMPTY))
        for d in score.misses
    ]
    judged, statements = {}, []
    for row in gold:
        output = outputs.get(row["id"], EMPTY)
        judged |= verdicts(row, output)
        statements += output["statements"]
    found.rules = by_rule(name, statements, judged)
    return found


def field_of(name: str) -> str:
    """Return the field of the harness under which a figure of the score stands."""
    return NAMES.get(name, f"{name} F1")


def _figures(name: str, score: Score) -> list[Figure]:
    return [
        Figure(name, field_of(field), 100 * (c.recall if field == MAIN else c.f1), c.gold)
        for field, c in score.figures.items()
    ]


def _miss(name: str, told: Difference, text: str, row: Row, output: Row) -> Miss:
    where = told.where
    incident = next((i for i in row["incidents"] if i["key"] == where.key), None)
    own = [s for s in output["statements"] if _is_of(s, told)]
    spans = {(s["evidence"]["start"], s["evidence"]["end"], s["rule"]) for s in own}
    for quote in _quotes(incident, told.property) if incident else ():
        if (at := text.find(quote)) >= 0:
            spans.add((at, at + len(quote), "gold"))
    parts = (f"{by}: {passage(text, start, end)}" for start, end, by in sorted(spans))
    shown = "\n".join(parts) or " ".join(text[:HEAD].split())
    harm = len(told.wanted) + len(told.found) - 2 * told.right
    rules = tuple(sorted({s["rule"] for s in own}))
    return Miss(name, str(where), told.property, told.wanted, told.found, shown, rules, harm)


def _is_of(statement: Row, told: Difference) -> bool:
    prop, about = statement["property"], told.where.about
    if told.property in TOLL_FIELDS:
        is_asked = "low" in statement["value"]
    else:
        is_asked = prop == ("place" if told.property in ("city", "country") else told.property)
    return is_asked and (statement["about"] == about or (told.where.key is None and about is None))


def _quotes(incident: Row, prop: str) -> Iterator[str]:
    """Yield the words that gold points at for a property."""
    if prop in ("city", "country") and incident.get("place"):
        yield incident["place"].get("quote") or ""
    elif prop in TOLL_FIELDS:
        lists = (v for v in incident.values() if isinstance(v, list))
        yield from (one["quote"] for told in lists for one in told if isinstance(one, dict) and "low" in one)
    else:
        yield from (one.get("quote") or "" for one in incident.get(GOLD_LISTS.get(prop, ""), ()))
