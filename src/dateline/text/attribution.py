"""Who said it: every act of saying in a report, with its speaker and the words attributed.

Cues come sentence by sentence (speech_verbs, speech_nouns, speech_plain); here quotations are shared out
among them, speech runs on over sentences and paragraphs, and speakers get their names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.codebook.speakers import Speakers
from dateline.model import Span, Speaker
from dateline.text.quotations import find_quotations
from dateline.text.sentence import Sentence
from dateline.text.speaker_names import UNNAMED, Memory, Speaking
from dateline.text.speech_cue import Cue
from dateline.text.speech_nouns import noun_cues, phrase_cues
from dateline.text.speech_plain import plain_cues
from dateline.text.speech_quotes import share_quotations
from dateline.text.speech_verbs import verb_cues

_OPENING_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]*\s+){0,4}[A-ZÀ-Þ][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One act of saying.

    ``speaker`` is the whole noun phrase that names the speaker (None: unnamed, as in "it was reported"),
    ``name`` the speaker as to be recorded, pronouns and short names resolved (None: unnamed), ``role`` what
    the words say of a person ("deputy interior minister"). ``content`` is what is attributed, in text
    order; ``cue`` the word that attributes. ``is_outer`` marks who passed on the words of another speaker.
    """

    sentence: int
    speaker: Span | None
    name: str | None
    kind: str
    cue: Span
    content: tuple[Span, ...]
    stance: str
    rule: str
    role: str | None = None
    is_outer: bool = False

    @property
    def length(self) -> int:
        """The number of characters attributed."""
        return sum(s.end - s.start for s in self.content)

    def share_of(self, span: Span) -> float:
        """Return the share of a span's characters that this attributes, 0 to 1."""
        size = span.end - span.start
        shared = sum(max(0, min(s.end, span.end) - max(s.start, span.start)) for s in self.content)
        return shared / size if size else 0.0


def find_attributions(
    sentences: Sequence[Sentence], book: Speakers, *, attitudes: bool = False
) -> tuple[Attribution, ...]:
    """Return the acts of saying of a report, in the order of their cues.

    ``attitudes`` adds what does not put its content forward as having happened: verbs of will and judgement,
    negated and merely possible speech, questions.
    """
    quotations = [q for q in find_quotations(sentences) if q.depth == 0]
    cues = [cue for sentence in sentences for cue in _cues(sentence, book)]
    shared = share_quotations(sentences, cues, quotations)
    named = _named(sentences, shared, [q.span for q in quotations], book)
    return tuple(a for a, is_attitude in named if a.content and (attitudes or not is_attitude))


def speakers_of(span: Span, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the attributions that hold most of a span, innermost first; none: the report's own voice."""
    holding = [(a.length, a.is_outer, k) for k, a in enumerate(attributions) if a.share_of(span) > 0.5]
    return tuple(attributions[k] for *_, k in sorted(holding))


def to_speakers(attributions: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """Return the model's speakers of a chain of attributions; the unnamed and repeated ones are left out."""
    found: list[Speaker] = []
    for attribution in attributions:
        if attribution.name and all(attribution.name != s.name for s in found):
            found.append(Speaker(attribution.name, attribution.kind))
    return tuple(found)


def _cues(sentence: Sentence, book: Speakers) -> list[Cue]:
    if not sentence.is_parsed:
        return list(plain_cues(sentence, book))
    found = [*verb_cues(sentence, book), *noun_cues(sentence, book), *phrase_cues(sentence, book)]
    return sorted(found, key=lambda c: (c.span.start, c.is_outer))


def _named(
    sentences: Sequence[Sentence], cues: Sequence[Cue], quotes: Sequence[Span], book: Speakers
) -> list[tuple[Attribution, bool]]:
    by_index = {s.index: s for s in sentences}
    memory = Memory(book)
    found: list[tuple[Attribution, bool]] = []
    speaking_in: dict[Span, Speaking] = {}
    pending = sorted(_persons(sentences), key=lambda p: p[0])
    for cue in cues:
        while pending and pending[0][0] < cue.span.start:
            memory.glimpse(pending.pop(0)[1])
        inside = next((q for q in quotes if q.covers(cue.span)), None)
        speaking = UNNAMED
        if cue.speaker is not None:
            sentence = by_index[cue.sentence]
            words = sentence.text[cue.speaker.start - sentence.span.start : cue.speaker.end - sentence.span.start]
            speaking = memory.resolve(words, speaking_in.get(inside) if inside else None)
            if inside is None and not cue.is_outer and cue.content:
                memory.note(speaking)
        for quote in quotes:
            if inside is None and any(c.overlaps(quote) for c in cue.content):
                speaking_in[quote] = speaking
        attribution = Attribution(
            sentence=cue.sentence,
            speaker=cue.speaker,
            name=speaking.name,
            kind=speaking.kind,
            cue=cue.span,
            content=cue.content,
            stance=cue.stance,
            rule=cue.rule,
            role=speaking.role,
            is_outer=cue.is_outer,
        )
        found.append((attribution, cue.is_attitude))
    return found


def _persons(sentences: Sequence[Sentence]) -> list[tuple[int, str]]:
    """Return the proper nouns that are subjects, with where they stand: whom a later "he" may mean."""
    found: list[tuple[int, str]] = []
    for sentence in sentences:
        opening = _OPENING_NAME.match(sentence.text)
        if opening:
            found.append((sentence.span.start, opening.group()))
        for token in sentence.tokens:
            if token.dep in ("nsubj", "nsubjpass") and token.pos == "PROPN":
                span = sentence.noun_phrase(token.i)
                at = sentence.span.start
                found.append((span.start, sentence.text[span.start - at : span.end - at]))
    return found
