"""What became of people, read off the parse: killed, wounded, missing, arrested, taken hostage, or doers.

One function a syntactic place: subject, object, after "of" or "by", with a participle behind it. Where the
parse ties a phrase to nothing, the words right beside it decide (module harm_beside).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.codebook.tolls import Tolls
from dateline.extract.counted import People
from dateline.extract.harm_beside import beside
from dateline.text.sentence import Sentence, Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_BELOW = ("xcomp", "oprd", "acomp", "ccomp", "attr")
_REFLEXIVE = frozenset({"himself", "herself", "themselves", "itself"})
_LINKING = frozenset({"be", "lie", "remain", "stay", "get", "become"})
_PART_PREPOSITIONS = frozenset({"including", "include", "among", "incl"})
_TELLING = frozenset(
    {"attribute", "blame", "link", "say", "tell", "report", "claim", "issue", "make", "accuse"}
)
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class Harm:
    """What became of a phrase's people: a toll property (or "attackers" for the doers), by which token and rule."""

    property: str
    verb: int
    rule: str
    is_weak: bool = False
    is_part: bool = False


def _is_passive(sentence: Sentence, verb: Token) -> bool:
    if sentence.child(verb.i, "auxpass", "nsubjpass"):
        return True
    if verb.tag != "VBN":
        return False
    if verb.dep == "conj" and not sentence.children(verb.i, "aux", "nsubj", "dobj"):
        return _is_passive(sentence, sentence.head(verb.i))
    auxiliaries = {t.lemma for t in sentence.children(verb.i, "aux")}
    return verb.dep in ("acl", "relcl") and not auxiliaries & {"have"} or "be" in auxiliaries


def _verb_chain(sentence: Sentence, verb: Token) -> list[Token]:
    """The verb and those joined to it that share its subject: coordinated ones and verbs below it."""
    chain, queue = [verb], [verb]
    while queue and len(chain) < 12:
        for t in sentence.children(queue.pop().i, "conj", *_BELOW):
            if t not in chain and not sentence.children(t.i, *_SUBJECTS, "expl"):
                chain.append(t)
                queue.append(t)
    return chain


def _phrase_harm(sentence: Sentence, verb: Token, scheme: Tolls) -> str | None:
    """A verb with a particle or complement: "gun down", "take hostage", "suffer injuries", "shot to death"."""
    lemmas: set[str] = set()
    for child in sentence.children(verb.i):
        if child.dep in (
            "prt",
            "advmod",
            "acomp",
            "oprd",
            "dobj",
            "xcomp",
            "advcl",
            "attr",
            "npadvmod",
            "ccomp",
            "acl",
            "dep",
        ):
            lemmas |= {child.lemma, child.lower}
            lemmas |= {c.lemma for c in sentence.children(child.i, "conj")} if child.dep == "dobj" else set()
        if child.dep == "prep":
            lemmas |= {
                p.lemma
                for p in sentence.children(child.i, "pobj")
                if child.lower in ("to", "in", "into", "for", "with")
            }
    following = sentence.tokens[verb.i + 1 : verb.i + 2]
    lemmas |= {t.lower for t in following if t.lower in ("dead", "down", "hostage", "captive", "missing")}
    return next(
        (p for (v, rest), p in scheme.harm_of_phrase.items() if v == verb.lemma and rest in lemmas), None
    )


def _verb_harm(sentence: Sentence, verb: Token, scheme: Tolls) -> Harm | None:
    """What a verb does to those it is done to."""
    if phrase := _phrase_harm(sentence, verb, scheme):
        return Harm(phrase, verb.i, f"{phrase}.phrase")
    found = scheme.harm_of_verb.get(verb.lemma)
    return Harm(found[0], verb.i, f"{found[0]}.verb", is_weak=found[1]) if found else None


