"""Names that stand where a town's would and are none; the sentences are ours."""

from __future__ import annotations

import pytest

from dateline.codebook import load_codebook
from dateline.extract.places import find_places
from dateline.extract.times import find_times
from dateline.resolve.places import resolve_places
from dateline.text.split import split_sentences

PLACES = load_codebook().places


def towns(text: str) -> list[str]:
    raws = [r for s in split_sentences(text) for r in find_places(s, PLACES)]
    return [r.place.city for r in resolve_places(raws, text=text, places=PLACES) if r.place.city]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A man was shot in the 300 block of Campbell in Tulsa.", ["Tulsa"]),
        ("It happened near Newton and 16th avenues in Tulsa.", ["Tulsa"]),
        ("Man shot in Tulsa", ["Tulsa"]),  # a town in Ivory Coast
        ("He was seen at Al's in Tulsa.", ["Tulsa"]),
        ("Ronny Howard was seen in Tulsa, Oklahoma. In September, Howard left.", ["Tulsa"]),
        ("Shots were heard in Tulsa, Norman and Lawton. A Shell station was hit.", ["Tulsa", "Norman", "Lawton"]),
        ("They met in Fountain Park near a lake.", []),
        ("A boy was shot in ST. LOUIS, MO.", ["St. Louis"]),
    ],
)
def test_streets_firms_and_people_are_no_towns(text: str, found: list[str]) -> None:
    assert towns(text) == found


def test_a_list_of_other_videos_is_no_part_of_the_report() -> None:
    teasers = "1:47 Fire at a mill Pause\n\n2:05 Man killed in Norman Pause\n\n0:30 Flood in Lawton Pause\n\n"
    body = "A man was shot in Tulsa."
    assert [s.text for s in split_sentences(teasers + body)] == [body]
    assert len(split_sentences("1:47 Fire at a mill\n\n" + body)) == 2
    clock = "9:15 AM: Police arrive.\n\n9:20 AM: Police leave.\n\n9:30 AM: Shots are heard."
    assert len(split_sentences(clock)) == 3


def test_a_day_before_a_common_word_is_no_name() -> None:
    (sentence,) = split_sentences("Shots were fired Dec. 8 in front of a market.")
    assert [t.text for t in find_times(sentence)] == ["Dec. 8"]
