"""What is no toll of an act: harm that did not happen, and sums over years, wars and rates.

"Could kill thousands", "threatened to kill", "if anyone is hurt", "has killed 40,000 people since 1984", "crime
statistics show 160 people were killed".
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from dateline.codebook.tolls import Tolls
from dateline.text.number_words import word_set
from dateline.text.sentence import Sentence, Token

_UNREAL = frozenset({"could", "would", "will", "'ll", "wo", "shall", "should", "can", "ca", "'d", "must"})
_PERHAPS = frozenset({"may", "might"})
_KEEPS_INFINITIVE = word_set(
    "believe think report say know appear seem fear presume confirm happen begin start go come manage use "
    "continue understand suspect allege prove turn live proceed help"
)
_INTENT_NOUNS = word_set(
    "plot plan attempt bid threat conspiracy effort intention intent order desire mission license right "
    "ability vow call capacity incitement scheme try"
)
_IF = frozenset({"if", "unless", "whether", "lest"})
_INTENT_VERBS = word_set("threaten plan plot conspire fail avoid prevent vow attempt try consider advocate")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_SUM = re.compile(
    r"\bsince (?:the (?:start|beginning|outbreak|onset|end|fall|war)|last year|then|it (?:began|started)|"
    rf"(?:early |late |mid-?|at least )?(?:{_MONTH})?,? ?(?:1[89]|20)\d\d)"
    r"|\b(?:over|in|during|for) the (?:past|last|previous) (?:[\w-]+ )?(?:years?|decades?|months|weeks)\b"
    r"|\bthis year\b|\bso far (?:this|in)\b|\bin recent (?:years|months|weeks)\b|\bover the years\b"
    r"|\b(?:last|previous) (?:few )?(?:years|decades)\b|\byears of\b|\bdecades of\b|\b[\w-]+-year\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\b(?:each|every|per) (?:year|month|week|day|hour)\b|\ban average of\b|\bon average\b"
    r"|\b(?:people|lives|deaths) a (?:year|month|week|day)\b(?! ago| later| earlier| before)",
    re.IGNORECASE,
)
_SEVERAL = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+|several|separate|different|multiple|unrelated)"
_STATISTICS = re.compile(
    r"\b(?:statistics|stats)\b"
    r"|\b(?:shootings|homicides|murders) (?:across the city|citywide|throughout the (?:day|city|weekend))\b"
    rf"|\b(?:in|across|investigating) (?:the |at least |about )?{_SEVERAL} "
    r"(?:[\w'’-]+ ){0,3}(?:shootings|stabbings|homicides|murders)\b"
    r"|\b(?:overnight|weekend) (?:[\w.]+ ){0,3}shootings\b|\bgun violence (?:across|in|over|since|this)\b"
    r"|\b(?:bloody|deadly|violent) (?:night|weekend|week|holiday)\b",
    re.IGNORECASE,
)
# What a person, a war or a week is held to have cost is told beside an act, and of much more than it.
_SUM_OF_DEEDS = re.compile(
    r"\bresponsible for (?:the )?(?:deaths?|killings?|murders?) of (?:dozens|hundreds|scores|tens|thousands)\b"
    r"|\b(?:bring|brings|bringing|brought|raising|raises) the (?:\w+ )?(?:number|toll|total)\b[^.;]{0,40}?"
    r"\b(?:for|in|over|since|so far) (?:the|this) (?:last |past )?"
    r"(?:campaign|conflict|days|month|offensive|war|week|weeks|year)\b",
    re.IGNORECASE,
)
_CAUSING = word_set("cause avoid prevent inflict risk lead result mean threaten bring suffer claim take cost stop")
_HAVING = frozenset({"have", "receive", "suffer", "sustain"})
_DYING = frozenset({"death", "die", "succumb"})
_WOUNDS = frozenset({"bullet", "gunshot", "injuries", "injury", "wound", "wounds"})
_DEPTH = 8
_MORE_THAN_AN_ACT = 5000  # the deadliest single attack on record killed fewer than 3,000


def _unreal_here(sentence: Sentence, verb: Token) -> bool:
    auxiliaries = sentence.children(verb.i, "aux")
    lowers = {t.lower for t in auxiliaries}
    if lowers & _UNREAL or (lowers & _PERHAPS and "have" not in lowers):
        return True
    if any(t.dep == "neg" and t.lower in ("not", "n't", "never") for t in sentence.children(verb.i)):
        return True
    if any(t.lower in ("is", "are", "'re", "gets", "get") for t in sentence.children(verb.i, "auxpass")):
        perfect_or_progressive = lowers & {"has", "have", "had", "'ve"}
        below = verb.dep in ("relcl", "advcl", "ccomp", "pcomp")
        is_rule = below and not perfect_or_progressive and not sentence.children(verb.i, "neg")
        if is_rule and not _tells_of_past(sentence, verb):
            return True  # "is called so when four or more people are killed": a rule, not a report
    if any(t.lower in _IF for t in sentence.children(verb.i, "mark")):
        return True
    return any(t.lower in _INTENT_VERBS and t.dep == "amod" for t in sentence.children(verb.i))


def _tells_of_past(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb in the present tells of what was done: "who is believed to have been killed"."""
    return any(t.lower == "have" for x in sentence.children(verb.i, "xcomp") for t in sentence.children(x.i, "aux"))


