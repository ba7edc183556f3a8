"""The names and kinds of speakers: titles cut off, roles kept apart, pronouns and short names resolved.

Works on words alone, so that speakers of parsed and unparsed sentences meet in one memory.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
_PREPOSITION = re.compile(r"\s+(?:of|for|at|in|from|with|near|on|to)\s+")
_APPOSED = re.compile(r"\s*[,(–—]\s+|\s*\(")
SINGULAR_PERSON = frozenset({"he", "she", "him", "her", "his"})
FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})
PLURAL = frozenset({"they", "them", "their"})
THING = frozenset({"it", "its"})
PRONOUNS = SINGULAR_PERSON | FIRST_PERSON | PLURAL | THING | {"who", "which", "that", "whom", "whose", "you", "one"}
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
_NO_NAME = re.compile(r"I['’]|(?:Every|Any|Some|No)(?:one|body|thing)$")
_COURTESY = frozenset({"mr", "mrs", "ms", "miss", "sir", "dame", "lord", "lady"})
_OFFICES = frozenset({"president", "secretary", "minister", "governor", "mayor", "chancellor", "ambassador"})
FUNCTION_WORDS = frozenset(
    {
        "a",
        "after",
        "all",
        "although",
        "an",
        "and",
        "another",
        "as",
        "at",
        "because",
        "before",
        "both",
        "but",
        "by",
        "despite",
        "during",
        "earlier",
        "even",
        "for",
        "from",
        "he",
        "her",
        "here",
        "his",
        "how",
        "however",
        "i",
        "if",
        "in",
        "it",
        "its",
        "last",
        "later",
        "like",
        "many",
        "meanwhile",
        "most",
        "my",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "on",
        "or",
        "our",
        "she",
        "since",
        "so",
        "some",
        "still",
        "that",
        "the",
        "their",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "today",
        "two",
        "under",
        "until",
        "we",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "why",
        "with",
        "yesterday",
        "yet",
        "you",
    }
)
_LISTED = re.compile(r"(?!(?:the|a|an|his|her|its|their)\b)[\w'’-]+(?: [\w'’-]+){0,2} and\b|and\b", re.I)
_WHEN = re.compile(
    r"\s+(?:(?:(?:late|early)\s+)?(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|here|there)\b.*$"
)
_OFFICE_BODIES = frozenset({"department", "ministry", "office", "secretary", "chief", "board", "bureau", "house"})
_SPOKEN_FOR = frozenset({"spokesman", "spokeswoman", "spokesperson", "official", "officials", "source", "sources"})
_BODIES = frozenset({"agency", "command", "committee", "department", "force", "group", "service", "statement"})
_ORGANISATIONS = frozenset(
    {
        "agency",
        "army",
        "association",
        "bank",
        "committee",
        "congress",
        "corporation",
        "council",
        "court",
        "federation",
        "foundation",
        "front",
        "institute",
        "league",
        "movement",
        "organisation",
        "organization",
        "party",
        "republic",
        "states",
        "street",
        "times",
        "union",
        "post",
        "news",
    }
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
    plain = _CUT.sub("", " ".join(words.split()))
    parts = [p for p in (p.strip(' ,-–—"“”') for p in _APPOSED.split(plain)) if p]
    if not parts:
        return UNNAMED
    person, role = "", ""
    for part in parts[:3]:
        name, before = _person(part, book)
        if name and not person:
            person, role = name, role or before
        elif not name and not role and not part[0].isdigit():
            role = part
    kind = next((k for k in (kind_of(p, book) for p in parts[:3]) if k), "")
    lower = {w.lower().strip(".'’") for w in _WORD.findall(_PREPOSITION.split(parts[0])[0])}
    gender = "f" if lower & _FEMALE_WORDS else "m" if lower & _MALE_WORDS else ""
    if person:
        role = "" if role.lower().rstrip(".") in _COURTESY else role
        return Speaking(person, kind or "person", _bare(role) or None, True, False, gender, _head_word(role))
    head = _head_word(parts[0])
    if len(parts) > 1 and _LISTED.match(parts[1]):
        parts = [plain]
    name = _POSSESSIVE.sub("", _bare(_WHEN.sub("", parts[0])))
    many = head.endswith("s") and not head.endswith("ss") and not _known(name, book)
    plural = head in _GROUPS or many
    is_person = bool(gender) or (head in book.roles and not plural and kind != "armed_group" and head not in _BODIES)
    return Speaking(name or None, kind or "other", None, is_person, plural, gender, head)


def _bare(words: str) -> str:
    return _ARTICLE.sub("", words).strip(" ,-–—")


def _head_word(words: str) -> str:
    first = _PREPOSITION.split(words)[0].split()
    if not first:
        return ""
    last = words.split()[-1].lower()
    named_office = first[-1].lower() in _OFFICE_BODIES and last in _SPOKEN_FOR  # "Ministry of Defence spokesman"
    return last if named_office else _POSSESSIVE.sub("", first[-1]).lower()


def _person(part: str, book: Speakers) -> tuple[str, str]:
    """Split a part into a personal name and what stands before it; the name is "" where there is none.

    A personal name is a last run of capitalised words of which, titles and role words cut off, at least one
    is left, none makes an organisation, and (unless a title or role stands before) at least two.
    """
    first, *behind = _PREPOSITION.split(_ARTICLE.sub("", part))
    words = first.split()
    if behind and words and words[-1].lower() in _OFFICES:
        # "President of Ukraine Volodymyr Zelensky": the name follows that of the office
        last = behind[-1].split()
        if len(last) > 2 and all(_CAPITAL.match(w) for w in last[-3:]) and not _known(" ".join(last[-2:]), book):
            return " ".join(last[-2:]), part[: -len(" ".join(last[-2:]))].strip()
    has_article = bool(_ARTICLE.match(part))
    at = len(words)
    while at and (_CAPITAL.match(words[at - 1]) or (words[at - 1].lower() in _PARTICLES and at < len(words))):
        if words[at - 1].endswith(("'s", "’s")) and at < len(words):
            break
        at -= 1
    while at < len(words) and words[at].lower() in FUNCTION_WORDS:
        at += 1
    run, before = words[at:], words[:at]
    cut = 0
    for k, word in enumerate(run):
        bare = _POSSESSIVE.sub("", word.lower()).strip(".")
        if _is_role(bare, book) or bare in _ORGANISATIONS or (bare != word.lower().strip(".") and k + 1 < len(run)):
            cut = k + 1
    name = run[cut:]
    titled = bool(cut) or bool(before and _is_role(before[-1].lower(), book))
    if any(_NO_NAME.match(word) for word in name):
        return "", ""
    if not name or len(name) > 5 or (not titled and (len(name) < 2 or has_article or before)):
        return "", ""
    if _known(" ".join(run), book) or any(w.isupper() and len(w.strip(".")) > 1 for w in name):
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
    """Return the kind that a noun phrase makes, or "".

    What its head noun says comes first; a neutral head ("spokesman") takes the kind of what stands beside it or
    behind a preposition ("police spokesman", "spokesman for the police"), and only then its own.
    """
    before, *behind = _PREPOSITION.split(words)
    head = _head_word(words)
    if head != _head_word(before):
        before = words
    found = _kind_in(before, head, book)
    if found or head not in book.roles:
        return found
    found = next((k for k in (_kind_in(p, _head_word(p), book) for p in behind) if k), "")
    return found or book.roles[head]


def _kind_in(words: str, head: str, book: Speakers) -> str:
    tokens = [_POSSESSIVE.sub("", w.lower()).strip(".") for w in _WORD.findall(words)]
    pairs = [" ".join(tokens[k : k + size]) for size in (3, 2) for k in range(len(tokens) - size + 1)]
    if head not in book.roles:
        for item in [p for p in pairs if p.endswith(" " + head)] + [head]:
            if item in book.kind_of_word:
                return book.kind_of_word[item]
    known = _known(words, book)
    if known and (known != "government" or _bare(words) in book.known_names):
        return known
    return next((book.kind_of_word[item] for item in [*pairs, *tokens] if item in book.kind_of_word), "")
