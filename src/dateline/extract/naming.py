"""What a report says of the persons whom it names: killed, wounded, or held to have done it.

Every sentence that names a person is read by the patterns of naming_patterns; a sentence that goes on with "he"
or "she" is of the person named before. What is found is evidence; named_people weighs it and makes findings of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dateline.codebook import Codebook
from dateline.codebook.naming import Naming
from dateline.extract.naming_patterns import FIRST, Patterns, patterns
from dateline.extract.person_names import Mention, Person, Persons, is_headline
from dateline.model import Modality, Span
from dateline.text.sentence import Sentence

_FATES = ("killed", "wounded", "suspected")
_CHARGE_REACH = 110  # characters in which a charge is told
_GOES_ON = 2  # sentences over which "he" means the one named before
_LEAD = 2  # sentences with which a report begins: headline and first sentence
_NEAR = 2  # sentences around in which violence is told
_SUBJECT_FRAMES = frozenset({"fate", "fate_and", "fate_then", "is"})
_WORD = re.compile(r"[a-z]+")
_NEXT_CHARGE = re.compile("[\ue000-\uf8ff](?:,[^,]*,)?\\s(?:was|were|is|are|has)\\b")
_LEGAL = re.compile(
    r"accused|apprehend|arrest|arraign|bail|bond|booked|case|charge|confess|convict|count|court|custody|guilty|held|indict|"
    r"jail|looking|manhunt|plea|pled|search|sentenc|sought|suspected|tried|trial|wanted|warrant"
)
# what somebody is charged with or arrested for, told right behind the word
_CONTENT = re.compile(
    r"\W*(?:\w+\s){0,2}?(?:of|(?<!along\s)with|for|to|on\s(?:an?\s)?(?:charges?|suspicion))\s(?!connection)"
)
_OTHER = re.compile(r"\b(?:other|another|additional)\s$")
_HURT = re.compile(r"\b(?:wounded|injured|injuries|injuring|wounding)\b")
_DEADLY = re.compile(r"\b(?:killed|died|dead|homicide|murder|fatal(?:ly)?)\b")
_ACCIDENT = re.compile(r"\baccident(?:al|ally)?\b", re.IGNORECASE)
_INTENT = re.compile(r"\b(?:suicide|murder|turned the gun on)\b", re.IGNORECASE)
_SMALL = 10  # years
_BEFORE_NAME = re.compile(r"\d{1,3}[- ]year[- ]old,?\s+(?P<noun>(?:[a-z]+\s+)?)$", re.IGNORECASE)
_AFTER_NAME = re.compile(
    r"(?:,?\s(?:aged?\s)?\d{1,2}(?:[\s-](?:months?|weeks?|days?)(?:[\s-]old)?)?(?=[,;.)—–]|\s(?!year)|$)|\s?\(\d{1,2}\))(?:,?\s(?:of|from)\s(?:the\s)?(?:\d+\s)?[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,3}(?=[,;.]|\sand\b)|"
    r",\s[A-Z][\w.'’-]*(?:\s[A-Z][\w.'’-]*){0,2}(?=;))?"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that tell what became of a person: which fate, read by which frame, how sure, and where they stand."""

    person: Person
    sentence: Sentence
    fate: str
    frame: str
    span: Span
    cue: int
    is_full: bool
    modality: Modality = Modality.SUSPECTED
    age: int | None = None
    title: str = ""


