"""Measure linking across reports: do reports of one incident come together, and only they?

Usage: python eval/linking.py [BENCH] [--set gva|news_clusters] [--pairs N] [--fit FILE] [--cache FOLDER]
           [--sample N] [--json FILE]

A report stands where its first incident stands: reports are together where these are one incident. One in which no
incident was coded is compared by its words and names alone. Figures: pairwise F1, CoNLL F1, over-merge (share of the
pairs joined that are wrong) and over-split (share of the true pairs not joined).

Incidents are dealt into two halves by a hash of their id. ``--fit FILE`` learns the weights on the halves a and
chooses there the threshold with the best pairwise F1; half b then tells what they are worth. Coding takes
minutes: ``--cache`` keeps the codings in a folder (see ``codings.py``).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench import folder, rows, scorer
from codings import codings
from dateline.link.across.candidates import candidates
from dateline.link.across.cluster import cluster
from dateline.link.across.compare import levels
from dateline.link.across.join import Links, Mention
from dateline.link.across.packed import Rows, pack
from dateline.link.across.traits import Traits, traits_of, whole_report_traits
from dateline.link.across.weigh import Weights, load_weights, weigh
from dateline.model import Coding
from figures import Figure, Measured, asked, sampled, tell
from linking_fit import fitted, written

SETS = {"gva": ("incident_id", "incident_id"), "news_clusters": ("event", "event")}


@dataclass(frozen=True)
class Told:
    """A set of reports with the incident that each tells of, their codings, and the mentions in them."""

    ids: Sequence[str]
    gold: Sequence[str]
    codings: Sequence[Coding]
    traits: Sequence[Traits]
    rows: Rows
    report_of_mention: Sequence[int]

    @property
    def first(self) -> dict[int, int]:
        """The first mention of each report, or what stands for one that tells of none."""
        return {self.report_of_mention[n]: n for n, t in enumerate(self.traits) if t.ordinal == 0}

    def half(self, which: str | None) -> list[int]:
        """Return the reports of one half (a or b), or all."""
        return [n for n, of in enumerate(self.gold) if which is None or half_of(of) == which]


def half_of(incident: str) -> str:
    """Return the half into which an incident falls, by its id alone."""
    return "ab"[int(hashlib.sha1(incident.encode(), usedforsecurity=False).hexdigest(), 16) % 2]


def read(bench: Path, name: str, cache: Path | None = None, sample: int | None = None) -> Told:
    """Code a set's reports, or take the codings that the cache holds; a sample is of whole incidents."""
    found = sampled(list(rows(bench / name / "dev.jsonl")), sample, SETS[name][0])
    made = codings(found, cache)
    traits = [list(traits_of(coding)) or [whole_report_traits(coding.reports[0])] for coding in made]
    every = [t for own in traits for t in own]
    return Told(
        [row["id"] for row in found],
        [str(row[SETS[name][0]]) for row in found],
        made,
        every,
        pack(every),
        [n for n, own in enumerate(traits) for _ in own],
    )


# ---- linking ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pairs:
    """Pairs of mentions worth comparing, with the levels on which they agree."""

    first: npt.NDArray[np.intp]
    second: npt.NDArray[np.intp]
    levels: npt.NDArray[np.intp]

    def within(self, mentions: Iterable[int], number: int) -> Pairs:
        """Return the pairs of which both are among these mentions."""
        is_in = np.zeros(number, bool)
        is_in[list(mentions)] = True
        kept = is_in[self.first] & is_in[self.second]
        return Pairs(self.first[kept], self.second[kept], self.levels[kept])


def pairs_of(told: Told) -> Pairs:
    """Return all pairs of mentions that share a key."""
    found = list(candidates(told.rows))
    first = np.concatenate([a for a, _ in found])
    second = np.concatenate([b for _, b in found])
    at = range(0, len(first), 50_000)
    of = [levels(told.rows[first[n : n + 50_000]], told.rows[second[n : n + 50_000]]) for n in at]
    return Pairs(first, second, np.concatenate(of))


def linked(told: Told, pairs: Pairs, rule: Weights, reports: Iterable[int]) -> dict[int, str]:
    """Return where each of these reports stands, when the ledger holds only them."""
    chosen = set(reports)
    mentions = [n for n, report in enumerate(told.report_of_mention) if report in chosen]
    own = pairs.within(mentions, len(told.traits))
    weights = rule.of(own.levels)
    near = weights >= rule.keep
    named = [t.mention for t in told.traits]
    links = {}
    for a, b, weight in zip(own.first[near], own.second[near], weights[near], strict=True):
        x, y = named[a], named[b]
        links[(x, y) if x < y else (y, x)] = float(weight)
    known = [
        Mention(t.published, t.mention, report=t.report, ordinal=t.ordinal)
        for t in (told.traits[n] for n in mentions)
    ]
    made = cluster(known, [], Links(links, rule.join, rule.keep)).incident_of
    first = told.first
    return {r: made[named[first[r]]] if r in first else f"alone {r}" for r in chosen}


