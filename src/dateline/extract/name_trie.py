"""A trie of names over word keys, for the longest name that begins at a word of a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from dateline.codebook.name_keys import PARTICLES, NameReader, NameWord, may_join

T = TypeVar("T")


class Match(NamedTuple, Generic[T]):
    """A name found: the index after its last word, what it may mean, and the words that carry it."""

    end: int
    senses: list[T]
    words: list[NameWord]


class _Node(Generic[T]):
    __slots__ = ("below", "senses")

    def __init__(self) -> None:
        self.below: dict[str, _Node[T]] = {}
        self.senses: list[T] = []


class NameTrie(Generic[T]):
    """Names with their senses."""

    def __init__(self, reader: NameReader) -> None:
        self._reader = reader
        self._root: _Node[T] = _Node()

    def senses_of(self, name: str) -> tuple[list[T], tuple[str, ...]]:
        """Return the list of senses of a name, to add to, and the cases of its words."""
        node = self._root
        keys = self._reader.keys(name)
        for key, _ in keys:
            below = node.below.get(key)
            if below is None:
                below = node.below[key] = _Node()
            node = below
        return node.senses, tuple(shape for _, shape in keys)

    def begins(self, key: str) -> bool:
        """Say whether a name begins with a word of this key."""
        return key in self._root.below

    def matches(self, words: Sequence[NameWord], start: int, text: str) -> list[Match[T]]:
        """Return the names that begin at a word of a text, longest first.

        Particles inside a name ("al", "ul") may be there or not.
        """
        node = self._root
        found: list[Match[T]] = []
        carried: list[NameWord] = []
        for at in range(start, len(words)):
            word = words[at]
            if at > start and not are_joined(words[at - 1], word, text):
                break
            below = node.below.get(word.key)
            if below is None:
                if at > start and word.key in PARTICLES:
                    continue
                break
            node = below
            carried.append(word)
            if node.senses:
                found.append(Match(at + 1, node.senses, list(carried)))
        return found[::-1]


def are_joined(left: NameWord, right: NameWord, text: str) -> bool:
    """Say whether nothing but a space, a hyphen, a bracket or a possessive 's stands between two words."""
    return may_join(text[left.end + 2 * left.possessive : right.start])
