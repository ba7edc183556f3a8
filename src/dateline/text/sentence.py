"""Sentences of a report, plain and parsed, with offsets into the report's text.

Parsed sentences are plain values (no spaCy object inside), so that they can be pickled, compared and written
by hand in tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dateline.model import Span

NOUNS = frozenset({"NOUN", "PROPN"})
VERBS = frozenset({"VERB", "AUX"})
CLAUSE_DEPS = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "pcomp", "csubj", "xcomp"})


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its place in the sentence (``i``) and the report (``start``, ``end``), and its parse.

    ``pos`` is the universal tag, ``tag`` the Penn tag, ``dep`` the English dependency label of spaCy's models,
    ``head`` the index of the head token, the token's own where it is a root. ``lower`` has typographic
    apostrophes made plain.
    """

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int

    @property
    def span(self) -> Span:
        """The token's place in the report."""
        return Span(self.start, self.end)

    @property
    def is_noun(self) -> bool:
        """Whether this is a common or proper noun."""
        return self.pos in NOUNS

    @property
    def is_verb(self) -> bool:
        """Whether this is a verb or an auxiliary."""
        return self.pos in VERBS


@dataclass(frozen=True)
class Sentence:
    """One sentence of a report: its number in the report, its paragraph, its text and, if parsed, its tokens."""

    index: int
    paragraph: int
    span: Span
    text: str
    tokens: tuple[Token, ...] = ()

    @property
    def is_parsed(self) -> bool:
        """Whether the sentence was parsed."""
        return bool(self.tokens)

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        lists: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                lists[token.head].append(token.i)
        return tuple(map(tuple, lists))

    def children(self, i: int, *deps: str) -> list[Token]:
        """Return the dependents of token i in text order, all or only those with one of the labels."""
        found = [self.tokens[c] for c in self._children[i]]
        return [t for t in found if t.dep in deps] if deps else found

    def child(self, i: int, *deps: str) -> Token | None:
        """Return the first dependent of token i with one of the labels, or None."""
        return next(iter(self.children(i, *deps)), None)

    def head(self, i: int) -> Token:
        """Return the head of token i (itself for a root)."""
        return self.tokens[self.tokens[i].head]

    def ancestors(self, i: int) -> Iterator[Token]:
        """Yield the heads above token i, nearest first, the root last."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    def subtree(self, i: int) -> list[Token]:
        """Return token i and all below it, in text order."""
        found, queue = [i], [i]
        while queue:
            below = self._children[queue.pop()]
            found.extend(below)
            queue.extend(below)
        return [self.tokens[j] for j in sorted(found)]

    def conjuncts(self, i: int) -> list[Token]:
        """Return the tokens coordinated with token i (after it in the chain), not itself."""
        found, queue = [], [i]
        while queue:
            for token in self.children(queue.pop(), "conj"):
                found.append(token)
                queue.append(token.i)
        return found

    def clause(self, i: int) -> int:
        """Return the index of the token that heads the clause in which token i stands."""
        while True:
            token = self.tokens[i]
            if token.head == i or (token.dep in CLAUSE_DEPS and token.dep != "xcomp"):
                return i
            if token.dep == "conj" and token.is_verb:
                return i
            i = token.head

    def span_of(self, tokens: Iterable[Token]) -> Span:
        """Return the smallest span of the report that covers the tokens (at least one)."""
        listed = list(tokens)
        return Span(min(t.start for t in listed), max(t.end for t in listed))

    def noun_phrase(self, i: int) -> Span:
        """Return the span of the noun phrase headed by token i: determiner to noun, no clauses or ``of`` parts."""
        left = {
            "det",
            "amod",
            "compound",
            "nummod",
            "poss",
            "quantmod",
            "advmod",
            "nmod",
            "predet",
            "neg",
            "case",
        }
        members = [self.tokens[i]]
        queue = [i]
        while queue:
            for token in self.children(queue.pop()):
                ages = token.dep == "npadvmod" and token.lower in ("year", "month", "week", "day")
                if token.i < i and (token.dep in left or ages or (token.dep == "punct" and token.text == "-")):
                    members.append(token)
                    queue.append(token.i)
        return self.span_of(members)

    def at(self, offset: int) -> Token | None:
        """Return the token that covers a report offset, or None."""
        return next((t for t in self.tokens if t.start <= offset < t.end), None)

    def within(self, span: Span) -> list[Token]:
        """Return the tokens that overlap a span of the report."""
        return [t for t in self.tokens if t.span.overlaps(span)]


def words_at(sentence: Sentence, span: Span) -> str:
    """Return the words of a sentence at a span of the report."""
    return sentence.text[span.start - sentence.span.start : span.end - sentence.span.start]