@dataclass
class Skeleton:
    """A sentence in lower case with every name as one private character, and where each character came from."""

    sentence: Sentence
    mentions: list[Mention]
    text: str = ""
    origin: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, sentence: Sentence, mentions: list[Mention], naming: Naming) -> Skeleton:
        """Cut names, ages and titles of a sentence down to one character a person."""
        made = cls(sentence, mentions)
        source, at = sentence.text, 0
        parts: list[str] = []
        for number, mention in enumerate(mentions):
            start = _without_titles(source, at, mention.start, naming)
            before = _BEFORE_NAME.search(source, max(at, start - 40), start)
            noun = before["noun"] if before else ""
            cut = before.start() if before else start
            kept = ""
            if before and noun.strip().lower() in naming.telling:  # "14-year-old victim John Smith"
                kept, made_of = source[before.start("noun") : start], range(before.start("noun"), start)
            else:
                made_of = range(0)
            parts += [source[at:cut], kept, chr(FIRST + number)]
            made.origin += [*range(at, cut), *made_of, mention.start]
            after = _AFTER_NAME.match(source, mention.end)
            at = after.end() if after else mention.end
        parts.append(source[at:])
        made.origin += range(at, len(source) + 1)
        text = "".join(parts).replace("’", "'").replace("\n", " ")
        lower = text.lower()
        made.text = lower if len(lower) == len(text) else text
        return made

    def members(self, match: re.Match[str]) -> list[Mention]:
        """Return the persons of a match's group."""
        return [
            self.mentions[ord(c) - FIRST]
            for c in match["g"]
            if ord(c) >= FIRST and ord(c) - FIRST < len(self.mentions)
        ]

    def span(self, mention: Mention, start: int, end: int) -> Span:
        """Return the report's span that covers a person's name and the words at start..end of the skeleton."""
        base = self.sentence.span.start
        first, last = self.origin[start], self.origin[end - 1] + 1
        return Span(base + min(mention.start, first), base + max(mention.end, last))


def _without_titles(text: str, at: int, start: int, naming: Naming) -> int:
    while True:
        before = re.search(r"([A-Z][a-z]+)\.?\s+$", text[max(at, start - 24) : start])
        if not before or before[1].lower() not in naming.plain_titles:
            return start
        start -= len(before.group())


def fate_of(match: re.Match[str]) -> str:
    """Return the fate whose words a match holds; "victim" for a word that leaves it open, "" for none."""
    found = match.groupdict()
    return next((f for f in (*_FATES, "victim") if found.get(f) or found.get(f"by_{f}")), "")


_PREPOSITION = re.compile(
    r"\b(?:about|after|against|around|at|before|behind|beside|by|for|from|in|inside|like|near|of|on|outside|over|to|"
    r"towards?|under|(?<!along\s)(?<!together\s)with)\s(?:the\s|an?\s|former\s)*$"
)


def _is_no_subject(text: str, match: re.Match[str]) -> bool:
    """Say whether a name hangs on a preposition, so that what follows is told of something else.

    "The son of P has died"; "the attack on the mausoleum of P killed twelve people".
    """
    return bool(_PREPOSITION.search(text, max(0, match.start("g") - 40), match.start("g")))


