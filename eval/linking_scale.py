"""Measure how linking grows: made-up mentions as rows, linked by the weights in force.

Usage: python eval/linking_scale.py [NUMBER ...] [--processes N]

Nothing here is meant to be true. What counts for a measurement is kept near to real collections: mentions of ten
years, of incidents that one to six reports tell of over days; 20,000 towns and the words of texts as unevenly common
as they are (rank times frequency is about constant), so that a capital has a report each hour and most towns one a
month; two reports of one incident share its day, town, people and half of their words.
"""

from __future__ import annotations

import argparse
import resource
import time
from datetime import date
from math import log

import numpy as np
import numpy.typing as npt

from dateline.link.across.join import Links, Mention, Parts, join_by_links
from dateline.link.across.packed import NO_COUNT, ROW, Rows
from dateline.link.across.pairs import weighed
from dateline.link.across.weigh import load_weights

YEARS, TOWNS, COUNTRIES, SEED = 10, 20_000, 60, 7
REPORTS = (0.62, 0.18, 0.09, 0.06, 0.03, 0.02)  # shares of incidents that one, two ... six reports tell of
KEPT = 0.5  # of an incident's words in each of its reports
# Words by rank of 500,000: the most common that a field holds, and how many of it a mention has.
FIELDS = {"proper": (700, 30), "words": (8_000, 36), "head": (8_000, 10), "subject": (2_000, 16)}
NAMES, PEOPLE = 2_000_000, 500_000
_Numbers = npt.NDArray[np.int64]


