"""Links join mentions in the order of publication, in whatever order they are given, and nothing later parts them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.link.across.cluster import cluster
from dateline.link.across.join import Links, Mention, Parts, join_by_links

DAY = date(2017, 6, 1)
MENTIONS = tuple(
    Mention(DAY + timedelta(n // 2), f"i{n}", report=f"r{n - n % 3 // 2}", ordinal=n % 3 // 2) for n in range(9)
)
PAIRS = [(a.id, b.id) for a, b in combinations(MENTIONS, 2)]
LINKS = st.dictionaries(st.sampled_from(PAIRS), st.floats(-3, 6, width=16), max_size=20).map(Links)


def parts(links: Links, mentions: tuple[Mention, ...] = MENTIONS) -> set[frozenset[str]]:
    found = Parts(m.id for m in mentions)
    join_by_links({m.id: m for m in mentions}, found, {}, set(), links)
    return {frozenset(part) for part in found.all()}


@settings(deadline=None, max_examples=40)
@given(LINKS, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_clusters(links: Links, chance: Random) -> None:
    mentions, weights = list(MENTIONS), list(links.weights.items())
    chance.shuffle(mentions)
    chance.shuffle(weights)
    assert cluster(mentions, [], Links(dict(weights))) == cluster(MENTIONS, [], links)


@settings(deadline=None, max_examples=40)
@given(LINKS)
def test_nothing_that_comes_later_parts_what_was_joined(links: Links) -> None:
    for upto in range(1, 6):
        early = tuple(m for m in MENTIONS if m.published < DAY + timedelta(upto))
        now = parts(links)
        for before in parts(links, early):
            assert any(before <= part for part in now)


@settings(deadline=None, max_examples=40)
@given(LINKS)
def test_links_join_no_two_mentions_of_one_report(links: Links) -> None:
    report_of = {m.id: m.report for m in MENTIONS}
    for part in parts(links):
        assert len({report_of[m] for m in part}) == len(part)


def test_the_mean_of_all_pairs_decides() -> None:
    a, b, c = (Mention(DAY + timedelta(n), name) for n, name in enumerate("abc"))
    links = {("a", "b"): 2.0, ("b", "c"): 2.0}
    assert parts(Links(links, join=0.0, missing=-1.0), (a, b, c)) == {frozenset("abc")}
    assert parts(Links(links, join=0.0, missing=-3.0), (a, b, c)) == {frozenset("ab"), frozenset("c")}


def test_a_reports_subject_comes_before_what_it_tells_in_passing() -> None:
    first = Mention(DAY, "a", report="r1")
    passing, subject = Mention(DAY, "b", report="r2", ordinal=1), Mention(DAY, "c", report="r2")
    links = Links({("a", "b"): 1.0, ("a", "c"): 1.0})
    assert parts(links, (first, passing, subject)) == {frozenset("ac"), frozenset("b")}
