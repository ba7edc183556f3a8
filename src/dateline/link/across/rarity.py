"""How rare a word is: what it is worth, in bits, that two reports share it."""

from __future__ import annotations

import gzip
import re
from functools import cache
from importlib import resources
from math import log2
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMON_ZIPF = 6.0  # words as common as "all", "new", "out" are worth nothing
UNKNOWN_ZIPF = 2.0  # words that the table does not hold
YEAR_ZIPF, NUMBER_ZIPF, LONG_NUMBER_ZIPF = 4.5, 4.0, 3.0  # ages and round numbers; street and case numbers
_BITS_A_ZIPF = log2(10)
_BETWEEN = re.compile(r"['’-]+")


@cache
def _zipf() -> Mapping[str, float]:
    """Return the Zipf frequency of each word of the table (``tools/make_word_rarity.py``)."""
    packed = resources.files("dateline.link.across").joinpath("data/words.en.txt.gz").read_bytes()
    found: dict[str, float] = {}
    for line in gzip.decompress(packed).decode().splitlines():
        if not line.startswith("#"):
            zipf, *words = line.split()
            found |= dict.fromkeys(words, float(zipf))
    return MappingProxyType(found)


def frequencies() -> Mapping[str, float]:
    """Return how often each word of the table stands in a million words of English, the commonest first."""
    return {word: 10 ** (found - 3) for word, found in sorted(_zipf().items(), key=lambda one: -one[1])}


def zipf(word: str) -> float:
    """Return a word's Zipf frequency: 7 for "the", 4 for "sheriff", 2 for a word that is in no list."""
    if word[0].isdigit():
        if len(word) == 4 and word[:2] in ("19", "20"):
            return YEAR_ZIPF
        return LONG_NUMBER_ZIPF if len(word) > 2 and not word.endswith("00") else NUMBER_ZIPF
    return _zipf().get(word, UNKNOWN_ZIPF)


@cache
def bits(word: str) -> float:
    """Return the bits by which a word in lower case is rarer than the most common ones; 0 for these.

    A compound that the table does not hold ("year-old") is worth its parts, but no more than an unknown word.
    """
    worth = max(COMMON_ZIPF - zipf(word), 0.0) * _BITS_A_ZIPF
    parts = [part for part in _BETWEEN.split(word) if part]
    if len(parts) > 1 and word not in _zipf():
        worth = min(worth, sum(bits(part) for part in parts))
    return worth
