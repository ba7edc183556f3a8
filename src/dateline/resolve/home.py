"""Where local news is at home: its country, by its offices ("the sheriff's office"), and its publisher's town."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from dateline.codebook.places import Local
from dateline.resolve.gazetteer import Candidate

_STATION = re.compile(r"\s[-–—|]\s|:\s")
_CALL_SIGN = re.compile(r"\b[KW][A-Z]{2,3}\b|\b[\w-]+\.com\b|\bTV\b")
_LONGEST_HEADLINE = 250  # characters; a first line that is longer is the report itself, in one paragraph
_FEWEST = 2  # places of one country that make it the report's
_MOST = 0.6  # of all places


def told_home(text: str, local: Local) -> str | None:
    """Return the country whose local news alone uses words of the text, None where none or several do."""
    found = {country for country, words in _patterns(local) if words.search(text)}
    return found.pop() if len(found) == 1 else None


def local_country(held: Sequence[Candidate], local: Local) -> str | None:
    """Return the country of local news that nearly all places of a report lie in, None for other news."""
    lying = Counter(c.country for c in {(c.name, c.kind): c for c in held if c.country}.values())
    country, count = max(lying.items(), key=lambda c: (c[1], c[0]), default=(None, 0))
    is_local = count >= _FEWEST and count >= _MOST * lying.total()
    return country if is_local and country in {h.country for h in local.homes} else None


def station_tail(text: str, local: Local) -> tuple[int, int]:
    """Return where a headline names its publisher ("... - KSLA News 12, Shreveport"), (0, 0) for nowhere."""
    line = text.split("\n", 1)[0]
    if len(line) > _LONGEST_HEADLINE:
        return 0, 0
    for cut in _STATION.finditer(line):
        tail = line[cut.end() :]
        words = {w.strip(",:").lower() for w in tail.split()}
        if _CALL_SIGN.search(tail) or words & local.outlets:
            return cut.start(), len(line)
    return 0, 0


@lru_cache(maxsize=8)
def _patterns(local: Local) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (home.country, re.compile(rf"\b(?:{'|'.join(_written(w) for w in home.words)})\b", re.IGNORECASE))
        for home in local.homes
    )


def _written(words: str) -> str:
    """Return a pattern for words with any space between them and either apostrophe."""
    return r"\s+".join(re.escape(w) for w in words.split()).replace("'", "['’]")
