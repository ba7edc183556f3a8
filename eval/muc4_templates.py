"""From our contract to MUC-4 templates, after the task's own documentation (template-doc, versions 7).

What the contract holds is mapped; nothing is read from the texts but the words at the evidence and, for the names of
organisations, which of an actor's names a text uses. Which incidents are templates follows the definition of a
relevant incident: recent, specific, and not military acts against armed sides.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from dateline.codebook import load_codebook

Json = Mapping[str, Any]
Template = dict[str, Any]

_TYPES = {
    "bombing": "BOMBING",
    "kidnapping": "KIDNAPPING",
    "hostage_taking": "KIDNAPPING",
    "hijacking": "HIJACKING",
}
_STAGES = {
    "completed": "ACCOMPLISHED",
    "attempted": "ATTEMPTED",
    "foiled": "ATTEMPTED",
    "planned": "THREATENED",
    "threatened": "THREATENED",
}
_RECENT = timedelta(days=62)
_OLD = timedelta(days=400)
_ARMED = frozenset({"military", "police", "armed_group"})
_STATE = frozenset({"armed_forces", "government", "intelligence", "police", "security_forces", "state"})
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
_VICTIM_WORDS = (
    (r"FORMER|EX-", "FORMER GOVERNMENT OFFICIAL"),
    (r"BODYGUARDS?|GUARDS?|ESCORTS?|SECURITY", "SECURITY GUARD"),
    (r"JUDGES?|LAWYERS?|ATTORNEYS?|MAGISTRATES?|PROSECUTORS?|JUSTICES?", "LEGAL OR JUDICIAL"),
    (r"AMBASSADORS?|DIPLOMATS?|CONSULS?|ATTACHES?", "DIPLOMAT"),
    (r"CANDIDATES?|LEADERS?|POLITICIANS?|PARTY|ACTIVISTS?", "POLITICAL FIGURE"),
    (
        r"MAYORS?|MINISTERS?|GOVERNORS?|PRESIDENT|SENATORS?|DEPUT(?:Y|IES)|OFFICIALS?|COUNCIL\w+",
        "GOVERNMENT OFFICIAL",
    ),
    (r"POLICE\w*|PATROLM[AE]N|AGENTS?|DETECTIVES?", "LAW ENFORCEMENT"),
    (r"SOLDIERS?|TROOPS?|COLONELS?|GENERALS?|MAJORS?|LIEUTENANTS?|SERGEANTS?|MARINES?|OFFICERS?", "ACTIVE MILITARY"),
)
_TARGET_WORDS = (
    (r"EMBASS\w+|CONSULATES?|DIPLOMATIC", "DIPLOMAT OFFICE OR RESIDENCE"),
    (r"POLICE|PRECINCT|CARABINEROS?", "LAW ENFORCEMENT FACILITY"),
    (r"BANKS?|FINANCIAL", "FINANCIAL"),
    (r"POWER|ELECTRIC\w*|PYLONS?|OIL|PIPELINES?|SUBSTATIONS?|TOWERS?|POLES?|DAM|TRANSFORMERS?|FUEL|GAS", "ENERGY"),
    (r"RADIO|TELEPHONE|TELECOM\w*|NEWSPAPERS?|TELEVISION|ANTENNA\w*", "COMMUNICATIONS"),
    (r"CARS?|BUS(?:ES)?|VEHICLES?|TRUCKS?|TRAINS?|PLANES?|AIRCRAFT|AIRLINERS?|HELICOPTERS?|AMBULANCES?|TAXIS?|JEEPS?"
     r"|VANS?|BOATS?|SHIPS?|MOTORCYCLES?|TANKERS?|WAGONS?|AIRPLANES?", "TRANSPORT VEHICLE"),
    (r"BRIDGES?|HIGHWAYS?|ROADS?|RAILWAYS?", "TRANSPORTATION ROUTE"),
    (r"AIRPORTS?|STATIONS?|PORTS?", "TRANSPORTATION FACILITY"),
    (r"MINISTR\w+|GOVERNMENT\w*|TOWN|MAYOR\w*|COURT\w*|PRESIDENTIAL|CONGRESS|MUNICIPAL\w*|PALACE|CITY", "GOVERNMENT OFFICE OR RESIDENCE"),
    (r"WATER|AQUEDUCTS?", "WATER"),
    (r"STORES?|SHOPS?|RESTAURANTS?|HOTELS?|PLANTS?|FACTOR\w+|FARMS?|BUSINESS\w*|MARKETS?|SUPERMARKETS?|COMPAN\w+|OFFICES?"
     r"|ESTABLISHMENTS?|WAREHOUSES?|MILLS?", "COMMERCIAL"),
    (r"HOUSES?|HOMES?|RESIDENCES?|APARTMENTS?", "CIVILIAN RESIDENCE"),
    (r"HEADQUARTERS|PARTY|UNIONS?|INSTITUTES?", "ORGANIZATION OFFICE"),
)  # fmt: skip
_WEAPON_WORDS = (
    (r"(?:CAR|TRUCK|BUS|VEHICLE)[- ]?BOMBS?", "VEHICLE BOMB"),
    (r"DYNAMITE", "DYNAMITE"),
    (r"GRENADES?", "GRENADE"),
    (r"MOLOTOV|FIRE ?BOMBS?|INCENDIARY|PETROL BOMBS?", "MOLOTOV COCKTAIL"),
    (r"(?:LAND)?MINES?", "MINE"),
    (r"BOMBS?", "BOMB"),
    (r"SUBMACHINE ?GUNS?|MACHINE[- ]?GUNS?|MACHINEGUN\w*", "MACHINE GUN"),
    (r"MORTARS?", "MORTAR"),
    (r"PISTOLS?|REVOLVERS?|HANDGUNS?", "HANDGUN"),
    (r"RIFLES?|AK-?47\w*|KALASHNIKOVS?", "RIFLE"),
    (r"ROCKETS?", "ROCKET"),
    (r"MISSILES?", "MISSILE"),
    (r"EXPLOSIVES?|CHARGES?|DEVICES?", "EXPLOSIVE"),
    (r"GUNS?|WEAPONS?|FIREARMS?|BULLETS?|GUNSHOTS?|SHOTGUNS?", "GUN"),
    (r"KNI(?:FE|VES)|MACHETES?|AXES?|DAGGERS?", "CUTTING DEVICE"),
    (r"STONES?|ROCKS?", "STONE"),
)
_IMPLIED = {"firearm": "GUN", "explosive": "EXPLOSIVE", "incendiary": "FIRE"}
_NO_DEVICE = re.compile(
    r"BOMBINGS?|EXPLOSIONS?|BLASTS?|SHOOTINGS?|GUNFIRE|SHOTS?|FIRE|ARTILLERY|ATTACKS?|EXPLODED|OPENED"
)
_QUANTITY = re.compile(
    r"^(?:(?:AT LEAST|SOME|ABOUT|THE|A|AN|APPROXIMATELY|NEARLY|OTHER|ANOTHER|THESE|THOSE|HIS|HER|THEIR|ITS|SEVERAL|MANY|ALL|MORE THAN"
    r"|OVER|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|ELEVEN|TWELVE|\d[\d,.]*|AS MANY AS|UP TO|ABOUT|FEW)\s+)+"
)
_NUMBERS = dict(
    zip("ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE".split(), range(1, 13), strict=True)
)
_COUNTED = ("killed", "wounded", "hostages", "missing")
_ATTACKERS = re.compile(r"\b(?:TERRORISTS?|SUBVERSIVES?|REBELS?|GUERRILLAS?|ATTACKERS?|ASSASSINS?|EXTREMISTS?)$")
_VAGUE = re.compile(r"PEOPLE|PERSONS?|M[AE]N|VICTIMS?|OTHERS?|MEMBERS?|CASUALTIES|INDIVIDUALS?|WOM[AE]N")
_CROWD = re.compile(
    r"\b(PEOPLE|PERSONS?|CIVILIANS?|PEASANTS?|PASSENGERS?|CHILDREN|WOMEN|STUDENTS?|WORKERS?|RESIDENTS?|VICTIMS?)\b"
)


def templates(output: Json, *, is_dated: bool) -> list[Template]:
    """Return the templates of one report's contract; ``is_dated`` says whether its day of publication is known."""
    report = output["reports"][0]
    published = date.fromisoformat(report["published"])
    found = []
    for incident in output["incidents"]:
        about = {incident["id"], incident["group"]}
        said = [s for s in output["statements"] if s["about"] in about]
        for part in _by_type(said):
            draft = _Draft(incident, part, plain(report["text"]), published, is_dated=is_dated)
            draft.is_only = len(output["incidents"]) == 1
            if draft.is_relevant():
                found.append(draft.template())
    return _merged(found)


