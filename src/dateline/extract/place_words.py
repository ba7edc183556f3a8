"""Capitalised runs of words in a sentence, and the words beside them that tell of a place.

Works on the text alone, so that unparsed sentences have places too.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from dateline.extract.place_lists import ENDINGS, LINKS, OF_HEADS, STARTERS

_WORD = re.compile(
    r"W\.\s?Va\b|(?:[A-Z]\.){2,}|(?:ST|MT|FT|St|Ste|Mt|Ft|Gen|Gov|Col|Lt|Maj|Capt|Sgt|Cpl|Sen|Rep|Dr|Mr|Mrs|Ms|Rev|Prof|Brig|"
    r"Adm|Cmdr)\.(?=\s+[A-Z])|[^\W_]+(?:[-‐‑'’ʻʼ][^\W_]+)*"
)
_HYPHEN = re.compile(r"[-‐‑]")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_ARTICLE_NAME = re.compile(r"^(?:al|el|as|ar|ash|ad|at|az|an|ed|er|es|ez|ul|d|l)[-'’][A-ZÀ-Þ]")
_BETWEEN = (
    r"(?:(?:the|a|an|its|his|her|their|this|that|both|north|south|east|west|north-?east|north-?west|south-?east|"
    r"south-?west|northern|southern|eastern|western|north-?eastern|north-?western|south-?eastern|south-?western|central|"
    r"downtown|mid|upper|lower|inner|outer|nearby|neighbou?ring|rural|remote|restive|volatile|troubled|mountainous|"
    r"unincorporated|coastal|far|occupied|disputed|divided|besieged|embattled|strategic|historic|ancient|old|small|large|busy|main|"
    r"key|largest|second|biggest|second-largest|third-largest|oil-rich|war-torn|mainly|predominantly|mostly|largely|"
    r"Kurdish|Sunni|Shia|Shiite|Muslim|Christian|lawless|tribal|semi-autonomous|autonomous|breakaway|southernmost|"
    r"\w+-(?:held|controlled|run|majority|dominated|backed)|administrative|commercial|financial|provincial|regional|"
    r"state|federal|national|de|facto|capital|cities|city|towns|town|villages|village|hamlet|port|border|resort|"
    r"seaside|market|mining|province|provinces|district|districts|region|area|areas|suburb|county|state|"
    r"neighbou?rhoods?|township|settlement|governorate|department|municipality|island|islands|republic|"
    r"territory|part|parts|streets|heart|cent(?:er|re)|middle|edge|kingdom|of|and around),?\s+)"
)
_CUE = re.compile(
    r"(?:^|[\s(\"“‘—–-])(?P<cue>in|at|near|outside|inside|around|within|throughout|across|from|to|into|toward|towards|via|"
    r"through|between|off|along|on|over|against|of|leaving|left|entered|reached|visited|"
    r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west|outskirts|suburbs?|close|next|adjacent)"
    rf"\s+(?:of|to|from))\s+{_BETWEEN}{{0,6}}$",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"\b(?:beat|call|cut|driv|fend|fight|hold|sever|ward)\w*\s+$")  # "fending off X" is no place
_KIND_BEFORE = re.compile(r"(?P<kind>[a-z][a-z-]*)(?:\s+of(?:\s+the)?|,)?\s+$")
_DATELINE = re.compile(r"\s*(?:\((?:[A-Z][\w .]*)\)\s*)?(?:[-–—]{1,2}|_)(?:\s|$)")


_DATELINE_STEP = re.compile(
    r",\s+(?:[A-Z][\w.'’-]*\s?){1,3}(?:\d{1,2}(?:\s+\w{3,9})?(?:,?\s+\d{2,4})?)?|,\s+\d{1,2}\s+\w{3,9}(?:\s+\d{2,4})?"
)


def ends_dateline(rest: str) -> bool:
    """Say whether a dateline ends after a name: ", Afghanistan, June 7 (Wire) -", "(Wire) -"."""
    for _ in range(3):
        if _DATELINE.match(rest):
            return True
        step = _DATELINE_STEP.match(rest)
        if not step:
            return False
        rest = rest[step.end() :]
    return bool(_DATELINE.match(rest))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence's text, with offsets into that text; the possessive ending is cut off."""

    start: int
    end: int
    text: str
    is_possessive: bool

    @property
    def is_capital(self) -> bool:
        """Whether the word begins as a name does: "Kabul", "al-Bab"."""
        return self.text[0].isupper() or bool(_ARTICLE_NAME.match(self.text))


