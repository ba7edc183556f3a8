"""Names made comparable: words of a text with a key that spellings of one word share, and their letter case.

"al-Qa'ida", "Al Qaeda" and "AL-QAIDA" give the same keys; "Hizb-ul-Mujahideen" and "Hizbul Mujahedin" too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼʻ`‘][^\W_]+)*")
_MARKS = re.compile(r"['’ʼʻ`‘.]")
_POSSESSIVE = re.compile(r"['’](?:s|S)$")
_ATTACHED = re.compile(
    r"^(ansar|harakat|harkat|hizb|hisb|jaish|jaysh|jamaat|jamaat|jamat|jamiat|lashkar)(?:ul|ur|us|ut)$"
)
_GAP = re.compile(r"^['’]?(?:[ \t\r]*\n?[ \t\r]*[-‐‑–/(\[\"“'‘]?[ \t]*)$")  # fmt: skip

PARTICLES = frozenset(
    ["al", "el", "ul", "ur", "us", "ut", "as", "ash", "an", "ad", "ar", "at", "az", "e", "i", "ye", "wal", "wa"]
)
"""Arabic and Persian particles that names write joined, apart or not at all."""


class NameWord(NamedTuple):
    """One word of a name or text: its place (without a possessive 's), key, and case.

    ``shape`` is "U" for capitals (two or more letters), "M" for a mix with two or more ("LeT"), "T" for a capital
    first letter, "l" for lower case and "d" for words without letters; ``possessive`` says that 's follows.
    """

    start: int
    end: int
    key: str
    shape: str
    possessive: bool


def _shape(word: str) -> str:
    if word.isalpha() and word[1:].islower():
        return "T" if word[0].isupper() else "l"
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return "d"
    if len(letters) > 1 and all(c.isupper() for c in letters):
        return "U"
    if sum(c.isupper() for c in letters) > 1 and letters[-1] == word[-1]:
        return "M"
    return "T" if letters[0].isupper() else "l"


def _key(word: str, spellings: Mapping[str, str]) -> str:
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    key = _MARKS.sub("", word).casefold()
    attached = _ATTACHED.match(key)
    key = attached.group(1) if attached else key
    return spellings.get(key, key)


class NameReader:
    """Reads the words of texts with one table of spellings (variant to the spelling that stands for all)."""

    def __init__(self, spellings: Mapping[str, str]) -> None:
        self._spellings = dict(spellings)
        self._known: dict[str, tuple[int, str, str, bool]] = {}

    def words(self, text: str) -> list[NameWord]:
        """Return the words of a text, in order, with offsets into it."""
        found = []
        for match in _WORD.finditer(text):
            start = match.start()
            length, key, shape, possessive = self._read(match.group())
            found.append(NameWord(start, start + length, key, shape, possessive))
        return found

    def _read(self, raw: str) -> tuple[int, str, str, bool]:
        known = self._known.get(raw)
        if known is None:
            bare = _POSSESSIVE.sub("", raw)
            known = (len(bare), _key(bare, self._spellings), _shape(bare), len(bare) < len(raw))
            if len(self._known) < 50_000:  # keeps memory flat over a long run of reports
                self._known[raw] = known
        return known

    def keys(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return (key, shape) of the words of a name; particles after the first word are left out."""
        read = [self._read(raw) for raw in _WORD.findall(name)]
        return tuple((key, shape) for n, (_, key, shape, _) in enumerate(read) if n == 0 or key not in PARTICLES)


def may_join(gap: str) -> bool:
    """Say whether the characters between two words leave them in one name: a space, a hyphen, an opening bracket."""
    return gap in {" ", "-"} or (bool(gap) and _GAP.match(gap) is not None)
