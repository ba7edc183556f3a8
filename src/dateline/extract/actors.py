"""Actors named in a sentence: groups of the codebook, and forces of states composed of a country and a noun.

Works on parsed and unparsed sentences. Unnamed people ("gunmen") are no actors, and a country's name alone is
none here; ``find_states`` and ``find_forces`` read those, for where the sentence gives them a part in an act.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from dateline.codebook import Codebook
from dateline.codebook.name_keys import PARTICLES, NameWord
from dateline.extract.actor_index import ActorIndex, actor_index, are_cased
from dateline.extract.group_names import ReportNames, find_unknown_groups, head_of, is_of_peoples, read_names
from dateline.extract.group_roles import acts_as_group
from dateline.extract.named_by_part import find_named_by_part
from dateline.extract.raw import RawActor
from dateline.model import Span
from dateline.text.sentence import Sentence

__all__ = [
    "find_actors",
    "find_forces",
    "find_outlets",
    "find_report_actors",
    "find_states",
    "find_unknown_groups",
    "with_unknown",
]

ANY_COUNTRY = "*-"
"""Before the suffix of a force whose country the words leave open: "*-police"."""

STATE = "actor.state.en.1"
"""The rule by which a country is read as one who acts."""

OR_ANOTHER = ""
"""Before the ids of actors that share a name where nothing but the name speaks for any of them."""

_NOT_BEFORE = frozenset({"anti", "counter", "ex", "former", "non", "pro"})  # "anti-Taliban"
_NOT_AFTER = frozenset({
    "Taliban-held", "appointed", "controlled", "dominated", "era", "free", "governed", "held", "infested",
    "like", "occupied", "ruled", "run", "style"
})  # fmt: skip
_PLACE_CUES = frozenset({
    "across", "around", "at", "from", "in", "inside", "into", "leave", "left", "near", "of", "off", "on",
    "outside", "over", "through", "to", "toward", "towards", "within"
})  # fmt: skip
_SHORTEST_GENERAL = 2  # words of a name that others could bear
_GENERAL = frozenset(
    "armed democratic islamic liberation national of party people peoples popular revolution revolutionary the "
    "united".split()
)
_BLAME = frozenset({"accuse", "blame", "implicate"})
_ANSWERS = frozenset("acknowledge admit claim concede deny dismiss refute reject".split())
_OFFICES = frozenset(
    "ambassador army authority command defence defense embassy force foreign government leader military minister "
    "ministry official president regime representative spokesman spokesperson spokeswoman".split()
)


class _Found(NamedTuple):
    start: int
    end: int
    actors: tuple[str, ...]
    rule: str
    name: str = ""


def find_actors(sentence: Sentence, book: Codebook, names: ReportNames | None = None) -> list[RawActor]:
    """Return the actors that a sentence names, in text order, longest names first chosen, none overlapping.

    ``names`` are the short names and the context of the whole report; without it only the sentence itself tells
    whether an ambiguous name ("SDF", "IRA") counts.
    """
    index = actor_index(book)
    words = index.reader.words(sentence.text)
    context = _Context(sentence, book, names)
    found: list[RawActor] = []
    at = 0
    while at < len(words):
        hit = _hit(index, words, at, sentence.text, context)
        if hit is None:
            at += 1
            continue
        if hit.actors or hit.name:
            found.append(_raw(sentence, words, hit))
        at = hit.end
    return found


def find_report_actors(sentences: Sequence[Sentence], book: Codebook) -> list[tuple[RawActor, ...]]:
    """Return the actors of each sentence of a report, with the short names and the context that the report gives."""
    names = read_names("\n\n".join(s.text for s in sentences), book)
    return [tuple(find_actors(s, book, names)) for s in sentences]


class _Context:
    """What surrounds a name: its sentence, keys of its report's words, read when first needed, and short names."""

    def __init__(self, sentence: Sentence, book: Codebook, names: ReportNames | None) -> None:
        self._index, self._text, self._names = actor_index(book), sentence.text, names
        self._sentence, self._book = sentence, book
        self._keys: str | None = None
        self.is_capitals = sentence.text.isupper()

    def acts_as_group(self, start: int, end: int) -> bool:
        return acts_as_group(self._sentence, start, end, self._book)

    def weight(self, actor: str) -> int:
        if self._keys is None:
            self._keys = self._names.keys if self._names else self._index.keys_of(self._text)
        return self._index.context_of(actor, self._keys)

    def short(self, word: str) -> tuple[tuple[str, ...], str] | None:
        return self._names.short.get(word) if self._names else None


def _raw(sentence: Sentence, words: Sequence[NameWord], hit: _Found) -> RawActor:
    offset = sentence.span.start
    end = words[hit.end - 1].end
    written = sentence.text[words[hit.start].start : end]
    if "(" in written and sentence.text[end : end + 1] == ")" and ")" not in written:
        end += 1
        written = sentence.text[words[hit.start].start : end]
    span = Span(offset + words[hit.start].start, offset + end)
    return RawActor(sentence.index, span, head_of(sentence, span), hit.rule, hit.actors, hit.name or written)