_SHARED = frozenset({"date", "place", "perpetrator"})
_OWN = frozenset({"target", "victim"})


def _by_type(said: Sequence[Json]) -> list[list[Json]]:
    """Part the statements of an incident by the task's types, where each has whom or what it struck.

    The task has a template for each type; our incident may be a bombing with a kidnapping. What a sentence tells goes
    with the type told nearest to it; day, place and perpetrator go with all.
    """
    marks = [
        (s["evidence"]["start"], _TYPES.get(_value(s)["code"], "ATTACK")) for s in said if s["property"] == "type"
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


def plain(text: str) -> str:
    """Return words in capitals, without accents, on one line."""
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).upper().split())


def _by_words(words: str, table: Iterable[tuple[str, str]]) -> str | None:
    return next((value for pattern, value in table if re.search(rf"\b(?:{pattern})\b", words)), None)


@cache
def _people() -> frozenset[str]:
    nouns = load_codebook().tolls.people_nouns
    return frozenset(w.upper() for w in nouns)


def is_person(words: str) -> bool:
    """Say whether a phrase in capitals names people, by its head."""
    inside = re.split(r" (?:OF|IN|ON|AT|FROM|FOR|WITH|WHO|NEAR) |,", words)[0].split()
    return bool(inside) and _stands_for_person(inside[-1])


