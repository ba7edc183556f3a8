"""The names under which a person who is involved in an incident can be looked up."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_](?:[\w'-]*[^\W_])?")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def _plain(words: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))
    return _WORD.findall(bare.replace("’", "'").casefold())


def lookup_names(name: str) -> set[str]:
    """Return the forms under which a name is found: whole, first and last, and each of its words.

    Without accents and capitals; "Jr." and the like stand for themselves only.
    """
    words = _plain(name)
    core = [word for word in words if word not in _SUFFIXES and len(word) > 1]
    found = {" ".join(words), " ".join(core), *words}
    if len(core) > 1:
        found.add(f"{core[0]} {core[-1]}")
    return found - {""}


def asked_name(name: str) -> str:
    """Return the form in which a name that is asked for is looked up."""
    return " ".join(_plain(name))
