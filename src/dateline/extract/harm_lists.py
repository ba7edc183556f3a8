"""People told one beside the other: whether a phrase goes on with a list, takes a count apart, or names the same man.

"Two men, a cook and a guard" are two, "a priest, a nun and two children" four, and "the attache, John Smith" is one.
"""

from __future__ import annotations

from dateline.codebook.tolls import Tolls
from dateline.extract.counted import People
from dateline.text.sentence import Sentence, Token

GENERAL = frozenset(
    {"people", "person", "victim", "other", "civilian", "hostage", "foreigner", "passenger", "member"}
)
_LIST_HEADS = frozenset({"a", "an", "his", "her", "their"})


def is_itemising(sentence: Sentence, people: People, first: Token, head: Token) -> bool:
    """Whether an apposition takes a count apart ("Two men, a cook and a guard, died") rather than going on in a list.

    A list ("three soldiers, two officers and a child") has no comma after its last item and no general noun first.
    """
    if sentence.child(head.i, "nummod") is None and head.pos != "NUM":
        return False
    chain = sentence.conjuncts(first.i)
    if not chain or people.is_of_them or head.lemma in GENERAL or head.pos == "NUM":
        return True
    after = sentence.subtree(chain[-1].i)[-1].i + 1
    return after < len(sentence.tokens) and sentence.tokens[after].text in (",", ";", ")", "—", "–", "-")


def is_listed(sentence: Sentence, people: People, head: Token, scheme: Tolls) -> bool:
    """Whether an apposition is a list: "a priest, a nun and two children", "John Smith, Jane Doe and Ann Poe"."""
    more = bool(sentence.children(people.link, "conj") or sentence.children(head.i, "conj"))
    if people.is_name:
        is_name = head.tag.startswith("NNP") and not {head.lemma, head.lower} & (
            scheme.people_nouns | scheme.not_people
        )
        # "the victims, John Smith and Jane Doe, died" lists who they were
        listing = head.tag == "NNS" and head.lemma in scheme.people_nouns and not sentence.child(head.i, "nummod")
        return (is_name or listing) and more and people.first < people.last
    first = sentence.tokens[people.first].lower
    determiner = sentence.child(head.i, "det", "nummod", "poss")
    return first in _LIST_HEADS and determiner is not None and determiner.lower in _LIST_HEADS and more


def is_same_man(sentence: Sentence, people: People, head: Token) -> bool:
    """Read "A citizen and resident was killed" as of one man: no article parts the two, the verb is singular."""
    if people.number is not None or people.is_name or people.low != 1 or people.is_definite:
        return False
    return sentence.tokens[people.first].lower not in ("a", "an", "another") and has_one_subject(sentence, head)


def is_one_of_many(sentence: Sentence, people: People) -> bool:
    """Read "John Smith, one of the drivers, died": who he was, no further man."""
    if people.number is None or not people.low == people.high == 1:
        return False
    return any(t.lower == "of" for t in sentence.tokens[people.first + 1 : people.first + 2])


def has_one_subject(sentence: Sentence, token: Token) -> bool:
    """Whether the token is a subject whose verb is singular."""
    singular = {t.lower for t in sentence.children(token.head, "aux", "auxpass")} & {"was", "is", "has"}
    return token.dep in ("nsubj", "nsubjpass") and bool(singular)
