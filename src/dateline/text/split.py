"""Paragraphs and sentences of a text, by rule, with exact offsets.

The split comes before the parser because only sentences that can matter are parsed; spaCy's own splitter
needs the parse. Newlines end a sentence only at a paragraph's end or in texts whose lines are not wrapped.
"""

from __future__ import annotations

import re

from dateline.model import Span
from dateline.text.sentence import Sentence

_PARAGRAPH = re.compile(r"\n[ \t\r\f\v]*\n\s*")
_WRAP_WIDTH = 85  # lines of wrapped wire copy are shorter; unwrapped news paragraphs are longer
_END = re.compile(r"""[.!?…]+["'”’»)\]]*(?=\s+["'“‘«(\[]*[A-Z0-9À-ÞŽŠ#@])""")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"“‘'-])(?:"
    r"Mr|Mrs|Ms|Dr|Prof|St|ST|FT|MT|Sr|Jr|Gen|Col|Lt|Maj|Capt|Cpl|Sgt|Cmdr|Adm|Brig|Pvt|Cst|Insp|Supt|Det|Sen|Rep|Gov|Pres|"
    r"Rev|Hon|Messrs|vs|etc|No|Nos|Fig|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Mt|Ft|Ave|Blvd|Rd|approx|"
    r"Inc|Ltd|Co|Corp|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|"
    r"Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|i\.e|e\.g|a\.m|p\.m"
    r")\.$"
)
_REALLY_ENDS = re.compile(r"(?:a\.m|p\.m|U\.S|U\.K|U\.N|Jr|Sr|Inc|Ltd|Co|Corp|etc)\.$")
_STARTER = re.compile(
    r"\s+[\"'“‘]*(?:The|A|An|In|On|At|It|He|She|They|But|And|However|Police|This|That|There|When|While|After|His|"
    r"Her|Its|Their|No|We|I|Although|Since|Several|Two|Three|Four|Five|Officials|Witnesses|Authorities)\b"
)


def _paragraph_spans(text: str) -> list[Span]:
    cuts = [0, *(p for m in _PARAGRAPH.finditer(text) for p in (m.start(), m.end())), len(text)]
    blocks = [(cuts[k], cuts[k + 1]) for k in range(0, len(cuts), 2)]
    spans: list[Span] = []
    for start, end in blocks:
        lines = text[start:end].split("\n")
        wrapped = len(lines) > 2 and max(map(len, lines)) <= _WRAP_WIDTH
        if wrapped or len(lines) == 1:
            spans.append(Span(start, end))
            continue
        at = start
        for line in lines:
            spans.append(Span(at, at + len(line)))
            at += len(line) + 1
    return [s for s in (_stripped(text, s) for s in spans) if s.end > s.start]


def _stripped(text: str, span: Span) -> Span:
    part = span.of(text)
    lead = len(part) - len(part.lstrip())
    return Span(span.start + lead, span.start + max(lead, len(part.rstrip())))


def _is_end(block: str, match: re.Match[str]) -> bool:
    mark = match.group()
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    before = block[max(0, match.start() - 24) : match.start() + 1]
    if not _ABBREVIATION.search(before):
        return True
    return bool(_REALLY_ENDS.search(before) and _STARTER.match(block, match.end()))


_DATELINE = re.compile(
    r"[A-Z][A-Z'’.-]+(?:[ -][A-Z][A-Z'’.-]+){0,3}(?:, [A-Z][\w.'’ ]{2,25}?)?(?:, [\w.,' ]{3,20}?)?"
    r"(?: ?\([^()\n]{2,40}\))? ?(?:--?|–|—) ?(?=[\"“A-Z0-9\[])"
)


# of archives: place, country, day and source, then marks of what follows ("[TEXT]"); capitals throughout
_ARCHIVE_DATELINE = re.compile(
    r"\s*[A-Z][A-Z'’. -]{2,40}(?: \([A-Z. ]{2,40}\))?(?:, (?:\d{1,2} [A-Z]{3,9}(?: \d{2,4})?|NO DATE))?"
    r"(?: [\[(][^()\n]{2,80}\))?\s+--(?:\s*(?:\[[A-Z][^\]\n]{2,60}\]|\([^()\n]{2,60}\)))*\s*"
)


def archive_dateline_end(block: str) -> int:
    """Return where the dateline of a wire archive ends ("KABUL, 4 FEB 90 (WIRE) -- [TEXT]"), 0 without one."""
    match = _ARCHIVE_DATELINE.match(block)
    return match.end() if match else 0


def _dateline_end(block: str) -> int:
    """Return where a wire dateline at a paragraph's start ends ("KABUL, Afghanistan (Wire) - "), 0 without one.

    It stands apart from the first sentence, whose parse it would spoil.
    """
    match = _DATELINE.match(block)
    return max(match.end() if match else 0, archive_dateline_end(block))


_SITE_MARK = re.compile(r"\s+(?:\||-{1,2}|–|—)\s+")
_SMALL_WORD = re.compile(r"(?:a|an|and|at|by|com|for|in|of|on|the|to)\b")
_LONGEST_HEADLINE = 250


def _site_name_start(block: str) -> int | None:
    """Return where the name of a site begins behind a headline ("... | Daily Bugle - Springfield"), None without one.

    Names are capitalised throughout; it stands apart, since it would spoil the parse of the headline.
    """
    if len(block) > _LONGEST_HEADLINE or block[-1:] in '.?!"”':
        return None
    for mark in _SITE_MARK.finditer(block):
        words = block[mark.end() :].split()
        if words and all(not w[0].islower() or _SMALL_WORD.match(w) for w in words) and mark.start() > 0:
            return mark.start()
    return None


_TEASER = re.compile(r"\d{1,2}:\d{2}\s+(?![AP]\.?M\b)[A-Z0-9\"'“‘]")
_FEWEST_TEASERS = 3


def _news(text: str, spans: list[Span]) -> list[Span]:
    """Leave out the list of other videos that some web pages put above a report ("1:47 Fire at a mill").

    One such line alone may be an entry of a timeline.
    """
    teasers = [s for s in spans if _TEASER.match(text, s.start)]
    return spans if len(teasers) < _FEWEST_TEASERS else [s for s in spans if s not in teasers]


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences, numbered through, each with its paragraph; none is empty."""
    found: list[Sentence] = []
    for number, paragraph in enumerate(_news(text, _paragraph_spans(text))):
        block = paragraph.of(text)
        ends = [m.end() for m in _END.finditer(block) if _is_end(block, m)]
        at = 0
        if start := _dateline_end(block):
            ends = [start, *(end for end in ends if end > start)]
        if number == 0 and (name := _site_name_start(block)) is not None:
            ends = [*(end for end in ends if end < name), name, *(end for end in ends if end > name)]
        for end in [*ends, len(block)]:
            span = _stripped(text, Span(paragraph.start + at, paragraph.start + end))
            if span.end > span.start:
                found.append(Sentence(len(found), number, span, span.of(text)))
            at = end
    return tuple(found)
