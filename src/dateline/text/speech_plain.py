"""Cues of speech in sentences that were not parsed, by word order alone.

Only the plainest frames are read, with verbs that assert: a speaker right before or (inverted) right after
the verb, "according to", and lone adverbs. What is found serves pronouns, quotations and the carrying on of
speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.codebook.speakers import Speakers
from dateline.model import Span
from dateline.text.sentence import Sentence
from dateline.text.speaker_names import PRONOUNS, read_speaker
from dateline.text.speech_cue import Cue

_WORD = re.compile(r"[^\W_](?:[\w.&'’/-]*[\w'’])?(?:\.(?=\s+\w))?|[^\w\s]")
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_LONGEST_HEADLINE = 160  # characters
_HEADLINE = re.compile(
    r"(?P<first>[^\s:,]+(?: [^\s:,]+){0,3})(?P<colon>:) (?P<after>\S+ \S+ .+)$|"
    r"(?P<before>\S+ \S+ .+?) (?P<dash>[-–—]) ?(?P<last>[^\s:,]+(?: [^\s:,]+){0,3})$"
)
_TRAILING_RULES = frozenset({"speech.plain.verb.en", "speech.plain.inverted.en"})
_CLOSES = re.compile(
    r"\s*(?:$|[.,;\"”]|(?:on|in|at|late|early|to|from|during|after|before|last|yesterday|today|earlier|later)\b)"
)
_SUBORDINATE = frozenset(
    {"after", "although", "as", "asked", "because", "before", "despite", "if", "since", "though", "to", "until"}
    | {"when", "whether", "while"}
)
_LEADING_IN = frozenset({"by", "on", "in", "at", "to", "with", "for", "from", "of", "about", "during", "after", "as"})
_NOUNS_TOO = frozenset(
    {"answer", "brief", "comment", "detail", "document", "note", "post", "record", "register", "remark", "rule"}
    | {"signal", "state", "stress", "text", "question", "project", "figure", "reply"}
    | {"show", "read", "find", "continue"}
)
_BOUNDARY = frozenset({",", ";", ":", ".", "-", "–", "—", "(", ")", '"', "“", "”", "?", "!"})
_BREAKS = frozenset(
    {"that", "and", "but", "as", "when", "while", "because", "which", "after", "before", "if", "where"}
)
_BETWEEN = frozenset(
    {"also", "later", "earlier", "then", "has", "have", "had", "immediately", "separately", "meanwhile"}
)
_PRESUPPOSED = frozenset({"responsibility", "credit"})
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "no", "any", "this", "that", "to", "of"})
_BE = frozenset({"is", "are", "was", "were", "been", "be", "being"})
_ADDRESSING = frozenset({"tell", "inform", "assure", "remind", "brief", "advise", "message", "text", "answer"})
_LONGEST_SENTENCE = 1500  # characters, as for the parser
_LONGEST_SPEAKER = 14
_LONGEST_NAME = 5
_FRAMES = frozenset({"clause", "quote"})
_SPEAKER_PRONOUNS = PRONOUNS - {
    "which",
    "that",
    "whom",
    "whose",
    "who",
    "one",
    "you",
    "him",
    "her",
    "them",
    "me",
    "us",
}


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a sentence: as matches, in lower case, and which of them are quoted."""

    matches: tuple[re.Match[str], ...]
    lower: tuple[str, ...]
    quoted: tuple[bool, ...]


def plain_cues(sentence: Sentence, book: Speakers) -> Iterator[Cue]:
    """Yield the cues of an unparsed sentence, in text order; none of one too long to be a sentence."""
    if len(sentence.text) > _LONGEST_SENTENCE:
        return
    words = _words(sentence.text)
    for k, word in enumerate(words.lower):
        if words.quoted[k] or (
            k and words.matches[k].group()[0].isupper() and word not in book.phrases_by_first_word
        ):
            continue
        lemma = book.verb_forms.get(word)
        if lemma is not None:
            use = book.verb_uses[lemma]
            if use.frames & _FRAMES and not use.frames & _FRAMES <= use.attitudes:
                yield from _verb_cue(sentence, words, k, use.stance, book)
        for phrase in book.phrases_by_first_word.get(word, ()):
            if words.lower[k : k + len(phrase)] == phrase:
                group = book.phrase_uses[" ".join(phrase)]
                yield from _phrase_cue(sentence, words, k, len(phrase), group.stance, group.before, book)


def headline_cue(sentence: Sentence, book: Speakers) -> Cue | None:
    """Return the cue of a headline that ends without a stop: "Police: nine dead", "Nine dead - police"."""
    if sentence.index > 1 or sentence.text[-1:] in '.!?…”"' or len(sentence.text) > _LONGEST_HEADLINE:
        return None
    found = _HEADLINE.match(sentence.text)
    if found is None:
        return None
    speaker, mark, content = ("first", "colon", "after") if found.group("first") else ("last", "dash", "before")
    kind = read_speaker(found.group(speaker), book).kind
    if kind == "other" or (kind == "person" and mark == "dash"):
        return None
    at = sentence.span.start
    named, sign, said = (Span(at + found.start(g), at + found.end(g)) for g in (speaker, mark, content))
    return Cue(sentence.index, sign, named, None, (said,), "says", "speech.headline.en")


