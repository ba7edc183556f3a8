from __future__ import annotations

import itertools
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dateline.ledger import Ledger
from dateline.ledger.family import are_near, bands, containment, shingles
from dateline.ledger.schema import report_family
from made_codings import FIRST_DAY, coding, long_text

WIRE = long_text(0, 1, 2, 3, 4)


def lines(ledger: Ledger) -> dict[str, tuple[str, str | None]]:
    with ledger.reading() as connection:
        rows = connection.execute(select(report_family.c.report, report_family.c.family, report_family.c.replaces))
        return {report: (family, replaces) for report, family, replaces in rows}


def test_a_wire_text_printed_by_five_outlets_is_five_reports_of_one_family(ledger: Ledger) -> None:
    printed = [coding(outlet=f"Outlet {n}", day=FIRST_DAY, more=WIRE) for n in range(5)]
    other = coding(3, outlet="Outlet 0", city="Manila", more="Nobody else was near. The road had been closed.")
    for made in (*printed, other):
        ledger.add(made)
    families = lines(ledger)
    ids = [made.reports[0].id for made in printed]
    assert {families[report][0] for report in ids} == {min(ids)}
    assert families[other.reports[0].id][0] == other.reports[0].id
    assert ledger.stats().families == 2


def test_a_cut_copy_and_one_with_another_first_line_are_of_the_family(ledger: Ledger) -> None:
    whole = coding(outlet="Wire", more=WIRE)
    cut = coding(outlet="Post", more=long_text(0, 1, 2))
    headed = coding(outlet="Mail", more=WIRE + " Additional reporting by our own staff.")
    for made in (cut, headed, whole):
        ledger.add(made)
    assert ledger.stats().families == 1


def test_a_report_that_joins_two_families_makes_them_one(ledger: Ledger) -> None:
    one, other = coding(outlet="A", more=long_text(0, 1)), coding(outlet="B", city="Manila", more=long_text(3, 4))
    ledger.add(one)
    ledger.add(other)
    assert ledger.stats().families == 2
    ledger.add(coding(outlet="C", more=f"{one.reports[0].text} {other.reports[0].text}"))
    assert ledger.stats().families == 1
    assert {family for family, _ in lines(ledger).values()} == {min(lines(ledger))}


def test_a_changed_text_at_one_address_replaces_the_earlier_one_whichever_came_first(new_ledger) -> None:
    versions = [
        coding(killed, day=FIRST_DAY + timedelta(n), url="https://example.org/blast")
        for n, killed in enumerate((3, 5, 8))
    ]
    ids = [made.reports[0].id for made in versions]
    for order in ((0, 1, 2), (2, 1, 0), (2, 0, 1)):
        with Ledger(new_ledger()) as ledger:
            for number in order:
                ledger.add(versions[number])
            replaced = {report: replaces for report, (_, replaces) in lines(ledger).items()}
            assert replaced == {ids[0]: None, ids[1]: ids[0], ids[2]: ids[1]}


def test_the_same_headline_is_a_new_version_only_with_words_in_common_and_soon(ledger: Ledger) -> None:
    first = coding(3, title="Blast in Kabul", more=long_text(0, 1))
    soon = coding(5, title="Blast in Kabul", day=FIRST_DAY + timedelta(2), more=long_text(0, 1, 2))
    late = coding(9, title="Blast in Kabul", day=FIRST_DAY + timedelta(20), more=long_text(0, 1, 2))
    briefing = coding(4, title="Blast in Kabul", city="Manila", day=FIRST_DAY + timedelta(1), more=long_text(3, 4))
    elsewhere = coding(5, title="Blast in Kabul", outlet="Wire", more=long_text(0, 1, 2))
    for made in (first, soon, late, briefing, elsewhere):
        ledger.add(made)
    replaced = {report: replaces for report, (_, replaces) in lines(ledger).items()}
    assert replaced.pop(soon.reports[0].id) == first.reports[0].id
    assert set(replaced.values()) == {None}


def test_outlets_that_are_not_named_are_one_only_at_one_address(ledger: Ledger) -> None:
    ledger.add(coding(3, outlet=None, title="Blast", more=WIRE))
    ledger.add(coding(4, outlet=None, title="Blast", more=WIRE))
    assert {replaces for _, replaces in lines(ledger).values()} == {None}


words = st.lists(st.sampled_from("a bomb went off in the old town today killing many people".split()), max_size=60)


@given(words, words)
def test_nearness_is_mutual_and_a_text_is_near_itself(one: list[str], other: list[str]) -> None:
    left, right = shingles(" ".join(one)), shingles(" ".join(other))
    assert are_near(left, left)
    assert are_near(left, right) == are_near(right, left)
    assert 0 <= containment(left, right) <= 1


@given(words)
def test_case_and_punctuation_do_not_count(one: list[str]) -> None:
    assert shingles(" ".join(one)) == shingles(", ".join(one).upper() + ".")
    assert bands(shingles(" ".join(one))) == bands(shingles(", ".join(one)))


def test_short_texts_are_one_family_only_if_they_are_the_same_words() -> None:
    assert not are_near(shingles("a bomb went off in the town"), shingles("a bomb went off in the town today"))
    assert are_near(shingles("A bomb went off."), shingles("a bomb went off"))


def test_bands_find_nearly_all_texts_of_which_one_is_half_of_the_other() -> None:
    numbers = range(400)
    texts = [[f"w{seed}x{n}" for n in range(200)] for seed in numbers]
    met = sum(bool(set(bands(shingles(" ".join(t)))) & set(bands(shingles(" ".join(t[:104]))))) for t in texts)
    assert met / len(texts) > 0.97
    strangers = [set(bands(shingles(" ".join(t)))) for t in texts]
    assert not any(one & other for one, other in itertools.pairwise(strangers))
