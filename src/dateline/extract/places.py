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
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dateline.codebook.places import Places
from dateline.extract.place_lists import CALENDAR, NO_NAMES, STARTERS
from dateline.extract.place_runs import LONGEST_KNOWN, Reader, key_of, read_run
from dateline.extract.place_sites import bare_sites, sites_in_text
from dateline.extract.place_words import Word, capital_runs, cue_before, ends_dateline, is_caseless, words_of
from dateline.extract.raw import RawPlace
from dateline.text.number_words import word_set
from dateline.text.sentence import Sentence

_AMBIGUOUS_LOWER = word_set(
    "turkey chad china jordan guinea georgia mali niger cuba oman jersey man polish dane pole turk swede scot "
    "hollywood dora queens mansour"
)
_CAPITAL = re.compile(
    r"(?:\b[Tt]he\s+|\bits\s+|\btheir\s+)((?:[A-Z]\w+\s+){0,2}capital)\b|\b((?:[A-Z]\w+\s+){0,2}[A-Z]\w+['’]s\s+capital)\b"
)
_CAPITAL_NAMED = re.compile(
    r"\s*,?\s+(?:city\s+)?(?:of\s+)?[A-Z]|\s+[a-z]+\s+of|\s+(?:punishment|gains|markets?|letters?)\b"
)
_CHAIN = re.compile(r"^(?:['’]s)?\s*(?:,|,?\s+(?:and|or)|&)\s+(?:(?:in|the|nearby|neighbou?ring)\s+)*$")
_OWNED = re.compile(r"^['’]s\s+(?:[a-z-]+\s+){0,3}$")
_CARRIED = word_set("in at near outside inside around across throughout from to between of , dateline")
_LONGEST_GUESS = 4
_LONGEST_DATELINE = 80  # characters
_DASHES = ("-", "–", "—")


def find_places(sentence: Sentence, places: Places) -> list[RawPlace]:
    """Return the phrases of a sentence that may name a place, in text order.

    Works on the words alone and uses the parse where there is one. Spans do not overlap, except that a site
    ("Kabul airport") also yields the names inside it ("Kabul"), and that text without case yields guesses.
    """
    reader = Reader(sentence, places, words_of(sentence.text, places.words))
    is_dateline = len(sentence.text) <= _LONGEST_DATELINE and sentence.text.endswith(_DASHES)
    found = list(_caseless(reader) if is_caseless(sentence.text) and not is_dateline else _cased(reader))
    taken = [raw.span for raw in found if raw.rule == "place.site_name.en.1"]
    for start, end, cue, kind in (*bare_sites(sentence, places), *sites_in_text(sentence, places.site_nouns)):
        raw = reader.raw(start, end, "site", cue, places.singular_of_kind.get(kind, kind))
        if not any(raw.span.overlaps(span) for span in taken):
            taken.append(raw.span)
            found.append(raw)
    ordered = sorted(set(found), key=lambda r: (r.span, r.rule, r.name, r.cue, r.kind))
    return _with_carried_cues(ordered, sentence)


def _with_carried_cues(found: list[RawPlace], sentence: Sentence) -> list[RawPlace]:
    """Give names of a list the locative word of its first ("in Syria and Iraq"), and what a place owns its own."""
    done: list[RawPlace] = []
    base = sentence.span.start
    last: RawPlace | None = None
    for raw in found:
        if raw.cue in {"", "modifier"} and last is not None and last.cue in _CARRIED:
            between = sentence.text[last.span.end - base : max(raw.span.start, last.span.end) - base]
            if _OWNED.match(between) or (raw.cue == "" and _CHAIN.match(between)):
                raw = replace(raw, cue=last.cue)
        done.append(raw)
        if not raw.rule.startswith("place.site"):
            last = raw
    return done


def _cased(reader: Reader) -> Iterator[RawPlace]:
    yield from _capitals(reader)
    for run in capital_runs(reader.text, reader.words):
        yield from read_run(reader, run)


def _capitals(reader: Reader) -> Iterator[RawPlace]:
    """Yield "the Afghan capital" and "the capital" that no name follows."""
    for match in _CAPITAL.finditer(reader.text):
        if _CAPITAL_NAMED.match(reader.text, match.end()):
            continue
        group = 1 if match.group(1) else 2
        country = re.sub(r"(?:['’]s)?\s*capital$", "", match.group(group)).casefold()
        cue = cue_before(reader.text, match.start(group)) or cue_before(reader.text, match.start())
        if country in reader.places.words or (not country and cue):
            yield reader.raw(match.start(group), match.end(group), "capital", cue, "capital")


def _caseless(reader: Reader) -> Iterator[RawPlace]:
    """Yield known names anywhere and up to four words after a locative word; most are no places."""
    words, places = reader.words, reader.places
    for at, word in enumerate(words):
        cue = cue_before(reader.text, word.start)
        for length in range(min(LONGEST_KNOWN, len(words) - at), 0, -1):
            part = words[at : at + length]
            if any(reader.text[a.end : b.start].strip() for a, b in pairwise(part)):
                continue
            start, end, key = part[0].start, part[-1].end, key_of(part)
            if key in places.words and _is_safe(part, key, cue):
                is_adjective = key in places.by_adjective and key not in places.by_name
                yield reader.raw(
                    start, end, "adjective" if is_adjective else "known", "adjective" if is_adjective else cue
                )
            elif length <= _LONGEST_GUESS:
                yield from _guess(reader, part, cue)


def _is_safe(part: list[Word], key: str, cue: str) -> bool:
    """Say whether a known name can be told from a common word: not "us", "car", "turkey" in lower case."""
    if part[0].text.islower() and (len(key) <= 3 or key.count(".") > 0):
        return False
    return bool(cue) or key not in _AMBIGUOUS_LOWER


def _guess(reader: Reader, part: list[Word], cue: str) -> Iterator[RawPlace]:
    first, last = part[0].text, part[-1].text
    is_first = part[0].start == 0 and ends_dateline(reader.text[part[-1].end :])
    put = cue or ("'s" if part[-1].is_possessive else "dateline" if is_first else "")
    if not put or {first.title(), last.title()} & (STARTERS | CALENDAR | NO_NAMES) or not first[0].isalpha():
        return
    if first.lower() in reader.places.nouns or last.lower() in reader.places.nouns:
        return
    following = reader.word_after(part[-1].end)
    noun = following.text.lower() if following else ""
    yield reader.raw(part[0].start, part[-1].end, "caseless", put, reader.places.singular_of_kind.get(noun, ""))
