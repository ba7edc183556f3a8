"""Counts of people harmed, held or doing an act, read off one parsed sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.codebook import Codebook
from dateline.codebook.tolls import Tolls
from dateline.extract.counted import People, find_people
from dateline.extract.harm import COMPANY, harms_of
from dateline.extract.harm_lists import GENERAL
from dateline.extract.harm_verbs import LOST, MAY_BE_DEAD, Harm
from dateline.extract.raw import RawToll
from dateline.extract.self_harm import SelfHarm, find_self_harm
from dateline.extract.toll_filters import is_natural, is_of_one_body, is_sum, is_unreal
from dateline.extract.toll_frames import NounCount, noun_counts
from dateline.model import Span
from dateline.text.numbers import find_numbers
from dateline.text.sentence import Sentence

_FAR = 9  # tokens between a phrase and its harm word beyond which the quote leaves the word out
_ORPHAN_REACH = 12  # tokens between a phrase and a passive verb without a subject
_PART_CUES = frozenset({"including", "include", "includes", "included", "incl"})
_OUT_CUES = frozenset({"excluding", "besides"})


@dataclass(frozen=True, slots=True)
class _Item:
    """One phrase with one harm."""

    people: People
    harm: Harm
    toll: str

    @property
    def key(self) -> tuple[str, int]:
        """Items of one key may be parts of one coordinated count."""
        return self.toll, self.harm.verb


def _property(people: People, harm: Harm, scheme: Tolls) -> str:
    if harm.property == "hostages" and people.noun in scheme.attackers | scheme.fighters:
        return "arrested"  # whom the forces capture
    if people.noun in scheme.attackers and harm.property in ("killed", "wounded"):
        return f"attackers_{harm.property}"
    return harm.property


def _parts_of_them(people: People, before: list[_Item]) -> Iterator[_Item]:
    """Read "12 people were hurt, three of them seriously": a part of the nearest count before it."""
    if not (people.is_of_them and before):
        return
    whole = before[-1].people
    if people.first - whole.last <= _FAR + 3 and (people.low or 0) <= (whole.low or whole.high or 0):
        yield _Item(people, replace(before[-1].harm, is_part=True), before[-1].toll)


def _is_cued_part(sentence: Sentence, people: People) -> bool:
    before = [t.lower for t in sentence.tokens[max(0, people.first - 3) : people.first]]
    return bool(set(before) & _PART_CUES) or before[-2:] in (
        ["among", "them"],
        ["of", "whom"],
        ["of", "which"],
    )


def _items(sentence: Sentence, people: list[People], scheme: Tolls) -> list[_Item]:
    items: list[_Item] = []
    for phrase in people:
        if phrase.noun in scheme.harm_of_noun and phrase.noun not in scheme.people_nouns:
            continue
        harms = [h for h in harms_of(sentence, phrase, scheme) if _is_real(sentence, phrase, h)]
        if not harms and phrase.number and phrase.noun in scheme.harm_of_people:
            harms = [Harm(scheme.harm_of_people[phrase.noun], phrase.head, "people_noun")]
        for harm in harms:
            weak_name = phrase.number is None and harm.rule == "people_noun"
            if (harm.property == "missing" and phrase.noun == "" and phrase.number is None) or weak_name:
                continue
            part = harm.is_part or _is_cued_part(sentence, phrase)
            items.append(_Item(phrase, replace(harm, is_part=part), _property(phrase, harm, scheme)))
        if not harms:
            items.extend(_parts_of_them(phrase, items))
    return [*items, *_orphans(sentence, people, items, scheme)]


def _orphans(sentence: Sentence, people: list[People], items: list[_Item], scheme: Tolls) -> Iterator[_Item]:
    """Passive harm verbs to which the parse gave no subject take the nearest counted phrase before them."""
    used = {i.harm.verb for i in items}
    told = {i.people.first for i in items}
    for verb in sentence.tokens:
        found = scheme.harm_of_verb.get(verb.lemma)
        if found is None or found[1] or verb.i in used or not sentence.child(verb.i, "auxpass"):
            continue
        if sentence.child(verb.i, "nsubjpass", "nsubj", "expl", "dobj"):
            continue
        before = [p for p in people if p.last < verb.i and verb.i - p.last <= _ORPHAN_REACH and p.number]
        if before and before[-1].first not in told and before[-1].noun in {"", *scheme.people_nouns}:
            harm = Harm(found[0], verb.i, f"{found[0]}.orphan")
            yield _Item(before[-1], harm, _property(before[-1], harm, scheme))


def _is_real(sentence: Sentence, people: People, harm: Harm) -> bool:
    return people.low == people.high == 0 or harm.rule in LOST or not is_unreal(sentence, harm.verb)


def _span(sentence: Sentence, people: People, verb: int, scheme: Tolls) -> Span:
    span = people.span(sentence)
    gap = verb - people.last if verb > people.last else people.first - verb
    if gap > _FAR:
        return span
    span = span.joined(sentence.tokens[verb].span)
    below = sentence.children(verb)
    below += [o for p in below if p.dep == "prep" for o in sentence.children(p.i, "pobj")]
    for child in below:
        rest = {child.lemma, child.lower}
        if any((sentence.tokens[verb].lemma, r) in scheme.harm_of_phrase for r in rest) and child.i - verb <= _FAR:
            span = span.joined(child.span)
    return span


def _conjoined(sentence: Sentence, item: _Item, group: list[_Item]) -> bool:
    """Whether the item is coordinated with one of the group, over links of coordination only."""
    links = {i for other in group for i in range(other.people.first, other.people.last + 1)}
    at = item.people.link
    subjects = {t.i for t in sentence.children(sentence.tokens[at].head, "nsubj", "nsubjpass")}
    if at in subjects and subjects & links:  # "a man, owner of a shop, and his wife were killed"
        return not _is_singular(sentence, sentence.tokens[at].head)
    if _are_objects(sentence, item, group):
        return True
    if sentence.head(at).lower in COMPANY:  # "killed with her son"
        return any(other.harm.verb == item.harm.verb for other in group)
    while sentence.tokens[at].dep in ("conj", "appos"):
        at = sentence.tokens[at].head
        if at in links:
            return True
    return False


def _are_objects(sentence: Sentence, item: _Item, group: list[_Item]) -> bool:
    """Read "kills reporter, at least five others" as of both: headlines leave the "and" out."""
    at, last = sentence.tokens[item.people.link], group[-1].people
    before = sentence.tokens[max(0, item.people.first - 1)]
    is_second = at.dep == "dobj" and before.text == "," and before.i == last.last + 1 and item.people.is_more
    return is_second and sentence.tokens[last.link].dep == "dobj" and sentence.tokens[last.link].head == at.head


def _is_singular(sentence: Sentence, verb: int) -> bool:
    """Whether a verb is of one: "Haddad, a cook from Herat, was shot dead"."""
    return any(t.lower in ("was", "is", "has") for t in sentence.children(verb, "aux", "auxpass"))


def _groups(sentence: Sentence, items: list[_Item]) -> list[list[_Item]]:
    groups: list[list[_Item]] = []
    for item in items:
        home = next(
            (
                g
                for g in groups
                if g[0].key == item.key and g[0].harm.is_part == item.harm.is_part and _conjoined(sentence, item, g)
            ),
            None,
        )
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    return groups


def _sum(values: list[int | None]) -> int | None:
    return None if any(v is None for v in values) else sum(v for v in values if v is not None)


def _raw(sentence: Sentence, item: _Item, scheme: Tolls, *, part: bool) -> RawToll:
    people, harm = item.people, item.harm
    rule = people.rule.removeprefix("number.").removesuffix(".en.1")
    if harm.rule in MAY_BE_DEAD:
        rule = f"{harm.rule.removeprefix('wounded.')}.{rule}"
    return RawToll(
        sentence=sentence.index,
        span=_span(sentence, people, harm.verb, scheme),
        token=people.head,
        rule=f"toll.{item.toll}.{rule}.en.1",
        property=item.toll,
        low=people.low,
        high=people.high,
        people=people.noun,
        is_more=people.is_more or _is_also(sentence, harm),
        is_part=part or harm.is_part,
        verb=harm.verb,
    )


def _is_also(sentence: Sentence, harm: Harm) -> bool:
    """Whether the words tell of harm beside what was told before: "two men were also shot"."""
    return any(t.lower == "also" for t in sentence.tokens[max(0, harm.verb - 3) : harm.verb])


def _is_itemised(counted: list[_Item]) -> bool:
    """Read "Ten people, eight men and two boys, were killed": the first is the whole of the rest.

    So it is of names, whatever noun it has: "two of the guards, John Smith and Paul Miller, later died".
    """
    first, rest = counted[0].people, counted[1:]
    exact = all(i.people.low == i.people.high for i in counted)
    if first.number is not None and first.low == len(rest) and all(i.people.is_name for i in rest):
        return True
    return len(rest) > 1 and exact and first.noun in GENERAL and first.low == _sum([i.people.low for i in rest])


def _of_group(sentence: Sentence, group: list[_Item], scheme: Tolls) -> Iterator[RawToll]:
    group = _without_both(sentence, group)
    counted = [i for i in group if i.people.is_counted]
    if len(group) == 1 or len(counted) < 2:
        yield from (_raw(sentence, i, scheme, part=False) for i in counted)
        return
    if _is_itemised(counted):
        yield _raw(sentence, counted[0], scheme, part=False)
        yield from (_raw(sentence, i, scheme, part=True) for i in counted[1:])
        return
    yield from (_raw(sentence, i, scheme, part=True) for i in counted)
    low = sum(i.people.low or 0 for i in counted)
    # "the victims, John Smith and Jane Doe", "the teenagers, three girls and a boy": what is listed is all of them
    listed = sentence.tokens[counted[0].people.link].dep == "appos" or all(i.people.is_name for i in counted)
    listed = listed or _is_told_first(sentence, group, counted)
    high = _sum([i.people.high for i in (counted if listed else group)])
    whole = _raw(sentence, counted[0], scheme, part=False)
    span = whole.span
    for item in counted[1:]:
        span = span.joined(item.people.span(sentence))
    nouns = {i.people.noun for i in counted}
    yield replace(
        whole,
        span=span,
        low=low,
        high=high,
        people=nouns.pop() if len(nouns) == 1 else "person",
        is_more=whole.property.endswith("wounded") and _is_also(sentence, group[0].harm),
        rule=f"toll.{whole.property}.{_mark(counted)}coordinated.en.1",
    )


def _without_both(sentence: Sentence, group: list[_Item]) -> list[_Item]:
    """Leave out a "both" that stands for two who are told beside it: "a man and a woman both suffered wounds"."""
    rest = [i for i in group if i.people.noun or sentence.tokens[i.people.first].lower != "both"]
    return rest if _sum([i.people.low for i in rest]) == 2 else group


def _is_told_first(sentence: Sentence, group: list[_Item], counted: list[_Item]) -> bool:
    """Say whether all who are listed were told before as known: "the teenagers, three girls and a boy"."""
    first = group[0].people
    after = sentence.tokens[first.last + 1 : first.last + 2]
    is_whole = first.is_definite and not first.is_counted and [t.text for t in after] == [","]
    return is_whole and len(counted) == len(group) - 1 and counted[0].people.first == first.last + 2


def _mark(items: list[_Item]) -> str:
    """Return the mark, for a rule's id, of harm that may have been deadly, where all items share it."""
    marks = {i.harm.rule for i in items}
    return f"{marks.pop().removeprefix('wounded.')}." if len(marks) == 1 and marks <= MAY_BE_DEAD else ""


