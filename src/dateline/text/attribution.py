"""Who said it: every act of saying in a report, with its speaker and the words attributed.

Cues come sentence by sentence (speech_verbs, speech_nouns, speech_plain); here quotations are shared out
among them, speech runs on over sentences and paragraphs, and speakers get their names.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.codebook.speakers import Speakers
from dateline.model import Span, Speaker
from dateline.text.quotations import find_quotations
from dateline.text.sentence import Sentence
from dateline.text.speaker_memory import Memory
from dateline.text.speaker_names import FIRST_PERSON, UNNAMED, Speaking
from dateline.text.speech_cue import OUTER, Cue, phrase_span
from dateline.text.speech_nouns import adjective_cues, noun_cues, phrase_cues
from dateline.text.speech_plain import headline_cue, plain_cues, trailing_cues
from dateline.text.speech_quotes import SpanIndex, share_quotations
from dateline.text.speech_verbs import colon_cue, verb_cues

_OWN_VOICE = FIRST_PERSON | {"you", "one"}  # of an author, where no quotation says whose voice it is
_OPENING_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]*\s+){0,4}[A-ZÀ-Þ][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One act of saying.

    ``speaker`` is the whole noun phrase that names the speaker (None: unnamed, as in "it was reported"), ``name``
    the speaker as to be recorded, pronouns and short names resolved (None: unnamed), ``role`` what the words say
    of a person ("deputy interior minister"). ``content`` is what is attributed, in text order; ``cue`` the word
    that attributes. ``layer`` is 0, 1 for who passed on another speaker's words, -1 for who is cited by a speaker.
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
    layer: int = 0

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
    named = _named(sentences, shared, SpanIndex([q.span for q in quotations]), book)
    return tuple(a for a, is_attitude in named if a.content and (attitudes or not is_attitude))


def speakers_of(span: Span, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the attributions that hold most of a span, innermost first; none: the report's own voice."""
    holding = [(a.length, a.layer, k) for k, a in enumerate(attributions) if a.share_of(span) > 0.5]
    return tuple(attributions[k] for *_, k in sorted(holding))


def to_speakers(attributions: Sequence[Attribution]) -> tuple[Speaker, ...]:
    """Return the model's speakers of a chain of attributions; the unnamed and repeated ones are left out."""
    found: list[Speaker] = []
    for attribution in attributions:
        if attribution.name and all(attribution.name != s.name for s in found):
            found.append(Speaker(attribution.name, attribution.kind))
    return tuple(found)


def _cues(sentence: Sentence, book: Speakers) -> list[Cue]:
    headline = headline_cue(sentence, book)
    if headline:
        return [headline]
    if not sentence.is_parsed:
        return list(plain_cues(sentence, book))
    found = [cue for find in (verb_cues, noun_cues, adjective_cues, phrase_cues) for cue in find(sentence, book)]
    colon = colon_cue(sentence, found)
    found += [colon] if colon else []
    found = _with_lost(sentence, found, trailing_cues(sentence, book))
    return sorted(found, key=lambda c: (c.span.start, c.layer))


def _with_lost(sentence: Sentence, parsed: Sequence[Cue], trailing: Iterable[Cue]) -> list[Cue]:
    """Return the cues of a parse with those that it lost: a wrong parse drops even a plain "..., police said"."""
    found = list(parsed)
    for cue in trailing:
        same = [c for c in found if c.span.overlaps(cue.span)]
        clause = any(t.is_verb for t in sentence.within(cue.content[0]))
        if clause and not any(c.content for c in same):
            found = [*(c for c in found if c not in same), cue]
    return found


def _named(
    sentences: Sequence[Sentence], cues: Sequence[Cue], quotes: SpanIndex, book: Speakers
) -> list[tuple[Attribution, bool]]:
    """Name the speakers of the cues, in text order, and say of each whether it is an attitude."""
    by_index = {s.index: s for s in sentences}
    memory = Memory(book)
    pending = deque(_persons(sentences))
    voices: dict[int, Speaking] = {}  # whose words a quotation is, by its number
    spoken: list[tuple[Cue, Speaking | None, int | None]] = []  # no name: a quotation's own "I"
    for cue in cues:
        while pending and pending[0][0] < cue.span.start:
            memory.glimpse(pending.popleft()[1])
        inside = quotes.covering(cue.span)
        words = _words(cue.speaker, by_index[cue.sentence]) if cue.speaker else ""
        if words.lower() in _OWN_VOICE:
            spoken.append((cue, None, inside if words.lower() in FIRST_PERSON else None))
            continue
        speaking = memory.resolve(words) if words else UNNAMED
        if inside is None and cue.content:
            if cue.layer != OUTER and words:
                memory.note(speaking)
            voices |= {number: speaking for span in cue.content for number in quotes.overlapping(span)}
        spoken.append((cue, speaking, inside))
    named: list[tuple[Attribution, bool]] = []
    for cue, known, inside in spoken:
        voice = known or (voices.get(inside, UNNAMED) if inside is not None else UNNAMED)
        is_own_voice = known is None and voice.name is None
        named.append((_attribution(cue, voice), cue.is_attitude or is_own_voice))
    return named


def _words(span: Span, sentence: Sentence) -> str:
    return sentence.text[span.start - sentence.span.start : span.end - sentence.span.start]


def _attribution(cue: Cue, speaking: Speaking) -> Attribution:
    return Attribution(
        sentence=cue.sentence,
        speaker=cue.speaker,
        name=speaking.name,
        kind=speaking.kind,
        cue=cue.span,
        content=cue.content,
        stance=cue.stance,
        rule=cue.rule,
        role=speaking.role,
        layer=cue.layer,
    )


def _persons(sentences: Sequence[Sentence]) -> list[tuple[int, str]]:
    """Return the proper nouns that are subjects, with where they stand: whom a later "he" may mean."""
    found: list[tuple[int, str]] = []
    for sentence in sentences:
        opening = _OPENING_NAME.match(sentence.text)
        if opening:
            found.append((sentence.span.start, opening.group()))
        for token in sentence.tokens:
            if token.dep in ("nsubj", "nsubjpass") and token.is_noun:
                named = token.pos == "PROPN" or any(t.pos == "PROPN" for t in sentence.children(token.i, "appos"))
                if named:
                    span = phrase_span(sentence, token.i)
                    found.append((span.start, _words(span, sentence)))
    return sorted(found)