def titled(words: str) -> tuple[str, str] | None:
    """Return title and name of a person named with both, in capitals ("candidate Ann Smith"), else None."""
    parts = words.split()
    for i in range(len(parts) - 1, 0, -1):
        if _stands_for_person(parts[i - 1].upper()) and all(p[0].isupper() for p in parts[i:] if p != "de"):
            return _bare(plain(" ".join(parts[:i]))), plain(" ".join(parts[i:]))
    return None


def _stands_for_person(word: str) -> bool:
    forms = {word, word.removesuffix("S"), re.sub(r"IES$", "Y", word), re.sub(r"MEN$", "MAN", word)}
    return bool(forms & _people())


@cache
def _group_words() -> frozenset[str]:
    looks = load_codebook().actors.looks
    return frozenset(w.upper() for w in looks.heads | looks.first | looks.others)


def _is_group(name: str) -> bool:
    """Say whether a name that no codebook lists is that of a group rather than a person."""
    words = [w.removesuffix("S") for w in re.findall(r"[\w-]+", name)]
    return len(words) == 1 or bool({*words, *name.split()} & (_group_words() | {"CARTEL", "EXTRADITABLE", "PARTY"}))


@cache
def _countries() -> dict[str, str]:
    return {c.id: plain(c.names[0]) for c in load_codebook().places.countries}


@cache
def _nations() -> dict[str, str]:
    return {plain(a): c.id for c in load_codebook().places.countries for a in (*c.adjectives, c.names[0])}


@cache
def _actor_names() -> dict[str, tuple[str, ...]]:
    entries = load_codebook().actors.entries
    return {a.id: tuple(plain(n) for n in (a.name, *a.aliases, *a.ambiguous)) for a in entries}


@cache
def _actor_kinds() -> dict[str, str]:
    return {a.id: a.kind for a in load_codebook().actors.entries}


def _value(statement: Json) -> Json:
    value: Json = statement["value"]
    return value


