"""Texts in capitals, without any, or in title case, brought into the letter case in which they would be written.

Wire archives and headlines are written in capitals, messages often without any. Whatever reads capitals (names,
ends of sentences, the parser, which was trained on mixed case) fails on them, so they are read in a form of mixed
case that has the same characters at the same offsets. Evidence is cut from the report's own text, not from this form.

What tells how a word is written: the codebook's names; a list of English words as they are written; and what stands
beside it. A word of no list is taken for a name. Text in mixed case is returned as it is.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from dateline.codebook import Codebook
from dateline.model import Report, Span
from dateline.text.headline_case import names_in, title_lines
from dateline.text.split import archive_dateline_end

_WORD = re.compile(r"[^\W_]+")
_FEWEST_LETTERS = 20
_FEWEST_WORDS = 4  # of a headline; fewer may be a dateline, a kicker or an acronym
_ONE_CASE = 0.97  # of a whole text's letters; "McX", "(AP)" or one slip do not make a text one of mixed case
_VOWELS = frozenset("aeiouyáéíóúàèìòùâêîôûäëïöüãõåæø")
_ROMAN = re.compile(r"(?:x{0,3})(?:ix|iv|v?i{0,3})")
_INSIDE_NAMES = frozenset("da das de del der di do dos du e la las los van von y".split())
_ARTICLES_OF_NAMES = frozenset({"el", "la", "las", "los"})
_BEFORE_NAMES = frozenset(
    "cape central east fort great lake mount new north northern port saint south southern upper villa west".split()
)
_NEVER_ALONE = frozenset({"can", "may", "will"})  # first names too, but nearly always verbs
_MONTHS_AND_VERBS = frozenset({"march", "may"})
_BEFORE_PRONOUN = frozenset("all between by for from give gave help join let of on tell told to with".split())
_AFTER_VERBS = frozenset("a an at by for from her his in into it its on that the their them to with".split())
_BEFORE_SENTENCE = re.compile(r"[.!?]+[\"'”’)\]]*\s+[\"'“‘(\[]*$|--\s*[\"'“\[]*$|\n\s*\n\s*[\"'“(\[]*$|:\s*[\"“]$")
_AFTER_BRACKET = re.compile(r"\]\s*[\"“]?$")
_JOINT = re.compile(r"[\s'’.-]*")
_STARTERS = frozenset("a according after an and at but he however in it on she that the there they this when".split())
_SHORT_FORMS = frozenset(
    "adm brig capt cmdr col cpl dr fr gen gov hon insp jr lt maj mr mrs ms msgr mt no prof pvt rep rev sen sgt sr st "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a passage: its place, its letters in lower case, and what stands between it and the one before."""

    start: int
    end: int
    lower: str
    before: str


def _lower(text: str) -> str:
    """Return a text in lower case, character for character ("İ" has no single lower form and stays)."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def _capital(word: str) -> str:
    first = word[0].upper()
    return (first if len(first) == 1 else word[0]) + word[1:]


def _capitals(word: str) -> str:
    return "".join(up if len(up := c.upper()) == 1 else c for c in word)


@cache
def _listed() -> tuple[frozenset[str], dict[str, str]]:
    """Return the words that are written in lower case, and those with capitals under their lower form."""
    packed = files("dateline.text").joinpath("data/casing.en.txt.gz").read_bytes()
    words = [line for line in gzip.decompress(packed).decode().splitlines() if not line.startswith("#")]
    plain = frozenset(word for word in words if word.islower())
    return plain, {word.lower(): word for word in words if not word.islower()}


def is_listed(word: str) -> bool:
    """Say whether a word, common or a well-known name, is in the word list: "critical", "Honda", not "Larose"."""
    plain, written = _listed()
    return _lower(word) in plain or _lower(word) in written


def _names_of(book: Codebook) -> Iterator[str]:
    """Yield the names that the codebook writes with capitals; common words that are names too only in phrases."""
    plain, _ = _listed()
    places = book.places
    for country in places.countries:
        yield from (n for n in (*country.names, *country.adjectives) if not (n.isupper() and n.lower() in plain))
    others = [n for a in book.actors.entries for n in (a.name, *a.aliases, *a.ambiguous, *a.outlets)]
    others += [n for region in places.regions for n in region.names]
    others += [n for landmark in places.landmarks for n in landmark.names]
    others += [n for town in places.cities for n in (town.name, *town.also)]
    others += [state.name for state in places.states]
    yield from (name for name in others if " " in name or name.lower() not in plain)


@cache
def _phrases(book: Codebook) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Return the codebook's names by their first word, the longest first: in lower case, and as they are written."""
    found: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
    for name in _names_of(book):
        written = tuple(_WORD.findall(name))
        keys = tuple(map(_lower, written))
        if written and any(part != key for part, key in zip(written, keys, strict=True)):
            found.setdefault(keys[0], {}).setdefault(keys, written)
    return {first: sorted(names.items(), key=lambda item: -len(item[0])) for first, names in found.items()}