def scored(bench: Path, told: Told, stands: dict[int, str]) -> dict[str, float]:
    """Return the figures of a linking."""
    coref = scorer(bench, "coref")
    gold, found = defaultdict(set), defaultdict(set)
    for report, where in stands.items():
        gold[told.gold[report]].add(report)
        found[where].add(report)
    result = coref.score(list(gold.values()), list(found.values()))
    pair = result["pairwise"]
    return {
        "pairwise F1": pair["f1"],
        "precision": pair["p"],
        "recall": pair["r"],
        "CoNLL F1": result["conll_f1"],
        "over-merge": 1 - pair["p"],
        "over-split": 1 - pair["r"],
    }


def _tried(bench: Path, told: Told, pairs: Pairs, rule: Weights, half: str) -> float:
    return scored(bench, told, linked(told, pairs, rule, told.half(half)))["pairwise F1"]


def show_errors(told: Told, stands: dict[int, str], pairs: Pairs, rule: Weights, number: int) -> None:
    """Print pairs of reports wrongly joined and wrongly kept apart, with what spoke for and against."""
    by_gold: dict[str, list[int]] = defaultdict(list)
    by_found: dict[str, list[int]] = defaultdict(list)
    for report, where in sorted(stands.items()):
        by_gold[told.gold[report]].append(report)
        by_found[where].append(report)
    wrong = [(a, b) for of in by_found.values() for a in of for b in of if a < b and told.gold[a] != told.gold[b]]
    missed = [(a, b) for of in by_gold.values() for a in of for b in of if a < b and stands[a] != stands[b]]
    compared = {(int(a), int(b)) for a, b in zip(pairs.first, pairs.second, strict=True)}
    chance = np.random.default_rng(4)
    for what, found in (("WRONG LINK", wrong), ("MISSED LINK", missed)):
        print(f"---- {what}: {len(found)} pairs")
        for n in chance.permutation(len(found))[:number]:
            _show_pair(told, found[n], rule, compared, what)


def _show_pair(told: Told, pair: tuple[int, int], rule: Weights, compared: set[tuple[int, int]], what: str) -> None:
    first = told.first
    print(f"\n== {what}")
    for report in pair:
        text = told.codings[report].reports[0]
        traits = told.traits[first[report]] if report in first else None
        where = traits and traits.place and (traits.place.city, traits.place.admin1, traits.place.country)
        print(f"  {text.published} {where} {traits and traits.date and (traits.date.earliest, traits.date.latest)}")
        print("   ", text.text[:300].replace("\n", " / "))
    if pair[0] not in first or pair[1] not in first:
        print("  one tells of no incident")
        return
    a, b = np.array([first[pair[0]]]), np.array([first[pair[1]]])
    if (int(a[0]), int(b[0])) not in compared:
        print("  never compared: no key in common")
    weight = float(weigh(told.rows, a, b, rule)[0])
    told_of = rule.evidence(levels(told.rows[a], told.rows[b])[0])
    print(f"  weight {weight:.1f}:", "; ".join(f"{n} {level} {w:+.1f}" for n, level, w in told_of if abs(w) >= 0.2))


def measure(bench: Path, sample: int | None = None) -> Measured:
    """Return the figures of all reports of each set."""
    found, rule = Measured(), load_weights()
    for name in SETS:
        told = read(bench, name, sample=sample)
        figures = scored(bench, told, linked(told, pairs_of(told), rule, told.half(None)))
        shown = ("pairwise F1", "CoNLL F1", "precision", "recall")
        found.figures += [Figure(name, f"linking {k}", 100 * figures[k], len(told.ids)) for k in shown]
    return found


def main() -> None:
    """Read the command line; measure, or learn the weights."""
    parser = asked(__doc__, has_misses=False)
    parser.add_argument("--set", choices=SETS, default=None)
    parser.add_argument(
        "--pairs", type=int, default=0, metavar="N", help="print N wrong and N missed pairs of half a"
    )
    parser.add_argument("--fit", type=Path)
    parser.add_argument("--cache", type=Path)
    given = parser.parse_args()
    bench = folder(given.bench)
    if given.json:
        tell(measure(bench, given.sample), given)
        return
    sets = [(name, read(bench, name, given.cache, given.sample)) for name in ([given.set] if given.set else SETS)]
    pairs = {name: pairs_of(told) for name, told in sets}
    if given.fit:
        rule = fitted([(told, pairs[name]) for name, told in sets], partial(_tried, bench), half_of)
        written(given.fit, rule)
    else:
        rule = load_weights()
    for name, told in sets:
        counted = Counter(told.gold)
        coded = sum(bool(coding.incidents) for coding in told.codings)
        print(f"{name}: {len(told.ids)} reports, {coded} with an incident, {len(pairs[name].first)} pairs compared;")
        print(f"  true pairs {sum(n * (n - 1) // 2 for n in counted.values())}")
        for half in ("a", "b", None):
            figures = scored(bench, told, linked(told, pairs[name], rule, told.half(half)))
            shown = ", ".join(f"{k} {100 * v:.1f}" for k, v in figures.items())
            print(f"  half {half or 'a and b'}:", shown, flush=True)
        if given.pairs:
            show_errors(told, linked(told, pairs[name], rule, told.half("a")), pairs[name], rule, given.pairs)


if __name__ == "__main__":
    main()
