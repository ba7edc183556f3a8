"""Phrases that may name a place: names in locative positions, demonyms, datelines, sites.

What a name is and where it lies is not decided here: names that no gazetteer knows, people and bodies among
them, fall out in ``dateline.resolve.places``, which sees the whole report.

Rules: ``place.name.en.1`` a run of capitalised words; ``place.known.en.1`` a country, region or landmark of the
coding scheme; ``place.adjective.en.1`` "Iranian"; ``place.dateline.en.1`` "KABUL, Afghanistan (Wire) -";
``place.site_name.en.1`` a site with a name ("Kabul airport"); ``place.site.en.1`` a site without one ("an ice
cream shop"); ``place.capital.en.1`` "the Afghan capital"; ``place.state.en.1`` "Mich." after a town;
``place.caseless.en.1`` words after a locative one in text whose case tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.codebook.places import Places
from dateline.extract.place_sites import bare_sites, sites_in_text
from dateline.extract.place_words import (
    CALENDAR,
    DATELINE,
    EVENT_NOUNS,
    NO_NAMES,
    STARTERS,
    Word,
    capital_runs,
    cue_before,
    is_caseless,
    kind_after,
    kind_before,
    words_of,
)
from dateline.extract.raw import RawPlace
from dateline.model import Span
from dateline.text.sentence import Sentence, Token

_LONGEST_KNOWN = 6  # words in a name of the coding scheme
_AGE = re.compile(r"\s*,\s*\d{1,3}\s*(?:,|\.|$|and\b|years?\b)")
_PERSON_VERB = re.compile(r"\s+(?:\w+ly\s+)?(?:said|told|tweeted|wrote|testified|added|says|joked|recalled)\b")
_AMBIGUOUS_LOWER = frozenset(
    "us turkey chad china jordan guinea georgia mali niger cuba oman jersey man polish dane "
    "pole turk swede scot car".split()
)
_LOCATIVE_PREPS = frozenset(
    "in at near outside inside around within throughout across from to into toward towards "
    "on off along through between against of".split()
)
_FUNCTION_POS = frozenset({"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ", "ADV", "INTJ"})


@dataclass(frozen=True, slots=True)
class _Reader:
    """One sentence as the rules below see it."""

    sentence: Sentence
    places: Places
    words: list[Word]
    nouns: frozenset[str]

    @property
    def text(self) -> str:
        return self.sentence.text

    def raw(self, start: int, end: int, rule: str, cue: str, kind: str = "") -> RawPlace:
        span = Span(self.sentence.span.start + start, self.sentence.span.start + end)
        tokens = self.sentence.within(span)
        name = " ".join(self.text[start:end].split())
        return RawPlace(self.sentence.index, span, _head(tokens), f"place.{rule}.en.1", name, cue, kind)

    def token_at(self, word: Word) -> Token | None:
        return self.sentence.at(self.sentence.span.start + word.start) if self.sentence.is_parsed else None


def _head(tokens: list[Token]) -> int | None:
    """The index of the token whose head lies outside the phrase, the last one where there are several."""
    if not tokens:
        return None
    inside = {t.i for t in tokens}
    heads = [t.i for t in tokens if t.head not in inside or t.head == t.i]
    return heads[-1] if heads else tokens[-1].i


def find_places(sentence: Sentence, places: Places) -> list[RawPlace]:
    """Return the phrases of a sentence that may name a place, in text order.

    Works on the words alone and uses the parse where there is one. Spans do not overlap, except that a site
    ("Kabul airport") also yields the names inside it ("Kabul").
    """
    reader = _Reader(sentence, places, words_of(sentence.text, places.words), places.nouns)
    if is_caseless(sentence.text):
        found = list(_caseless(reader))
    else:
        found = list(_cased(reader))
    taken = [raw.span for raw in found if raw.rule == "place.site_name.en.1"]
    for start, end, cue, kind in (*bare_sites(sentence, places), *sites_in_text(sentence, places.site_nouns)):
        raw = reader.raw(start, end, "site", cue, places.singular_of_kind.get(kind, kind))
        if not any(raw.span.overlaps(span) for span in taken):
            taken.append(raw.span)
            found.append(raw)
    return sorted(set(found), key=lambda r: (r.span, r.rule, r.name, r.cue, r.kind))


def _cased(reader: _Reader) -> Iterator[RawPlace]:
    yield from _capitals(reader)
    for run in capital_runs(reader.text, reader.words):
        yield from _run(reader, run)


def _run(reader: _Reader, run: list[Word]) -> Iterator[RawPlace]:
    """Cut a run into known names, adjectives and what is left between them."""
    site = _named_site(reader, run)
    if site is not None:
        yield site
    parts = _known_parts(reader, run)
    for at, length in parts:
        yield _known(reader, run[at : at + length])
    known = {k for at, length in parts for k in range(at, at + length)}
    piece: list[Word] = []
    for k, word in enumerate(run):
        if k in known:
            yield from _name(reader, piece, before_known=True)
            piece = []
        else:
            piece.append(word)
    yield from _name(reader, piece, after_known=bool(known))


def _known_parts(reader: _Reader, run: list[Word]) -> list[tuple[int, int]]:
    """Return (index, length) of the names and adjectives of the coding scheme in a run, longest first."""
    places, parts, at = reader.places, [], 0
    while at < len(run):
        for length in range(min(_LONGEST_KNOWN, len(run) - at), 0, -1):
            key = " ".join(w.text for w in run[at : at + length]).replace("’", "'").casefold()
            is_whole = length == len(run)
            if (key in places.by_adjective or key in places.by_name) and (
                is_whole or _may_be_part(reader, run, at, length)
            ):
                parts.append((at, length))
                at += length
                break
        else:
            at += 1
    return parts


def _may_be_part(reader: _Reader, run: list[Word], at: int, length: int) -> bool:
    """Say whether a known name inside a longer run is itself: not in "New England" or "Jordan Henderson"."""
    key = " ".join(w.text for w in run[at : at + length]).replace("’", "'").casefold()
    after = run[at + length : at + length + 1]
    before = run[at - 1 : at]
    if key in reader.places.by_adjective:
        return (
            not before or before[0].text in STARTERS or before[0].text not in {"New", "San", "Los", "Fort", "Little"}
        )
    if before and (before[0].text in {"New", "San", "Port", "Fort", "Lake", "Mount", "Little", "Upper", "Lower"}):
        return False
    if not after:
        return bool(before) and (
            before[0].text in STARTERS
            or before[0].text.casefold() in reader.places.by_adjective
            or before[0].text.endswith("ern")
            or before[0].text.casefold() in _DIRECTIONS
        )
    if length > 1 or (run[at].text.isupper() and len(run[at].text.replace(".", "")) <= 3):
        return True
    later = {w.text.split("-")[0] for w in run[at + length :]}
    return bool(later & (reader.places.title_words | reader.places.organisation_words))


_DIRECTIONS = frozenset("north south east west central".split())


def _known(reader: _Reader, part: list[Word]) -> RawPlace:
    start, end = part[0].start, part[-1].end
    key = " ".join(w.text for w in part).replace("’", "'").casefold()
    if key in reader.places.by_adjective and key not in reader.places.by_name:
        return reader.raw(start, end, "adjective", "adjective")
    return reader.raw(start, end, "known", _cue(reader, part), _kind(reader, part)[0])


def _cue(reader: _Reader, part: list[Word]) -> str:
    """Return how the sentence puts a name: a locative word, "'s", "modifier", "dateline" or ""."""
    start, end = part[0].start, part[-1].end
    if cue := cue_before(reader.text, start):
        return cue
    if part[-1].is_possessive:
        return "'s"
    following = next((w for w in reader.words if w.start >= end), None)
    if following and reader.text[end : following.start].isspace() and not following.is_capital:
        if following.text.lower() in EVENT_NOUNS or following.text in reader.nouns:
            return "modifier"
        token = reader.token_at(part[-1])
        if token is not None and token.dep in {"compound", "nmod", "amod"} and token.head > token.i:
            return "modifier"
    if "," in reader.text[max(0, start - 2) : start] and (inherited := _container_cue(reader, start)):
        return inherited
    return ""


def _container_cue(reader: _Reader, start: int) -> str:
    """Return "," for a name that follows another name and a comma: "Flint, Michigan"."""
    before = reader.text[:start].rstrip().removesuffix(",")
    last = re.search(r"[^\W_]+\.?$", before)
    return "," if last and last.group()[0].isupper() else ""


def _kind(reader: _Reader, part: list[Word]) -> tuple[str, int]:
    """Return the singular generic noun that classes a name, with the end of the phrase that holds both."""
    start, end = part[0].start, part[-1].end
    singular = reader.places.singular_of_kind
    last = part[-1].text.lower()
    if len(part) > 1 and last in reader.nouns and not (last == "city" and len(part) > 1):
        return singular[last], end
    if not part[-1].is_possessive:
        kind, to = kind_after(reader.words, reader.text, end, reader.nouns)
        if kind:
            return singular[kind], to
    kind = kind_before(reader.text, start, reader.nouns)
    return (singular[kind] if kind else ""), end


def _trimmed(reader: _Reader, piece: list[Word]) -> list[Word]:
    """Cut words off a run that only begin a sentence, name a day or month, or belong to a person's title."""
    while piece and (piece[0].text in STARTERS or piece[0].text in CALENDAR):
        piece = piece[1:]
    while piece and (piece[-1].text in CALENDAR or piece[-1].text in STARTERS):
        piece = piece[:-1]
    if piece and piece[0].start == 0 and (token := reader.token_at(piece[0])) and token.pos in _FUNCTION_POS:
        piece = piece[1:]
    return piece


