"""What became of people, read off the parse: killed, wounded, missing, arrested, taken hostage, or doers.

One function a syntactic place: subject, object, after "of" or "by", with a participle behind it. Where the
parse ties a phrase to nothing, the words right beside it decide (module harm_beside).
"""

from __future__ import annotations

from dataclasses import replace

from dateline.codebook.tolls import Tolls
from dateline.extract.counted import People
from dateline.extract.harm_beside import beside, clipped_harm, in_condition, left_so
from dateline.extract.harm_lists import has_one_subject, is_itemising, is_listed, is_one_of_many, is_same_man
from dateline.extract.harm_verbs import (
    MAY_BE_DEAD,
    Harm,
    is_of_the_object,
    is_passive,
    strongest,
    suffered,
    verb_chain,
    verb_harm,
)
from dateline.text.sentence import Sentence, Token

_PART_PREPOSITIONS = frozenset({"including", "include", "among", "incl"})
_TELLING = frozenset(
    {
        "attribute",
        "blame",
        "link",
        "say",
        "tell",
        "report",
        "claim",
        "issue",
        "make",
        "accuse",
        "be",
        "have",
        "face",
        "remain",
    }
)
_DEPTH = 6
_HIT_BY = frozenset({"gunshot", "shooting", "stabbing"})
_LANDING = frozenset({"land", "leave", "put", "send"})
_FINDING = frozenset({"discover", "encounter", "find", "locate", "treat"})
_ONESELF = frozenset({"herself", "himself", "themselves"})
COMPANY = frozenset({"alongside", "with"})
_ALONG = frozenset({"along", "together"})
_OWN = frozenset({"her", "his", "their"})


def _of_subject(sentence: Sentence, people: People, verb: Token, scheme: Tolls) -> list[Harm]:
    found: list[Harm] = []
    passive_link = sentence.tokens[people.link].dep == "nsubjpass"
    for part in verb_chain(sentence, verb):
        if part is not verb and is_of_the_object(sentence, part):
            continue
        own = suffered(sentence, part, scheme)
        if own:
            found.append(own)
            continue
        harm = verb_harm(sentence, part, scheme)
        objects = sentence.children(part.i, "dobj")
        if harm is None:
            continue
        passive = is_passive(sentence, part) or (passive_link and part is verb)
        if part is not verb and part.tag in ("VBN", "VBD") and not objects and passive_link:
            passive = True
        is_sufferer = people.noun not in scheme.attackers or not harm.is_weak
        headline = part.tag in ("VBN", "VBD") and not objects and people.number is not None and is_sufferer
        # "six people robbed, shot in park": what was done to them is told in a row
        in_row = part.tag == "VBN" and verb.lemma in scheme.act_verbs and not sentence.child(verb.i, "dobj", "prep")
        if passive or (headline and not sentence.child(part.i, "ccomp", "agent") and (part is verb or in_row)):
            found.append(harm)
    return strongest(found)


def _of_object(sentence: Sentence, verb: Token, scheme: Tolls) -> list[Harm]:
    verbs = [
        verb,
        *(t for t in sentence.children(verb.i, "conj") if not sentence.children(t.i, "dobj", "nsubj")),
    ]
    first = sentence.head(verb.i)
    # "found three people dead and transported one": each verb has its own people
    apart = verb_harm(sentence, verb, scheme) is not None and sentence.child(first.i, "ccomp") is not None
    if verb.dep == "conj" and not apart and not sentence.children(first.i, "dobj", "nsubjpass"):
        verbs.append(first)
    found = [h for v in verbs if v.is_verb and (h := verb_harm(sentence, v, scheme))]
    for below in sentence.children(verb.i, "oprd", "acomp", "xcomp", "ccomp"):
        if verb.lemma in ("leave", "see", "have", "find", "report") and (own := suffered(sentence, below, scheme)):
            found.append(own)
    return strongest(found)


