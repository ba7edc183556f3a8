"""Counts of a whole report, where a later sentence leans on an earlier one: "all four", "the assailants"."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.codebook import Codebook
from dateline.extract.raw import RawToll
from dateline.extract.tolls import find_tolls
from dateline.text.sentence import Sentence


def find_report_tolls(sentences: Iterable[Sentence], codebook: Codebook) -> list[list[RawToll]]:
    """Find the counts of each sentence of a report."""
    return [find_tolls(s, codebook) for s in sentences]