def _name(
    reader: _Reader, piece: list[Word], *, before_known: bool = False, after_known: bool = False
) -> Iterator[RawPlace]:
    """Yield the place that a run without known names may be."""
    piece = _trimmed(reader, piece)
    if not piece:
        return
    places, text = reader.places, reader.text
    for k, word in enumerate(piece):
        if word.text in places.title_words or (
            word.text.rstrip(".") + "." in places.title_words and word.text.endswith(".")
        ):
            if k:
                yield reader.raw(piece[0].start, piece[k - 1].end, "name", "modifier", "")
            return
        if word.text in places.organisation_words and k:
            yield reader.raw(piece[0].start, piece[k - 1].end, "name", "modifier", "organisation")
            if k == len(piece) - 1:
                yield from _plain(reader, piece)
            return
    before = next((w for w in reversed(reader.words) if w.end <= piece[0].start), None)
    is_titled = (
        before is not None
        and text[before.end : piece[0].start].isspace()
        and (
            before.text in places.title_words
            or before.text.title() in places.title_words
            and not before_known
            and not after_known
        )
    )
    if is_titled or (after_known and len(piece) > 1 and not before_known):
        return
    yield from _plain(reader, piece)


def _plain(reader: _Reader, piece: list[Word]) -> Iterator[RawPlace]:
    start, end = piece[0].start, piece[-1].end
    text, following = reader.text, reader.text[piece[-1].end :]
    short = text[start : end + 1] if following.startswith(".") else text[start:end]
    states = reader.places.state_of_short
    if (
        (short in states or text[start:end] in states)
        and _container_cue(reader, start)
        and "," in text[max(0, start - 2) : start]
    ):
        yield reader.raw(start, start + len(short) if short in states else end, "state", ",", "state")
        return
    cue = _cue(reader, piece)
    if _AGE.match(following) or (len(piece) > 1 and not cue and _PERSON_VERB.match(following)):
        return
    if start < 3 and _is_dateline(reader, end):
        yield reader.raw(start, end, "dateline", "dateline")
        return
    kind, _ = _kind(reader, piece)
    yield reader.raw(start, end, "name", cue, kind)


