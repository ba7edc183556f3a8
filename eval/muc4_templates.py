"""One incident of our contract as a MUC-4 template, after the task's own documentation (template-doc, versions 7).

What the contract holds is mapped; nothing is read from the texts but the words at the evidence and, for the names of
organisations, which of an actor's names a text uses. Which incidents are templates follows the definition of a
relevant incident: recent, specific, and not military acts against armed sides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from muc4_perpetrators import add_perpetrators, category
from muc4_words import (
    ATTACKERS,
    CROWD,
    NO_DEVICE,
    TARGET_WORDS,
    VAGUE,
    VICTIM_WORDS,
    WEAPON_WORDS,
    bare,
    by_words,
    countries,
    head_of,
    is_person,
    nations,
    number_of,
    plain,
    titled,
)

Json = Mapping[str, Any]
Template = dict[str, Any]

TYPES = {
    "bombing": "BOMBING",
    "kidnapping": "KIDNAPPING",
    "hostage_taking": "KIDNAPPING",
    "hijacking": "HIJACKING",
}
COUNTRIES = frozenset("AR BO CL CO EC GT HN PE SV".split())  # "the nine Latin American countries of interest"
_STAGES = {
    "completed": "ACCOMPLISHED",
    "attempted": "ATTEMPTED",
    "foiled": "ATTEMPTED",
    "planned": "THREATENED",
    "threatened": "THREATENED",
}
_OLD = timedelta(days=62)  # "within two months of the date of the article"
_EFFECTS = {"killed": "DEATH", "wounded": "INJURY"}
_NOBODY = {
    frozenset({"killed"}): "NO DEATH",
    frozenset({"wounded"}): "NO INJURY",
    frozenset({"killed", "wounded"}): "NO INJURY OR DEATH",
}
_VICTIM_TYPES = {
    "diplomatic": "DIPLOMAT",
    "government": "GOVERNMENT OFFICIAL",
    "military": "ACTIVE MILITARY",
    "police": "LAW ENFORCEMENT",
    "political_party": "POLITICAL FIGURE",
}
_IMPLIED = {"firearm": "GUN", "explosive": "EXPLOSIVE", "incendiary": "FIRE"}
_STANDS_FOR_ONE = re.compile(r"(?:THE|THIS|THAT) ")
_COUNTED = ("killed", "wounded", "hostages", "missing")


def value_of(statement: Json) -> Json:
    """Return the value of a statement."""
    value: Json = statement["value"]
    return value


class Draft:
    """One incident on its way to a template."""

    def __init__(self, incident: Json, said: Sequence[Json], text: str, published: date, *, is_dated: bool) -> None:
        self.incident, self.said, self.text, self.published = incident, said, text, published
        self.is_dated = is_dated
        self.is_only = False  # whether the report tells of no other incident
        self.type = self._type()

    def of(self, *names: str) -> Iterator[Json]:
        """Yield the statements of the properties."""
        return (s for s in self.said if s["property"] in names)

    def _type(self) -> str:
        codes = Counter(value_of(s)["code"] for s in self.of("type"))
        first = list(dict.fromkeys(value_of(s)["code"] for s in self.of("type")))
        weapons = {value_of(s)["type"] for s in self.of("weapon")}
        if not codes:
            return "BOMBING" if "explosive" in weapons else "ATTACK"
        if "airstrike" in codes or "shelling" in codes:
            return "ATTACK"
        best = max(first, key=lambda c: (codes[c], c in TYPES))
        if best == "facility_attack":
            return "ARSON" if "incendiary" in weapons else "BOMBING" if "explosive" in weapons else "ATTACK"
        return TYPES.get(best, "ATTACK")

    def is_relevant(self) -> bool:
        """Say whether the incident is one that the task wants: recent, specific, not between armed sides."""
        when = self.incident["date"]
        latest = date.fromisoformat(when["latest"]) if when and when["latest"] else None
        if self.is_dated and latest and self.published - latest > _OLD and not self.is_only:
            return False
        made = self.template()
        whom = made["VictimType"] or made["Target"]
        by_whom = made["PerpInd"] or made["PerpOrg"]
        if not whom and (self.type == "ATTACK" or not by_whom):
            return False  # "an attack perpetrated by a subversive group" tells of no target and no kind of attack
        codes = {value_of(s)["code"] for s in self.of("type")}
        return not (codes <= {"clash", "airstrike", "shelling"} and not self._hits_civilians(made))

    def _hits_civilians(self, made: Template) -> bool:
        kinds = {v["value"] for v in made["VictimType"]} - {"ACTIVE MILITARY", "LAW ENFORCEMENT"}
        return bool(kinds or made["Target"])

    # ---- slots ------------------------------------------------------------------------------------------

    def template(self) -> Template:
        """Return the template."""
        made: Template = {"incident_type": self.type, "stage": _STAGES[self.incident["outcome"]]}
        made["date"] = self._date()
        made["location"] = self._location()
        add_perpetrators(self.said, self.text, made)
        self._weapons(made)
        self._targets(made)
        self._victims(made)
        made["category"] = category(self.said, made, is_bombing=self.type == "BOMBING")
        return made

    def _date(self) -> str | None:
        when = self.incident["date"]
        lead = any(s["rule"].startswith("time.lead.date") for s in self.of("date"))
        if not when or not when["latest"]:
            return f"/{self.published.isoformat()}" if self.is_dated else None
        if not self.is_dated and not any(re.search(r"\d", s["evidence"]["quote"]) for s in self.of("date")):
            return None
        if lead and when["latest"] == self.published.isoformat():
            return f"/{when['latest']}"
        if when["earliest"] is None:
            return f"/{when['latest']}"
        return str(when["earliest"] if when["earliest"] == when["latest"] else f"{when['earliest']}/{when['latest']}")

    def _location(self) -> str | None:
        where = self.incident["place"]
        if not where or not where["country"] or all(s["rule"].startswith("place.hint.") for s in self.of("place")):
            return self._country_in_text()
        names = [countries().get(where["country"], where["country"])]
        told = {plain(s["evidence"]["quote"]) for s in self.of("place") if not s["rule"].startswith("place.lead")}
        if not told:  # where the report was written; the task wants no more than the country then
            return names[0]
        if where["admin1"] and any(plain(where["admin1"]) in quote for quote in told):
            names.append(plain(where["admin1"]))
        if where["city"]:
            town = plain(where["city"])
            names.append(f"{town} CITY" if town == names[0] else town)
        if where["precision"] in ("district", "admin1") and where["name"]:
            names.append(plain(where["name"]))
        return ": ".join(dict.fromkeys(names))

    def _country_in_text(self) -> str | None:
        """Return the country that the report names most, itself or by its people, the task's own before others."""
        named = Counter(
            code for words, code in nations().items() for _ in re.finditer(rf"\b{re.escape(words)}\b", self.text)
        )
        wanted = Counter({code: times for code, times in named.items() if code in COUNTRIES}) or named
        return countries()[wanted.most_common(1)[0][0]] if wanted else None

    def _weapons(self, made: Template) -> None:
        made["Weapon"], made["WeaponType"] = [], []
        if self.type in ("ARSON", "KIDNAPPING"):
            return
        implied = []
        for s in self.of("weapon"):
            words = bare(plain(value_of(s)["name"] or ""))
            kind = by_words(words, WEAPON_WORDS)
            if not s["rule"].startswith("weapon.named.") or NO_DEVICE.search(words) or kind is None:
                implied.append(value_of(s)["type"])
                continue
            if words.removesuffix("S") not in {w[0].removesuffix("S") for w in made["Weapon"]}:
                made["Weapon"].append([words])
                made["WeaponType"].append({"value": kind, "ref": words})
        kinds_told = {w["value"] for w in made["WeaponType"]}
        if kinds_told - {"BOMB", "EXPLOSIVE"}:  # "the bomb" stands for the car bomb told before
            made["Weapon"] = [w for w in made["Weapon"] if w[0] not in ("BOMB", "EXPLOSIVE", "EXPLOSIVES")]
            names = [w[0] for w in made["Weapon"]]
            made["WeaponType"] = [w for w in made["WeaponType"] if w["ref"] in names]
        if not made["Weapon"]:
            kinds = dict.fromkeys(_IMPLIED[t] for t in implied if t in _IMPLIED and t != "incendiary")
            made["WeaponType"] = [{"value": k} for k in list(kinds)[:1]]

    def _targets(self, made: Template) -> None:
        for slot in ("Target", "TargetType", "TargetNumber", "TargetEffect", "TargetNation"):
            made[slot] = []
        if self.type == "KIDNAPPING":
            return
        for s in self.of("target"):
            whole = plain(value_of(s)["name"] or "")
            words = bare(whole)
            if (
                not words
                or is_person(words)
                or titled(value_of(s)["name"])
                or s["rule"].startswith("target.named.")
                or self._is_named(words)
                or any(_stands_for(words, t[0]) for t in made["Target"])
            ):
                continue
            kind = by_words(words, TARGET_WORDS)
            if kind is None and value_of(s)["type"] in ("civilians", "armed_group", "military", "public_event"):
                continue
            made["Target"].append([words])
            made["TargetType"].append({"value": kind or "OTHER", "ref": words})
            made["TargetNumber"].append({"value": number_of(whole, words), "ref": words})
            effect = self._effect(s["rule"])
            if effect:
                made["TargetEffect"].append({"value": effect, "ref": words})
            nation = self._nation(whole)
            if nation:
                made["TargetNation"].append({"value": nation, "ref": words})

    def _is_named(self, words: str) -> bool:
        """Say whether words for a target end in a name of one of the victims, who have slots of their own."""
        names = [plain(value_of(s)["name"]).split() for s in self.of("victim") if value_of(s)["name"]]
        return any(words.split()[-1] in name for name in names)

    def _effect(self, rule: str) -> str | None:
        if rule.startswith("target.destroyed."):
            return "DESTROYED"
        return "SOME DAMAGE" if rule.startswith("target.damaged.") or self.type in ("ARSON", "BOMBING") else None

    def _nation(self, words: str) -> str | None:
        where = (self.incident["place"] or {}).get("country")
        code = next((nations()[w] for w in re.findall(r"[\w.]+", words) if w in nations()), None)
        if code is None and re.search(r"\bU\.?S\.?\b|\bAMERICAN\b", words):
            code = "US"
        return countries()[code] if code and code != where else None

    def _victims(self, made: Template) -> None:
        for slot in ("Victim", "VictimDesc", "VictimType", "VictimNumber", "VictimEffect", "VictimNation"):
            made[slot] = []
        for s in self.of("victim"):
            value = value_of(s)
            name = plain(value["name"]) if value["name"] else None
            self._victim(made, name, plain(value["description"] or ""), value["kind"], value["status"])
        for s in self.of("target"):
            words = value_of(s)["name"] or ""
            both = titled(words)
            if both:
                self._victim(made, both[1], both[0], value_of(s)["type"], "")
            elif is_person(bare(plain(words))) and s["rule"].startswith("target.patient"):
                self._victim(made, None, plain(words), value_of(s)["type"], "")
        nobody = {s["property"] for s in self.of("killed", "wounded") if value_of(s)["high"] == 0}
        if nobody and not made["VictimEffect"]:
            made["VictimEffect"].append({"value": _NOBODY[frozenset(nobody)]})
        for s in self.of(*_COUNTED):
            value, quote = value_of(s), plain(s["evidence"]["quote"])
            crowd = CROWD.search(quote)
            known = {d["value"] for d in made["VictimDesc"]}
            if crowd and value["low"] and not value["part"] and crowd.group() not in known:
                number = str(value["low"]) if value["low"] == value["high"] else f"{value['low']}-"
                self._victim(made, None, crowd.group(), "civilians", s["property"], number)

    def _victim(
        self, made: Template, name: str | None, whole: str, kind: str, status: str, number: str | None = None
    ) -> None:
        words = bare(whole)
        ref = name or words
        if not ref or (not name and (kind == "armed_group" or ATTACKERS.search(words))):
            return
        if not name and (VAGUE.fullmatch(words) or _has_head(made, words)) and made["VictimType"]:
            return
        if not name and _STANDS_FOR_ONE.match(whole) and number_of(whole, words) == "1" and made["VictimType"]:
            return  # "the clergyman" is whom the report has told of before
        effect = _EFFECTS.get(status)
        if name:
            full = next((v[0] for v in made["Victim"] if set(name.split()) <= set(v[0].split())), None)
            ref = full or ref
        if any(t["ref"] == ref for t in made["VictimType"]):
            if effect and not any(e["ref"] == ref for e in made["VictimEffect"]):
                made["VictimEffect"].append({"value": effect, "ref": ref})
            return
        if name:
            made["Victim"].append([name])
        if words:
            made["VictimDesc"].append({"value": words, "ref": name} if name else {"value": words})
        kinds = by_words(words, VICTIM_WORDS) or _VICTIM_TYPES.get(kind, "CIVILIAN")
        made["VictimType"].append({"value": kinds, "ref": ref})
        made["VictimNumber"].append({"value": "1" if name else number or number_of(whole, words), "ref": ref})
        if effect:
            made["VictimEffect"].append({"value": effect, "ref": ref})
        nation = self._nation(whole)
        if nation:
            made["VictimNation"].append({"value": nation, "ref": ref})


def _has_head(made: Template, words: str) -> bool:
    """Say whether people described by the same noun are among the victims ("labor union leaders", "leaders")."""
    return any(head_of(d["value"]) == head_of(words) for d in made["VictimDesc"])


def _stands_for(words: str, known: str) -> bool:
    """Say whether words for a target are the last of those for one that is known ("the bus", "a route 4 bus")."""
    return known == words or known.endswith(f" {words}")