def _words(text: str) -> _Words:
    matches = tuple(_WORD.finditer(text))
    spans = [m.span() for m in _QUOTED.finditer(text)]
    quoted = tuple(any(a < m.start() < b for a, b in spans) for m in matches)
    return _Words(matches, tuple(m.group().lower().replace("’", "'") for m in matches), quoted)


def _verb_cue(sentence: Sentence, words: _Words, k: int, stance: str, book: Speakers) -> Iterator[Cue]:
    following = words.lower[k + 1] if k + 1 < len(words.lower) else ""
    if words.lower[k].endswith("ing") or following in _PRESUPPOSED or (k and words.lower[k - 1] in _DETERMINERS):
        return
    if _may_be_noun(words.lower[k], book) and not (k and words.lower[k - 1] in _SPEAKER_PRONOUNS):
        return
    if k and words.lower[k - 1] in _BE and following in ("that", "to"):
        content = _span(sentence, words, 0, len(words.lower) - 1)
        yield _cue(sentence, words, k, k, None, content, stance, "speech.plain.passive.en")
        return
    before = _speaker_before(words, k, book)
    if before is not None:
        first, last = before
        content = _after(sentence, words, k + 1, needs_that=book.verb_forms[words.lower[k]] in _ADDRESSING)
        rest = None
        if content is None:
            content = _before(sentence, words, first)
            if content is not None and following == "," and words.lower[k + 2 : k + 3] and not words.quoted[k + 2]:
                rest = _span(sentence, words, k + 2, len(words.lower) - 1)
        cue = _cue(sentence, words, k, k, (first, last), content, stance, "speech.plain.verb.en")
        yield replace(cue, content=(*cue.content, rest)) if rest and not _opens_adding(words, k + 2) else cue
        return
    after = _speaker_after(words, k, book)
    if after is not None and k and words.lower[k - 1] in _BOUNDARY:
        content = _before(sentence, words, k)
        cue = _cue(sentence, words, k, k, after, content, stance, "speech.plain.inverted.en")
        rest = None
        if words.lower[k - 1] == "," and words.lower[after[1] + 1 : after[1] + 3] in ((",", "with"), (",", "and")):
            rest = _span(sentence, words, after[1] + 2, len(words.lower) - 1)
        yield replace(cue, content=(*cue.content, rest)) if rest else cue


def _may_be_noun(form: str, book: Speakers) -> bool:
    lemma = book.verb_forms[form]
    return form in (lemma, lemma + "s") and (lemma in book.noun_uses or lemma in _NOUNS_TOO)


def trailing_cues(sentence: Sentence, book: Speakers) -> Iterator[Cue]:
    """Yield the cues that stand behind a whole clause: "..., police said", "..., said police on Monday, ...".

    Their word order alone is sure enough to mend a parse that has lost them.
    """
    for cue in plain_cues(sentence, book):
        if cue.rule not in _TRAILING_RULES or cue.speaker is None or not cue.content:
            continue
        if cue.content[0].end > min(cue.span.start, cue.speaker.start):
            continue
        opening = _WORD.search(sentence.text)
        if opening and opening.group().lower() in _SUBORDINATE:
            continue  # "Asked whether ..., he said": not what was said
        after = sentence.text[max(cue.span.end, cue.speaker.end) - sentence.span.start :]
        if _CLOSES.match(after):
            yield cue


def _phrase_cue(
    sentence: Sentence, words: _Words, k: int, size: int, stance: str, is_before: bool, book: Speakers
) -> Iterator[Cue]:
    if not is_before:
        start, end = _clause_around(words, k)
        content = _span(sentence, words, start, end)
        yield _cue(sentence, words, k, k, None, content, stance, "speech.plain.adverb.en")
        return
    after = _speaker_after(words, k + size - 1, book)
    if after is None:
        return
    content = _before(sentence, words, k) if k else _span(sentence, words, after[1] + 1, len(words.lower) - 1)
    yield _cue(sentence, words, k, k + size - 1, after, content, stance, "speech.plain.phrase.en")


def _cue(
    sentence: Sentence,
    words: _Words,
    first: int,
    last: int,
    speaker: tuple[int, int] | None,
    content: Span | None,
    stance: str,
    rule: str,
) -> Cue:
    span = _span(sentence, words, first, last)
    named = _span(sentence, words, *speaker) if speaker else None
    assert span is not None  # first <= last always
    spans = (content,) if content is not None else ()
    return Cue(sentence.index, span, named, None, spans, stance, rule, takes_quote=speaker is not None)


def _span(sentence: Sentence, words: _Words, first: int, last: int) -> Span | None:
    while first <= last and words.lower[first] in _BOUNDARY - {'"', "“"}:
        first += 1
    while first <= last and words.lower[last] in _BOUNDARY - {'"', "”"}:
        last -= 1
    if first > last:
        return None
    at = sentence.span.start
    return Span(at + words.matches[first].start(), at + words.matches[last].end())


