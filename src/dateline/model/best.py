"""The tolls that one report puts forward: a view over its statements."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.model.incident import BestValue
from dateline.model.statement import Statement
from dateline.model.values import TOLL_PROPERTIES, Modality, Toll

BEST_IN_REPORT = "highest-reported"


def highest_reported(statements: Iterable[Statement]) -> dict[str, BestValue]:
    """Choose, for each toll, the highest whole count that a report puts forward as such.

    ``statements`` are one report's about one incident or group, in the report's order.
    """
    told = list(statements)
    best: dict[str, BestValue] = {}
    for name in TOLL_PROPERTIES:
        tolls = [
            s.value
            for s in told
            if s.property == name
            and isinstance(s.value, Toll)
            and not s.value.part
            and s.modality is Modality.REPORTED
        ]
        if tolls:
            chosen = max(tolls, key=lambda t: (t.low if t.low is not None else t.high or 0, t.high is not None))
            best[name] = BestValue(chosen.low, chosen.high, BEST_IN_REPORT)
    return best
