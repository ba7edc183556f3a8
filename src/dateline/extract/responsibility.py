"""Who did it and how sure that is: reported, claimed, suspected, denied, or claimed by nobody.

Every rule works on a sentence, its actors (names of the lexicon, capitalised names of groups, named persons) and its
acts. A generic agent ("gunmen", "a man") names nobody and gives no statement.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.codebook import Codebook
from dateline.extract.actors import find_outlets
from dateline.extract.blame import accusations, pointers, suspicions
from dateline.extract.claims import claim_nouns, claims, confessions, denials, signatures, unclaimed
from dateline.extract.doer_scene import Scene
from dateline.extract.doer_words import doers_beside_acts, told_beside_names
from dateline.extract.doers import doers, members, opponents, suspects
from dateline.extract.raw import RawAct, RawActor, RawResponsibility
from dateline.text.sentence import Sentence

# The first rule that names an actor for an act in a modality wins; what a report says in passing comes last.
_RULES = (
    unclaimed, claims, claim_nouns, confessions, signatures, denials, accusations, pointers, suspicions, suspects,
    members, doers, opponents, told_beside_names, doers_beside_acts,
)  # fmt: skip


def find_responsibility(
    sentence: Sentence, acts: Sequence[RawAct], actors: Sequence[RawActor], book: Codebook
) -> list[RawResponsibility]:
    """Return what a parsed sentence tells of who did it, without doubles, in text order."""
    if not sentence.is_parsed:
        return []
    outlets = tuple(find_outlets(sentence, book))
    armed = any(t.lemma in book.acts.armed_people for t in sentence.tokens)
    scene = Scene(sentence, tuple(acts), tuple(actors), book.responsibility, outlets, armed)
    found: list[RawResponsibility] = []
    for rule in _RULES:
        for finding in rule(scene):
            if not any(_says_the_same(f, finding) for f in found):
                found.append(finding)
    return sorted(found, key=lambda f: (f.span, f.modality))


def _says_the_same(earlier: RawResponsibility, later: RawResponsibility) -> bool:
    if earlier.name != later.name:
        return False
    is_agent = [f.rule.startswith("responsibility.agent_") for f in (earlier, later)]
    if is_agent == [False, True] and earlier.span.covers(later.span):
        return True  # "blamed on X": the blamed are no doers of another act beside it
    return (earlier.modality == later.modality or is_agent[1]) and (earlier.act == later.act or later.act is None)
