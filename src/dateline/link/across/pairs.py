"""All links of very many mentions: the pairs worth comparing, weighed part by part, by one process or several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context

import numpy as np

from dateline.link.across.candidates import Candidates, Positions
from dateline.link.across.packed import Rows
from dateline.link.across.weigh import Weight, Weights, weigh


@dataclass(frozen=True, slots=True)
class Weighed:
    """Pairs that weigh enough to count (``Weights.keep``), of all that were compared in one part of the mentions."""

    first: Positions
    second: Positions
    weight: Weight
    compared: int


class _Part:
    """Weighs a part; what it needs is inherited by forked workers, not sent to them."""

    index: Candidates
    rule: Weights

    @classmethod
    def set(cls, index: Candidates, rule: Weights) -> None:
        cls.index, cls.rule = index, rule

    @classmethod
    def weighed(cls, at: int) -> Weighed:
        return _weighed(cls.index, cls.rule, at)


def _weighed(index: Candidates, rule: Weights, at: int) -> Weighed:
    first, second = index.of_part(at)
    weight = weigh(index.rows, first, second, rule)
    (kept,) = np.nonzero(weight >= rule.keep)
    return Weighed(first[kept], second[kept], weight[kept], len(first))


def weighed(found: Rows, rule: Weights, *, processes: int = 1) -> Iterator[Weighed]:
    """Yield the pairs of rows that share a key and weigh enough to count, the same by however many processes."""
    index = Candidates(found)
    if processes == 1 or "fork" not in get_all_start_methods():
        yield from (_weighed(index, rule, at) for at in index.starts())
        return
    with get_context("fork").Pool(processes, _Part.set, (index, rule)) as pool:
        yield from pool.imap(_Part.weighed, index.starts())