def _is_dateline(reader: _Reader, end: int) -> bool:
    rest = reader.text[end:]
    for _ in range(3):  # ", Afghanistan", ", June 7"
        if DATELINE.match(rest):
            return True
        step = re.match(
            r",\s+(?:[A-Z][\w.'’-]*\s?){1,3}(?:\d{1,2}(?:\s+\w{3,9})?(?:,?\s+\d{2,4})?)?|,\s+\d{1,2}\s+\w{3,9}(?:\s+\d{2,4})?",
            rest,
        )
        if not step:
            return False
        rest = rest[step.end() :]
    return bool(DATELINE.match(rest))


def _named_site(reader: _Reader, run: list[Word]) -> RawPlace | None:
    """Return the site whose name a run is or begins: "Manchester Arena", "Kabul airport", "Iranian parliament"."""
    run = _trimmed(reader, run)
    if not run:
        return None
    level = reader.places.level_of_kind
    start, last = run[0].start, run[-1].text.lower()
    cue = cue_before(reader.text, start)
    if len(run) > 1 and level.get(last) == "landmark":
        return reader.raw(start, run[-1].end, "site_name", cue, reader.places.singular_of_kind[last])
    kind, end = kind_after(reader.words, reader.text, run[-1].end, reader.nouns)
    if not kind and run[-1].is_possessive:
        kind, end = kind_after(reader.words, reader.text, run[-1].end + 2, reader.nouns)
    if kind and level[kind] == "landmark":
        return reader.raw(start, end, "site_name", cue, reader.places.singular_of_kind[kind])
    return None


