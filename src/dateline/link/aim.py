"""Which of the weapons, targets and doers told around an incident are its own.

A report tells of an act in many sentences. What was done to the attackers ("police shot him dead") and what happens
again and again ("they attack villages") tells nothing of the weapons and the aim of this one; who was aimed at tells
more than where it happened; what is said twice is said once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.codebook import Codebook
from dateline.extract.raw import RawAct, RawKind
from dateline.link.cells import Cell
from dateline.model import Modality, Statement, Value
from dateline.text.sentence import Sentence, Token

_HARM_RULES = tuple(f"act.verb.{word}.en.1" for word in ("injure", "kill", "murder", "slay", "wound"))
_HARM_NOUNS = tuple(f"act.noun.{word}.en.1" for word in ("killing", "murder", "slaying"))
_OFTEN = frozenset("frequently often previously regularly repeatedly routinely sometimes usually".split())
_ENDS = frozenset('.!?"”’')
_DAMAGED = ("target.damaged.", "target.destroyed.")
_LONG = frozenset("decade decades months since years".split())
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday yesterday".split())
_FROM_THE_AIR = frozenset({"airstrike", "shelling"})
_FROM_ANYWHERE = tuple(
    f"act.{word}.en." for word in ("noun.bombardment", "noun.bombing", "verb.bomb", "verb.bombard")
)
_ON_THE_GROUND = frozenset(
    "artillery bus car ground lorry mortar parcel roadside rocket suicide truck van vehicle".split()
)
_SEVERAL = 5
_PLAIN = frozenset({"civilians", "private_property"})  # whom and what any attack may strike


@dataclass(frozen=True)
class _Aim:
    """A target told of an incident: where it stands, and how much it tells of whom the act was directed at."""

    kind: RawKind
    rank: int


_PERSON, _AIMED, _HARMED, _SITE, _COUNTED, _STRUCK = range(6)  # ranks of an aim, what tells most first


def own_cells(cells: Sequence[Cell], book: Codebook) -> list[Cell]:
    """Return the cells of an incident with only the weapons, targets and doers that are its own."""
    suspects = {w for c in cells for p in c.perpetrators for w in (p.value.name or "").split()[-1:]}
    kept = _without(cells, {id(c): _answers(c, book, suspects) for c in cells})
    kept = _without_habits(kept)
    by_planes = any(k.rule.startswith("weapon.agent.aircraft.") for c in kept for k in c.kinds)
    from_the_air = by_planes or any(_FROM_THE_AIR & c.types for c in kept)
    at_person = any("assassination" in c.types for c in kept)
    if by_planes or any("airstrike" in c.types for c in kept):
        kept = [_bombed_from_the_air(c) for c in kept]
    aims = [_aim(c, k, at_person=at_person) for c in kept for k in c.kinds if k.property == "target"]
    if _strikes_many(kept):
        aims = [replace(a, rank=_COUNTED) if a.kind.rule.startswith("target.named.") else a for a in aims]
    chosen = _chosen(aims)
    return [
        replace(c, kinds=[k for k in c.kinds if k in chosen or _is_own_weapon(c, k, from_the_air=from_the_air)])
        for c in kept
    ]


def _strikes_many(cells: Sequence[Cell]) -> bool:
    """Say whether a bomb killed or wounded several people: then one of them whom the report names was not its aim."""
    harmed = [t.low or 0 for c in cells for t in c.tolls if t.property in ("killed", "wounded")]
    return max(harmed, default=0) >= _SEVERAL and any("bombing" in c.types for c in cells)


def _bombed_from_the_air(cell: Cell) -> Cell:
    """Return a cell of an air strike with its "bombing" and "bombardment" read as that: they are no other act."""
    return replace(
        cell, acts=[replace(a, codes=("airstrike",)) if _may_be_from_the_air(cell, a) else a for a in cell.acts]
    )


def _may_be_from_the_air(cell: Cell, act: RawAct) -> bool:
    if act.is_suicide or not act.rule.startswith(_FROM_ANYWHERE) or act.token is None:
        return False
    before = cell.sentence.children(act.token, "compound", "nmod")
    return not any(t.lemma in _ON_THE_GROUND for t in before)


def _answers(cell: Cell, book: Codebook, suspects: set[str]) -> frozenset[int | None]:
    """Return the tokens of the acts of a cell that were done to the attackers."""
    return frozenset(a.token for a in cell.acts if _is_answer(cell.sentence, a, book, suspects))


def _is_answer(sentence: Sentence, act: RawAct, book: Codebook, suspects: set[str]) -> bool:
    if act.token is not None and any(t.lower == "back" for t in sentence.children(act.token, "advmod", "prt")):
        return True  # "they fought back"
    done_to = [sentence.tokens[i] for i in act.patients]
    if not done_to:
        return False
    attackers = set(book.responsibility.attackers)
    if all(t.lemma in attackers for t in done_to):
        return True
    by_police = any(_is_police(sentence, i, book) for i in act.agents)
    return by_police and all(_is_one_of_them(t, attackers, suspects) for t in done_to)


def _is_one_of_them(token: Token, attackers: set[str], suspects: set[str]) -> bool:
    return token.lemma in attackers or token.text in suspects or token.lower in {"him", "her", "he", "she"}


def _is_police(sentence: Sentence, i: int, book: Codebook) -> bool:
    return any(t.lemma in book.responsibility.police for t in sentence.within(sentence.noun_phrase(i)))


def _habits(cell: Cell) -> frozenset[int | None]:
    """Return the tokens of the acts of a cell, where all of them are told as happening again and again."""
    acts = [a for a in cell.acts if not a.is_anaphor]
    return frozenset(a.token for a in acts) if all(_is_habit(cell.sentence, a) for a in acts) else frozenset()


def _is_habit(sentence: Sentence, act: RawAct) -> bool:
    """Say whether an act is told as one that happens again and again: "suicide bombings", "they attack villages"."""
    if act.token is None:
        return False
    head = sentence.tokens[act.token]
    if not head.is_verb:
        happened = head.dep == "nsubj" and sentence.head(head.i).tag == "VBD"  # "clashes continued with the Xs"
        return act.is_plural and act.definiteness == "bare" and act.count is None and not happened
    if any(t.lower in _OFTEN for t in sentence.children(head.i, "advmod")):
        return True
    finite = [head, *sentence.children(head.i, "aux", "auxpass")]
    after = {t.lower for t in sentence.subtree(head.i) if t.i > head.i}
    if any(t.lemma == "have" and t.dep == "aux" for t in finite) and after & _LONG and not after & _DAYS:
        return True  # "has killed 2,000 people since 2009", "has shelled the city for years"
    lasts = head.tag in {"VBP", "VBZ"} or any(t.tag in {"VBP", "VBZ"} and t.dep == "auxpass" for t in finite)
    return lasts and sentence.text[-1:] in _ENDS  # headlines tell of one act in the present tense


def _without(cells: Sequence[Cell], others: dict[int, frozenset[int | None]]) -> list[Cell]:
    """Return cells without what goes with other acts (by cell), unless those are all that the report tells of."""
    told = [a for c in cells for a in c.acts if a.token not in others[id(c)] and not a.is_anaphor]
    if not any(a.codes for a in told):
        return list(cells)
    return [_without_acts(c, others[id(c)]) for c in cells]


def _without_habits(cells: Sequence[Cell]) -> list[Cell]:
    """Return cells without what goes with acts told as happening again and again, nor a type told of those alone."""
    habits = {id(c): _habits(c) for c in cells}
    sentences = Counter(code for c in cells for code in c.types)
    own = frozenset(code for c in cells for a in c.acts if a.token not in habits[id(c)] for code in a.codes)
    kept = _without(cells, habits)
    if not own:
        return kept
    own |= {code for code, count in sentences.items() if count > 1}
    return [_without_types(k, habits[id(c)], own) for k, c in zip(kept, cells, strict=True)]


def _without_acts(cell: Cell, others: frozenset[int | None]) -> Cell:
    if not others:
        return cell
    agents = "responsibility.agent_"
    kinds = [k for k in cell.kinds if k.act not in others]
    who = [p for p in cell.perpetrators if p.raw.act not in others or not p.raw.rule.startswith(agents)]
    return replace(cell, kinds=kinds, perpetrators=who)


def _without_types(cell: Cell, others: frozenset[int | None], own: frozenset[str]) -> Cell:
    """Return a cell whose other acts tell no type beside those of the incident's own.

    "The town has seen executions", of a place where hostages are held; a day or a count makes it an act of its own.
    """
    if not others or cell.dates or cell.tolls:
        return cell
    acts = [replace(a, codes=tuple(c for c in a.codes if c in own)) if a.token in others else a for a in cell.acts]
    return replace(cell, acts=acts, inferred=[t for t in cell.inferred if t.act not in others or t.code in own])


def _is_own_weapon(cell: Cell, kind: RawKind, *, from_the_air: bool) -> bool:
    """Say whether a weapon or an assailant is of the act: not the bombs that "bombed" implies where planes did it."""
    if kind.property != "weapon":
        return kind.property == "assailant"
    if not kind.rule.startswith("weapon.implied."):
        return True
    if kind.type == "explosive" and from_the_air:
        return False
    carries_bomb = any(k.type == "explosive" and k.property == "weapon" for k in cell.kinds)
    return kind.type != "vehicle" or not carries_bomb  # a car driven at people to blow it up is no weapon itself


def _aim(cell: Cell, kind: RawKind, *, at_person: bool) -> _Aim:
    """Return how much a target tells of the aim; ``at_person`` says that the act was an assassination."""
    names = kind.token is not None and cell.sentence.is_parsed and cell.sentence.tokens[kind.token].tag == "NNP"
    if at_person and names and kind.rule.startswith(("target.named.", "target.patient.")):
        return _Aim(kind, _PERSON)
    if kind.rule.startswith(_DAMAGED):
        return _Aim(kind, _STRUCK)
    if kind.rule.startswith("target.site."):
        return _Aim(kind, _SITE)
    if kind.rule.startswith(("target.counted.", "target.implied.")):
        return _Aim(kind, _COUNTED)
    if kind.rule.startswith("target.named."):
        return _Aim(kind, _HARMED)
    rule = next((a.rule for a in cell.acts if a.token == kind.act), "")
    return _Aim(kind, _HARMED if rule in _HARM_RULES + _HARM_NOUNS else _AIMED)


def _chosen(aims: Sequence[_Aim]) -> list[RawKind]:
    """Return the targets that tell whom or what the act was directed at.

    Somebody with a calling, or a thing attacked, tells more than the place where it happened, and any of these more
    than "people" or "a man"; those of whom only a number is told as dead count where nothing else is told. A thing
    damaged or destroyed is a target beside any other.
    """
    damaged = [a.kind for a in aims if a.rank == _STRUCK]
    ranked = (
        [a for a in aims if a.rank == _PERSON],
        [a for a in aims if a.rank == _AIMED and a.kind.type not in _PLAIN],
        [a for a in aims if a.rank == _HARMED and a.kind.type not in _PLAIN],
        [a for a in aims if a.rank == _SITE or (a.rank == _AIMED and a.kind.type in _PLAIN)],
        [a for a in aims if a.rank == _HARMED],
        list(aims),
    )
    chosen = [a.kind for a in next((r for r in ranked if r), [])]
    return chosen + [kind for kind in damaged if kind not in chosen]


def said_once(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield statements without those that tell again who did it, as surely and by the same speakers.

    What the report says in its own voice it need not say again by the mouth of others, nor as a suspicion of its own.
    """
    own_voice = {_doer(s) for s in statements if s.property == "perpetrator" and not s.speakers}
    told = set()
    for statement in statements:
        if statement.property == "perpetrator":
            key = (_doer(statement), statement.speakers)
            if key in told or (statement.speakers and _doer(statement) in own_voice):
                continue
            sure = (statement.about, Modality.REPORTED, statement.value)
            if statement.modality is Modality.SUSPECTED and not statement.speakers and sure in own_voice:
                continue
            told.add(key)
        yield statement


def _doer(statement: Statement) -> tuple[str, Modality, Value]:
    return statement.about, statement.modality, statement.value
