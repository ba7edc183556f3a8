import pytest

from dateline.codebook import load_codebook
from dateline.extract.findings import find_all
from dateline.text.parser import parse_sentences
from dateline.text.relevance import relevant
from dateline.text.split import split_sentences

BOOK = load_codebook()


def wrecked(text: str) -> list[str]:
    sentences = relevant(list(split_sentences(text)), BOOK)
    found = find_all(list(parse_sentences(sentences)), BOOK)
    acts = [a for f in found for a in f.acts if a.rule.startswith("act.wreck.")]
    assert all(a.codes == ("facility_attack",) for a in acts)
    return [text[a.span.start : a.span.end] for a in acts]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Masked raiders destroyed an oil tank near the port.", ["destroyed"]),
        ("Armed youths destroyed a power line near Lima.", ["destroyed"]),
        ("Members of Boko Haram damaged the offices of a bank in Maiduguri.", ["damaged"]),
        ("Molotov cocktails damaged the van of the consul.", ["damaged"]),
        ("A freight train was derailed by sabotage.", ["derailed"]),
    ],
)
def test_words_of_damage_tell_of_an_attack_where_armed_people_or_fires_did_it(text: str, words: list[str]) -> None:
    assert wrecked(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "A storm destroyed an oil tank near the port.",
        "Bulldozers damaged the wall of the terrorist's house.",
        "Soldiers destroyed a bridge near the river.",
        "The Armed Forces destroyed landmines near the river.",
        "The rebels may have destroyed hopes of peace, and could destroy the bridge.",
        "The scandal destroyed the militant.",
    ],
)
def test_words_of_damage_alone_tell_of_none(text: str) -> None:
    assert wrecked(text) == []
