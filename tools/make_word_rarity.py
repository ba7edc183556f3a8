#!/usr/bin/env python3
"""Make the table of how rare English words are, by which shared words of two reports are weighed.

Usage: make_word_rarity.py        (needs the package wordfreq 3.1.1, which Dateline itself does not)

wordfreq gives frequencies on the Zipf scale: the logarithm to base 10 of a word's occurrences in a billion words,
from news, books, subtitles, encyclopedias and the web. Words below ``LEAST`` are left out: a word that is not in the
table is taken as rarer than all that are. Frequencies are rounded to quarters, one line for each.

Writes src/dateline/link/across/data/words.en.txt.gz; the same input gives the same bytes.
"""

from __future__ import annotations

import gzip
import math
import re
from collections import defaultdict
from pathlib import Path

from wordfreq import get_frequency_dict

TARGET = Path(__file__).parents[1] / "src/dateline/link/across/data/words.en.txt.gz"
LEAST = 2.25
HEADER = """\
# How rare English words are: Zipf frequency, then the words of it. Words that are not here are rarer.
# Source: wordfreq 3.1.1 by Robyn Speer, large English list. Licence: CC BY-SA 4.0, and so is this file.
# Changed: words of letters, apostrophes and hyphens only; rounded to quarters; cut below 2.25.
# Made by tools/make_word_rarity.py.
"""


def main() -> None:
    """Write the table."""
    classes: dict[float, list[str]] = defaultdict(list)
    for word, frequency in get_frequency_dict("en", wordlist="large").items():
        zipf = math.log10(frequency) + 9
        if zipf >= LEAST and re.fullmatch(r"[a-z][a-z'-]*[a-z]|[a-z]", word):
            classes[round(zipf * 4) / 4].append(word)
    lines = [f"{zipf:.2f} {' '.join(sorted(words))}\n" for zipf, words in sorted(classes.items(), reverse=True)]
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write((HEADER + "".join(lines)).encode())


if __name__ == "__main__":
    main()
