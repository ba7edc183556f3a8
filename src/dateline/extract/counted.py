"""People as a sentence names them: "at least 12 people", "two of the guards", "a policeman", "John Smith".

What a phrase counts and who is in it; what became of them is read by the module harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.codebook.tolls import Tolls
from dateline.model import Span
from dateline.text.number_words import word_set
from dateline.text.numbers import NumberPhrase, find_numbers
from dateline.text.sentence import Sentence, Token

_INSIDE = frozenset({"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "VBN", "VBG", "HYPH", "CD", "POS", "AFX"})
_DETERMINERS = frozenset(
    {"the", "a", "an", "his", "her", "their", "its", "these", "those", "this", "that", "my", "our"}
)
_ONE = frozenset({"a", "an", "one", "another"})
_MORE = frozenset({"more", "other", "others", "another", "additional", "further", "additionally"})
_NEXT = frozenset({"second", "third", "fourth", "fifth", "sixth", "seventh"})  # "a second victim"
_HE = frozenset({"he", "she", "him", "her"})
_PERSON_ENDINGS = ("er", "or", "ist", "man", "woman", "ian", "ee", "ant", "ess", "eer", "ite")
_CALENDAR = word_set(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday ramadan christmas easter"
)
_HARMED = frozenset({"others", "dead", "wounded", "injured", "hurt"})
_ROUND = frozenset({"dozens", "scores", "hundreds", "thousands"})
_TWO = frozenset({"couple", "pair", "duo"})
_MANY = frozenset({"people", "police", "troop", "military", "army", "staff", "crew"})
_BARE = frozenset({"hostage", "captive", "prisoner"})  # without an article no person: "taken hostage"
_BESIDE_AGES = frozenset({"age", "aged", "ages", "also", "and", "both"})
_SOUNDS = frozenset({"discharged", "fired", "heard", "rang"})  # what becomes of shots
_LONGEST = 9  # tokens from a number to its noun


@dataclass(frozen=True, slots=True)
class People:
    """A phrase that names people.

    ``head`` is the token of its noun (of its number where no noun follows), ``link`` the token that ties the
    phrase to the rest of the parse, ``tokens`` the range first..last; ``noun`` the head noun's lemma, "" for
    none, "he" for a pronoun; ``low`` and ``high`` the count, both None where the phrase tells none.
    """

    head: int
    link: int
    first: int
    last: int
    noun: str
    low: int | None
    high: int | None
    rule: str
    number: NumberPhrase | None = None
    is_definite: bool = False
    is_more: bool = False
    is_name: bool = False
    is_of_them: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether the phrase tells a number."""
        return self.low is not None or self.high is not None

    def span(self, sentence: Sentence) -> Span:
        """The phrase's place in the report."""
        words = Span(sentence.tokens[self.first].start, sentence.tokens[self.last].end)
        return words.joined(self.number.span) if self.number else words


def _chunk_head(tokens: tuple[Token, ...], at: int) -> int | None:
    """Return the last noun of the run of nouns and modifiers that starts at ``at``, or None."""
    head: int | None = None
    i = at
    while i < len(tokens) and i - at < _LONGEST:
        token = tokens[i]
        if token.is_noun or token.lower in _HARMED:
            if token.tag not in ("JJ", "VBN", "VBD") or head is None:
                head = i
        elif token.tag == "CD" and i > at and tokens[i - 1].tag in ("VBN", "VBD"):
            break  # "1 killed 3 injured": a count of its own
        elif token.tag not in _INSIDE and not (token.text == "," and _goes_on(tokens, i)):
            break
        if token.tag == "NNS" and not (
            i + 1 < len(tokens) and tokens[i + 1].is_noun and tokens[i + 1].dep != "appos"
        ):
            break
        i += 1
    return head


