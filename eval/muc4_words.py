"""Words by which our values are told apart as MUC-4's set lists want them; words of reports in capitals.

The set lists name kinds ("TRANSPORT VEHICLE"), the reports words ("bus"): which word is of which kind follows the
examples in the task's documentation and plain English.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from dateline.codebook import load_codebook

VICTIM_WORDS = (
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
TARGET_WORDS = (
    (r"EMBASS\w+|CONSULATES?|DIPLOMATIC", "DIPLOMAT OFFICE OR RESIDENCE"),
    (r"POLICE|PRECINCT|CARABINEROS?", "LAW ENFORCEMENT FACILITY"),
    (r"BANKS?|FINANCIAL", "FINANCIAL"),
    (r"POWER|ELECTRIC\w*|PYLONS?|OIL|PIPELINES?|SUBSTATIONS?|TOWERS?|POLES?|DAM|TRANSFORMERS?|FUEL|GAS", "ENERGY"),
    (r"RADIO|TELEPHONE|TELECOM\w*|NEWSPAPERS?|TELEVISION|ANTENNA\w*", "COMMUNICATIONS"),
    (r"CARS?|BUS(?:ES)?|VEHICLES?|TRUCKS?|TRAINS?|PLANES?|AIRCRAFT|AIRLINERS?|HELICOPTERS?|AMBULANCES?|TAXIS?|JEEPS?"
     r"|VANS?|BOATS?|SHIPS?|MOTORCYCLES?|TANKERS?|WAGONS?|AIRPLANES?", "TRANSPORT VEHICLE"),
    (r"BRIDGES?|HIGHWAYS?|ROADS?|RAILWAYS?", "TRANSPORTATION ROUTE"),
    (r"AIRPORTS?|STATIONS?|PORTS?", "TRANSPORTATION FACILITY"),
    (r"MINISTR\w+|GOVERNMENT\w*|TOWN|MAYOR\w*|COURT\w*|PRESIDENTIAL|CONGRESS|MUNICIPAL\w*|PALACE|CITY",
     "GOVERNMENT OFFICE OR RESIDENCE"),
    (r"WATER|AQUEDUCTS?", "WATER"),
    (r"STORES?|SHOPS?|RESTAURANTS?|HOTELS?|PLANTS?|FACTOR\w+|FARMS?|BUSINESS\w*|MARKETS?|SUPERMARKETS?|COMPAN\w+|OFFICES?"
     r"|ESTABLISHMENTS?|WAREHOUSES?|MILLS?", "COMMERCIAL"),
    (r"HOUSES?|HOMES?|RESIDENCES?|APARTMENTS?", "CIVILIAN RESIDENCE"),
    (r"HEADQUARTERS|PARTY|UNIONS?|INSTITUTES?", "ORGANIZATION OFFICE"),
)  # fmt: skip
WEAPON_WORDS = (
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
NO_DEVICE = re.compile(
    r"BOMBINGS?|EXPLOSIONS?|BLASTS?|SHOOTINGS?|GUNFIRE|SHOTS?|FIRE|ARTILLERY|ATTACKS?|EXPLODED|OPENED"
)
_QUANTITY = re.compile(
    r"^(?:(?:AT LEAST|SOME|ABOUT|THE|A|AN|APPROXIMATELY|NEARLY|OTHER|ANOTHER|THESE|THOSE|HIS|HER|THEIR|ITS|SEVERAL"
    r"|MANY|ALL|MORE THAN|OVER|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN|ELEVEN|TWELVE|\d[\d,.]*|AS MANY AS"
    r"|UP TO|FEW|BOTH|OUR|OF)\s+(?!-))+"
)
_FORCE = re.compile(
    r"(?:\w+ )?(?:ARMED FORCES|AIR FORCE|ARMY|NATIONAL POLICE|POLICE|NATIONAL GUARD|GOVERNMENT|HIGH COMMAND|MILITARY)"
)
_NUMBERS = dict(
    zip("ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE".split(), range(1, 13), strict=True)
)
ATTACKERS = re.compile(r"\b(?:TERRORISTS?|SUBVERSIVES?|REBELS?|GUERRILLAS?|ATTACKERS?|ASSASSINS?|EXTREMISTS?)$")
VAGUE = re.compile(r"PEOPLE|PERSONS?|M[AE]N|VICTIMS?|OTHERS?|MEMBERS?|CASUALTIES|INDIVIDUALS?|WOM[AE]N")
CROWD = re.compile(
    r"\b(PEOPLE|PERSONS?|CIVILIANS?|PEASANTS?|PASSENGERS?|CHILDREN|WOMEN|STUDENTS?|WORKERS?|RESIDENTS?|VICTIMS?)\b"
)


def plain(text: str) -> str:
    """Return words in capitals, without accents, on one line."""
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).upper().split())


def by_words(words: str, table: Iterable[tuple[str, str]]) -> str | None:
    """Return what the first pattern found among the words stands for."""
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
            return bare(plain(" ".join(parts[:i]))), plain(" ".join(parts[i:]))
    return None


def _stands_for_person(word: str) -> bool:
    forms = {word, word.removesuffix("S"), re.sub(r"IES$", "Y", word), re.sub(r"MEN$", "MAN", word)}
    return bool(forms & _people())


@cache
def _group_words() -> frozenset[str]:
    looks = load_codebook().actors.looks
    return frozenset(w.upper() for w in looks.heads | looks.first | looks.others)


def is_group(name: str) -> bool:
    """Say whether a name that no codebook lists is that of a group rather than a person."""
    words = [w.removesuffix("S") for w in re.findall(r"[\w-]+", name)]
    return len(words) == 1 or bool({*words, *name.split()} & (_group_words() | {"CARTEL", "EXTRADITABLE", "PARTY"}))


@cache
def countries() -> dict[str, str]:
    """Return the names of countries, in capitals, by their code."""
    return {c.id: plain(c.names[0]) for c in load_codebook().places.countries}


@cache
def nations() -> dict[str, str]:
    """Return the codes of countries by their names and adjectives in capitals."""
    return {plain(a): c.id for c in load_codebook().places.countries for a in (*c.adjectives, c.names[0])}


@cache
def actor_names() -> dict[str, tuple[str, ...]]:
    """Return the names of the codebook's actors, in capitals."""
    entries = load_codebook().actors.entries
    return {a.id: tuple(plain(n) for n in (a.name, *a.aliases, *a.ambiguous)) for a in entries}


