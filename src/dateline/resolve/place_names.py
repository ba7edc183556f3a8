"""Names of places as look-up keys: case, accents, hyphens, apostrophes and "St" folded away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "ð": "d", "đ": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "a"}
)
_DROPPED = dict.fromkeys(map(ord, "'’‘`´′ʻʼʿʾʹʺ.\u200b\u200c\u200d"))
_SPACED = dict.fromkeys(map(ord, '-–—‐‑/_,;()[]"“”\n\t'), " ")
_SHORT_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_ARTICLE = re.compile(r"^(?:al|ad|ar|as|ash|at|ath|az|an|el|ul|the) (?=\S{3})")
_ARTICLE_INSIDE = re.compile(r" (?:al|ad|ar|as|ash|at|ath|az|an|el|ul|ez|er|es) ")
_TRANSLITERATION = re.compile("[\u0304\u0323\u0324\u0331\u0327\u0307ʻʼʿʾ‘’`]")


@lru_cache(maxsize=20_000)
def fold_name(name: str) -> str:
    """Return the key of a name: "Al-Qa'im" -> "al qaim", "St. Louis" -> "saint louis", "Mazār" -> "mazar"."""
    return fold(name)


def fold(name: str) -> str:
    """As ``fold_name``, without keeping the answer: for the one-time build over a million names."""
    text = name if name.isascii() else _plain_letters(name)
    text = text.casefold().translate(_DROPPED).translate(_SPACED)
    words = text.split()
    if len(words) > 1:
        words = [_SHORT_WORDS.get(w, w) for w in words]
    return " ".join(words)


def _plain_letters(name: str) -> str:
    """Take the accents off, and the letters apart that Unicode keeps whole ("ø")."""
    apart = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    bare = "".join(c for c in apart if not unicodedata.combining(c)).casefold()
    return unicodedata.normalize("NFKD", bare).translate(_LETTERS)


def has_own_letters(name: str) -> bool:
    """Say whether a name has letters of its own, which reports often do without: "Reyhanlı", "Łódź"."""
    return any(ord(letter) in _LETTERS for letter in name.casefold())


def without_article(key: str) -> str:
    """Return a key without its leading Arabic or English article: "al qaim" -> "qaim"."""
    return _ARTICLE.sub("", key)


def skeleton(key: str) -> str:
    """Return what spellings of one Arabic, Persian or Pashto name share: its consonants, roughly.

    "khan sheikhoun" and "khan shaykhun" give the same, as do "maarat al numan" and "maaret al-nu'man".
    """
    text = _ARTICLE_INSIDE.sub(" ", without_article(key))
    text = text.replace("q", "k").replace("ck", "k").replace("gh", "g").replace("ph", "f").replace("dh", "d")
    text = re.sub(r"(?<=.)[aeiouyw']", "", text.replace(" ", "").replace("h ", " "))
    text = re.sub(r"h$", "", text)
    return re.sub(r"(.)\1+", r"\1", text)


def plain_name(name: str) -> str:
    """Return a name without marks of transliteration: "Tehrān" -> "Tehran", but "Bogotá" as it is."""
    marked = unicodedata.normalize("NFD", name)
    bare = _TRANSLITERATION.sub("", marked)
    if bare == marked:
        return name
    return unicodedata.normalize("NFC", bare).strip()
