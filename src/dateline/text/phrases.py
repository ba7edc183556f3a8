"""Finding the words of a lexicon in a parsed sentence, by lemma, longest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from dateline.text.sentence import Sentence, Token

Entry = TypeVar("Entry")
GAP = ".."
_LONGEST_GAP = 6


@dataclass(frozen=True, slots=True)
class PhraseMatch(Generic[Entry]):
    """A lexicon entry found in a sentence, with its tokens in text order (gaps left out)."""

    entry: Entry
    tokens: tuple[Token, ...]


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(w for w in re.split(r"[\s-]+|(?='s\b)", phrase.lower()) if w)


def _fits(token: Token, word: str) -> bool:
    return token.lower == word or token.lemma == word


class PhraseIndex(Generic[Entry]):
    """An index of phrases: words are lemmas or forms, ``..`` is a gap of up to six tokens, hyphens are spaces."""

    def __init__(self, phrases: Iterable[tuple[str, Entry]]) -> None:
        """Build the index from pairs of phrase and entry."""
        by_first: defaultdict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
        for phrase, entry in phrases:
            words = _words(phrase)
            by_first[words[0]].append((words, entry))
        self._by_first = {k: sorted(v, key=lambda p: -len(p[0])) for k, v in by_first.items()}

    def matches(self, sentence: Sentence) -> list[PhraseMatch[Entry]]:
        """Return every match, in text order, the longest first at each token."""
        found = []
        for token in sentence.tokens:
            for key in dict.fromkeys((token.lower, token.lemma)):
                for words, entry in self._by_first.get(key, ()):
                    tokens = self._follow(sentence.tokens, token.i, words)
                    if tokens:
                        found.append(PhraseMatch(entry, tokens))
        return found

    def longest(self, sentence: Sentence) -> list[PhraseMatch[Entry]]:
        """Return the matches that no longer match covers, in text order."""
        taken: set[int] = set()
        kept = []
        for match in sorted(self.matches(sentence), key=lambda m: -len(m.tokens)):
            indices = {t.i for t in match.tokens}
            if not indices & taken:
                taken |= indices
                kept.append(match)
        return sorted(kept, key=lambda m: m.tokens[0].i)

    @staticmethod
    def _follow(tokens: tuple[Token, ...], i: int, words: tuple[str, ...]) -> tuple[Token, ...]:
        found, gap = [tokens[i]], 0
        for word in words[1:]:
            if word == GAP:
                gap = _LONGEST_GAP
                continue
            i += 1
            while i < len(tokens) and tokens[i].text == "-":
                i += 1
            while gap and i < len(tokens) and not _fits(tokens[i], word):
                i, gap = i + 1, gap - 1
            if i >= len(tokens) or not _fits(tokens[i], word):
                return ()
            found.append(tokens[i])
            gap = 0
        return tuple(found)
