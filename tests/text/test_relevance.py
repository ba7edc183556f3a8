from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.codebook import load_codebook
from dateline.codebook.acts import Trigger
from dateline.extract.acts import find_acts
from dateline.model import Report
from dateline.read import read_inputs
from dateline.text.parser import parse_sentences
from dateline.text.relevance import relevant, with_parses
from dateline.text.split import split_sentences
from sentence_pool import pool

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
BOOK = load_codebook()


def lost(text: str) -> Iterator[str]:
    """Yield the sentences that tell of an act in so many words and that the filter leaves out."""
    sentences = split_sentences(text)
    kept = {s.index for s in relevant(sentences, BOOK)}
    left = [s for s in sentences if s.index not in kept]
    for sentence in parse_sentences(left):
        if any(not act.is_anaphor for act in find_acts(sentence, BOOK)):
            yield sentence.text


def test_no_act_of_the_cases_is_left_out() -> None:
    assert [sentence for text in pool() for sentence in lost(text)] == []


def test_no_act_of_the_examples_is_left_out() -> None:
    reports = [item for item in read_inputs([str(EXAMPLES)]) if isinstance(item, Report)]
    assert len(reports) == 47
    assert [sentence for report in reports for sentence in lost(report.text)] == []


@pytest.mark.parametrize("trigger", BOOK.acts.triggers, ids=lambda t: t.id)
def test_the_words_of_every_trigger_are_kept(trigger: Trigger) -> None:
    words = trigger.id.replace(" .. ", " the old man ")
    nouns = (*trigger.subjects, *trigger.objects) if trigger.needs == "subject" else ("it",)
    assert all(relevant(split_sentences(f"They {words} the {noun} here."), BOOK) for noun in nouns)


def test_a_common_verb_without_its_nouns_is_left_out() -> None:
    assert not relevant(split_sentences("They found a purse and left it at the shop."), BOOK)


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen shot at the guards.",
        "They slew him.",
        "Four pedestrians were mown down.",
        "Rebels struck the post.",
        "A man drove a lorry into the crowd.",
        "Two people were stabbed.",
        "The hijacked plane landed.",
        "Troops beat him.",
        "Four were taken hostage.",
        "The bridge was blown up.",
        "The bombers fled.",
        "Nobody has claimed it.",
        "The dead were buried.",
        "FIVE KILLED AT MARKET",
        "The knifeman ran away.",
        "Assailants set the church on fire.",
    ],
)
def test_forms_of_the_words_are_kept(text: str) -> None:
    assert relevant(split_sentences(text), BOOK)


@pytest.mark.parametrize(
    "text",
    [
        "The library opened on Monday.",
        "The economy grew by two per cent.",
        "The skilled painter was born in Turin.",
        "The minister arrived, and officials blamed the weather.",
        "Police arrested a cyclist.",
    ],
)
def test_other_news_is_not_parsed(text: str) -> None:
    assert relevant(split_sentences(text), BOOK) == []


def test_blame_and_arrests_are_kept_beside_an_act() -> None:
    text = "A bomb killed two people. Police arrested a cyclist. The library opened."
    assert [s.index for s in relevant(split_sentences(text), BOOK)] == [0, 1]


def test_parses_come_back_in_their_places() -> None:
    sentences = split_sentences("The library opened. A bomb killed two people. It rained.")
    whole = with_parses(sentences, parse_sentences(relevant(sentences, BOOK)))
    assert [s.index for s in whole] == [0, 1, 2]
    assert [s.is_parsed for s in whole] == [False, True, False]
    assert [s.text for s in whole] == [s.text for s in sentences]
