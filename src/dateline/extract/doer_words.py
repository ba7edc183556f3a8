"""Who did it, read off the words beside a group's name where the parse does not tell.

Terse notes and archives put much before and behind a name ("members of the X (XYZ), a leftist group, later took
credit"), which parsers often misread. What is read here stands near the name, and nothing else could be meant by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dateline.codebook.responsibility import Responsibility
from dateline.extract.actors import STATE
from dateline.extract.doer_scene import NOBODY, Scene
from dateline.extract.raw import RawActor, RawResponsibility
from dateline.model import Modality
from dateline.text.sentence import Token

_PLACING = frozenset("hide lay leave mail place plant post send set throw toss".split())
_DEVICES = frozenset("bomb charge device dynamite explosive fire grenade letter mine package parcel".split())
_JOINING = frozenset({"belong", "call", "claim", "identify", "know", "lead", "represent", "say"})
_AGAINST = frozenset({"against", "anti", "versus"})
_PAST = frozenset({"ex", "former"})
_ELSEWHERE = frozenset({"against", "at", "for", "in", "near", "on", "that", "with"})
_BODY_WORDS = frozenset({"faction", "front", "group", "movement", "organisation", "organization"})
_FAR = 24  # tokens between an act and the name behind its "by"
_BODIES = r"(?:band|commando|faction|front|group|movement|organi[sz]ation)"
_ADVERBS = r"(?:\s+(?:also|apparently|had|has|have|immediately|jointly|later|reportedly|subsequently|then))*"
_CALLS = r"(?:\s+(?:called|phoned|telephoned|wrote)\b[^.;]{0,60}?\band)?"  # "telephoned an agency and claimed"
_TAKES = r"(?:accept|acknowledg|admit|assum|claim|took|tak)\w*"
_IT = r"(?:\w+\s+){0,2}?(?:credit|responsib\w+)\b"
_PAPERS = r"(?:banner|flag|flyer|leaflet|letter|literature|note|pamphlet|slogan|symbol)s?"


@cache
def _patterns(cues: Responsibility) -> tuple[tuple[str, Modality, re.Pattern[str], bool], ...]:
    """Return rule, modality, pattern, and whether it stands behind the name (or ends before it)."""
    people = "(?:" + "|".join(sorted(map(re.escape, cues.followers), key=lambda w: (-len(w), w))) + ")s?"
    tail = rf"(?:['’]s)?(?:\s*\([^()]{{1,60}}\)|[\"”’])*(?:\s+(?:{_BODIES}|{people})\b)*(?:,(?:[^,.;]{{1,80}},)?)?"
    lead = rf"(?:[\w-]+,?\s+){{0,6}}?(?:{people}\s+(?:of|from)\s+)?(?:the\s+)?[\"“‘(]?$"
    own = r"(?:its|it|one\s+of\s+its|one\s+of\s+their|their|they)\b[^.;]{0,60}?"
    after = {
        "takes_it": (Modality.CLAIMED, rf"{tail}{_CALLS}{_ADVERBS}\s+{_TAKES}\s+{_IT}"),
        "letter_takes_it": (
            Modality.CLAIMED,
            rf"{tail}{_ADVERBS}\s+(?:issued|left|released|sent)\b[^.;]{{0,60}}?\b(?:admitting|claiming|taking)\s+{_IT}",
        ),
        "own_part": (
            Modality.CLAIMED,
            rf"{tail}{_ADVERBS}\s+(?:announced|claim(?:ed|s)?|declared|said|stated)\b[^.;]{{0,40}}?\b{own}"
            r"\b(?:behind\s+it|responsible|(?:carried|carrying)\s+out)\b",
        ),
        "papers": (
            Modality.SUSPECTED,
            rf"{tail}\s+{_PAPERS}\b[^.;]{{0,40}}\b(?:appeared|discovered|found|in\s+evidence|left|painted|recovered|scattered)\b",
        ),
        "held_for": (
            Modality.SUSPECTED,
            rf"{tail}\s+(?:is|are|was|were|remains?|remained)\s+(?:\w+\s+)?(?:(?:the|a|an)\s+(?:\w+\s+)?suspects?\b"
            r"|suspected\b|(?:believed|presumed|thought)\s+(?:to\s+(?:be|have\s+been)\s+)?(?:behind|involved|responsible)\b)",
        ),
        "member_held": (
            Modality.SUSPECTED,
            rf"{tail}\s+(?:was|were)\s+(?:\w+\s+)?(?:arrested|charged|convicted|indicted|sentenced)\b",
        ),
    }
    before = {
        "work_of": (Modality.SUSPECTED, rf"\b(?:attributed\s+to|blamed\s+on|work\s+of|speculat\w+\s+that)\s+{lead}"),
        "in_its_name": (Modality.CLAIMED, rf"\bclaim\w*\s+{_IT}.*\s(?:for|behalf\s+of|name\s+of)\s+(?:the\s+)?$"),
    }
    listed = [(name, how, re.compile(words), True) for name, (how, words) in after.items()]
    listed += [(name, how, re.compile(words, re.IGNORECASE), False) for name, (how, words) in before.items()]
    return tuple(listed)


def told_beside_names(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "X (XYZ) later took credit", "attributed to members of X", "X leaflets were found at the scene"."""
    s = scene.sentence
    for actor in scene.actors:
        if _is_another(scene, actor):
            continue
        start, end = actor.span.start - s.span.start, actor.span.end - s.span.start
        for name, modality, pattern, is_behind in _patterns(scene.cues):
            match = pattern.match(s.text, end) if is_behind else pattern.search(s.text[:start])
            words = [t for t in s.tokens if match and match.start() <= t.start - s.span.start < match.end()]
            if not words or any(t.lower in NOBODY or t.dep == "neg" for t in words):
                continue
            yield scene.finding(actor, modality, words, scene.act_of(words[0].i), name)
            break


