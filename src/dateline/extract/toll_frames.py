"""Counts that hang on a noun of harm: "a toll of 12", "the death toll rose to 12", "two deaths", "no casualties"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.codebook.tolls import Tolls
from dateline.extract.counted import People
from dateline.model import Span
from dateline.text.number_words import word_set
from dateline.text.numbers import NumberPhrase
from dateline.text.sentence import Sentence, Token

_BOTH = frozenset({"casualty", "casualties", "victim"})
_NONE_OF = frozenset({"no", "without", "zero"})
_TOLL_LINKS = word_set(
    "to at of was is were stood stands stand reached reaches hit hits topped passed past as exceeds exceeded "
    "includes totaled totalled surpassed : being above"
)
_BETWEEN_NO = word_set(
    "no without any immediate reports report of reported serious further major known or and damage casualties "
    "injuries deaths fatalities human loss life property signs word injury civilian apparent claims personal "
    "bodily material structural , initial confirmed physical"
)
_REACH = 14
_KILLINGS = frozenset({"execution", "homicide", "killing", "murder", "slaying"})


@dataclass(frozen=True, slots=True)
class NounCount:
    """A count told by a noun: ``verb`` is the token of the noun, ``number`` None for none at all."""

    property: str
    low: int | None
    high: int | None
    span: Span
    verb: int
    rule: str
    number: NumberPhrase | None = None
    is_total: bool = False


def _is_denied(sentence: Sentence, token: Token) -> Token | None:
    """Return the "no" or "without" that governs a noun, reached over words that only list harms, or None."""
    for i in range(token.i - 1, max(-1, token.i - 8), -1):
        word = sentence.tokens[i]
        if word.lower in _NONE_OF:
            follows = sentence.tokens[i + 1 : token.i]
            return (
                None if any(t.lower in ("other", "more", "additional", "further", "new") for t in follows) else word
            )
        if word.lower not in _BETWEEN_NO and word.tag != "JJ":
            return None
    return None


def _nothing(sentence: Sentence, scheme: Tolls) -> Iterator[NounCount]:
    for token in sentence.tokens:
        harm = scheme.harm_of_noun.get(token.lemma)
        both = token.lower in _BOTH or token.lemma in _BOTH
        life = token.lower == "life" and sentence.tokens[max(0, token.i - 2)].lower == "loss"
        if not (both or life or harm in ("killed", "wounded")) or token.lemma in (
            "killing",
            "homicide",
            "murder",
            "execution",
        ):
            continue
        denier = _is_denied(sentence, token)
        if denier is None:
            continue
        span = Span(denier.start, token.end)
        for name in ("killed", "wounded") if both else ("killed",) if life else (harm or "killed",):
            yield NounCount(name, 0, 0, span, token.i, f"toll.none.{name}.en.1")


def _without_doing(sentence: Sentence, scheme: Tolls) -> Iterator[NounCount]:
    """Read "without injuring anyone", "did not hurt anybody"."""
    for token in sentence.tokens:
        found = scheme.harm_of_verb.get(token.lemma)
        if not found or found[0] not in ("killed", "wounded") or not token.is_verb:
            continue
        thing = sentence.child(token.i, "dobj", "nsubjpass")
        if thing is None or thing.lower not in ("anyone", "anybody"):
            continue
        denied = sentence.child(token.i, "neg") or next(
            (t for t in sentence.tokens[max(0, token.i - 3) : token.i] if t.lower == "without"), None
        )
        if denied:
            span = sentence.span_of([denied, token, thing])
            yield NounCount(found[0], 0, 0, span, token.i, f"toll.without.{found[0]}.en.1")


def _after_toll(sentence: Sentence, toll: Token, numbers: list[NumberPhrase]) -> NumberPhrase | None:
    best: NumberPhrase | None = None
    for number in numbers:
        if number.core is None or number.tokens[0] < toll.i:
            continue
        if number.tokens[0] > toll.i + _REACH and not _of_its_verb(sentence, toll, number):
            continue
        before = sentence.tokens[number.tokens[0] - 1]
        if before.lower == "from":
            continue
        linked = _says_from(sentence, number) or before.lower in _TOLL_LINKS or before.lower in ("least",)
        if linked and best is None:
            best = number
        if before.lower == "to" and best is not None and sentence.tokens[best.tokens[0] - 1].lower != "to":
            best = number
    return best


def _of_its_verb(sentence: Sentence, toll: Token, number: NumberPhrase) -> bool:
    """Say whether a far number hangs on the verb whose subject the toll is ("the number of ... climbed to")."""
    above = sentence.head(number.tokens[-1])
    return toll.dep == "nsubj" and above.dep == "prep" and above.head == toll.head


def _says_from(sentence: Sentence, number: NumberPhrase) -> bool:
    """Whether the range is a rise ("from 12 to 15"), of which the last figure is the toll."""
    return sentence.tokens[number.tokens[0]].lower == "from"


def _tolls(sentence: Sentence, numbers: list[NumberPhrase], scheme: Tolls) -> Iterator[NounCount]:
    for token in sentence.tokens:
        kinds = {t.lower for t in sentence.children(token.i, "compound", "amod")}
        if token.lemma in ("toll", "tally", "count") and (
            token.lemma == "toll" or kinds & {"death", "body", "casualty"}
        ):
            name = "wounded" if kinds & {"injury", "injured", "wounded"} else "killed"
        elif token.lemma == "number":
            below = [c.lower for p in sentence.children(token.i, "prep") for c in sentence.subtree(p.i)]
            name = next((scheme.harm_of_adjective[w] for w in below if w in scheme.harm_of_adjective), "")
            name = name or ("killed" if {"deaths", "fatalities"} & set(below) else "")
            if not name:
                continue
        else:
            continue
        number = _after_toll(sentence, token, numbers)
        if number:
            span = Span(token.start, number.span.end)
            first = min((t.start for t in sentence.children(token.i, "compound", "amod")), default=token.start)
            span = Span(min(first, token.start), number.span.end)
            low = number.high if number.rule == "number.range.en.1" and _says_from(sentence, number) else number.low
            yield NounCount(name, low, number.high, span, token.i, f"toll.toll.{name}.en.1", number, True)


def _nouns(sentence: Sentence, people: list[People], scheme: Tolls) -> Iterator[NounCount]:
    """Read "two deaths", "more than 16 injuries", "40 bodies were found"."""
    for phrase in people:
        number = phrase.number
        if number is None or number.low == number.high == 0:
            continue
        head = sentence.tokens[phrase.head]
        if head.tag == "NN" and (number.low or 0) > 1 and head.lower == head.lemma:
            continue  # "the Cloud 9 shooting death": the number is of a name
        name = scheme.harm_of_noun.get(phrase.noun)
        if phrase.noun in ("body", "corpse"):
            name = "killed"
        if name not in ("killed", "wounded", "missing", "hostages", "arrested"):
            continue
        if phrase.noun in (
            "assassination",
            "execution",
            "killing",
            "homicide",
            "murder",
            "kidnapping",
            "abduction",
            "detention",
        ):
            continue
        yield NounCount(
            name, phrase.low, phrase.high, phrase.span(sentence), head.i, f"toll.noun.{name}.en.1", number
        )


def _multiples(sentence: Sentence, scheme: Tolls) -> Iterator[NounCount]:
    """Read "a double homicide", "the triple shooting": a word that counts the victims of the act."""
    for token in sentence.tokens:
        harm = scheme.harm_of_noun.get(token.lemma)
        shot = token.lemma in ("shooting", "stabbing")
        if not shot and (harm != "killed" or token.lemma not in _KILLINGS):
            continue
        left = sentence.children(token.i, "amod", "compound", "nmod", "advmod")
        before = {t.lower: t for t in left if t.i < token.i}
        word = next((w for w in before if w in scheme.multiples), None)
        follows = [t.lower for t in sentence.tokens[token.i + 1 : token.i + 3]]
        if word is None or follows == ["-", "suicide"]:
            continue  # a "double murder-suicide" does not tell who of them killed the others
        dead = not shot or bool({"fatal", "deadly"} & set(before))
        name, kind = ("killed", "") if dead else ("wounded", "shot.")
        span = Span(before[word].start, token.end)
        number = scheme.multiples[word]
        yield NounCount(name, number, number, span, token.i, f"toll.{name}.{kind}multiple.en.1")


def _found_body(sentence: Sentence) -> Iterator[NounCount]:
    """Read "His body was found", "the body of a policeman was recovered": one death."""
    for token in sentence.tokens:
        if token.lower not in ("body", "corpse") or token.dep not in ("nsubjpass", "dobj"):
            continue
        verb = sentence.head(token.i)
        owner = sentence.child(token.i, "poss") or sentence.child(token.i, "prep")
        if verb.lemma in ("find", "recover", "discover", "identify", "dump", "retrieve") and owner is not None:
            span = sentence.span_of([owner, token, verb])
            yield NounCount("killed", 1, 1, span, verb.i, "toll.body.killed.en.1")


def noun_counts(
    sentence: Sentence, numbers: list[NumberPhrase], people: list[People], scheme: Tolls
) -> list[NounCount]:
    """Find the counts of a parsed sentence that a noun of harm tells, in text order."""
    found = [
        *_nothing(sentence, scheme),
        *_without_doing(sentence, scheme),
        *_tolls(sentence, numbers, scheme),
        *_nouns(sentence, people, scheme),
        *_multiples(sentence, scheme),
        *_found_body(sentence),
    ]
    kept: dict[tuple[str, int], NounCount] = {}
    for count in sorted(found, key=lambda c: (c.span, c.property)):
        key = (count.property, count.number.span.start if count.number else -1 - (count.low or 0))
        kept.setdefault(key, count)
    return list(kept.values())
