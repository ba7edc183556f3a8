"""From a capitalised run of words to the names in it that may be places.

"Iranian President Hassan Rouhani" holds an adjective and a person, "Kabul Police" a name beside a body,
"Manchester Arena" a site with a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.codebook.places import Places
from dateline.extract.place_lists import CALENDAR, EVENT_NOUNS, HEADLINE_NOUNS, NO_NAMES, STARTERS
from dateline.extract.place_words import Word, cue_before, ends_dateline, kind_after, kind_before
from dateline.extract.raw import RawPlace
from dateline.model import Span
from dateline.text.number_words import word_set
from dateline.text.sentence import Sentence, Token

LONGEST_KNOWN = 6  # words in a name of the coding scheme
_AGE = re.compile(r"\s*,\s*\d{1,3}\s*(?:,|\.|$|and\b|years?\b)")
_PERSON_VERB = re.compile(r"\s+(?:\w+ly\s+)?(?:said|told|tweeted|wrote|testified|added|says|joked|recalled)\b")
_STATE_CUES = frozenset({"in", "from", "to", "of", "near", "across", "throughout", ","})
_FUNCTION_POS = frozenset({"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ", "ADV", "INTJ"})
_NAME_STARTS = frozenset({"New", "San", "Los", "Fort", "Little", "Port", "Lake", "Mount", "Upper", "Lower"})
_ARTICLE = re.compile(r"\b(?:a|an)\s+$")
_STREET_BEFORE = re.compile(r"\b(?:block|corner|intersection)\s+of\s+(?:[NSEW]\.\s*)?$")
_STREETS_AFTER = re.compile(
    r"\s+(?:and|&|at)\s+(?:[\w.]+\s+){1,3}(?:streets|avenues|roads|boulevards|drives|lanes|st\.|ave\.)|\.?\s+(?:Ave|Blvd|Rd)\b",
    re.IGNORECASE,
)
_CLIPPED = {
    "Co": "county",
    "Twp": "township",
}  # in local news; of firms, "Co." stands behind a name that no county has
_DIRECTIONS = word_set("north south east west central")


@dataclass(frozen=True, slots=True)
class Reader:
    """One sentence as the rules see it: its words, and the generic nouns of the coding scheme."""

    sentence: Sentence
    places: Places
    words: list[Word]

    @property
    def text(self) -> str:
        """The sentence's text."""
        return self.sentence.text

    def raw(self, start: int, end: int, rule: str, cue: str, kind: str = "") -> RawPlace:
        """Make a finding of a range of the sentence's text."""
        span = Span(self.sentence.span.start + start, self.sentence.span.start + end)
        name = " ".join(self.text[start:end].split())
        return RawPlace(
            self.sentence.index, span, _head(self.sentence.within(span)), f"place.{rule}.en.1", name, cue, kind
        )

    def token_at(self, word: Word) -> Token | None:
        """Return the token that covers a word, None in an unparsed sentence."""
        return self.sentence.at(self.sentence.span.start + word.start) if self.sentence.is_parsed else None

    def is_compound(self, part: list[Word]) -> bool:
        """Say whether the parse makes a name the modifier of a noun after it: "Kabul bombing"."""
        base = self.sentence.span.start
        token = self.sentence.at(base + part[-1].end - 1)
        if token is None or token.dep not in {"compound", "nmod", "amod"}:
            return False
        return self.sentence.tokens[token.head].start >= base + part[-1].end

    def word_after(self, end: int) -> Word | None:
        """Return the next word after an offset if only space lies between."""
        following = next((w for w in self.words if w.start >= end), None)
        return following if following and self.text[end : following.start].isspace() else None


def _head(tokens: list[Token]) -> int | None:
    """The index of the token whose head lies outside the phrase, the last one where there are several."""
    if not tokens:
        return None
    inside = {t.i for t in tokens}
    heads = [t.i for t in tokens if t.head not in inside or t.head == t.i]
    return heads[-1] if heads else tokens[-1].i


def key_of(part: list[Word]) -> str:
    """Return the words as the coding scheme's look-ups want them."""
    return " ".join(w.text for w in part).replace("’", "'").casefold()


def read_run(reader: Reader, run: list[Word]) -> Iterator[RawPlace]:
    """Yield what a run holds: a site, names and adjectives of the coding scheme, and what is left between."""
    site = _named_site(reader, run)
    if site is not None:
        yield site
    piece: list[Word] = []
    at, is_after = 0, False
    parts = dict(_known_parts(reader, run))
    while at < len(run):
        if at not in parts:
            piece.append(run[at])
            at += 1
            continue
        yield from _name(reader, piece, is_after=is_after, is_before=True)
        yield _known(reader, run[at : at + parts[at]])
        at, piece, is_after = at + parts[at], [], True
    yield from _name(reader, piece, is_after=is_after, is_before=False)