def _capitals(reader: _Reader) -> Iterator[RawPlace]:
    """Yield "the Afghan capital" and "the capital" that no name follows."""
    for match in re.finditer(
        r"\b(?:the|its|their)\s+((?:\w+\s+)?capital)\b(?!\s*,?\s+(?:city\s+)?(?:of\s+)?[A-Z]|\s+[a-z]+\s+of)",
        reader.text,
    ):
        before = match.group(1).split()[0].casefold()
        is_bare = before == "capital" and cue_before(reader.text, match.start()) != ""
        if before in reader.places.by_adjective or is_bare:
            yield reader.raw(
                match.start(1), match.end(1), "capital", cue_before(reader.text, match.start()), "capital"
            )


def _caseless(reader: _Reader) -> Iterator[RawPlace]:
    """Yield known names anywhere and up to four words after a locative word; most are no places."""
    words, places = reader.words, reader.places
    for at, word in enumerate(words):
        cue = cue_before(reader.text, word.start)
        for length in range(min(_LONGEST_KNOWN, len(words) - at), 0, -1):
            part = words[at : at + length]
            if any(reader.text[a.end : b.start].strip() for a, b in zip(part, part[1:], strict=False)):
                continue
            key = " ".join(w.text for w in part).replace("’", "'").casefold()
            is_safe = bool(cue) or key not in _AMBIGUOUS_LOWER or (word.text.isupper() and key == "us")
            if key in places.by_adjective and key not in places.by_name and key not in _AMBIGUOUS_LOWER:
                yield reader.raw(part[0].start, part[-1].end, "adjective", "adjective")
            elif key in places.by_name and is_safe:
                yield reader.raw(part[0].start, part[-1].end, "known", cue)
            elif length <= 4 and (cue or part[-1].is_possessive or (at == 0 and _is_dateline(reader, part[-1].end))):
                yield from _guess(reader, part, cue or ("'s" if part[-1].is_possessive else "dateline"))


def _guess(reader: _Reader, part: list[Word], cue: str) -> Iterable[RawPlace]:
    edges = {part[0].text.title(), part[-1].text.title()}
    if edges & (STARTERS | CALENDAR) or part[0].text.lower() in reader.nouns or not part[0].text[0].isalpha():
        return
    kind = reader.places.singular_of_kind.get(kind_after_caseless(reader, part), "")
    yield reader.raw(part[0].start, part[-1].end, "caseless", cue, kind)


def kind_after_caseless(reader: _Reader, part: list[Word]) -> str:
    """Return the generic noun after a name in text without case, or ""."""
    following = next((w for w in reader.words if w.start >= part[-1].end), None)
    noun = following.text.lower() if following else ""
    return noun if noun in reader.nouns else ""
