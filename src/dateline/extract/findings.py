"""All that extraction finds in a report, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.codebook import Codebook
from dateline.extract.actors import find_report_actors, find_states, with_unknown
from dateline.extract.acts import find_acts
from dateline.extract.assailants import find_assailants
from dateline.extract.callings import find_callings
from dateline.extract.captures import as_hostages, find_captures
from dateline.extract.coreference import FIGHTERS, armed_groups, name_the_group
from dateline.extract.damaged import find_damaged
from dateline.extract.harm_verbs import OUTLIVING
from dateline.extract.means import explosives, find_weapons, infer_types
from dateline.extract.people import find_victims
from dateline.extract.places import find_places
from dateline.extract.raw import (
    RawAct,
    RawActor,
    RawKind,
    RawPlace,
    RawResponsibility,
    RawTally,
    RawTime,
    RawToll,
    RawType,
    RawVictim,
)
from dateline.extract.reality import is_real
from dateline.extract.report_tolls import find_report_tolls
from dateline.extract.responsibility import find_responsibility
from dateline.extract.suspected import find_suspected
from dateline.extract.tallies import find_tallies
from dateline.extract.targets import find_targets
from dateline.extract.times import find_times
from dateline.extract.wrecking import find_wrecking
from dateline.model import Span
from dateline.text.sentence import Sentence, words_at

_GUNS = frozenset(
    {"firearm", "gun", "gunshot", "handgun", "hunting", "pistol", "rifle", "shoot", "shooting", "shotgun"}
)
_CLAIMED = frozenset({"credit", "responsibility"})


@dataclass(frozen=True)
class Findings:
    """One parsed sentence and its raw findings."""

    sentence: Sentence
    acts: tuple[RawAct, ...]
    actors: tuple[RawActor, ...]
    times: tuple[RawTime, ...]
    places: tuple[RawPlace, ...]
    tolls: tuple[RawToll, ...]
    victims: tuple[RawVictim, ...]
    kinds: tuple[RawKind, ...]
    responsibility: tuple[RawResponsibility, ...]
    tallies: tuple[RawTally, ...]
    types: tuple[RawType, ...]


def find_all(sentences: Sequence[Sentence], book: Codebook) -> list[Findings]:
    """Return the findings of the parsed sentences of a report, in order."""
    parsed = [s for s in sentences if s.is_parsed]
    own = dict(zip((s.index for s in sentences), find_report_actors(sentences, book), strict=True))
    named = name_the_group(parsed, [_with_states(s, own[s.index], book) for s in parsed], book)
    tolls = find_report_tolls(parsed, book)
    callings = find_callings(zip(parsed, named, strict=True), book)
    in_report = _tells_of_force(parsed, named, book)
    return [
        _findings(s, actors, tuple(counts), callings, book, in_report=in_report)
        for s, actors, counts in zip(parsed, named, tolls, strict=True)
    ]


def _tells_of_force(sentences: Sequence[Sentence], named: Sequence[Sequence[RawActor]], book: Codebook) -> bool:
    """Say whether a report tells of explosives, an armed group or a claim, so that its explosion was no accident."""
    if any(armed_groups(book) & set(a.actors) for actors in named for a in actors):
        return True
    words, cues = explosives(book), book.responsibility
    return any(
        words.matches(s)
        or any(t.lemma in _CLAIMED and s.head(t.i).lemma in cues.claim_verbs for t in s.tokens)
        or any(t.lemma in cues.attackers for t in s.tokens)
        for s in sentences
    )


def _with_states(sentence: Sentence, named: tuple[RawActor, ...], book: Codebook) -> tuple[RawActor, ...]:
    states = (s for s in find_states(sentence, book) if not any(s.span.overlaps(a.span) for a in named))
    return (*named, *states)


def _findings(
    sentence: Sentence,
    actors: tuple[RawActor, ...],
    tolls: tuple[RawToll, ...],
    callings: Mapping[str, str],
    book: Codebook,
    *,
    in_report: bool,
) -> Findings:
    names_group = any(armed_groups(book) & set(a.actors) for a in actors)
    acts = find_acts(sentence, book, names_group=names_group, in_report=in_report)
    captures = find_captures(sentence, acts, tolls, actors, book)
    wrecking = find_wrecking(sentence, acts, actors, book)
    acts, tolls = sorted([*acts, *captures, *wrecking], key=lambda a: a.span), as_hostages(tolls, captures)
    known = with_unknown(sentence, actors, book)
    times = find_times(sentence)
    # "Man shot in Springfield" names no town of that name
    people = book.tolls.people_nouns
    places = [p for p in find_places(sentence, book.places) if p.cue == "adjective" or p.name.lower() not in people]
    told = find_responsibility(sentence, acts, known, book)
    named = [a for a in known if a.rule != FIGHTERS]  # "the rebels" stay a description
    assailants = find_assailants(sentence, acts, named, book)
    groups = {a.name for a in known}
    who = [w for w in told if w.name in groups or not _is_no_person(sentence, w, times, places)]
    return Findings(
        sentence,
        tuple(acts),
        tuple(known),
        tuple(times),
        tuple(places),
        tuple(t for t in tolls if _is_of_an_act(sentence, t, acts, book)),
        tuple(v for v in find_victims(sentence, book) if v.verb is None or is_real(sentence, v.verb, book)),
        (
            *find_weapons(sentence, acts, book),
            *_with_damaged(sentence, acts, find_targets(sentence, acts, book, actors, callings), book),
            *assailants,
            *find_suspected(sentence, acts, named, assailants, book),
        ),
        tuple(who),
        tuple(find_tallies(sentence, acts, known, who, times, book)),
        tuple(infer_types(sentence, acts, book)),
    )


def _with_damaged(
    sentence: Sentence, acts: Sequence[RawAct], targets: Sequence[RawKind], book: Codebook
) -> list[RawKind]:
    """Return the things damaged in the acts, and the targets that are not among them."""
    damaged = find_damaged(sentence, acts, book)
    known = {k.span for k in damaged}
    return [*damaged, *(k for k in targets if k.span not in known)]


def _is_of_an_act(sentence: Sentence, toll: RawToll, acts: Sequence[RawAct], book: Codebook) -> bool:
    """Say whether a toll is real, and of an act: not of a storm, a crash or a stampede."""
    lemmas = {t.lemma for t in sentence.tokens}
    with_gun = bool(lemmas & _GUNS)
    if lemmas & set(book.acts.accidents) and not with_gun and not any(a.codes for a in acts):
        return False
    if toll.verb is None or toll.high == 0 or sentence.tokens[toll.verb].lemma in OUTLIVING:
        return True
    return is_real(sentence, toll.verb, book)


def _is_no_person(
    sentence: Sentence, finding: RawResponsibility, times: Sequence[RawTime], places: Sequence[RawPlace]
) -> bool:
    """Say whether a name taken for a person's is that of a day or a place ("New Year", "United States")."""
    if finding.actors or finding.name is None:
        return False
    known = [p.span for p in places if p.rule == "place.known.en.1" and p.name == finding.name]
    at = words_at(sentence, finding.span).find(finding.name)
    start = finding.span.start + max(at, 0)
    name = Span(start, start + len(finding.name)) if at >= 0 else finding.span
    return any(name.overlaps(s) for s in (*known, *(t.span for t in times)))


def find_places_elsewhere(sentences: Sequence[Sentence], book: Codebook) -> list[RawPlace]:
    """Return the places of the sentences that were not parsed: context for choosing among namesakes."""
    return [place for s in sentences if not s.is_parsed for place in find_places(s, book.places)]
