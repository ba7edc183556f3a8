"""What a report's words say for and against a phrase being a place, and which name holds which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.codebook.places import Places
from dateline.extract.raw import RawPlace
from dateline.resolve.gazetteer import Candidate
from dateline.resolve.home import station_tail
from dateline.resolve.place_names import fold_name
from dateline.resolve.place_relations import kilometres
from dateline.text.casing import is_listed
from dateline.text.number_words import word_set

LOCATIVE_CUES = frozenset(
    {"in", "near", "outside", "inside", "around", "within", "throughout", "across", "dateline", ","}
)
"""Words that put something somewhere; "north of", "outskirts of" too."""
DIRECTED_CUES = frozenset({"at", "to", "into", "toward", "towards", "through", "via"})
"""Words that also lead to people and bodies."""
_ALONG = frozenset({"on", "off", "along", "over", "against", "between"})  # of streets rather than towns
_LOWEST_BARE = 100_000  # inhabitants of a town that may stand without a locative word
_LOWEST_POSSESSOR = 50_000
_LOWEST_WEAK = 20_000
_LOWEST_CASELESS = 10_000
_ACRONYM = 5  # letters
_NEIGHBOURHOOD_KM = 60.0
_SURROUNDINGS_KM = 150.0
_SHORTEST = 3  # letters of a town's name without a state told
_BETWEEN = re.compile(
    r"^['’]?s?\s*(?:,\s*|\(\s*|,?\s+in\s+|,?\s+of\s+)(?:(?:in|the|an?|its|[a-z]+-[a-z]+|north\w*|south\w*|east\w*|west\w*|"
    r"central|province|region|district|state|county|city|town|village|area|of|capital|restive|neighbou?ring|rural|"
    r"countryside)[\s-]+)*$"
)
_ADJECTIVE_OF = re.compile(
    r"^\s+(?:[a-z-]+\s+){0,2}(?:city|town|village|province|district|region|capital|port|state|suburb)(?:\s+of|,)?\s+$"
)
_NUMBERED = re.compile(r"\s+#?\d{1,3}\b(?!\s+[a-z]|[,.:]\d)")
_AGED = re.compile(r"\b(?:year|month|week)s?[- ]old\s+$")
_THE = re.compile(r"\b[Tt]he\s+$")
_NOUN = re.compile(
    r"\s+(?!(?:and|are|as|at|but|by|for|had|has|in|is|of|on|or|that|to|was|were|when|where|which|while|who|with)\b)[\w-]+|['’]s?\b|-\w"
)
_POLICE_SHORT = re.compile(r"\b[A-Z]{1,4}PD\b")
_ONE = re.compile(r"(?:^|\n|\b(?:[Aa]n?|[Tt]wo|[Tt]he))\s*$")
_TITLES = ("Capt", "Chief", "Cpl", "Det", "Dr", "Lt", "Maj", "Mr", "Mrs", "Ms", "Sgt")
_TITLED = "|".join(rf"(?<={title}\.\s)" for title in _TITLES)
_FIRST_NAME = rf"(?:(?<![.!?]\s)(?<!^)|{_TITLED})\b[A-Z][a-z]+\s+(?:[A-Z]\.\s+)?"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words around the phrases of a report say.

    ``containers`` holds for each phrase (by its number) the numbers of the names put around it; ``located`` and
    ``served`` are the keys of the names that something is put in, or that have police and other offices;
    ``articled`` and ``numbered`` the phrases that stand as few towns do ("inside the Honda", "at Lot 12", "9-year-old
    Poe"), ``owning`` those that something is of ("in Ann Poe's car");
    ``tail`` is where the headline names its publisher.
    """

    places: Places
    containers: tuple[tuple[int, ...], ...]
    surnames: frozenset[str]
    located: frozenset[str]
    served: frozenset[str] = frozenset()
    articled: frozenset[RawPlace] = frozenset()
    numbered: frozenset[RawPlace] = frozenset()
    owning: frozenset[RawPlace] = frozenset()
    tail: tuple[int, int] = (0, 0)

    def is_of_outlet(self, raw: RawPlace) -> bool:
        """Say whether a name stands where the headline names its publisher."""
        return self.tail[0] <= raw.span.start < self.tail[1]

    def is_served(self, raw: RawPlace) -> bool:
        """Say whether a name has police or other offices of a town."""
        return fold_name(raw.name) in self.served

    def is_put(self, raw: RawPlace) -> bool:
        """Say whether the report puts something in a name, here or elsewhere, other than one with its own "the"."""
        return fold_name(raw.name) in self.located and raw not in self.articled

    def may_be_place(self, raw: RawPlace) -> bool:
        """Say whether a phrase is worth a look-up."""
        if raw.rule in _SURE_RULES:
            return True
        if raw in self.numbered:
            return False
        if len(raw.name) < _SHORTEST and not raw.name.isupper():
            return False
        if raw.rule == "place.name.en.1" and raw.name.isupper() and len(raw.name) <= _ACRONYM and raw.name.isalpha():
            return len(raw.name) == 3 and raw.name in self.places.state_of_short
        if raw.name in self.surnames and raw in self.owning:
            return False  # "found in Price's car"
        return raw.name not in self.surnames or (is_locative(raw.cue) and raw.cue != ",")

    def accepts(self, raw: RawPlace, c: Candidate, *, is_held: bool) -> bool:
        """Say whether a phrase names the place chosen for it; ``is_held`` where a container follows it."""
        if raw.rule == "place.known.en.1":
            is_wide = c.kind in {"country", "admin1"}
            return is_wide or bool(raw.cue) or " " in raw.name or fold_name(raw.name) in self.located
        if raw.rule in _SURE_RULES:
            return True
        if raw.rule == "place.caseless.en.1":
            is_known = c.is_own and len(raw.name) > 3 and c.population >= _LOWEST_CASELESS
            return is_known and (is_locative(raw.cue) or raw.cue in {"from", "of", "to", "at"})
        if raw in self.articled and c.kind == "city" and c.population < _LOWEST_BARE:
            return False
        if is_held or is_locative(raw.cue) or self.is_named_kind(raw) or fold_name(raw.name) in self.located:
            return True
        return self._is_large(raw, c)

    def _is_large(self, raw: RawPlace, c: Candidate) -> bool:
        """Say whether a place is large enough to be meant without a word that puts something there."""
        if not c.is_own:
            return c.population >= _LOWEST_BARE and raw.cue != ""
        if raw.cue in DIRECTED_CUES:
            return True
        if raw.cue == "'s":
            return c.population >= _LOWEST_POSSESSOR
        if raw.cue and raw.cue not in _ALONG:
            return c.population >= _LOWEST_WEAK
        return c.population >= _LOWEST_BARE

    def may_be_near(self, raw: RawPlace, c: Candidate) -> bool:
        """Say whether a phrase may be a town if the report speaks of its surroundings ("they shelled Atarib")."""
        return self._may_be_town(raw, c) and c.is_own

    def may_be_alone(self, raw: RawPlace, c: Candidate) -> bool:
        """Say whether a phrase may be a town if only one country of the report has the name ("the Chibok girls")."""
        is_single = " " not in raw.name or raw.cue in DIRECTED_CUES
        return self._may_be_town(raw, c) and is_single and raw.cue in DIRECTED_CUES | {"from", "modifier", "of"}

    def _may_be_town(self, raw: RawPlace, c: Candidate) -> bool:
        is_name = raw.rule == "place.name.en.1" and raw.name not in self.surnames and len(raw.name) > 3
        return is_name and c.kind in {"city", "district"}

    def may_be_unlisted(self, raw: RawPlace, *, is_stated: bool = False) -> bool:
        """Say whether a name that no table holds may be a town because a place is put around it.

        ``is_stated`` where its state follows it, as after no street or body: "Pinkwater, Mo.".
        """
        if raw.rule == "place.dateline.en.1":
            return True
        if is_stated:
            return raw.rule == "place.name.en.1" and not raw.kind
        is_name = raw.rule == "place.name.en.1" and raw.name not in self.surnames and not raw.kind
        return is_name and is_locative(raw.cue) and not raw.name.isupper()

    def may_be_unknown_town(self, raw: RawPlace) -> bool:
        """Say whether a name that no table holds may be a town of local news: "shot in Larose", no word or brand."""
        is_name = raw.rule in {"place.name.en.1", "place.dateline.en.1"} and raw.name not in self.surnames
        is_plain = raw.kind in {"", *self.places.local.parts} and raw not in self.articled | self.numbered
        is_put = (raw.cue in {"in", "dateline"} and raw not in self.owning) or fold_name(raw.name) in self.served
        return is_name and is_plain and is_put and not all(is_listed(w) for w in raw.name.split())

    def is_named_kind(self, raw: RawPlace) -> bool:
        """Say whether a generic noun calls the phrase a town, district or province ("the village of X")."""
        level = self.places.level_of_kind.get(raw.kind)
        if level is None or level == "landmark" or raw.name in self.surnames or raw.rule == "place.capital.en.1":
            return False
        return raw.cue not in {"", "adjective"} or level in {"admin1", "district"}


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a report's sure places lie: its countries, and the points of its towns."""

    countries: frozenset[str]
    towns: tuple[tuple[str | None, float, float], ...]

    @classmethod
    def of(cls, sure: Sequence[Candidate]) -> Ground:
        """Take the ground from the places that are sure."""
        wide = frozenset(c.country for c in sure if c.kind in {"country", "admin1"} and c.country is not None)
        towns = {(c.country, c.lat, c.lon) for c in sure if c.kind in {"city", "district"}}
        return cls(wide, tuple(sorted(towns, key=str)))

    def owns(self, bearers: Sequence[Candidate]) -> bool:
        """Say whether all bearers of a name lie in one country of the report."""
        return {b.country for b in bearers} <= self.countries and len({b.country for b in bearers}) == 1

    def may_hold(self, c: Candidate) -> bool:
        """Say whether a place is no town, or large, or not far from a town of the report."""
        if c.kind != "city" or c.population >= _LOWEST_BARE:
            return True
        return any(kilometres(c.lat, c.lon, lat, lon) <= _SURROUNDINGS_KM for _, lat, lon in self.towns)

    def holds(self, c: Candidate) -> bool:
        """Say whether a town lies in a country of the report and near one of its towns there."""
        return c.country in self.countries and any(
            country == c.country and kilometres(c.lat, c.lon, lat, lon) <= _NEIGHBOURHOOD_KM
            for country, lat, lon in self.towns
        )