def _of_noun(sentence: Sentence, count: NounCount) -> RawToll:
    return RawToll(
        sentence=sentence.index,
        span=count.span,
        token=count.verb,
        rule=count.rule,
        property=count.property,
        low=count.low,
        high=count.high,
        people="",
        is_total=count.is_total,
        verb=count.verb,
    )


def _of_self(sentence: Sentence, harm: SelfHarm) -> RawToll:
    name = ("attackers_" if harm.is_attacker else "") + ("killed" if harm.is_dead else "wounded")
    return RawToll(
        sentence=sentence.index,
        span=harm.span,
        token=harm.token,
        rule=f"toll.{name}.{'' if harm.is_dead else 'shot.single.'}self.en.1",
        property=name,
        low=harm.low,
        high=harm.high,
        people=harm.noun,
        is_part=harm.is_part and harm.is_attacker,
        verb=harm.verb,
    )


def _with_oneself(tolls: list[RawToll], own: list[RawToll]) -> list[RawToll]:
    """Add counts of people who came to harm by their own hand, summed with others hit with them.

    "A man accidentally shot himself and his son": two are wounded.
    """
    for harm in own:
        hit = [t for t in tolls if t.property == harm.property == "wounded" and t.verb == harm.verb and not t.is_part]
        if harm.low != 1 or not hit or any(t.low != t.high for t in hit):
            tolls = [*tolls, harm]
            continue
        number, span = 1 + sum(t.low or 0 for t in hit), harm.span
        for other in hit:
            span = span.joined(other.span)
        whole = replace(harm, low=number, high=number, span=span, rule="toll.wounded.shot.coordinated.en.1")
        parts = [replace(t, is_part=True) if t in hit else t for t in tolls]
        tolls = [*parts, replace(harm, is_part=True), replace(whole, people="person")]
    return tolls


