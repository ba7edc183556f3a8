"""How many carried out the act, where a report counts them only in passing: "all three attackers died", "the gunman".

Who acts is counted by the verb of the act ("four men stormed the hotel"). Many reports tell it only of what became of
them, or speak of "the attacker" throughout: then there was one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.codebook.tolls import Tolls
from dateline.extract.counted import People, find_people
from dateline.extract.raw import RawToll
from dateline.extract.toll_filters import is_unreal
from dateline.text.sentence import Sentence

_HELD = frozenset({"suspect"})  # a suspect is one of those whom the police hold, not of those who acted
_OF_A_NAME = frozenset({"compound", "nmod", "poss"})  # "snipers' alley"
_ANY = frozenset({"any", "each", "either", "every", "no", "whichever"})


def with_told_attackers(
    found: Sequence[list[RawToll]], sentences: Sequence[Sentence], scheme: Tolls
) -> list[list[RawToll]]:
    """Add the numbers of attackers that a report tells in passing; one list a sentence, as in ``found``."""
    told = [list(tolls) for tolls in found]
    counts = {(t.low, t.high) for tolls in told for t in tolls if t.property == "attackers"}
    phrases = [(k, p) for k, s in enumerate(sentences) if s.is_parsed for p in _attackers(s, scheme)]
    for k, people in phrases:
        if people.number is not None and people.is_definite and (people.low, people.high) not in counts:
            counts.add((people.low, people.high))
            _add(told[k], sentences[k], people, "whole")
    if not counts and all(sentences[k].tokens[p.head].tag == "NN" for k, p in phrases):
        one = next(((k, p) for k, p in phrases if p.is_definite or p.low == p.high == 1), None)
        if one is not None:
            _add(told[one[0]], sentences[one[0]], one[1], "one")
    return told


def _attackers(sentence: Sentence, scheme: Tolls) -> Iterator[People]:
    """Yield the phrases for those who carried out an act that is told as having happened."""
    for people in find_people(sentence, scheme):
        first, head = sentence.tokens[people.first], sentence.tokens[people.head]
        if people.noun not in scheme.attackers or people.noun in _HELD or people.is_more or people.is_of_them:
            continue
        if first.lower not in _ANY and head.dep not in _OF_A_NAME and not is_unreal(sentence, people.head):
            yield people


def _add(tolls: list[RawToll], sentence: Sentence, people: People, rule: str) -> None:
    low, high = (people.low, people.high) if people.is_counted else (1, 1)
    verb = sentence.clause(people.head)
    tolls.append(
        RawToll(
            sentence.index,
            people.span(sentence),
            people.head,
            f"toll.attackers.{rule}.en.1",
            "attackers",
            low,
            high,
            people.noun,
            verb=verb,
        )
    )
    tolls.sort(key=lambda t: (t.span, t.property, t.low or 0))