def words_of(text: str, known: Container[str] = ()) -> list[Word]:
    """Return the words of a text; "Seattle-based" is two, and so is "Lebanon-Syria" where both are ``known``."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        ending = _POSSESSIVE.search(word)
        end = match.start() + (ending.start() if ending else len(word))
        if end > match.start():
            found.extend(_parts(Word(match.start(), end, text[match.start() : end], ending is not None), known))
    return found


def _parts(word: Word, known: Container[str]) -> list[Word]:
    hyphen = _HYPHEN.search(word.text)
    if hyphen is None:
        return [word]
    pieces = _HYPHEN.split(word.text)
    is_pair = len(pieces) == 2 and all(p.casefold() in known for p in pieces)
    if pieces[-1] not in ENDINGS and not is_pair:
        return [word]
    cut = word.start + len(word.text) - len(pieces[-1])
    first = Word(word.start, cut - 1, word.text[: cut - 1 - word.start], False)
    return [first, Word(cut, word.end, pieces[-1], word.is_possessive)]


def capital_runs(text: str, words: list[Word]) -> Iterator[list[Word]]:
    """Yield the runs of capitalised words, with small words between ("Rio de Janeiro", "Gulf of Aden")."""
    at = 0
    while at < len(words):
        if not words[at].is_capital:
            at += 1
            continue
        end = at
        while (step := _continues(text, words, end)) and not words[end].is_possessive:
            end += step
        yield words[at : end + 1]
        at = end + 1


def _continues(text: str, words: list[Word], at: int) -> int:
    """Return how many words further the run goes on after the word at ``at``: 0, 1, or 2 over a small word."""

    def joined(k: int) -> bool:
        return k < len(words) and text[words[k - 1].end : words[k].start].isspace() and not words[k - 1].is_possessive

    if not joined(at + 1):
        return 0
    if words[at + 1].is_capital:
        return 1
    if not joined(at + 2) or not words[at + 2].is_capital or words[at].text in STARTERS:
        return 0
    small = words[at + 1].text.lower()
    is_link = small in LINKS and small not in {"on", "the", "i"}
    is_of = small == "of" and words[at].text.title() in OF_HEADS
    return 2 if is_link or is_of else 0


def is_caseless(text: str) -> bool:
    """Say whether case tells nothing here: the text is all capitals, or has none."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) < 12:
        return False
    uppers = sum(c.isupper() for c in letters)
    return uppers == 0 or uppers > 0.6 * len(letters)


def cue_before(text: str, start: int) -> str:
    """Return the locative word before a name, over adjectives and "the city of", or ""."""
    match = _CUE.search(text, max(0, start - 90), start)
    if not match:
        return ""
    cue = " ".join(match.group("cue").lower().split())
    if cue in {"leaving", "left", "entered", "reached", "visited"}:
        return "to"
    if cue == "off" and _PARTICLE.search(text, 0, match.start("cue")):
        return ""
    return cue


def kind_before(text: str, start: int, nouns: frozenset[str]) -> str:
    """Return the generic noun just before a name ("the city of", "the village", "the capital,"), or ""."""
    match = _KIND_BEFORE.search(text, max(0, start - 40), start)
    return match.group("kind") if match and match.group("kind") in nouns else ""


def kind_after(words: list[Word], text: str, end: int, nouns: frozenset[str]) -> tuple[str, int]:
    """Return the generic noun just after a name ("Helmand province") with its end, or ("", end).

    Nouns of up to three words are seen ("Kerem Shalom border crossing"), the longest first; one describing
    word may stand between ("Kabul military hospital").
    """
    following = [w for w in words if w.start >= end][:4]
    if not following or not text[end : following[0].start].isspace():
        return "", end
    for skip in (0, 1):
        for length in (3, 2, 1):
            window = following[skip : skip + length]
            if len(window) < length or any(w.is_capital for w in following[: skip + length]):
                continue
            phrase = " ".join(w.text for w in window)
            adjacent = text[end : window[-1].end].replace(phrase, "").strip()
            if phrase in nouns and not re.search(r"[^\w\s-]", adjacent):
                return phrase, window[-1].end
    return "", end
