"""Things damaged or destroyed in an act: targets that no verb of attack has as its object.

"The blast damaged a bank", "serious damage to the consulate", "two buses were burned": what was damaged is told
beside the act. A thing counts as struck only if the codebook's targets know it, and it is no person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from dateline.codebook import Codebook
from dateline.extract.means import nearest_act
from dateline.extract.raw import RawAct, RawKind
from dateline.extract.roles import patients_of
from dateline.extract.targets import target_span
from dateline.text.phrases import PhraseIndex
from dateline.text.sentence import Sentence, Token, words_at

_TO = frozenset({"of", "to"})


@cache
def _targets(book: Codebook) -> PhraseIndex[str]:
    return PhraseIndex((word, target.id) for target in book.targets for word in target.words)


def find_damaged(sentence: Sentence, acts: Sequence[RawAct], book: Codebook) -> list[RawKind]:
    """Return the things that a sentence with acts tells as damaged or destroyed, each with its act, in text order."""
    if not acts or not sentence.is_parsed:
        return []
    types = {m.tokens[-1].i: m.entry for m in _targets(book).longest(sentence)}
    found: dict[int, RawKind] = {}
    for effect, word, part in _struck(sentence, book):
        thing = part if part.i in types else _whole(sentence, part)
        if thing.i not in types or thing.lemma in book.tolls.people_nouns:
            continue
        act = nearest_act(sentence, acts, word.i)
        span = target_span(sentence, thing.i)
        rule = f"target.{effect}.{types[thing.i]}.en.1"
        name = words_at(sentence, span)
        token = act.token if act else None
        found.setdefault(thing.i, RawKind(sentence.index, span, thing.i, rule, "target", types[thing.i], name, token))
    return sorted(found.values(), key=lambda k: k.span)


def _whole(sentence: Sentence, part: Token) -> Token:
    """Return that of which a thing is a part: "the windows of the consulate"; the thing itself if none is told."""
    of = next((t for t in sentence.children(part.i, "prep") if t.lower == "of"), None)
    return (sentence.child(of.i, "pobj") if of else None) or part


def _struck(sentence: Sentence, book: Codebook) -> Iterator[tuple[str, Token, Token]]:
    """Yield what became of a thing, the word that tells it, and the head of the thing's words."""
    for word in sentence.tokens:
        effect = book.acts.effect_of.get(word.lemma)
        if effect is None:
            continue
        if word.is_verb:
            things = patients_of(sentence, word.i)
        else:
            below = [p for p in sentence.children(word.i, "prep") if p.lower in _TO]
            above = sentence.head(word.i)
            beside = [p for p in sentence.children(above.i, "prep", "dative") if p.lower == "to" and p.i > word.i]
            heads = [t for p in (*below, *beside) for t in sentence.children(p.i, "pobj")]
            things = [t for h in heads for t in (h, *sentence.conjuncts(h.i))]
        yield from ((effect, word, thing) for thing in things)