_SURE_RULES = frozenset(
    {"place.adjective.en.1", "place.state.en.1", "place.known.en.1", "place.dateline.en.1", "place.capital.en.1"}
)


def is_locative(cue: str) -> bool:
    """Say whether a cue puts something somewhere: "in", "near", "north of", a dateline."""
    return cue in LOCATIVE_CUES or (cue.endswith((" of", " to", " from")) and " " in cue)


def read_evidence(raws: Sequence[RawPlace], text: str, places: Places) -> Evidence:
    """Read a report for what its words say of the names of possible places, which must be in text order."""
    named = [r for r in raws if r.rule == "place.name.en.1"]
    numbered = frozenset(r for r in named if _NUMBERED.match(text, r.span.end) or _is_of_age(r, text))
    articled = frozenset(r for r in named if _has_own_article(r, text))
    owning = frozenset(r for r in named if text.startswith(("'s ", "’s "), r.span.end))
    located = frozenset(
        fold_name(r.name)
        for r in raws
        if is_locative(r.cue) and r.rule != "place.caseless.en.1" and r not in articled | numbered
    )
    served = _served(raws, text, places)
    keys = frozenset(map(fold_name, served))
    surnames = _surnames(raws, text, places) - served
    peopled = frozenset(map(fold_name, _peopled(raws, text, places) - surnames))
    tail = station_tail(text, places.local)
    located |= keys | peopled
    return Evidence(places, _containers(raws, text), surnames, located, keys, articled, numbered, owning, tail)


