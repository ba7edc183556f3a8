"""From mentions, verdicts on pairs and links to incidents: clusters under constraints, with ids that outlive merges.

``cluster`` is a pure function of the mentions, of the verdicts in force and of the links that the rule found, so it
gives the same incidents in whatever order reports and verdicts came, and taking a verdict back gives exactly what
was before it.

- On one pair, a person's verdict counts before a rule's, then the later one. ``unsure`` joins and parts nothing.
- ``same`` pairs join, people's before rules', unless that would put a pair together that is ``different``. A
  rule's ``different`` cannot part what people joined. A ``same`` that cannot be followed is a conflict, told
  with the pair that forbids it and never dropped in silence.
- Then links join, mention by mention in the order of publication: a mention joins the cluster before it to which
  its pairs weigh most on average, and joins others to it where their pairs do too. Nothing that comes later parts
  what was joined, so the clusters of an earlier day are those of today without what came after, but for clusters
  that a later mention brought together; these are told with the day (``before``). Links join no two mentions of one
  report, and nothing that a verdict keeps apart or leaves unsure.
- Groups that share an incident are one coordinated attack, so their mentions are joined too, unless somebody
  judged them different.
- An incident's id is that of its oldest mention (by publication, then id). Mentions that were ever joined and
  whose joining still stands share the oldest id's name: where a later ``different`` parts them, the largest part
  keeps it (the older part, if equal) and the other parts are named by their own oldest mention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from dateline.link.across.join import NO_LINKS, Apart, Joined, Links, Mention, Pair, Parts, join_by_links
from dateline.model import content_id

SAME, DIFFERENT, UNSURE = "same", "different", "unsure"
PAIR_KINDS = (SAME, DIFFERENT, UNSURE)


@dataclass(frozen=True, slots=True)
class PairVerdict:
    """A decision on two mentions, as judged: ``kind`` is same, different or unsure."""

    id: str
    kind: str
    subject: str
    other: str
    is_human: bool
    recorded: datetime

    @property
    def pair(self) -> Pair:
        """The two mentions, the smaller id first."""
        return (self.subject, self.other) if self.subject < self.other else (self.other, self.subject)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A ``same`` that could not be followed, and the ``different`` pairs that forbid it."""

    same: Pair
    forbidden_by: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """Up to the day before ``until`` a mention told of ``incident``, which then was joined to an older one."""

    mention: str
    until: date
    incident: str


@dataclass(frozen=True, slots=True)
class Clustering:
    """Which incident each mention tells of, which it told of on earlier days, and what contradicts itself."""

    incident_of: Mapping[str, str]
    conflicts: tuple[Conflict, ...]
    before: tuple[Before, ...] = ()

    def members(self) -> dict[str, tuple[str, ...]]:
        """Return the mentions of each incident, sorted."""
        found: dict[str, list[str]] = defaultdict(list)
        for mention, incident in self.incident_of.items():
            found[incident].append(mention)
        return {incident: tuple(sorted(mentions)) for incident, mentions in found.items()}


def deciding(verdicts: Iterable[PairVerdict]) -> dict[Pair, PairVerdict]:
    """Return for each pair the verdict that counts: a person's before a rule's, then the later one."""
    found: dict[Pair, PairVerdict] = {}
    for verdict in sorted(verdicts, key=lambda v: (v.is_human, v.recorded, v.id)):
        found[verdict.pair] = verdict
    return found


def cluster(mentions: Iterable[Mention], verdicts: Iterable[PairVerdict], links: Links = NO_LINKS) -> Clustering:
    """Return the incidents that the verdicts in force and the links make of the mentions.

    Verdicts and links of mentions that are not given (not yet published on the day asked about) are left out. An
    incident and a group are never one, whatever a verdict says: that is a conflict without a forbidding pair.
    """
    known = {mention.id: mention for mention in mentions}
    given = [v for v in verdicts if v.subject in known and v.other in known and v.subject != v.other]
    decided = deciding(given)
    apart = _apart(decided)
    parts, conflicts = _joined(known, decided, apart)
    unsure = {pair for pair, verdict in decided.items() if verdict.kind == UNSURE}
    joined = join_by_links(known, parts, apart, unsure, links)
    ever = _ever_joined(known, given, parts, apart, links)
    for pair in _groups_that_meet(known, parts):
        if not _forbidding(parts.of(pair[0]), parts.of(pair[1]), apart, people_only=False):
            parts.join(*pair)
            ever.join(*pair)
    names = _named(known, parts, ever)
    return Clustering(names, tuple(conflicts), tuple(_before(joined, names)))