def _behind(sentence: Sentence, people: People, scheme: Tolls) -> list[Harm]:
    """A participle, adjective or relative clause on the phrase: "12 people killed in", "five men who died"."""
    found: list[Harm] = []
    heads = {people.head, *(range(people.head, people.last + 1) if people.number else ())}
    for child in (t for i in sorted(heads) for t in sentence.children(i)):
        if child.dep == "acl" and child.tag in ("VBN", "VBD"):
            found += [h for v in verb_chain(sentence, child) if (h := verb_harm(sentence, v, scheme))]
        elif child.dep == "acl" and child.tag == "VBG" and (own := suffered(sentence, child, scheme)):
            found.append(own)  # "a man suffering from a gunshot wound"
        elif child.dep == "relcl" and child.i > people.last:
            who = sentence.child(child.i, "nsubjpass", "nsubj")
            if who and who.lower in ("who", "that", "whom"):
                stand_in = replace(people, link=who.i, number=people.number)
                passing = people.number is None  # "an officer who was killed in 2012"
                found += [replace(h, is_part=passing) for h in _of_subject(sentence, stand_in, child, scheme)]
        elif _is_harm_on(people, child, scheme):
            some = any(t.lower == "of" for t in sentence.tokens[people.first : people.head])  # "one of the dead men"
            found.append(Harm(scheme.harm_of_adjective[child.lower], child.i, "adjective", is_part=some))
        elif child.dep == "compound" and child.lower in _HIT_BY and people.noun == "victim" and _is_exact(people):
            found.append(Harm("wounded", child.i, "wounded.shot", is_weak=True))  # "two gunshot victims"
    found += _with_wounds(sentence, people) + _in_hospital(sentence, people) + _beside_other(sentence, people, scheme)
    return strongest([h for h in found if not h.is_weak or h.property == "hostages" or _is_shot(people, h)])


def _is_exact(people: People) -> bool:
    """Say whether a number counts people, and no bound ("several")."""
    return people.number is not None and people.low == people.high


def _beside_other(sentence: Sentence, people: People, scheme: Tolls) -> list[Harm]:
    """Read "a nurse and 6-year-old boy injured in": a participle behind the second is of both."""
    if [t.lower for t in sentence.tokens[people.last + 1 : people.last + 2]] != ["and"]:
        return []
    others = [t for t in sentence.children(people.head, "conj") if t.is_noun]
    behind = [v for o in others for v in sentence.children(o.i, "acl") if v.i == o.i + 1 and v.tag in ("VBN", "VBD")]
    return [h for v in behind if (h := verb_harm(sentence, v, scheme))]


def _is_harm_on(people: People, child: Token, scheme: Tolls) -> bool:
    """Say whether an adjective on a noun tells its harm: "two wounded men", "four dead", no "fatal police raid"."""
    deadly = child.lower != "fatal" or people.noun in ("casualty", "victim")
    beside = child.i < people.head or child.i == people.head + 1
    return child.dep == "amod" and beside and child.lower in scheme.harm_of_adjective and deadly


def _is_shot(people: People, harm: Harm) -> bool:
    """Keep "four people shot" and "man stabbed in the neck", which tell of harm though it may have been worse."""
    return harm.rule in MAY_BE_DEAD and (people.number is not None or not people.is_name)


def _with_wounds(sentence: Sentence, people: People) -> list[Harm]:
    """Read "a man with a gunshot wound", also where the parse ties "with" to the verb that found him."""
    with_it = [t for t in sentence.children(people.head, "prep") if t.lower == "with"]
    above = sentence.head(people.link)
    if sentence.tokens[people.link].dep in ("dobj", "nsubjpass") and above.lemma in _FINDING:
        with_it += [t for t in sentence.children(above.i, "prep") if t.lower == "with" and t.i > people.last]
    wounds = [t for w in with_it for t in sentence.children(w.i, "pobj") if t.lemma in ("wound", "injury")]
    return [Harm("wounded", wounds[0].i, "wounded.with", is_weak=True)] if wounds else []


