"""Score contract documents against hand-coded incidents: pair incidents, then count each property.

Incidents of a report are paired one to one; a pair needs a similarity of NEED. The similarity is the share of the
weight of what gold tells that the found incident meets: country .15, city .25, dates that overlap .2, a common type
.2, a common toll .2. Figures are micro precision, recall and F1 over all reports. Properties of an unpaired gold
incident are all missed, those of an unpaired found incident all wrong. Tolls over groups are compared in one pool a
report. What gold leaves open of type, date, country and city is neither right nor wrong, nor are counts that gold
marks ``subset``. Actors match by name or by quote; names match where one's words are all in the other's.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

TOLLS = (
    "killed",
    "wounded",
    "attackers",
    "attackers_killed",
    "attackers_wounded",
    "hostages",
    "missing",
    "arrested",
)
NEED = 0.5
INCIDENT, MAIN, ALL = "incident", "main incident (recall)", "all properties"
MAY_BE_OPEN = ("type", "date", "country", "city")
EMPTY: dict[str, Any] = {"incidents": [], "groups": [], "statements": []}

Fact = tuple[Any, ...]
Facts = dict[str, set[Fact]]


@dataclass(slots=True)
class Counts:
    """How many facts were right, found and wanted; precision, recall and F1 of them, 0 to 1."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, right: int, found: int, gold: int) -> None:
        """Add the counts of one comparison."""
        self.right += right
        self.found += found
        self.gold += gold

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of what was wanted that was found; 0 where nothing was wanted."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Where:
    """What is compared: a report, gold's key of an incident and the id of the found one, None where there is none."""

    report: str
    key: str | None
    about: str | None
    brief: str = ""

    def __str__(self) -> str:
        """Say it in a line."""
        if self.key is None and self.about is None:
            return f"{self.report} groups"
        if self.key is None:
            return f"{self.report} {self.brief} (not in gold)"
        return f"{self.report} {self.key}" + ("" if self.about else " (not found)")


@dataclass(frozen=True, slots=True)
class Difference:
    """One comparison that was not wholly right: where, which property, what was wanted and found, how many hit."""

    where: Where
    property: str
    wanted: tuple[str, ...]
    found: tuple[str, ...]
    right: int


@dataclass(slots=True)
class Score:
    """Figures by property, in the order met, every miss, and of links between reports a line for each wrong one."""

    figures: dict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    misses: list[Difference] = field(default_factory=list)
    wrong_links: list[str] = field(default_factory=list)

    def compare(self, name: str, gold: Collection[Fact], found: Collection[Fact], where: Where) -> None:
        """Count the facts of one property of one incident and note a miss."""
        right = hits(name, gold, found)
        self.figures[name].add(right, len(found), len(gold))
        if right < max(len(gold), len(found)):
            told = (tuple(sorted(map(str, facts))) for facts in (gold, found))
            self.misses.append(Difference(where, name, *told, right))


@dataclass(slots=True)
class Wanted:
    """What gold tells of one incident: facts, tolls over its group, subset counts, what it leaves open."""

    facts: Facts
    of_group: set[Fact]
    subsets: set[Fact]
    open: set[str]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Wanted:
        """Read an incident of a gold row."""
        own: set[Fact] = set()
        pooled: set[Fact] = set()
        subsets: set[Fact] = set()
        for name in TOLLS:
            for count in row.get(name) or ():
                if count.get("subset"):
                    subsets.add((name, count["low"], count["high"]))
                else:
                    fact = (name, count["low"], count["high"], count.get("speaker"))
                    (pooled if count.get("of_group") else own).add(fact)
        place, date = row.get("place") or {}, row.get("date")
        facts: Facts = {
            "type": {(code,) for code in row["types"]},
            "country": _one(place.get("country")),
            "city": _one(place.get("city")),
            "date": {(date["earliest"], date["latest"])} if date else set(),
            "target": {(target["type"],) for target in row.get("targets") or ()},
            "weapon": {(weapon["type"],) for weapon in row.get("weapons") or ()},
            "suicide": {(True,)} if row.get("suicide") else set(),
            "perpetrator": {(p.get("actor"), p["modality"], p.get("quote")) for p in row.get("perpetrators") or ()},
            "toll": own,
        }
        return cls(facts, pooled, subsets, {name for name in MAY_BE_OPEN if not facts[name]})


def score(gold: Iterable[Mapping[str, Any]], outputs: Mapping[str, Mapping[str, Any]]) -> Score:
    """Score the outputs, contract documents of one report each by gold id, against the rows of gold.

    A report without an output counts as one in which nothing was found.
    """
    result = Score()
    for row in gold:
        _score_report(result, row, outputs.get(row["id"]) or EMPTY)
    total = Counts()
    for name, figure in result.figures.items():
        if name not in (INCIDENT, MAIN, "toll"):  # tolls are in the total once, with their speakers
            total.add(figure.right, figure.found, figure.gold)
    result.figures[ALL] = total
    return result


