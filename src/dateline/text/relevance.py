"""Which sentences can matter: those whose words may tell of an act, harm, an attacker or a claim.

Parsing is what costs time, so a cheap look at the words comes first. The look may let too much through, never too
little: every word that a later stage starts from is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from dateline.codebook import Codebook
from dateline.text.phrases import GAP
from dateline.text.sentence import Sentence

_SUFFIX = r"(?:e?s|e?d|ing|er|ers|y|ies|ied|men|man|ments?|ions?)?"
_ALWAYS = (
    "casualt",
    "dead",
    "death",
    "fatal",
    "hostage",
    "injur",
    "toll",
    "victim",
    "wound",
    "corpse",
    "bodies",
    "claim",
)

_LATER_NEWS = (
    r"\b(?:number|figure|count|total)\b[^.]{0,40}\b(?:at|to|was|stood|reached|rose)\b[^.]{0,12}\d",
    r"\bas (?:high|many) as \d",
    r"\brejected\b[^.]{0,30}\b(?:accusation|allegation|charge|claim)",
    r"\bcould (?:be behind|involve)\b",
    r"\bresponsible\b",
    r"\bconfess",
    r"\b(?:admit|acknowledg)(?:s|es|ed|ting|ing)?\b",
    r"\b(?:evidence|signs?|suspicions?)\b[^.]{0,40}\b(?:fall|falls|fell|points?|pointed|pointing)\b",
    r"\b(?:are|be|been|is|was|were)\b[^.]{0,20}\bmembers? of\b",
    r"\bbelong(?:s|ed|ing)? to\b",
    r"\b(?:identified|identifies|named|names)\b[^.]{0,40}\bas\b",
    r"\bwork of\b",
    r"\b(?:leaflet|pamphlet|slogan)s?\b[^.]{0,60}\b(?:found|left|painted|scattered)\b",
    r"\b(?:communiqu|leaflet|pamphlet|note)[^.]{0,60}\bsigned\b",
    r"\bhospitali[sz]ed\b",
    r"\b(?:captured|detained|held|imprisoned|seized|taken)\b[^.]{0,30}\bby\b",
    r"\b(?:attacks?|assaults?|event|incident|shooting|tragedy|violence)\b[^.]{0,50}"
    r"\b(?:happened|occurred|unfolded|(?:took|taken) place)\b",
)


def _stem(word: str) -> str:
    """Return a pattern for a word and its inflections (e dropped, consonant doubled, y to i)."""
    if len(word) <= 3 or not word.isalpha():
        return re.escape(word) + (rf"(?:{word[-1]})?{_SUFFIX}" if word.isalpha() else "")
    if word.endswith("e"):
        return re.escape(word[:-1]) + r"(?:e|es|ed|ing|er|ers|ion|ions)"
    if re.search("[^aeiou]y$", word):
        return re.escape(word[:-1]) + r"(?:y|ies|ied|ying)"
    if word.endswith("man"):
        return re.escape(word[:-2]) + r"[ae]n"
    return re.escape(word) + rf"(?:{re.escape(word[-1])})?{_SUFFIX}"


_IRREGULAR = {
    "shoot": "shot",
    "strike": "struck",
    "fight": "fought",
    "slay": "slew|slain",
    "mow": "mown",
    "hold": "held",
    "take": "took|taken",
    "blow": "blew|blown",
    "drive": "drove|driven",
    "throw": "threw|thrown",
    "beat": "beaten",
    "seize": "seizure",
    "find": "found",
    "leave": "left",
    "tear": "tore|torn",
}


def _pattern(phrase: str) -> str:
    words = re.split(r"[\s-]+", phrase)
    parts = []
    for word in words:
        if word == GAP:
            parts.append(GAP)
            continue
        forms = _stem(word) + (f"|{_IRREGULAR[word]}" if word in _IRREGULAR else "")
        parts.append(rf"\b(?:{forms})\b")
    joined = r"[\s-]+".join(parts)
    return joined.replace(rf"[\s-]+{GAP}[\s-]+", r"(?:\W+\w+){0,6}?\W+")


@cache
def _cue(book: Codebook) -> re.Pattern[str]:
    phrases = {t.id for t in book.acts.triggers if t.needs != "subject"}
    phrases |= set(book.acts.armed_people) - {"soldier", "troop", "fighter"}
    phrases |= {"responsibility", "to blame", "behind the", "blame .. for", "die", "perpetrator"}
    # the longest first, so that the engine need not try the shorter after it
    patterns = [_pattern(p) for p in sorted(phrases, key=lambda p: (-len(p), p))]
    stems = [rf"\b{stem}" for stem in _ALWAYS]
    return re.compile("|".join(stems + patterns), re.IGNORECASE)


@cache
def _joint_cues(book: Codebook) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return the verbs that tell of an act with certain nouns only ("a bomb was found"): nouns, then verbs.

    Words of damage are among them, which tell of one by people of armed groups, by saboteurs and by fires set.
    """
    verbs: dict[tuple[str, ...], list[str]] = {}
    for trigger in book.acts.triggers:
        if trigger.needs == "subject":
            verbs.setdefault((*trigger.subjects, *trigger.objects), []).append(trigger.id)
    fires = (word for w in book.weapons if w.id == "incendiary" for word in w.words)
    doers = (*book.responsibility.followers, *book.responsibility.armed_looks, *book.acts.saboteurs)
    verbs[(*doers, *fires)] = [*book.acts.effect_of]
    return tuple((_any_of(nouns), _any_of(ids)) for nouns, ids in verbs.items())


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(p) for p in sorted(set(phrases), key=lambda p: (-len(p), p))), re.IGNORECASE)


@cache
def _later_cue(book: Codebook) -> re.Pattern[str]:
    """Words that tell more of an act already told: blame, denial, arrests, a new toll."""
    verbs = {*book.responsibility.blame_verbs, "arrest", "deny", "detain", "hurt", "missing", "suspect", "warplane"}
    phrases = [_pattern(v) for v in sorted(verbs)]
    return re.compile("|".join([*phrases, *_LATER_NEWS]), re.IGNORECASE)


def relevant(sentences: Sequence[Sentence], book: Codebook) -> list[Sentence]:
    """Return the sentences that can matter, in order.

    Words of blame or arrest are common in all news; they count only in a report in which an act is told.
    """
    cue, later = _cue(book), _later_cue(book)
    joint = _joint_cues(book)
    found = {
        s.index
        for s in sentences
        if cue.search(s.text) or any(n.search(s.text) and v.search(s.text) for n, v in joint)
    }
    if not found:
        return []
    return [s for s in sentences if s.index in found or later.search(s.text)]


def with_parses(sentences: Sequence[Sentence], parsed: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """Return all sentences, those that were parsed in their parsed form."""
    by_index = {s.index: s for s in parsed}
    return tuple(by_index.get(s.index, s) for s in sentences)
