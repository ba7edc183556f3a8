#!/usr/bin/env python3
"""Make the table that tells which English words are written with capitals, for texts that are all of one case.

Usage: make_casing.py WORDS...   (american-english and british-english of Debian's packages wamerican and wbritish,
                                  both 2020.12.07-2)

The lists are SCOWL's at size 60, in both spellings, each word as it is written: "guerrilla", "Guatemala", "NATO", and
both "may" and "May". Possessives are left out, since they are cased as their words are.

Writes src/dateline/text/data/casing.en.txt.gz; the same input gives the same bytes.
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/dateline/text/data/casing.en.txt.gz"
HEADER = """\
# English words as they are written, with their capitals.
# Source: SCOWL (Spell Checker Oriented Word Lists), size 60, American and British, as Debian's packages
# wamerican and wbritish 2020.12.07-2 hold them.
# Copyright 2000-2011 Kevin Atkinson; free to use, copy, modify and distribute with this notice (NOTICE).
# Changed: possessives and words with other than plain letters left out. Made by tools/make_casing.py.
"""


def main() -> None:
    """Write the table."""
    listed = [word for name in sys.argv[1:] for word in Path(name).read_text(encoding="utf-8").split()]
    words = sorted({word for word in listed if re.fullmatch(r"[A-Za-z]+", word)})
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write((HEADER + "\n".join(words) + "\n").encode())


if __name__ == "__main__":
    main()
