"""Wrecking: things damaged or destroyed by those who are armed, by saboteurs, or by what sets on fire.

"Damaged" and "destroyed" tell of storms and bulldozers too, so that the words alone are no act; done by guerrillas,
by members of a group that fights, or with firebombs, they are an attack on the thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dateline.codebook import Codebook
from dateline.extract.armed import are_armed
from dateline.extract.raw import RawAct, RawActor
from dateline.extract.reality import outcome_of
from dateline.extract.roles import agents_of, patients_of
from dateline.model import Outcome
from dateline.text.phrases import PhraseIndex
from dateline.text.sentence import Sentence, Token

_INCENDIARY = "incendiary"


@cache
def _fires(book: Codebook) -> PhraseIndex[str]:
    return PhraseIndex((word, w.id) for w in book.weapons if w.id == _INCENDIARY for word in w.words)


def find_wrecking(
    sentence: Sentence, acts: Sequence[RawAct], actors: Sequence[RawActor], book: Codebook
) -> list[RawAct]:
    """Return the attacks on things that words of damage tell, beside the acts that are known already."""
    known = {a.token for a in acts}
    found = []
    for verb in sentence.tokens:
        if not verb.is_verb or verb.lemma not in book.acts.effect_of or verb.i in known:
            continue
        agents, struck = agents_of(sentence, verb.i), patients_of(sentence, verb.i)
        by_fire = _are_fires(sentence, agents, book)
        by_people = are_armed(sentence, agents, actors, book) or any(a.lemma in book.acts.saboteurs for a in agents)
        is_person = any(p.lemma in book.tolls.people_nouns for p in struck)
        outcome = outcome_of(sentence, verb.i, book)
        if struck and not is_person and (by_fire or by_people) and outcome is not None:
            found.append(_wreck(verb, agents, struck, outcome, sentence.index, by_fire=by_fire))
    return found


def _are_fires(sentence: Sentence, agents: Sequence[Token], book: Codebook) -> bool:
    """Say whether one of the agents is what sets things on fire ("petrol bombs")."""
    named = {t.i for match in _fires(book).longest(sentence) for t in match.tokens}
    return any(a.i in named for a in agents)


def _wreck(
    verb: Token, agents: Sequence[Token], struck: Sequence[Token], outcome: Outcome, sentence: int, *, by_fire: bool
) -> RawAct:
    return RawAct(
        sentence=sentence,
        span=verb.span,
        token=verb.i,
        rule=f"act.wreck.{verb.lemma}.en.1",
        codes=("facility_attack",),
        outcome=outcome,
        definiteness="bare",
        is_plural=False,
        is_generic=False,
        is_suicide=False,
        count=None,
        agents=tuple(t.i for t in agents),
        patients=tuple(t.i for t in struck),
        weapons=(_INCENDIARY,) if by_fire else (),
    )