class _Draft:
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
        codes = Counter(_value(s)["code"] for s in self.of("type"))
        first = list(dict.fromkeys(_value(s)["code"] for s in self.of("type")))
        weapons = {_value(s)["type"] for s in self.of("weapon")}
        if not codes:
            return "BOMBING" if "explosive" in weapons else "ATTACK"
        if "airstrike" in codes or "shelling" in codes:
            return "ATTACK"
        best = max(first, key=lambda c: (codes[c], c in _TYPES))
        if best == "facility_attack":
            return "ARSON" if "incendiary" in weapons else "BOMBING" if "explosive" in weapons else "ATTACK"
        return _TYPES.get(best, "ATTACK")

    def is_relevant(self) -> bool:
        """Say whether the incident is one that the task wants: recent, specific, not between armed sides."""
        when = self.incident["date"]
        latest = date.fromisoformat(when["latest"]) if when and when["latest"] else None
        if self.is_dated and latest and self.published - latest > _OLD and not self.is_only:
            return False
        made = self.template()
        whom = made["VictimType"] or made["Target"]
        if not (whom or made["PerpInd"] or made["PerpOrg"]):
            return False
        codes = {_value(s)["code"] for s in self.of("type")}
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
        self._perpetrators(made)
        self._weapons(made)
        self._targets(made)
        self._victims(made)
        made["category"] = self._category(made)
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
        if not where or not where["country"]:
            return self._country_in_text()
        names = [_countries().get(where["country"], where["country"])]
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
        """Return the country that the report names most, itself or by its people."""
        named = Counter(
            code for words, code in _nations().items() for _ in re.finditer(rf"\b{re.escape(words)}\b", self.text)
        )
        return _countries()[named.most_common(1)[0][0]] if named else None

    def _perpetrators(self, made: Template) -> None:
        made["PerpInd"], made["PerpOrg"], made["PerpOrgConf"] = [], [], []
        actors: set[str] = set()
        for s in self.of("perpetrator"):
            value = _value(s)
            if value["name"] is None or s["modality"] == "denied":
                continue
            if value["actor"] is None and not _is_group(plain(value["name"])):
                _add(made["PerpInd"], [plain(value["name"])])
                continue
            name = self._name_in_text(value, plain(s["evidence"]["quote"]))
            if value["actor"] in actors:
                continue
            actors |= {value["actor"]} - {None}
            if name and [name] not in made["PerpOrg"]:
                made["PerpOrg"].append([name])
                made["PerpOrgConf"].append({"value": self._confidence(s), "ref": name})
        for s in self.of("assailant"):
            _add(made["PerpInd"], [_bare(plain(_value(s)["name"]))])

    def _name_in_text(self, value: Json, quote: str) -> str | None:
        actor = value["actor"]
        if actor is None:
            return plain(value["name"])
        names = _actor_names().get(actor, ())
        for words in (quote, self.text):
            inside = [n for n in names if re.search(rf"\b{re.escape(n)}\b", words)]
            if inside:
                return max(inside, key=len) if words is quote else inside[0]
        return _force_words(quote)

    def _confidence(self, s: Json) -> str:
        if s["modality"] == "claimed":
            return "CLAIMED OR ADMITTED"
        if s["modality"] == "suspected":
            kinds = {speaker["kind"] for speaker in s["speakers"]}
            official = kinds & {"police", "government", "military", "official", "judiciary", "intelligence"}
            return "SUSPECTED OR ACCUSED BY AUTHORITIES" if official else "SUSPECTED OR ACCUSED"
        return "REPORTED AS FACT"

    def _weapons(self, made: Template) -> None:
        made["Weapon"], made["WeaponType"] = [], []
        if self.type in ("ARSON", "KIDNAPPING"):
            return
        implied = []
        for s in self.of("weapon"):
            words = _bare(plain(_value(s)["name"] or ""))
            kind = _by_words(words, _WEAPON_WORDS)
            if not s["rule"].startswith("weapon.named.") or _NO_DEVICE.search(words) or kind is None:
                implied.append(_value(s)["type"])
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
            whole = plain(_value(s)["name"] or "")
            words = _bare(whole)
            if (
                not words
                or is_person(words)
                or titled(_value(s)["name"])
                or any(t[0] == words for t in made["Target"])
            ):
                continue
            kind = _by_words(words, _TARGET_WORDS)
            if kind is None and _value(s)["type"] in ("civilians", "armed_group", "military", "public_event"):
                continue
            made["Target"].append([words])
            made["TargetType"].append({"value": kind or "OTHER", "ref": words})
            made["TargetNumber"].append({"value": _number(whole, words), "ref": words})
            effect = self._effect(s["rule"], words)
            if effect:
                made["TargetEffect"].append({"value": effect, "ref": words})
            nation = self._nation(whole)
            if nation:
                made["TargetNation"].append({"value": nation, "ref": words})

    def _effect(self, rule: str, words: str) -> str | None:
        if rule.startswith("target.destroyed."):
            return "DESTROYED"
        return "SOME DAMAGE" if rule.startswith("target.damaged.") or self.type in ("ARSON", "BOMBING") else None

    def _nation(self, words: str) -> str | None:
        where = (self.incident["place"] or {}).get("country")
        code = next((_nations()[w] for w in re.findall(r"[\w.]+", words) if w in _nations()), None)
        if code is None and re.search(r"\bU\.?S\.?\b|\bAMERICAN\b", words):
            code = "US"
        return _countries()[code] if code and code != where else None

    def _victims(self, made: Template) -> None:
        for slot in ("Victim", "VictimDesc", "VictimType", "VictimNumber", "VictimEffect", "VictimNation"):
            made[slot] = []
        for s in self.of("victim"):
            value = _value(s)
            name = plain(value["name"]) if value["name"] else None
            self._victim(made, name, plain(value["description"] or ""), value["kind"], value["status"])
        for s in self.of("target"):
            words = _value(s)["name"] or ""
            both = titled(words)
            if both:
                self._victim(made, both[1], both[0], _value(s)["type"], "")
            elif is_person(_bare(plain(words))) and s["rule"].startswith("target.patient"):
                self._victim(made, None, plain(words), _value(s)["type"], "")
        nobody = {s["property"] for s in self.of("killed", "wounded") if _value(s)["high"] == 0}
        if nobody and not made["VictimEffect"]:
            made["VictimEffect"].append({"value": _NOBODY[frozenset(nobody)]})
        for s in self.of(*_COUNTED):
            value, quote = _value(s), plain(s["evidence"]["quote"])
            crowd = _CROWD.search(quote)
            known = {d["value"] for d in made["VictimDesc"]}
            if crowd and value["low"] and not value["part"] and crowd.group() not in known:
                number = str(value["low"]) if value["low"] == value["high"] else f"{value['low']}-"
                self._victim(made, None, crowd.group(), "civilians", s["property"], number)

    def _victim(
        self, made: Template, name: str | None, whole: str, kind: str, status: str, number: str | None = None
    ) -> None:
        words = _bare(whole)
        ref = name or words
        if not ref or (not name and (kind == "armed_group" or _ATTACKERS.search(words))):
            return
        if not name and (_VAGUE.fullmatch(words) or _has_head(made, words)) and made["VictimType"]:
            return
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
        kinds = _by_words(words, _VICTIM_WORDS) or _VICTIM_TYPES.get(kind, "CIVILIAN")
        made["VictimType"].append({"value": kinds, "ref": ref})
        made["VictimNumber"].append({"value": "1" if name else number or _number(whole, words), "ref": ref})
        if effect:
            made["VictimEffect"].append({"value": effect, "ref": ref})
        nation = self._nation(whole)
        if nation:
            made["VictimNation"].append({"value": nation, "ref": ref})

    def _category(self, made: Template) -> str | None:
        actors = [_value(s)["actor"] for s in self.of("perpetrator") if _value(s)["actor"]]
        kinds = {_actor_kinds().get(a, "armed_forces") for a in actors}
        sides = {_value(s)["type"] for s in self.of("assailant")}
        if kinds - _STATE:
            return "TERRORIST ACT" if made["PerpOrg"] or "armed_group" in sides or self.type == "BOMBING" else None
        if kinds or sides & {"military", "police", "government"}:
            return "STATE-SPONSORED VIOLENCE"
        return "TERRORIST ACT" if made["PerpOrg"] or "armed_group" in sides or self.type == "BOMBING" else None


