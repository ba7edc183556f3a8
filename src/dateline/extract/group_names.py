"""Names that a report introduces itself: short forms in brackets, and groups the codebook does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from dateline.codebook import Codebook, load_codebook
from dateline.codebook.actors import Looks
from dateline.codebook.name_keys import NameWord
from dateline.extract.actor_index import ActorIndex, actor_index
from dateline.extract.raw import RawActor
from dateline.model import Span
from dateline.text.sentence import Sentence, Token

_SHORT = re.compile(
    r"[(\[]\s*[\"'“‘]?(?:the\s+)?(?P<short>[A-Z][A-Za-z]*(?:[-/ ][A-Z0-9]+)?|[A-Z]+[-/]?\d+)[\"'”’]?\s*[)\]]"
)
_LONGEST = 12  # words of a long name before its bracket
_WINDOW = 160  # characters of it
_LINKS = frozenset({
    "of", "the", "for", "and", "in", "to", "on", "against", "with", "de", "del", "da", "do", "la", "las",
    "los", "el", "le", "les", "y", "e", "ul", "al", "as", "wal"
})  # fmt: skip
_MONTHS = frozenset({
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December"
})  # fmt: skip
_OPENERS = frozenset({
    "A", "According", "After", "Also", "Although", "An", "And", "As", "At", "Before", "But", "By", "During",
    "Earlier", "For", "From", "He", "Her", "His", "However", "If", "In", "It", "Its", "Last", "Later",
    "Meanwhile", "Members", "Most", "On", "One", "Several", "She", "Since", "Some", "That", "The", "Their",
    "Then", "There", "These", "They", "This", "Those", "Two", "Until", "When", "While", "With", "Monday",
    "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
}) | _MONTHS  # fmt: skip
_COUNTS = frozenset("two three four five six seven eight nine ten eleven twelve several".split())
_DAY_NAME = re.compile(r" \d{1,2}(?:st|nd|rd|th)? [A-Z]")
_ON_A_DAY = frozenset({"after", "before", "by", "from", "in", "of", "on", "since", "until"})
_RUN_WORD = r"(?:[A-ZÀ-Þ][\w'’\-À-ÿ]*|al-[A-Z][\w'’\-]*|\d{1,2}(?:st|nd|rd|th)?)"
NAME_RUN = re.compile(
    rf"{_RUN_WORD}(?:[ \n]+(?:(?:of|for|and|in|to|de|del|la|las|los|el|y|ul|al|wal)[ \n]+(?:(?:the|an?|la)[ \n]+)?)?"
    rf"{_RUN_WORD})*"
)
"""Words with capitals in a row, with the small words that join names."""
_CALLED = re.compile(
    r"\b(?:group|organi[sz]ation|faction|militia|outfit|movement|network|cell|gang|squad)\s*,?\s+(?:which\s+)?"
    r"(?:(?:calling|called|calls|naming|named|known|identifying|identified|styling)\s*(?:itself\s+|themselves\s+)?"
    r"(?:as\s+)?|(?<=,\s))(?:the\s+)?[\"“‘']?(?P<name>" + NAME_RUN.pattern + r")"
)
_BODY_ACRONYM = re.compile(
    r"\b(?:group|organi[sz]ation|faction|militia|movement)\s+[\"“‘']?(?P<name>[A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]+)?)\b"
)
_FAITHS = frozenset(
    "Arab Basque Catholic Christian Communist Islamic Islamist Jewish Kurdish Leninist Maoist Marxist Moslem Muslim "
    "Palestinian Protestant Puerto Rican Shia Shiite Sikh Sunni Tamil".split()
)
_BODIES = frozenset({"faction", "front", "group", "movement", "organisation", "organization"})


@dataclass(frozen=True, slots=True)
class ReportNames:
    """What a whole report gives for reading names in its sentences.

    ``keys`` are its words' keys (see ``ActorIndex.keys_of``); ``short`` gives for a short name as written the
    actors and the long name. No actors and no name: the short name is that of something that is no armed group.
    """

    keys: str = " "
    short: Mapping[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)


def read_names(text: str, book: Codebook) -> ReportNames:
    """Read the short names and the context that a report gives."""
    return ReportNames(actor_index(book).keys_of(text), learn_short_names(text, book))


def learn_short_names(text: str, book: Codebook) -> dict[str, tuple[tuple[str, ...], str]]:
    """Return the short names that a text introduces after long ones: "the Revolutionary Front of Xanadu (RFX)".

    Each has the actors of the long name, and the long name as written; both are empty where the long name is
    that of something else ("Reporters Without Borders (RSF)").
    """
    index = actor_index(book)
    learned: dict[str, tuple[tuple[str, ...], str]] = {}
    for match in _SHORT.finditer(text):
        short = match["short"]
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        line = re.split(r"[.;:,()\[\]]\s|\n\n", before)[-1]
        if short in learned or not line.strip():
            continue
        meaning = _meaning(index, line, short)
        if meaning is not None:
            learned[short] = meaning
    return learned


def _meaning(index: ActorIndex, line: str, short: str) -> tuple[tuple[str, ...], str] | None:
    words = index.reader.words(line)[-_LONGEST:]
    if not words or line[words[-1].end :].strip(" \t\n\"'”’s"):
        return None
    is_sure_to_know = not line.isupper() and sum(c.isupper() for c in short) > 1
    for start in range(len(words)):
        for match in index.names.matches(words, start, line):
            actors = tuple(s.actor for s in match.senses if s.is_sure and s.fits(match.words, line.isupper()))
            own = set(actors) & _known_alone(index, short)
            if match.end == len(words) and actors and (own or is_sure_to_know or _spelled(words, line, short)):
                return (tuple(dict.fromkeys(actors)), line[words[start].start : words[-1].end])
    if sum(c.isupper() for c in short) < 2 or _known_alone(index, short, is_sure=True):
        return None
    spelled = _spelled(words, line, short)
    name = spelled or _last_name(words, line)
    if name in index.not_groups:
        return ((), "")
    if any(part.casefold() in index.group_words for part in re.split(r"[\s\-]+", name)):
        return ((), name) if spelled else None
    return ((), "") if name else None


def _last_name(words: Sequence[NameWord], line: str) -> str:
    """Return the two or more capitalised words that end a line, "" where there are none or all are capitals."""
    start = len(words)
    while start and words[start - 1].shape in ("T", "U"):
        start -= 1
    return "" if line.isupper() or len(words) - start < 2 else line[words[start].start : words[-1].end]


def _known_alone(index: ActorIndex, short: str, is_sure: bool = False) -> set[str]:
    """Return the actors whose name the short one is in the codebook, all or only those it means for sure."""
    words = index.reader.words(short)
    matches = [m for m in index.names.matches(words, 0, short) if m.end == len(words)]
    return {s.actor for m in matches for s in m.senses if s.is_sure or not is_sure}


def _spelled(words: Sequence[NameWord], line: str, short: str) -> str | None:
    """Return the end of the line whose words' initials spell the short name, links left out or not."""
    letters = [c for c in short.casefold() if c.isalpha()]
    for start in range(len(words) - 1, -1, -1):
        if words[start].shape == "l" or words[start].key in _LINKS:
            continue
        part = words[start:]
        full = [w.key[0] for w in part]
        content = [w.key[0] for w in part if w.key not in _LINKS]
        if letters in (full, content):
            return line[part[0].start : part[-1].end]
    return None


