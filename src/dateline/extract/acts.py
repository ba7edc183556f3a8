"""Acts: the verbs, nouns and nominal chains that tell of one, and how far it got.

A trigger of the codebook counts as an act unless the words around it say that it is figurative, an accident, a
step of a court, or unreal (a prediction, a wish, a condition). Weak triggers also need force in their sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dateline.codebook import Codebook
from dateline.codebook.acts import Modifier, Trigger
from dateline.extract.act_context import ActContext
from dateline.extract.pronoun_acts import find_pronoun_acts
from dateline.extract.raw import RawAct
from dateline.extract.reality import outcome_of
from dateline.extract.roles import agents_of, patients_of
from dateline.model import Outcome
from dateline.text.numbers import find_numbers
from dateline.text.phrases import PhraseIndex, PhraseMatch
from dateline.text.sentence import Sentence, Token

_AGAIN = frozenset({"additional", "another", "different", "further", "second", "separate", "similar", "third"})
_FROM_ABOVE = frozenset({"bombing", "shelling"})
_DEVICES = frozenset({"bomb", "car", "device", "truck", "vehicle"})


@dataclass(frozen=True)
class _Lexicon:
    triggers: PhraseIndex[Trigger]
    modifiers: PhraseIndex[Modifier]
    weapons: PhraseIndex[str]
    doers: PhraseIndex[Modifier]


@cache
def _lexicon(book: Codebook) -> _Lexicon:
    return _Lexicon(
        PhraseIndex((t.id, t) for t in book.acts.triggers),
        PhraseIndex((m.id, m) for m in book.acts.modifiers),
        PhraseIndex((word, w.id) for w in book.weapons for word in w.words),
        PhraseIndex((m.id, m) for m in book.acts.typed_by_agent),
    )


def find_acts(
    sentence: Sentence, book: Codebook, *, names_group: bool = False, in_report: bool = False
) -> list[RawAct]:
    """Return the acts that a parsed sentence tells of, in text order.

    ``names_group`` says that the sentence names an armed group, which means force as weapons and the dead do;
    ``in_report`` that some sentence of its report tells of explosives, an armed group or a claim.
    """
    if not sentence.is_parsed:
        return []
    lexicon = _lexicon(book)
    context = ActContext.of(
        sentence,
        book,
        names_weapon=bool(lexicon.weapons.matches(sentence)),
        names_group=names_group,
        in_report=in_report,
    )
    found = []
    for match in _strongest(lexicon.triggers.matches(sentence)):
        head = _head_of(sentence, match)
        if head is None or not context.allows(match.entry, head, match.tokens):
            continue
        outcome = Outcome(match.entry.outcome) if match.entry.outcome else outcome_of(sentence, head.i, book)
        if outcome is None:
            continue
        found.append(_raw_act(sentence, match, head, outcome, lexicon))
    told = {act.token for act in found}
    anaphors = [_anaphor(sentence, t) for t in sentence.tokens if t.i not in told and _is_anaphor(sentence, t, book)]
    return sorted([*found, *anaphors, *find_pronoun_acts(sentence, found)], key=lambda act: act.span)


def _is_anaphor(sentence: Sentence, token: Token, book: Codebook) -> bool:
    if not token.is_noun or token.lemma not in book.acts.anaphors or token.dep == "compound":
        return False
    return _definiteness(sentence, token) == "definite"


def _anaphor(sentence: Sentence, head: Token) -> RawAct:
    return RawAct(
        sentence=sentence.index,
        span=head.span,
        token=head.i,
        rule="act.anaphor.en.1",
        codes=(),
        outcome=Outcome.COMPLETED,
        definiteness="definite",
        is_plural=head.tag == "NNS",
        is_generic=True,
        is_suicide=False,
        count=None,
        agents=(),
        patients=(),
        is_anaphor=True,
    )


def _strongest(matches: Iterable[PhraseMatch[Trigger]]) -> list[PhraseMatch[Trigger]]:
    """Keep, at each word, the longest trigger; a verb and a noun of equal length both stay for the parse to judge."""
    ordered = sorted(matches, key=lambda m: -len(m.tokens))
    taken: dict[int, int] = {}
    kept = []
    for match in ordered:
        indices = [t.i for t in match.tokens]
        if all(taken.get(i, 0) <= len(indices) for i in indices):
            kept.append(match)
            for i in indices:
                taken[i] = max(taken.get(i, 0), len(indices))
    return sorted(kept, key=lambda m: m.tokens[0].i)


def _is_nominal(sentence: Sentence, token: Token) -> bool:
    if token.is_noun:
        return True
    if token.tag != "VBG":
        return token.pos == "ADJ" and token.dep in {"pobj", "dobj", "nsubj"}
    has_determiner = any(
        c.i < token.i for c in sentence.children(token.i, "det", "amod", "compound", "poss", "nummod")
    )
    before = sentence.tokens[token.i - 1] if token.i else None
    is_compounded = before is not None and before.is_noun and before.head == token.i and before.dep != "nsubjpass"
    if token.dep in {"csubj", "nsubj"} and not sentence.children(token.i, "dobj", "aux"):
        return True  # "Shooting in park leaves two dead"
    of_follows = token.i + 1 < len(sentence.tokens) and sentence.tokens[token.i + 1].lower == "of"
    return has_determiner or of_follows or (is_compounded and not sentence.children(token.i, "aux"))


def _is_of_name(sentence: Sentence, token: Token) -> bool:
    """Say whether a word stands inside the name of a body: "Gun Violence Archive"; in headlines all are capitals."""
    above = sentence.head(token.i)
    inside = token.pos == above.pos == "PROPN" and token.dep == "compound" and above.i > token.i
    long = [t for t in sentence.tokens if len(t.text) > 3 and t.text.isalpha()]
    return inside and above.text[:1].isupper() and sum(t.text[0].isupper() for t in long) <= len(long) / 2


def _head_of(sentence: Sentence, match: PhraseMatch[Trigger]) -> Token | None:
    """Return the token that carries the act, or None where the word is of another part of speech here."""
    if match.entry.pos == "noun":
        last = match.tokens[-1]
        if not _is_nominal(sentence, last) or _is_of_name(sentence, last):
            return None
        above = sentence.head(last.i)
        is_modifier = last.dep in {"compound", "nmod", "amod"} and above.is_noun and above.i > last.i
        return None if is_modifier and last.lower == "suicide" else last
    first = _joined_verb(sentence, match) or match.tokens[0]
    if _is_nominal(sentence, first) and len(match.tokens) == 1:
        return None
    if first.i == 0 and match.entry.needs != "nothing" and not sentence.children(first.i, "nsubj"):
        return None  # "Fire at hotel kills one": a noun that opens a headline, read as a command
    is_verbal = first.is_verb or first.tag.startswith("VB")
    return first if is_verbal or (len(match.tokens) > 1 and not first.is_noun) else None


def _joined_verb(sentence: Sentence, match: PhraseMatch[Trigger]) -> Token | None:
    """Return the verb of a compound written with a hyphen ("machine-gunned", "fire-bombed"), None for others."""
    last = match.tokens[-1]
    joined = len(match.tokens) > 1 and sentence.tokens[last.i - 1].text == "-"
    return last if joined and last.tag.startswith("VB") else None


def _is_of_a_known_act(sentence: Sentence, match: PhraseMatch[Trigger], head: Token) -> bool:
    """Say whether a participle before a noun stands for an act told before ("the bombed hotel").

    Behind a noun it is no such participle, whatever the parse says: "members of the Front kidnapped Ann Lee".
    """
    first = min(t.i for t in match.tokens)
    if head.dep != "amod" or head.tag != "VBN" or not first:
        return head.dep == "amod" and head.tag == "VBN"
    left = next((t for t in reversed(sentence.tokens[:first]) if t.text not in {")", '"'}), None)
    return left is None or not left.is_noun or left.head == head.i


def _raw_act(
    sentence: Sentence, match: PhraseMatch[Trigger], head: Token, outcome: Outcome, lexicon: _Lexicon
) -> RawAct:
    trigger = match.entry
    premodifiers = [
        t
        for t in sentence.subtree(head.i)
        if t.i < head.i and t.dep in {"compound", "amod", "nmod"} and t.i >= head.i - 5
    ]
    before = {t.i for t in premodifiers} | {t.i for t in match.tokens}
    modifiers = [m for m in lexicon.modifiers.longest(sentence) if {t.i for t in m.tokens} <= before]
    codes = dict.fromkeys(trigger.types)
    if not head.is_verb and not codes:
        codes.update(dict.fromkeys(code for m in modifiers for code in m.entry.types))
        codes = codes or dict.fromkeys(trigger.otherwise)
    fired = _fired(sentence, head, lexicon)
    if fired is not None:
        codes = dict.fromkeys(fired.types)
    agents = agents_of(sentence, head.i)
    if codes and set(codes) <= _FROM_ABOVE and _is_by_aircraft(sentence, agents, modifiers, lexicon):
        codes = dict.fromkeys(["airstrike"])
    implied = [fired.weapon if fired else trigger.weapon, *(m.entry.weapon for m in modifiers if not head.is_verb)]
    suicide = trigger.suicide or any(m.entry.suicide for m in modifiers)
    spoken = [t for t in sentence.tokens if t.i in before]
    number = _count(sentence, head)
    return RawAct(
        sentence=sentence.index,
        span=sentence.span_of(spoken if not head.is_verb else match.tokens),
        token=head.i,
        rule=f"act.{trigger.pos}.{_slug(trigger.id)}.en.1",
        codes=tuple(codes),
        outcome=outcome,
        definiteness=_definiteness(sentence, head),
        is_plural=head.tag in {"NNS", "NNPS"},
        is_generic=not codes,
        is_suicide=suicide,
        count=number,
        agents=tuple(t.i for t in agents),
        is_anaphor=_is_of_a_known_act(sentence, match, head) and "kidnapping" not in codes,
        patients=tuple(t.i for t in patients_of(sentence, head.i)),
        weapons=tuple(dict.fromkeys(w for w in implied if w)),
        targets=tuple(dict.fromkeys(m.entry.target for m in modifiers if m.entry.target)),
    )


def _fired(sentence: Sentence, head: Token, lexicon: _Lexicon) -> Modifier | None:
    """Return what was fired where that is no gun: "fired two rockets into a town", "shells fired at a hospital"."""
    if head.lemma != "fire" or not head.is_verb:
        return None
    things = [
        *sentence.children(head.i, "dobj", "nsubjpass", "nsubj"),
        *([sentence.head(head.i)] if head.dep == "acl" else []),
    ]
    words = {t.i for thing in things for t in (thing, *sentence.children(thing.i, "amod", "compound", "nmod"))}
    named = (m for m in lexicon.modifiers.longest(sentence) if {t.i for t in m.tokens} <= words)
    return next((m.entry for m in named if m.entry.weapon == "missile"), None)


def _is_by_aircraft(
    sentence: Sentence, agents: Iterable[Token], modifiers: Iterable[PhraseMatch[Modifier]], lexicon: _Lexicon
) -> bool:
    """Say whether what "bombed" or "bombarded" was an aircraft: then it was an air strike."""
    if any(m.entry.types == ("airstrike",) for m in modifiers):
        return True
    doers = {t.i for a in agents for t in sentence.within(sentence.noun_phrase(a.i))}
    named = [m.tokens for m in lexicon.weapons.longest(sentence) if m.entry == "aircraft"]
    named += [m.tokens for m in lexicon.doers.longest(sentence) if m.entry.weapon == "aircraft"]
    return any(t.i in doers for tokens in named for t in tokens)


def _slug(phrase: str) -> str:
    return "_".join(w for w in phrase.replace("-", " ").split() if w != "..")


def _count(sentence: Sentence, head: Token) -> int | None:
    if head.is_verb:
        return None
    lefts = {t.i for t in sentence.children(head.i) if t.i < head.i}
    if any(sentence.tokens[i].lower in {"twin", "double", "both"} for i in lefts):
        return 2
    if any(sentence.tokens[i].lower == "triple" for i in lefts):
        return 3
    numbers = [n for n in find_numbers(sentence) if set(n.tokens) & lefts and n.low is not None]
    return numbers[0].low if numbers else None


def _definiteness(sentence: Sentence, head: Token) -> str:
    if head.is_verb:
        doer = sentence.child(head.i, "nsubj", "nsubjpass")
        again = doer is not None and any(t.lower in _AGAIN for t in sentence.children(doer.i, "amod", "det"))
        return "another" if again and doer is not None and doer.lemma in _DEVICES else "bare"
    left = [t for t in sentence.children(head.i) if t.i < head.i]
    if head.dep == "compound" and sentence.head(head.i).lemma == "attempt":
        left += [t for t in sentence.children(head.head) if t.i < head.i]  # "an assassination attempt"
    words = {t.lower for t in left}
    if words & {*_AGAIN, "other"}:
        return "another"
    if words & {"the", "this", "that", "these", "those", "both", "all"} or any(t.dep == "poss" for t in left):
        return "definite"
    return "indefinite" if words & {"a", "an"} or any(t.dep == "nummod" for t in left) else "bare"