def _hit(index: ActorIndex, words: Sequence[NameWord], at: int, text: str, context: _Context) -> _Found | None:
    named = _named(index, words, at, text, context)
    composed = _composed(index, words, at, text)
    if named is not None and (composed is None or named.end >= composed.end):
        return named
    return composed


def _named(index: ActorIndex, words: Sequence[NameWord], at: int, text: str, context: _Context) -> _Found | None:
    word = words[at]
    short = context.short(text[word.start : word.end])
    if short is not None:
        actors, name = short
        return _Found(at, at + 1, actors, "actor.short_name.en.1", "" if actors else name)
    if not index.names.begins(word.key):
        return None
    for match in index.names.matches(words, at, text):
        if _is_of_another_people(index, words, at, match.end, text, {s.actor for s in match.senses}):
            continue
        fit = [s for s in match.senses if s.fits(match.words, context.is_capitals)]
        sure = [s.actor for s in fit if s.is_sure]
        weights = {s.actor: context.weight(s.actor) for s in fit if not s.is_sure and s.actor not in sure}
        known = [*sure, *sorted((a for a, w in weights.items() if w), key=lambda a: (-weights[a], a))]
        if not known and weights and context.acts_as_group(word.start, words[match.end - 1].end):
            known = sorted(weights) if len(weights) == 1 else [OR_ANOTHER, *sorted(weights)]
            return _Found(at, match.end, tuple(known), "actor.acting_name.en.1")
        if "" in known or (known and _is_part_of_other(words, at, match.end, text)):
            return _Found(at, match.end, (), "actor.none.en.1")
        if known:
            return _Found(at, match.end, tuple(dict.fromkeys(known)), "actor.name.en.1")
    return None


def _is_of_another_people(
    index: ActorIndex, words: Sequence[NameWord], start: int, end: int, text: str, actors: set[str]
) -> bool:
    """Say whether a people before a name of general words makes it another's: "the Xian People's Front"."""
    if not start or text[words[start - 1].end : words[start].start] != " ":
        return False
    before = text[words[start - 1].start : words[start - 1].end]
    general = all(w.key in PARTICLES or w.key in index.group_words or w.key in _GENERAL for w in words[start:end])
    if not general or end - start < _SHORTEST_GENERAL or not is_of_peoples(before):
        return False
    lands = {land.code for match in index.lands.matches(words, start - 1, text) for land in match.senses}
    return not any(lands & set(entry.countries) for i in actors if (entry := index.by_id.get(i)) is not None)


def _is_part_of_other(words: Sequence[NameWord], start: int, end: int, text: str) -> bool:
    """Say whether a hyphen makes the name part of a word for others: "anti-Taliban", "Houthi-held"."""
    before = start > 0 and words[start - 1].key in _NOT_BEFORE and text[words[start].start - 1] in "-‑"
    after = start < end < len(words) and words[end].key in _NOT_AFTER and text[words[end].start - 1] in "-‑"
    return before or after


def _composed(index: ActorIndex, words: Sequence[NameWord], at: int, text: str) -> _Found | None:
    if not index.lands.begins(words[at].key) or _is_part_of_other(words, at, at, text):
        return None
    for match in index.lands.matches(words, at, text):
        lands = [land for land in match.senses if are_cased(match.words, land.shapes)]
        for land in lands:
            after = index.force_after(words, match.end, text, land.code)
            if after is None:
                continue
            end, force = after
            is_own = words[match.end - 1].possessive or land.is_adjective or match.words[-1].shape == "U"
            if is_own or (force.suffix and _is_free(words, at, text)):
                return _Found(at, end, (index.compose(land.code, force.suffix),), "actor.force_of_state.en.1")
    return None


def _is_free(words: Sequence[NameWord], at: int, text: str) -> bool:
    """Say whether a country's name is not bound to a word of place before it ("in Iraq forces ...")."""
    if at == 0:
        return True
    before = words[at - 1]
    if before.key == "the" and at > 1:
        before = words[at - 2]
    return before.key not in _PLACE_CUES or "," in text[before.end : words[at].start]


def with_unknown(sentence: Sentence, known: Sequence[RawActor], book: Codebook) -> list[RawActor]:
    """Return the known actors of a sentence and the groups that it names beside them, by their looks or part."""
    found = list(known)
    for other in (*find_unknown_groups(sentence, book), *find_named_by_part(sentence, book)):
        if not any(other.span.overlaps(a.span) for a in found):
            found.append(_by_its_bracket(sentence, other, known))
    return found