def _in_hospital(sentence: Sentence, people: People) -> list[Harm]:
    """Read "a shooting lands four men in hospital", where the parse ties the hospital to the men."""
    above = sentence.head(people.link)
    if above.lemma not in _LANDING or sentence.tokens[people.link].dep != "dobj":
        return []
    within = [t for i in (people.head, above.i) for t in sentence.children(i, "prep") if t.lower in ("in", "to")]
    goals = [t for p in within for t in sentence.children(p.i, "pobj") if t.lemma == "hospital"]
    return [Harm("wounded", goals[0].i, "wounded.care", is_weak=True)] if goals else []


def _after_of(sentence: Sentence, people: People, governor: Token, scheme: Tolls, depth: int) -> list[Harm]:
    if governor.lemma in scheme.harm_of_noun:
        return [Harm(scheme.harm_of_noun[governor.lemma], governor.i, "noun_of")]
    if governor.lemma in ("stabbing", "shooting"):
        deadly = [t for t in sentence.children(governor.i, "amod") if t.lower in {"fatal", "deadly"}]
        fatal = any("non" not in {x.lower for x in sentence.tokens[max(0, t.i - 2) : t.i]} for t in deadly)
        if not fatal and people.number is None and people.low != 1:
            return []
        return [Harm("killed" if fatal else "wounded", governor.i, "wounded.shot", is_weak=not fatal)]
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
        return harms_of(sentence, replace(people, link=governor.i, head=governor.i), scheme, depth + 1, strict=True)
    return []


def _after_preposition(sentence: Sentence, people: People, scheme: Tolls, depth: int) -> list[Harm]:
    preposition = sentence.head(people.link)
    governor = sentence.head(preposition.i)
    if preposition.lower == "of":
        return _after_of(sentence, people, governor, scheme, depth)
    if preposition.lower in ("by", "at") and (preposition.dep == "agent" or preposition.lower == "by"):
        return doers(sentence, people, governor, scheme)
    if preposition.lower == "among" and people.number is not None and not people.is_definite:
        return []  # "child among five hurt": the five are the whole
    if preposition.lower in _PART_PREPOSITIONS:
        if governor.is_verb:  # "three people are dead, including the gunman": the part is of the verb's people
            governor = (
                sentence.child(governor.i, "dobj") or sentence.child(governor.i, "nsubjpass", "nsubj") or governor
            )
        link = replace(people, link=governor.i, head=governor.i, first=governor.i, last=governor.i)
        return [replace(h, is_part=True) for h in harms_of(sentence, link, scheme, depth + 1, strict=True)]
    injuries = [governor, *sentence.children(governor.i, "dobj")]
    if preposition.lower in COMPANY and (own := _with_companion(sentence, people, governor, scheme)):
        return [own]
    is_part = people.noun == "body"  # "a wound to his upper body"
    if preposition.lower in ("to", "on") and not is_part and any(t.lemma in ("injury", "wound") for t in injuries):
        return [Harm("wounded", governor.i, "noun_to")]
    return []


def _with_companion(sentence: Sentence, people: People, verb: Token, scheme: Tolls) -> Harm | None:
    """Read "she was killed with her son", "he died alongside a colleague": they came to the same harm.

    With whom alone tells less: "he was killed with a knife".
    """
    beside = sentence.head(people.link).lower == "alongside" and people.is_counted and not people.is_definite
    if not beside and not any(t.lower in _OWN for t in sentence.children(people.head, "poss")):
        return None
    verb = sentence.head(verb.i) if verb.lower in _ALONG else verb
    passive = verb_harm(sentence, verb, scheme) if verb.is_verb and is_passive(sentence, verb) else None
    harm = passive or (suffered(sentence, verb, scheme) if verb.is_verb else None)
    in_passing = any(t.dep == "relcl" for t in (verb, sentence.head(verb.i)))  # as of whom "who" stands for
    return replace(harm, is_part=in_passing) if harm else None