def find_unknown_groups(sentence: Sentence, book: Codebook | None = None) -> list[RawActor]:
    """Return names of groups by their looks: capitalised, headed by Front, Army, Brigade and the like.

    They have no actors of the codebook, only the name as written. Known actors may be among them, so that the
    caller leaves out what ``find_actors`` found. Nothing is found in texts all in capitals except what a cue
    ("a group calling itself ...") introduces. ``book`` is our own codebook by default.
    """
    section = (book or load_codebook()).actors
    barred = tuple(section.not_groups)
    found: list[RawActor] = []
    for start, end, rule in _spans(sentence.text, section.looks):
        name = sentence.text[start:end]
        span = Span(sentence.span.start + start, sentence.span.start + end)
        if name in barred or name.startswith(tuple(f"{b} " for b in barred)):
            continue
        if not any(span.overlaps(other.span) for other in found):
            found.append(RawActor(sentence.index, span, head_of(sentence, span), rule, (), name))
    return sorted(found, key=lambda raw: raw.span)


def claimant_at(sentence: Sentence, head: Token) -> RawActor | None:
    """Return the name in capitals of one who claims an act, which a noun ends or stands beside.

    "Committee of Dawn", "the Luis Prado organization", "a leftist group, New Morning": whoever claims is a group,
    whatever its name looks like. Names of one word are as likely those of towns, and peoples name no group.
    """
    text, offset = sentence.text, sentence.span.start
    at = head.start - offset
    for match in () if text.isupper() else NAME_RUN.finditer(text):
        start, end = bare_name(text, match.start(), match.end())
        if " " not in text[start:end] or is_of_peoples(text[start:end]):
            continue
        between = text[end:at] if end <= at else text[head.end - offset : start] if at < start else ""
        if match.start() <= at < end or (head.lower in _BODIES and between.strip(' ,"“') == ""):
            span = Span(offset + start, offset + end)
            return RawActor(sentence.index, span, head.i, "actor.claimant.en.1", (), text[start:end])
    return None


