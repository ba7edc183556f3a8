"""Weapons: the words that name or imply them, with the codebook's types; what else tells of the kind of act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dateline.codebook import Codebook
from dateline.codebook.acts import Modifier
from dateline.extract.raw import RawAct, RawKind, RawType
from dateline.text.phrases import PhraseIndex, PhraseMatch
from dateline.text.sentence import Sentence, Token, words_at

_AT_PERSONS = frozenset(
    f"act.{word}.en.1"
    for word in [
        "verb.kill",
        "verb.wound",
        "verb.injure",
        "verb.shoot",
        "verb.shoot_dead",
        "verb.shoot_to_death",
        "verb.gun_down",
        "verb.stab",
        "verb.stab_to_death",
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
SUICIDE = "suicide"  # stands for a flag, not a type: the attackers did not mean to survive
_REMOVING = frozenset({"clear", "destroy", "shoot"})
_BLOWN_UP = frozenset({"explosive", "incendiary"})
_WORN = frozenset({"belt", "suicide", "vest"})


@dataclass(frozen=True)
class _Lexicon:
    weapons: PhraseIndex[str]
    agents: PhraseIndex[Modifier]


@cache
def _lexicon(book: Codebook) -> _Lexicon:
    return _Lexicon(
        PhraseIndex((word, w.id) for w in book.weapons for word in w.words),
        PhraseIndex((m.id, m) for m in book.acts.typed_by_agent),
    )


@cache
def explosives(book: Codebook) -> PhraseIndex[str]:
    """Return the words that name explosives or what sets things on fire."""
    return PhraseIndex((word, w.id) for w in book.weapons if w.id in _BLOWN_UP for word in w.words)


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
        last = match.tokens[-1]
        if last.is_verb or (last.dep in {"dobj", "nsubjpass"} and sentence.head(last.i).lemma in _REMOVING):
            continue  # "bombed" is the act's own word; mines that somebody clears are those of another act
        found.append(_kind(sentence, acts, match.tokens, match.entry, f"weapon.named.{match.entry}.en.1"))
    for agent in lexicon.agents.longest(sentence):
        weapon = agent.entry.weapon
        for act in acts if weapon else ():
            if weapon and any(t.i in act.agents for t in agent.tokens):
                found.append(_kind(sentence, [act], agent.tokens, weapon, f"weapon.agent.{weapon}.en.1"))
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
