from importlib.resources import files
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from dateline.codebook import load_codebook
from dateline.codebook.tolls import Tolls
from dateline.model import TOLL_PROPERTIES

DATA = yaml.safe_load((files("dateline.codebook") / "data" / "attacks" / "tolls.yaml").read_text(encoding="utf-8"))


def lists(node: Any) -> list[list[Any]]:
    if isinstance(node, dict):
        return [found for value in node.values() for found in lists(value)]
    if isinstance(node, list):
        return [node, *(found for value in node for found in lists(value))]
    return []


def test_lists_are_sorted_without_doubles() -> None:
    for words in lists(DATA):
        keys = [w["id"] if isinstance(w, dict) else w for w in words]
        assert keys == sorted(set(keys))


def test_harms_are_toll_properties() -> None:
    assert set(load_codebook().tolls.harms) <= set(TOLL_PROPERTIES)


def test_the_coders_bounds_of_vague_words() -> None:
    vague = load_codebook().tolls.vague_of_words
    bounds = {
        word: (vague[word,].low, vague[word,].high) for word in ("dozens", "scores", "hundreds", "several", "both")
    }
    assert bounds == {
        "dozens": (24, None),
        "scores": (40, None),
        "hundreds": (200, None),
        "several": (3, None),
        "both": (2, 2),
    }


def test_a_noun_of_two_kinds_is_refused() -> None:
    with pytest.raises(ValidationError, match="listed under both"):
        Tolls.model_validate({"kinds": {"child": ["boy"], "civilian": ["boy"]}})