def doers(sentence: Sentence, people: People, verb: Token, scheme: Tolls) -> list[Harm]:
    """Read people as those who carry out the act of a verb (their number is of ``attackers``)."""
    if people.noun in scheme.forces - scheme.attackers or not people.is_counted:
        return []
    if (people.is_definite and people.number is None) or verb.lemma in _TELLING:
        return []
    to_himself = any(t.lower in _ONESELF for t in sentence.children(verb.i, "dobj"))
    if to_himself and people.noun not in scheme.attackers | scheme.fighters:
        return []
    acts = any(v.lemma in scheme.act_verbs for v in verb_chain(sentence, verb))
    known = people.noun in scheme.attackers
    if (
        not known
        and verb.tag in ("VBN", "VBD")
        and not sentence.children(verb.i, "dobj")
        and any(
            verb_harm(sentence, v, scheme) for v in verb_chain(sentence, verb) if not sentence.children(v.i, "dobj")
        )
    ):
        return []  # a headline without its auxiliary: "Four teenagers shot at party"
    if not ((known and verb.is_verb) or (acts and people.noun in scheme.people_nouns)):
        return []
    return [Harm("attackers", verb.i, "doers")]


def _of_attribute(sentence: Sentence, people: People, scheme: Tolls) -> list[Harm]:
    """Read "Wounded were two men", "among the dead were 3 soldiers", "the dead included a child"."""
    before = sentence.tokens[max(0, people.first - 12) : people.first]
    for token in reversed(before):
        name = scheme.harm_of_adjective.get(token.lower) or ("killed" if token.lower == "fatalities" else None)
        if name and (token.lower != "killed" or token.tag == "VBN"):
            among = token.i > 0 and sentence.tokens[token.i - 1].lower in ("the", "those")
            return [Harm(name, token.i, f"{name}.attribute", is_part=among)]
        if token.tag in ("CD", "NNS") and token.i != people.first - 1:
            return []
    return []


def _by_link(sentence: Sentence, people: People, scheme: Tolls, depth: int) -> list[Harm]:
    token = sentence.tokens[people.link]
    head = sentence.head(token.i)
    if token.dep in ("nsubj", "nsubjpass"):
        found = _of_subject(sentence, people, head, scheme)
        return found or (doers(sentence, people, head, scheme) if token.dep == "nsubj" else [])
    inverted = token.dep == "attr" and head.lemma == "be" and not sentence.child(head.i, "expl")
    if inverted or (token.dep == "dobj" and head.lemma == "include"):
        return _of_attribute(sentence, people, scheme)
    if token.dep in ("dobj", "dative", "oprd"):
        if _is_suspect_of(sentence, people, head, scheme):
            return []
        return [h for h in _of_object(sentence, head, scheme) if _fits(people, h, scheme)]
    if token.dep == "pobj":
        return _after_preposition(sentence, people, scheme, depth)
    if token.dep == "poss":
        return _of_possessor(sentence, people, head, scheme)
    return []


def _is_suspect_of(sentence: Sentence, people: People, verb: Token, scheme: Tolls) -> bool:
    """Read "the shooting suspect", "shooting spree suspect" as who did it, whatever the parse."""
    between = sentence.tokens[verb.i + 1 : people.first]
    is_bare = people.number is None and not sentence.child(people.head, "det", "poss")
    is_one = is_bare and sentence.tokens[people.head].tag in ("NN", "NNP") and people.noun in scheme.attackers
    return is_one and verb.lower in ("shooting", "stabbing") and all(t.is_noun for t in between)


def _of_possessor(sentence: Sentence, people: People, noun: Token, scheme: Tolls) -> list[Harm]:
    """Read "the boy's death", "her son's killing"; "the gunman's murder of a guard" is the gunman's deed."""
    of = any(t.lower == "of" for t in sentence.children(noun.i, "prep"))
    is_one = people.low == 1 and people.noun not in scheme.attackers and not people.is_name
    if scheme.harm_of_noun.get(noun.lemma) != "killed" or noun.tag != "NN" or of or not is_one:
        return []
    return [Harm("killed", noun.i, "killed.possessor")]


