"""Sentences of our own, from the cases, and texts made of them at random: for what must hold of any text."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import yaml
from hypothesis import strategies as st

from dateline.model import Report

CASES = Path(__file__).parent / "cases"
_FILES = ("acts", "incidents", "means", "people", "responsibility", "tallies", "tolls")


@cache
def pool() -> tuple[str, ...]:
    """Return the texts of the cases, each once."""
    texts = [
        case["text"]
        for name in _FILES
        for case in yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    ]
    return tuple(dict.fromkeys(texts))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draw a report of one to seven texts of the pool, in one or several paragraphs."""
    texts = draw(st.lists(st.sampled_from(pool()), min_size=1, max_size=7))
    between = [draw(st.sampled_from([" ", "\n", "\n\n"])) for _ in texts]
    text = "".join(t + b for t, b in zip(texts, between, strict=True)).strip()
    return Report.of(text, draw(st.dates(date(1990, 1, 1), date(2030, 12, 31))))
