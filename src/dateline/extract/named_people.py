"""Named persons as findings: victims and suspects, each once, under the fullest name that the report gives.

The patterns' evidence and what the parse gave (modules people and responsibility) come together here. A person is
either a victim or a doer: one whom the report calls a suspect is no victim, even where he died.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dateline.codebook import Codebook
from dateline.extract.callings import find_callings, named_targets
from dateline.extract.findings import Findings
from dateline.extract.naming import Evidence, Reader
from dateline.extract.person_names import Mention, Person, Persons, find_persons, is_headline, without
from dateline.extract.raw import RawPlace, RawResponsibility, RawVictim
from dateline.model import Modality, Span
from dateline.text.sentence import Sentence

_WEIGHT = {
    "identified": 3, "called": 3, "called_so": 3, "is": 3, "beside": 3, "act": 4, "act_by": 3, "fate": 2, "of": 2,
    "headline": 2, "inverted": 2, "found": 2, "including": 2,
}  # fmt: skip
_PERSON_RULES = ("responsibility.suspect_named", "responsibility.agent_")
_VICTIM_RULE = {
    "identified": "victim.named", "called": "victim.called", "called_so": "victim.called", "is": "victim.called",
    "beside": "victim.called", "of": "victim.whose", "whose": "victim.whose", "he": "victim.he",
    "himself": "victim.himself", "identified_who": "victim.named", "told_was": "victim.named",
}  # fmt: skip
_SUSPECT_RULE = {
    "identified": "responsibility.suspect_identified", "called": "responsibility.suspect_called",
    "called_so": "responsibility.suspect_called", "is": "responsibility.suspect_called",
    "beside": "responsibility.suspect_called", "act": "responsibility.doer_named",
    "act_by": "responsibility.doer_named", "he": "responsibility.suspect_he",
}  # fmt: skip
_HOME = re.compile(
    r"(?:,\s\d{1,3}|\s\(\d{1,3}\))?,?\s(?:of|from)\s(?P<home>[^,;.]{2,50}(?:,\s[A-Z][\w.]+(?:\s[A-Z]\w+)?)?)"
)
_CHILD = 18  # years
_SELF = re.compile(r"\b(?:shot|killed|stabbed|wounded|injured)\s(?:and\s\w+\s)?(?:himself|herself)\b")
_SPEAKS = re.compile(r",?\s(?:said|says|told|added|confirmed|announced|testified|wrote|tweeted)\b")
_PLACE_CUES = frozenset({"of", "in", "at", "near", "from", "dateline", "outside"})
_ENDS = '.!?"”’'
_SELF_REACH = 160  # characters behind a name


def with_named_people(
    sentences: Sequence[Sentence], found: Sequence[Findings], book: Codebook
) -> tuple[list[Findings], list[RawPlace]]:
    """Return the findings with the persons whom the report names, and the places that only tell where those live.

    Sentences that were not parsed have findings too where they tell of a person. A place right behind a name
    ("John Smith, 24, of Xanadu") is not where the act was; it still helps to choose among namesakes.
    """
    persons = find_persons(sentences, book)
    actors = ((f.sentence, a.span) for f in found for a in f.actors)
    without(persons, [(s.index, span.start - s.span.start, span.end - s.span.start) for s, span in actors])
    told = list(Reader(sentences, persons, book).read()) if persons.mentions else []
    weigher = _Weigher(persons, book, told)
    for findings in found:
        weigher.take(findings)
    callings = find_callings(((f.sentence, f.actors) for f in found), book)
    new_victims = weigher.victims()
    new_suspects = weigher.suspects()
    done: list[Findings] = []
    homes: list[RawPlace] = []
    by_index = {f.sentence.index: f for f in found}
    for sentence in sentences:
        victims, suspects = new_victims.get(sentence.index, []), new_suspects.get(sentence.index, [])
        if sentence.index not in by_index and not victims and not suspects:
            continue
        findings = by_index.get(sentence.index) or Findings(sentence, (), (), (), (), (), (), (), (), (), ())
        at_home = _homes(findings, persons)
        homes += at_home
        if at_home:
            findings = replace(findings, places=tuple(p for p in findings.places if p not in at_home))
        merged = _merged(findings, weigher, victims, suspects)
        named = named_targets(victims, callings, persons, sentences, book)
        done.append(replace(merged, kinds=(*merged.kinds, *named)) if named else merged)
    return done, homes


def _homes(findings: Findings, persons: Persons) -> list[RawPlace]:
    """Return the places right behind a person's name, which only tell where the person lives."""
    if not findings.places:
        return []
    sentence = findings.sentence
    spans = []
    for mention in persons.mentions.get(sentence.index, ()):
        match = _HOME.match(sentence.text, mention.end)
        if match:
            spans.append(Span(sentence.span.start + match.start("home"), sentence.span.start + match.end()))
    return [p for p in findings.places if any(span.covers(p.span) for span in spans)]