@cache
def _titles(book: Codebook) -> frozenset[str]:
    return frozenset(t.rstrip(".").lower() for t in (*book.speakers.titles, *book.places.titles) if " " not in t)


def _words(text: str, span: Span) -> list[_Word]:
    found: list[_Word] = []
    at = span.start
    for match in _WORD.finditer(text, span.start, span.end):
        found.append(_Word(match.start(), match.end(), _lower(match.group()), text[at : match.start()]))
        at = match.end()
    return found


def _is_one_case(text: str) -> bool:
    letters = [c for c in text if c.isalpha() and c.lower() != c.upper()]
    high = sum(c.isupper() for c in letters)
    return len(letters) >= _FEWEST_LETTERS and (high >= _ONE_CASE * len(letters) or high <= 0.003 * len(letters))


def one_case_passages(text: str) -> list[Span]:
    """Return the passages of a text that are in one case: all of it, lines in capitals, or a headline without any."""
    if _is_one_case(text):
        return [Span(0, len(text))]
    found: list[Span] = []
    at = 0
    for number, line in enumerate(text.splitlines(keepends=True)):
        span = Span(at, at + len(line))
        at = span.end
        long_enough = len(_WORD.findall(line)) >= _FEWEST_WORDS and sum(map(str.isalpha, line)) >= _FEWEST_LETTERS
        if not long_enough or not (line.isupper() or (number == 0 and line.islower())):
            continue
        if found and found[-1].end == span.start:
            found[-1] = found[-1].joined(span)
        else:
            found.append(span)
    return found


def _acronyms(words: Sequence[_Word], text: str) -> frozenset[str]:
    """Return the words that stand alone in brackets behind their long form: "... Front [XYZ]"."""
    plain, names = _listed()
    known = plain | names.keys()
    return frozenset(
        word.lower
        for word in words
        if text[word.start - 1 : word.start] in ("[", "(")
        and text[word.end : word.end + 1] in ("]", ")")
        and word.lower not in known
        and 2 <= len(word.lower) <= 8
        and word.lower.isalpha()
    )


def _named(words: Sequence[_Word], book: Codebook) -> dict[int, str]:
    """Return how the words of the codebook's names are written, by their number."""
    phrases = _phrases(book)
    found: dict[int, str] = {}
    i = 0
    while i < len(words):
        for keys, written in phrases.get(words[i].lower, ()):
            run = words[i : i + len(keys)]
            if tuple(w.lower for w in run) == keys and all(_JOINT.fullmatch(w.before) for w in run[1:]):
                found.update(zip(range(i, i + len(keys)), written, strict=True))
                i += len(keys) - 1
                break
        i += 1
    return found