def _has_own_article(raw: RawPlace, text: str) -> bool:
    """Say whether "the" stands before a name and belongs to it, not to a noun that follows."""
    before = _THE.search(text, max(0, raw.span.start - 5), raw.span.start)
    return before is not None and not _NOUN.match(text, raw.span.end)


def _is_of_age(raw: RawPlace, text: str) -> bool:
    """Say whether an age stands before a name that no noun follows: "9-year-old Marvin Poe", but no "Vista boy"."""
    return _AGED.search(text, max(0, raw.span.start - 12), raw.span.start) is not None and not _NOUN.match(
        text, raw.span.end
    )


@lru_cache(maxsize=8)
def _after(words: frozenset[str]) -> re.Pattern[str]:
    """Return a pattern for a text that goes on with one of some words, not beyond a headline or paragraph."""
    listed = "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w))) or "(?!)"
    return re.compile(rf"(?!\s*\n\s*\n)\s+(?:(?:county|city|state|metro|township)\s+)?(?:{listed})\b", re.IGNORECASE)


def _served(names: Sequence[RawPlace], text: str, places: Places) -> frozenset[str]:
    """Return the names before an office that serves one town: "Fresno police", "NEW ORLEANS ... NOPD"."""
    office = _after(places.local.offices)
    named = [r for r in names if r.rule in {"place.name.en.1", "place.dateline.en.1"}]
    found = {r.name for r in named if office.match(text, r.span.end)}
    short = set(_POLICE_SHORT.findall(text))
    return frozenset(found | {r.name for r in named if short and short & _shortened(r.name)})