class Reader:
    """Reads one report; keeps of whom it spoke last."""

    def __init__(self, sentences: Sequence[Sentence], persons: Persons, book: Codebook) -> None:
        self.sentences = sentences
        self.persons = persons
        self.naming = book.naming
        self.patterns: Patterns = patterns(book)
        self.topic: list[Mention] = []
        self.topic_age = 0
        self.violence: dict[int, bool] = {}

    def read(self) -> Iterator[Evidence]:
        """Yield the evidence of all sentences, in order."""
        for n, sentence in enumerate(self.sentences):
            mentions = self.persons.mentions.get(sentence.index)
            if mentions:
                skeleton = Skeleton.of(sentence, mentions, self.naming)
                yield from self._sentence(n, skeleton)
                self._turn_to(skeleton)
            elif self.topic:
                self.topic_age += 1
                yield from self._pronoun(n, sentence)
                if self.topic_age >= _GOES_ON:
                    self.topic = []

    def _turn_to(self, skeleton: Skeleton) -> None:
        persons = {id(m.person) for m in skeleton.mentions}
        first = skeleton.mentions[0]
        opens = ord(skeleton.text[0]) >= FIRST or len(persons) == 1
        speaks = self.patterns.says.search(skeleton.text) or first.title in self.naming.officers
        self.topic = [first] if opens and not speaks and not is_headline(skeleton.sentence.text) else []
        self.topic_age = 0

    def _pronoun(self, n: int, sentence: Sentence) -> Iterator[Evidence]:
        text = sentence.text.lower().replace("’", "'")
        match = self.patterns.pronoun.match(text)
        if not match or not fate_of(match):
            return
        fate = fate_of(match)
        if not self._is_of_an_act(n, text, match.end(), fate, match[fate]):
            return
        start = sentence.span.start
        for mention in self.topic:
            span = Span(start + match.start(), start + match.end())
            yield Evidence(mention.person, sentence, fate, "he", span, match.start(fate), False, age=mention.age)

    def _sentence(self, n: int, skeleton: Skeleton) -> Iterator[Evidence]:
        text = skeleton.text
        for name, pattern in self.patterns.frames:
            for match in pattern.finditer(text):
                yield from self._framed(n, skeleton, name, match)
        for match in self.patterns.identified.finditer(text):
            fate = self._of_whom(n, skeleton, match)
            if fate:
                yield from self._evidence(skeleton, match, fate, "identified", *match.span("cue"))
        for match in self.patterns.they_are.finditer(text):
            fate = self._fate_before(n)
            if fate:
                yield from self._evidence(skeleton, match, fate, "identified", *match.span("cue"))
        for match in self.patterns.identified_as.finditer(text):
            yield from self._framed(n, skeleton, "identified", match)
        yield from self._doers(n, skeleton)
        if is_headline(skeleton.sentence.text):
            for match in self.patterns.headline.finditer(text):
                yield from self._framed(n, skeleton, "headline", match)

    def _framed(self, n: int, skeleton: Skeleton, frame: str, match: re.Match[str]) -> Iterator[Evidence]:
        if frame in _SUBJECT_FRAMES and _is_no_subject(skeleton.text, match):
            return
        fate = fate_of(match)
        group = fate if match.groupdict().get(fate) else f"by_{fate}"
        if fate == "victim":
            other = _OTHER.search(skeleton.text, 0, match.start(group))
            fate = self._open_fate(n, skeleton.text, is_other=bool(other))
        if fate and self._is_of_an_act(n, skeleton.text, match.end(), fate, match[group]):
            yield from self._evidence(skeleton, match, fate, frame, match.start(group), match.end(group))

    def _evidence(
        self,
        skeleton: Skeleton,
        match: re.Match[str],
        fate: str,
        frame: str,
        start: int,
        end: int,
        modality: Modality = Modality.SUSPECTED,
    ) -> Iterator[Evidence]:
        for mention in skeleton.members(match):
            span = skeleton.span(mention, start, end)
            cue = skeleton.origin[start]
            yield Evidence(
                mention.person,
                skeleton.sentence,
                fate,
                frame,
                span,
                cue,
                mention.is_full,
                modality,
                mention.age,
                mention.title,
            )

    def _tells_death(self, n: int) -> bool:
        """Say whether a sentence or the one before it tells that somebody died."""
        return any(_DEADLY.search(s.text) for s in self.sentences[max(0, n - 1) : n + 1])

    def _is_accident(self, n: int, mentions: Sequence[Mention]) -> bool:
        """Say whether who shot himself did so by accident: a small child, or one near words that say so."""
        if any(m.age is not None and m.age <= _SMALL for m in mentions):
            return True
        near = self.sentences[max(0, n - _NEAR) : n + _NEAR + 1]
        return any(_ACCIDENT.search(s.text) for s in near) and not any(_INTENT.search(s.text) for s in self.sentences)

    def _doers(self, n: int, skeleton: Skeleton) -> Iterator[Evidence]:
        for match in self.patterns.by_himself.finditer(skeleton.text):
            yield from self._evidence(skeleton, match, "wounded", "himself", *match.span("cue"))
        for match in self.patterns.at_himself.finditer(skeleton.text):
            if self._is_accident(n, skeleton.members(match)):
                is_dead = match["fatal"] or match["dead"] or self._tells_death(n)
                fate = "killed" if is_dead else "wounded"
                yield from self._evidence(skeleton, match, fate, "himself", *match.span("cue"))
        for pattern, frame in ((self.patterns.doing, "act"), (self.patterns.done_by, "act_by")):
            for match in pattern.finditer(skeleton.text):
                if any(m.title in self.naming.officers or m.person.is_officer for m in skeleton.members(match)):
                    continue
                if frame == "act" and _is_no_subject(skeleton.text, match):
                    continue
                hedged = frame == "act" and (match["hedge"] or "allegedly" in match.group())
                modality = Modality.SUSPECTED if hedged else Modality.REPORTED
                yield from self._evidence(skeleton, match, "suspected", frame, *match.span("cue"), modality)

    def _is_of_an_act(self, n: int, text: str, at: int, fate: str, cue: str) -> bool:
        """Say whether words that tell of a death, a wound or an arrest may be of a violent act.

        A plain death ("died") is of one near words of violence or in a report that begins with them, without another
        cause; a charge or an arrest is one where it is for violence, or where the sentences around tell of some and
        no other charge is told.
        """
        words = set(_WORD.findall(text))
        if fate != "suspected":
            plain = not self.naming.violent & set(_WORD.findall(cue))
            return not plain or (self._is_told_of_violence(n) and not (words & self.naming.other_causes))
        if not _LEGAL.search(cue):
            return True
        behind = _NEXT_CHARGE.split(text[at : at + _CHARGE_REACH])[0]
        charge = set(_WORD.findall(behind))
        if charge & self.naming.violent:
            return True
        if charge & self.naming.other_charges or _CONTENT.match(behind) or "accused" in cue:
            return False
        return self._is_near_violence(n)

    def _is_near_violence(self, n: int) -> bool:
        """Say whether a sentence or one of the two before and behind it has a word of violence."""
        return any(self._has_violence(k) for k in range(max(0, n - _NEAR), min(len(self.sentences), n + _NEAR + 1)))

    def _is_told_of_violence(self, n: int) -> bool:
        """Say whether words of violence stand near a sentence, or in the lead, which tells what the report is of."""
        return self._is_near_violence(n) or any(self._has_violence(k) for k in range(min(_LEAD, n)))

    def _has_violence(self, n: int) -> bool:
        known = self.violence.get(n)
        if known is None:
            known = not self.naming.violent.isdisjoint(_WORD.findall(self.sentences[n].text.lower()))
            self.violence[n] = known
        return known

    def _of_whom(self, n: int, skeleton: Skeleton, match: re.Match[str]) -> str:
        """Return what became of those who are given a name: the noun beside the verb tells, else the words before."""
        if self.patterns.hint.search(skeleton.text[: match.end()]):
            return "killed"
        told = self._last_fate(match["whom"]) or self._last_fate(skeleton.text[: match.start("cue")])
        told = told or self._last_fate(skeleton.text[match.end() :])
        if told == "victim":
            return self._open_fate(n, skeleton.text)
        if told:
            return told
        if not re.search(rf"\b(?:{'|'.join(self.naming.persons)})\b", skeleton.text[: match.end("whom")]):
            return ""
        return self._fate_before(n)

    def _last_fate(self, text: str) -> str:
        """Return the fate that the words of a stretch tell of somebody, the worst of them; suspicion alone counts."""
        found = set()
        for match in self.patterns.nouns.finditer(text):
            groups = {k: v for k, v in match.groupdict().items() if v}
            found |= {"killed" if k == "died" else k.removeprefix("done_") for k in groups}
        if "suspected" in found and found & {"killed", "wounded", "victim"}:
            last = list(self.patterns.nouns.finditer(text))[-1].groupdict()
            return next(k.removeprefix("done_") for k, v in last.items() if v).replace("died", "killed")
        return next((f for f in ("suspected", *_FATES, "victim") if f in found), "")

    def _fate_before(self, n: int) -> str:
        """Return what the two sentences before tell of somebody, "" where they tell of suspects and victims both."""
        for sentence in reversed(self.sentences[max(0, n - 2) : n]):
            text = sentence.text.lower()
            found = self._last_fate(text)
            if found == "victim":
                found = self._open_fate(n, text)
            if found:
                both = {"suspected", "killed"} <= {f for m in self.patterns.nouns.finditer(text) for f in _groups(m)}
                return "" if both else found
        return ""

    def _open_fate(self, n: int, text: str, *, is_other: bool = False) -> str:
        """Return what became of "the victim": told beside it, in the sentences before or by the whole report.

        "The other victims", of whom nothing more is told, are the wounded where there are any.
        """
        if self.patterns.hint.search(text):
            return "killed"
        near = [text, *(s.text.lower() for s in reversed(self.sentences[max(0, n - 2) : n]))]
        for part in near:
            found = {f for m in self.patterns.nouns.finditer(part) for f in _groups(m)} & {"killed", "wounded"}
            if found:
                return "killed" if "killed" in found else "wounded"
        if is_other and any(_HURT.search(s.text) for s in self.sentences):
            return "wounded"
        return "killed" if any(_DEADLY.search(s.text) for s in self.sentences) else "wounded"


def _groups(match: re.Match[str]) -> set[str]:
    return {"killed" if k == "died" else k.removeprefix("done_") for k, v in match.groupdict().items() if v}
