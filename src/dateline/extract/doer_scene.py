"""What the rules about who did it look at: a sentence, its acts, its actors and the codebook's cue words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.codebook.responsibility import Responsibility
from dateline.extract.means import nearest_act
from dateline.extract.raw import RawAct, RawActor, RawResponsibility
from dateline.model import Modality
from dateline.text.sentence import Sentence, Token, words_at

NOBODY = frozenset({"no", "nobody", "none", "neither", "no-one"})
AGAINST = frozenset({"against", "at", "on", "targeting", "upon"})
IT = frozenset({"it", "them", "this"})
_FULL_NAME = 2  # words: one name alone is as likely a place or a body
_SHORTEST_SURNAME = 3
_LANDS = frozenset({"D.C.", "E.U.", "L.A.", "U.K.", "U.N.", "U.S.", "U.S.A.", "U.S.S.R."})
_INITIALS = re.compile(r"(?:[A-Z]\.)+|[A-Z]")
_STORMS = frozenset({"cyclone", "hurricane", "storm", "typhoon"})
_BELONGING = frozenset("align belong call claim identify inspire link loyal pledge represent say".split())


@dataclass(frozen=True)
class Scene:
    """A sentence with its acts, its actors, the outlets it names and the cue words of the codebook."""

    sentence: Sentence
    acts: tuple[RawAct, ...]
    actors: tuple[RawActor, ...]
    cues: Responsibility
    outlets: tuple[RawActor, ...] = ()
    tells_of_attackers: bool = False

    def actor_in(self, tokens: Sequence[Token]) -> RawActor | None:
        """Return the first actor whose words are in or under one of the tokens."""
        for token in tokens:
            below = self.sentence.noun_phrase(token.i)
            direct = [a for a in self.actors if a.span.overlaps(below)]
            if direct:
                return direct[-1]
            inner = [
                t
                for of in self.sentence.children(token.i, "prep", "appos", "amod", "acl")
                if of.dep != "acl" or of.lemma in _BELONGING  # "gunmen belonging to X"
                for t in self._under(of)
            ]
            under = [a for a in self.actors if any(a.span.covers(t.span) for t in inner)]
            if under:
                return under[0]
        return None

    def _under(self, token: Token) -> list[Token]:
        """Return a token and what is below it, without clauses and whom something is done to or by.

        "An attack on X killed three": X is not who killed; nor is it in "a bombing that was blamed on X".
        """
        if token.lower in AGAINST:
            return []
        below = [t for t in self.sentence.children(token.i) if t.dep not in {"relcl", "advcl"} and t.lower != "by"]
        return [token, *(t for child in below for t in self._under(child))]

    def actors_in(self, tokens: Sequence[Token]) -> list[RawActor]:
        """Return each actor of a list of heads, such as the conjuncts of a subject, without doubles."""
        found = (self.actor_in([token]) for token in tokens)
        return list(dict.fromkeys(actor for actor in found if actor is not None))

    def doers_in(self, tokens: Sequence[Token]) -> list[RawActor]:
        """Return each actor of a list of heads, or else the persons named in full there."""
        return self.actors_in(tokens) or [p for t in tokens for p in self._persons_at(t)]

    def _persons_at(self, token: Token) -> list[RawActor]:
        """Return the person whom a noun names, or who is named beside it: "the gunman, identified as X Y"."""
        s = self.sentence
        named = [n for v in s.children(token.i, "acl") for p in s.children(v.i, "prep") for n in s.children(p.i)]
        beside = (token, *s.children(token.i, "appos"), *named)
        return [p for p in (person_at(s, t) for t in beside) if p is not None][:1]

    def act_of(self, token: int) -> int | None:
        """Return the token of the act to which the word at a token most likely belongs."""
        act = nearest_act(self.sentence, self.acts, token)
        return act.token if act else None

    def is_negative(self, token: Token) -> bool:
        """Say whether "no", "nobody", "none" or "not" rules a word, its subject or its object."""
        children = self.sentence.children
        return any(
            t.lower in NOBODY or t.dep == "neg" or any(c.lower in NOBODY for c in children(t.i, "det", "neg"))
            for t in (token, *children(token.i))
        )

    def finding(
        self,
        actor: RawActor | None,
        modality: Modality,
        words: Sequence[Token],
        act: int | None,
        rule: str,
        channel: str | None = None,
    ) -> RawResponsibility:
        """Make a finding whose words run from the first to the last token and cover the actor's name."""
        span = self.sentence.span_of(words)
        if actor is not None:
            span = span.joined(actor.span)
        head = words[0].i
        actors, name = (actor.actors, actor.name) if actor else ((), None)
        return RawResponsibility(
            self.sentence.index,
            span,
            head,
            f"responsibility.{rule}.en.1",
            actors,
            name,
            modality,
            channel,
            act,
        )


def person_at(s: Sentence, head: Token) -> RawActor | None:
    """Return the person whose full name a proper noun ends ("Usman Khan"), or None."""
    if head.tag != "NNP":
        return None
    first = head.i
    while first and s.tokens[first - 1].tag == "NNP" and s.tokens[first - 1].dep == "compound":
        first -= 1
    name = s.tokens[first : head.i + 1]
    if any(t.lower in _STORMS for t in name):
        return None
    if len(name) < _FULL_NAME or not all(_is_of_a_name(t.text) for t in name):
        return None
    span = s.span_of(name)
    return RawActor(s.index, span, head.i, "actor.person.en.1", (), words_at(s, span))


def _is_of_a_name(word: str) -> bool:
    """Say whether a word is written as in a person's name: "Webb", initials with their stops, not "FBI"."""
    if word in _LANDS:
        return False
    return word[0].isupper() and (not word.isupper() or _INITIALS.fullmatch(word) is not None)


def surname_at(s: Sentence, token: Token) -> RawActor | None:
    """Return the person whom a subject names by the surname alone ("Murphy admitted the bombing"), or None."""
    if token.tag != "NNP" or token.dep != "nsubj" or s.children(token.i, "compound", "det", "amod"):
        return None
    if not _is_of_a_name(token.text) or len(token.text) < _SHORTEST_SURNAME:
        return None
    return RawActor(s.index, token.span, token.i, "actor.person.en.1", (), token.text)
