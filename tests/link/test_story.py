from datetime import date

import pytest

from dateline.codebook import load_codebook
from dateline.extract.findings import find_all, find_places_elsewhere
from dateline.link.cells import Cell, area_of, cells_of, most_exact
from dateline.link.drafts import Draft, conflict
from dateline.link.likeness import NEED, WEIGHTS, find_home, levels, likeness
from dateline.link.statements import in_town
from dateline.link.story import gather
from dateline.model import DatePrecision, DateValue, Place, PlacePrecision, Report
from dateline.resolve.report import resolve_report
from dateline.resolve.told import ToldSentence
from dateline.text.attribution import find_attributions
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

BOOK = load_codebook()
TOWN = Place("Mosul", "Mosul", "Nineveh", "IQ", 36.3, 43.1, PlacePrecision.CITY)
SHRINE = Place("a shrine", None, None, None, None, None, PlacePrecision.LANDMARK)
COUNTRY = Place("Iraq", None, None, "IQ", 33.0, 44.0, PlacePrecision.COUNTRY)


def told(text: str) -> tuple[ToldSentence, ...]:
    sentences = list(parse_sentences(split_sentences(text)))
    found = find_all(sentences, BOOK)
    elsewhere = find_places_elsewhere(sentences, BOOK)
    report = Report.of(text, date(2018, 5, 16))
    return resolve_report(
        report, sentences, found, elsewhere, find_attributions(sentences, BOOK.speakers), BOOK
    ).sentences


def cells(text: str) -> list[Cell]:
    return [cell for sentence in told(text) for cell in cells_of(sentence)]


def acts(cell: Cell, text: str) -> list[str]:
    return [a.span.of(text) for a in cell.acts]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A bombing in Mosul killed two people on Monday.", 1),
        ("Gunmen stormed a bank and killed a guard.", 1),
        ("A bombing in Baghdad killed two people, and a shooting in Basra wounded three.", 2),
        ("A bombing on Monday killed two people, and a shooting on Sunday wounded three.", 2),
        ("Police foiled a bombing after gunmen killed two people.", 2),
        ("The attack came days after a bombing killed two people.", 2),
        ("The attack came as another bombing killed two people.", 2),
        ("Two people died on Monday.", 1),
        ("The library opened in Turin on Monday.", 0),
        ("Police in Mosul met the mayor.", 0),
    ],
)
def test_acts_that_the_words_keep_apart_have_cells_of_their_own(text: str, number: int) -> None:
    assert len(cells(text)) == number


def test_a_detail_goes_with_the_act_it_stands_with() -> None:
    first, second = cells("A bombing in Baghdad killed two people, and a shooting in Basra wounded three.")
    assert (first.city and first.city.name, second.city and second.city.name) == ("Baghdad", "Basra")
    assert [(t.property, t.low) for t in first.tolls] == [("killed", 2)]
    assert [(t.property, t.low) for t in second.tolls] == [("wounded", 3)]
    assert (first.types, second.types) == ({"bombing"}, {"armed_assault"})


@pytest.mark.parametrize(
    "text",
    [
        "A bombing in Mosul killed two people on Monday.",
        "A bombing in Baghdad killed two people, and a shooting in Basra wounded three on Sunday.",
        "Gunmen stormed a bank in Karachi, killed a guard and took hostages, and the Taliban claimed the attack.",
    ],
)
def test_cells_lose_nothing_and_double_nothing(text: str) -> None:
    (sentence,) = told(text)
    made = cells_of(sentence)
    for name in ("acts", "dates", "places", "tolls", "victims", "kinds", "perpetrators"):
        spread = [item for cell in made for item in getattr(cell, name)]
        assert sorted(map(repr, spread)) == sorted(map(repr, getattr(sentence, name)))


def test_a_cell_says_how_its_acts_are_put() -> None:
    (definite,) = cells("The attack killed two people.")
    (news,) = cells("A bombing killed two people.")
    (further,) = cells("Another bombing killed two people.")
    (both,) = cells("Both attacks were brutal.")
    (bare,) = cells("Two people died.")
    assert (definite.is_indefinite, news.is_indefinite, news.is_definite) == (False, True, False)
    assert (further.is_new, news.is_new) == (True, False)
    assert (both.speaks_of_all, definite.speaks_of_all) == (True, False)
    assert bare.is_anaphor
    assert bare.acts == []


def test_the_date_of_a_cell_is_the_narrowest_that_is_no_bound() -> None:
    (cell,) = cells("Bombings in Mosul since 1 May killed two people on Monday.")
    assert cell.date == DateValue(date(2018, 5, 14), date(2018, 5, 14), DatePrecision.DAY)
    assert Cell(cell.sentence).date is None


