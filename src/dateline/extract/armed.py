"""Whether those who do something are armed people or a group that fights."""

from __future__ import annotations

from collections.abc import Sequence, Set

from dateline.codebook import Codebook
from dateline.extract.coreference import armed_groups
from dateline.extract.raw import RawActor
from dateline.model import Span
from dateline.text.sentence import Sentence, Token

FORCES = frozenset({"fighter", "force", "soldier", "troop"})
"""People who fight for states as well: what they do is war unless more is told."""


def are_armed(sentence: Sentence, agents: Sequence[Token], actors: Sequence[RawActor], book: Codebook) -> bool:
    """Say whether one of the agents is armed ("gunmen"), or is or is of an armed group ("members of the X")."""
    groups = [a.span for a in actors if armed_groups(book) & set(a.actors)]
    armed = frozenset(book.acts.armed_people) - FORCES
    doers = [a for a in agents if a.lemma not in FORCES]  # "captured by Kurdish forces" is war
    return any(
        a.lemma in armed
        or any(_shows_arms(t, armed, book) for t in sentence.children(a.i, "amod", "compound"))
        or any(s.overlaps(_with_body(sentence, a)) for s in groups)
        for a in doers
    )


def _shows_arms(word: Token, armed: Set[str], book: Codebook) -> bool:
    """Say whether a word beside a noun is one for armed people; in a name ("the Armed Forces") it is none."""
    return word.lemma in armed or (word.lower in book.responsibility.armed_looks and word.pos != "PROPN")


def _with_body(sentence: Sentence, agent: Token) -> Span:
    """Return the words of an agent with those of the body that it is of ("members of the Dawn Front")."""
    span = sentence.noun_phrase(agent.i)
    bodies = [n for of in sentence.children(agent.i, "prep") if of.lower == "of" for n in sentence.children(of.i)]
    return span.joined(sentence.noun_phrase(bodies[0].i)) if bodies else span
