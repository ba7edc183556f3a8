"""Which words of a sentence belong to the scene of its acts, and which of its times tell when they were.

"Officials said on Thursday" and "the 1979 revolution" name times that are not when the act was. Which of its places
set the scene is told by ``scene_places``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from dateline.extract.findings import Findings
from dateline.extract.raw import RawAct, RawTime
from dateline.text.attribution import Attribution
from dateline.text.sentence import Sentence, Token

Cues = Collection[tuple[int, int]]
_MODIFIERS = frozenset({"nummod", "amod", "compound", "nmod", "poss", "npadvmod"})
_BEFORE_SOMETHING = re.compile(r"\b(?:before|after|ahead of|prior to)$", re.IGNORECASE)
_OCCURRENCE = frozenset(
    "be begin break come continue end follow happen hit last occur rock shake start strike take tear unfold".split()
)
# What comes after an act: its day is not that of the act.
LATER = frozenset(
    "accuse address admit announce appear arraign arrest ask await book bury certify charge climb comment condemn "
    "confirm continue convict detain die discuss extradite face file hold hunt identify indict interview issue jail "
    "mourn name plead publish raise recover release remain report revise rise say schedule sentence speak tell "
    "testify update visit vow waive write".split()
)
_STATES = frozenset("alive condition critical custody hospital hospitalize stable surgery unclear unknown".split())
_MEANWHILE = frozenset({"as", "when", "while"})
_BESIDE = frozenset({"after", "before"})
_SOON = re.compile(r"\b(?:hours?|minutes|moments|seconds|shortly|just|soon|immediately)\s+$", re.IGNORECASE)
_HELD_TO_BE = frozenset({"accuse", "involve", "seek", "suspect", "want"})
_WOUNDS = frozenset({"burn", "injury", "wound"})
_AT = frozenset({"at", "in", "inside", "near", "of", "on", "outside"})
_REACH = 8  # tokens from a noun of action to the time behind it


def speech_cues(attributions: Sequence[Attribution]) -> frozenset[tuple[int, int]]:
    """Return where the words of saying stand: (sentence, offset)."""
    return frozenset((a.sentence, a.cue.start) for a in attributions)


def anchors(found: Findings) -> frozenset[int]:
    """Return the tokens that tell of an act or of harm: what times and places of the scene hang on."""
    acts = {a.token for a in found.acts}
    harmed = [t for t in found.tolls if t.property != "arrested"]
    harm = {t.verb for t in harmed} | {t.token for t in harmed}
    return frozenset(i for i in acts | harm if i is not None)


def _nearest_verb(sentence: Sentence, i: int) -> Token | None:
    return next((t for t in (sentence.tokens[i], *sentence.ancestors(i)) if t.is_verb), None)


def same_scene(sentence: Sentence, i: int, held: frozenset[int], cues: Cues) -> bool:
    """Say whether the clause in which a token stands is that of an act or harm, or holds or is held by it."""
    verb = _nearest_verb(sentence, i)
    for above in (sentence.tokens[i], *sentence.ancestors(i)):
        if above.i in held:
            return True
        if above.is_verb and above.tag == "VBG" and above.dep == "acl":
            verb = _nearest_verb(sentence, above.head)
            continue  # "was shot by men wearing masks on Friday": times and places are rarely of what describes
        if above.is_verb:
            describes = above.dep in {"relcl", "acl"} and above.head in held  # "the bombing that struck X on Y"
            if describes or _only_names(sentence, above, held):
                return True
            if (sentence.index, above.start) in cues and not _only_hedges(sentence, above, i):
                return False
            break
    if verb is None:
        return True
    if verb.dep == "xcomp" and sentence.head(verb.i).is_verb:
        verb = sentence.head(verb.i)  # "the attack is thought to have happened on Friday"
    return any(verb.i in _governing(sentence, anchor) for anchor in held)


def _only_names(sentence: Sentence, verb: Token, held: frozenset[int]) -> bool:
    """Say whether a verb of saying only names what was struck: "bombed what India called a camp near Balakot"."""
    free = any(t.lower == "what" for t in sentence.children(verb.i))
    return free and any(t.i in held for t in sentence.ancestors(verb.i))


def _only_hedges(sentence: Sentence, verb: Token, i: int) -> bool:
    """Say whether words stand before a passive that only hedges: "On Friday they were thought to have bombed it"."""
    is_passive = verb.tag == "VBN" and sentence.child(verb.i, "auxpass") is not None
    return is_passive and i < verb.i and sentence.child(verb.i, "xcomp") is not None


def _governing(sentence: Sentence, i: int) -> set[int]:
    """Return the token and the words above it, up to a noun that its clause only describes."""
    found = {i}
    token = sentence.tokens[i]
    while token.head != token.i and token.dep not in {"relcl", "acl"}:
        token = sentence.head(token.i)
        found.add(token.i)
    return found


_STAMP = re.compile(
    r"\b(?:published|posted|updated|created|modified|filed|copyright|aired|photo|photographed|uploaded)"
    r"(?:\s+(?:on|at|by))?\s*:?\s*(?:[A-Z]\w+,?\s+)?\W*$",
    re.IGNORECASE,
)


def is_stamp(sentence: Sentence, raw: RawTime) -> bool:
    """Say whether a time is when a page was published or changed: "Updated: Tuesday, May 26, 2015"."""
    return bool(_STAMP.search(sentence.text[: raw.span.start - sentence.span.start]))


def tells_state(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb tells how somebody or something is after an act: "was in critical condition on Friday"."""
    if verb.lemma not in {"be", "remain", "stay"}:
        return False
    inside = [n for p in sentence.children(verb.i, "prep") if p.lower == "in" for n in sentence.children(p.i, "pobj")]
    told = {t.lemma for t in (*inside, *sentence.children(verb.i, "acomp", "attr", "advmod"))}
    return bool(told & _STATES)


