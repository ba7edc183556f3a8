"""Towns that no table holds but that a list puts beside one that is known: "attacks on Homs, Sarmin and Binnish"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.extract.findings import Findings
from dateline.extract.raw import RawPlace
from dateline.model import Place, PlacePrecision
from dateline.resolve.told import ToldPlace


def listed_towns(found: Findings, known: Mapping[RawPlace, ToldPlace]) -> list[ToldPlace]:
    """Return the unresolved names that a sentence coordinates with a known town, as towns of its country."""
    sentence = found.sentence
    by_token = {p.token: p for p in found.places if p.token is not None}
    towns: list[ToldPlace] = []
    for head in (i for i in by_token if sentence.tokens[i].dep != "conj"):
        listed = [by_token[t.i] for t in (sentence.tokens[head], *sentence.conjuncts(head)) if t.i in by_token]
        country = _country_of(listed, known)
        if country is None:
            continue
        for raw in listed:
            if raw not in known and not raw.kind and raw.name[:1].isupper():
                place = Place(raw.name, raw.name, None, country, None, None, PlacePrecision.CITY)
                towns.append(ToldPlace(raw, place))
    return towns


def _country_of(listed: Sequence[RawPlace], known: Mapping[RawPlace, ToldPlace]) -> str | None:
    """Return the country in which all known members of a list are towns; None where any is something else."""
    values = [known[raw].value for raw in listed if raw in known]
    countries = {v.country for v in values}
    is_towns = all(v.precision is PlacePrecision.CITY for v in values)
    return countries.pop() if len(countries) == 1 and is_towns else None
