"""Persons named in a report: where their names stand, and which names are of one person.

Works on the words alone, parsed or not. A full name is a run of capitalised words that holds no word of places,
bodies or days; a last or a first name alone is a mention only of a person whom the report names in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from dateline.codebook import Codebook
from dateline.extract.place_lists import CALENDAR, STARTERS
from dateline.text.sentence import Sentence

_PART = r"(?!(?:Jr|Sr|II|III|IV)\b)[A-ZÀ-Þ][^\W\d_]*(?:['’][A-Za-zÀ-ÿ][^\W\d_]+)*(?:-[A-Za-zÀ-ÿ][^\W\d_]+)*"
_INITIALS = r"(?:[A-Z]\.)+(?=\s)"
_NICKNAME = r"[\"“‘'][A-Z][\w. -]{1,20}[\"”’']|\([A-Z]\w+\)(?=\s[A-Z])"
_SUFFIX = r"(?:,?\s(?:Jr|Sr)\b\.?|,?\s(?:II|III|IV)\b)"
_BEFORE_AGE = re.compile(r"(?P<age>\d{1,3})[- ]year[- ]old,?\s+(?:[a-z]+\s+){0,2}$", re.IGNORECASE)
_AFTER_AGE = re.compile(
    r",?\s(?:aged?\s)?(?P<age>\d{1,2})(?=[,;.)—–]|\s(?!year)|$)(?!\s*(?:of|other|people|others|years|year|a\.m|p\.m|percent)\b)|\s?\((?P<bracket>\d{1,2})\)"
)
_IN_PLACE = re.compile(
    r"(?:^|\s)(?:in|at|on|near|outside|inside|along|toward|towards|around|via|through|via)\s+(?:the\s+)?$|\d\s$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:(?:^|\s)(?:the|an?)|\sfrom|\sto|,\sof|(?:photos?|images?|video|credit)(?:\s(?:by|of|courtesy))?:?)\s$",
    re.IGNORECASE,
)
_AFTER_VERB = re.compile(r"\b(?:as|was|is|were|victim|suspect|identified|named|killed|shot)\s$")
_OPENERS = (STARTERS - {"Will", "Christian", "May", "Arab"}) | CALENDAR
_A_PERSON = re.compile(r",\s(?:an?|the|his|her)\s(?:[\w'’-]+\s){0,4}(?:boy|girl|man|mother|father|woman|who)\b")
_QUOTES = "\"“‘'("
_LISTED_AGE = re.compile(r", \d\d?[,;.]")
_SHORT_CAPS = 2  # letters: "TJ", "KJ" are names, "WSMV" is an outlet
_MOST_PARTS = 6
_TITLE_CASE = 0.7  # of a headline's words begin with a capital
_HEADLINE_WORDS = 4


@dataclass
class Person:
    """A person of one report: first and last name as keys, and the fullest form of the name."""

    first: str
    last: str
    name: str
    is_officer: bool = False

    def learn(self, name: str) -> None:
        """Take a name as written as that of the person, where it is fuller than the one known."""
        if len(name.split()) > len(self.name.split()):
            self.name = name


@dataclass(frozen=True, slots=True)
class Mention:
    """A person's name in a sentence's text: its place there, titles left out, and an age that stands beside."""

    start: int
    end: int
    person: Person
    age: int | None = None
    title: str = ""
    is_full: bool = True


@dataclass
class Persons:
    """The persons of one report, by full name, last and first name; mentions by sentence."""

    by_key: dict[tuple[str, str], Person] = field(default_factory=dict)
    by_last: dict[str, list[Person]] = field(default_factory=dict)
    by_first: dict[str, list[Person]] = field(default_factory=dict)
    mentions: dict[int, list[Mention]] = field(default_factory=dict)

    def full(self, parts: Sequence[str], name: str) -> Person:
        """Return the person of a full name, known or new."""
        first, last = _key(parts[0]), _key(_last(parts))
        person = self.by_key.get((first, last))
        if person is None:
            person = Person(first, last, name)
            self.by_key[first, last] = person
            self.by_first.setdefault(first, []).append(person)
            for part in {last, *last.split("-")}:
                self.by_last.setdefault(part, []).append(person)
        person.learn(name)
        return person

    def short(self, word: str, recent: Person | None) -> Person | None:
        """Return the person whom a last name means, or a first name that only one bears.

        Where several bear it, reports mean the one named first and call the others by their full names; if another
        was named right before, it is left open.
        """
        key = _key(word)
        bearers = self.by_last.get(key, [])
        if len(bearers) > 1:
            return bearers[0] if recent is bearers[0] or recent not in bearers else None
        if bearers:
            return bearers[0]
        called = self.by_first.get(key, [])
        return called[0] if len(called) == 1 else None


@dataclass(frozen=True, slots=True)
class _Run:
    opens: int
    start: int
    end: int
    parts: tuple[str, ...]
    name: str
    title: str
    age: int | None


def _key(part: str) -> str:
    return part.casefold().replace("’", "'").strip(".,\"“”‘'()")


def _last(parts: Sequence[str]) -> str:
    plain = [p for p in parts if _key(p) not in ("jr", "sr", "ii", "iii", "iv")]
    return plain[-1]


@cache
def _name_pattern(book: Codebook) -> re.Pattern[str]:
    small = "|".join(sorted(book.naming.particles))
    more = rf"(?:\s(?:(?:{small})\s){{0,2}}(?:{_INITIALS}|[A-Z]\.?(?=\s[A-Z])|{_PART}|{_NICKNAME}))"
    return re.compile(rf"(?<![\w.@#/])(?:{_INITIALS}|{_PART}\.?){more}*{_SUFFIX}?")


@cache
def _people_behind(book: Codebook) -> re.Pattern[str]:
    """Nouns for people right behind a name that only says where they are from: "an Oakville woman"."""
    naming = book.naming
    return re.compile(
        rf"\.?\s(?:{'|'.join(sorted(naming.persons | naming.titles | naming.officers))}|\d+-year-old)\b"
    )


@cache
def _outside(book: Codebook) -> frozenset[str]:
    """Words that end before a person's name begins: titles, and words of bodies, groups and places."""
    looks = book.actors.looks
    bodies = {word.casefold() for word in book.places.organisations}
    return book.naming.outside.union(bodies, looks.heads, looks.first)