def sets_time(found: Findings, raw: RawTime, cues: Cues) -> bool:
    """Say whether a time expression tells when the acts of its sentence were."""
    sentence, held = found.sentence, anchors(found)
    if raw.token is None:
        return bool(held)
    if not held or _dates_another_thing(found, raw) or _relates_to_another(sentence, raw):
        return False
    if _is_death_of_wounds(sentence, raw.token):
        return False
    if _follows_act(found, raw):
        return True
    told = told_before(sentence, raw)
    if told is not None:
        return any(t.i in held for t in (told, *sentence.ancestors(told.i)))
    if is_news_of_a_known_act(found, raw.token, held):
        return False
    return same_scene(sentence, raw.token, held, cues) or _is_meanwhile(found, raw.token, held)


def _is_meanwhile(found: Findings, i: int, held: frozenset[int]) -> bool:
    """Say whether a time is that of what went on when an act was done: "As voters queued on Friday, gunmen fired".

    Or hours at most before or after it. Not where the act's own clause tells a time.
    """
    sentence = found.sentence
    verb = _nearest_verb(sentence, i)
    if verb is None or verb.dep != "advcl" or verb.head not in held:
        return False
    marks = [t for t in sentence.children(verb.i, "mark", "advmod") if t.lower in _MEANWHILE | _BESIDE]
    below = {t.i for t in sentence.subtree(verb.i)}
    others = [t for t in found.times if t.token is not None and t.token not in below]
    if not marks or others:
        return False
    before = sentence.text[: marks[0].start - sentence.span.start]
    return marks[0].lower in _MEANWHILE or _SOON.search(before) is not None


def _is_death_of_wounds(sentence: Sentence, i: int) -> bool:
    """Say whether a time is that of a death that came of an act, told as such: "died on Sunday of his wounds"."""
    verb = _nearest_verb(sentence, i)
    if verb is None or verb.lemma not in {"die", "succumb"}:
        return False
    below = (*sentence.children(verb.i, "prep"), *sentence.children(i, "prep"))
    causes = [p for p in below if p.lower in {"from", "of", "to"}]
    return any(n.lemma in _WOUNDS for p in causes for n in sentence.children(p.i, "pobj"))


