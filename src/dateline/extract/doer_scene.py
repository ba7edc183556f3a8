"""What the rules about who did it look at: a sentence, its acts, its actors and the codebook's cue words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.codebook.responsibility import Responsibility
from dateline.extract.means import nearest_act
from dateline.extract.raw import RawAct, RawActor, RawResponsibility
from dateline.model import Modality
from dateline.text.sentence import Sentence, Token

NOBODY = frozenset({"no", "nobody", "none", "neither", "no-one"})
AGAINST = frozenset({"against", "at", "on", "targeting", "upon"})
IT = frozenset({"it", "them", "this"})


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
                for of in self.sentence.children(token.i, "prep", "appos", "amod")
                for t in self.sentence.subtree(of.i)
                if of.lower not in AGAINST  # "an attack on X killed three": X is not who killed
            ]
            under = [a for a in self.actors if any(a.span.covers(t.span) for t in inner)]
            if under:
                return under[0]
        return None

    def actors_in(self, tokens: Sequence[Token]) -> list[RawActor]:
        """Return each actor of a list of heads, such as the conjuncts of a subject, without doubles."""
        found = (self.actor_in([token]) for token in tokens)
        return list(dict.fromkeys(actor for actor in found if actor is not None))

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
