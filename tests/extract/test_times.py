"""Finding times: what is one, what only looks like one, and the exact words."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.extract.raw import RawTime
from dateline.extract.time_patterns import parts_of, rules
from dateline.extract.time_tense import is_future
from dateline.extract.time_words import MONTHS, WEEKDAYS, count_of, in_smaller_units, length_in, unit_of
from dateline.extract.times import find_times
from dateline.model import Span
from dateline.text.parser import parse_sentences
from dateline.text.sentence import Sentence

NO_DATE = ("time.duration.", "time.set.", "time.age.", "time.ref.")


def plain(text: str, offset: int = 0) -> Sentence:
    return Sentence(0, 0, Span(offset, offset + len(text)), text)


def parsed(text: str) -> Sentence:
    return next(iter(parse_sentences([plain(text)])))


def dated(sentence: Sentence) -> list[RawTime]:
    return [t for t in find_times(sentence) if not t.rule.startswith(NO_DATE)]


@pytest.mark.parametrize(
    ("text", "words", "rule"),
    [
        ("Gunmen attacked the post on Wednesday.", "Wednesday", "time.weekday.en.1"),
        ("They came early on Wednesday, police said.", "early on Wednesday", "time.weekday.en.1"),
        ("He was shot late Sunday.", "late Sunday", "time.weekday.en.1"),
        ("It happened on Monday night near the port.", "Monday night", "time.weekday.en.1"),
        ("The raid began in the early hours of Friday.", "the early hours of Friday", "time.weekday.en.1"),
        ("He died last Friday.", "last Friday", "time.weekday.en.2"),
        ("It was on Tuesday of last week.", "Tuesday of last week", "time.weekday.en.3"),
        ("A bomb went off at about 2:20 a.m. on Tuesday.", "at about 2:20 a.m. on Tuesday", "time.weekday.en.1"),
        ("It was Wednesday, at around 10:30 a.m., that it fell.", "Wednesday, at around 10:30 a.m.", None),
        ("Shells fell at 10 pm local time.", "at 10 pm local time", "time.clock.en.1"),
        ("The strike hit at 0300 GMT.", "at 0300 GMT", "time.clock.en.1"),
        ("Two died on 27 May in the town.", "27 May", "time.monthday.en.1"),
        ("Two died on May 27 in the town.", "May 27", "time.monthday.en.2"),
        ("On 7 June 2017 it began.", "7 June 2017", "time.date.en.1"),
        ("On June 7, 2017, it began.", "June 7, 2017", "time.date.en.2"),
        ("Logged 2017-06-07 by the watch.", "2017-06-07", "time.date.en.3"),
        ("SAN SALVADOR, 19 APR 89 -- A CAR BOMB", "19 APR 89", "time.date.en.5"),
        ("It was the worst since May 2015.", "since May 2015", "time.month.en.1"),
        ("In late May the town fell.", "late May", "time.month.en.4"),
        ("They met in mid-June.", "mid-June", "time.month.en.4"),
        ("By the end of May all had left.", "By the end of May", "time.month.en.4"),
        ("In 2015 the group split.", "2015", "time.year.en.1"),
        ("After the 1979 revolution he fled.", "1979", "time.year.en.1"),
        ("The war of 1990-1998 left scars.", "1990-1998", "time.years.en.1"),
        ("The worst attack since the 1990s.", "since the 1990s", "time.decade.en.1"),
        ("A truck bomb killed many last week.", "last week", "time.period.en.1"),
        ("At the weekend two more died.", "the weekend", "time.period.en.3"),
        ("It is the third attack of the year.", "the year", "time.period.en.3"),
        ("Since Monday three towns have fallen.", "Since Monday", "time.weekday.en.1"),
        ("since the truce began on 27 May", "since the truce began on 27 May", "time.monthday.en.1"),
        ("It was on or about 5 May.", "on or about 5 May", "time.monthday.en.1"),
        ("It lasted between 3 and 5 May.", "between 3 and 5 May", "time.span.en.1"),
        ("It ran from Monday to Wednesday.", "from Monday to Wednesday", "time.range.en.1"),
        ("It ran from 3 May to 5 June 2016.", "from 3 May to 5 June 2016", "time.range.en.1"),
        ("on 25 and 26 November", "25 and 26 November", "time.days.en.1"),
        ("on November 25 and 26", "November 25 and 26", "time.days.en.2"),
        ("the 25-26 November raids", "25-26 November", "time.span.en.1"),
        ("Two days earlier he was free.", "Two days earlier", "time.offset.en.1"),
        ("Two days after the raid he died.", "Two days after", "time.offset.en.2"),
        ("The previous day had been calm.", "The previous day", "time.story.en.1"),
        ("He had come the day before.", "the day before", "time.story.en.2"),
        ("He left two years ago.", "two years ago", "time.ago.en.1"),
        ("In recent months raids rose.", "recent months", "time.past.en.2"),
        ("Over the past week 12 died.", "the past week", "time.past.en.1"),
        ("Last summer was calm.", "Last summer", "time.season.en.1"),
        ("They struck on Christmas Day.", "Christmas Day", "time.holiday.en.1"),
        ("It broke last week after the raid.", "last week", "time.period.en.1"),
        ("Earlier today two were held.", "Earlier today", "time.near.en.1"),
        ("Two were held overnight.", "overnight", "time.near.en.4"),
        ("Since 9/11 much has changed.", "Since 9/11", "time.named.en.1"),
        ("In the quarter ended 30 June raids fell.", "the quarter ended 30 June", "time.ended.en.1"),
        (
            "In the nine months ending in May 2016 raids fell.",
            "the nine months ending in May 2016",
            "time.ended.en.1",
        ),
        ("Raids fell in the 2015 period.", "the 2015 period", "time.compared.en.1"),
        ("There were 40 in the same quarter last year.", "the same quarter last year", "time.compared.en.2"),
        ("They came at 4 in the morning.", "at 4 in the morning", "time.clock.en.1"),
        ("The siege (May-June 2016) failed.", "May-June 2016", "time.range.en.1"),
        ("He left two and a half years ago.", "two and a half years ago", "time.ago.en.1"),
        ("He left an hour and a half later.", "an hour and a half later", "time.offset.en.1"),
        ("In the last half of 2016 raids fell.", "the last half of 2016", "time.year.en.1"),
    ],
)
def test_finds_exactly_the_words_of_a_time(text: str, words: str, rule: str | None) -> None:
    found = dated(plain(text, offset=40))
    assert [t.text for t in found] == [words]
    assert rule is None or found[0].rule == rule
    assert found[0].span.start - 40 == text.index(words)


@pytest.mark.parametrize(
    "text",
    [
        "They held out for three days.",
        "The 30-day truce has ended.",
        "A 22-year-old man was held.",
        "He is aged 22 and lives there.",
        "At least 2016 people died.",
        "The ransom was $1990 in cash.",
        "Shots hit 12 Americans and 5 others.",
        "Prime Minister Theresa May said no.",
        "He may 10 times have lied.",
        "The April 19 Movement was founded there.",
        "They crossed the 6 October Bridge.",
        "The Sunday Times named him.",
        "It was called Bloody Sunday.",
        "He died before they wed.",
        "He spoke on the Today programme.",
        "The Good Friday Agreement held.",
        "They won 3-2 and then 4-1.",
        "The daily paper is now closed.",
        "The wall may fall on them.",
        "A second man ran.",
        "They live in the quarter of Karada.",
        "",
    ],
)
def test_does_not_take_lengths_ages_counts_or_names_for_dates(text: str) -> None:
    assert [t.text for t in dated(plain(text))] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rebels may march on Sunday.", ["Sunday"]),
        ("The crowd will march in March.", ["March"]),
        ("Reports say 2000 soldiers deserted.", []),
        ("The 2016 elections were marred.", ["2016"]),
    ],
)
def test_parse_refuses_verbs_and_counts(text: str, words: list[str]) -> None:
    assert [t.text for t in dated(parsed(text))] == words


@pytest.mark.parametrize(
    "text",
    [
        "Three-quarters of the men were freed.",
        "More than a quarter of the town burned down.",
        "The firm paid its quarterly dividend.",
        "He told the programme This Week that both sides had agreed.",
    ],
)
def test_parts_of_a_whole_kinds_and_titles_are_no_times_at_all(text: str) -> None:
    assert find_times(plain(text)) == []


def test_direction_is_not_taken_from_a_word_that_governs_a_noun() -> None:
    assert [t.text for t in dated(plain("He fled after Monday's attack."))] == ["Monday"]
    assert [t.text for t in dated(plain("He fled after Monday."))] == ["after Monday"]


def test_month_before_a_count_of_people_is_a_month() -> None:
    assert [t.text for t in dated(plain("In May 27 people were killed there."))] == ["May"]


def test_head_token_is_the_noun_of_the_expression() -> None:
    sentence = parsed("Gunmen stormed the building early on Wednesday.")
    (found,) = find_times(sentence)
    assert found.token is not None
    assert sentence.tokens[found.token].text == "Wednesday"
    assert find_times(plain(sentence.text))[0].token is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The king will meet him on Thursday.", True),
        ("The vote is due to be held on 9 May.", True),
        ("Officials said they would meet on Thursday.", True),
        ("They would have met on Thursday.", None),
        ("The king met him on Thursday.", False),
        ("A bomb killed two guards on Thursday.", False),
        ("The judge extended the deadline to Friday.", True),
        ("The governor postponed the vote until Friday.", True),
        ("They agreed to release the hostages by Friday.", True),
        ("The two sides signed a truce effective Friday.", True),
        ("A rally was planned for Friday.", True),
        ("The siege lasted until Friday.", False),
        ("Police have a suspect in custody in connection to the fatal Friday shooting.", None),
    ],
)
def test_tense_tells_the_future_from_the_past(text: str, expected: bool | None) -> None:
    sentence = parsed(text)
    (found,) = dated(sentence)
    assert is_future(sentence, found) is expected


def test_unparsed_sentences_tell_the_future_by_a_cue() -> None:
    sentence = plain("Parliament is scheduled to vote on Thursday.")
    assert is_future(sentence, find_times(sentence)[0]) is True
    sentence = plain("A bomb went off on Thursday.")
    assert is_future(sentence, find_times(sentence)[0]) is None


def test_rule_ids_are_unique_and_dotted() -> None:
    ids = [rule.id for rule in rules()]
    assert len(set(ids)) == len(ids)
    assert all(len(i.split(".")) == 4 and i.startswith("time.") for i in ids)


def test_halves_are_told_in_the_next_smaller_unit() -> None:
    assert in_smaller_units("two and a half", "year") == (30, "month")
    assert in_smaller_units("2 1/2", "week") == (17, "day")
    assert in_smaller_units("1.5", "hour") == (90, "minute")
    assert in_smaller_units("two", "year") is None
    assert in_smaller_units("a month and a half", "month") is None


def test_lengths_in_words() -> None:
    assert length_in("the first nine months") == (9, "month")
    assert length_in("the fiscal year") == (1, "year")
    assert length_in("the siege") is None


def test_counts_in_words() -> None:
    assert count_of("twenty-four") == (24, 24)
    assert count_of("a few") == (2, 5)
    assert count_of("a") == (1, 1)
    assert count_of("half a dozen") == (6, 6)
    assert unit_of("centuries") == "century"


_PIECES = st.sampled_from(
    [
        *WEEKDAYS,
        *(m.title() for m in MONTHS),
        "on",
        "last",
        "27",
        "2016",
        "two",
        "days",
        "ago",
        "since",
        "to",
        "-",
        ",",
        "10 p.m.",
        "early",
        "the",
        "and",
        "week",
        "İstanbul",
        "\n",
        "'s",
        "between",
        "23",
        "of",
        "night",
        "in",
    ]
)


@given(st.lists(_PIECES, max_size=12).map(" ".join))
def test_found_times_are_ordered_slices_that_do_not_overlap(text: str) -> None:
    found = find_times(plain(text))
    assert all(t.span.of(text) == t.text and t.text for t in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
    assert found == find_times(plain(text))
    assert all(parts_of(t.text, t.rule) for t in found if t.rule != "time.range.en.1")
