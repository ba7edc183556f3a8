"""Who has spoken or been named so far in a report, so that pronouns and short names find whom they mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from dateline.codebook.speakers import Speakers
from dateline.text.speaker_names import (
    PLURAL,
    PRONOUNS,
    SINGULAR_PERSON,
    THING,
    UNNAMED,
    Speaking,
    read_speaker,
)

_REACH = 100  # speakers remembered; reports have fewer, and noise must not cost time
_BODIES = ("armed_group", "monitor", "ngo", "other", "un", "military")
_OUTLET = ("media",)
_STANDS_FOR = {  # nouns that, alone with "the", stand for a body named before, with the kinds that it may be of
    "agency": ("media", "un", "intelligence", "government"),
    "broadcaster": _OUTLET,
    "channel": _OUTLET,
    "charity": ("ngo", "rescue"),
    "group": _BODIES,
    "monitor": ("monitor",),
    "movement": _BODIES,
    "network": ("media", "monitor", "armed_group"),
    "newspaper": _OUTLET,
    "organisation": _BODIES,
    "organization": _BODIES,
    "outlet": _OUTLET,
    "paper": _OUTLET,
    "station": _OUTLET,
    "watchdog": ("monitor", "ngo"),
}
_FEMALE = frozenset({"she", "her"})


@dataclass
class Memory:
    """Who has spoken or been named so far in a report, the last at the end."""

    book: Speakers
    heard: list[Speaking] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)

    def _hear(self, speaking: Speaking) -> None:
        self.heard = [*(s for s in self.heard if s != speaking), speaking][-_REACH:]

    def note(self, speaking: Speaking) -> None:
        """Remember a speaker as the last heard."""
        if speaking.name:
            self._hear(speaking)
            if speaking.gender:
                self.genders[speaking.name] = speaking.gender

    def glimpse(self, words: str) -> None:
        """Remember a person who is named but does not speak, for later pronouns and short names."""
        speaking = read_speaker(words, self.book)
        if speaking.name and _has_capital(speaking.name) and (speaking.is_person or speaking.kind != "other"):
            self._hear(self._fuller(speaking))

    def resolve(self, words: str) -> Speaking:
        """Return who the words stand for: themselves or, by pronoun, short name or noun, one heard before."""
        plain = words.strip().lower()
        if plain in PRONOUNS:
            return self._pronoun(plain)
        giver = self._giver(words)
        if giver:
            return self.resolve(giver)
        if (
            re.match(r"(?:the|this|that|its|his|her|their)\s+(?:\w+\s+)?\w+$", plain)
            and plain.split()[-1] in self.book.noun_uses
        ):
            return self.heard[-1] if self.heard else read_speaker(words, self.book)
        speaking = read_speaker(words, self.book)
        if (
            speaking.is_person
            and speaking.name
            and not (set(plain.split()) & {"the"} and not _has_capital(speaking.name))
        ):
            return self._fuller(speaking)
        if re.match(r"(?:the|this|that)\s", plain) and speaking.name:
            return self._definite(speaking)
        return self._fuller(speaking)

    def _giver(self, words: str) -> str:
        """Return who gave "the governor's statement" or "a statement from the ministry", or ""."""
        plain = " ".join(words.split())
        owned = re.match(r"(.+?)(?:['’]s|(?<=s)['’])\s+(?:[\w-]+\s+){0,3}?(\w+)$", plain)
        if owned and owned.group(2).lower() in self.book.noun_uses:
            return owned.group(1)
        given = re.match(r"(?:[\w-]+\s+){0,3}?(\w+)\s+(?:from|by|issued by|released by)\s+(.+)$", plain)
        if given and given.group(1).lower() in self.book.noun_uses:
            return given.group(2)
        return ""

    def _pronoun(self, word: str) -> Speaking:
        for speaking in reversed(self.heard):
            if word in SINGULAR_PERSON:
                wanted = "f" if word in _FEMALE else "m"
                gender = speaking.gender or self.genders.get(speaking.name or "", "")
                if speaking.is_person and gender in ("", wanted):
                    return replace(speaking, gender=wanted)
            elif word in PLURAL:
                if speaking.kind != "other" and (speaking.is_plural or not speaking.is_person):
                    return speaking
            elif word in THING and speaking.kind != "other" and not speaking.is_person and not speaking.is_plural:
                return speaking
        return UNNAMED

    def _fuller(self, speaking: Speaking) -> Speaking:
        """Return the fuller name heard before that ends in this one ("John Smith" for "Smith")."""
        name = speaking.name or ""
        for known in reversed(self.heard):
            if known.name and known.name != name and known.is_person and self._is_part(name, known.name):
                return replace(known, gender=known.gender or speaking.gender, role=speaking.role or known.role)
            if known.name == name and (known.is_person or not speaking.is_person) and known.kind != "person":
                kind = known.kind if speaking.kind in ("person", "other") else speaking.kind
                gender = speaking.gender or known.gender
                person = speaking.is_person or known.is_person
                return replace(speaking, kind=kind, role=speaking.role or known.role, gender=gender, is_person=person)
        return speaking

    @staticmethod
    def _is_part(name: str, full: str) -> bool:
        """Say whether a name is the last words of a fuller one, or its first name."""
        name, full = name.lower(), full.lower()
        return bool(name) and (full.endswith(" " + name) or (full.startswith(name + " ") and " " not in name))

    def _definite(self, speaking: Speaking) -> Speaking:
        """Return the earlier speaker of a bare "the spokesman": the last one with the same head noun."""
        words = (speaking.name or "").split()
        if len(words) > 2 or not speaking.head:
            return speaking
        for known in reversed(self.heard):
            is_body = not known.is_person and not known.is_plural and known.head != speaking.head
            if is_body and len(words) == 1 and known.kind in _STANDS_FOR.get(speaking.head, ()):
                return known
            if known.head == speaking.head and known.name and known.is_plural == speaking.is_plural:
                return known
        return speaking


def _has_capital(name: str) -> bool:
    return any(c.isupper() for c in name)
