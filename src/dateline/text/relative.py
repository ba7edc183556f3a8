"""Relative clauses with "who" tied to people, where the parse ties them to the name of a place.

"A baker from Herat who was abducted": the nearest noun is the town, and a parser often takes it; but nobody says
"who" of a town. Mended once, here, every later stage reads whom the clause tells of.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.codebook.tolls import Tolls
from dateline.text.sentence import Sentence, Token

_WHO = frozenset({"who", "whom"})
_PLACING = frozenset({"at", "from", "in", "near", "outside"})


def tied_to_people(sentence: Sentence, scheme: Tolls) -> Sentence:
    """Return the sentence with each clause of "who" on the person before a place, if it hung on the place."""
    if not sentence.is_parsed:
        return sentence
    tokens = list(sentence.tokens)
    for verb in sentence.tokens:
        if verb.dep == "relcl" and (person := _before_place(sentence, verb, scheme)) is not None:
            tokens[verb.i] = replace(verb, head=person.i)
    return replace(sentence, tokens=tuple(tokens)) if tokens != list(sentence.tokens) else sentence


def _before_place(sentence: Sentence, verb: Token, scheme: Tolls) -> Token | None:
    """Return the person from or in a place on whose name a clause of "who" hangs, None where it is right."""
    place = sentence.head(verb.i)
    preposition = sentence.head(place.i)
    said_of_people = any(t.lower in _WHO for t in sentence.children(verb.i, "nsubj", "nsubjpass", "dobj"))
    if not said_of_people or place.pos != "PROPN" or place.dep != "pobj" or preposition.lower not in _PLACING:
        return None
    person = sentence.head(preposition.i)
    is_person = person.lemma in scheme.people_nouns or person.pos == "PROPN"
    return person if person.is_noun and is_person and person.i < preposition.i else None