def doers_beside_acts(scene: Scene) -> Iterator[RawResponsibility]:
    """Yield "members of X bombed" and "was bombed ... by three members of X", where the parse has no doer."""
    s = scene.sentence
    for actor in scene.actors:
        name = s.within(actor.span)
        if not name or actor.rule == STATE or _is_another(scene, actor):
            continue
        act = _verb_behind(scene, actor) or _act_before_by(scene, name[0])
        if act is not None:
            yield scene.finding(actor, Modality.REPORTED, [act, *name], act.i, "beside_act")


def _is_another(scene: Scene, actor: RawActor) -> bool:
    """Say whether words make a name that of an enemy or a past: "anti-X", "a former member of X"."""
    s = scene.sentence
    before = [t.lower for t in s.tokens if t.end <= actor.span.start]
    return bool(set(before[-4:]) & _PAST or set(before[-2:]) & _AGAINST)


def _verb_behind(scene: Scene, actor: RawActor) -> Token | None:
    """Return the act's verb without a doer right behind a name, its bracket and a noun for people."""
    s = scene.sentence
    for act in scene.acts:
        verb = s.tokens[act.token] if act.token is not None else None
        if act.agents or verb is None or verb.tag not in {"VBD", "VBN"} or act.span.start < actor.span.end:
            continue
        if verb.dep != "amod" and not s.children(verb.i, "dobj"):
            continue  # "X fighters shot dead near the river"
        between = s.text[actor.span.end - s.span.start : act.span.start - s.span.start]
        plain = re.sub(r"\([^()]*\)|[\"”’)]", " ", between).split()
        followers = {w for f in scene.cues.followers for w in (f, f"{f}s")} | _BODY_WORDS
        if all(w in followers for w in plain) and not s.children(verb.i, "aux", "auxpass"):
            return verb
    return None


def _act_before_by(scene: Scene, first: Token) -> Token | None:
    """Return the act or deed of which a name, with the people who are of it, tells the doer behind "by"."""
    s = scene.sentence
    by = next((t for t in reversed(s.tokens[: first.i]) if t.lower == "by" or _cuts(t)), None)
    if by is None or by.lower != "by":
        return None
    acts = {a.token: a for a in scene.acts}
    for t in reversed(s.tokens[max(0, by.i - _FAR) : by.i]):
        if t.i in acts:
            return None if acts[t.i].agents else t
        if t.tag == "VBN" or (t.tag == "VBD" and not s.children(t.i, "nsubj")):
            things = {w.lemma for w in s.children(t.i, "nsubjpass")}
            return t if t.lemma in _PLACING and things & _DEVICES else None
    return None


def _cuts(token: Token) -> bool:
    """Say whether a word between "by" and a name shows that the name is of something else."""
    if token.is_verb:
        return token.lemma not in _JOINING
    return token.text in {",", ";", ":"} or token.lower in _ELSEWHERE
