"""Measure Splink 5 on DuckDB with the comparison levels of linking, against the weights in force.

Usage: python eval/linking_splink.py [BENCH] [--cache FOLDER]       (pip install splink==5.0.0 pandas)

The levels are written in SQL, in the order in which they are tried. Splink learns m from the true pairs of half a and
u from random pairs of half a (its usual way with labels), the threshold is the one with the best pairwise F1 on half
a, and half b tells what it is worth. Both rules weigh pairs that share a key, and their clusters are made alike.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench import folder
from dateline.link.across.cluster import cluster
from dateline.link.across.compare import _HEAD_BITS, _NAME_BITS, _PROPER_BITS, _PUBLISHED_DAYS, _SHARES, _WORD_BITS
from dateline.link.across.join import Links, Mention
from dateline.link.across.keys import own_keys
from dateline.link.across.packed import NO_COUNT, NO_DAY
from linking import Told, read, scored

FIELDS = "types weapons targets actors people surnames names proper words head times ages".split()
KEEP = -3.0  # the least weight asked of Splink
FLOOR = 3.0  # its weights add up evidence twice, so that the floor for other pairs goes with the threshold


def _shared(name: str) -> str:
    return f"coalesce(list_sum(list_transform(list_intersect({name}_l, {name}_r), lambda x: x & 31)), 0)"


def _number(name: str) -> str:
    return f"len(list_intersect({name}_l, {name}_r))"


def _untold(name: str) -> str:
    return f"len({name}_l) = 0 or len({name}_r) = 0"


def _comparison(name: str, conditions: Sequence[str], untold: str | None = None) -> dict[str, Any]:
    levels: list[dict[str, Any]] = []
    if untold:
        levels.append({"sql_condition": untold, "label_for_charts": "not told", "is_null_level": True})
    levels += [{"sql_condition": c, "label_for_charts": f"{name} {n}"} for n, c in enumerate(conditions)]
    levels.append({"sql_condition": "ELSE", "label_for_charts": "else"})
    return {"output_column_name": name.replace(" ", "_"), "comparison_levels": levels}


def _bins(name: str, value: str, edges: Sequence[float], untold: str | None = None) -> dict[str, Any]:
    return _comparison(name, [f"{value} >= {edge}" for edge in reversed(edges)], untold)


def _share(name: str) -> str:
    return f"{_shared(name)} / greatest(least({name}_bits_l, {name}_bits_r), 1)"


def _count(name: str) -> dict[str, Any]:
    meets = f"greatest({name}0_l, {name}0_r) <= least({name}1_l, {name}1_r)"
    high, most = f"least({name}1_l, {name}1_r)", f"greatest({name}1_l, {name}1_r)"
    near = f"{most} <= 2 * greatest({high}, 1)"
    grows = f"({name}1_r >= {name}1_l) = (published_r >= published_l) or published_l = published_r"
    conditions = [f"{meets} and {high} >= 5", f"{meets} and {high} >= 2", f"{meets} and {high} = 1", meets]
    return _comparison(
        name, [*conditions, f"{near} and ({grows})", near, grows], f"{name}1_l is null or {name}1_r is null"
    )


def _comparisons() -> list[dict[str, Any]]:
    apart = "greatest(greatest(earliest_l, earliest_r) - least(latest_l, latest_r), 0)"
    exact = "one_day_l and one_day_r"
    km = "12742 * asin(sqrt(least(1, pow(sin((lat_r - lat_l) / 2), 2) + cos(lat_l) * cos(lat_r) * pow(sin((lon_r - lon_l) / 2), 2))))"  # noqa: E501
    same, told = "city_l > 0 and city_l = city_r", "precision_l <= 2 and precision_r <= 2"
    holds = [f"list_contains(list_transform(proper_{b}, lambda x: x >> 5), town_{a} >> 5)" for a, b in ("lr", "rl")]
    place = [f"{same} and town_l & 31 < 5", f"{same} and town_l & 31 < 9", same]
    place += [f"{told} and {km} <= {far}" for far in (10, 40, 150)]
    place += ["town_l > 0 and town_l = town_r", "country_l > 0 and country_r > 0 and country_l <> country_r"]
    place += ["admin1_l > 0 and admin1_r > 0 and admin1_l <> admin1_r", "admin1_l > 0 and city_l > 0 and city_r > 0"]
    day_untold = "earliest_l is null or earliest_r is null"
    kinds = [
        _comparison(name, [f"{_number(name)} > 0"], _untold(name))
        for name in ("types", "weapons", "targets", "actors")
    ]
    return [
        _comparison("date", [f"{exact} and {apart} = 0", *(f"{apart} <= {n}" for n in (0, 1, 3, 7, 30))], day_untold),
        _comparison(
            "published",
            [
                f"{day} abs(published_l - published_r) >= {edge}"
                for day in (f"{exact} and", f"not ({exact}) and")
                for edge in (*reversed(_PUBLISHED_DAYS), 0)
            ][:-1],
        ),
        _comparison("times", [f"{_number('times')} > 0"], _untold("times")),
        _comparison("place", place, "precision_l > 4 or precision_r > 4"),
        _comparison("town", [f"{holds[0]} and {holds[1]}", f"{holds[0]} or {holds[1]}"], "town_l = 0 and town_r = 0"),
        *kinds,
        _comparison("people", [f"{_number('people')} > 0", f"{_number('surnames')} > 0"], _untold("people")),
        _comparison("ages", [f"{_number('ages')} > {n}" for n in (1, 0)], _untold("ages")),
        _count("killed"),
        _count("wounded"),
        _bins("names", _shared("names"), _NAME_BITS),
        _bins("proper words", _shared("proper"), _PROPER_BITS),
        _bins("share of proper words", _share("proper"), _SHARES),
        _bins("head", _shared("head"), _HEAD_BITS, _untold("head")),
        _bins("words", _shared("words"), _WORD_BITS),
        _bins("share of words", _share("words"), _SHARES),
    ]


def _records(told: Told, chosen: Sequence[int]) -> pd.DataFrame:
    rows = told.rows[list(chosen)]
    own = own_keys(rows)
    keys = defaultdict(list)
    for row, key in zip(own.rows.tolist(), own.keys.tolist(), strict=True):
        keys[row].append(key)
    found: dict[str, Any] = {"unique_id": list(chosen), "keys": [sorted(set(keys[n])) for n in range(len(rows))]}
    for name in FIELDS:
        found[name] = [[int(code) for code in row if code] for row in rows[name]]
    for name in ("published", "country", "admin1", "city", "town", "precision", "proper_bits", "words_bits"):
        found[name] = rows[name].astype(np.int64)
    for name in ("lat", "lon"):
        found[name] = np.radians(rows[name].astype(np.float64))
    for name in ("earliest", "latest"):
        other = rows["latest" if name == "earliest" else "earliest"]
        day = np.where(rows[name] == NO_DAY, other, rows[name])
        found[name] = pd.array([None if d == NO_DAY else int(d) for d in day], "Int64")
    found["one_day"] = rows["is_one_day"].astype(bool)
    for name in ("killed", "wounded"):
        for n in (0, 1):
            found[f"{name}{n}"] = pd.array([None if v == NO_COUNT else int(v) for v in rows[name][:, n]], "Int64")
    return pd.DataFrame(found)


def _weighed(api: DuckDBAPI, told: Told, half: str, model: dict[str, Any]) -> dict[tuple[str, str], float]:
    linker = Linker(api.register(_records(told, _firsts(told, half))), model, log_level=40)
    found = linker.inference.predict(threshold_match_weight=KEEP / log(2)).as_pandas_dataframe()
    named = [t.mention for t in told.traits]
    pairs = zip(found["unique_id_l"], found["unique_id_r"], found["match_weight"] * log(2), strict=True)
    return {tuple(sorted((named[a], named[b]))): float(w) for a, b, w in pairs}  # type: ignore[misc]


def _firsts(told: Told, half: str) -> list[int]:
    return sorted(told.first[report] for report in told.half(half))


def _learned(api: DuckDBAPI, told: Told) -> dict[str, Any]:
    chosen = _firsts(told, "a")
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=_comparisons(),
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
    )
    linker = Linker(api.register(_records(told, chosen)), settings, log_level=40)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=4)
    by_gold = defaultdict(list)
    for n in chosen:
        by_gold[told.gold[told.report_of_mention[n]]].append(n)
    same = [pair for of in by_gold.values() for pair in combinations(of, 2)]
    labels = pd.DataFrame(same, columns=["unique_id_l", "unique_id_r"])
    linker.training.estimate_m_from_pairwise_labels(api.register(labels))
    model: dict[str, Any] = linker.misc.save_model_to_json()
    model["probability_two_random_records_match"] = len(same) / (len(chosen) * (len(chosen) - 1) / 2)
    return model


def _stands(told: Told, half: str, links: dict[tuple[str, str], float], join: float) -> dict[int, str]:
    first = _firsts(told, half)
    known = [Mention(t.published, t.mention, report=t.report) for t in (told.traits[n] for n in first)]
    made = cluster(
        known, [], Links({pair: max(w, join - FLOOR) for pair, w in links.items()}, join, join - FLOOR)
    ).incident_of
    return {told.report_of_mention[n]: made[told.traits[n].mention] for n in first}


def main() -> None:
    """Learn on half a, choose the threshold there, and print the figures of both halves."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", nargs="?")
    parser.add_argument("--cache", type=Path)
    given = parser.parse_args()
    bench = folder(given.bench)
    told = read(bench, "gva", given.cache)
    api = DuckDBAPI()
    began = time.perf_counter()
    model = _learned(api, told)
    learned = time.perf_counter()
    links = {half: _weighed(api, told, half, json.loads(json.dumps(model))) for half in "ab"}
    print(f"learned in {learned - began:.1f} s, weighed in {time.perf_counter() - learned:.1f} s", end="; ")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most", flush=True)
    tried = {
        join: scored(bench, told, _stands(told, "a", links["a"], join))["pairwise F1"]
        for join in np.arange(0, 25.1, 0.5)
    }
    join = max(tried, key=lambda one: tried[one])
    print(f"threshold {join:.1f}, chosen on half a")
    for half in "ab":
        figures = scored(bench, told, _stands(told, half, links[half], join))
        print(f"  half {half}:", ", ".join(f"{k} {100 * v:.1f}" for k, v in figures.items()), flush=True)


if __name__ == "__main__":
    main()