def _score_report(result: Score, row: Mapping[str, Any], output: Mapping[str, Any]) -> None:
    wanted = [Wanted.of(incident) for incident in row["incidents"]]
    pool = set().union(*(w.of_group for w in wanted))
    found, in_groups = _found(output, wanted, pool)
    chosen = pair([w.facts for w in wanted], found)
    result.figures[INCIDENT].add(len(chosen), len(found), len(wanted))
    main = [i for i, incident in enumerate(row["incidents"]) if incident.get("main")]
    result.figures[MAIN].add(sum(i in chosen for i in main), len(main), len(main))
    for i, want in enumerate(wanted):
        facts = found[chosen[i]] if i in chosen else {}
        about = output["incidents"][chosen[i]]["id"] if i in chosen else None
        where = Where(row["id"], row["incidents"][i]["key"], about)
        for name, values in want.facts.items():
            if name not in want.open:
                result.compare(name, values, facts.get(name, set()), where)
        result.compare("toll_and_speaker", want.facts["toll"], facts.get("toll", set()), where)
    for j, facts in enumerate(found):
        if j not in chosen.values():
            where = Where(row["id"], None, output["incidents"][j]["id"], _brief(facts))
            for name, values in facts.items():
                result.compare(name, set(), values, where)
            result.compare("toll_and_speaker", set(), facts["toll"], where)
    for name in ("toll", "toll_and_speaker"):
        result.compare(name, pool, in_groups, Where(row["id"], None, None))


def matched(row: Mapping[str, Any], output: Mapping[str, Any]) -> dict[str, str]:
    """Return gold's key of each found incident, by its id, as the score pairs them."""
    wanted = [Wanted.of(incident) for incident in row["incidents"]]
    found, _ = _found(output, wanted, set().union(*(w.of_group for w in wanted)))
    chosen = pair([w.facts for w in wanted], found)
    return {output["incidents"][j]["id"]: row["incidents"][i]["key"] for i, j in chosen.items()}


def _found(output: Mapping[str, Any], wanted: Collection[Wanted], pool: set[Fact]) -> tuple[list[Facts], set[Fact]]:
    """Return the facts of each found incident, and the tolls over groups, without counts gold marks subset."""
    about = defaultdict(list)
    for statement in output["statements"]:
        about[statement["about"]].append(statement)
    subsets: set[Fact] = set().union(*(w.subsets for w in wanted))
    wide = {toll[:3] for w in wanted for toll in w.facts["toll"]} | {toll[:3] for toll in pool}
    found = []
    for incident in output["incidents"]:
        facts = _facts(incident, about[incident["id"]])
        facts["toll"] = {toll for toll in facts["toll"] if toll[:3] not in subsets or toll[:3] in wide}
        # what is said of who did it for a whole group holds for each incident of it
        facts["perpetrator"] |= _perpetrators(about.get(incident.get("group"), ()))
        found.append(facts)
    over_groups = _tolls(s for group in output.get("groups") or () for s in about[group["id"]])
    return found, {toll for toll in over_groups if toll[:3] not in subsets}


def _facts(incident: Mapping[str, Any], statements: Collection[Mapping[str, Any]]) -> Facts:
    place, date = incident.get("place") or {}, incident.get("date") or {}
    named = place.get("name") if place.get("precision") in ("city", "district", "landmark", None) else None
    facts: Facts = {
        "type": {(code,) for code in incident.get("types") or ()},
        "country": _one(place.get("country")),
        "city": _one(place.get("city") or named),
        "date": {(date.get("earliest"), date.get("latest"))} if any(map(date.get, ("earliest", "latest"))) else set(),
        "suicide": {(True,)} if incident.get("suicide") else set(),
    }
    for name in ("target", "weapon"):
        values = (s["value"] or {} for s in statements if s["property"] == name)
        facts[name] = {(value["type"],) for value in values if value.get("type")}
    facts["perpetrator"] = _perpetrators(statements)
    facts["toll"] = _tolls(statements)
    return facts


def _tolls(statements: Iterable[Mapping[str, Any]]) -> set[Fact]:
    """Return (property, low, high, speakers joined or None) of each count."""
    return {
        (
            s["property"],
            (s["value"] or {}).get("low"),
            (s["value"] or {}).get("high"),
            " | ".join(speaker.get("name") or "" for speaker in s.get("speakers") or ()) or None,
        )
        for s in statements
        if s["property"] in TOLLS
    }


def _perpetrators(statements: Iterable[Mapping[str, Any]]) -> set[Fact]:
    """Return (actor's name or None, modality, quote) of each."""
    found = ((s, s["value"] or {}) for s in statements if s["property"] == "perpetrator")
    return {(value.get("name") or value.get("actor"), s["modality"], s["evidence"]["quote"]) for s, value in found}


