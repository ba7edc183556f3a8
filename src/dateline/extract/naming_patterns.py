"""Patterns that tell what became of a named person, made from the codebook's section ``naming``.

They run over a sentence in which every name has become one private character, its age and titles cut away, all in lower case:
"Officer John Smith, 24, was shot" reads "P was shot". So a pattern sees who stands where, not what they are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dateline.codebook import Codebook
from dateline.codebook.naming import Naming
from dateline.text.phrases import GAP

FIRST = 0xE000  # private characters: the n-th name of a sentence
P = "[\ue000-\uf8ff]"
_REST = "[^;\ue000-\uf8ff]"
_AUX = r"(?:(?:(?:was|were|is|are)(?:\sbeing)?|(?:has|have|had)\sbeen|being|got|be)\s)"
_NOT_OWNER = r"(?!'s?\b|'\s)"
_SAYS = r"(?!\s(?:said|says|told|added|testified|wrote|tweeted|explained|recalled|announced|confirmed)\b)"
_STOPS = (
    "after and are around as at before but by during for from had has have in inside into is near not of off on or "
    "outside over said says than that the\\sfamily to told was were when where which while who with without"
).split()
_HE = frozenset({"he", "she", "him", "her", "they", "them", "one", "two"})
_GAPPED = r"\s(?:[\w-]+,?\s){0,4}?"
_OBJECT = (
    rf"(?=(?:his|her|him|them|the|a|an|their|two|three|four|five|six|seven|eight|nine|ten|\d|one|another|both|several|"
    rf"multiple|someone|at\sleast|people|officers|{P}|\w+-year-old)(?!self))"
)


@dataclass(frozen=True)
class Patterns:
    """The compiled patterns; each has the group ``g`` for the names and one named for what became of them."""

    frames: tuple[tuple[str, re.Pattern[str]], ...]
    doing: re.Pattern[str]
    done_by: re.Pattern[str]
    by_himself: re.Pattern[str]
    identified: re.Pattern[str]
    identified_as: re.Pattern[str]
    pronoun: re.Pattern[str]
    headline: re.Pattern[str]
    nouns: re.Pattern[str]
    hint: re.Pattern[str]
    they_are: re.Pattern[str]
    says: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    listed = sorted(set(words), key=lambda w: (-len(w), w))
    return (
        "(?:"
        + "|".join(_GAPPED.join(re.escape(p) for p in w.split(f" {GAP} ")) for w in listed).replace(r"\ ", r"\s")
        + ")"
    )


def _fates(naming: Naming, place: str) -> str:
    """Return the words of every fate in one place, each fate a named group; the worse end is tried first."""
    parts = [
        rf"(?P<{fate}>{_any(getattr(words, place))})" for fate, words in naming.roles.items() if getattr(words, place)
    ]
    return "(?:" + "|".join(parts) + r")(?!\w)"


def _fate_places(naming: Naming, adverbs: str) -> str:
    """Return "was shot" and "died" as one pattern, each fate a named group."""
    parts = []
    for fate, words in naming.roles.items():
        done = rf"{_AUX}{adverbs}{_any(words.done)}" if words.done else ""
        doing = _any(words.doing) if words.doing else ""
        parts.append(rf"(?P<{fate}>{'|'.join(filter(None, (done, doing)))})")
    return "(?:" + "|".join(parts) + r")(?!\w)"


@cache
def patterns(book: Codebook) -> Patterns:
    """Return the patterns of a codebook."""
    naming = book.naming
    adverbs = rf"(?:{_any(naming.adverbs)}\s)*"
    beside = (
        rf"(?:,\s(?:of|from|a|an|the|his|her|their|both|all|who\slived)\b[^,;\ue000-\uf8ff]{{1,60}}(?:,\s[\w.]+)?)?"
    )
    role = r"(?:(?:his|her|their|a|an|the|fellow|another)\s[a-z0-9][a-z0-9 -]{2,40},?\s(?<!of\s))?"
    others = r"\sand\s(?:\w+\s){1,3}others?(?:\s?[—–:-]|,|:)"
    group = rf"(?P<g>{P}(?:{beside}(?:,?\sand|,|;|\s&|,?\salong\swith|{others})\s(?:and\s)?{role}{P})*)"
    group += r"(?:(?:,|;)?\sand\s(?:\w+\s){0,2}(?:others?|[\w-]+-year-olds?|teens|men|women|boys|girls|juveniles)\b)?"
    apposed = (
        r"(?:,\s[^,;:\ue000-\uf8ff]{2,90}(?:,\s[\w.]{2,14})?,|,?\s(?:of|from)\s[^,;:\ue000-\uf8ff]{2,50}?(?:,\s[\w.]{2,14},?)?|"
        r"\s\([^)\ue000-\uf8ff]{1,40}\),?|,|\s[–—-])?"
    )
    suspects = naming.roles["suspected"].nouns if "suspected" in naming.roles else ()
    stops = "|".join([*_STOPS, *sorted(naming.verbs), *(re.escape(n).replace(r"\ ", r"\s") for n in suspects)])
    between = rf"(?:(?!(?:{stops})\b)[\w'-]+,?\s){{0,4}}"
    fate = _fate_places(naming, adverbs)
    # words in which no other person comes up, so that "he" can only be the one named
    own = rf"(?:(?!\b(?:says?|said|told|that|whether|if|who|{_any(naming.persons - _HE | naming.victims | set(suspects))})\b)[^;\ue000-\uf8ff])"
    harmed = _any(w for f in ("wounded", "killed") for w in (naming.roles[f].done if f in naming.roles else ()))
    nouns = _fates_of_nouns(naming)
    known = rf"{_SAYS}{_NOT_OWNER}"
    one_of = r"(?:the|an?|one\sof(?:\sthe)?|among(?:\sthe)?)\s"
    frames = {
        "fate": rf"{group}{apposed}\s(?:who\s)?{adverbs}{fate}",
        "fate_who": rf"{group}(?:,\s(?:the|an?|his|her)\s(?:(?!of\b)[\w'-]+\s){{1,5}}|,?\s)who\s(?:\w+\s(?:say|said|believe)\s)?{adverbs}{fate}",
        "fate_then": (
            rf"{group}{apposed}\s{own}{{0,140}}?\b(?:(?:when|after|as|where|and|but|before|until)\s(?:he|she)\s|and\s|but\s)"
            rf"{adverbs}{fate}"
        ),
        "fate_and": (
            rf"{group}{apposed}\s(?:who\s)?{adverbs}{_AUX}{adverbs}{harmed}\b{_REST}{{0,60}}?\sand\s{adverbs}"
            rf"(?P<killed>killed|died)(?!\w)"
        ),
        "of": rf"\b{_fates(naming, 'before')}:?\s{between}{group}{known}",
        "found": rf"\bfound\s{between}{group}{apposed}\s{_fates(naming, 'found')}",
        "including": rf"\b{fate}[^.;\ue000-\uf8ff]{{0,60}},?\sincluding\s{between}{group}{known}",
        "named_among": (
            rf"\b(?:{nouns}|{_fates(naming, 'before').replace('?P<', '?P<by_')})\b[^.;\ue000-\uf8ff]{{0,140}}?,?\sincluding:?\s"
            rf"{between}{group}{known}"
        ),
        "listed": rf"^\W{{0,3}}(?P<g>{P}),\s{_fates(naming, 'done')}",
        "whose": rf"{group}'s?\s(?:[a-z-]+\s)?{_fates(naming, 'after')}",
        "called": (
            rf"\b{nouns}(?:\s(?:in|of|from)\s[^,.;\ue000-\uf8ff]{{2,50}}(?=,|:|\s(?:was|is|were|are)\s)|\s(?:who|that)\s"
            rf"[^.;\ue000-\uf8ff]{{2,100}}?,?(?=\s(?:is|are|was)\s{between}{P}))?"
            rf"(?:\s(?:was|is|were|are)(?:\sidentified\sas)?:?\s|,?\sincluding:?\s|,\s|:\s|\s—\s?|\s-\s?|\s\(|\s){between}{group}{known}"
        ),
        "is": rf"{group}{apposed}\s(?:is|was|were|are)\s{adverbs}{one_of}(?:[\w'-]+\s){{0,3}}?{nouns}{_NOT_OWNER}",
        "beside": rf"{group},\s{one_of}(?:[\w'-]+\s){{0,3}}?{nouns}{_NOT_OWNER}(?=[,.;)]|$|\s(?:in|of|who)\b)",
        "inverted": rf"^(?:also\s|among\s(?:the\s)?)?{_fates(naming, 'done')}(?:\s[^,;\ue000-\uf8ff]{{1,90}})?\s(?:was|were|are|is)\s{between}{group}{known}",
    }
    hedges = rf"(?:(?P<hedge>{_any(naming.hedges)})\s)?"
    attacks, fires = _any(naming.attacks), _any(naming.fires)
    return Patterns(
        frames=tuple((name, re.compile(text)) for name, text in frames.items()),
        doing=re.compile(
            rf"{group}{apposed}\s(?:who\s)?{adverbs}{hedges}{adverbs}(?P<cue>{attacks}(?=\s{_OBJECT})|{fires}(?!\w))",
        ),
        done_by=re.compile(
            rf"\b(?P<cue>{attacks}(?:\sto\sdeath|\sin\sthe\s[a-z ]{{2,25}})?\sby)\s{between}{group}{known}"
        ),
        by_himself=re.compile(
            rf"{group}{apposed}\s{_REST}{{0,60}}?(?P<cue>accidentally\s(?:shot|wounded|killed)(?:\sand\s\w+)?\s(?:himself|herself))",
        ),
        identified=re.compile(
            rf"\b(?P<cue>{_any(naming.verbs)})(?P<whom>[^;:\ue000-\uf8ff]{{0,100}}?)\sas:?\s{between}{group}{_NOT_OWNER}",
        ),
        identified_as=re.compile(
            rf"\b{_any(naming.verbs)}\s{between}{group}{_REST}{{0,80}}?\sas\s{one_of}(?:[\w'-]+\s){{0,3}}?{nouns}{_NOT_OWNER}",
        ),
        pronoun=re.compile(
            rf"^(?:(?:he|she|the\s(?:[\w-]+\s)?(?:\w+-year-old|teen|teenager|man|woman|boy|girl|officer))\s|"
            rf"(?:he|she|his|her)\b{own}{{0,80}}\b(?:where|when|and|but|before|after)\s(?:he\s|she\s)?){adverbs}{fate}",
        ),
        headline=re.compile(rf"{group}{apposed}\s{_fates(naming, 'done')}"),
        nouns=re.compile(
            rf"\b(?:{nouns}|{_fates(naming, 'done').replace('(?P<', '(?P<done_')}|(?P<died>died|dead|body|bodies|deaths?))\b"
        ),
        they_are=re.compile(
            rf"^(?P<cue>(?:he|she|they)\s(?:was|were|is|are)\s(?:identified\sas\s)?){between}{group}(?=[,.;]|$|\s(?:of|and)\b)"
        ),
        hint=re.compile(r"\b(?:coroner|medical\sexaminer|next\sof\skin)"),
        says=re.compile(rf"{P}{apposed}\s(?:said|says|told|added|testified)\b"),
    )


def _fates_of_nouns(naming: Naming) -> str:
    """Return the nouns for the harmed and the doers, each fate a named group, "victim" one of its own."""
    parts = [rf"(?P<{fate}>{_any(words.nouns)})" for fate, words in naming.roles.items() if words.nouns]
    return "(?:" + "|".join([*parts, rf"(?P<victim>{_any(naming.victims)})"]) + ")"
