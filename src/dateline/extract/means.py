"""Weapons and targets: the words that name them, with the codebook's types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.codebook import Codebook
from dateline.codebook.acts import Modifier
from dateline.extract.raw import RawAct, RawActor, RawKind, RawType
from dateline.extract.roles import TIME_WORDS
from dateline.model import Span
from dateline.text.phrases import PhraseIndex, PhraseMatch
from dateline.text.sentence import Sentence, Token, words_at

_SITE_PREPOSITIONS = frozenset({"at", "in", "inside", "outside", "near", "on", "into", "of", "through", "within"})
_SITE_TYPES = frozenset(
    "business diplomatic education government health media military police private_property public_event "
    "religious transport utility".split()
)
_AT_PERSONS = frozenset(
    f"act.{word}.en.1"
    for word in [
        "verb.kill",
        "verb.wound",
        "verb.injure",
        "verb.shoot",
        "verb.shoot_dead",
        "verb.gun_down",
        "verb.stab",
        "verb.murder",
        "verb.slay",
        "verb.attack",
        "verb.poison",
        "verb.blow_up",
        "verb.ambush",
        "noun.killing",
        "noun.murder",
        "noun.slaying",
        "noun.shooting",
        "noun.stabbing",
    ]
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
SUICIDE = "suicide"  # stands for a flag, not a type: the attackers did not mean to survive
_WORN = frozenset({"belt", "suicide", "vest"})
_HARMING = frozenset(f"act.verb.{word}.en.1" for word in ("injure", "kill", "wound"))
_HIDING = frozenset("carry conceal hide load pack plant rig strap stuff".split())
_ANYBODY = frozenset({"passer-by", "people", "person"})
_UNARMED_PEOPLE = frozenset({"man", "woman", "boy", "girl", "victim", "couple", "brother", "sister", "teenager"})


@dataclass(frozen=True)
class _Lexicon:
    weapons: PhraseIndex[str]
    targets: PhraseIndex[str]
    agents: PhraseIndex[Modifier]


@cache
def _lexicon(book: Codebook) -> _Lexicon:
    return _Lexicon(
        PhraseIndex((word, w.id) for w in book.weapons for word in w.words),
        PhraseIndex((word, t.id) for t in book.targets for word in t.words),
        PhraseIndex((m.id, m) for m in book.acts.typed_by_agent),
    )


def nearest_act(sentence: Sentence, acts: Sequence[RawAct], token: int) -> RawAct | None:
    """Return the act of the sentence to which the word at a token most likely belongs, or None.

    Under a verb the nearest act below it wins ("four died in a bombing"); then an act above in the parse, the nearest
    first; else the last act to its left; else the first.
    """
    by_token = {a.token: a for a in acts if a.token is not None}
    if sentence.tokens[token].is_verb and token not in by_token:
        below = [t.i for t in sentence.subtree(token) if t.i in by_token]
        if below:
            return by_token[min(below, key=lambda i: abs(i - token))]
    for above in (sentence.tokens[token], *sentence.ancestors(token)):
        if above.i in by_token:
            return by_token[above.i]
    left = [a for a in acts if a.token is not None and a.token < token]
    return left[-1] if left else (acts[0] if acts else None)


def find_weapons(sentence: Sentence, acts: Sequence[RawAct], book: Codebook) -> list[RawKind]:
    """Return the weapons that a sentence with acts names or implies, each with its act."""
    if not acts or not sentence.is_parsed:
        return []
    lexicon = _lexicon(book)
    found = [
        RawKind(
            sentence.index,
            act.span,
            act.token,
            f"weapon.implied.{weapon}.en.1",
            "weapon",
            weapon,
            words_at(sentence, act.span),
            act.token,
        )
        for act in acts
        for weapon in act.weapons
    ]
    for match in lexicon.weapons.longest(sentence):
        found.append(_kind(sentence, acts, match.tokens, match.entry, f"weapon.named.{match.entry}.en.1"))
    for agent in lexicon.agents.longest(sentence):
        if agent.entry.weapon and any(t.i in a.agents for a in acts for t in agent.tokens):
            rule = f"weapon.agent.{agent.entry.weapon}.en.1"
            found.append(_kind(sentence, acts, agent.tokens, agent.entry.weapon, rule))
    return found


def _kind(sentence: Sentence, acts: Sequence[RawAct], tokens: Sequence[Token], weapon: str, rule: str) -> RawKind:
    span = sentence.span_of(tokens)
    act = nearest_act(sentence, acts, tokens[-1].i)
    name = words_at(sentence, span)
    return RawKind(sentence.index, span, tokens[-1].i, rule, "weapon", weapon, name, act.token if act else None)


def infer_types(sentence: Sentence, acts: Sequence[RawAct], book: Codebook) -> list[RawType]:
    """Return the types of acts that their agents tell ("gunmen attacked") or their victims ("killed the mayor")."""
    if not acts or not sentence.is_parsed:
        return []
    found: list[RawType] = []
    agents = _lexicon(book).agents.longest(sentence)
    for act in acts:
        if act.token is None:
            continue
        for match in agents:
            if any(t.i in act.agents for t in match.tokens):
                found += _by_agent(sentence, act.token, act.is_generic, match)
        for patient in act.patients:
            if _is_prominent(sentence, patient, book) and act.rule in _AT_PERSONS:
                span = sentence.noun_phrase(patient)
                rule = "type.prominent_victim.en.1"
                found.append(RawType(sentence.index, span, patient, rule, "assassination", act.token))
    for weapon in _lexicon(book).weapons.longest(sentence):
        words, last = {t.lemma for t in weapon.tokens}, weapon.tokens[-1].i
        worn = nearest_act(sentence, acts, last) if words & _WORN else None
        if worn is not None and worn.token is not None:
            span = sentence.span_of(weapon.tokens)
            found.append(RawType(sentence.index, span, last, "suicide.weapon.en.1", SUICIDE, worn.token))
    return found


def _by_agent(sentence: Sentence, act: int, is_generic: bool, match: PhraseMatch[Modifier]) -> list[RawType]:
    span, token = sentence.span_of(match.tokens), match.tokens[-1].i
    codes = match.entry.types if is_generic else ()
    found = [RawType(sentence.index, span, token, f"type.by_agent.{code}.en.1", code, act) for code in codes]
    if match.entry.suicide:
        found.append(RawType(sentence.index, span, token, "suicide.by_agent.en.1", SUICIDE, act))
    return found


def _is_prominent(sentence: Sentence, i: int, book: Codebook) -> bool:
    """Say whether a victim is one person known by an office ("security minister Wiranto")."""
    token = sentence.tokens[i]
    if token.tag in {"NNS", "NNPS"} or not token.is_noun:
        return False
    phrase = sentence.within(sentence.noun_phrase(i))
    beside = [t for a in sentence.children(i, "appos") for t in sentence.within(sentence.noun_phrase(a.i))]
    return any(t.lemma in book.acts.prominent for t in (*phrase, *beside))


def find_targets(
    sentence: Sentence, acts: Sequence[RawAct], book: Codebook, actors: Sequence[RawActor] = ()
) -> list[RawKind]:
    """Return whom or what the acts of a sentence were directed at: their patients and the sites they struck.

    ``actors`` are those that the sentence names; one that suffers an act is its target ("strikes on the rebels").
    """
    if not acts or not sentence.is_parsed:
        return []
    matches = _lexicon(book).targets.longest(sentence)
    by_head = {m.tokens[-1].i: m for m in matches}
    sides = {a.token: kind for a in actors if a.token is not None and (kind := _side(a, book))}
    found: dict[tuple[int, int], RawKind] = {}
    for act in acts:
        for i in act.patients:
            if act.rule in _HARMING and _is_counted(sentence, i):
                continue  # the dead of a bombing are its victims; who was aimed at is told otherwise
            kind = _patient_type(sentence, i, by_head, matches) or sides.get(i)
            if kind is None and act.rule not in _HARMING and sentence.tokens[i].lemma in _ANYBODY:
                kind = "civilians"  # "stabbed people in a market"; "the number of people killed" tells of no aim
            if kind:
                _add(found, sentence, i, kind, act, "target.patient")
    for match in matches:
        head = match.tokens[-1]
        if head.pos == "PROPN" and head.lower in TIME_WORDS:
            continue  # March is a month
        if match.entry in _SITE_TYPES and _is_site(sentence, head, acts):
            site_act = nearest_act(sentence, acts, head.i)
            if site_act:
                _add(found, sentence, head.i, match.entry, site_act, "target.site")
    return sorted(found.values(), key=lambda k: k.span)


def _side(actor: RawActor, book: Codebook) -> str | None:
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
        if of.lower == "of" and inner is not None and inner.pos == "PROPN":
            members = [*members, of, *sentence.within(sentence.noun_phrase(inner.i))]
            break
    return sentence.span_of(members)


def _patient_type(
    sentence: Sentence, i: int, by_head: dict[int, PhraseMatch[str]], matches: Iterable[PhraseMatch[str]]
) -> str | None:
    if i in by_head:
        return by_head[i].entry
    token = sentence.tokens[i]
    if token.lemma in _UNARMED_PEOPLE:
        return "civilians"
    if token.pos != "PROPN":
        return None
    phrase = sentence.noun_phrase(i)  # "security minister Wiranto", "Mayor X": the calling names the type
    inside = [m for m in matches if phrase.covers(sentence.span_of(m.tokens))]
    return inside[-1].entry if inside else None


def _is_site(sentence: Sentence, head: Token, acts: Sequence[RawAct]) -> bool:
    """Say whether a noun stands where an act's place stands: "at X" under the act or its clause."""
    if head.dep != "pobj":
        return False
    prep = sentence.head(head.i)
    if prep.lower not in _SITE_PREPOSITIONS or (head.pos == "PROPN" and prep.lower == "in"):
        return False  # "in London Bridge" names a part of town, "at London Bridge station" a site
    owners = {a.token for a in acts}
    governed = {prep.head, *(t.i for t in sentence.ancestors(prep.i))}
    if prep.lower == "of":
        return prep.head in owners
    if sentence.head(prep.i).lemma in _HIDING:
        return False  # a bomb hidden in a tanker strikes something else
    return bool(governed & owners) or any(sentence.clause(a.token) in governed for a in acts if a.token is not None)