def _suffered(sentence: Sentence, verb: Token, scheme: Tolls) -> Harm | None:
    """What a verb says of its subject without doing it: "died", "were dead", "lost their lives"."""
    if verb.lemma in scheme.harm_of_own_verb:
        return Harm(scheme.harm_of_own_verb[verb.lemma], verb.i, "own_verb")
    if verb.lower in scheme.harm_of_adjective and (
        verb.tag.startswith("JJ") or verb.pos == "ADJ" or verb.dep in _BELOW
    ):
        return Harm(scheme.harm_of_adjective[verb.lower], verb.i, "adjective")
    objects = {t.lemma for t in sentence.children(verb.i, "dobj", "acomp", "attr")}
    for (lemma, rest), name in scheme.harm_of_phrase.items():
        if lemma == verb.lemma and rest in objects | {"d", "away"} & {
            t.lower for t in sentence.children(verb.i, "prt")
        }:
            own = lemma in (
                "lose",
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
            return Harm(name, verb.i, f"{name}.own_phrase") if own else None
    return None


def _strongest(found: list[Harm]) -> list[Harm]:
    """Drop weak readings next to strong ones of the body ("shot and killed"), and doubles."""
    if any(h.property in ("killed", "wounded") and not h.is_weak for h in found):
        found = [h for h in found if not (h.is_weak and h.property == "wounded")]
    kept: dict[str, Harm] = {}
    for harm in found:
        kept.setdefault(harm.property, harm)
    return list(kept.values())


def _of_subject(sentence: Sentence, people: People, verb: Token, scheme: Tolls) -> list[Harm]:
    found: list[Harm] = []
    passive_link = sentence.tokens[people.link].dep == "nsubjpass"
    for part in _verb_chain(sentence, verb):
        own = _suffered(sentence, part, scheme)
        if own:
            found.append(own)
            continue
        harm = _verb_harm(sentence, part, scheme)
        objects = sentence.children(part.i, "dobj")
        if harm is None:
            continue
        passive = _is_passive(sentence, part) or (passive_link and part is verb)
        if part is not verb and part.tag == "VBN" and not objects and passive_link:
            passive = True
        headline = (
            part.tag in ("VBN", "VBD") and not objects and people.number is not None and not harm.is_weak
        )
        if passive or (headline and not sentence.child(part.i, "ccomp", "agent") and part is verb):
            found.append(harm)
    return _strongest(found)


def _of_object(sentence: Sentence, verb: Token, scheme: Tolls) -> list[Harm]:
    verbs = [
        verb,
        *(t for t in sentence.children(verb.i, "conj") if not sentence.children(t.i, "dobj", "nsubj")),
    ]
    if verb.dep == "conj" and not sentence.children(sentence.head(verb.i).i, "dobj", "nsubjpass"):
        verbs.append(sentence.head(verb.i))
    found = [h for v in verbs if v.is_verb and (h := _verb_harm(sentence, v, scheme))]
    for below in sentence.children(verb.i, "oprd", "acomp", "xcomp", "ccomp"):
        if verb.lemma in ("leave", "see", "have", "find", "report") and (
            own := _suffered(sentence, below, scheme)
        ):
            found.append(own)
    return _strongest(found)


def _behind(sentence: Sentence, people: People, scheme: Tolls) -> list[Harm]:
    """A participle, adjective or relative clause on the phrase: "12 people killed in", "five men who died"."""
    found: list[Harm] = []
    for child in sentence.children(people.head):
        if child.dep == "acl" and child.tag in ("VBN", "VBD"):
            found += [h for v in _verb_chain(sentence, child) if (h := _verb_harm(sentence, v, scheme))]
        elif child.dep == "relcl" and child.i > people.last:
            who = sentence.child(child.i, "nsubjpass", "nsubj")
            if who and who.lower in ("who", "that", "whom"):
                stand_in = replace(people, link=who.i, number=people.number)
                found += _of_subject(sentence, stand_in, child, scheme)
        elif child.dep == "amod" and child.i < people.head and child.lower in scheme.harm_of_adjective:
            found.append(Harm(scheme.harm_of_adjective[child.lower], child.i, "adjective"))
    return _strongest([h for h in found if not h.is_weak])


def _after_of(sentence: Sentence, people: People, governor: Token, scheme: Tolls, depth: int) -> list[Harm]:
    if governor.lemma in scheme.harm_of_noun:
        return [Harm(scheme.harm_of_noun[governor.lemma], governor.i, "noun_of")]
    if governor.lemma in ("body", "corpse", "remains"):
        return [Harm("killed", governor.i, "bodies_of")]
    if governor.lemma == "life" and governor.dep == "dobj":
        verb = sentence.head(governor.i)
        return [Harm("killed", verb.i, "lives_of")] if verb.lemma in ("claim", "take", "cost", "end") else []
    if (
        governor.lemma in scheme.groups
        or governor.pos in ("NUM", "PRON", "DET")
        or governor.lemma in ("one", "all", "some")
    ):
        return harms_of(
            sentence, replace(people, link=governor.i, head=governor.i), scheme, depth + 1, strict=True
        )
    return []


def _after_preposition(sentence: Sentence, people: People, scheme: Tolls, depth: int) -> list[Harm]:
    preposition = sentence.head(people.link)
    governor = sentence.head(preposition.i)
    if preposition.lower == "of":
        return _after_of(sentence, people, governor, scheme, depth)
    if preposition.lower in ("by", "at") and (preposition.dep == "agent" or preposition.lower == "by"):
        return doers(sentence, people, governor, scheme)
    if preposition.lower in _PART_PREPOSITIONS or preposition.lower in ("with",) and depth == 0 and False:
        link = replace(people, link=governor.i, head=governor.i, first=governor.i, last=governor.i)
        return [replace(h, is_part=True) for h in harms_of(sentence, link, scheme, depth + 1, strict=True)]
    if preposition.lower in ("to", "on") and governor.lemma in ("injury", "wound"):
        return [Harm("wounded", governor.i, "noun_to")]
    return []


def doers(sentence: Sentence, people: People, verb: Token, scheme: Tolls) -> list[Harm]:
    """Read people as those who carry out the act of a verb (their number is of ``attackers``)."""
    if people.noun in scheme.forces - scheme.attackers or not people.is_counted:
        return []
    if people.is_definite and people.number is None or verb.lemma in _TELLING:
        return []
    acts = any(v.lemma in scheme.act_verbs for v in _verb_chain(sentence, verb))
    known = people.noun in scheme.attackers
    if not (known and verb.is_verb or acts and people.noun in scheme.people_nouns):
        return []
    return [Harm("attackers", verb.i, "doers")]


def _by_link(sentence: Sentence, people: People, scheme: Tolls, depth: int) -> list[Harm]:
    token = sentence.tokens[people.link]
    head = sentence.head(token.i)
    if token.dep in ("nsubj", "nsubjpass"):
        found = _of_subject(sentence, people, head, scheme)
        return found or (doers(sentence, people, head, scheme) if token.dep == "nsubj" else [])
    if token.dep in ("dobj", "dative", "oprd"):
        return _of_object(sentence, head, scheme)
    if token.dep == "pobj":
        return _after_preposition(sentence, people, scheme, depth)
    return []


def harms_of(
    sentence: Sentence, people: People, scheme: Tolls, depth: int = 0, *, strict: bool = False
) -> list[Harm]:
    """Return what became of a phrase's people, at most one harm a property.

    ``strict`` keeps to the parse: no look at the words beside the phrase.
    """
    if depth > _DEPTH:
        return []
    found = _by_link(sentence, people, scheme, depth) or _behind(sentence, people, scheme)
    if not found and not strict:
        found = [Harm(name, verb, f"{name}.beside") for name, verb in beside(sentence, people, scheme)]
    token = sentence.tokens[people.link]
    if not found and token.dep in ("conj", "appos") and token.head != token.i:
        head = sentence.head(token.i)
        link = replace(people, link=head.i, head=head.i, first=head.i, last=head.i)
        if head.is_noun or head.pos in ("NUM", "PRON", "PROPN"):
            found = harms_of(sentence, link, scheme, depth + 1, strict=True)
            if token.dep == "appos":
                found = [replace(h, is_part=True) for h in found]
    return found
