"""Mentions and pair verdicts make incidents: under constraints, in any order, with ids that outlive merges."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from dateline.link.across.cluster import PairVerdict, cluster
from dateline.link.across.join import Links, Mention

START = datetime(2026, 1, 1, tzinfo=UTC)


def mention(name: str, day: int = 1, kind: str = "incident", group: str | None = None) -> Mention:
    return Mention(date(2017, 6, day), name, kind, group)


A, B, C, D = (mention(f"i{letter}", day) for day, letter in enumerate("abcd", 1))
FOUR = (A, B, C, D)


def verdict(kind: str, one: Mention, other: Mention, minute: int = 0, *, human: bool = True) -> PairVerdict:
    moment = START + timedelta(minutes=minute)
    return PairVerdict(f"v{kind}{one.id}{other.id}{minute}{human}", kind, one.id, other.id, human, moment)


def parts(*verdicts: PairVerdict, mentions: tuple[Mention, ...] = FOUR) -> dict[str, tuple[str, ...]]:
    return cluster(mentions, verdicts).members()


def test_without_verdicts_each_mention_is_its_own_incident() -> None:
    assert parts() == {m.id: (m.id,) for m in FOUR}


def test_same_joins_under_the_oldest_id() -> None:
    assert parts(verdict("same", C, B), verdict("same", B, D)) == {"ia": ("ia",), "ib": ("ib", "ic", "id")}


def test_unsure_changes_nothing_but_takes_a_same_back() -> None:
    assert parts(verdict("unsure", A, B)) == parts()
    assert parts(verdict("same", A, B), verdict("unsure", B, A, 1)) == parts()


def test_the_later_verdict_of_a_person_counts_and_no_later_one_of_a_rule() -> None:
    assert parts(verdict("same", A, B), verdict("different", A, B, 1)) == parts()
    assert parts(verdict("different", A, B), verdict("same", A, B, 1))["ia"] == ("ia", "ib")
    assert parts(verdict("different", A, B), verdict("same", A, B, 1, human=False)) == parts()
    assert parts(verdict("same", A, B), verdict("different", A, B, 1, human=False))["ia"] == ("ia", "ib")


def test_what_cannot_be_followed_is_told() -> None:
    found = cluster(FOUR, [verdict("same", A, B), verdict("same", B, C), verdict("different", A, C)])
    assert found.incident_of == {"ia": "ia", "ib": "ia", "ic": "ic", "id": "id"}
    (conflict,) = found.conflicts
    assert (conflict.same, conflict.forbidden_by) == (("ib", "ic"), (("ia", "ic"),))


def test_a_rule_cannot_part_what_people_joined_nor_join_what_they_keep_apart() -> None:
    people = [verdict("same", A, B), verdict("same", B, C)]
    assert len(parts(*people, verdict("different", A, C, human=False))["ia"]) == 3
    rules = [verdict("same", A, B, human=False), verdict("same", B, C, human=False)]
    assert "ic" in parts(*rules, verdict("different", A, C))


def test_after_a_split_the_larger_part_keeps_the_oldest_id() -> None:
    joined = [verdict("same", A, B), verdict("same", B, C), verdict("same", C, D)]
    split = parts(*joined, verdict("different", A, B, 1))
    assert split["ia"] == ("ib", "ic", "id")
    (other,) = split.keys() - {"ia"}
    assert split[other] == ("ia",)
    assert other not in {m.id for m in FOUR}
    halves = parts(*joined, verdict("different", B, C, 1))
    assert halves == {"ia": ("ia", "ib"), "ic": ("ic", "id")}


def test_an_incident_and_a_group_are_never_one() -> None:
    group = mention("ga", kind="group")
    found = cluster([A, group], [verdict("same", A, group)])
    assert found.members() == {"ia": ("ia",), "ga": ("ga",)}
    assert found.conflicts[0].same == ("ga", "ia")


def test_groups_that_share_an_incident_are_one_attack() -> None:
    one, other = mention("ga", kind="group"), mention("gb", 2, kind="group")
    inside = (mention("ia", 1, group="ga"), mention("ib", 2, group="gb"))
    joined = [verdict("same", *inside)]
    assert parts(*joined, mentions=(one, other, *inside))["ga"] == ("ga", "gb")
    kept = parts(*joined, verdict("different", one, other), mentions=(one, other, *inside))
    assert kept["ga"] == ("ga",)


NAMES = "abcdefg"
MENTIONS = tuple(mention(f"i{letter}", 1 + day % 4) for day, letter in enumerate(NAMES))
judged = st.lists(
    st.builds(
        lambda kind, pair, minute, human: verdict(kind, MENTIONS[pair[0]], MENTIONS[pair[1]], minute, human=human),
        st.sampled_from(["same", "same", "different", "unsure"]),
        st.permutations(range(len(NAMES))).map(lambda order: tuple(order[:2])),
        st.integers(0, 99),
        st.booleans(),
    ),
    max_size=12,
    unique_by=lambda v: v.id,
)


@given(judged, st.randoms(use_true_random=False))
def test_the_order_of_verdicts_and_mentions_changes_nothing(verdicts: list[PairVerdict], chance) -> None:
    shuffled, mentions = list(verdicts), list(MENTIONS)
    chance.shuffle(shuffled)
    chance.shuffle(mentions)
    assert cluster(mentions, shuffled) == cluster(MENTIONS, verdicts)


@given(judged)
def test_what_people_keep_apart_is_apart_unless_people_contradict_themselves(verdicts: list[PairVerdict]) -> None:
    found = cluster(MENTIONS, verdicts)
    last: dict[tuple[str, str], PairVerdict] = {}
    for one in sorted((v for v in verdicts if v.is_human), key=lambda v: (v.recorded, v.id)):
        last[one.pair] = one
    refused = {conflict.same for conflict in found.conflicts}
    for (a, b), one in last.items():
        together = found.incident_of[a] == found.incident_of[b]
        if one.kind == "different":
            assert not together
        if one.kind == "same" and (a, b) not in refused:
            assert together


@given(judged)
def test_ids_are_unique_and_known_ids_name_one_incident(verdicts: list[PairVerdict]) -> None:
    members = cluster(MENTIONS, verdicts).members()
    everyone = [m for part in members.values() for m in part]
    assert sorted(everyone) == [m.id for m in MENTIONS]
    for one, other in combinations(members.values(), 2):
        assert not set(one) & set(other)


@given(judged)
def test_mentions_that_no_verdict_touches_stay_as_they_are(verdicts: list[PairVerdict]) -> None:
    touched = {m for v in verdicts for m in v.pair}
    found = cluster(MENTIONS, verdicts).incident_of
    assert all(found[m.id] == m.id for m in MENTIONS if m.id not in touched)


def test_of_two_joins_on_one_day_the_first_tells_what_the_day_before_knew() -> None:
    first, second, third = (mention(name, day) for day, name in enumerate(("ia", "ib", "ic"), 1))
    one, other = mention("id", 4), mention("ie", 4)
    links = Links({("ib", "id"): 9.0, ("ic", "id"): 9.0, ("ia", "ie"): 50.0, ("ib", "ie"): 40.0}, 0.0, -3.0)
    found = cluster((first, second, third, one, other), [], links)
    assert len(set(found.incident_of.values())) == 1
    before = {(b.mention, b.until): b.incident for b in found.before}
    assert len(before) == len(found.before)
    assert {m: before[m, one.published] for m in ("ib", "ic")} == {"ib": "ib", "ic": "ic"}