def _merged(
    findings: Findings, weigher: _Weigher, victims: list[RawVictim], suspects: list[RawResponsibility]
) -> Findings:
    kept = [v for v in findings.victims if weigher.is_kept(v)]
    blamed = [r for r in findings.responsibility if weigher.is_kept(r)]
    if (
        not victims
        and not suspects
        and len(kept) == len(findings.victims)
        and len(blamed) == len(findings.responsibility)
    ):
        return findings
    return replace(
        findings,
        victims=tuple(sorted([*kept, *victims], key=lambda v: (v.span, v.status))),
        responsibility=tuple(sorted([*blamed, *suspects], key=lambda r: (r.span, r.modality))),
    )


@dataclass
class _Case:
    """All that tells of one person: the patterns' evidence, and the findings of the parse with their sentences."""

    person: Person
    evidence: list[Evidence] = field(default_factory=list)
    victims: list[tuple[RawVictim, bool]] = field(default_factory=list)
    blames: list[tuple[RawResponsibility, bool]] = field(default_factory=list)

    @property
    def is_doer(self) -> bool:
        """Whether more speaks for a doer than for a victim; one told to have done it may have come to harm too."""
        told = {e.sentence.index for e in self.evidence if e.fate == "suspected"}
        harmed_in = {e.sentence.index for e in self.evidence if e.frame == "of" and e.fate != "suspected"} - told
        # "charged in the killings of X and Y": a parse that blames the last of a list is wrong
        blames = [r for r, _ in self.blames if r.sentence not in harmed_in]
        doing = sum(_WEIGHT.get(e.frame, 1) + 1 for e in self.evidence if e.fate == "suspected") + 2 * len(blames)
        harmed = sum(_WEIGHT.get(e.frame, 1) for e in self.evidence if e.fate != "suspected") + 2 * len(self.victims)
        acts = any(e.frame in ("act", "act_by") for e in self.evidence)
        return doing > 0 and (doing >= harmed or (acts and 2 * doing >= harmed))