def test_places_go_from_exact_to_wide() -> None:
    assert most_exact([COUNTRY, TOWN, SHRINE]) == SHRINE
    assert most_exact([COUNTRY, TOWN]) == TOWN
    assert most_exact([]) is None
    assert area_of(TOWN) == TOWN
    site = in_town(SHRINE, TOWN)
    assert (site.name, site.city, site.country, site.precision) == (
        "a shrine",
        "Mosul",
        "IQ",
        PlacePrecision.LANDMARK,
    )
    assert (area_of(site).name, area_of(site).precision) == ("Mosul", PlacePrecision.CITY)
    assert in_town(SHRINE, None) == SHRINE
    assert in_town(COUNTRY, TOWN) == COUNTRY
    abroad = Place("a shrine", None, None, "IR", None, None, PlacePrecision.LANDMARK)
    assert in_town(abroad, TOWN) == abroad


def draft_and_cell(first: str, second: str) -> tuple[Draft, Cell]:
    one, other = cells(f"{first} {second}")
    return Draft(0, [one]), other


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        ("A bombing in Mosul killed two people.", "The attack wounded three.", False),
        ("A bombing in Mosul killed two people.", "A bombing in Basra wounded three.", True),
        ("A bombing in Mosul killed two people.", "A bombing in Iraq wounded three.", False),
        ("A bombing on Monday killed two people.", "A bombing on Sunday wounded three.", True),
        ("A bombing on Monday killed two people.", "A bombing last week wounded three.", True),
        ("A bombing on Monday killed two people.", "Another bombing wounded three.", True),
        ("A bombing on Monday killed two people.", "Police foiled a bombing.", True),
    ],
)
def test_what_cannot_be_the_same_act(first: str, second: str, clash: bool) -> None:
    draft, cell = draft_and_cell(first, second)
    assert conflict(draft, cell) == clash
    assert (find_home(cell, [draft], draft) is None) or not clash


def test_a_known_act_is_liker_than_news_and_the_last_told_than_another() -> None:
    draft, known = draft_and_cell("A bombing in Mosul killed two people.", "The bombing wounded three.")
    _, news = draft_and_cell("A bombing in Mosul killed two people.", "A bombing wounded three.")
    assert likeness(draft, known, is_first=True, is_last=True) > likeness(draft, news, is_first=True, is_last=True)
    assert likeness(draft, known, is_first=True, is_last=True) > likeness(draft, known, is_first=False, is_last=False)


def test_a_cell_has_no_home_where_nothing_has_been_told() -> None:
    (cell,) = cells("The attack killed two people.")
    assert find_home(cell, [], None) is None


def test_a_toll_told_before_its_act_waits_for_it() -> None:
    story = gather(told("Twelve people died in Mosul. A car bomb had gone off at a market."))
    (draft,) = story.drafts
    assert {(t, low) for t, low, _ in draft.tolls} == {("killed", 12)}
    assert draft.city is not None
    assert draft.city.name == "Mosul"


def test_words_that_only_refer_open_no_draft() -> None:
    assert gather(told("The tragedy shocked the nation. Twelve people died.")).drafts == []


def test_two_sites_of_a_plural_act_open_a_group() -> None:
    story = gather(told("Bombings struck Baghdad. Bombs went off. Twin attacks on a church and a bank killed nine."))
    assert all(len(g.members) > 1 for g in story.groups)
    assert {d.group for d in story.drafts if d.group is not None} == {g.number for g in story.groups}
    assert [len(g.members) for g in story.groups] == [2]


def test_a_story_numbers_its_drafts_in_order() -> None:
    story = gather(told("A bomb killed two people in Mosul. In Basra, gunmen shot a judge. Another bomb killed one."))
    assert [d.number for d in story.drafts] == list(range(len(story.drafts)))
    assert len(story.drafts) == 3


@pytest.mark.parametrize(
    ("second", "level"),
    [
        ("In another incident, gunmen shot two guards at a bank.", "turn.another"),
        ("In addition, gunmen burned two buses.", "turn.addition"),
        ("Gunmen also abducted two engineers.", "turn.addition"),
        ("Two hours later, gunmen shot two guards.", "turn.later"),
        ("Later, the bombing was condemned.", None),
        ("Gunmen shot two guards at a bank.", None),
    ],
)
def test_words_that_turn_to_an_act_of_its_own(second: str, level: str | None) -> None:
    draft, cell = draft_and_cell("A bombing in Mosul killed two people.", second)
    turns = [found for found in levels(draft, cell, is_first=True, is_last=True) if found.startswith("turn.")]
    assert turns == ([level] if level else [])


def test_nearness_alone_joins_no_two_acts() -> None:
    near = sum(WEIGHTS[n] for n in ("anchor.none", "draft.first", "draft.last", "paragraph.same"))
    apart = [WEIGHTS[n] for n in ("doer.other", "person.other", "turn.another", "turn.addition", "type.other")]
    assert all(near + weight < NEED for weight in apart)


def test_another_person_struck_sets_apart_unless_many_were() -> None:
    one, other = draft_and_cell(
        "Gunmen assassinated the mayor Luis Prado.", "Gunmen assassinated the judge Ana Rojas."
    )
    assert "person.other" in set(levels(one, other, is_first=True, is_last=True))
    many, other = draft_and_cell(
        "Gunmen wounded nine people and assassinated the mayor Luis Prado.",
        "Gunmen assassinated the judge Ana Rojas.",
    )
    assert "person.other" not in set(levels(many, other, is_first=True, is_last=True))