class _Passage:
    """One passage on its way to mixed case."""

    def __init__(self, text: str, span: Span, book: Codebook) -> None:
        self.words = _words(text, span)
        self.titles = _titles(book)
        self.acronyms = _acronyms(self.words, text)
        self.forms: dict[int, str] = _named(self.words, book)
        self.adjectives = frozenset(a.lower() for c in book.places.countries for a in c.adjectives)

    def keep(self, text: str, names: Sequence[Span]) -> None:
        """Leave words as they are written that are known for names."""
        for i, word in enumerate(self.words):
            if any(span.start <= word.start < span.end for span in names):
                self.forms[i] = text[word.start : word.end]

    def written(self) -> Iterator[tuple[_Word, str]]:
        """Yield each word and how it is written."""
        plain, names = _listed()
        for i, word in enumerate(self.words):
            if i not in self.forms and (form := self._alone(i, word, plain, names)) is not None:
                self.forms[i] = form
        for i, word in enumerate(self.words):
            if i not in self.forms and self._is_beside_name(i, word, names):
                self.forms[i] = names.get(word.lower, _capital(word.lower))
        for i, word in enumerate(self.words):
            form = self.forms.get(i, word.lower)
            yield word, _capital(form) if form == word.lower and self._starts_sentence(i) else form

    def _alone(self, i: int, word: _Word, plain: frozenset[str], names: dict[str, str]) -> str | None:
        """Return the form of a word that needs capitals whatever stands beside it, else None."""
        low = word.lower
        after_apostrophe = word.before in ("'", "’") and len(low) <= 2
        if after_apostrophe or low[0].isdigit():
            return low
        if len(low) == 1:
            return None if low in _INSIDE_NAMES or low == "a" else _capitals(low)
        if low in self.acronyms or not low.isalpha():
            return _capitals(low)
        if low == "us":
            return None if i and self.words[i - 1].lower in _BEFORE_PRONOUN else "US"
        if low in _MONTHS_AND_VERBS and self._is_beside_number(i):
            return _capital(low)
        if low in plain or low in _INSIDE_NAMES or low in _ARTICLES_OF_NAMES:
            return None
        if len(low) > 1 and _ROMAN.fullmatch(low):
            return _capitals(low)
        if low in names:
            return names[low]
        return _capitals(low) if not _VOWELS & set(low) else _capital(low)

    def _is_beside_number(self, i: int) -> bool:
        near = [self.words[j] for j in (i - 1, i + 1) if 0 <= j < len(self.words)]
        return any(w.lower.isdigit() and len(w.lower) <= 2 for w in near)

    def _name_at(self, i: int, *, joined_by: str) -> bool:
        """Say whether a word that is a name stands at i, with nothing but a space (or the like) before it."""
        if not 0 <= i < len(self.words) or joined_by.strip("\n ") != "":
            return False
        form = self.forms.get(i)
        return form is not None and form != form.lower() and self.words[i].lower not in self.adjectives

    def _is_beside_name(self, i: int, word: _Word, names: dict[str, str]) -> bool:
        """Say whether a common word is part of a name: a title, "New", "Los", or a name that is a word too."""
        low = word.lower
        after = self.words[i + 1] if i + 1 < len(self.words) else None
        dotted = after is not None and low in _SHORT_FORMS and after.before == ". "
        next_is = after is not None and (self._name_at(i + 1, joined_by=after.before) or dotted)
        if low in self.titles or low in _BEFORE_NAMES:
            return next_is
        if low in _ARTICLES_OF_NAMES:
            return next_is and not (i and self.words[i - 1].lower == "de")
        if low not in names or low in _NEVER_ALONE or len(low) < 3 or names[low].isupper():
            return False
        before = self.words[i - 1].lower if i else ""
        if next_is and (not i or before in self.titles or word.before.strip()):
            return True
        follows = after.lower if after is not None and not after.before.strip() else ""
        return self._name_at(i - 1, joined_by=word.before) and follows not in _AFTER_VERBS

    def _starts_sentence(self, i: int) -> bool:
        if i == 0:
            return True
        before, last = self.words[i].before, self.words[i - 1].lower
        if _AFTER_BRACKET.search(before):  # a mark such as "[Text]" that stands between sentences
            opening = next((j for j in range(i - 1, -1, -1) if "[" in self.words[j].before), 0)
            return self._starts_sentence(opening)
        mark = _BEFORE_SENTENCE.search(before)
        if mark is None:
            return False
        if mark.group().startswith(".") and (len(last) == 1 or last in _SHORT_FORMS):
            return self.words[i].lower in _STARTERS
        return True


def mixed_case(text: str, book: Codebook) -> str:
    """Return a text with its passages of one case in mixed case: as long, each word at its place."""
    passages = one_case_passages(text)
    plain, names = _listed()
    titles = [t for t in title_lines(text, plain, names) if not any(t.overlaps(p) for p in passages)]
    if not passages and not titles:
        return text
    made = list(text)
    kept = list(names_in(text, titles, plain))
    for line in titles:
        passage = _Passage(text, line, book)
        passage.keep(text, kept)
        for word, form in passage.written():
            made[word.start : word.end] = form
    for span in passages:
        body = Span(span.start + archive_dateline_end(span.of(text)), span.end)
        for word, form in _Passage(text, body, book).written():
            made[word.start : word.end] = form
    return "".join(made)


def in_mixed_case(report: Report, book: Codebook) -> Report:
    """Return the report as the stages read it: its text in mixed case, all offsets as they were."""
    text = mixed_case(report.text, book)
    return report if text == report.text else replace(report, text=text)
