"""Sites without a name of their own: "an ice cream shop", "the tomb of ...", "a military base"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.codebook.places import Places
from dateline.text.number_words import word_set
from dateline.text.sentence import Sentence, Token

Site = tuple[int, int, str, str]
"""Start and end in the sentence's text, the locative word before, the generic noun as written."""

_HEAD_DEPS = word_set("pobj dobj nsubj nsubjpass conj appos attr ROOT")
_IN_TEXT = re.compile(
    r"\b(?P<cue>in|at|near|outside|inside|on|of|into|against|around|from|to)\s+"
    r"(?:a|an|the|its|their|his|her|another|two|three|several|some)\s+(?P<words>[a-zé]+(?:[\s-][a-zé]+){0,4})"
)
_DETERMINERS = re.compile(r"^(?:a|an|the|its|their|his|her|this|that|another|some|our|my|your)\s+", re.IGNORECASE)


def bare_sites(sentence: Sentence, places: Places) -> Iterator[Site]:
    """Yield the sites of a parsed sentence whose head is a common noun; the phrase goes on over "of" + name."""
    levels = places.level_of_kind
    for token in sentence.tokens:
        if token.pos != "NOUN" or token.dep not in _HEAD_DEPS:
            continue
        noun = _noun(sentence, token, places)
        if not noun or levels[noun] != "landmark":
            continue
        span = sentence.noun_phrase(token.i)
        end = _of_name(sentence, token) or span.end
        start, stop = span.start - sentence.span.start, end - sentence.span.start
        start += len(m.group()) if (m := _DETERMINERS.match(sentence.text[start:stop])) else 0
        if start < stop:
            yield start, stop, _cue(sentence, token), noun


def _noun(sentence: Sentence, token: Token, places: Places) -> str:
    """Return the longest generic noun that ends at a token ("ice cream shop"), or ""."""
    levels = places.level_of_kind
    for length in (3, 2, 1):
        first = token.i - length + 1
        phrase = " ".join(t.lower for t in sentence.tokens[max(first, 0) : token.i + 1])
        if first >= 0 and phrase in levels:
            return phrase
    return ""


def _of_name(sentence: Sentence, token: Token) -> int | None:
    """Return where "of" and the proper name after it end: "the tomb of Ayatollah Khomeini"."""
    for link in sentence.children(token.i, "prep"):
        head = sentence.child(link.i, "pobj")
        if link.lower == "of" and link.i == token.i + 1 and head is not None and head.pos == "PROPN":
            return sentence.noun_phrase(head.i).end
    return None


def _cue(sentence: Sentence, token: Token) -> str:
    """Return the preposition that governs a site, over coordination; "" for none."""
    at = token
    while at.dep in {"conj", "appos"} and at.head != at.i:
        at = sentence.head(at.i)
    head = sentence.head(at.i)
    return head.lower if at.dep == "pobj" and head.pos in {"ADP", "SCONJ"} else ""


def sites_in_text(sentence: Sentence, nouns: frozenset[str]) -> Iterator[Site]:
    """Yield the sites of an unparsed sentence: a locative word, a determiner and up to four words."""
    if sentence.is_parsed:
        return
    for match in _IN_TEXT.finditer(sentence.text):
        words = list(re.finditer(r"[a-zé]+", match.group("words")))
        ends = [w.end() for w in words]
        for last, end in enumerate(ends):
            noun = _longest_noun([w.group() for w in words[: last + 1]], nouns)
            following = _longest_noun([w.group() for w in words[: last + 2]], nouns)
            if noun and not (following and last + 1 < len(ends)):
                start = match.start("words")
                yield start, start + end, match.group("cue"), noun
                break


def _longest_noun(words: list[str], nouns: frozenset[str]) -> str:
    """Return the longest generic noun that ends a list of words, or ""."""
    phrases = (" ".join(words[-length:]) for length in (3, 2, 1) if length <= len(words))
    return next((p for p in phrases if p in nouns), "")
