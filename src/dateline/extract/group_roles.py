"""Whether the words around a short or common name put it as a group that acts.

"ETA" or "the Family" may be much else; "ETA claimed responsibility", "members of the Family" and "killed by ETA
guerrillas" leave no doubt, wherever in the world it was.
"""

from __future__ import annotations

import re
from functools import cache

from dateline.codebook import Codebook
from dateline.extract.roles import LIGHT_VERBS
from dateline.text.sentence import Sentence

_AFTER = 80  # characters after a name within which its part in the clause is looked for
_BEFORE = 60
_ITS_OWN = r"(?:ambush|attack|bomb|bombing|firebomb|hijacking|kidnapping|land\s?mine|mortar|operation|raid|rocket)s?"
_ADVERBS = r"(?:\s+(?:also|allegedly|apparently|had|has|have|immediately|jointly|later|reportedly|then))*"


def acts_as_group(sentence: Sentence, start: int, end: int, book: Codebook) -> bool:
    """Say whether the name between two places of a sentence's text stands for a group that acts.

    It does as owner of armed people ("X guerrillas"), as the body of which people are members, as the one who
    claims, is blamed or suspected, and as the doer of an act of violence.
    """
    text = sentence.text
    after, before = _patterns(book)
    if after.match(text, end, end + _AFTER) or before.search(text, max(0, start - _BEFORE), start):
        return True
    inside = [t for t in sentence.tokens if sentence.span.start + start <= t.start < sentence.span.start + end]
    return bool(inside) and _is_doer(sentence, inside[-1].i, book)


@cache
def _patterns(book: Codebook) -> tuple[re.Pattern[str], re.Pattern[str]]:
    cues = book.responsibility
    people = _either({*cues.followers, *(f"{w}s" for w in cues.followers)})
    claim = r"(?:accept|acknowledg|admit|assum|claim|disclaim|den|took|taken|taking)\w*"
    after = (
        rf"\s*[)\]\"”’]*(?:\s+(?:{people}|{_ITS_OWN})\b"
        rf"|(?:,[^,.;]{{1,60}},)?{_ADVERBS}\s+{claim}\s+(?:\w+\s+)?(?:credit|involvement|responsib\w+)\b"
        rf"|(?:,[^,.;]{{1,60}},)?{_ADVERBS}\s+(?:is|was|were|are|been)\s+(?:\w+\s+)?(?:believed|blamed|credited|presumed|responsible|suspected)\b)"
    )
    before = (
        rf"\b(?:{people}|behalf|name)\s+(?:of|from|belonging\s+to)\s+(?:the\s+)?[\"“‘(]?$"
        r"|\b(?:attributed\s+to|blamed\s+on|claimed\s+by|signed(?:\s+by)?|work\s+of)\s+(?:the\s+)?[\"“‘(]?$"
    )
    return re.compile(after), re.compile(before, re.IGNORECASE)


def _either(words: set[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) + ")"


@cache
def _deeds(book: Codebook, pos: str) -> frozenset[str]:
    """Return the verbs that tell of a kind of act for themselves, or the nouns for acts."""
    triggers = (t for t in book.acts.triggers if t.pos == pos and t.needs != "subject")
    return frozenset(t.id.split()[0 if pos == "verb" else -1] for t in triggers if t.types or pos == "noun")


def _is_doer(sentence: Sentence, token: int, book: Codebook) -> bool:
    """Say whether a name is the subject of a verb of violence or its doer in the passive."""
    word = sentence.tokens[token]
    above = sentence.head(token)
    if word.dep == "pobj" and above.lower == "by":
        above = sentence.head(above.i)
    elif word.dep != "nsubj":
        return False
    if above.lemma in LIGHT_VERBS:
        return any(t.lemma in _deeds(book, "noun") for t in sentence.children(above.i, "dobj", "nsubjpass"))
    return above.is_verb and above.lemma in _deeds(book, "verb")