def _can_speak(words: _Words, k: int, book: Speakers) -> bool:
    word, shown = words.lower[k], words.matches[k].group()
    if word in _SPEAKER_PRONOUNS:
        return True
    bare = word.removesuffix("'s").rstrip(".")
    if bare in book.roles or bare in book.kind_of_word or bare in book.noun_uses:
        return True
    return shown[:1].isupper() and word not in _DETERMINERS and word not in _BREAKS


def _speaker_before(words: _Words, k: int, book: Speakers) -> tuple[int, int] | None:
    """Return the first and last word of a speaker that ends before word k, over "also", "has", "later"."""
    last = k - 1
    while last >= 0 and words.lower[last] in _BETWEEN:
        last -= 1
    if last < 0:
        return None
    if words.lower[last] == ",":  # an apposition: "John Smith, a police spokesman, said"
        inner = _run_back(words, last - 1)
        if inner is None or inner == 0 or words.lower[inner - 1] != "," or inner > last - 1:
            return None
        if words.lower[inner] in _LEADING_IN:
            return None
        name = _run_back(words, inner - 2)
        if (
            name is None
            or name > inner - 2
            or inner - 2 - name > _LONGEST_NAME
            or not _can_speak(words, inner - 2, book)
        ):
            return None
        return name, last - 1
    first = _run_back(words, last)
    if first is None or first > last or not _names_one(words, first, last, book):
        return None
    return first, last


def _names_one(words: _Words, first: int, last: int, book: Speakers) -> bool:
    if _can_speak(words, last, book):
        return True
    parts = [k for k in range(first + 1, last) if words.lower[k] in ("for", "of", "at", "in", "from", "with", "on")]
    return bool(parts) and _can_speak(words, parts[0] - 1, book)


def _run_back(words: _Words, last: int) -> int | None:
    first = last + 1
    while first > 0 and last - first < _LONGEST_SPEAKER:
        word = words.lower[first - 1]
        if word in _BOUNDARY or words.quoted[first - 1]:
            break
        if word in _BREAKS and not (word == "and" and _joins_speakers(words, first - 1)):
            break
        first -= 1
    return first


def _joins_speakers(words: _Words, k: int) -> bool:
    """Say whether "and" joins two names at the head of a clause: ", the ministry and doctors said"."""
    first = next((j for j in range(k - 1, max(-1, k - 6), -1) if words.lower[j] in _BOUNDARY), -1)
    if first == k - 1 or k - first > 5 or (first < 0 and k > 4):
        return False
    return words.lower[first + 1] in _DETERMINERS or all(m.group()[0].isupper() for m in words.matches[first + 1 : k])


def _speaker_after(words: _Words, k: int, book: Speakers) -> tuple[int, int] | None:
    """Return the first and last word of a speaker that starts right after word k."""
    first = last = k + 1
    while last < len(words.lower) and last - first < _LONGEST_SPEAKER:
        if words.lower[last] in _BOUNDARY or words.lower[last] in _BREAKS or words.quoted[last]:
            break
        last += 1
    last -= 1
    if last < first or words.lower[first] in _LEADING_IN:
        return None
    if words.lower[first] in _SPEAKER_PRONOUNS:
        return (first, first) if last == first else None
    return (first, last) if any(_can_speak(words, j, book) for j in range(first, last + 1)) else None


def _opens_adding(words: _Words, k: int) -> bool:
    return words.lower[k].endswith("ing") or words.lower[k] in _BREAKS


def _after(sentence: Sentence, words: _Words, k: int, *, needs_that: bool = False) -> Span | None:
    """Return the words said after the verb: behind "that" where it comes soon, without an addressee."""
    end = len(words.lower) - 1
    for j in range(k, min(k + 10, end)):
        if words.lower[j] == "that":
            return _span(sentence, words, j, end)
        if words.lower[j] in (":",):
            return _span(sentence, words, j + 1, end)
        if words.lower[j] in _BOUNDARY:
            break
    if needs_that:
        return None
    rest = [j for j in range(k, end + 1) if words.lower[j] not in _BOUNDARY]
    if len(rest) < 3 or words.lower[k] in _BOUNDARY or words.lower[k] in ("in", "on", "at", "to", "during", "after"):
        return None
    return _span(sentence, words, k, end)


def _before(sentence: Sentence, words: _Words, k: int) -> Span | None:
    """Return the clause before a trailing cue, which a comma or a quotation mark must set off."""
    if k < 2 or words.lower[k - 1] not in _BOUNDARY:
        return None
    return _span(sentence, words, 0, k - 1)


def _clause_around(words: _Words, k: int) -> tuple[int, int]:
    breaks: Sequence[int] = [j for j, w in enumerate(words.lower) if w in (";", ":", "but", "—", "–")]
    start = max((j + 1 for j in breaks if j < k), default=0)
    end = min((j - 1 for j in breaks if j > k), default=len(words.lower) - 1)
    return start, end