def _ever_joined(
    known: Mapping[str, Mention], given: Iterable[PairVerdict], parts: Parts, apart: Apart, links: Links
) -> Parts:
    """Return what was ever joined: as if nobody had said ``different``, and no ``same`` were taken back.

    Links are asked again only among the parts that a ``different`` keeps from each other.
    """
    ever = Parts(known)
    for verdict in given:
        if verdict.kind == SAME and known[verdict.subject].kind == known[verdict.other].kind:
            ever.join(*verdict.pair)
    if apart:
        around = Parts(known)
        for joined in (*parts.all(), *ever.all(), *({one, *others} for one, others in apart.items())):
            for pair in pairwise(sorted(joined)):
                around.join(*pair)
        for part in {id(part): part for part in map(around.of, apart)}.values():
            join_by_links({m: known[m] for m in part}, ever, {}, set(), links)
    for part in parts.all():
        for pair in pairwise(sorted(part)):
            ever.join(*pair)
    return ever


def _before(joined: Iterable[Joined], names: Mapping[str, str]) -> Iterator[Before]:
    """Yield the names of parts before they were joined to others, each mention's days in order.

    Of several joins on one day the first tells what the day before knew.
    """
    taken = set(names.values())
    told: set[tuple[str, date]] = set()
    for one in joined:
        oldest = min(one.members)
        name = oldest.id
        if name in taken and names[name] != name:
            name = content_id(name[:1], "before", name)  # the id names another incident, which a verdict parted
        for member in sorted(one.members):
            if member.published < one.day and (member.id, one.day) not in told:
                told.add((member.id, one.day))
                yield Before(member.id, one.day, name)


def _apart(decided: Mapping[Pair, PairVerdict]) -> Apart:
    apart: dict[str, dict[str, bool]] = defaultdict(dict)
    for (a, b), verdict in decided.items():
        if verdict.kind == DIFFERENT:
            apart[a][b] = apart[b][a] = verdict.is_human
    return apart


def _groups_that_meet(known: Mapping[str, Mention], parts: Parts) -> list[Pair]:
    """Return pairs of group mentions that have an incident in common, sorted."""
    found = set()
    for part in parts.all():
        groups = sorted({group for m in part if (group := known[m].group) and group in known})
        found |= set(pairwise(groups))
    return sorted(found)


def _joined(
    known: Mapping[str, Mention], decided: Mapping[Pair, PairVerdict], apart: Apart
) -> tuple[Parts, list[Conflict]]:
    parts = Parts(known)
    conflicts = []
    same = [(pair, v.is_human) for pair, v in decided.items() if v.kind == SAME]
    for (a, b), is_human in sorted(same, key=lambda item: (not item[1], item[0])):
        forbidding = _forbidding(parts.of(a), parts.of(b), apart, people_only=is_human)
        if forbidding or known[a].kind != known[b].kind:
            conflicts.append(Conflict((a, b), tuple(forbidding)))
        else:
            parts.join(a, b)
    return parts, conflicts


def _forbidding(ours: set[str], theirs: set[str], apart: Apart, *, people_only: bool) -> list[Pair]:
    if ours is theirs:
        return []
    small, large = sorted((ours, theirs), key=len)
    found = {
        (min(m, other), max(m, other))
        for m in small
        for other, is_human in apart.get(m, {}).items()
        if other in large and (is_human or not people_only)
    }
    return sorted(found)


def _named(known: Mapping[str, Mention], parts: Parts, ever: Parts) -> dict[str, str]:
    """Give each part its id; see the module's words on ids."""
    within: dict[int, list[list[Mention]]] = defaultdict(list)
    for part in parts.all():
        members = sorted(known[m] for m in part)
        within[id(ever.of(members[0].id))].append(members)
    names: dict[str, str] = {}
    for siblings in within.values():
        oldest = min(members[0] for members in siblings)
        siblings.sort(key=lambda members: (-len(members), members[0]))
        taken = {oldest.id}
        for number, members in enumerate(siblings):
            name = oldest.id if number == 0 else _own_name(members, taken)
            taken.add(name)
            names.update((member.id, name) for member in members)
    return names


def _own_name(members: Sequence[Mention], taken: set[str]) -> str:
    free = next((m.id for m in members if m.id not in taken), None)
    # A single mention whose id the larger part keeps: its new name says whence it came.
    return free or content_id(members[0].id[:1], "parted", members[0].id)
