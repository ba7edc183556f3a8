"""What the persons are whom a report names: told beside the name once, it holds for the whole report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.codebook import Codebook
from dateline.extract.raw import RawActor
from dateline.extract.targets import Targets
from dateline.text.sentence import Sentence, Token


def find_callings(told: Iterable[tuple[Sentence, Sequence[RawActor]]], book: Codebook) -> dict[str, str]:
    """Return, by surname, the type of target that each named person is ("General X Y": military).

    ``told`` are the parsed sentences of a report with the actors that each names; the first calling told counts.
    """
    found: dict[str, str] = {}
    for sentence, actors in told:
        named = [t for t in sentence.tokens if _is_surname(sentence, t)]
        if not named:
            continue
        targets = Targets.of(sentence, book, actors)
        matched = {t.i for m in targets.matches for t in m.tokens}
        for token in named:
            if token.i in matched or token.i in targets.sides or token.text in found:
                continue
            kind = targets.calling_in(token.i) or _is_said_to_be(sentence, token, targets)
            if kind:
                found[token.text] = kind
    return found


def _is_surname(sentence: Sentence, token: Token) -> bool:
    """Say whether a proper noun ends a name of its own and is no part of a longer one."""
    if token.tag != "NNP" or token.dep in {"compound", "nmod"} or not token.text[:1].isupper():
        return False
    return not token.text.isupper() and (token.dep != "poss" or not sentence.children(token.i, "det"))


def _is_said_to_be(sentence: Sentence, token: Token, targets: Targets) -> str | None:
    """Return the type that "X was a journalist" tells."""
    verb = sentence.head(token.i)
    if token.dep != "nsubj" or verb.lemma != "be":
        return None
    said = sentence.child(verb.i, "attr")
    return targets.type_of(said.i) if said is not None else None