def told_before(sentence: Sentence, raw: RawTime) -> Token | None:
    """Return the last verb before a time that the parse gives to who says it: "was shot Friday, police said"."""
    if raw.token is None:
        return None
    verb = _nearest_verb(sentence, raw.token)
    if verb is None or verb.start < raw.span.end or verb.lemma not in {"say", "tell", "report"}:
        return None
    between = sentence.text[raw.span.end - sentence.span.start : verb.start - sentence.span.start]
    if not between.lstrip().startswith((",", "—", "–")):
        return None
    before = [t for t in sentence.tokens if t.end <= raw.span.start and t.is_verb and not t.dep.startswith("aux")]
    return before[-1] if before else None


def act_before(found: Findings, raw: RawTime) -> RawAct | None:
    """Return the act whose noun no verb and no comma part from a time behind it: "the shooting in Hill Friday"."""
    nouns = {a.token: a for a in found.acts if a.rule.startswith("act.noun.")}
    for token in reversed([t for t in found.sentence.tokens if t.end <= raw.span.start][-_REACH:]):
        if token.i in nouns:
            return nouns[token.i]
        if token.text in {",", ";", ":"} or (token.is_verb and token.dep not in {"amod", "compound"}):
            return None
    return None


def _follows_act(found: Findings, raw: RawTime) -> bool:
    """Say whether a time stands right behind a noun of action: "charged in the shooting of a girl Tuesday night".

    A weekday alone may be that of the charge, but not of who is only "accused in the shooting of a girl on Friday".
    """
    is_bare = raw.rule.startswith("time.weekday.") and " " not in raw.text.removeprefix("on ")
    if is_bare and not _is_accused(found.sentence, raw):
        return False
    if act_before(found, raw) is not None:
        return True
    sentence = found.sentence
    nouns = {a.token for a in found.acts if a.rule.startswith("act.noun.")}
    last = next((t for t in reversed(sentence.tokens) if t.end <= raw.span.start and t.lower != "on"), None)
    while last is not None and last.i not in nouns:
        above = sentence.head(last.i)
        below = [t for t in sentence.children(last.i, "compound") if t.i in nouns]
        if below:
            return True
        is_inside = last.dep == "pobj" or (last.dep == "prep" and last.lower in _AT)
        last = above if is_inside and above.i < last.i else None
    return last is not None


def _is_accused(sentence: Sentence, raw: RawTime) -> bool:
    """Say whether a time stands in words that only say who somebody is held to be: "a man wanted in a killing"."""
    verb = _nearest_verb(sentence, raw.token) if raw.token is not None else None
    return verb is not None and verb.dep == "acl" and verb.tag == "VBN" and verb.lemma in _HELD_TO_BE


def is_news_of_a_known_act(found: Findings, token: int, held: frozenset[int]) -> bool:
    """Say whether a time tells when something came of a known act ("the toll of the attack rose on Friday")."""
    sentence = found.sentence
    verb = _nearest_verb(sentence, token)
    if verb is not None and tells_state(sentence, verb):
        return True
    if any(t.i in held for t in (sentence.tokens[token], *sentence.ancestors(token))):
        return False
    if verb is not None and verb.lemma in LATER:
        return True
    known = all(a.definiteness == "definite" for a in found.acts) if found.acts else False
    return verb is not None and known and verb.lemma not in _OCCURRENCE


def _dates_another_thing(found: Findings, raw: RawTime) -> bool:
    """Say whether a time modifies a noun that tells of no act ("the 1979 revolution", "a 2015 law")."""
    assert raw.token is not None
    token = found.sentence.tokens[raw.token]
    above = found.sentence.head(raw.token)
    return (
        token.dep in _MODIFIERS
        and above.is_noun
        and above.i not in anchors(found)
        and not raw.span.covers(above.span)
    )


def _relates_to_another(sentence: Sentence, raw: RawTime) -> bool:
    """Say whether a time is measured from something else ("two weeks before the election")."""
    if not _BEFORE_SOMETHING.search(raw.text):
        return False
    rest = sentence.text[raw.span.end - sentence.span.start :].lstrip()
    return bool(rest) and rest[0] not in ".,;:)!?"