def _head(words: str) -> str:
    return re.split(r" (?:OF|IN|ON|AT|FROM|FOR|WITH|WHO) |,", words)[0].split()[-1].removesuffix("S")


def _has_head(made: Template, words: str) -> bool:
    """Say whether people described by the same noun are among the victims ("labor union leaders", "leaders")."""
    return any(_head(d["value"]) == _head(words) for d in made["VictimDesc"])


def _force_words(quote: str) -> str | None:
    found = re.search(
        r"(?:\w+ )?(?:ARMED FORCES|AIR FORCE|ARMY|NATIONAL POLICE|POLICE|NATIONAL GUARD|GOVERNMENT|MILITARY)", quote
    )
    return found.group() if found else None


def _bare(words: str) -> str:
    """Return a phrase without articles, quantities and owners at its start."""
    return _QUANTITY.sub("", words).strip(' "')


def _number(whole: str, words: str) -> str:
    head = re.split(r" (?:OF|IN|ON|AT|FROM|FOR|WITH) |,", words)[0]
    before = whole[: whole.find(words)] if words in whole else whole
    told = next((w for w in reversed(before.split()) if w in _NUMBERS or w.replace(",", "").isdigit()), None)
    if told:
        return str(_NUMBERS.get(told, told.replace(",", "")))
    plural = re.search(r"(?:[^SU]S|MEN|PEOPLE|CHILDREN)$", head.rstrip('"'))
    return "PLURAL" if plural else "1"


def _add(slot: list[list[str]], mentions: list[str]) -> None:
    if mentions[0] and mentions not in slot:
        slot.append(mentions)


_INSTANCE = ("incident_type", "date", "location")


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