def bare_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a name in a run of capitalised words begins and ends, openers of sentences left out."""
    before = re.search(r"(\w+)\s+$", text[:start])
    last = before[1].lower() if before else ""
    for word in re.finditer(r"\S+", text[start:end]):
        if word.group() in _MONTHS and _DAY_NAME.match(text, start + word.end()) and last not in _ON_A_DAY:
            return start + word.start(), end  # "the April 19 Movement", but "on April 19 Movement fighters"
        is_day = word.group().isdigit() and last.capitalize() in _MONTHS
        last = word.group().lower()
        if not is_day and word.group() not in _OPENERS and word.group().casefold() not in _LINKS:
            return start + word.start(), end
    return end, end


def is_of_peoples(name: str) -> bool:
    """Say whether a name is only that of a people, a faith or a sort of group ("Puerto Rican")."""
    words = [word for word in name.split() if word.casefold() not in _LINKS | _COUNTS]
    return bool(words) and all(word in _peoples() for word in words)


@cache
def _peoples() -> frozenset[str]:
    """Return the words of peoples and faiths, which tell of what sort a group is ("a Puerto Rican group")."""
    adjectives = (a for country in load_codebook().places.countries for a in country.adjectives)
    return _FAITHS | {word for adjective in adjectives for word in adjective.split()}


def _parts_of_list(text: str, start: int, end: int, looks: Looks) -> list[tuple[int, int]]:
    """Return the parts of a run that lists two bodies: "the Dawn Organization and the Dusk Front"."""
    for match in re.finditer(r"\s+and\s+(?:the\s+)?", text[start:end]):
        left, right = text[start : start + match.start()].split(), text[start + match.end() : end].split()
        if left and right and left[-1].casefold() in looks.heads and right[-1].casefold() in looks.heads:
            return [(start, start + match.start()), *_parts_of_list(text, start + match.end(), end, looks)]
    return [(start, end)]


def head_of(sentence: Sentence, span: Span) -> int | None:
    """Return the last token of a span whose head lies outside it, or None in an unparsed sentence."""
    inside = sentence.within(span)
    members = {t.i for t in inside}
    return next((t.i for t in reversed(inside) if t.head == t.i or t.head not in members), None)


def _spans(text: str, looks: Looks) -> Iterator[tuple[int, int, str]]:
    for match in _CALLED.finditer(text):
        yield match.start("name"), match.end("name"), "actor.called.en.1"
    if text.isupper():
        return
    for match in _BODY_ACRONYM.finditer(text):
        yield match.start("name"), match.end("name"), "actor.body_acronym.en.1"  # "the separatist group XYZ"
    for match in NAME_RUN.finditer(text):
        for first, last in _parts_of_list(text, match.start(), match.end(), looks):
            for start, end in _headed(text, first, last, looks):
                yield start, end, "actor.headed_name.en.1"


def _headed(text: str, start: int, end: int, looks: Looks) -> Iterator[tuple[int, int]]:
    """Yield the part of a capitalised run that is a group's name, openers of sentences left out."""
    start, end = bare_name(text, start, end)
    words = [(m.start() + start, m.group()) for m in re.finditer(r"\S+", text[start:end])]
    if sum(word.casefold() not in _LINKS for _, word in words) < 2:
        return
    last = re.sub(r"['’]s?$", "", words[-1][1])
    names = [word.casefold() for _, word in words[:-1]] + [last.casefold()]
    heads = [
        n for n, name in enumerate(names)
        if name in looks.heads and (n == len(names) - 1 or names[n + 1] in ("of", "for", "to", "in"))
    ]  # fmt: skip
    if not heads and names[0] not in looks.first:
        return
    start = _after_of(names, heads[0]) if heads else 0
    if len(names) - start < 2:
        return
    if heads and names[heads[0]] in looks.of_business and heads[0] and names[heads[0] - 1] in looks.business:
        return
    yield words[start][0], words[-1][0] + len(last)


def _after_of(names: Sequence[str], head: int) -> int:
    """Return where a group's name begins that is somebody's: "a leader of the Dawn Front"."""
    links = [n for n in range(1, head) if names[n - 1] == "of" or (names[n - 1] == "the" and names[n - 2] == "of")]
    return links[-1] + (names[links[-1]] == "the") if links else 0
