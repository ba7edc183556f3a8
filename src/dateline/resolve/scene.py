"""Which times and places of a sentence set the scene of its acts, and which belong to something else in it.

"The mayor of Paris", "a Polish chef", "officials said in Geneva on Thursday" and "the 1979 revolution" name places
and times that are not where and when the act was. What does not set the scene is kept for choosing among namesakes
only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from dateline.extract.findings import Findings
from dateline.extract.raw import RawAct, RawPlace, RawTime
from dateline.text.attribution import Attribution
from dateline.text.sentence import Sentence, Token

Cues = Collection[tuple[int, int]]
_NOT_SCENE = frozenset({"'s", "adjective", "from", "to", "between", "for", "with", "against", "by", "about", "than"})
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
_KINDS = frozenset(
    "area capital city commune county department district governorate hamlet municipality neighborhood neighbourhood "
    "port province region settlement state suburb town township village".split()
)
_DONE_BY_STATES = frozenset(
    "airstrike bombardment campaign incursion invasion offensive operation raid strike".split()
)
_WHERE_WOUNDED_GO = frozenset({"clinic", "hospital"})
_HOSPITAL = r"(?:hospitals?|medical cent(?:er|re)|trauma cent(?:er|re)|clinic|medical examiner['’]?s? office)"
_HOSPITAL_IN = re.compile(rf"\b{_HOSPITAL}\s*,?\s+(?:in|near|outside)\s+$", re.IGNORECASE)
_HOSPITAL_AFTER = re.compile(rf"(?:\W+\w+){{0,3}}?\W+{_HOSPITAL}\b", re.IGNORECASE)
_CARE = re.compile(
    r"\b(?:taken|rushed|airlifted|flown|brought|transported|transferred|treated|treatment|hospitali[sz]ed|died|dead|"
    r"recovering|pronounced|condition|surgery|life support|admitted|drove|driven)\b",
    re.IGNORECASE,
)
_MEANWHILE = frozenset({"as", "when", "while"})
_BESIDE = frozenset({"after", "before"})
_SOON = re.compile(r"\b(?:hours?|minutes|moments|seconds|shortly|just|soon|immediately)\s+$", re.IGNORECASE)
_WOUNDS = frozenset({"burn", "injury", "wound"})
_AT = frozenset({"at", "in", "inside", "near", "of", "on", "outside"})
_REACH = 8  # tokens from a noun of action to the time behind it
_NEXT_TO = re.compile(r"\W{0,3}(?:(?:and|&)\s+)?$")  # between a place and the one listed or told with it


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


def _same_scene(sentence: Sentence, i: int, held: frozenset[int], cues: Cues) -> bool:
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
    if _is_news_of_a_known_act(found, raw.token, held):
        return False
    return _same_scene(sentence, raw.token, held, cues) or _is_meanwhile(found, raw.token, held)


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

    A weekday alone may be that of the charge.
    """
    if raw.rule.startswith("time.weekday.") and " " not in raw.text.removeprefix("on "):
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


def _is_news_of_a_known_act(found: Findings, token: int, held: frozenset[int]) -> bool:
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


def scene_places(found: Findings, cues: Cues) -> frozenset[RawPlace]:
    """Return the places of a sentence that tell where its acts were."""
    held = anchors(found)
    if not held:
        return frozenset()
    chosen: list[RawPlace] = []
    for raw in sorted(found.places, key=lambda p: p.span):
        beside = any(_is_beside(found.sentence, c, raw) for c in chosen)
        if (raw.cue == "," and beside) or (raw.cue != "," and _is_scene(found, raw, held, cues)):
            chosen.append(raw)
    return frozenset(chosen)


def _is_beside(sentence: Sentence, chosen: RawPlace, raw: RawPlace) -> bool:
    """Say whether a name follows a chosen place: "Kabul, Afghanistan", "Homs, Hama and Aleppo"."""
    start, end = chosen.span.end - sentence.span.start, raw.span.start - sentence.span.start
    return start <= end and bool(_NEXT_TO.fullmatch(sentence.text[start:end]))