@cache
def _maybe(book: Codebook) -> frozenset[str]:
    """Words that end names of places and persons alike: "Hall", "Banks"."""
    return book.naming.maybe_names | book.places.nouns


@cache
def _states(book: Codebook) -> re.Pattern[str]:
    names = {s.name for s in book.places.states} | {n for s in book.places.states for n in s.short}
    listed = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return re.compile(rf",\s(?:{listed})(?!\w)")


def is_headline(text: str) -> bool:
    """Say whether most words begin with a capital, so that capitals tell no names."""
    if text.endswith((".", "?", "!", ".”", '."')) or _LISTED_AGE.search(text):
        return False
    words = [w for w in text.split() if w[0].isalpha()]
    return len(words) > _HEADLINE_WORDS and sum(w[0].isupper() for w in words) >= _TITLE_CASE * len(words)


def _runs(text: str, book: Codebook) -> Iterator[_Run]:
    naming, outside = book.naming, _outside(book)
    for match in _name_pattern(book).finditer(text):
        words = [(m.start() + match.start(), m.group()) for m in re.finditer(r"\S+", match.group())]
        keys = [_key(w).removesuffix("'s") for _, w in words]
        cut = 0
        title = ""
        for n, key in enumerate(keys):
            is_nickname = words[n][1][0] in _QUOTES
            if (key in outside and not is_nickname) or key.endswith("-old") or (n == 0 and words[0][1] in _OPENERS):
                cut = n + 1
                title = key
        if cut:  # "Sgt. John Smith": what stands before the name
            words, keys = words[cut:], keys[cut:]
        if not words or len(words) > _MOST_PARTS or keys[-1] in naming.particles:
            continue
        age = _age(text, words[0][0], match.end())
        is_free = bool(_AFTER_VERB.search(text, max(0, words[0][0] - 20), words[0][0]))
        if _is_name([w for _, w in words], keys, age, _maybe(book), naming.not_first, is_free):
            start, end = words[0][0], match.end()
            name = text[start:end].rstrip(".") if not text[start:end].endswith(("Jr.", "Sr.")) else text[start:end]
            yield _Run(match.start(), start, start + len(name), tuple(w for _, w in words), name, title, age)


