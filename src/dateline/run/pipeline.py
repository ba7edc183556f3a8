"""The stages put together: from one report to its coding."""

from __future__ import annotations

from dateline.codebook import Codebook
from dateline.extract.findings import find_all, find_places_elsewhere
from dateline.extract.named_people import with_named_people
from dateline.link.confidence import with_confidence
from dateline.link.report import link_report
from dateline.model import Coding, Report
from dateline.resolve.report import resolve_report
from dateline.text.attribution import find_attributions
from dateline.text.casing import in_mixed_case
from dateline.text.clipped import mended
from dateline.text.parser import DEFAULT_PIPELINE, parse_sentences
from dateline.text.relative import tied_to_people
from dateline.text.relevance import relevant, with_parses
from dateline.text.split import split_sentences


def code_report(report: Report, codebook: Codebook, *, pipeline: str = DEFAULT_PIPELINE) -> Coding:
    """Return all that one report tells: a pure function of its arguments."""
    read = in_mixed_case(report, codebook)
    plain = split_sentences(read.text)
    parsed = parse_sentences(relevant(plain, codebook), pipeline)
    sentences = with_parses(plain, (tied_to_people(mended(s, codebook), codebook.tolls) for s in parsed))
    found = find_all(sentences, codebook)
    if not any(f.acts for f in found):
        return Coding(reports=(report,))
    found, homes = with_named_people(sentences, found, codebook)
    attributions = find_attributions(sentences, codebook.speakers)
    elsewhere = [*find_places_elsewhere(sentences, codebook), *homes]
    told = resolve_report(read, sentences, found, elsewhere, attributions, codebook)
    return with_confidence(link_report(report, told, attributions, codebook))
