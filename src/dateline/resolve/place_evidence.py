"""What a report's words say for and against a phrase being a place, and which name holds which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.codebook.places import Places
from dateline.extract.raw import RawPlace
from dateline.resolve.gazetteer import Candidate
from dateline.resolve.place_names import fold_name

STRONG_CUES = frozenset(
    "in at near outside inside around within throughout across dateline , to into toward towards through via".split()
)
WEAK_CUES = frozenset({"from", "off", "along", "on", "over", "against", "of", "between", "'s", "modifier"})
_LOWEST_BARE = 100_000  # inhabitants of a town that may stand without a locative word
_LOWEST_MODIFIER = 5_000
_LOWEST_CASELESS = 5_000
_BETWEEN = re.compile(
    r"^['’]?s?\s*(?:,\s*|\(\s*|,?\s+in\s+|,?\s+of\s+)(?:(?:in|the|an?|its|[a-z]+-[a-z]+|north\w*|south\w*|east\w*|west\w*|"
    r"central|province|region|district|state|county|city|town|village|area|of|capital|restive|neighbou?ring|rural|"
    r"countryside)[\s-]+)*$"
)
_ADJECTIVE_OF = re.compile(
    r"^\s+(?:[a-z-]+\s+){0,2}(?:city|town|village|province|district|region|capital|port|state|suburb)(?:\s+of|,)?\s+$"
)
_FIRST_NAME = r"(?<![.!?]\s)(?<!^)\b(?!(?:In|At|The|From|Near|To|Of|North|South|East|West|New|San|Fort|Port|Lake|Mount|Central|Downtown|Upper|Lower|Greater|City|And)\b)[A-Z][a-z]+\s+(?:[A-Z]\.\s+)?"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words around the phrases of a report say.

    ``containers`` holds for each phrase (by its number) the numbers of the names put around it.
    """

    places: Places
    containers: tuple[tuple[int, ...], ...]
    surnames: frozenset[str]
    located: frozenset[str]

    def may_be_place(self, raw: RawPlace) -> bool:
        """Say whether a phrase is worth a look-up."""
        if raw.rule in {"place.adjective.en.1", "place.state.en.1", "place.known.en.1", "place.dateline.en.1"}:
            return True
        return not (raw.name in self.surnames and raw.cue not in STRONG_CUES - {"to"})

    def accepts(self, raw: RawPlace, c: Candidate) -> bool:
        """Say whether a phrase names the place chosen for it."""
        if raw.rule in {"place.adjective.en.1", "place.state.en.1", "place.dateline.en.1"}:
            return True
        if raw.rule == "place.known.en.1":
            return (
                c.kind in {"country", "admin1"}
                or bool(raw.cue)
                or " " in raw.name
                or fold_name(raw.name) in self.located
            )
        if raw.rule == "place.caseless.en.1":
            return c.population >= _LOWEST_CASELESS and raw.cue in STRONG_CUES | {"from", "of"}
        if raw.cue in STRONG_CUES or self.is_named_kind(raw) or fold_name(raw.name) in self.located:
            return True
        if raw.cue in {"from", "of", "'s", "modifier", "on", "off", "along", "between", "against", "over"}:
            return c.is_own and (c.population >= _LOWEST_MODIFIER or c.kind == "admin1")
        return c.is_own and (
            c.population >= _LOWEST_BARE or (c.kind == "admin1" and c.population > 500_000) or " " in raw.name
        )

    def is_named_kind(self, raw: RawPlace) -> bool:
        """Say whether a generic noun calls the phrase a town, district or province ("the village of X")."""
        level = self.places.level_of_kind.get(raw.kind)
        if level is None or level == "landmark" or raw.name in self.surnames or raw.rule == "place.capital.en.1":
            return False
        return raw.cue in STRONG_CUES | WEAK_CUES or level in {"admin1", "district"}


def read_evidence(raws: Sequence[RawPlace], text: str, places: Places) -> Evidence:
    """Read a report for what its words say of the names of possible places, which must be in text order."""
    located = {fold_name(r.name) for r in raws if r.cue in STRONG_CUES and r.rule != "place.caseless.en.1"}
    return Evidence(places, _containers(raws, text), _surnames(raws, text, places), frozenset(located))


def _containers(names: Sequence[RawPlace], text: str) -> tuple[tuple[int, ...], ...]:
    """Number the names that hold each name: after it ("Flint, Mich."), before it ("the Syrian town of X")."""
    found: list[tuple[int, ...]] = []
    for number, raw in enumerate(names):
        holding: list[int] = []
        end, last = raw.span.end, number
        for later in range(number + 1, min(number + 4, len(names))):
            between = text[end : names[later].span.start]
            kind = re.match(r"\s+[a-z]+(?=\s|,)", between)
            if kind and kind.group().strip() in places_nouns:
                between = between[kind.end() :]
            if names[later].span.start < end or not _BETWEEN.match(between):
                break
            holding.append(later)
            end, last = names[later].span.end, later
        for earlier in range(number - 1, max(number - 3, -1), -1):
            between = text[names[earlier].span.end : raw.span.start]
            if names[earlier].span.end <= raw.span.start and _ADJECTIVE_OF.match(between):
                holding.append(earlier)
            break
        del last
        found.append(tuple(holding))
    return tuple(found)


places_nouns = frozenset("province district region county state city town village governorate area".split())


def _surnames(names: Sequence[RawPlace], text: str, places: Places) -> frozenset[str]:
    """Return the single words that the report also uses after a first name ("Ronny Lawrence ... Lawrence")."""
    words = sorted({r.name for r in names if " " not in r.name and r.rule == "place.name.en.1"})
    if not words:
        return frozenset()
    pattern = re.compile(rf"({_FIRST_NAME})({'|'.join(map(re.escape, words))})\b(?!\s*,?\s+(?:County|City|Police))")
    found = set()
    for match in pattern.finditer(text):
        first = match.group(1).split()[0]
        if first.casefold() not in places.by_adjective and first.casefold() not in places.by_name:
            found.add(match.group(2))
    return frozenset(found)
