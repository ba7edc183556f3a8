"""Clipped sentences, those of headlines, given the parse that their full forms would have.

"Teen shot in park" leaves out the auxiliary, and a parser trained on full sentences takes the harmed for the doer
("the teen shot") or the harm for a thing ("four shot" as "four shots"). What is left out is always the same, so
that the parse can be mended once, here, and every later stage reads a passive.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.codebook import Codebook
from dateline.codebook.tolls import Tolls
from dateline.text.sentence import Sentence, Token

_SHOT = "shot"
_AGES = frozenset({"old", "olds"})
_COUNTING = frozenset({"other", "others", "more", "dead", "wounded", "injured"})
_TIMES = frozenset({"afternoon", "day", "evening", "month", "morning", "night", "week", "weekend", "year"})
_BY = frozenset({"by", "at", "into", "himself", "herself", "themselves", "back", "down"})
_DEEDS = frozenset({"shooting", "stabbing"})
_ENDS = {
    "claims": "claim",
    "hurts": "hurt",
    "injures": "injure",
    "kills": "kill",
    "leaves": "leave",
    "wounds": "wound",
}
_OBJECT_STARTS = frozenset({"DT", "JJ", "NN", "NNP", "NNS", "PRP", "PRP$", "RB", "RP"})
_FINDING = frozenset({"find", "have", "leave", "see"})
_LEFT = frozenset({"compound", "nummod", "amod", "nsubj", "nsubjpass", "npadvmod", "dep", "intj", "meta", "ROOT"})
_NOUN_DEPS = frozenset({"appos", "conj", "dobj", "nsubj", "nsubjpass", "pobj"})
_FULL = frozenset({"agent", "aux", "auxpass", "ccomp", "dative", "dobj", "nsubjpass", "xcomp"})
_VERB_DEPS = frozenset({"ROOT", "ccomp", "conj", "dep", "parataxis", "acl", "advcl", "appos"})


def mended(sentence: Sentence, book: Codebook) -> Sentence:
    """Return the sentence with the harm verbs of clipped passives tagged and tied as such."""
    if not sentence.is_parsed:
        return sentence
    scheme = book.tolls
    tokens = list(sentence.tokens)
    changed = False
    for token in sentence.tokens:
        if token.lower == _SHOT and token.tag in ("VB", "VBP"):  # "teens shot while playing" is no present
            token = tokens[token.i] = replace(token, lemma="shoot", tag="VBD")
            changed = True
        if token.lower == _SHOT and token.tag in ("NN", "JJ"):
            changed = _noun_to_passive(tokens, token.i, scheme) or changed
        elif token.lower in _DEEDS and token.tag == "VBG":
            changed = _gerund_to_noun(tokens, token) or changed
        elif token.lower == "old" and _stands_beside_counted(tokens, token.i, scheme):
            changed = True
        elif token.lower == "old" and _stands_for_person(tokens, token):
            tokens[token.i] = replace(token, pos="NOUN", tag="NN")
            changed = True
        elif token.lower == "killed" and token.dep == "conj" and _is_shot_and_killed(tokens, token):
            _kill_as_shot(sentence, tokens, token)
            changed = True
        elif token.dep == "dobj" and token.lemma in _TIMES and _is_harm(sentence.head(token.i), scheme):
            tokens[token.i] = replace(token, dep="npadvmod")  # "was shot and killed the day after Easter"
            changed = True
        elif token.tag in ("VBD", "VBN") and token.dep == "acl" and _is_harm(token, scheme):
            changed = _of_all_listed(sentence, tokens, token, scheme) or changed
        elif token.tag in ("VBD", "VBN") and _is_harm(token, scheme):
            changed = _active_to_passive(sentence, tokens, token, scheme) or changed
    return replace(sentence, tokens=tuple(tokens)) if changed else sentence


def _is_shot_and_killed(tokens: list[Token], killed: Token) -> bool:
    """Say whether somebody is told as shot and killed in a row, so that what is true of one verb is of the other."""
    before = tokens[max(0, killed.i - 2) : killed.i]
    joined = [t.lower for t in before] in (["shot", "and"], ["stabbed", "and"])
    return joined and before[0].is_verb and not _stands_above(tokens, killed, before[0])


def _kill_as_shot(sentence: Sentence, tokens: list[Token], killed: Token) -> None:
    """Tie "killed" to the "shot" before it, as a passive where that is one and no object follows."""
    shot = tokens[killed.i - 2]
    has_object = any(t.lemma not in _TIMES for t in sentence.children(killed.i, "dobj"))
    tag = "VBN" if shot.tag == "VBN" and not has_object else killed.tag
    tokens[killed.i] = replace(killed, head=shot.i, tag=tag)


def _is_harm(token: Token, scheme: Tolls) -> bool:
    found = scheme.harm_of_verb.get(token.lemma)
    return found is not None and found[0] in ("killed", "wounded")


def _is_person(token: Token, scheme: Tolls) -> bool:
    plain = {token.lemma, token.lower, token.lower.removesuffix("s")}
    return bool(plain & scheme.people_nouns) or token.lower in _AGES or token.lower in _COUNTING


def _stands_for_person(tokens: list[Token], age: Token) -> bool:
    """Say whether an age stands for whom it is of: "killed a 15-year-old"."""
    before = [t.lower for t in tokens[max(0, age.i - 4) : age.i] if t.text != "-"]
    return age.dep in _NOUN_DEPS and before[-1:] in (["year"], ["month"], ["week"], ["day"])


def _stands_beside_counted(tokens: list[Token], i: int, scheme: Tolls) -> bool:
    """Tie "3-year-old" to those who are told with it, where the parse takes it for their age.

    "A 3-year-old and four adults were shot", "2-year-old, 3 others shot in park".
    """
    if i == 0 or tokens[i - 1].text != "-" or [t.text for t in tokens[i + 1 : i + 2]] not in (["and"], [","]):
        return False
    after = tokens[i + 2 : i + 5]
    people = next((t for t in after if t.tag == "NNS" and _is_person(t, scheme)), None)
    if not after or after[0].tag != "CD" or people is None:
        return False
    age = replace(tokens[i], pos="NOUN", tag="NN")
    if people.dep == "conj" and people.head == i:
        harmed = [t for t in tokens if t.head == people.i and t.dep == "acl" and _is_harm(t, scheme)]
        for verb in harmed:
            tokens[verb.i] = replace(verb, head=i)
        tokens[i] = age
        return bool(harmed)
    if people.dep not in _NOUN_DEPS or _stands_above(tokens, tokens[i], people):
        return False
    tokens[i] = replace(age, dep=people.dep, head=people.head)
    tokens[people.i] = replace(people, dep="conj", head=i)
    for t in tokens[:i]:
        if t.head == people.i:
            tokens[t.i] = replace(t, head=i)
    return True


def _noun_to_passive(tokens: list[Token], i: int, scheme: Tolls) -> bool:
    """Turn the noun of "four shot in", "teen shot at" into a participle behind those who were shot."""
    if i == 0:
        return False
    shot, before = tokens[i], tokens[i - 1]
    counted = before.tag == "CD" and (before.dep == "nummod" or before.head == i)
    if not (counted or _is_person(before, scheme)) or before.head != i or before.dep not in _LEFT:
        return False
    if shot.dep == "dobj" and tokens[shot.head].lemma not in _FINDING:
        return False  # "fired one shot"
    if shot.dep == "ROOT":
        tokens[before.i] = replace(before, dep="nsubjpass")
        tokens[i] = replace(shot, lemma="shoot", pos="VERB", tag="VBN")
        return True
    # those who were shot take the noun's place, and it hangs on them: "four (who were) shot"
    above = tokens[shot.head]
    joined = shot.dep in ("appos", "conj") and above.i < i and (above.tag == "CD" or _is_person(above, scheme))
    joined = joined and _is_counted(tokens, above.i)
    tokens[before.i] = replace(before, dep="conj" if joined else shot.dep, head=above.i)
    owner = above.i if joined else before.i
    tokens[i] = replace(shot, lemma="shoot", pos="VERB", tag="VBN", dep="acl", head=owner)
    for t in list(tokens):
        if t.head == i and (t.i < before.i or (t.i > i and t.dep in ("appos", "conj"))):
            tokens[t.i] = replace(t, head=before.i)
    return True


def _gerund_to_noun(tokens: list[Token], deed: Token) -> bool:
    """Turn "after shooting in park", "killed in Hill shooting" and "after shooting kills two" into the noun."""
    above, before = tokens[deed.head], tokens[deed.i - 1] if deed.i else None
    after = tokens[deed.i + 1] if deed.i + 1 < len(tokens) else None
    if before is None or (after is not None and after.tag in _OBJECT_STARTS and after.lower not in _ENDS):
        return False
    if deed.dep == "pcomp" and above is before:
        if after is not None and after.lower in _ENDS and not _stands_above(tokens, after, above):
            tokens[after.i] = replace(
                after, lemma=_ENDS[after.lower], pos="VERB", tag="VBZ", dep="pcomp", head=above.i
            )
            tokens[deed.i] = replace(deed, lemma=deed.lower, pos="NOUN", tag="NN", dep="nsubj", head=after.i)
            _ends_too(tokens, after.i)
            return True
        tokens[deed.i] = replace(deed, lemma=deed.lower, pos="NOUN", tag="NN", dep="pobj")
        return True
    if deed.dep == "advcl" and before.tag == "NNP" and before.dep == "pobj" and tokens[before.head].head == deed.head:
        tokens[deed.i] = replace(deed, lemma=deed.lower, pos="NOUN", tag="NN", dep="pobj", head=before.head)
        tokens[before.i] = replace(before, dep="compound", head=deed.i)
        return True
    return False


def _stands_above(tokens: list[Token], upper: Token, lower: Token) -> bool:
    """Say whether a token hangs, at whatever depth, on another: to tie that below it would make a circle."""
    at = lower
    while at.head not in (at.i, upper.i):
        at = tokens[at.head]
    return upper.i in (lower.i, at.head)


def _ends_too(tokens: list[Token], verb: int) -> None:
    """Read on: "kills three and wounds two", where the parse takes the wounds for a noun."""
    for t in [t for t in tokens if t.head == verb and t.dep == "conj" and t.lower in _ENDS]:
        tokens[t.i] = replace(t, lemma=_ENDS[t.lower], pos="VERB", tag="VBZ")
        for count in [c for c in tokens if c.head == t.i and c.dep == "nummod" and c.i > t.i]:
            tokens[count.i] = replace(count, dep="dobj")


def _of_all_listed(sentence: Sentence, tokens: list[Token], verb: Token, scheme: Tolls) -> bool:
    """Tie the participle of "woman, 2 children shot dead", a headline without a verb, to all that it lists."""
    if any(t.dep == "ROOT" and t.is_verb for t in sentence.tokens):
        return False
    last = sentence.head(verb.i)
    first = sentence.head(last.i)
    comma = first.i < last.i and sentence.tokens[first.i + 1].text == ","
    if last.dep != "appos" or not comma or not _is_person(first, scheme) or sentence.child(first.i, "det"):
        return False
    if first.lower in scheme.harm_of_adjective:
        return False  # "3 dead, 2 injured"
    if not _is_counted(tokens, last.i):
        return False
    tokens[last.i] = replace(tokens[last.i], dep="conj")
    tokens[verb.i] = replace(verb, tag="VBN", head=first.i)
    return True


def _is_counted(tokens: list[Token], i: int) -> bool:
    """Say whether a number stands with a noun, or it is one: "4 adults, 1 child shot" are all of them shot."""
    return tokens[i].tag == "CD" or any(t.head == i and t.dep == "nummod" for t in tokens)


def _active_to_passive(sentence: Sentence, tokens: list[Token], verb: Token, scheme: Tolls) -> bool:
    """Turn the subject of "woman killed in blast" into the sufferer where the verb has no object.

    A verb of harm without an object is a passive if its subject stands without an article, as in headlines; in
    full sentences an article or a pronoun stands before who shot.
    """
    beside = [t for t in sentence.children(verb.i, "dobj") if sentence.tokens[t.i - 1].text == ","]
    deps = {t.dep for t in sentence.children(verb.i) if t not in beside}
    if _is_row_of_counts(sentence, verb, scheme):
        return _part_counts(sentence, tokens, verb)
    is_by = "agent" in deps  # "child shot by brother"
    if deps & _FULL - {"agent"} or verb.dep not in _VERB_DEPS:
        return False
    subject = sentence.child(verb.i, "nsubj")
    if subject is None or subject.i > verb.i or _shares_object(sentence, verb):
        return False
    after = tokens[verb.i + 1].lower if verb.i + 1 < len(tokens) else ""
    weak = scheme.harm_of_verb[verb.lemma][1]
    attacker = subject.lemma in scheme.attackers
    if weak and not is_by and (attacker or after in _BY) and not _is_at_place(sentence, verb, scheme):
        return False
    if not _stands_bare(sentence, subject, scheme):
        return False
    for t in beside:  # "five shot, two fatally": a count of its own behind a comma
        tokens[t.i] = replace(t, dep="dep")
    tokens[subject.i] = replace(subject, dep="nsubjpass")
    tokens[verb.i] = replace(verb, tag="VBN")
    return True


def _is_row_of_counts(sentence: Sentence, verb: Token, scheme: Tolls) -> bool:
    """Read "1 killed 3 injured", in which a comma is left out too: the second number has its own harm."""
    first, after = sentence.child(verb.i, "nsubj"), sentence.tokens[verb.i + 1 : verb.i + 3]
    if first is None or first.tag != "CD" or len(after) < 2 or after[0].tag != "CD":
        return False
    return after[1].lower in scheme.harm_of_adjective or _is_harm(after[1], scheme)


def _part_counts(sentence: Sentence, tokens: list[Token], verb: Token) -> bool:
    for t in sentence.children(verb.i, "nsubj"):
        tokens[t.i] = replace(t, dep="nsubjpass")
    second = sentence.tokens[verb.i + 1]
    if second.head == verb.i:
        tokens[second.i] = replace(second, dep="dep")
    tokens[verb.i] = replace(verb, tag="VBN")
    return True


def _is_at_place(sentence: Sentence, verb: Token, scheme: Tolls) -> bool:
    """Say whether "at" names where somebody was shot ("shot at a party"), not at whom ("shot at police")."""
    at = next((t for t in sentence.children(verb.i, "prep") if t.lower == "at"), None)
    goal = sentence.child(at.i, "pobj") if at else None
    return goal is not None and goal.lemma not in scheme.people_nouns and goal.pos != "PRON"


def _shares_object(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb joined to this one has the object of both ("shot and killed a man")."""
    return any(sentence.child(t.i, "dobj") for t in sentence.conjuncts(verb.i) if not sentence.child(t.i, "nsubj"))


def _stands_bare(sentence: Sentence, subject: Token, scheme: Tolls) -> bool:
    """Say whether a subject is people told without an article: "man", "2 children", "Denver woman"."""
    if subject.tag == "CD":
        return True
    if not _is_person(subject, scheme):
        return False
    left = [t for t in sentence.children(subject.i) if t.i < subject.i]
    if any(t.dep == "det" or t.dep == "poss" for t in left):
        return False
    return subject.tag not in ("NNS", "NNPS") or any(t.dep in ("nummod", "amod") for t in left)
