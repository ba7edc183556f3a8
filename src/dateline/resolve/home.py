"""The country of a report that does not name it: local news tells it by its offices ("the sheriff's office")."""

from __future__ import annotations

import re
from functools import lru_cache

from dateline.codebook.places import Local


def told_home(text: str, local: Local) -> str | None:
    """Return the country whose local news alone uses words of the text, None where none or several do."""
    found = {country for country, words in _patterns(local) if words.search(text)}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=8)
def _patterns(local: Local) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (home.country, re.compile(rf"\b(?:{'|'.join(_written(w) for w in home.words)})\b", re.IGNORECASE))
        for home in local.homes
    )


def _written(words: str) -> str:
    """Return a pattern for words with any space between them and either apostrophe."""
    return r"\s+".join(re.escape(w) for w in words.split()).replace("'", "['’]")