def _age(text: str, start: int, end: int) -> int | None:
    before = _BEFORE_AGE.search(text, max(0, start - 40), start)
    after = _AFTER_AGE.match(text, end)
    found = (before and before["age"]) or (after and (after["age"] or after["bracket"]))
    return int(found) if found else None


def _is_name(
    words: list[str],
    keys: list[str],
    age: int | None,
    maybe: frozenset[str],
    not_first: frozenset[str],
    is_free: bool,
) -> bool:
    if any(
        len(k) > _SHORT_CAPS and w.isupper() and "." not in w and k not in ("iii",)
        for w, k in zip(words, keys, strict=True)
    ):
        return False
    return age is not None or ((keys[-1] not in maybe or is_free) and keys[0] not in not_first)


def _is_full(run: _Run, text: str, book: Codebook) -> bool:
    """Say whether a run is a first and a last name: not that of a place by its looks or by the words beside it."""
    plain = [p for p in run.parts if _key(p) not in ("jr", "sr", "ii", "iii", "iv")]
    if len(plain) < 2 or (len(_key(plain[-1])) < 2) or plain[-1][0] in _QUOTES:
        return False
    if run.age is not None or _A_PERSON.match(text, run.end):
        return True
    if _people_behind(book).match(text, run.end):
        return False
    if any(k in book.places.words and k not in book.naming.namesakes for k in map(_key, plain)):
        return False
    if run.name.casefold() in book.places.words or _states(book).match(text, run.end):
        return False
    return not _IN_PLACE.search(text, max(0, run.start - 20), run.start) and (
        run.title in book.naming.titles | book.naming.officers
        or not _ARTICLE.search(text, max(0, run.opens - 20), run.opens)
    )


def find_persons(sentences: Sequence[Sentence], book: Codebook) -> Persons:
    """Find the persons whom a report names and all mentions of them."""
    persons = Persons()
    runs: dict[int, list[tuple[_Run, bool]]] = {}
    headlines: list[Sentence] = []
    for sentence in sentences:
        if is_headline(sentence.text):
            headlines.append(sentence)
            continue
        listed = [(run, _is_full(run, sentence.text, book)) for run in _runs(sentence.text, book)]
        for run, is_full in listed:
            if is_full:
                person = persons.full(run.parts, run.name)
                person.is_officer = person.is_officer or run.title in book.naming.officers
        if listed:
            runs[sentence.index] = listed
    if persons.by_key:
        _fill(persons, sentences, runs)
        for sentence in headlines:
            persons.mentions[sentence.index] = list(_in_headline(persons, sentence.text))
    return persons


def without(persons: Persons, barred: Sequence[tuple[int, int, int]]) -> None:
    """Take out of the persons those whose name stands at one of the places: (sentence, start, end) in its text."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for sentence, start, end in barred:
        spans.setdefault(sentence, []).append((start, end))
    others = {
        id(m.person)
        for sentence, listed in spans.items()
        for m in persons.mentions.get(sentence, ())
        if m.is_full and any(start <= m.start and m.end <= end for start, end in listed)
    }
    if others:
        kept = {i: [m for m in found if id(m.person) not in others] for i, found in persons.mentions.items()}
        persons.mentions = {i: found for i, found in kept.items() if found}


def _fill(persons: Persons, sentences: Sequence[Sentence], runs: dict[int, list[tuple[_Run, bool]]]) -> None:
    recent: Person | None = None
    for sentence in sentences:
        found: list[Mention] = []
        for run, is_full in runs.get(sentence.index, ()):
            if is_full:
                person: Person | None = persons.full(run.parts, run.name)
            elif len(run.parts) == 1:
                person = persons.short(run.parts[0], recent)
            else:
                person = None
            if person is not None:
                found.append(Mention(run.start, run.end, person, run.age, run.title, is_full))
                recent = person
        if found:
            persons.mentions[sentence.index] = found


def _in_headline(persons: Persons, text: str) -> Iterator[Mention]:
    """Yield the known persons whom a headline names in full."""
    for person in persons.by_key.values():
        at = text.find(person.name)
        if at >= 0:
            yield Mention(at, at + len(person.name), person)