def _known_parts(reader: Reader, run: list[Word]) -> Iterator[tuple[int, int]]:
    """Yield (index, length) of the names and adjectives of the coding scheme in a run, longest first."""
    at = 0
    while at < len(run):
        for length in range(min(LONGEST_KNOWN, len(run) - at), 0, -1):
            if key_of(run[at : at + length]) in reader.places.words and _may_be_part(reader, run, at, length):
                yield at, length
                at += length
                break
        else:
            at += 1


def _may_be_part(reader: Reader, run: list[Word], at: int, length: int) -> bool:
    """Say whether a known name in a longer run is itself: not in "New England" or "Jordan Henderson"."""
    if length == len(run):
        return True
    before, places = (run[at - 1].text if at else ""), reader.places
    if before in _NAME_STARTS or (at + length < len(run) and run[at + length].text == "City"):
        return False
    if key_of(run[at : at + length]) in places.by_adjective or length > 1:
        return True
    if at + length == len(run):
        is_led = before in STARTERS or before in _CASE_TITLES or before.casefold() in _DIRECTIONS
        return is_led or before.endswith("ern") or before.casefold() in places.by_adjective
    if run[at].text.isupper() and len(run[at].text.replace(".", "")) <= 3:
        return True
    later = {w.text.split("-")[0] for w in run[at + length :]}
    return bool(later & (places.title_words | places.organisation_words))


_CASE_TITLES = frozenset({"Nazi", "Soviet", "Communist", "Republic", "Kingdom", "Air", "Radio", "Embassy"})


def _known(reader: Reader, part: list[Word]) -> RawPlace:
    start, end, key = part[0].start, part[-1].end, key_of(part)
    if key in reader.places.by_adjective and key not in reader.places.by_name:
        return reader.raw(start, end, "adjective", "adjective")
    return reader.raw(start, end, "known", cue_of(reader, part), _kind(reader, part))


def cue_of(reader: Reader, part: list[Word]) -> str:
    """Return how the sentence puts a name: a locative word, "'s", "modifier", "," or ""."""
    start, end = part[0].start, part[-1].end
    following = reader.word_after(end)
    is_compound = reader.is_compound(part)
    noun = following.text.lower() if following and not following.is_capital and not part[-1].is_possessive else ""
    if cue := cue_before(reader.text, start):
        if noun and is_compound and noun not in reader.places.nouns:
            return "modifier"
        if not _ARTICLE.search(reader.text, 0, start):
            return cue
        if not part[-1].is_possessive:
            return "modifier" if noun else cue  # "inside a Redlands bakery"
    if part[-1].is_possessive:
        return "'s"
    if noun and (is_compound or noun in EVENT_NOUNS or noun in reader.places.nouns):
        return "modifier"
    return "," if _follows_name(reader, start) else ""


def _follows_name(reader: Reader, start: int) -> bool:
    """Say whether a name and a comma stand before: "Flint, Michigan"."""
    last = re.search(r"([^\W_]+)\.?,\s*$", reader.text[:start])
    return last is not None and last.group(1)[0].isupper() and last.group(1) not in CALENDAR


def _kind(reader: Reader, part: list[Word]) -> str:
    """Return the singular generic noun that classes a name, its own last word or one beside it."""
    start, end = part[0].start, part[-1].end
    singular, nouns = reader.places.singular_of_kind, reader.places.nouns
    last = part[-1].text.lower()
    if len(part) > 1 and last in nouns and last != "city":
        return singular[last]
    if not part[-1].is_possessive:
        kind, _ = kind_after(reader.words, reader.text, end, nouns)
        if kind:
            return singular[kind]
    return singular.get(kind_before(reader.text, start, nouns), "")


def trimmed(reader: Reader, piece: list[Word]) -> list[Word]:
    """Cut words off a run that only begin a sentence or name a day or month."""
    while piece and (
        piece[0].text in STARTERS | CALENDAR or (piece[0].start == 0 and piece[0].text in HEADLINE_NOUNS)
    ):
        piece = piece[1:]
    while piece and piece[-1].text in CALENDAR:
        piece = piece[:-1]
    if piece and piece[0].start == 0 and (token := reader.token_at(piece[0])) and token.pos in _FUNCTION_POS:
        piece = piece[1:]
    return piece


