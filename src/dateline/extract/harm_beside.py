"""What the words right beside a phrase say of its people, where the parse ties it to nothing.

Headlines and clipped coordination ("12 killed, 30 hurt in blast", "and 39 more injured") are what parsers trained
on full sentences get wrong; there the neighbouring word is the better witness.
"""

from __future__ import annotations

from dateline.codebook.tolls import Tolls
from dateline.extract.counted import People
from dateline.extract.harm_verbs import Harm
from dateline.text.number_words import word_set
from dateline.text.sentence import Sentence, Token

_BETWEEN = word_set(
    "was were is are been be being have has had also reportedly either more others other people persons men "
    "women then later already all both confirmed reported feared believed left presumed civilians members"
)
_BEFORE = word_set("of the a an another to about and")
_DEADLY = frozenset({"fatally", "mortally"})
_REACH = 5
_AFTER_CLIPPED = frozenset({",", ";", "and", "in", "after", "at", "as", "when"})  # behind a headline's count
_CONDITIONS = frozenset({"critical", "fair", "good", "grave", "guarded", "serious", "stable"})


def _is_between(token: Token) -> bool:
    return token.lower in _BETWEEN or token.tag == "RB"


def _harm_word(token: Token, scheme: Tolls) -> str | None:
    if token.lower in scheme.harm_of_adjective:
        return scheme.harm_of_adjective[token.lower]
    found = scheme.harm_of_verb.get(token.lemma)
    if found and not found[1] and token.tag in ("VBN", "VBD", "JJ"):
        return found[0]
    return scheme.harm_of_own_verb.get(token.lemma) if token.is_verb else None


def _has_object(sentence: Sentence, at: int) -> bool:
    following = sentence.tokens[at + 1 : at + 2]
    return any(t.tag in ("DT", "CD", "PRP$", "NNP", "NNS", "JJ", "PRP") for t in following)


def _right(sentence: Sentence, people: People, scheme: Tolls) -> tuple[str, int] | None:
    for at in range(people.last + 1, min(people.last + 1 + _REACH, len(sentence.tokens))):
        token = sentence.tokens[at]
        harm = _harm_word(token, scheme)
        following = sentence.tokens[at + 1 : at + 2]
        if token.lower in _DEADLY and not any(t.is_verb or t.tag.startswith("JJ") for t in following):
            return "killed", at  # "three shot, one fatally"
        if harm:
            passive = any(sentence.tokens[j].lemma == "be" for j in range(people.last + 1, at))
            is_verb = token.lower not in scheme.harm_of_adjective or token.tag in ("VBN", "VBD")
            if is_verb and not passive and _has_object(sentence, at) and token.tag in ("VBN", "VBD"):
                return None
            return harm, at
        if not _is_between(token):
            return None
    return None


def _left(sentence: Sentence, people: People, scheme: Tolls) -> tuple[str, int] | None:
    at = people.first - 1
    while (
        at >= 0
        and at > people.first - 4
        and (sentence.tokens[at].lower in _BEFORE or sentence.tokens[at].tag == "RB")
    ):
        at -= 1
    if at < 0:
        return None
    token = sentence.tokens[at]
    found = scheme.harm_of_verb.get(token.lemma)
    if not found or found[1] or not token.is_verb:
        return None
    passive = any(t.lemma in ("be", "get") for t in sentence.tokens[max(0, at - 3) : at])
    return None if passive else (found[0], at)


def beside(sentence: Sentence, people: People, scheme: Tolls) -> list[tuple[str, int]]:
    """Return the property and the token of the harm word right after or right before a counted phrase."""
    if people.number is None and people.rule != "single.another":
        return []
    found = _right(sentence, people, scheme) or _left(sentence, people, scheme)
    return [found] if found else []


def in_condition(sentence: Sentence, people: People) -> int | None:
    """Return the token of what is said right behind a count of the condition its people are in, None for nothing.

    "Three dead and one in critical condition": the one is hurt, whatever count the parse ties him to.
    """
    is_headline = people.low == 1 and sentence.tokens[people.head].dep == "ROOT"  # "Boy in critical condition"
    if people.number is None and not is_headline:
        return None
    words = [t.lower for t in sentence.tokens[people.last + 1 : people.last + 4]]
    is_told = words[:1] == ["in"] and words[1:2] and words[1] in _CONDITIONS and words[2:] == ["condition"]
    return people.last + 3 if is_told else None


def left_so(sentence: Sentence, people: People, scheme: Tolls) -> Harm | None:
    """Return the harm of a count in "left one dead and two others injured": the word behind it decides."""
    link, at = sentence.tokens[people.link], people.last + 1
    is_left = link.dep == "dobj" and sentence.head(link.i).lemma == "leave"
    if not (is_left and people.is_counted and at < len(sentence.tokens)):
        return None
    name = scheme.harm_of_adjective.get(sentence.tokens[at].lower)
    return Harm(name, at, "adjective") if name else None


def clipped_harm(sentence: Sentence, people: People, scheme: Tolls) -> Harm | None:
    """Return the harm of a count in "2 dead, 5 gravely hurt in raid": the word behind it, whatever the parse."""
    rest = sentence.tokens[people.last + 1 : people.last + 4]
    at = 1 if rest and rest[0].tag == "RB" and rest[0].lower not in _DEADLY else 0
    if people.number is None or people.is_definite or len(rest) <= at:
        return None
    ends = at + 1 == len(rest) or rest[at + 1].lower in _AFTER_CLIPPED
    name = scheme.harm_of_adjective.get(rest[at].lower) if ends else None
    return Harm(name, rest[at].i, "adjective") if name else None
