"""What a verb says of the people it is done to, and of its own subject: harm in words, not yet tied to a phrase."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.codebook.tolls import Tolls
from dateline.text.number_words import word_set
from dateline.text.sentence import Sentence, Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_COMPLEMENTS = word_set("prt advmod acomp oprd dobj xcomp advcl attr npadvmod ccomp acl dep")
_CARE = word_set("rush take admit transport treat receive need require send airlift fly bring drive go land")
_SAVING = frozenset({"resuscitate", "revive", "save"})
OUTLIVING = _SAVING | {"survive"}  # verbs that tell of a death where they are denied
_UNABLE = frozenset({"fail", "unable"})
_HITTING = frozenset({"hit", "strike", "graze", "clip"})
_SHOTS = frozenset({"bullet", "bullets", "gunfire", "gunman", "gunmen", "gunshots", "shooter", "shooting", "shots"})
_WHEELS = frozenset({"car", "cars", "crash", "driver", "truck", "van", "vehicle"})
_WAYS = frozenset({"block", "blocks", "doors", "road", "street", "streets"})
_LEAVING = frozenset("believe confirm consider declare find leave presume report shoot stab strike".split())
_NEAR_BODY = 9  # tokens from the verb to the part of the body
LOST = frozenset({"killed.not_saved", "killed.not_survived"})  # rules of harm that are told by a denial
MAY_BE_DEAD = frozenset({"wounded.care", "wounded.shot", "wounded.with"})  # rules of harm that may have been deadly
_BELOW = ("xcomp", "oprd", "acomp", "ccomp", "attr")


@dataclass(frozen=True, slots=True)
class Harm:
    """What became of a phrase's people: a toll property (or "attackers" for the doers), by which token and rule."""

    property: str
    verb: int
    rule: str
    is_weak: bool = False
    is_part: bool = False


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb tells what is done to its subject or, as a participle, to its noun."""
    if sentence.child(verb.i, "auxpass", "nsubjpass"):
        return True
    if verb.tag != "VBN" or sentence.child(verb.i, "dobj"):
        return False
    if sentence.child(verb.i, "agent") or (verb.dep == "ROOT" and _is_deadly(sentence, verb)):
        return True  # a headline: "Girl fatally shot by classmate"
    if verb.dep == "conj" and not sentence.children(verb.i, "aux", "nsubj", "dobj"):
        return is_passive(sentence, sentence.head(verb.i))
    auxiliaries = {t.lemma for t in sentence.children(verb.i, "aux")}
    return (verb.dep in ("acl", "relcl") and not auxiliaries & {"have"}) or "be" in auxiliaries


def verb_chain(sentence: Sentence, verb: Token) -> list[Token]:
    """The verb and those joined to it that share its subject: coordinated ones and verbs below it."""
    chain, queue = [verb], [verb]
    while queue and len(chain) < 12:
        for t in sentence.children(queue.pop().i, "conj", *_BELOW):
            ahead = t.dep == "ccomp" and t.i < verb.i  # "2 dead, 4 hurt": two counts, not two ends of one
            if not ahead and t not in chain and not sentence.children(t.i, *_SUBJECTS, "expl"):
                chain.append(t)
                queue.append(t)
    return chain


def phrase_harm(sentence: Sentence, verb: Token, scheme: Tolls) -> str | None:
    """A verb with a particle or complement: "gun down", "take hostage", "suffer injuries", "shot to death"."""
    lemmas: set[str] = set()
    for child in sentence.children(verb.i):
        if child.dep in _COMPLEMENTS and not _is_way_down(sentence, child):
            lemmas |= {child.lemma, child.lower}
            lemmas |= {c.lemma for c in sentence.children(child.i, "conj")} if child.dep == "dobj" else set()
        if child.dep in ("prep", "agent"):
            lemmas |= {
                p.lemma
                for p in sentence.children(child.i, "pobj")
                if child.lower in ("to", "in", "into", "for", "with", "by", "from")
            }
            lemmas |= {"hospital"} if _is_medical(sentence, child) else set()
    following = sentence.tokens[verb.i + 1 : verb.i + 2]
    lemmas |= {t.lower for t in following if t.lower in ("dead", "down", "hostage", "captive", "missing")}
    return next((p for (v, rest), p in scheme.harm_of_phrase.items() if v == verb.lemma and rest in lemmas), None)


def _is_way_down(sentence: Sentence, child: Token) -> bool:
    """Whether a particle tells where: "shot two doors down from her flat"."""
    is_measured = child.lower == "down" and sentence.tokens[child.i - 1].lower in _WAYS
    return is_measured or sentence.child(child.i, "npadvmod") is not None


def _is_medical(sentence: Sentence, preposition: Token) -> bool:
    """Read "to Hill Medical Center" as to a hospital."""
    goals = sentence.children(preposition.i, "pobj")
    return any(
        t.lemma in ("center", "centre") and sentence.tokens[t.i - 1].lower in ("medical", "trauma") for t in goals
    )


def verb_harm(sentence: Sentence, verb: Token, scheme: Tolls) -> Harm | None:
    """What a verb does to those it is done to."""
    if verb.lemma in _SAVING and _is_denied(sentence, verb):
        return Harm("killed", verb.i, "killed.not_saved")
    if phrase := phrase_harm(sentence, verb, scheme):
        if phrase == "wounded" and verb.lemma in _CARE:  # they may have died there
            return Harm(phrase, verb.i, "wounded.care", is_weak=True)
        return Harm(phrase, verb.i, f"{phrase}.phrase")
    if verb.lemma in ("hold", "keep") and sentence.child(verb.i, "agent"):
        return Harm("hostages", verb.i, "hostages.held_by", is_weak=True)
    if (verb.lemma == "shoot" and _is_shot_at(sentence, verb, scheme)) or verb.lower == "hung":
        return None  # people are hanged; they hung out
    is_hit = verb.lemma in _HITTING and (
        _hits_body(sentence, verb, scheme)
        or _is_of_projectile(sentence, verb, scheme)
        or _is_among_shots(sentence, verb)
    )
    if is_hit:
        return Harm("wounded", verb.i, "wounded.shot", is_weak=True)
    found = scheme.harm_of_verb.get(verb.lemma)
    if found and found[0] == "wounded" and _is_deadly(sentence, verb):
        return Harm("killed", verb.i, "killed.fatally")
    if found is None:
        return None
    shot = found[1] and verb.lemma in ("shoot", "stab")
    return Harm(found[0], verb.i, f"{found[0]}.{'shot' if shot else 'verb'}", is_weak=found[1])


def _is_denied(sentence: Sentence, verb: Token) -> bool:
    """Read "did not survive", "were unable to save", "were not able to save"."""
    head = sentence.head(verb.i)
    above = [head] if verb.dep == "xcomp" else []
    above += [sentence.head(head.i)] if above and head.lower == "able" else []
    denied = any(sentence.children(t.i, "neg") for t in (verb, *above))
    return denied or any(t.lemma in _UNABLE for t in above)


def _is_shot_at(sentence: Sentence, verb: Token, scheme: Tolls) -> bool:
    """Read "shot at police", "was shot at": nobody need have been hit; "shot at a party" tells where."""
    if sentence.child(verb.i, "dobj"):
        return False
    at = next((t for t in sentence.children(verb.i, "prep", "prt") if t.lower == "at"), None)
    if at is None:
        return False
    goal = sentence.child(at.i, "pobj")
    if goal is None or not is_passive(sentence, verb):
        return True
    return goal.pos == "PRON" or goal.lemma in scheme.people_nouns


def _is_of_projectile(sentence: Sentence, verb: Token, scheme: Tolls) -> bool:
    """Read "gunfire struck a man" as "a man was struck by gunfire", which is a phrase of the codebook."""
    doer = sentence.child(verb.i, "nsubj")
    return doer is not None and scheme.harm_of_phrase.get((verb.lemma, doer.lemma)) == "wounded"


def _is_among_shots(sentence: Sentence, verb: Token) -> bool:
    """Read "opened fire, striking five people" and "three were hit when shots rang out"."""
    words = {t.lower for t in sentence.tokens}
    fires = any(t.lemma == "fire" and (t.is_noun or t.is_verb) for t in sentence.tokens)
    return verb.lemma in ("hit", "strike") and (fires or bool(words & _SHOTS)) and not words & _WHEELS


def _hits_body(sentence: Sentence, verb: Token, scheme: Tolls) -> bool:
    """Read "hit in the leg", "struck once in the shoulder", "grazed on the arm"."""
    places = [t for t in sentence.children(verb.i, "prep") if t.lower in ("in", "on", "to", "by")]
    return any(t.lemma in scheme.body for p in places for t in sentence.subtree(p.i) if t.i - verb.i <= _NEAR_BODY)


def _is_deadly(sentence: Sentence, verb: Token) -> bool:
    """Read "fatally wounded", "shot to death", "shot the attackers dead"."""
    ends = sentence.children(verb.i, "oprd", "acomp", "advcl", "ccomp", "dep")
    ends += [t for o in sentence.children(verb.i, "dobj") for t in sentence.children(o.i, "amod") if t.i > o.i]
    if any(t.lower == "dead" for t in ends):
        return True
    near = sentence.tokens[max(0, verb.i - 2) : verb.i + 4]
    words = [t.lower for t in near if t.text != ","]
    beside = {t.lower for t in sentence.tokens[max(0, verb.i - 2) : verb.i + 2]}
    return bool({"fatally", "mortally"} & beside) or "to death" in " ".join(words)


def suffered(sentence: Sentence, verb: Token, scheme: Tolls) -> Harm | None:
    """What a verb says of its subject without doing it: "died", "were dead", "lost their lives"."""
    perfect = any(t.lemma == "have" for t in sentence.children(verb.i, "aux"))
    if verb.lemma in scheme.harm_of_own_verb and (verb.tag != "VBN" or perfect):
        return Harm(scheme.harm_of_own_verb[verb.lemma], verb.i, "own_verb")
    if verb.lemma == "survive" and _is_denied(sentence, verb):
        return Harm("killed", verb.i, "killed.not_survived")
    if (
        verb.lower in scheme.harm_of_adjective
        and not sentence.child(verb.i, "dobj")
        and (verb.tag.startswith("JJ") or verb.pos == "ADJ" or verb.dep in _BELOW)
    ):
        deadly = scheme.harm_of_adjective[verb.lower] == "wounded" and _is_deadly(sentence, verb)
        return Harm("killed" if deadly else scheme.harm_of_adjective[verb.lower], verb.i, "adjective")
    objects = {t.lemma for t in sentence.children(verb.i, "dobj", "acomp", "attr")}
    within = [p for p in sentence.children(verb.i, "prep") if p.lower in ("in", "from")]
    objects |= {t.lemma for p in within for t in sentence.children(p.i, "pobj")}
    for (lemma, rest), name in scheme.harm_of_phrase.items():
        if lemma == verb.lemma and rest in objects | {"d", "away"} & {
            t.lower for t in sentence.children(verb.i, "prt")
        }:
            own = lemma in (
                "lose",
                "recover",
                "suffer",
                "sustain",
                "receive",
                "go",
                "remain",
                "need",
                "require",
                "meet",
                "pass",
                "be",
            )
            if own and name == "wounded" and lemma in ("suffer", "sustain"):
                return Harm(name, verb.i, "wounded.with")  # they may have died of it
            return Harm(name, verb.i, f"{name}.own_phrase") if own else None
    return None


def is_of_the_object(sentence: Sentence, end: Token) -> bool:
    """Say whether a state is that of whom a verb is done to: "officers shot him dead", "left two dead"."""
    verb = sentence.head(end.i)
    if verb.lemma == "be" and end.dep in ("acomp", "attr"):  # "papers reported him to be dead"
        end, verb = verb, sentence.head(verb.i)
    if end.dep not in ("acomp", "oprd", "ccomp", "xcomp", "advcl") or verb.lemma not in _LEAVING:
        return False
    between = sentence.tokens[verb.i + 1 : end.i]
    return verb.tag != "VBN" and any(t.is_noun or t.tag == "PRP" for t in between)


def strongest(found: list[Harm]) -> list[Harm]:
    """Drop weak readings next to strong ones of the body ("shot and killed"), and doubles."""
    if any(h.property in ("killed", "wounded") and not h.is_weak for h in found):
        found = [h for h in found if not (h.is_weak and h.property == "wounded")]
    kept: dict[str, Harm] = {}
    for harm in found:
        kept.setdefault(harm.property, harm)
    return list(kept.values())
