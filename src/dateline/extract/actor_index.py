"""Names of actors laid out for search, built once a codebook.

Countries and their adjectives come from the codebook's places, so that forces of every state can be composed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dateline.codebook import Codebook
from dateline.codebook.actors import Actor, Force, slug
from dateline.codebook.name_keys import PARTICLES, NameWord
from dateline.extract.name_trie import NameTrie, are_joined

_SHORTEST_CONTEXT = 3  # letters; "us" and "uk" as words tell nothing of a country
# acronyms that are plain words in a text all in capitals
_NO_NAMES_IN_CAPITALS = frozenset({
    "aff", "ana", "arc", "arm", "army", "ata", "bas", "bra", "bras", "cal", "can", "cut", "eros", "fact",
    "fan", "far", "fis", "gal", "hashed", "hur", "is", "its", "jam", "mago", "mas", "mend", "mit", "model",
    "move", "nas", "pa", "pac", "raid", "ram", "raw", "red", "saf", "sas", "sl", "tip", "war"
})  # fmt: skip


class Sense(NamedTuple):
    """One meaning of a name: the actor's id ("" for a name that is no actor), and how its words are cased."""

    actor: str
    shapes: tuple[str, ...]
    is_sure: bool

    def fits(self, words: Sequence[NameWord], is_capitals: bool) -> bool:
        """Say whether words of a text are cased as the name is; in texts all in capitals most names fit."""
        if is_capitals:
            return len(words) > 1 or words[0].key not in _NO_NAMES_IN_CAPITALS
        return are_cased(words, self.shapes)


class Land(NamedTuple):
    """A country's name or adjective: its code, and which of both it is."""

    code: str
    is_adjective: bool
    shapes: tuple[str, ...]


def are_cased(words: Sequence[NameWord], shapes: Sequence[str]) -> bool:
    """Say whether words of a text have the capitals that a name has, or more."""
    return all(
        wanted in ("l", "d")
        or word.shape == "U"
        or (wanted == "M" and word.shape == "M")
        or (wanted == "T" and word.shape in "TM")
        for word, wanted in zip(words, shapes, strict=True)
    )


class ActorIndex:
    """All names of a codebook's actors, and the composition of forces of states."""

    def __init__(self, book: Codebook) -> None:
        section = book.actors
        self.reader = section.reader
        self.by_id = section.by_id
        self.names: NameTrie[Sense] = NameTrie(self.reader)
        self.lands: NameTrie[Land] = NameTrie(self.reader)
        self.nouns: NameTrie[Force] = NameTrie(self.reader)
        self.outlets: NameTrie[Sense] = NameTrie(self.reader)
        self.group_words = section.looks.heads | section.looks.first | section.looks.others
        self.not_groups = frozenset(section.not_groups)
        self._countries = {c.id: c for c in book.places.countries}
        self._codes = {slug(c.names[0]): c.id for c in book.places.countries}
        self._forces = section.forces
        self._modifiers = frozenset(m.casefold() for m in section.modifiers)
        for entry in section.entries:
            self._add(entry)
        for name in section.not_actors:
            senses, shapes = self.names.senses_of(name)
            senses.append(Sense("", shapes, is_sure=True))
        for country in book.places.countries:
            for words, is_adjective in ((country.adjectives, True), (country.names, False)):
                for word in words:
                    lands, shapes = self.lands.senses_of(word)
                    lands.append(Land(country.id, is_adjective, shapes))
        for force in section.forces:
            for noun in force.nouns:
                self.nouns.senses_of(noun)[0].append(force)

    def _add(self, entry: Actor) -> None:
        for names, is_sure in ((entry.sure_names, True), (entry.ambiguous, False)):
            for name in names:
                senses, shapes = self.names.senses_of(name)
                senses.append(Sense(entry.id, shapes, is_sure))
        for outlet in entry.outlets:
            senses, shapes = self.outlets.senses_of(outlet)
            senses.append(Sense(entry.id, shapes, is_sure=True))

    def actor(self, actor: str) -> Actor | None:
        """Return the actor of an id, listed or composed of a country and a force; None for an unknown id."""
        listed = self.by_id.get(actor)
        if listed is not None:
            return listed
        for force in self._forces:
            stem = actor.removesuffix(f"-{force.suffix}") if force.suffix else actor
            if stem in self._codes and (stem != actor or not force.suffix):
                return self._composed(actor, self._codes[stem], force)
        return None

    def _composed(self, actor: str, code: str, force: Force) -> Actor:
        country = self._countries[code]
        if not force.suffix:
            return Actor(id=actor, name=country.names[0], kind=force.kind, countries=(code,))
        lead = country.adjectives[0] if country.adjectives else country.names[0]
        above = slug(country.names[0])
        return Actor(id=actor, name=f"{lead} {force.name}", kind=force.kind, countries=(code,), parent=above)

    def compose(self, code: str, suffix: str) -> str:
        """Return the id of a country's force: ("NG", "police") is "nigeria-police", ("US", "") "united-states"."""
        stem = slug(self._countries[code].names[0])
        return f"{stem}-{suffix}" if suffix else stem

    def force_after(self, words: Sequence[NameWord], at: int, text: str, code: str) -> tuple[int, Force] | None:
        """Return (end, force) of the noun for a force that follows a country's word, modifiers between them."""
        for _ in range(3):
            if at >= len(words) or not are_joined(words[at - 1], words[at], text):
                return None
            nouns = self.nouns.matches(words, at, text)
            if nouns:
                force = nouns[0].senses[0]
                return None if code in force.without else (self._further(words, nouns[0].end, text), force)
            if words[at].key not in self._modifiers:
                return None
            at += 1
        return None

    def _further(self, words: Sequence[NameWord], at: int, text: str) -> int:
        """Return the end of further nouns of force: "army" and then "soldiers"."""
        while at < len(words) and text[words[at - 1].end : words[at].start] == " ":
            nouns = self.nouns.matches(words, at, text)
            if not nouns:
                return at
            at = nouns[0].end
        return at

    def context_of(self, actor: str, keys: str) -> int:
        """Count in a text's keys (see ``keys_of``) what an ambiguous name of the actor needs beside it."""
        entry = self.by_id[actor]
        wanted = entry.context
        if not wanted:
            lands = [self._countries[c] for c in entry.countries if c in self._countries]
            wanted = tuple(n for c in lands for n in (*c.names, *c.adjectives))
        return sum(self._count(keys, name) for name in dict.fromkeys((*wanted, *entry.sure_names)))

    def _count(self, keys: str, name: str) -> int:
        joined = " ".join(word.key for word in self.reader.words(name) if word.key not in PARTICLES)
        return keys.count(f" {joined} ") if len(joined) >= _SHORTEST_CONTEXT else 0

    def keys_of(self, text: str) -> str:
        """Return a text's keys in one string with a space around each, particles of names left out."""
        return " " + " ".join(w.key for w in self.reader.words(text) if w.key not in PARTICLES) + " "


_built: dict[int, tuple[Codebook, ActorIndex]] = {}


def actor_index(book: Codebook) -> ActorIndex:
    """Return the index of a codebook, built at its first use and kept with it."""
    known = _built.get(id(book))
    if known is None or known[0] is not book:
        known = (book, ActorIndex(book))
        _built[id(book)] = known
    return known[1]