def _shortened(name: str) -> frozenset[str]:
    """Return what a town's police may be called by its initials: "NOPD" and "NOMPD" for New Orleans."""
    words = name.split()
    initials = "".join(w[0] for w in words).upper()
    return frozenset({f"{initials}PD", f"{initials}MPD"}) if len(words) > 1 else frozenset()


def _peopled(names: Sequence[RawPlace], text: str, places: Places) -> frozenset[str]:
    """Return the names that say where somebody lives: "a Flint man", "Flint woman shot"."""
    people = _after(places.local.people)
    return frozenset(
        r.name
        for r in names
        if r.rule == "place.name.en.1" and people.match(text, r.span.end) and _ONE.search(text[: r.span.start][-8:])
    )


def _containers(names: Sequence[RawPlace], text: str) -> tuple[tuple[int, ...], ...]:
    """Number the names that hold each name: after it ("Flint, Mich."), before it ("the Syrian town of X")."""
    found: list[tuple[int, ...]] = []
    for number, raw in enumerate(names):
        holding: list[int] = []
        end = raw.span.end
        for later in range(number + 1, min(number + 4, len(names))):
            between = text[end : names[later].span.start]
            kind = re.match(r"\s+[a-z]+(?=\s|,)", between)
            if kind and kind.group().strip() in _PLACE_NOUNS:
                between = between[kind.end() :]
            if names[later].span.start < end or not _BETWEEN.match(between):
                break
            holding.append(later)
            end = names[later].span.end
        for earlier in range(number - 1, max(number - 3, -1), -1):
            between = text[names[earlier].span.end : raw.span.start]
            if names[earlier].span.end <= raw.span.start and _ADJECTIVE_OF.match(between):
                holding.append(earlier)
            break
        found.append(tuple(holding))
    return tuple(found)


_PLACE_NOUNS = word_set("province district region county state city town village governorate area")
_NOT_FIRST_NAMES = word_set(
    "In At The From Near To Of North South East West New San Fort Port Lake Mount Central Downtown Upper "
    "Lower Greater City And Although But When While After Before As If That This Since Northern Southern "
    "Eastern Western Metro Old Both Around Outside Inside Across Through For With On By University Mayor "
    "Police St Uptown Midtown Mid Southeast Southwest Northeast Northwest Inner Suburban Rural Nearby"
)


def _surnames(names: Sequence[RawPlace], text: str, places: Places) -> frozenset[str]:
    """Return the single words that the report also uses after a first name ("Ronny Lawrence ... Lawrence")."""
    words = sorted({r.name for r in names if " " not in r.name and r.rule == "place.name.en.1"})
    if not words:
        return frozenset()
    pattern = re.compile(rf"({_FIRST_NAME})({'|'.join(map(re.escape, words))})\b(?!\s*,?\s+(?!Jr\b|Sr\b)[A-Z])")
    found = set()
    for match in pattern.finditer(text):
        first = match.group(1).split()[0]
        if first.casefold() not in places.words and first not in _NOT_FIRST_NAMES:
            found.add(match.group(2))
    return frozenset(found)
