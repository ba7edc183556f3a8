"""Measure who did it, whether it was claimed, and kinds of acts, weapons and targets on short coded texts.

Usage: python eval/paragraphs.py [BENCH] [--sample N] [--errors FIELD] [--json FILE]

One-paragraph texts of incidents, coded as reports of the day of the act. An answer for the perpetrator is a group
that the main incident is claimed by, else credited to, else suspected of. It is right where all words of one name are
in the other, or the codebook knows both names as one group's. Where gold names none, an answer is wrong too. Snippets
of the set ``case21_types`` have one of 30 types, a few of which are ours: a spot check, with "none" for all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bench import rows, scorer
from codings import codings
from dateline.codebook import load_codebook
from dateline.codebook.name_keys import PARTICLES
from figures import Figure, Measured, Miss, alone, sampled
from incidents import same_name
from judge import Verdict, by_rule, told_by

Row = dict[str, Any]
SETS = ("rand_incidents", "gtd_texts")
CUT = 48  # characters; a name of at least so many may be cut off
SURE = ("claimed", "reported", "suspected")  # modalities of who did it, the surest first
WITH_EXPLOSIVES = {"missile", "vehicle", "aircraft"}  # what may have carried them
# What the sets' own codes are in ours; a code that has no one counterpart is not judged.
WEAPONS = {
    "Explosives": "explosive",
    "Explosives/Bombs/Dynamite": "explosive",
    "Remote-detonated explosive": "explosive",
}
WEAPONS |= {"Firearms": "firearm", "Fire or Firebomb": "incendiary", "Incendiary": "incendiary"}
WEAPONS |= {"Knives & sharp objects": "melee", "Melee": "melee", "Chemical Agent": "chemical", "Chemical": "chemical"}
TYPES = {"Bombing/Explosion": "bombing", "Facility/Infrastructure Attack": "facility_attack"}
TYPES |= {"Armed Assault": "armed_assault", "Assassination": "assassination", "Unarmed Assault": "unarmed_assault"}
TYPES |= {"Hijacking": "hijacking", "Hostage Taking (Kidnapping)": "kidnapping"}
TYPES |= {"Hostage Taking (Barricade Incident)": "hostage_taking"}
TARGETS = {"Business": "business", "Police": "police", "Military": "military", "Educational Institution": "education"}
TARGETS |= {"Government (General)": "government", "Religious Figures/Institutions": "religious", "NGO": "ngo"}
TARGETS |= {"Utilities": "utility", "Journalists & Media": "media", "Abortion Related": "health"}
TARGETS |= {"Airports & Aircraft": "transport", "Transportation": "transport", "Telecommunication": "utility"}
TARGETS |= {"Government (Diplomatic)": "diplomatic"}
SNIPPETS = {"AIR_STRIKE": "airstrike", "SUIC_BOMB": "bombing", "GRENADE": "bombing", "REM_EXPLOS": "bombing"}
SNIPPETS |= {"ART_MISS_ATTACK": "shelling", "ARMED_CLASH": "clash", "ATTACK": "armed_assault"}
SNIPPETS |= {"ABDUCT_DISSAP": "kidnapping"}
TOLLS = {"killed": "n_killed", "wounded": "n_injured"}
NO_DAY = {
    "rand_incidents": "1978-06-30",
    "gtd_texts": "1970-06-30",
    "case21_types": "2019-01-01",
}  # where none is told


def dated(name: str, data: list[Row]) -> list[Row]:
    """Return the rows of a set, those without a day with one of the set's years."""
    return [row | {"date": row.get("date") or NO_DAY[name]} for row in data]


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]+", " ", name.lower()).split())


@cache
def _ids() -> dict[tuple[str, ...], set[str]]:
    """Return the actors of the codebook by the keys of each name, which spellings of one name share."""
    actors, told = load_codebook().actors, dict[tuple[str, ...], set[str]]()
    for actor in actors.entries:
        for name in {actor.name, *actor.sure_names, *actor.aliases, *actor.ambiguous}:
            told.setdefault(_key(name), set()).add(actor.id)
    return told


def _key(name: str) -> tuple[str, ...]:
    return tuple(key for key, _ in load_codebook().actors.reader.keys(name) if key not in PARTICLES)


