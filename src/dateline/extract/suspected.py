"""Those who are held to have done an act, as described: "blamed on guerrillas", "a leftist group claimed it".

What tells that an actor is blamed or suspected tells it of a description as well, so the rules of ``blame`` and
``claims`` are asked about nouns for people as if these were names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.codebook import Codebook
from dateline.extract.assailants import ASSAILANT, described_at
from dateline.extract.blame import accusations, pointers, suspicions
from dateline.extract.claims import claim_nouns, claims, confessions
from dateline.extract.doer_scene import Scene
from dateline.extract.doers import suspects
from dateline.extract.raw import RawAct, RawActor, RawKind, RawResponsibility
from dateline.model import Modality
from dateline.text.sentence import Sentence, words_at

_RULES = (claims, claim_nouns, confessions, accusations, pointers, suspicions, suspects)
_DESCRIBED = "actor.described.en.1"


def find_suspected(
    sentence: Sentence, acts: Sequence[RawAct], actors: Sequence[RawActor], known: Sequence[RawKind], book: Codebook
) -> list[RawKind]:
    """Return who is described as held to have done the acts of a sentence and is not ``known`` to have done them."""
    if not sentence.is_parsed:
        return []
    sides: dict[int, str] = {}
    people: dict[int, RawActor] = {}
    for head in sentence.tokens:
        told = described_at(sentence, head, actors, book)
        if told is not None and not any(k.span.overlaps(told[1]) for k in known):
            sides[head.i], span = told
            people[head.i] = RawActor(sentence.index, span, head.i, _DESCRIBED, (), words_at(sentence, span))
    scene = Scene(sentence, tuple(acts), tuple(people.values()), book.responsibility)
    found: dict[int, RawKind] = {}
    for rule in _RULES if people else ():
        for held in rule(scene):
            if held.modality in (Modality.DENIED, Modality.UNCLAIMED):
                continue
            for i in _heads(sentence, held, people):
                who, side = people[i], sides[i]
                kind = RawKind(
                    sentence.index, who.span, i, f"assailant.held.{side}.en.1", ASSAILANT, side, who.name, held.act,
                    held.modality,
                )  # fmt: skip
                found.setdefault(i, kind)
    return list(found.values())


def _heads(sentence: Sentence, held: RawResponsibility, people: Mapping[int, RawActor]) -> list[int]:
    """Return the nouns of those whom a finding is of: its own, and those joined to it ("on rebels and smugglers")."""
    own = next((i for i, p in people.items() if p.name == held.name and held.span.covers(p.span)), None)
    if own is None:
        return []
    return [own, *(t.i for t in sentence.conjuncts(own) if t.i in people)]