def _mixed(numbers: npt.NDArray[np.generic], kind: int) -> npt.NDArray[np.uint32]:
    told = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(kind * 7919)
    return ((told ^ (told >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) >> np.uint64(32)).astype(np.uint32)


def _ranks(draw: np.random.Generator, least: int, most: int, size: tuple[int, ...]) -> _Numbers:
    """Return ranks of which each is as likely as one over it."""
    return np.exp(draw.uniform(log(least), log(most), size)).astype(np.int64)


def _codes(ranks: _Numbers, kind: int, extra: float = 0.0) -> npt.NDArray[np.uint32]:
    """Return the codes of words by rank: the bits by which each is rarer than a common word (see ``rarity``)."""
    zipf = 9 - np.log10(13.0 * ranks)
    worth = np.clip(np.round((6 - zipf) * log(10, 2) + extra), 1, 31).astype(np.uint32)
    return np.where(ranks > 0, (_mixed(ranks, kind) & ~np.uint32(31)) | worth, 0).astype(np.uint32)


def _told(draw: np.random.Generator, ranks: _Numbers, incident: _Numbers, fresh: _Numbers) -> _Numbers:
    """Return each report's words: about half of its incident's, the others its own."""
    return np.where(draw.random(fresh.shape) < KEPT, ranks[incident], fresh)


def made(number: int) -> Rows:
    """Return so many mentions, always the same."""
    draw = np.random.default_rng(SEED)
    sizes = draw.choice(np.arange(1, 7), number, p=REPORTS)
    incident = np.repeat(np.arange(number), sizes)[:number]
    acts = int(incident[-1]) + 1
    rows = np.zeros(number, ROW)
    rows["report"] = np.arange(number)
    day = date(2010, 1, 1).toordinal() + draw.integers(0, 365 * YEARS, acts)
    rows["published"] = day[incident] + np.minimum(draw.geometric(0.4, number) - 1, 60)
    told = draw.random(number) < 0.75
    for name in ("earliest", "latest"):
        rows[name] = np.where(told, day[incident], rows["published"] - (6 if name == "earliest" else 0))
    rows["is_one_day"] = told
    _set_places(draw, rows, incident, acts)
    _set_words(draw, rows, incident, acts)
    killed = np.minimum(draw.pareto(0.9, acts).astype(np.int64), 300)[incident] + draw.integers(0, 2, number)
    rows["killed"] = np.where(draw.random(number)[:, None] < 0.8, killed[:, None], NO_COUNT)
    rows["wounded"] = np.where(draw.random(number)[:, None] < 0.4, 2 * killed[:, None], NO_COUNT)
    return rows


def _set_places(draw: np.random.Generator, rows: Rows, incident: _Numbers, acts: int) -> None:
    town = _ranks(draw, 1, TOWNS, (acts,))[incident]
    lat, lon = draw.uniform(-40, 60, TOWNS + 1), draw.uniform(-120, 140, TOWNS + 1)
    rows["lat"], rows["lon"] = lat[town], lon[town]
    rows["country"] = 1 + town % COUNTRIES
    rows["admin1"] = 1 + town % (12 * COUNTRIES)
    rows["precision"] = 2
    is_told = draw.random(len(rows)) < 0.85
    rows["city"] = np.where(is_told, _mixed(town, 11) | 1, 0)
    rows["town"] = np.where(is_told, _codes(600 + 20 * town, 12), 0)


def _set_words(draw: np.random.Generator, rows: Rows, incident: _Numbers, acts: int) -> None:
    number = len(rows)
    for kind, (field, (least, size)) in enumerate(FIELDS.items()):
        ranks = _ranks(draw, least, 500_000, (acts, size))
        codes = _codes(_told(draw, ranks, incident, _ranks(draw, least, 500_000, (number, size))), 13 + (kind == 1))
        if field == "proper":
            codes[:, 0] = rows["town"]
        rows[field][:, -size:] = np.sort(codes, axis=1)
    rows["subject"][:, 1::2] = rows["proper"][:, -8:]  # half of what a report tells most are names
    for name in ("proper", "words", "subject"):
        rows[f"{name}_bits"] = (rows[name] & np.uint32(31)).sum(axis=1)
    names = _ranks(draw, 2_000, NAMES, (acts, 10))
    names = _told(draw, names, incident, _ranks(draw, 2_000, NAMES, (number, 10)))
    rows["names"][:, -10:] = np.sort(_codes(names, 15, 6.0), axis=1)
    people = np.where(draw.random((acts, 2)) < 0.5, draw.integers(1, PEOPLE, (acts, 2)), 0)[incident]
    rows["people"][:, -2:] = np.sort(_mixed(people, 16) * (people > 0), axis=1)
    rows["surnames"][:, -2:] = np.sort(_mixed(people % 60_000, 17) * (people > 0), axis=1)
    rows["ages"][:, -2:] = np.sort(np.where(people > 0, 18 + people % 60, 0), axis=1)
    rows["types"][:, -1] = 32 + 32 * (incident % 8)
    rows["actors"][:, -1] = np.where(draw.random(number) < 0.4, 32 + 32 * (incident % 40), 0)


def _mentions(rows: Rows) -> list[Mention]:
    days = {int(day): date.fromordinal(int(day)) for day in np.unique(rows["published"])}
    return [Mention(days[day], f"i{n:08d}", report=f"r{n:08d}") for n, day in enumerate(rows["published"].tolist())]


def measured(number: int, processes: int) -> None:
    """Link so many mentions and print what it took."""
    rule = load_weights()
    rows = made(number)
    began = time.perf_counter()
    found = list(weighed(rows, rule, processes=processes))
    at_pairs = time.perf_counter()
    compared = sum(part.compared for part in found)
    mentions = _mentions(rows)
    names = [mention.id for mention in mentions]
    links = {
        (names[a], names[b]): weight
        for part in found
        for a, b, weight in zip(part.first.tolist(), part.second.tolist(), part.weight.tolist(), strict=True)
    }
    del found
    known = {mention.id: mention for mention in mentions}
    parts = Parts(known)
    at_links = time.perf_counter()
    join_by_links(known, parts, {}, set(), Links(links, rule.join, rule.keep))
    ended = time.perf_counter()
    usage = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    worked = [use.ru_utime + use.ru_stime for use in usage]
    memory = [use.ru_maxrss for use in usage]
    print(
        f"{number} mentions: {ended - began:.1f} s (pairs {at_pairs - began:.1f}, links {at_links - at_pairs:.1f},"
        f" clusters {ended - at_links:.1f}); {compared / number:.1f} pairs compared a mention,"
        f" {len(links) / number:.2f} links; {len(parts.all())} incidents;"
        f" processor time since the start {worked[0]:.0f} s here, {worked[1]:.0f} s in the workers;"
        f" {memory[0] / 1024:.0f} MB here, {memory[1] / 1024:.0f} MB in the largest worker",
        flush=True,
    )


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("number", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    for number in given.number:
        measured(number, given.processes)


if __name__ == "__main__":
    main()
