"""Whether words tell of something done, tried, meant, or not real at all (a prediction, a wish, a condition)."""

from __future__ import annotations

from functools import cache

from dateline.codebook import Codebook
from dateline.extract.roles import LIGHT_VERBS
from dateline.model import Outcome
from dateline.text.sentence import Sentence, Token

_MODALS = frozenset({"can", "could", "may", "might", "must", "shall", "should", "will", "would", "'ll", "wo"})
_MAYBE = frozenset({"may", "might"})
_ABILITY = frozenset({"can", "could"})  # "they could hear shooting" tells of some
_PERCEPTION = frozenset({"feel", "hear", "see", "watch"})
_BEFORE_MONTH = frozenset({"early", "in", "last", "late", "of", "since", "this", "until"})
_ONLY_WITH_FOR = frozenset({"appeal", "call", "hope"})
_OFTEN = frozenset({"frequently", "often", "periodically", "regularly", "routinely", "sometimes", "usually"})
_PRESENT = frozenset({"VBZ", "VBP"})
_CAME_ABOUT = frozenset("claim damage destroy happen hit injure kill leave occur strike take wound".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def outcome_of(sentence: Sentence, i: int, book: Codebook) -> Outcome | None:
    """Return how far the act got whose word is token i, None where it is not told as done, tried or meant."""
    head = sentence.tokens[i]
    if _is_told_as_done(sentence, head):
        return None if _is_negated(sentence, head) else Outcome.COMPLETED
    chain = _chain(sentence, head)
    if any(_is_possible(sentence, above) for above in chain):
        return None  # "a commando might attempt to kidnap him"
    told = _told_outcome(sentence, head, chain, book)
    if told is not None:
        return told
    return None if _is_unreal(sentence, head, chain, book) or _is_negated(sentence, head) else Outcome.COMPLETED


def is_real(sentence: Sentence, i: int, book: Codebook) -> bool:
    """Say whether what token i tells has happened, as the sentence puts it."""
    return outcome_of(sentence, i, book) in (Outcome.COMPLETED, Outcome.ATTEMPTED)


@cache
def _cues(book: Codebook) -> tuple[tuple[Outcome, frozenset[str]], ...]:
    acts = book.acts
    told = (
        (Outcome.FOILED, acts.foiled),
        (Outcome.ATTEMPTED, acts.attempted),
        (Outcome.PLANNED, acts.planned),
        (Outcome.THREATENED, acts.threatened),
    )
    endings = ("", "ed", "d", "ned", "ted")
    return tuple((outcome, frozenset(cue + end for cue in cues for end in endings)) for outcome, cues in told)


def _chain(sentence: Sentence, head: Token) -> list[Token]:
    """Return the words that govern a word directly: through of, to and -ing complements, not across clauses."""
    found: list[Token] = []
    at = head
    while at.head != at.i:
        above = sentence.head(at.i)
        is_purpose = at.dep == "advcl" and any(t.lower == "to" for t in sentence.children(at.i, "aux"))
        crosses = at.dep in {"ccomp", "advcl", "relcl", "parataxis", "nsubj"} and not is_purpose
        if crosses or (at.dep == "conj" and above.is_verb):
            break
        found.append(above)
        if above.is_verb and at.dep not in {"xcomp", "pcomp", "aux"} and above.tag in _FINITE:
            break
        at = above
    return found


def _told_outcome(sentence: Sentence, head: Token, chain: list[Token], book: Codebook) -> Outcome | None:
    beside = {t.lower for t in sentence.children(head.i, "amod", "compound", "advmod")}
    words = {t.lemma for t in chain if not _is_life_threatening(sentence, t)} | beside
    return next((outcome for outcome, cues in _cues(book) if words & cues), None)


def _is_possible(sentence: Sentence, above: Token) -> bool:
    """Say whether a verb that governs an act is told as one that may come to be, not as one that may have been."""
    aux = sentence.children(above.i, "aux")
    modal = any(a.lower in _MAYBE for a in aux) and above.is_verb and above.lemma not in _PERCEPTION
    return modal and not any(a.lower == "have" for a in aux)


def _is_life_threatening(sentence: Sentence, token: Token) -> bool:
    """Read "life-threatening", which threatens nobody with an act."""
    before = [t.lower for t in sentence.tokens[max(0, token.i - 2) : token.i]]
    return token.lower == "threatening" and "life" in before


def _is_habit(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb tells what somebody often does ("the group often bombs hotels")."""
    passive = [t for t in sentence.children(verb.i, "aux", "auxpass") if t.lemma in {"be", "get"}]
    lasts = any(t.tag in _PRESENT for t in (verb, *passive))
    return lasts and any(c.lower in _OFTEN for t in (verb, *passive) for c in sentence.children(t.i, "advmod"))


def _is_unreal(sentence: Sentence, head: Token, chain: list[Token], book: Codebook) -> bool:
    verb = head if head.is_verb else sentence.tokens[sentence.clause(head.i)]
    aux = sentence.children(verb.i, "aux")
    modals = [a for a in aux if a.lower in _MODALS and not _is_month(sentence, a)]
    if modals and not (verb.lemma in _PERCEPTION and all(a.lower in _ABILITY for a in modals)):
        return True
    if _is_habit(sentence, verb) or _is_to_come(sentence, head):
        return True
    if any(m.lower in {"if", "unless", "whether"} for m in sentence.children(verb.i, "mark")):
        return True
    for token, above in zip([head, *chain], chain, strict=False):
        if above.lemma not in book.acts.unreal or (above.is_noun and above.lemma in {"will", "may", "might"}):
            continue
        if above.lemma not in _ONLY_WITH_FOR or token.lower == "for":
            return True
    return False


def _is_to_come(sentence: Sentence, head: Token) -> bool:
    """Say whether an act is told as one that others will yet do: "the massacres that will be committed there"."""
    clauses = [v for v in sentence.children(head.i, "relcl") if v.lemma in LIGHT_VERBS] if head.is_noun else []
    return any(
        a.lower in _MODALS for v in clauses for a in sentence.children(v.i, "aux") if not _is_perfect(sentence, v)
    )


def _is_perfect(sentence: Sentence, verb: Token) -> bool:
    return any(a.lower == "have" for a in sentence.children(verb.i, "aux"))


def _is_told_as_done(sentence: Sentence, head: Token) -> bool:
    """Say whether a noun's own clause tells that the act took place, whatever else is wanted, planned or to come.

    "No charges are expected in a shooting that occurred last month", "wanted for the raid that killed two".
    """
    clauses = [v for v in sentence.children(head.i, "relcl") if v.lemma in _CAME_ABOUT] if head.is_noun else []
    for verb in clauses:
        own = {t.lower for t in sentence.children(verb.i, "nsubj")}
        past = verb.tag == "VBD" or _is_perfect(sentence, verb)
        open_ = sentence.child(verb.i, "neg") or any(a.lower in _MODALS for a in sentence.children(verb.i, "aux"))
        if own <= {"that", "which", "who"} and own and past and not open_:
            return True
    return False


def _is_month(sentence: Sentence, token: Token) -> bool:
    """Say whether "May" is the month: parsers take it for the verb even in "since 1 May" and "in May 2014"."""
    beside = [t.text for t in sentence.tokens[max(0, token.i - 1) : token.i + 2] if t.i != token.i]
    return token.text == "May" and any(w.rstrip("stndrh").isdigit() or w.lower() in _BEFORE_MONTH for w in beside)


def _is_negated(sentence: Sentence, head: Token) -> bool:
    if sentence.child(head.i, "neg") or sentence.head(head.i).lower == "without":
        return True
    return any(c.lower in {"no", "without"} for c in sentence.children(head.i, "det"))