def _by_its_bracket(sentence: Sentence, raw: RawActor, known: Sequence[RawActor]) -> RawActor:
    """Return a name with the actor of the known short name behind it: "the National Army of Liberation (ELN)"."""
    for actor in known:
        between = sentence.text[raw.span.end - sentence.span.start : actor.span.start - sentence.span.start]
        is_all = sentence.text[actor.span.end - sentence.span.start :][:1] in {")", "]"}
        if actor.actors and is_all and actor.span.start > raw.span.end and between.strip() in {"(", "["}:
            return replace(raw, actors=actor.actors, name=actor.name)
    return raw


def find_outlets(sentence: Sentence, book: Codebook) -> list[RawActor]:
    """Return the channels of actors that a sentence names ("Amaq"): the name as written, and whose it is."""
    index = actor_index(book)
    words = index.reader.words(sentence.text)
    found: list[RawActor] = []
    at = 0
    while at < len(words):
        matches = [
            m for m in index.outlets.matches(words, at, sentence.text)
            if any(s.fits(m.words, sentence.text.isupper()) for s in m.senses)
        ]  # fmt: skip
        if not matches:
            at += 1
            continue
        actors = tuple(dict.fromkeys(s.actor for s in matches[0].senses))
        found.append(_raw(sentence, words, _Found(at, matches[0].end, actors, "actor.outlet.en.1")))
        at = matches[0].end
    return found


def find_states(sentence: Sentence, book: Codebook) -> list[RawActor]:
    """Return countries that a parsed sentence makes doers: subject, "by Turkey", or blamed ("accused Israel").

    So are those whose act a noun tells ("Turkey's shelling of"), and those for whom an official answers ("the
    Saudi foreign minister denied this").
    """
    index = actor_index(book)
    words = index.reader.words(sentence.text) if sentence.is_parsed else []
    groups = [group.span for group in find_unknown_groups(sentence, book)] if words else []
    found = []
    for at, word in enumerate(words):
        if not index.lands.begins(word.key):
            continue
        for match in index.lands.matches(words, at, sentence.text):
            senses = [s for s in match.senses if are_cased(match.words, s.shapes)]
            if not senses:
                continue
            actors = tuple(dict.fromkeys(index.compose(s.code, "") for s in senses))
            raw = _raw(sentence, words, _Found(at, match.end, actors, STATE))
            bare = not words[match.end - 1].possessive and not all(s.is_adjective for s in senses)
            if _overlaps(raw.span, groups):  # a group that bears a people's name is not that people's state
                break
            if raw.token is not None and _has_part(sentence, raw.token, _noun_triggers(book), is_bare=bare):
                found.append(raw)
            break
    return found


@cache
def _noun_triggers(book: Codebook) -> frozenset[str]:
    return frozenset(t.id for t in book.acts.triggers if t.pos == "noun")


def _has_part(sentence: Sentence, token: int, acts: frozenset[str], *, is_bare: bool) -> bool:
    """Say whether a country's name stands for a doer, for the owner of an act, or for an official who answers."""
    if is_bare and _is_doer(sentence, token):
        return True
    word = sentence.tokens[token]
    above = sentence.head(token)
    if word.dep == "poss" and above.lemma in acts:
        return True
    if word.dep == "pobj" and above.lower in {"for", "from", "of"}:
        above = sentence.head(above.i)
    elif word.dep not in {"amod", "compound", "nmod", "poss"}:
        return False
    while above.dep in {"amod", "compound", "nmod", "poss", "appos"} and sentence.head(above.i).is_noun:
        above = sentence.head(above.i)
    inside = sentence.within(sentence.noun_phrase(above.i))
    return (
        any(t.lemma.lower() in _OFFICES for t in inside)
        and above.dep == "nsubj"
        and sentence.head(above.i).lemma in _ANSWERS
    )


def _is_doer(sentence: Sentence, token: int) -> bool:
    word = sentence.tokens[token]
    while word.dep == "conj":
        word = sentence.head(word.i)
    above = sentence.head(word.i)
    if word.dep == "nsubj":
        return above.is_verb and above.lemma != "be"
    if word.dep in ("dobj", "nsubjpass"):
        return above.lemma in _BLAME
    if word.dep == "pobj":
        return above.lower == "by" or (above.lower == "on" and sentence.head(above.i).lemma in _BLAME)
    return False


def find_forces(sentence: Sentence, book: Codebook) -> list[RawActor]:
    """Return forces whose country the words leave open ("police", "the army"), as actor "*-police".

    ``resolve_actor`` gives them the country where a report has one.
    """
    index = actor_index(book)
    words = index.reader.words(sentence.text)
    taken = [a.span for a in find_actors(sentence, book)]
    found: list[RawActor] = []
    at = 0
    while at < len(words):
        matches = index.nouns.matches(words, at, sentence.text)
        force = matches[0].senses[0] if matches else None
        if force is None or not force.suffix:
            at += 1
            continue
        hit = _Found(at, matches[0].end, (f"{ANY_COUNTRY}{force.suffix}",), "actor.force.en.1")
        raw = _raw(sentence, words, hit)
        if not _overlaps(raw.span, taken):
            found.append(raw)
        at = matches[0].end
    return found


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span.overlaps(other) for other in others)
