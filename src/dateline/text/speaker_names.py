"""The names and kinds of speakers: titles cut off, roles kept apart, pronouns and short names resolved.

Works on words alone, so that speakers of parsed and unparsed sentences meet in one memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from dateline.codebook.speakers import Speakers

_ARTICLE = re.compile(r"^(?:the|a|an|another|one|this|that|these|those|its|his|her|their|our)\s+", re.I)
_WORD = re.compile(r"[^\s,;:()\"“”]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_CAPITAL = re.compile(r"^(?:[A-ZÀ-ÞŠŽ]|al-[A-Z]|el-[A-Z])")
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "de", "da", "la", "le", "van", "von", "der", "den", "dos", "du", "abu"}
)
_CUT = re.compile(
    r"\s+(?:who|which|whose|whom|that|where|when|as|after|before|while|speaking|citing|quoting)\b.*$", re.S
)
_PARTS = re.compile(r"\s+(?:of|for|at|in|from|with|near|on|to)\s+")
SINGULAR_PERSON = frozenset({"he", "she", "him", "her", "his"})
FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
PLURAL = frozenset({"they", "them", "their"})
THING = frozenset({"it", "its"})
PRONOUNS = SINGULAR_PERSON | FIRST_PERSON | PLURAL | THING | {"who", "which", "that", "whom", "whose", "you", "one"}
_FEMALE = frozenset({"she", "her"})
_FEMALE_WORDS = frozenset(
    [
        "mrs",
        "ms",
        "miss",
        "spokeswoman",
        "woman",
        "mother",
        "daughter",
        "sister",
        "wife",
        "widow",
        "aunt",
        "queen",
        "lady",
        "congresswoman",
        "policewoman",
        "chairwoman",
        "princess",
    ]
)
_MALE_WORDS = frozenset(
    [
        "mr",
        "spokesman",
        "man",
        "father",
        "son",
        "brother",
        "husband",
        "uncle",
        "king",
        "sir",
        "lord",
        "congressman",
        "policeman",
        "chairman",
        "prince",
        "sheikh",
        "imam",
    ]
)
_GROUPS = frozenset({"police", "media", "authorities", "people", "family", "staff", "press", "taliban", "houthis"})


@dataclass(frozen=True, slots=True)
class Speaking:
    """Who speaks: the name to be recorded, the kind of the codebook, and the role that the words give."""

    name: str | None
    kind: str
    role: str | None = None
    is_person: bool = False
    is_plural: bool = False
    gender: str = ""
    head: str = ""


UNNAMED = Speaking(None, "unnamed")


def read_speaker(words: str, book: Speakers) -> Speaking:
    """Read the name, role and kind out of a noun phrase such as "police chief John Smith, 45, who ..."."""
    plain = " ".join(_CUT.sub("", " ".join(words.split())).split())
    parts = [p.strip(' ,-–—"“”') for p in re.split(r"\s*[,(–—]\s+|\s*\(", plain)]
    parts = [p for p in parts if p]
    if not parts:
        return UNNAMED
    person, role = "", ""
    for part in parts[:3]:
        name, before = _person(part, book)
        if name and not person:
            person, role = name, role or before
        elif not name and not role and not part[0].isdigit():
            role = part
    known = _known(plain, book)
    kind = known or kind_of(plain, book)
    lower = {w.lower().strip(".'’") for w in _WORD.findall(plain)}
    gender = "f" if lower & _FEMALE_WORDS else "m" if lower & _MALE_WORDS else ""
    if person:
        head = _head_word(role).lower()
        return Speaking(person, kind or "person", _bare(role) or None, True, False, gender, head)
    head = _head_word(parts[0])
    name = _POSSESSIVE.sub("", _bare(_without_clause(parts[0])))
    singular = book.roles.get(head.lower()) and not head.lower().endswith("s")
    many = head.lower().endswith("s") and not head.lower().endswith("ss") and not (known and head[:1].isupper())
    plural = head.lower() in _GROUPS or many
    is_person = bool(gender) or (bool(singular) and not plural and kind not in ("armed_group",))
    return Speaking(name or None, kind or "other", None, is_person, plural, gender, head.lower())


def _bare(words: str) -> str:
    return _ARTICLE.sub("", words).strip(" ,-–—")


def _without_clause(words: str) -> str:
    return re.sub(r"\s+(?:and|but)\s*$", "", words)


def _head_word(words: str) -> str:
    first = _PARTS.split(words)[0].split()
    return _POSSESSIVE.sub("", first[-1]) if first else ""


def _person(part: str, book: Speakers) -> tuple[str, str]:
    """Split a part into a personal name and what stands before it; the name is "" where there is none.

    A personal name is a last run of capitalised words of which, titles and role words cut off, at least one
    is left, none makes an organisation, and (unless a title or role stands before) at least two.
    """
    part = _PARTS.split(part)[0] if not re.match(r"(?:Mr|Mrs|Ms)\b", part) else part
    words = [w for w in part.split() if w]
    at = len(words)
    while at and (_CAPITAL.match(words[at - 1]) or (words[at - 1].lower() in _PARTICLES and at < len(words))):
        if words[at - 1].endswith(("'s", "’s")) and at < len(words):
            break
        at -= 1
    run, before = words[at:], words[:at]
    cut = 0
    for k, word in enumerate(run):
        bare = word.lower().strip(".'’")
        if bare in book.title_words or bare in book.roles or bare in book.kind_of_word or _is_role(bare, book):
            cut = k + 1
        elif run[k].startswith(("'", "’")) or word.endswith(("'s", "’s")):
            cut = k + 1 if k + 1 < len(run) else cut
    name = run[cut:]
    titled = bool(cut) or bool(before)
    if not name or (len(name) < 2 and not titled) or len(name) > 5:
        return "", ""
    if (
        " ".join(run[cut:]) in book.known_names
        or " ".join(run) in book.known_names
        or _POSSESSIVE.sub("", name[-1]) in book.known_names
    ):
        return "", ""
    if before and before[-1].lower() in ("the", "a", "an") and not cut:
        return "", ""
    if not cut and before and not _is_role(before[-1].lower(), book) and _ARTICLE.match(before[0] + " "):
        return "", ""
    if any(w.isupper() and len(w.strip(".")) > 1 for w in name):
        return "", ""
    return _POSSESSIVE.sub("", " ".join(name)), " ".join(before + run[:cut])


def _is_role(word: str, book: Speakers) -> bool:
    return word in book.roles or word in book.kind_of_word or word in book.title_words


def _known(words: str, book: Speakers) -> str:
    tokens = [_POSSESSIVE.sub("", w) for w in _WORD.findall(words)]
    for size in range(min(6, len(tokens)), 0, -1):
        for at in range(len(tokens) - size + 1):
            entry = book.known_names.get(" ".join(tokens[at : at + size]))
            if entry is not None:
                return entry.kind
    return ""


def kind_of(words: str, book: Speakers) -> str:
    """Return the kind that a phrase's nouns make, or "": the head's, or what stands beside a neutral head."""
    tokens = [_POSSESSIVE.sub("", w.lower()).strip(".") for w in _WORD.findall(words)]
    head = _POSSESSIVE.sub("", _head_word(words.split(",")[0]).lower())
    pairs = [" ".join(tokens[k : k + 2]) for k in range(len(tokens) - 1)]
    if head not in book.roles:
        for pair in pairs:
            if pair.endswith(" " + head) and pair in book.kind_of_word:
                return book.kind_of_word[pair]
        if head in book.kind_of_word:
            return book.kind_of_word[head]
    for item in [*pairs, *tokens]:
        if item in book.kind_of_word:
            return book.kind_of_word[item]
    if head in book.roles:
        return book.roles[head]
    return next((book.roles[t] for t in tokens if t in book.roles), "")


@dataclass
class Memory:
    """Who has spoken or been named so far in a report, the last at the end."""

    book: Speakers
    heard: list[Speaking] = field(default_factory=list)

    def note(self, speaking: Speaking) -> None:
        """Remember a speaker as the last heard."""
        if speaking.name:
            self.heard.append(speaking)

    def glimpse(self, words: str) -> None:
        """Remember a person who is named but does not speak, for later pronouns and short names."""
        speaking = read_speaker(words, self.book)
        if speaking.name and _has_capital(speaking.name) and (speaking.is_person or speaking.kind != "other"):
            self.heard.append(self._fuller(speaking))

    def resolve(self, words: str, last: Speaking | None = None) -> Speaking:
        """Return who the words stand for, themselves or one heard before; ``last`` speaks in this quote."""
        plain = words.strip().lower()
        if plain in PRONOUNS:
            return self._pronoun(plain, last)
        giver = self._giver(words)
        if giver:
            return self.resolve(giver, last)
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

    def _pronoun(self, word: str, last: Speaking | None) -> Speaking:
        if word in FIRST_PERSON:
            return last or UNNAMED
        for speaking in reversed(self.heard):
            if word in SINGULAR_PERSON:
                wanted = "f" if word in _FEMALE else "m"
                if speaking.is_person and speaking.gender in ("", wanted):
                    return replace(speaking, gender=wanted)
            elif word in PLURAL:
                if speaking.kind != "other" and (speaking.is_plural or not speaking.is_person):
                    return speaking
            elif word in THING and speaking.kind != "other" and not speaking.is_person and not speaking.is_plural:
                return speaking
        return Speaking(None, "unnamed")

    def _fuller(self, speaking: Speaking) -> Speaking:
        """Return the fuller name heard before that ends in this one ("John Smith" for "Smith")."""
        name = speaking.name or ""
        for known in reversed(self.heard):
            if known.name and known.name != name and known.name.endswith(" " + name) and known.is_person:
                return replace(known, gender=known.gender or speaking.gender, role=speaking.role or known.role)
            if known.name == name and known.is_person == speaking.is_person and known.kind != "person":
                kind = known.kind if speaking.kind in ("person", "other") else speaking.kind
                gender = speaking.gender or known.gender
                return replace(speaking, kind=kind, role=speaking.role or known.role, gender=gender)
        return speaking

    def _definite(self, speaking: Speaking) -> Speaking:
        """Return the earlier speaker of a bare "the spokesman": the last one with the same head noun."""
        words = (speaking.name or "").split()
        if len(words) > 2 or not speaking.head:
            return speaking
        for known in reversed(self.heard):
            if known.head == speaking.head and known.name and known.is_plural == speaking.is_plural:
                return known
        return speaking


def _has_capital(name: str) -> bool:
    return any(c.isupper() for c in name)