class _Weigher:
    """Weighs what tells of each person, and says which findings stand."""

    def __init__(self, persons: Persons, book: Codebook, told: Sequence[Evidence]) -> None:
        self.persons = persons
        self.book = book
        self.cases: dict[int, _Case] = {}
        self.dropped: set[RawVictim | RawResponsibility] = set()
        for evidence in told:
            self._case(evidence.person).evidence.append(evidence)

    def _case(self, person: Person) -> _Case:
        return self.cases.setdefault(id(person), _Case(person))

    def is_kept(self, raw: RawVictim | RawResponsibility) -> bool:
        """Say whether a finding of the parse stands as it is: it names nobody, or somebody not told of otherwise."""
        return raw not in self.dropped

    def take(self, findings: Findings) -> None:
        """Take in what the parse of a sentence gave of named persons; findings under another name are made anew."""
        sentence = findings.sentence
        for victim in findings.victims:
            if victim.name is None:
                continue
            mention = self._mention(sentence, victim.span, victim.name)
            if mention is not None:
                self.dropped.add(victim)
                if not _SPEAKS.match(sentence.text, mention.end) and not self._is_natural(sentence, victim):
                    self._case(mention.person).victims.append((victim, mention.is_full))
            elif (
                is_headline(sentence.text) or not self._may_be_a_name(victim.name) or _is_place(findings, victim)
            ) or (" " not in victim.name and sentence.text[-1] not in _ENDS):
                self.dropped.add(victim)
        groups = {a.name for a in findings.actors}
        for raw in findings.responsibility:
            if raw.actors or raw.name is None or raw.name in groups or not raw.rule.startswith(_PERSON_RULES):
                continue
            mention = self._mention(sentence, raw.span, raw.name)
            if mention is None:
                if is_headline(sentence.text) or not self._may_be_a_name(raw.name):
                    self.dropped.add(raw)
                continue
            self.dropped.add(raw)
            if not _SELF.search(sentence.text, mention.end, mention.end + _SELF_REACH):
                self._case(mention.person).blames.append((raw, mention.is_full))

    def _is_natural(self, sentence: Sentence, victim: RawVictim) -> bool:
        """Say whether a death told in plain words has another cause than violence ("died of cancer")."""
        plain = victim.verb is not None and sentence.tokens[victim.verb].lemma == "die"
        return plain and any(t.lower in self.book.naming.other_causes for t in sentence.tokens)

    def _mention(self, sentence: Sentence, span: Span, name: str) -> Mention | None:
        base = sentence.span.start
        last = name.split()[-1]
        for mention in self.persons.mentions.get(sentence.index, ()):
            here = Span(base + mention.start, base + mention.end)
            if here.overlaps(span) and last in sentence.text[mention.start : mention.end]:
                return mention
        return None

    def _may_be_a_name(self, name: str) -> bool:
        words = name.split()
        naming = self.book.naming
        barred = any(w.casefold().strip(".") in naming.not_names for w in words)
        barred = barred or words[-1].casefold().strip(".") in naming.outside
        small = naming.particles
        capital = all(w[0].isupper() or w.casefold() in small or "-" in w for w in words)
        return capital and not barred and not any(w.isupper() and len(w) > 2 for w in words)

    def victims(self) -> dict[int, list[RawVictim]]:
        """Return the named victims by sentence, each person once a status, under the fullest name."""
        made: dict[int, list[RawVictim]] = {}
        for case in self.cases.values():
            if case.is_doer:
                continue
            statuses = {v.status for v, _ in case.victims} | {e.fate for e in case.evidence if e.fate != "suspected"}
            for status in sorted(statuses - ({"wounded"} if "killed" in statuses else set())):
                victim = self._victim(case, status)
                made.setdefault(victim.sentence, []).append(victim)
        return made

    def _victim(self, case: _Case, status: str) -> RawVictim:
        parsed = [(v, full) for v, full in case.victims if v.status == status]
        told = [e for e in case.evidence if e.fate == status]
        described = next((v for v, full in parsed if v.description), None)
        first = described or next((v for v, full in parsed if full), None)
        if first is None and parsed and not any(e.is_full for e in told):
            first = parsed[0][0]
        if first is not None:
            return replace(first, name=case.person.name, kind=self._kind(case, first.kind))
        best = max(told, key=lambda e: (e.is_full, _WEIGHT.get(e.frame, 1)))
        token, verb = (
            _token(best.sentence, best.span.start),
            _token(best.sentence, best.sentence.span.start + best.cue),
        )
        rule = f"{_VICTIM_RULE.get(best.frame, 'victim.fate')}.en.1"
        kind = self._kind(case, "person")
        return RawVictim(best.sentence.index, best.span, token, rule, case.person.name, None, status, kind, verb)

    def _kind(self, case: _Case, kind: str) -> str:
        if kind != "person":
            return kind
        if any(e.age is not None and e.age < _CHILD for e in case.evidence):
            return "child"
        kinds = (self.book.tolls.kind_of_noun.get(e.title) for e in case.evidence)
        return next((k for k in kinds if k), kind)

    def suspects(self) -> dict[int, list[RawResponsibility]]:
        """Return the named doers by sentence, each person once a modality, under the fullest name."""
        made: dict[int, list[RawResponsibility]] = {}
        for case in self.cases.values():
            if not case.is_doer:
                continue
            told = [e for e in case.evidence if e.fate == "suspected"]
            hedged = {e.sentence.index for e in told if e.modality is Modality.SUSPECTED and e.frame == "act"}
            case.blames = [
                (r, f) for r, f in case.blames if r.modality is Modality.SUSPECTED or r.sentence not in hedged
            ]
            for modality in sorted({r.modality for r, _ in case.blames} | {e.modality for e in told}):
                raw = _suspect(case, modality, [e for e in told if e.modality is modality])
                made.setdefault(raw.sentence, []).append(raw)
        return made


def _suspect(case: _Case, modality: Modality, told: Sequence[Evidence]) -> RawResponsibility:
    parsed = [(r, full) for r, full in case.blames if r.modality is modality]
    first = next((r for r, full in parsed if full), None) or (parsed[0][0] if parsed and not told else None)
    if first is not None:
        return replace(first, name=case.person.name)
    best = max(told, key=lambda e: (e.is_full, _WEIGHT.get(e.frame, 1)))
    token = _token(best.sentence, best.sentence.span.start + best.cue)
    rule = f"{_SUSPECT_RULE.get(best.frame, 'responsibility.suspect_held')}.en.1"
    return RawResponsibility(best.sentence.index, best.span, token, rule, (), case.person.name, modality, None, None)


def _is_place(findings: Findings, victim: RawVictim) -> bool:
    """Say whether a single name stands where a place does ("of Xanadu")."""
    return any(p.cue in _PLACE_CUES and victim.span.covers(p.span) for p in findings.places if p.name == victim.name)


def _token(sentence: Sentence, offset: int) -> int | None:
    token = sentence.at(offset) if sentence.is_parsed else None
    return token.i if token else None