def _one(value: object) -> set[Fact]:
    return {(value,)} if value else set()


def _brief(facts: Facts) -> str:
    told = [next(iter(sorted(facts[name], key=str)), None) for name in ("city", "country", "date", "type")]
    return "/".join("-".join(map(str, fact)) for fact in told if fact) or "nothing told"


def similarity(gold: Facts, found: Facts) -> float:
    """Return the share of the weight of what gold tells that the found one meets, 0 to 1; .5 if it tells none."""
    same_toll = {t[:3] for t in gold["toll"]} & {t[:3] for t in found["toll"]}
    parts = (
        (0.15, gold["country"], bool(gold["country"] & found["country"])),
        (0.25, gold["city"], any(same_name(a[0], b[0]) for a in gold["city"] for b in found["city"])),
        (0.20, gold["date"], any(_overlap(a, b) for a in gold["date"] for b in found["date"])),
        (0.20, gold["type"], bool(gold["type"] & found["type"])),
        (0.20, gold["toll"], bool(same_toll)),
    )
    weight = sum(w for w, told, _ in parts if told)
    return sum(w for w, told, met in parts if told and met) / weight if weight else 0.5


def pair(golds: list[Facts], found: list[Facts]) -> dict[int, int]:
    """Return found's index by gold's: pairs of at least NEED, best first, then swapped while the sum grows."""
    table = {(i, j): similarity(g, s) for i, g in enumerate(golds) for j, s in enumerate(found)}
    chosen: dict[int, int] = {}
    for (i, j), value in sorted(table.items(), key=lambda cell: (cell[1], cell[0]), reverse=True):
        if value >= NEED and i not in chosen and j not in chosen.values():
            chosen[i] = j
    changed = True
    while changed:
        changed = False
        for i in list(chosen):
            for k in (k for k in list(chosen) if i < k):
                now = table[i, chosen[i]] + table[k, chosen[k]]
                swapped = table[i, chosen[k]], table[k, chosen[i]]
                if sum(swapped) > now + 1e-9 and min(swapped) >= NEED:
                    chosen[i], chosen[k] = chosen[k], chosen[i]
                    changed = True
    return chosen


def hits(name: str, gold: Collection[Fact], found: Collection[Fact]) -> int:
    """Return how many gold facts of the property are met by found ones, one to one."""
    left, right = sorted(found, key=str), 0
    for wanted in sorted(gold, key=str):
        match = next((fact for fact in left if meets(name, wanted, fact)), None)
        if match is not None:
            left.remove(match)
            right += 1
    return right


def meets(name: str, gold: Fact, found: Fact) -> bool:
    """Return whether a found fact of a property is the one that gold tells."""
    if name == "city":
        return same_name(gold[0], found[0])
    if name == "perpetrator":
        return _same_actor(gold, found)
    if name == "toll":
        return gold[:3] == found[:3]
    if name == "toll_and_speaker":
        return gold[:3] == found[:3] and _same_speaker(gold[3], found[3])
    return gold == found


def _same_actor(gold: Fact, found: Fact) -> bool:
    if gold[1] != found[1]:
        return False
    if gold[0] is None or found[0] is None:
        return gold[0] is None and found[0] is None
    return any(same_name(a, b) for a, b in ((gold[0], found[0]), (gold[2], found[0]), (gold[0], found[2])))


def _same_speaker(gold: str | None, found: str | None) -> bool:
    if not gold or not found:
        return not gold and not found
    words = _words(gold)
    return bool(({word for word in words if len(word) > 3} or words) & _words(found))


def same_name(a: str | None, b: str | None) -> bool:
    """Return whether all words of one name are in the other; accents, case and articles do not matter."""
    one, other = _words(a), _words(b)
    return bool(one and other) and (one <= other or other <= one)


def _words(text: str | None) -> set[str]:
    folded = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    return set(re.sub(r"[^a-z0-9 ]+", " ", re.sub(r"\b(the|a|an|group|of|in)\b", " ", folded)).split())


def _overlap(a: Fact, b: Fact) -> bool:
    return (a[0] or "0") <= (b[1] or "9") and (b[0] or "0") <= (a[1] or "9")


def table(figures: Mapping[str, Counts]) -> str:
    """Return precision, recall and F1 in percent, a line a property."""
    lines = [f"{'':24} {'P':>6} {'R':>6} {'F1':>6} {'gold':>6} {'found':>6}"]
    for name, figure in figures.items():
        p, r, f1 = (100 * value for value in (figure.precision, figure.recall, figure.f1))
        lines.append(f"{name:24} {p:6.1f} {r:6.1f} {f1:6.1f} {figure.gold:6} {figure.found:6}")
    return "\n".join(lines)