def _with_attackers(tolls: list[RawToll]) -> list[RawToll]:
    """Mark a count whose parts name attackers: "12 people, including the three attackers, were killed"."""
    found: list[RawToll] = []
    for toll in tolls:
        inside = any(t.is_part and t.property == f"attackers_{toll.property}" and t.verb == toll.verb for t in tolls)
        found.append(replace(toll, includes_attackers=True) if inside and not toll.is_part else toll)
    return [replace(t, is_part=False) if t.property.startswith("attackers_") else t for t in found]


def find_tolls(sentence: Sentence, codebook: Codebook) -> list[RawToll]:
    """Find the counts of people in a parsed sentence, in text order; an unparsed sentence has none."""
    if not sentence.is_parsed:
        return []
    scheme = codebook.tolls
    numbers = find_numbers(sentence, scheme)
    people = find_people(sentence, scheme)
    nouns = [
        c
        for c in noun_counts(sentence, numbers, people, scheme)
        if not is_sum(sentence, c.verb, c.low, scheme)
        and (c.low == 0 or not (is_unreal(sentence, c.verb) or is_of_one_body(sentence, c.verb)))
    ]
    taken = {c.number.span for c in nouns if c.number}
    items = [
        i
        for i in _items(sentence, people, scheme)
        if not (i.people.number and is_sum(sentence, i.harm.verb, i.people.low or i.people.high, scheme))
        and not (i.people.number and i.people.number.span in taken)
        and not is_natural(sentence, i.harm.verb, codebook.naming.other_causes)
    ]
    tolls = [t for group in _groups(sentence, items) for t in _of_group(sentence, group, scheme)]
    tolls += [_of_noun(sentence, c) for c in nouns]
    tolls = _with_oneself(tolls, [_of_self(sentence, s) for s in find_self_harm(sentence, people, scheme)])
    return sorted(_with_attackers(tolls), key=lambda t: (t.span, t.property, t.low or 0))