def _with_parents(actor: str) -> set[str]:
    """Return an actor and those that the codebook says it is a part of."""
    above = load_codebook().actors.by_id[actor].parent
    return {actor} | (_with_parents(above) if above in load_codebook().actors.by_id else {above} - {None})


def _begins(key: tuple[str, ...], cut: str) -> bool:
    """Say whether a name of the codebook begins as one that was cut off."""
    return " ".join(key).startswith(" ".join(_key(cut)))


@cache
def _lands() -> frozenset[str]:
    return frozenset(_plain(name) for country in load_codebook().places.countries for name in country.names)


def names_of(group: str | None) -> list[str] | None:
    """Return the names of a group: as coded, without and within brackets."""
    if not group:
        return None
    outside, *brackets = (part.strip(" )") for part in group.split("("))
    inside = (part for part, whole in zip(brackets, group.split("(")[1:], strict=True) if ")" in whole)
    return sorted({group, outside, *(part for part in inside if part and _plain(part) not in _lands())})


def is_group(known: Iterable[str], name: str) -> bool:
    """Return whether a name is one of a group's, or of a part of it; some of the sets' names are cut off.

    What names one group has, and of what groups it is a part, the codebook knows.
    """
    said = _plain(name)
    if any(same_name(one, name) or (len(one) >= CUT and said.startswith(_plain(one))) for one in known):
        return True
    wanted = set[str]().union(*(_ids().get(_key(one), set()) for one in known))
    wanted |= {
        i for key, ids in _ids().items() for one in known if len(one) >= CUT and _begins(key, one) for i in ids
    }
    found = _ids().get(_key(name), set())
    return any(_with_parents(actor) & wanted for actor in found)


def main_statements(output: Row) -> list[Row]:
    """Return what a contract document says of its first incident, or of the group that it is in."""
    if not output["incidents"]:
        return []
    main = output["incidents"][0]
    return [s for s in output["statements"] if s["about"] in (main["id"], main["group"])]


def perpetrator(output: Row) -> str | None:
    """Return the group that is held to have done it."""
    told = [s for s in main_statements(output) if s["property"] == "perpetrator" and s["modality"] in SURE]
    groups = [s for s in told if s["value"]["name"] and (s["value"]["actor"] or not _is_person(s))]
    best = min(groups, key=lambda s: SURE.index(s["modality"]), default=None)
    return best["value"]["name"] if best else None


def _as_gold(row: Row, output: Row) -> str | None:
    """Return the answer, by a name that gold knows if it is the group's."""
    known, said = names_of(row["gold"]["perpetrator"]), perpetrator(output)
    return known[0] if known and said and is_group(known, said) else said


def _is_person(statement: Row) -> bool:
    return statement["rule"].startswith(("responsibility.suspect_", "responsibility.doer_"))


def is_claimed(output: Row) -> int:
    """Return 1 where a claim of responsibility is told of the main incident, by a name or a description, else 0."""
    told = [s for s in main_statements(output) if s["property"] in ("assailant", "perpetrator")]
    return int(any(s["modality"] == "claimed" for s in told))


def verdicts(gold: Row, output: Row) -> dict[str, Verdict]:
    """Return the verdict of a text's codes on each statement; only those on its first incident are judged."""
    main = {s["id"] for s in main_statements(output)}
    return {s["id"]: _verdict(gold, s) if s["id"] in main else Verdict.OPEN for s in output["statements"]}


def _verdict(gold: Row, statement: Row) -> Verdict:
    name, value = statement["property"], statement["value"]
    if name == "perpetrator":
        known = names_of(gold["perpetrator"])
        if not known or not value["name"] or statement["modality"] not in SURE:
            return Verdict.OPEN
        return _told(is_group(known, value["name"]))
    if name in TOLLS:
        told = gold[TOLLS[name]]
        is_whole = told is not None and not value.get("part")
        return told_by(value, {int(told)}) if is_whole else Verdict.OPEN
    if name == "weapon":
        wanted = WEAPONS.get(gold.get("weapon") or gold.get("weapon_type") or "")
    elif name == "type":
        wanted = TYPES.get(gold.get("attack_type") or "")
    else:
        wanted = TARGETS.get(gold.get("target_type") or "") if name == "target" else None
    said = value.get("code") or value.get("type")
    if wanted == "explosive" and said in WITH_EXPLOSIVES:
        return Verdict.OPEN
    return _told(said == wanted) if wanted and said else Verdict.OPEN


