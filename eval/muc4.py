"""Score the wire reports of 1988-90: MUC-4 templates by (a) type and five roles, (b) all content slots.

Usage: python eval/muc4.py [BENCH] [--sample N] [--errors FIELD] [--json FILE]

The scorers lie beside the set. Reports without a date are coded as of a neutral day, and days that rest on it are
left out. (b) maps a template only where a role is filled, so that what has none is left out of both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from bench import coded, report_of, rows, scorer
from figures import Figure, Measured, Miss, alone, passage, sampled
from muc4_templates import TYPES, Draft, Json, Template, value_of
from muc4_words import plain

NO_DATE = "1989-12-01"  # for reports without one
_HEAD = 500  # characters of a report that are shown where no words of it can be pointed at
_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
_SHARED = frozenset({"date", "place", "perpetrator"})
_OWN = frozenset({"target", "victim"})
_INSTANCE = ("incident_type", "date", "location")


def templates(output: Json, *, is_dated: bool) -> list[Template]:
    """Return the templates of one report's contract; ``is_dated`` says whether its day of publication is known."""
    report = output["reports"][0]
    published = date.fromisoformat(report["published"])
    found = []
    for incident in output["incidents"]:
        about = {incident["id"], incident["group"]}
        said = [s for s in output["statements"] if s["about"] in about]
        for part in _by_type(said):
            draft = Draft(incident, part, plain(report["text"]), published, is_dated=is_dated)
            draft.is_only = len(output["incidents"]) == 1
            if draft.is_relevant():
                found.append(draft.template())
    return _merged(found)


def _by_type(said: Sequence[Json]) -> list[list[Json]]:
    """Part the statements of an incident by the task's types, where each has whom or what it struck.

    The task has a template for each type; our incident may be a bombing with a kidnapping. What a sentence tells goes
    with the type told nearest to it; day, place and perpetrator go with all.
    """
    marks = [
        (s["evidence"]["start"], TYPES.get(value_of(s)["code"], "ATTACK")) for s in said if s["property"] == "type"
    ]
    kinds = list(dict.fromkeys(kind for _, kind in marks))
    if len(kinds) < 2:
        return [list(said)]
    parts: dict[str, list[Json]] = {kind: [] for kind in kinds}
    for s in said:
        nearest = min(marks, key=lambda m: abs(m[0] - s["evidence"]["start"]))[1]
        for kind in kinds if s["property"] in _SHARED else [nearest]:
            parts[kind].append(s)
    whole = [p for p in parts.values() if any(s["property"] in _OWN for s in p)]
    return whole if len(whole) == len(parts) else [list(said)]


def _merged(found: Sequence[Template]) -> list[Template]:
    """Put incidents into one template that no slot of the task tells apart: same type, day and place."""
    kept: list[Template] = []
    for made in found:
        same = next((k for k in kept if all(k[slot] == made[slot] for slot in _INSTANCE)), None)
        if same is None:
            kept.append(made)
            continue
        for slot, fills in made.items():
            if isinstance(fills, list):
                same[slot] += [fill for fill in fills if fill not in same[slot]]
            elif same[slot] is None:
                same[slot] = fills
    return kept


def _slot_figures(slots: Mapping[str, Mapping[str, float]]) -> Iterator[Figure]:
    for name, figure in slots.items():
        field = "all slots F (b)" if name == "ALL" else f"{name} F (b)"
        if figure["POS"]:
            yield Figure("muc4", field, figure["F"], int(figure["POS"]))


def _misses(
    gold: Mapping[str, Sequence[Json]],
    found: Mapping[str, Sequence[Template]],
    texts: Mapping[str, str],
    norm: Callable[[str], str],
) -> Iterator[Miss]:
    """Yield the reports whose fills of a role, or whose types, are not those of the keys, over all templates."""
    for key, keys in gold.items():
        for field in ("incident_type", *_ROLES):
            wanted = [_fills(t, field) for t in keys]
            made = [_fills(t, field) for t in found[key]]
            names = {norm(name) for fills in wanted for fill in fills for name in fill}
            right = {norm(fill[0]) for fills in made for fill in fills} & names
            lacking = [fill[0] for fills in wanted for fill in fills if not {norm(n) for n in fill} & right]
            stray = [fill[0] for fills in made for fill in fills if norm(fill[0]) not in right]
            if lacking or stray:
                shown = next((_about(texts[key], name) for name in lacking), " ".join(texts[key][:_HEAD].split()))
                yield Miss(
                    "muc4", key, f"{field} F (a)", tuple(lacking), tuple(stray), shown, (), len(lacking) + len(stray)
                )


def _fills(template: Json, field: str) -> list[list[str]]:
    if field == "incident_type":
        return [[name.strip() for name in template[field].split("/")]]
    return list(template[field])


def _about(text: str, name: str) -> str:
    at = " ".join(text.split()).lower().find(name.lower())
    return passage(" ".join(text.split()), at, at + len(name)) if at >= 0 else " ".join(text[:_HEAD].split())


def measure(bench: Path, sample: int | None = None) -> Measured:
    """Return the figures of both scores and, as misses, the fills of (a) by role."""
    sys.path.insert(0, str(bench / "scorers" / "muc4"))  # the scorers import one another
    by_role, by_slot = (scorer(bench, f"muc4/{name}") for name in ("score_templates", "score_full"))
    docs = sampled(list(rows(bench / "muc4" / "dev.docs.jsonl")), sample, "docid")
    reports = [report_of(doc, doc["dateline"]["iso_date"] or NO_DATE) for doc in docs]
    found = {
        doc["docid"]: templates(output, is_dated=bool(doc["dateline"]["iso_date"]))
        for doc, output in zip(docs, coded(reports), strict=True)
    }
    gold, keys = (
        {row["docid"]: row["templates"] for row in rows(bench / "muc4" / name) if row["docid"] in found}
        for name in ("dev.gold_a.jsonl", "dev.gold_b.jsonl")
    )
    result = by_role.score(gold, found)
    slots = by_slot.score(keys, {key: [by_slot.M.system_to_slots(t) for t in made] for key, made in found.items()})
    figures = [Figure("muc4", "micro F (a)", result["micro"]["F"], result["micro"]["key"])]
    figures += [Figure("muc4", f"{role} F (a)", result[role]["F"], result[role]["key"]) for role in _ROLES]
    figures += _slot_figures(slots)
    texts = {doc["docid"]: doc["text"] for doc in docs}
    return Measured(figures, list(_misses(gold, found, texts, by_role.norm)))


if __name__ == "__main__":
    alone(measure, __doc__)