def _name(reader: Reader, piece: list[Word], *, is_after: bool, is_before: bool) -> Iterator[RawPlace]:
    """Yield the place that a piece between known names may be.

    ``is_after`` and ``is_before`` say whether a known name stands before it and after it in its run.
    """
    piece = trimmed(reader, piece)
    if not piece or (len(piece) == 1 and piece[0].text in NO_NAMES):
        return
    places = reader.places
    for k, word in enumerate(piece):
        is_title = word.text in places.title_words or f"{word.text}." in places.title_words
        if is_title or (k and word.text in places.organisation_words):
            if k:
                kind = "" if is_title else "organisation"
                yield reader.raw(piece[0].start, piece[k - 1].end, "name", "modifier", kind)
            if not is_title and k == len(piece) - 1:
                yield from _plain(reader, piece)
            return
    if len(piece) > 1 and piece[-1].text.lower() in places.site_nouns:
        yield reader.raw(piece[0].start, piece[-2].end, "name", "modifier", "organisation")
    if _is_titled(reader, piece[0]) or (is_after and len(piece) > 1 and not is_before):
        return
    yield from _plain(reader, piece)


def _is_titled(reader: Reader, first: Word) -> bool:
    """Say whether a person's title stands right before a name."""
    before = next((w for w in reversed(reader.words) if w.end <= first.start), None)
    if before is None or reader.text[before.end : first.start].strip(" .\n\t"):
        return False
    titles = reader.places.title_words
    return before.text in titles or (
        before.text.islower() and before.text.title() in titles and before.text != "general"
    )


def _plain(reader: Reader, piece: list[Word]) -> Iterator[RawPlace]:
    start, end = piece[0].start, piece[-1].end
    following = reader.text[end:]
    if len(piece) > 1 and piece[-1].text.title() in _CLIPPED and following.startswith("."):
        yield _unclipped(reader, piece)
        return
    if _STREET_BEFORE.search(reader.text, 0, start) or _STREETS_AFTER.match(following):
        return
    cue = cue_of(reader, piece)
    short = reader.text[start : end + 1] if following.startswith(".") else reader.text[start:end]
    states = reader.places.state_of_short
    if _follows_name(reader, start) and (short in states or reader.text[start:end] in states):
        yield reader.raw(start, start + len(short) if short in states else end, "state", ",", "state")
    elif short in states and "." in short and cue in _STATE_CUES:
        yield reader.raw(start, start + len(short), "state", cue, "state")
    elif _AGE.match(following) or (len(piece) > 1 and not cue and _PERSON_VERB.match(following)):
        return
    elif start < 3 and ends_dateline(reader.text[end:]):
        yield reader.raw(start, end, "dateline", "dateline")
    else:
        yield reader.raw(start, end, "name", cue, _kind(reader, piece))


def _unclipped(reader: Reader, piece: list[Word]) -> RawPlace:
    """Return "Hill Co." and "Hill Twp." under the whole name, by which tables know it."""
    kind = _CLIPPED[piece[-1].text.title()]
    start, end = piece[0].start, piece[-1].end
    is_dateline = start < 3 and ends_dateline(reader.text[end + 1 :])
    rule, cue = ("dateline", "dateline") if is_dateline else ("name", cue_of(reader, piece))
    raw = reader.raw(start, end + 1, rule, cue)  # of no kind: "Co." stands behind firms too
    name = " ".join([*raw.name.split()[:-1], kind.title()])
    return replace(raw, name=name.upper() if raw.name.isupper() else name)


def _named_site(reader: Reader, run: list[Word]) -> RawPlace | None:
    """Return the site whose name a run is or begins: "Manchester Arena", "Kabul airport", "Iranian parliament"."""
    run = trimmed(reader, run)
    if not run or (key_of(run) in reader.places.by_name and run[-1].text.lower() in reader.places.nouns):
        return None
    sites, singular, nouns = reader.places.site_nouns, reader.places.singular_of_kind, reader.places.nouns
    start, last = run[0].start, run[-1].text.lower()
    cue = cue_before(reader.text, start)
    if len(run) > 1 and last in sites:
        return reader.raw(start, run[-1].end, "site_name", cue, singular[last])
    kind, end = kind_after(reader.words, reader.text, run[-1].end, nouns)
    if not kind and run[-1].is_possessive:
        kind, end = kind_after(reader.words, reader.text, run[-1].end + 2, nouns)
    return reader.raw(start, end, "site_name", cue, singular[kind]) if kind in sites else None