def _goes_on(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether a comma stands between two adjectives ("three young, unarmed men")."""
    return tokens[i - 1].tag == "JJ" and i + 1 < len(tokens) and tokens[i + 1].tag in ("JJ", "VBN")


def _after_of(sentence: Sentence, at: int, scheme: Tolls) -> int:
    """Skip determiners and a wider number: in "seven of the more than 90 people" it is the whole, not the count."""
    tokens = sentence.tokens
    while at < len(tokens) and (tokens[at].lower in _DETERMINERS or tokens[at].tag == "PDT"):
        at += 1
    wider = next((n for n in find_numbers(sentence, scheme) if n.tokens and n.tokens[0] == at), None)
    return wider.tokens[-1] + 1 if wider else at


def _head_after(sentence: Sentence, number: NumberPhrase, scheme: Tolls) -> tuple[int, int, bool]:
    """Return head and last token of what a number counts, and whether it is "N of them"."""
    tokens, core = sentence.tokens, number.core or 0
    at = (number.tokens[-1] if number.tokens else core) + 1
    if tokens[at - 1].lower in ("both", "all") and at < len(tokens) and tokens[at].lower in _DETERMINERS:
        at += 1
    while at < len(tokens) and (tokens[at].lower in _MORE or tokens[at].tag == "RB") and tokens[at].lower != "others":
        if tokens[at].tag == "RB" and tokens[at].lower not in _MORE:
            break
        at += 1
    if at < len(tokens) and tokens[at].lower == "of":
        at = _after_of(sentence, at + 1, scheme)
        if at < len(tokens) and tokens[at].lower in ("them", "whom", "which", "us", "those"):
            return core, at, True
    head = _chunk_head(tokens, at)
    if head is None:
        last = at - 1 if at - 1 > core and tokens[at - 1].lower in _MORE else max(core, number.tokens[-1])
        return core, last, False
    if tokens[head].lower == "hurt" or (tokens[head].lower in _HARMED and not tokens[head].is_noun):
        return core, max(core, head - 1), False
    return head, head, False


def _link(sentence: Sentence, first: int, last: int, head: int) -> int:
    """Return the token of first..last whose head lies outside, preferring the head noun."""
    tokens = sentence.tokens
    outside = [i for i in range(first, last + 1) if tokens[i].head == i or not first <= tokens[i].head <= last]
    if head in outside or not outside:
        return head
    nouns = [i for i in outside if tokens[i].is_noun or tokens[i].pos in ("NUM", "PRON")]
    return (nouns or outside)[0]


def _lemma(token: Token) -> str:
    if token.lower.endswith("men") and len(token.lower) > 4 and token.lower not in ("women", "specimen"):
        return token.lower[:-3] + "man"
    return {"persons": "person", "others": "other", "troops": "troop"}.get(token.lower, token.lemma)


def _counted(sentence: Sentence, number: NumberPhrase, scheme: Tolls) -> People | None:
    if number.core is None:
        return None
    tokens = sentence.tokens
    head, last, of_them = _head_after(sentence, number, scheme)
    following = tokens[last + 1 : last + 2] if head == number.core else tokens[head : head + 1]
    if any(t.lower in ("shot", "shots") and _is_of_gun(tokens, t.i) for t in following):
        return None
    if head == number.core and _is_age(sentence, number, scheme):
        return None
    noun = _lemma(tokens[head]) if head != number.core else ""
    named = tokens[head].tag.startswith("NNP") and (tokens[head].dep == "compound" or tokens[head - 1].tag == "NNP")
    if head == number.core and named:
        return None
    first = number.tokens[0]
    if first > 1 and tokens[first - 1].lower == "of" and tokens[first - 2].lemma in scheme.groups:
        first = _left_edge(sentence, first - 2)  # "a family of five"
    singular = tokens[head].tag in ("NN", "NNP")
    if tokens[first].lower == "both" and singular and head != number.core:
        return None  # "both John Smith and his driver"
    if tokens[head].tag == "NNP" and (number.low or 0) > 1 and noun not in scheme.people_nouns and noun[-1:] != "s":
        return None  # "Spec. 5 Smith"
    around = [tokens[i].lower for i in range(max(0, first - 2), last + 1)]
    if noun in scheme.not_people and noun != "head":
        return None
    if (
        number.low == 1
        and number.high == 1
        and noun == ""
        and last + 1 < len(tokens)
        and first > 0
        and tokens[first - 1].lower in ("this", "that", "the", "which", "every", "each", "any", "only", "no")
    ):
        return None
    told = _told_among(sentence, number, scheme) or number
    return People(
        head,
        _link(sentence, first, last, head),
        first,
        last,
        noun,
        told.low,
        told.high,
        number.rule,
        number,
        is_definite=bool(first and tokens[first - 1].lower in ("the", "all", "these", "those", "both"))
        or tokens[first].lower in ("all", "both"),
        is_more=_says_more(around),
        is_of_them=of_them,
    )


def _told_among(sentence: Sentence, number: NumberPhrase, scheme: Tolls) -> NumberPhrase | None:
    """Return the wider number where one is said to be of so many: "she was one of six people hit" tells of six."""
    first, after = number.tokens[0], number.tokens[-1] + 1
    is_one = number.low == number.high == 1 and first > 0 and sentence.tokens[first - 1].lemma == "be"
    if not is_one or [t.lower for t in sentence.tokens[after : after + 1]] != ["of"]:
        return None
    return next((n for n in find_numbers(sentence, scheme) if n.tokens and n.tokens[0] == after + 1), None)


def _is_of_gun(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether "shot" is the noun: "only one shot was fired", "two shots rang out", "heard five shot"."""
    heard = any(t.lemma == "hear" for t in tokens[max(0, at - 2) : at])
    return heard or any(t.lower in _SOUNDS for t in tokens[at + 1 : at + 4])


def _is_age(sentence: Sentence, number: NumberPhrase, scheme: Tolls) -> bool:
    """Whether a number between commas behind a person tells an age: "another teen, also 15, was shot"."""
    tokens, first, last = sentence.tokens, number.tokens[0], number.tokens[-1]
    after = [t.text for t in tokens[last + 1 : last + 2]]
    if not tokens[first].text.isdigit() or after not in ([","], [";"], ["and"]):
        return False
    at = first - 1
    while at > 0 and (tokens[at].lower in _BESIDE_AGES or tokens[at].text.isdigit()):
        at -= 1
    is_beside = at > 0 and tokens[at].text == "," and _is_person(tokens[at - 1], scheme)
    return is_beside and (after != ["and"] or any(t.text.isdigit() for t in tokens[last + 2 : last + 3]))


def _says_more(words: list[str]) -> bool:
    return any(w in _MORE and words[k + 1 : k + 2] not in (["than"], [":"]) for k, w in enumerate(words))


def _is_person(token: Token, scheme: Tolls) -> bool:
    lemma = _lemma(token)
    if lemma in scheme.not_people or lemma in scheme.groups or lemma in scheme.body:
        return False
    return lemma in scheme.people_nouns or (
        token.pos == "NOUN" and lemma.endswith(_PERSON_ENDINGS) and len(lemma) > 5
    )


def _is_quoted_edge(sentence: Sentence, i: int) -> bool:
    """Whether a quotation ends right before the name: what follows it is the speaker, not the sufferer."""
    first = _left_edge(sentence, i)
    mark = sentence.tokens[first - 1] if first > 0 else None
    is_opening = mark is not None and mark.end == sentence.tokens[first].start
    return mark is not None and not is_opening and mark.text in ("”", '"', "''", "’")


def _left_edge(sentence: Sentence, i: int) -> int:
    span = sentence.noun_phrase(i)
    return next(t.i for t in sentence.tokens if t.start >= span.start)


def _one(i: int, first: int, noun: str, rule: str, *, last: int | None = None, count: int | None = 1) -> People:
    return People(i, i, first, i if last is None else last, noun, count, count, rule)


def _pronoun(sentence: Sentence, token: Token) -> People | None:
    """Read "he", "another" and "the other" as one person."""
    if token.lower in _HE and token.tag == "PRP":
        return replace(_one(token.i, token.i, "he", "single.he"), is_definite=True)
    other = token.lower == "other" and token.i > 0 and sentence.tokens[token.i - 1].lower == "the"
    if (token.lower == "another" or other) and token.dep in ("nsubj", "nsubjpass", "dobj", "conj"):
        return replace(_one(token.i, token.i, "", "single.another"), is_more=True)
    return None


def _passer_by(sentence: Sentence, token: Token) -> People | None:
    """Read "a passer-by", which the parser splits at its hyphens, now with this head, now with that."""
    after = [t.lower for t in sentence.tokens[token.i + 1 : token.i + 3]]
    if token.lower == "passer" and after == ["-", "by"]:
        return _one(token.i, _left_edge(sentence, token.i), "passer-by", "single.noun", last=token.i + 2)
    before = sentence.tokens[token.i - 2].lower if token.i > 1 else ""
    if token.lower in ("by", "bys") and before in ("passer", "passers"):
        count = 1 if before == "passer" else None
        return _one(token.i, _left_edge(sentence, token.i), "passer-by", "single.noun", count=count)
    return None


def _name(sentence: Sentence, token: Token, first: int, lowers: set[str], scheme: Tolls) -> People | None:
    """Read a proper noun as a person's name, or behind an article as a kind of person ("a German Jesuit")."""
    if token.tag == "NNP" and lowers & {"a", "an"} and token.i - first < 4:
        noun = _lemma(token)
        return None if noun in scheme.not_people else _one(token.i, first, noun, "single.noun")
    parts = sentence.children(token.i, "compound")
    plain = token.lower.removesuffix("s")
    thing = (plain in scheme.not_people and not parts) or plain in scheme.harm_of_noun or token.lower in _CALENDAR
    plural = token.tag == "NNPS" and not parts
    if thing or plural or lowers & _DETERMINERS or _is_quoted_edge(sentence, token.i):
        return None
    return replace(_one(token.i, first, "", "single.name"), is_definite=True, is_name=True)


def _aged(sentence: Sentence, token: Token) -> People | None:
    """Read "a 14-year-old" as one person: an age that stands for whom it is of."""
    before = [t.lower for t in sentence.tokens[max(0, token.i - 4) : token.i] if t.text != "-"]
    if token.lower != "old" or before[-1:] not in (["year"], ["month"], ["week"], ["day"]):
        return None
    after = sentence.tokens[token.i + 1 : token.i + 2]
    if any(t.is_noun or t.tag.startswith("JJ") for t in after):
        return None
    first = _left_edge(sentence, token.i)
    articles = {t.lower for t in sentence.tokens[first : token.i]} & {"the", "a", "an", "one", *_MORE}
    is_noun = token.tag == "NN" or token.dep in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos")
    if not articles and not is_noun:
        return None  # "he was 14 years old"
    return replace(_one(token.i, first, "youth", "single.aged"), is_definite="the" in articles)


def _uncounted(sentence: Sentence, token: Token, scheme: Tolls) -> People | None:
    """A phrase without a number: one person, a name, or people of no told number."""
    special = _pronoun(sentence, token) or _passer_by(sentence, token) or _aged(sentence, token)
    if special or not token.is_noun or token.dep == "compound" or token.lower in _ROUND:
        return special
    first = _left_edge(sentence, token.i)
    lowers = {t.lower for t in sentence.tokens[first : token.i]}
    if lowers & {"no", "any", "each", "every"}:
        return None
    is_person = _is_person(token, scheme)
    if token.tag in ("NNP", "NNPS") and not is_person:
        if not token.text[0].isupper():
            return None
        return _name(sentence, token, first, lowers, scheme)
    noun = _lemma(token)
    found: People | None = None
    if noun in _TWO and lowers & _DETERMINERS:
        found = _one(token.i, first, noun, "couple", count=2)
    elif not is_person or (noun in _BARE and not lowers & _DETERMINERS):
        return None
    elif token.tag in ("NNS", "NNPS") or noun in _MANY:
        found = _one(token.i, first, noun, "plural", count=None)
    else:
        found = _one(token.i, first, noun, "single.noun")
    is_next = found.low == 1 and bool(lowers & _NEXT)
    return replace(found, is_definite=bool(lowers & (_DETERMINERS - _ONE)), is_more=is_next or bool(lowers & _MORE))


def _is_described(sentence: Sentence, people: People, wider: NumberPhrase, scheme: Tolls) -> bool:
    """Whether a participle tells what became of the whole of a share: "21 of the 200 girls kidnapped".

    Not of one ("he was one of six people hit"), nor where a verb tells what became of the share ("has died").
    """
    if people.low in (1, wider.low) or sentence.head(people.link).lemma in {
        *scheme.harm_of_verb,
        *scheme.harm_of_own_verb,
    }:
        return False
    after = next(iter(sentence.tokens[people.last + 1 : people.last + 2]), None)
    is_wider = people.number is not None and wider.tokens[0] > people.number.tokens[-1]
    return is_wider and after is not None and after.tag == "VBN" and after.dep == "acl"


def _without_whole(people: People) -> People:
    """Return the phrase of a share up to its number: what is told behind the whole is told of the whole."""
    at = people.number.tokens[-1] if people.number is not None else people.last
    return replace(people, head=at, link=at, last=at, noun="", is_of_them=True)


def find_people(sentence: Sentence, scheme: Tolls) -> list[People]:
    """Find the phrases of a parsed sentence that name people, in text order; none overlaps another."""
    counted: list[People] = []
    for number in find_numbers(sentence, scheme):
        inside = bool(counted and number.tokens and number.tokens[0] <= counted[-1].last)
        if inside and not _is_described(sentence, counted[-1], number, scheme):
            continue
        if phrase := _counted(sentence, number, scheme):
            counted[-1:] = [_without_whole(counted[-1])] if inside else counted[-1:]
            counted.append(phrase)
    taken = {i for p in counted for i in range(p.first, p.last + 1)}

    def others() -> Iterator[People]:
        for token in sentence.tokens:
            found = _uncounted(sentence, token, scheme)
            if found and not taken & set(range(found.first, found.last + 1)):
                yield found

    return sorted([*counted, *others()], key=lambda p: (p.first, p.last))