def _is_intended(sentence: Sentence, verb: Token) -> bool:
    """An infinitive or gerund below a word of intent: "threatened to kill", "a plot to kill"."""
    head = sentence.head(verb.i)
    if head.i == verb.i:
        return False
    to = any(t.lower == "to" for t in sentence.children(verb.i, "aux"))
    if to and not any(t.lower == "have" for t in sentence.children(verb.i, "aux")):
        if head.is_noun:
            return True
        return head.lemma not in _KEEPS_INFINITIVE
    governor = sentence.head(head.i) if head.pos == "ADP" else head
    return verb.dep in ("pcomp", "xcomp", "acl") and governor.lemma in _INTENT_VERBS | _INTENT_NOUNS


def is_unreal(sentence: Sentence, verb: int) -> bool:
    """Say whether the harm of a verb is denied, supposed, threatened, planned or to come."""
    token = sentence.tokens[verb]
    if token.is_noun or token.pos == "ADJ":
        modifiers = {t.lower for t in sentence.children(verb, "amod", "compound")}
        if modifiers & {"attempted", "possible", "potential", "planned", "threatened", "alleged", "mass"} - {
            "mass",
            "alleged",
        }:
            return True
    for _ in range(_DEPTH):
        if _unreal_here(sentence, token) or _is_intended(sentence, token):
            return True
        if token.dep in ("relcl", "acl") and not sentence.head(token.i).is_verb:
            return False
        if token.dep not in (
            "xcomp",
            "conj",
            "advcl",
            "acomp",
            "oprd",
            "ccomp",
            "pcomp",
            "prep",
            "dobj",
            "pobj",
            "nsubj",
            "acl",
            "attr",
        ):
            return False
        if token.dep == "conj" and sentence.children(token.i, "nsubj", "nsubjpass"):
            return False
        head = sentence.head(token.i)
        if token.is_noun and head.is_verb and head.lemma not in _CAUSING:
            return False
        if token.dep in ("ccomp",) and head.lemma not in ("mean", "hope", "expect", "want", "ensure", "wish"):
            return False
        token = head
    return False


def is_of_one_body(sentence: Sentence, noun: int) -> bool:
    """Say whether a count of injuries is of those that somebody has: "she suffered three injuries"."""
    verb = sentence.head(noun)
    return sentence.tokens[noun].lemma == "injury" and verb.lemma in _HAVING and bool(sentence.child(verb.i, "nsubj"))


def is_natural(sentence: Sentence, verb: int, causes: AbstractSet[str]) -> bool:
    """Say whether somebody died of another cause than a wound: "died of natural causes"."""
    if sentence.tokens[verb].lemma not in _DYING:
        return False
    of = [p for p in sentence.children(verb, "prep") if p.lower in ("from", "of", "to")]
    words = {t.lower for p in of for t in sentence.subtree(p.i)}
    return bool(words & causes) and not words & _WOUNDS


def _is_perfect(sentence: Sentence, verb: Token) -> bool:
    lowers = {t.lower for t in sentence.children(verb.i, "aux")}
    return bool(lowers & {"has", "have", "'ve", "had"}) or verb.dep in ("acl",)


def _subject(sentence: Sentence, verb: Token) -> Token | None:
    token = verb
    for _ in range(_DEPTH):
        if subject := sentence.child(token.i, "nsubj", "nsubjpass"):
            if subject.lower in ("that", "which", "who") and token.dep == "relcl":
                return sentence.head(token.i)
            return subject
        if token.dep not in ("conj", "xcomp", "advcl", "acl"):
            return None
        token = sentence.head(token.i)
    return None


def _governs(sentence: Sentence, verb: Token, offset: int) -> bool:
    """Whether the words at an offset stand in the clause of a verb, or in one below it."""
    word = sentence.at(offset)
    if word is None:
        return True
    clause = sentence.clause(word.i)
    return clause == sentence.clause(verb.i) or any(
        t.i == sentence.clause(verb.i) for t in sentence.ancestors(word.i)
    )


def is_sum(sentence: Sentence, verb: int, low: int | None, scheme: Tolls) -> bool:
    """Say whether a count sums over years, a war or a unit of time rather than telling of an act."""
    if _RATE.search(sentence.text) or _STATISTICS.search(sentence.text) or (low or 0) >= _MORE_THAN_AN_ACT:
        return True
    token = sentence.tokens[verb]
    cost = _SUM_OF_DEEDS.search(sentence.text)
    if cost is not None and token.start >= sentence.span.start + cost.start():
        return True  # what stands before "bringing the toll of the war to" is of the act
    subject = _subject(sentence, token)
    campaign = subject is not None and (
        subject.lemma in scheme.campaigns
        or any(
            c.lemma in scheme.campaigns
            for p in sentence.children(subject.i, "prep")
            for c in sentence.children(p.i, "pobj")
        )
    )
    summing = any(_governs(sentence, token, sentence.span.start + m.start()) for m in _SUM.finditer(sentence.text))
    if campaign and (summing or _is_perfect(sentence, token) or (low or 0) >= 500):
        return True
    # "16 deaths since 2015"
    return bool(summing) and (token.tag == "NNS" or _is_perfect(sentence, token) or (low or 0) >= 1000)
