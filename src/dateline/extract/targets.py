"""Targets: whom or what an act was directed at, with the codebook's types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.codebook import Codebook
from dateline.extract.means import nearest_act
from dateline.extract.raw import RawAct, RawActor, RawKind
from dateline.extract.roles import TIME_WORDS
from dateline.model import Span
from dateline.text.phrases import PhraseIndex, PhraseMatch
from dateline.text.sentence import Sentence, Token, words_at

_SITE_PREPOSITIONS = frozenset(
    {"at", "beside", "in", "inside", "into", "near", "of", "on", "opposite", "outside", "through", "under", "within"}
)
_BESIDE = frozenset({"front", "middle", "vicinity"})  # "in front of X"
_SITE_TYPES = frozenset(
    "business diplomatic education government health media military police private_property public_event "
    "religious transport utility".split()
)
_SIDES = {
    "armed_forces": "military",
    "armed_group": "armed_group",
    "coalition": "military",
    "criminal_group": "armed_group",
    "militia": "armed_group",
    "movement": "armed_group",
    "police": "police",
    "security_forces": "police",
}
_HARMING = frozenset(f"act.verb.{word}.en.1" for word in ("injure", "kill", "wound"))
# "killed fighting X", "died in battle": who falls so and is no soldier fought on the side of an armed group
_FELL_FIGHTING = ("act.verb.die_", "act.verb.kill_")
_HIDING = frozenset("carry conceal hide load pack plant rig strap stuff".split())
_FIGHTING = frozenset("enlist fight serve train volunteer".split())
_PREMISES = frozenset("branch building bureau compound headquarters hq office premise".split())
_PLACING = frozenset({"at"})  # "a shooting at a party": where it was; "an attack on a party": what was aimed at
_WITH = frozenset({"alongside", "beside", "for", "with"})
_CARING = frozenset("die recover treat".split())
_ANYBODY = frozenset({"passer-by", "people", "person"})
_UNARMED_PEOPLE = frozenset({"man", "woman", "boy", "girl", "victim", "couple", "brother", "sister", "teenager"})
# words for how many of whom, or for what holds them: who they are is told behind "of"
_OF_WHOM = frozenset(
    "band column convoy couple crowd dozen group handful hundred majority member number pair score series team "
    "thousand unit".split()
)
# what belongs to a side of a conflict and is of its type, whatever it is: "a position of the Xs", "the X leader"
OF_A_SIDE = frozenset(
    "base bunker camp cell checkpoint chief column command commander compound convoy emir enclave facility fighter "
    "figure force founder group headquarters head hideout jihadist leader leadership member militant objective "
    "operative outpost patrol position recruiter stronghold target troop unit vehicle".split()
)


@dataclass(frozen=True)
class Targets:
    """Reads the targets of one sentence: its words of the codebook, and the sides that it names."""

    sentence: Sentence
    matches: Sequence[PhraseMatch[str]]
    sides: Mapping[int, str]

    @classmethod
    def of(cls, sentence: Sentence, book: Codebook, actors: Sequence[RawActor] = ()) -> Targets:
        """Read the words of a parsed sentence; ``actors`` are those that it names."""
        sides = {a.token: kind for a in actors if a.token is not None and (kind := side_of(a, book))}
        return cls(sentence, _lexicon(book).longest(sentence), sides)

    def type_of(self, i: int) -> str | None:
        """Return the type of the person or thing that the noun phrase with head i names, or None."""
        token = self.sentence.tokens[i]
        if token.lemma in OF_A_SIDE and (side := self._owner(i)):
            return side
        if token.lemma in _OF_WHOM:
            inner = self._of(i)
            if inner is not None and (kind := self.type_of(inner.i)):
                return kind
        exact = self.premises_of(i) or next((m.entry for m in self.matches if m.tokens[-1].i == i), None)
        if exact or token.pos != "PROPN":
            return exact or ("civilians" if token.lemma in _UNARMED_PEOPLE else self.sides.get(i))
        return self.sides.get(i) or self.calling_in(i)

    def premises_of(self, i: int) -> str | None:
        """Return the type of those whose premises a noun names: "the newspaper's office"."""
        if self.sentence.tokens[i].lemma not in _PREMISES:
            return None
        phrase = self.sentence.noun_phrase(i)
        owners = [m for m in self.matches if m.tokens[-1].i < i and phrase.covers(self.sentence.span_of(m.tokens))]
        return owners[-1].entry if owners else None

    def calling_in(self, i: int) -> str | None:
        """Return the type that the words around a name tell: "security minister Wiranto", "X, mayor of Y"."""
        s = self.sentence
        phrase = s.noun_phrase(i)
        if (side := self._owner(i)) and any(t.lemma in OF_A_SIDE for t in s.within(phrase) if t.i != i):
            return side
        inside = [m for m in self.matches if phrase.covers(s.span_of(m.tokens)) and m.tokens[-1].i != i]
        if inside:
            return inside[-1].entry
        beside = s.children(i, "appos")
        beside += [s.head(i)] if s.tokens[i].dep == "appos" else []
        return next((kind for t in beside if t.pos == "NOUN" and (kind := self.type_of(t.i))), None)

    def fights_for(self, i: int, act: RawAct) -> str | None:
        """Return the type of the side for which somebody fought who came to harm ("killed while serving with X")."""
        s = self.sentence
        heads = [i, *([act.token] if act.token is not None else [])]
        clauses = [v for h in heads for v in s.children(h, "acl", "advcl", "relcl", "xcomp") if v.lemma in _FIGHTING]
        sides = [
            n for v in clauses for p in s.children(v.i, "prep") if p.lower in _WITH for n in s.children(p.i, "pobj")
        ]
        return next((k for n in sides if (k := self.sides.get(n.i) or self._owner(n.i) or self.type_of(n.i))), None)

    def _owner(self, i: int) -> str | None:
        """Return the type of the side that stands in the noun phrase of a word or behind its "of"."""
        s = self.sentence
        inside = {t.i for t in s.within(s.noun_phrase(i)) if t.i != i}
        behind = self._of(i)
        if behind is not None:
            inside |= {t.i for t in s.within(s.noun_phrase(behind.i))}
        return next((self.sides[j] for j in sorted(inside) if j in self.sides), None)

    def _of(self, i: int) -> Token | None:
        prep = next((p for p in self.sentence.children(i, "prep") if p.lower == "of"), None)
        return self.sentence.child(prep.i, "pobj") if prep is not None else None


@cache
def _lexicon(book: Codebook) -> PhraseIndex[str]:
    return PhraseIndex((word, t.id) for t in book.targets for word in t.words)


def find_targets(
    sentence: Sentence,
    acts: Sequence[RawAct],
    book: Codebook,
    actors: Sequence[RawActor] = (),
    callings: Mapping[str, str] | None = None,
) -> list[RawKind]:
    """Return whom or what the acts of a sentence were directed at: their patients and the sites they struck.

    ``actors`` are those that the sentence names; one that suffers an act is its target ("strikes on the rebels").
    ``callings`` are the types of the persons of whom the report tells elsewhere what they are.
    """
    if not acts or not sentence.is_parsed:
        return []
    targets = Targets.of(sentence, book, actors)
    found: dict[tuple[int, int], RawKind] = {}
    is_clash = any("clash" in a.codes for a in acts)
    for act in acts:
        for i in act.patients:
            kind = targets.type_of(i)
            token = sentence.tokens[i]
            if kind is None and token.text[:1].isupper():
                kind = (callings or {}).get(token.text)
            if kind in (None, "civilians") and act.rule.startswith("act.verb."):
                kind = targets.fights_for(i, act) or ("armed_group" if act.rule.startswith(_FELL_FIGHTING) else kind)
            if act.rule in _HARMING and _is_counted(sentence, i):
                if kind and not is_clash:  # the dead of a fight are of both sides
                    _add(found, sentence, i, kind, act, "target.counted")
                continue
            if kind is None and act.rule not in _HARMING and token.lemma in _ANYBODY:
                kind = "civilians"  # "stabbed people in a market"; "the number of people killed" tells of no aim
            if kind:
                at = sentence.head(i).lower in _PLACING and not sentence.tokens[act.token or 0].is_verb
                _add(found, sentence, i, kind, act, "target.site" if at else "target.patient")
    for match in targets.matches:
        head = match.tokens[-1]
        if head.pos == "PROPN" and head.lower in TIME_WORDS:
            continue  # March is a month
        kind = targets.premises_of(head.i) or match.entry
        if kind in _SITE_TYPES and _is_site(sentence, head, acts):
            site_act = nearest_act(sentence, acts, head.i)
            if site_act:
                _add(found, sentence, head.i, kind, site_act, "target.site")
    return sorted([*found.values(), *_implied(sentence, acts)], key=lambda k: k.span)


def _implied(sentence: Sentence, acts: Sequence[RawAct]) -> list[RawKind]:
    """Return the targets that the words for an act tell by themselves: "sexual assaults"."""
    rule = "target.implied.{}.en.1"
    return [
        RawKind(a.sentence, a.span, a.token, rule.format(kind), "target", kind, words_at(sentence, a.span), a.token)
        for a in acts
        for kind in a.targets
    ]


def side_of(actor: RawActor, book: Codebook) -> str | None:
    """Return the type of target that a listed actor is, None for one that the codebook does not list."""
    entry = next((e for a in actor.actors if (e := book.actors.by_id.get(a))), None)
    return _SIDES.get(entry.kind) if entry else None


def _is_counted(sentence: Sentence, i: int) -> bool:
    return sentence.tokens[i].tag in {"NNS", "NNPS"} and bool(sentence.children(i, "nummod", "quantmod"))


def _add(
    found: dict[tuple[int, int], RawKind], sentence: Sentence, i: int, kind: str, act: RawAct, rule: str
) -> None:
    span = target_span(sentence, i)
    key = (span.start, span.end)
    name = words_at(sentence, span)
    found.setdefault(key, RawKind(sentence.index, span, i, f"{rule}.{kind}.en.1", "target", kind, name, act.token))


def target_span(sentence: Sentence, i: int) -> Span:
    """Return the words that name a site or target: its noun phrase with a following "of X", without "the"."""
    token = sentence.tokens[i]
    phrase = sentence.noun_phrase(i)
    members = sentence.within(phrase)
    skipped = {"det", "nummod", "quantmod", "advmod", "predet"}
    while len(members) > 1 and (members[0].dep in skipped or members[0].lower in TIME_WORDS):
        members = members[1:]
    for of in sentence.children(token.i, "prep"):
        inner = sentence.child(of.i, "pobj")
        if of.lower == "of" and inner is not None and (inner.pos == "PROPN" or token.lemma in _OF_WHOM):
            members = [*members, of, *sentence.within(sentence.noun_phrase(inner.i))]
            break
    return sentence.span_of(members)


def _is_site(sentence: Sentence, head: Token, acts: Sequence[RawAct]) -> bool:
    """Say whether a noun stands where an act's place stands: "at X" under the act or its clause."""
    if head.dep != "pobj":
        return False
    prep = sentence.head(head.i)
    if prep.lower not in _SITE_PREPOSITIONS or (head.pos == "PROPN" and prep.lower == "in"):
        return False  # "in London Bridge" names a part of town, "at London Bridge station" a site
    if prep.lower == "of" and sentence.head(prep.i).lower in _BESIDE:
        prep = sentence.head(sentence.head(prep.i).i)
    owners = {a.token for a in acts}
    governed = {prep.head, *(t.i for t in sentence.ancestors(prep.i))}
    if prep.lower == "of":
        return prep.head in owners
    if sentence.head(prep.i).lemma in _HIDING | _CARING:
        return False  # a bomb hidden in a tanker strikes something else, and the wounded die in hospitals
    return bool(governed & owners) or any(sentence.clause(a.token) in governed for a in acts if a.token is not None)
