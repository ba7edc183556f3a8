"""Captures: people taken or held by those who have no right to ("was detained by the rebels in August").

"Detained", "captured" and "held" tell of no crime where police or an army do it; by an armed group they tell of a
kidnapping, unless those taken are fighters themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.codebook import Codebook
from dateline.extract.armed import FORCES, are_armed
from dateline.extract.raw import RawAct, RawActor, RawToll
from dateline.extract.reality import outcome_of
from dateline.extract.roles import agents_of, patients_of
from dateline.model import Outcome
from dateline.text.sentence import Sentence, Token

_TAKING = frozenset({"abduct", "capture", "detain", "hold", "imprison", "seize", "take"})
_TAKEN = frozenset({"arrested", "hostages"})


def find_captures(
    sentence: Sentence, acts: Sequence[RawAct], tolls: Sequence[RawToll], actors: Sequence[RawActor], book: Codebook
) -> list[RawAct]:
    """Return the takings and holdings of people by armed groups, beside the acts that are known already."""
    known = {a.token for a in acts}
    fighters = {*book.acts.armed_people, *FORCES}
    found = []
    for verb in dict.fromkeys(t.verb for t in tolls if t.property in _TAKEN and t.verb is not None):
        head = sentence.tokens[verb]
        if verb in known or head.lemma not in _TAKING:
            continue
        agents = agents_of(sentence, verb)
        taken = patients_of(sentence, verb)
        is_fighter = any(p.lemma in fighters for p in taken)
        outcome = outcome_of(sentence, verb, book)
        if are_armed(sentence, agents, actors, book) and not is_fighter and outcome is not None:
            found.append(_capture(head, agents, taken, outcome, sentence))
    return found


def as_hostages(tolls: Sequence[RawToll], captures: Sequence[RawAct]) -> tuple[RawToll, ...]:
    """Return the counts with those "arrested" by an armed group as its hostages."""
    verbs = {a.token for a in captures}
    return tuple(
        replace(t, property="hostages") if t.property == "arrested" and t.verb in verbs else t for t in tolls
    )


def _capture(
    head: Token, agents: Sequence[Token], taken: Sequence[Token], outcome: Outcome, sentence: Sentence
) -> RawAct:
    code = "hostage_taking" if head.lemma == "hold" else "kidnapping"
    return RawAct(
        sentence=sentence.index,
        span=head.span,
        token=head.i,
        rule=f"act.capture.{head.lemma}.en.1",
        codes=(code,),
        outcome=outcome,
        definiteness="bare",
        is_plural=False,
        is_generic=False,
        is_suicide=False,
        count=None,
        agents=tuple(t.i for t in agents),
        patients=tuple(t.i for t in taken),
    )