def _is_scene(found: Findings, raw: RawPlace, held: frozenset[int], cues: Cues) -> bool:
    sentence = found.sentence
    if raw.cue == "dateline" or raw.token is None:
        return raw.cue not in _NOT_SCENE
    if any(a.span.overlaps(raw.span) for a in found.actors):
        return False  # "Islamic State", "the Syrian army"
    if any(raw.token in a.patients for a in found.acts):
        return raw.cue != "adjective"  # "other Britons were killed" tells who they were, not where
    if sentence.tokens[raw.token].lemma in _WHERE_WOUNDED_GO and not _is_struck(found, raw.token):
        return False
    at = raw.span.start - sentence.span.start
    if is_for_wounded(sentence.text[:at], sentence.text[at + raw.span.end - raw.span.start :]):
        return False
    if raw.cue == "from":
        return _is_taken_from(found, raw.token)
    if raw.cue in _NOT_SCENE or raw.cue == "":
        return False
    if raw.cue == "modifier":
        head = sentence.head(raw.token)
        if head.dep in {"compound", "amod"}:
            head = sentence.head(head.i)
        return head.is_noun and head.i in {a.token for a in found.acts} and not _is_doer(found, raw, head)
    token = _head_of_kind(sentence, sentence.tokens[raw.token])
    if _is_of_person(found, token) or _is_news_of_a_known_act(found, token.i, held):
        return False
    return _same_scene(sentence, token.i, held, cues) or _said_of_the_harmed(found, token, cues)


def _is_doer(found: Findings, raw: RawPlace, act: Token) -> bool:
    """Say whether a name before a noun of action tells who did it: "US air strikes", "US attacks in Syria"."""
    if raw.rule != "place.known.en.1":
        return False
    below = {t.i for p in found.sentence.children(act.i, "prep") for t in found.sentence.subtree(p.i)}
    return act.lemma in _DONE_BY_STATES or any(p.token in below for p in found.places if p != raw)


def is_for_wounded(before: str, after: str) -> bool:
    """Say whether the words about a town tell of a hospital there that the wounded were taken to."""
    sentence = re.split(r"[.!?]\s", before[-160:])[-1]
    is_hospital = _HOSPITAL_IN.search(before[-40:]) or _HOSPITAL_AFTER.match(after[:40].split(".")[0])
    return bool(is_hospital) and _CARE.search(sentence + " " + after[:60].split(".")[0]) is not None


def _is_taken_from(found: Findings, token: int) -> bool:
    """Say whether people were taken from a place: "abducted from a school in Chibok"."""
    taking = {a.token for a in found.acts if {"kidnapping", "hostage_taking"} & set(a.codes)}
    return any(t.i in taking for t in found.sentence.ancestors(token))


def _is_struck(found: Findings, token: int) -> bool:
    """Say whether a site is where an act was, not where its wounded were taken."""
    sentence = found.sentence
    acts = {a.token for a in found.acts if not a.rule.startswith("act.verb.kill")}
    preposition = sentence.head(token)
    return preposition.head in acts and preposition.lower in {"at", "on", "near", "outside", "inside", "in"}


def _head_of_kind(sentence: Sentence, token: Token) -> Token:
    """Return the generic noun that a name classes: "city" for Mokha in "the port city of Mokha"."""
    preposition = sentence.head(token.i)
    if token.dep == "pobj" and preposition.lower == "of":
        noun = sentence.head(preposition.i)
        if noun.lemma in _KINDS:
            return noun
    return token


def _said_of_the_harmed(found: Findings, token: Token, cues: Cues) -> bool:
    """Say whether a clause about somebody harmed holds the place: "the minister, who was visiting X, was stabbed"."""
    sentence = found.sentence
    people = {i for a in found.acts for i in (*a.patients, *a.agents)} | {t.token for t in found.tolls}
    for above in sentence.ancestors(token.i):
        if above.dep in {"relcl", "acl"}:
            return above.head in people and (sentence.index, above.start) not in cues
    return False


def _is_of_person(found: Findings, token: Token) -> bool:
    """Say whether a place only says whose or of what a person or body is ("the mayor of Paris")."""
    sentence = found.sentence
    preposition = sentence.head(token.i) if token.dep == "pobj" else token
    owner = sentence.head(preposition.i)
    if not owner.is_noun or owner.i in anchors(found):
        return False
    struck = {k.token for k in found.kinds if k.property == "target"} | {
        p.token for p in found.places if p.token != token.i
    }
    if owner.i in struck:
        return False
    suffering = {i for a in found.acts for i in a.patients}
    if owner.i in suffering or any(t.i in suffering for t in sentence.ancestors(owner.i) if owner.dep == "appos"):
        return False  # the mayor of a town is mostly struck there
    harmed = any(t.span.overlaps(owner.span) for t in found.tolls)
    return owner.pos == "PROPN" or (preposition.lower == "of" and not harmed)
