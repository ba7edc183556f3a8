"""Crosswalks: our codes to those of other standards, as YAML checked by a schema, with the rule of each standard."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Generic, Literal, Self, TypeVar

import yaml
from pydantic import Field, ValidationError, model_validator

from dateline.codebook.book import merge
from dateline.codebook.entry import Entry
from dateline.ledger.best import RULES
from dateline.publish.facts import FACTS

FOLDER = "crosswalks"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Country(Entry):
    """A country: its codes in ISO 3166 and in other standards; None where a standard has none."""

    iso: str
    iso3: str
    number: int
    name: str
    gtd: int | None = None
    gtd_name: str | None = None
    gtd_region: int | None = None
    acled_name: str | None = None
    acled_region: str | None = None
    gw: int | None = None
    cow: int | None = None
    ucdp_region: str | None = None

    @property
    def name_in_acled(self) -> str:
        """What ACLED calls the country: mostly what everybody does."""
        return self.acled_name or self.name

    @property
    def cow_number(self) -> int | None:
        """The state's number in the Correlates of War project: mostly that of Gleditsch and Ward."""
        return self.cow if self.cow is not None else self.gw


class StandardColumn(Entry):
    """A column of another standard. ``fills`` says what we write; None: always ``empty``, ``because`` says why."""

    name: str
    kind: Literal["text", "int", "float", "date"] = "text"
    fills: str | None = None
    empty: str | int | None = None
    because: str | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.fills is None and self.because is None:
            raise ValueError(f"column {self.name}: say what fills it, or under `because` why nothing does")
        return self


class Crosswalk(Entry):
    """What every crosswalk says: whose standard, what of it cannot be held, and how its number is chosen.

    ``rule`` is the named rule of best values, ``number`` the standard's own rule in words.
    """

    standard: str
    version: str
    rule: str
    number: str
    lost: tuple[str, ...]
    columns: tuple[StandardColumn, ...] = ()

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if unknown := sorted(set(self.lost) - set(FACTS)):
            raise ValueError(f"lost: {', '.join(unknown)} is no fact; there are {', '.join(FACTS)}")
        if self.rule not in RULES:
            raise ValueError(f"rule: {self.rule!r} is none; there are {', '.join(RULES)}")
        names = [column.name for column in self.columns]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"columns: {', '.join(twice)} stands twice")
        return self


class TypeAndSubtype(Entry):
    """A code of two levels; ``subtype`` None where none fits."""

    type: int
    subtype: int | None = None


class GtdCrosswalk(Crosswalk):
    """GTD: numbers and labels. ``order`` ranks attack types: the first that applies comes first."""

    attacks: dict[str, int]
    order: tuple[int, ...]
    attack_labels: dict[int, str]
    targets: dict[str, TypeAndSubtype]
    target_words: dict[str, TypeAndSubtype]
    target_labels: dict[int, str]
    target_sublabels: dict[int, str]
    weapons: dict[str, TypeAndSubtype]
    weapon_words: dict[str, TypeAndSubtype]
    weapon_labels: dict[int, str]
    weapon_sublabels: dict[int, str]
    regions: dict[int, str]
    specificity: dict[str, int]


class AcledCrosswalk(Crosswalk):
    """ACLED: names are codes. ``order`` is its precedence of sub-event types, the first wins.

    ``harm`` is the sub-event of what killed or wounded somebody, where the types told name none that does.
    """

    events: dict[str, str]
    harm: str
    weapon_events: dict[str, str]
    order: tuple[str, ...]
    event_of: dict[str, str]
    disorder_of: dict[str, str]
    inter_of_kind: dict[str, str]
    target_actors: dict[str, str]
    inter_of_target: dict[str, str]
    interactions: tuple[str, ...]
    time: dict[str, int]
    place: dict[str, int]


class UcdpCrosswalk(Crosswalk):
    """UCDP GED: precision codes and kinds of actor that are states."""

    states: tuple[str, ...]
    civilians: tuple[str, ...]
    forces: tuple[str, ...]
    where: dict[str, int]


class PloverCrosswalk(Crosswalk):
    """PLOVER: event, mode and sector of our types, weapons and targets, and the scores of its scale."""

    events: dict[str, str]
    modes: dict[str, str]
    weapon_modes: dict[str, str]
    sectors_of_kind: dict[str, str]
    sectors_of_target: dict[str, str]
    scores: dict[str, float]
    contexts: tuple[str, ...] = Field(default=())


_C = TypeVar("_C", bound=Crosswalk)
Overlay = Mapping[str, object]


class CrosswalkError(ValueError):
    """A file of crosswalks cannot be used; the message names the file, the place and the cause."""


def load(name: str, kind: type[_C], more: Overlay | None = None) -> _C:
    """Return a crosswalk of this package, with a team's own laid over it; raises ValidationError if it is wrong."""
    data = parsed(name)
    return kind.model_validate(merge(data, more[name]) if more and name in more else data)


def read_overlay(path: Path) -> Overlay:
    """Return a team's own crosswalks, checked: a mapping of gtd, acled, ucdp, plover to what is laid over ours.

    Mappings are merged and lists joined. Raises CrosswalkError.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CrosswalkError(f"crosswalk {path} cannot be read: {error}") from error
    if not isinstance(data, dict) or not set(data) <= set(_KINDS):
        raise CrosswalkError(f"crosswalk {path}: it must be a mapping of {', '.join(_KINDS)}")
    for name in data:
        try:
            load(name, _KINDS[name], data)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, (name, *first["loc"])))
            raise CrosswalkError(f"crosswalk {path}: {place}: {first['msg']}") from error
    return data


_KINDS: Mapping[str, type[Crosswalk]] = {
    "gtd": GtdCrosswalk,
    "acled": AcledCrosswalk,
    "ucdp": UcdpCrosswalk,
    "plover": PloverCrosswalk,
}


@cache
def parsed(name: str) -> object:
    """Return what a file of crosswalks holds."""
    folder = files("dateline.publish") / FOLDER
    return yaml.load((folder / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_Loader)


@cache
def countries() -> Mapping[str, Country]:
    """Return the countries by ISO 3166 alpha-2."""
    data = parsed("countries")
    assert isinstance(data, dict)
    return {str(row["iso"]): Country.model_validate(row) for row in data["countries"]}


@cache
def own(name: str) -> Crosswalk:
    """Return the crosswalk of one of our own formats: nothing to translate, but something to lose."""
    data = parsed("own")
    assert isinstance(data, dict)
    return Crosswalk.model_validate(data["formats"][name])


class Walk(Generic[_C]):
    """A crosswalk of this package: called, with a team's own laid over it where one is given."""

    def __init__(self, name: str, kind: type[_C]) -> None:
        self._name = name
        self._kind = kind

    def __call__(self, more: Overlay | None = None) -> _C:
        """Return the crosswalk."""
        return load(self._name, self._kind, more) if more else self._plain

    @cached_property
    def _plain(self) -> _C:
        return load(self._name, self._kind)


gtd = Walk("gtd", GtdCrosswalk)
acled = Walk("acled", AcledCrosswalk)
ucdp = Walk("ucdp", UcdpCrosswalk)
plover = Walk("plover", PloverCrosswalk)
