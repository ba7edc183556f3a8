"""What the words around a trigger say: whether it counts as an act at all.

Weak triggers need force, harm or a certain subject or object beside them; accidents, steps of a court and figures of
speech are no acts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.codebook import Codebook
from dateline.codebook.acts import Trigger
from dateline.extract.roles import agents_of, patients_of
from dateline.text.sentence import Sentence, Token

_HARM = frozenset(
    "bleed casualty corpse critical dead death deadly die fatal fatality hostage hurt injure injured injury kill "
    "killed killing lethal maim murder perish toll victim wound wounded".split()
)
_PLANS = frozenset(
    "agreement command decision manoeuvre maneuver move operation order plan policy project shutdown strategy "
    "turn will".split()
)
_HOLDING = frozenset({"contain", "fill", "hold", "load", "pack", "stuff"})
_SEVERAL = frozenset("couple half number pair rash series set spate stick string wave".split())
_NEVER_OBJECTS = frozenset({"time", "hour", "day", "idea", "hope", "bill", "deal", "joke", "job"})


@dataclass(frozen=True)
class ActContext:
    """What a sentence says around its triggers."""

    sentence: Sentence
    book: Codebook
    lemmas: frozenset[str]
    has_harm: bool
    has_force: bool
    in_report: bool

    @classmethod
    def of(
        cls, sentence: Sentence, book: Codebook, *, names_weapon: bool, names_group: bool, in_report: bool
    ) -> ActContext:
        """Read the words of a sentence; ``names_group`` and ``in_report`` are those of ``find_acts``."""
        lemmas = frozenset(t.lemma for t in sentence.tokens) | frozenset(t.lower for t in sentence.tokens)
        harm = bool(lemmas & _HARM)
        armed = bool(lemmas & {*book.acts.armed_people, *book.acts.threatened, *book.acts.foiled})
        force = harm or armed or names_group or names_weapon
        return cls(sentence, book, lemmas, harm, force, in_report)

    def allows(self, trigger: Trigger, head: Token, tokens: tuple[Token, ...]) -> bool:
        """Say whether the words around let the trigger count as an act at all."""
        near = {t.lemma for t in self._near(head)} - {t.lemma for t in tokens}
        if near & set(trigger.not_with):
            return False
        if trigger.needs == "harm" and not (self.has_harm or self._has_subject(trigger, head)):
            return False
        if trigger.needs == "main" and not (self.has_harm and head.dep in {"ROOT", "ccomp", "conj"}):
            return False
        if trigger.needs == "force" and not (self.has_force or self._has_subject(trigger, head)):
            return False
        is_told = self.has_force or self.in_report or self._has_subject(trigger, head)
        if trigger.needs == "report" and not is_told:
            return False
        if trigger.needs == "subject" and not self._has_subject(trigger, head):
            return False
        patients = patients_of(self.sentence, head.i)
        if trigger.needs == "object" and not any(self._may_suffer(p) for p in patients):
            return False
        if any(p.lemma in self.book.acts.figurative for p in patients):
            return False
        if trigger.types == () and (near & set(self.book.acts.accidents) or self._is_by_accident(head)):
            return False
        return not (near & set(self.book.acts.legal) and head.is_noun and not self._stands_free(head))

    def _has_subject(self, trigger: Trigger, head: Token) -> bool:
        sentence = self.sentence
        doers = [
            *sentence.children(head.i, "nsubj", "nsubjpass"),
            *(agents_of(sentence, head.i) if trigger.subjects else []),
        ]
        # "A fire was set", which is no patient of another act; "X (XY) tossed bombs", read as "tossed bombs"
        things = sentence.children(head.i, "dobj", "nsubjpass") + (
            [sentence.head(head.i)] if head.dep == "amod" else []
        )
        return self._any_called(trigger.subjects, doers) or (
            bool(trigger.objects) and self._any_called(trigger.objects, [*patients_of(sentence, head.i), *things])
        )

    def _any_called(self, phrases: tuple[str, ...], nouns: Iterable[Token]) -> bool:
        """Say whether one of the nouns, with the words before it, is one of the phrases ("an explosive device")."""
        for noun in (n for thing in nouns for n in (thing, *self._meant_by(thing))):
            left = {t.lemma for t in self.sentence.children(noun.i, "amod", "compound", "nmod")}
            if any(noun.lemma == p[-1] and set(p[:-1]) <= left for p in (phrase.split() for phrase in phrases)):
                return True
        return False

    def _meant_by(self, noun: Token) -> list[Token]:
        """Return what a noun stands for: what it holds, what it is said to be, of what it is some."""
        return [*self._contents(noun), *self._said_to_be(noun), *self._parts(noun)]

    def _parts(self, noun: Token) -> list[Token]:
        """Return of what a noun tells how many there are: "a series of bombs", "two of the letter bombs"."""
        is_count = noun.pos == "NUM" and noun.lower != "one"  # "one of the devices" is of those told before
        if not is_count and noun.lemma not in _SEVERAL:
            return []
        of = [p for p in self.sentence.children(noun.i, "prep") if p.lower == "of"]
        return [n for p in of for n in self.sentence.children(p.i, "pobj")]

    def _said_to_be(self, name: Token) -> list[Token]:
        """Return what stands beside a name: "they attacked Elden, a village near the border"."""
        return self.sentence.children(name.i, "appos") if name.pos == "PROPN" else []

    def _contents(self, noun: Token) -> list[Token]:
        """Return what a thing holds: "a suitcase containing ten kilos of dynamite"."""
        holding = [v for v in self.sentence.children(noun.i, "acl") if v.lemma in _HOLDING]
        return [t for v in holding for t in self.sentence.subtree(v.i) if t.is_noun]

    def _is_by_accident(self, head: Token) -> bool:
        """Say whether what did it is a storm, a fire or the like."""
        doers = [
            t for i in agents_of(self.sentence, head.i) for t in self.sentence.within(self.sentence.noun_phrase(i.i))
        ]
        return any(t.lemma in self.book.acts.accidents or t.lower == "fire" for t in doers)

    def _near(self, head: Token) -> list[Token]:
        children = self.sentence.children(head.i)
        around = [t for c in children for t in (c, *self.sentence.children(c.i))]
        above = self.sentence.head(head.i)
        beside = self.sentence.children(above.i) if head.dep in {"compound", "pobj", "nmod"} else []
        return [*around, above, *beside]

    def _stands_free(self, head: Token) -> bool:
        """Say whether a noun is told of in its own right, not as the matter of a court's step ("murder charge")."""
        return head.dep in {"nsubj", "dobj", "nsubjpass", "ROOT"} or self.sentence.head(head.i).lower in {
            "in",
            "during",
            "after",
            "of",
            "over",
            "to",
        }

    def _may_suffer(self, patient: Token) -> bool:
        if patient.lemma in self.book.tolls.people_nouns or patient.pos in {"PROPN", "PRON", "NUM"}:
            return True
        return (
            patient.lemma not in _PLANS
            and patient.lemma not in _NEVER_OBJECTS
            and patient.lemma not in self.book.acts.figurative
        )
