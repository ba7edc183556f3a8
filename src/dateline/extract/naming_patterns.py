"""Patterns that tell what became of a named person, made from the codebook's section ``naming``.

They run over a sentence in lower case in which every name has become one private character, its age and titles cut
away: "Officer John Smith, 24, was shot" reads "P was shot". So a pattern sees who stands where, not who they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from dateline.codebook import Codebook
from dateline.codebook.naming import Fate, FateWords, Naming
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
_ONE_OF = (
    r"(?:the|an?|one\sof(?:\sthe)?|among(?:\sthe)?)\s"
    r"(?:(?!(?:against|by|for|from|in|of|to|with)\b)[\w'-]+\s){0,3}?"
)
# "P, of Oakville; his sister P and two others": who shares what is told
_LIVES = (
    r"(?:,?\s(?:of|from)\s[^,;\ue000-\uf8ff]{1,40}?(?:,\s[\w.]{2,14})?|"
    r",\s(?:a|an|the|his|her|their|both|all|who\slived)\b[^,;\ue000-\uf8ff]{1,60})?"
)
_ROLE = (
    r"(?:(?:(?:his|her|their|a|an|the|fellow|another)\s[a-z0-9][a-z0-9 -]{2,40},?\s(?<!of\s))|"
    r"(?:his|her|their)\s)?"  # "her 24-year-old niece P": what follows "her" is cut away with the age
)
_OTHERS = r"\sand\s(?:\w+\s){1,3}others?(?:\s?[—–:-]|,|:)"
_GROUP = (
    rf"(?P<g>{P}(?:{_LIVES}(?:,?\sand|,|;|\s&|,?\salong\swith|{_OTHERS})\s(?:and\s)?{_ROLE}{P})*)"
    r"(?:(?:,|;)?\sand\s(?:\w+\s){0,2}(?:others?|[\w-]+-year-olds?|teens|men|women|boys|girls|juveniles)\b)?"
)
# what is said of a person between the name and the verb: ", a father of two,", " of Oakville", " (right)"
_APPOSED = (
    r"(?:,\s[^,;:\ue000-\uf8ff]{2,90}(?:,\s[\w.]{2,14})?,|"
    r",?\s(?:of|from)\s[^,;:\ue000-\uf8ff]{2,50}?(?:,\s[\w.]{2,14},?)?|"
    r"\s\([^)\ue000-\uf8ff]{1,40}\),?|,|\s[–—-])?"
)
_SOMEBODY = r"(?:the|an?|another|his|her|someone|somebody|two|three|several|police|officers|deputies|(?:un)?known)"
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
    at_himself: re.Pattern[str]
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


def _fate_places(roles: Mapping[Fate, FateWords], adverbs: str, aux: str = _AUX) -> str:
    """Return "was shot" and "died" as one pattern, each fate a named group; ``aux`` is what stands before "shot"."""
    parts = []
    for fate, words in roles.items():
        done = rf"{aux}{adverbs}{_any(words.done)}" if words.done else ""
        doing = _any(words.doing) if words.doing else ""
        parts.append(rf"(?P<{fate}>{'|'.join(filter(None, (done, doing)))})")
    return "(?:" + "|".join(parts) + r")(?!\w)"


def _harms(roles: Mapping[Fate, FateWords]) -> str:
    """Return the words before somebody who came to harm, each fate a named group: "shot", "killing of"."""
    return "|".join(rf"(?P<by_{f}>{_any(w.before)})" for f, w in roles.items() if f != "suspected")


@dataclass(frozen=True)
class _Parts:
    """The building blocks of the patterns, made from one codebook."""

    naming: Naming
    adverbs: str
    group: str
    apposed: str
    between: str
    fate: str
    nouns: str
    own: str

    @classmethod
    def of(cls, naming: Naming) -> _Parts:
        """Make the building blocks."""
        adverbs = rf"(?:{_any(naming.adverbs)}\s)*"
        suspects = naming.roles["suspected"].nouns if "suspected" in naming.roles else ()
        verbs = {w.split()[0] for w in naming.attacks}.union(
            naming.verbs, (w for words in naming.roles.values() for w in words.before if " " not in w)
        )
        stops = "|".join([*_STOPS, *sorted(verbs), *(re.escape(n).replace(r"\ ", r"\s") for n in suspects)])
        others = _any(naming.persons - _HE | naming.victims | set(suspects))
        return cls(
            naming=naming,
            adverbs=adverbs,
            group=_GROUP,
            apposed=_APPOSED,
            between=rf"(?:(?!(?:{stops})\b)[\w'-]+,?\s){{0,4}}",
            fate=_fate_places(naming.roles, adverbs),
            nouns=_fates_of_nouns(naming),
            # words in which no other person comes up, so that "he" can only be the one named
            own=rf"(?:(?!\b(?:says?|said|told|that|whether|if|who|{others})\b)[^;\ue000-\uf8ff])",
        )

    def words(self, place: str) -> str:
        """Return the words of every fate in one place, each fate a named group; the worse end is tried first."""
        return _fates(self.naming, place)


def _frames_behind(parts: _Parts) -> dict[str, str]:
    """Return the frames whose telling words stand behind the name."""
    adverbs, group, apposed, fate, nouns = parts.adverbs, parts.group, parts.apposed, parts.fate, parts.nouns
    roles = parts.naming.roles
    harmed = _any(w for f in ("wounded", "killed") for w in (roles[f].done if f in roles else ()))
    return {
        "fate": rf"{group}{apposed}\s(?:who\s)?{adverbs}{fate}",
        "fate_who": (
            rf"{group}(?:,\s(?:the|an?|his|her)\s(?:(?!of\b)[\w'-]+\s){{1,5}}|,?\s)who\s"
            rf"(?:\w+\s(?:say|said|believe)\s)?{adverbs}{fate}"
        ),
        "fate_then": (
            rf"{group}{apposed}\s{parts.own}{{0,140}}?\b"
            rf"(?:(?:when|after|as|where|and|but|before|until)\s(?:he|she)\s|and\s|but\s){adverbs}{fate}"
        ),
        "fate_and": (
            rf"{group}{apposed}\s(?:who\s)?{adverbs}{_AUX}{adverbs}{harmed}\b{_REST}{{0,60}}?\sand\s{adverbs}"
            rf"(?P<killed>killed|died)(?!\w)"
        ),
        "whose": rf"{group}'s?\s(?:[a-z-]+\s)?{parts.words('after')}",
        "is": rf"{group}{apposed}\s(?:is|was|were|are)\s{adverbs}{_ONE_OF}{nouns}{_NOT_OWNER}",
        "is_among": (  # "P was one of five people wounded", "P, who was among those killed"
            rf"{group}{apposed}\s(?:who\s)?(?:(?:is|was|were|are)\s{adverbs})?(?:among|one\sof)\s"
            rf"(?:[\w'-]+\s){{0,5}}?{parts.words('done')}"
        ),
        "shot_him": (  # "P was at home when a friend shot him"
            rf"{group}{apposed}\s{parts.own}{{0,140}}?\b(?:when|where)\s{_SOMEBODY}\s{parts.own}{{0,60}}?"
            rf"\b(?:{_harms(roles)})\s(?:him|her)\b"
        ),
        "beside": rf"{group},\s{_ONE_OF}{nouns}{_NOT_OWNER}(?=[,.;)]|$|\s(?:in|of|who)\b)",
        "listed": rf"^\W{{0,3}}(?P<g>{P}),\s{parts.words('done')}",
        "listed_wound": rf"^\W{{0,3}}(?P<g>{P}),\s(?:an?\s)?(?P<wounded>(?:gunshot|graze|stab)\swounds?)\b",
    }


def _frames_before(parts: _Parts) -> dict[str, str]:
    """Return the frames whose telling words stand before the name."""
    between, group, nouns = parts.between, parts.group, parts.nouns
    before = parts.words("before")
    roles = parts.naming.roles
    harm = _harms(roles)
    harmed = _fate_places({f: w for f, w in roles.items() if f != "suspected"}, parts.adverbs)
    told = _fate_places(roles, parts.adverbs, f"(?:{_AUX})?")
    people = rf"{_any(parts.naming.persons | {'people', 'others', 'citizens', 'officers', 'civilians'})}"
    known = rf"{between}{group}{_SAYS}{_NOT_OWNER}"
    more = r"[^,.;\ue000-\uf8ff]"
    return {
        "of": rf"\b{before}:?\s{known}",
        "found": rf"\bfound\s{between}{group}{parts.apposed}\s{parts.words('found')}",
        "including": rf"\b{harmed}[^.;\ue000-\uf8ff]{{0,60}},?\sincluding\s{known}",
        "told_as": rf"\b{harmed}[^.;:\ue000-\uf8ff]{{0,60}}:\s{known}",
        "named_among": (
            rf"\b(?:{nouns}\b[^.;\ue000-\uf8ff]{{0,140}}?|"
            rf"(?:{harm})\s[^.;\ue000-\uf8ff]{{0,60}}?{people}\b[^.;\ue000-\uf8ff]{{0,60}}?),?\sincluding:?\s{known}"
        ),
        "called": (
            rf"\b{nouns}(?:\s(?:in|of|from)\s{more}{{2,50}}(?=,|:|\s(?:was|is|were|are)\s)|"
            rf"\s(?:who|that)\s[^.;\ue000-\uf8ff]{{2,100}}?,?(?=\s(?:is|are|was)\s{between}{P}))?"
            r"(?:\s(?:was|is|were|are)(?:\sidentified\sas)?:?\s|,?\sincluding:?\s|,\s|:\s|\s—\s?|\s-\s?|\s\()"
            rf"{known}"
        ),
        "told_was": (  # "the student shot was P", "a man who was killed there is P"
            rf"\b{people}\s(?:who\s)?{told}(?:\s[^.,;\ue000-\uf8ff]{{1,60}}?)?\s(?:was|were|is|are)\s"
            rf"(?:identified\sas\s)?{known}"
        ),
        "identified_who": (  # "the coroner identified P as the man who was found dead"
            rf"\b{_any(parts.naming.verbs)}\s{between}{group}{_REST}{{0,80}}?\sas\s{_ONE_OF}{people}\s"
            rf"(?:who\s)?{told}"
        ),
        "called_so": rf"\b{nouns}\s{group}{_SAYS}{_NOT_OWNER}",
        "inverted": (
            rf"^(?:also\s|among\s(?:[\w'-]+\s){{0,5}}?)?{parts.words('done')}(?:\s[^,;\ue000-\uf8ff]{{1,90}})?"
            rf"\s(?:was|were|are|is)\s{known}"
        ),
    }


@cache
def patterns(book: Codebook) -> Patterns:
    """Return the patterns of a codebook."""
    naming = book.naming
    parts = _Parts.of(naming)
    adverbs, group, apposed, between, nouns = parts.adverbs, parts.group, parts.apposed, parts.between, parts.nouns
    done = parts.words("done")
    frames = _frames_behind(parts) | _frames_before(parts)
    attacks, fires = _any(naming.attacks), _any(naming.fires)
    return Patterns(
        frames=tuple((name, re.compile(text)) for name, text in frames.items()),
        doing=re.compile(
            rf"{group}{apposed}\s(?:who\s)?{adverbs}(?:(?P<hedge>{_any(naming.hedges)})\s)?{adverbs}"
            rf"(?P<cue>{attacks}(?=\s{_OBJECT})|{fires}(?!\w))"
        ),
        done_by=re.compile(
            rf"\b(?P<cue>{attacks}(?:\sto\sdeath|\sin\sthe\s[a-z ]{{2,25}})?\sby)\s"
            rf"{between}{group}{_SAYS}{_NOT_OWNER}"
        ),
        by_himself=re.compile(
            rf"{group}{apposed}\s{_REST}{{0,60}}?"
            r"(?P<cue>accidentally\s(?:shot|wounded|killed)(?:\sand\s\w+)?\s(?:himself|herself))"
        ),
        at_himself=re.compile(
            rf"{group}{apposed}\s(?P<fatal>fatally\s)?(?P<cue>(?:shot|shoots)\s(?:himself|herself))(?P<dead>\sto\sdeath)?\b"
        ),
        identified=re.compile(
            rf"\b(?P<cue>{_any(naming.verbs)})(?!\s(?:him|her|them)sel)(?P<whom>[^;:\ue000-\uf8ff]{{0,100}}?)\sas:?\s"
            rf"{between}{group}{_NOT_OWNER}"
        ),
        identified_as=re.compile(
            rf"\b{_any(naming.verbs)}\s{between}{group}{_REST}{{0,80}}?\sas\s{_ONE_OF}{nouns}{_NOT_OWNER}"
        ),
        they_are=re.compile(
            rf"^(?P<cue>(?:he|she|they)\s(?:was|were|is|are)\s(?:identified\sas\s)?){between}{group}"
            r"(?=[,.;]|$|\s(?:of|and)\b)"
        ),
        pronoun=re.compile(
            rf"^(?:(?:he|she|the\s(?:[\w-]+\s)?(?:\w+-year-old|teen|teenager|man|woman|boy|girl|officer))\s|"
            rf"(?:he|she|his|her)\b{parts.own}{{0,80}}\b(?:where|when|and|but|before|after)\s(?:he\s|she\s)?)"
            rf"{adverbs}{parts.fate}"
        ),
        headline=re.compile(rf"{group}{apposed}\s{done}"),
        nouns=re.compile(
            rf"\b(?:{nouns}|{done.replace('(?P<', '(?P<done_')}|(?P<died>died|dead|body|bodies|deaths?))\b"
        ),
        hint=re.compile(r"\b(?:coroner|medical\sexaminer|next\sof\skin)"),
        says=re.compile(rf"{P}{apposed}\s(?:said|says|told|added|testified)\b"),
    )


def _fates_of_nouns(naming: Naming) -> str:
    """Return the nouns for the harmed and the doers, each fate a named group, "victim" one of its own."""
    parts = [rf"(?P<{fate}>{_any(words.nouns)})" for fate, words in naming.roles.items() if words.nouns]
    return "(?:" + "|".join([*parts, rf"(?P<victim>{_any(naming.victims)})"]) + ")"
