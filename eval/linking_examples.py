"""Measure linking on coded reports whose gold names incidents by the same key in every report.

Used by ``python eval/examples.py [--errors]``. Found incidents are paired with gold's report by report
(``incidents.matched``); then all found incidents are linked, and of those that are paired each pair is held against
gold's keys. So an incident that was not found costs nothing here, and one that was read wrongly is linked as read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

import numpy as np

from dateline.ledger.contract import coding_from
from dateline.link.across.candidates import candidates
from dateline.link.across.cluster import cluster
from dateline.link.across.join import Links, Mention
from dateline.link.across.packed import pack
from dateline.link.across.traits import traits_of
from dateline.link.across.weigh import load_weights, weigh
from incidents import Counts, matched


def stands(outputs: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the incident that each found incident of these contract documents becomes when all are linked."""
    rule = load_weights()
    traits = [t for output in outputs for t in traits_of(coding_from(output))]
    rows = pack(traits)
    links: dict[tuple[str, str], float] = {}
    for first, second in candidates(rows):
        weights = weigh(rows, first, second, rule)
        for n in np.flatnonzero(weights >= rule.keep):
            a, b = sorted((traits[first[n]].mention, traits[second[n]].mention))
            links[a, b] = float(weights[n])
    known = [Mention(t.published, t.mention, report=t.report, ordinal=t.ordinal) for t in traits]
    return dict(cluster(known, [], Links(links, rule.join, rule.keep)).incident_of)


def linked(gold: Iterable[Mapping[str, Any]], outputs: Mapping[str, Mapping[str, Any]]) -> tuple[Counts, list[str]]:
    """Return the figure over pairs, and a line for each wrong and each missed pair."""
    keys: dict[str, str] = {}
    for row in gold:
        if row["id"] in outputs:
            keys |= {mention: f"{key} {row['id']}" for mention, key in matched(row, outputs[row["id"]]).items()}
    where = stands(outputs.values())
    figure, wrong = Counts(), []
    for a, b in combinations(sorted(keys, key=lambda m: keys[m]), 2):
        is_one, is_joined = keys[a].split()[0] == keys[b].split()[0], where[a] == where[b]
        figure.add(int(is_one and is_joined), int(is_joined), int(is_one))
        if is_one != is_joined:
            wrong.append(f"{'missed' if is_one else 'wrong'}: {keys[a]} ({a}), {keys[b]} ({b})")
    return figure, wrong