def _fits(people: People, harm: Harm, scheme: Tolls) -> bool:
    """Weak verbs need a noun for people: "seized 126 skins", "the team was beaten" tell of no one."""
    if not harm.is_weak:
        return True
    if people.is_name:
        return harm.property == "hostages" or harm.rule in MAY_BE_DEAD
    return people.noun in scheme.people_nouns or people.noun in ("", "he")


def _joined(sentence: Sentence, people: People, token: Token, scheme: Tolls, depth: int) -> list[Harm]:
    """What became of the phrase that this one is coordinated with, or stands in apposition to."""
    head = sentence.head(token.i)
    if token.dep == "appos" and people.number is None and not is_listed(sentence, people, head, scheme):
        return []  # "the attache, John Smith": the same man
    if token.dep == "conj" and is_same_man(sentence, people, head):
        return []
    if token.dep == "appos" and head.tag in ("NN", "NNP") and is_one_of_many(sentence, people):
        return []
    is_part = token.dep == "appos" and is_itemising(sentence, people, token, head)
    after = sentence.tokens[head.head + 1 : head.head + 2]
    sourced = any(t.text == ":" for t in after)  # "Police: man, 2 children shot" names its source
    if token.dep == "conj" and head.dep == "appos" and head.head != head.i and not sourced:
        first, head = head, sentence.head(head.i)
        if people.number is None and has_one_subject(sentence, head):
            return []  # "John Smith, a student and a member, was killed"
        is_part = is_itemising(sentence, people, first, head)
    if token.dep != "appos" and head.is_verb and people.number is not None and _is_as_well(sentence, people):
        # "thirty villagers had died, as well as 12 rebels": parsers join the rebels to the verb
        head = sentence.child(head.i, "nsubjpass", "nsubj") or head
    if not (head.is_noun or head.pos in ("NUM", "PRON", "PROPN")):
        return []
    link = replace(people, link=head.i, head=head.i, first=head.i, last=head.i)
    found = harms_of(sentence, link, scheme, depth + 1, strict=True)
    # "one dead man and another man": an adjective before a noun says nothing of the next
    found = [h for h in found if h.verb > head.i or sentence.tokens[h.verb].dep != "amod"]
    return [replace(h, is_part=True) for h in found] if is_part else found


def _is_as_well(sentence: Sentence, people: People) -> bool:
    """Say whether "as well as" stands right before a phrase, or its head."""
    return "as well as" in " ".join(t.lower for t in sentence.tokens[max(0, people.first - 4) : people.first])


def harms_of(
    sentence: Sentence, people: People, scheme: Tolls, depth: int = 0, *, strict: bool = False
) -> list[Harm]:
    """Return what became of a phrase's people, at most one harm a property.

    ``strict`` keeps to the parse: no look at the words beside the phrase.
    """
    if depth > _DEPTH:
        return []
    found = [h for h in _by_link(sentence, people, scheme, depth) if _fits(people, h, scheme)]
    if left := left_so(sentence, people, scheme):
        return [h for h in found if h.property == left.property] or [left]
    if clipped := clipped_harm(sentence, people, scheme):
        return [h for h in found if h.property == clipped.property] or [clipped]
    found = found or [h for h in _behind(sentence, people, scheme) if _fits(people, h, scheme)]
    if not found and (condition := in_condition(sentence, people)) is not None:
        return [Harm("wounded", condition, "wounded.condition")]
    if not found and not strict:
        found = [Harm(name, verb, f"{name}.beside") for name, verb in beside(sentence, people, scheme)]
    token = sentence.tokens[people.link]
    is_joined = token.dep in ("conj", "appos") or (token.dep == "dobj" and _is_as_well(sentence, people))
    if not found and is_joined and token.head != token.i:
        found = _joined(sentence, people, token, scheme, depth)
    return found