@cache
def actor_kinds() -> dict[str, str]:
    """Return the kinds of the codebook's actors."""
    return {a.id: a.kind for a in load_codebook().actors.entries}


def head_of(words: str) -> str:
    """Return the head noun of a phrase in capitals, without a plural's ending."""
    return re.split(r" (?:OF|IN|ON|AT|FROM|FOR|WITH|WHO) |,", words)[0].split()[-1].removesuffix("S")


def force_words(quote: str) -> str | None:
    """Return the words for a force of the state in a quote."""
    found = _FORCE.search(quote)
    return found.group() if found else None


def is_force(words: str) -> bool:
    """Say whether a phrase in capitals ends in the name of a force of the state ("the Air Force")."""
    return bool(re.search(rf"{_FORCE.pattern}$", words))


def bare(words: str) -> str:
    """Return a phrase without articles, quantities and owners at its start."""
    return _QUANTITY.sub("", words).strip(' "')


def number_of(whole: str, words: str) -> str:
    """Return how many a phrase tells of, as the task writes numbers."""
    head = re.split(r" (?:OF|IN|ON|AT|FROM|FOR|WITH) |,", words)[0]
    before = whole[: whole.find(words)] if words in whole else whole
    told = next((w for w in reversed(before.split()) if w in _NUMBERS or w.replace(",", "").isdigit()), None)
    if told:
        return str(_NUMBERS.get(told, told.replace(",", "")))
    plural = re.search(r"(?:[^SU]S|MEN|PEOPLE|CHILDREN)$", head.rstrip('"'))
    return "PLURAL" if plural else "1"