def _told(is_right: bool) -> Verdict:
    return Verdict.RIGHT if is_right else Verdict.WRONG


def _misses(name: str, row: Row, output: Row) -> Iterator[Miss]:
    told = [s for s in output["statements"] if s["property"] == "perpetrator"]
    found = tuple(f"{s['value']['name']} ({s['modality']}) by {s['rule']}" for s in told)
    rules = tuple(sorted({s["rule"] for s in told}))
    known, said = names_of(row["gold"]["perpetrator"]), perpetrator(output)
    if (said or known) and not (known and said and is_group(known, said)):
        harm = 2.0 if said else 1.0  # a wrong answer is worse than none
        yield Miss(
            name, row["id"], "perpetrator", (str(row["gold"]["perpetrator"]),), found, row["text"], rules, harm
        )
    if "claimed" in row["gold"] and row["gold"]["claimed"] != is_claimed(output):
        yield Miss(name, row["id"], "claimed", (str(row["gold"]["claimed"]),), found, row["text"], rules)


def _of_set(name: str, bench: Path, sample: int | None) -> Measured:
    data = dated(name, sampled(list(rows(bench / name / "dev.jsonl")), sample))
    outputs = [coding.to_json() for coding in codings(data)]
    fields, result = scorer(bench, "fields"), Measured()
    if name == "rand_incidents":  # the other set's groups are mostly kinds of people
        gold = {row["id"]: {"perpetrator": names_of(row["gold"]["perpetrator"])} for row in data}
        said = {row["id"]: {"perpetrator": _as_gold(row, output)} for row, output in zip(data, outputs, strict=True)}
        one = fields.score(gold, said, {"perpetrator": "alias"}, strict_null=True)["perpetrator"]
        for figure in ("f1", "p", "r"):
            shown = {"f1": "F1", "p": "precision", "r": "recall"}[figure]
            result.figures.append(Figure(name, f"perpetrator {shown}", 100 * one[figure], one["n_gold"]))
    if "claimed" in data[0]["gold"]:
        flags = {row["id"]: row["gold"]["claimed"] for row in data}
        told = {row["id"]: is_claimed(output) for row, output in zip(data, outputs, strict=True)}
        labels = scorer(bench, "labels").score(flags, told)
        result.figures.append(Figure(name, "claimed", 100 * labels["accuracy"], len(flags)))
        result.figures.append(
            Figure(name, "claimed, of the claimed F1", 100 * labels["by_label"][1]["f1"], labels["by_label"][1]["n"])
        )
    judged = {}
    for row, output in zip(data, outputs, strict=True):
        judged |= verdicts(row["gold"], output)
        result.misses += _misses(name, row, output)
    result.rules = by_rule(name, (s for o in outputs for s in o["statements"]), judged)
    return result


def _snippets(bench: Path, sample: int | None) -> Measured:
    data = dated("case21_types", sampled(list(rows(bench / "case21_types" / "dev.jsonl")), sample))
    outputs = [coding.to_json() for coding in codings(data)]
    gold = {row["id"]: SNIPPETS.get(row["label"], "none") for row in data}
    told = {row["id"]: _first_type(output) for row, output in zip(data, outputs, strict=True)}
    scores = scorer(bench, "labels").score(gold, told)
    result = Measured([Figure("case21_types", "type weighted F1", 100 * scores["weighted_f1"], len(gold))])
    for row, output in zip(data, outputs, strict=True):
        wanted, said = gold[row["id"]], told[row["id"]]
        if wanted != said:
            rules = tuple(sorted({s["rule"] for s in output["statements"] if s["property"] == "type"}))
            shown = (f"{wanted} ({row['label']})",), (said,)
            result.misses.append(Miss("case21_types", row["id"], "type", *shown, row["text"], rules))
    return result


def _first_type(output: Row) -> str:
    types: Iterable[str] = output["incidents"][0]["types"] if output["incidents"] else ()
    return next(iter(types), "none")


def measure(bench: Path, sample: int | None = None) -> Measured:
    """Return the figures of all three sets."""
    result = Measured()
    for found in (*(_of_set(name, bench, sample) for name in SETS), _snippets(bench, sample)):
        result.figures += found.figures
        result.misses += found.misses
        result.rules += found.rules
    return result


if __name__ == "__main__":
    alone(measure, __doc__)
