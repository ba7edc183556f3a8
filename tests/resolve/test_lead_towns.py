"""Which town of a local report is its scene; the reports are ours."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.codebook import load_codebook
from dateline.model import Coding, Report
from dateline.run.pipeline import code_report

BOOK = load_codebook()
DAY = date(2018, 5, 16)  # a Wednesday


def coded(text: str) -> Coding:
    return code_report(Report.of(text, DAY), BOOK)


def scene(text: str) -> tuple[str | None, str | None]:
    place = coded(text).incidents[0].place
    return (place.city, place.admin1) if place else (None, None)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Two people were shot at a party on Friday. Fresno police seek a car.", ("Fresno", "California")),
        ("The Marfa Police Department, in west Texas, says a girl was shot at a school.", ("Marfa", "Texas")),
        ("A gunman opened fire inside a Redlands bakery on Friday, killing a man.", ("Redlands", "California")),
        ("TOPEKA, Kan. (Wire) - A man was shot dead on Friday at a house near a creek.", ("Topeka", "Kansas")),
        ("HAMILTON, Mont. -\n\nA man was shot dead on Friday at his home.", ("Hamilton", "Montana")),
        # a town that no table has is in the state told beside it, and its name means it throughout
        ("Man shot in Pinkwater\n\nPINKWATER, Mo. (Wire) - A man was shot dead.", ("Pinkwater", "Missouri")),
        # a namesake in another state needs that state told, where all else lies in one
        ("Police in Nashville, Tennessee, and Knoxville say a man was shot in Moab.", ("Moab", "Tennessee")),
        ("Police in Nashville, Tennessee, and Knoxville say a man was shot in Moab, Utah.", ("Moab", "Utah")),
        # a large town's name that the report calls a quarter is one of the town whose police come
        ("Five men were shot in the Houston neighborhood, Chicago police said.", ("Chicago", "Illinois")),
        # what police say below a headline makes no town of whom it names
        ("Man held over 9-year-old Tyler Poe\n\nPolice in Tulsa say he was shot dead.", ("Tulsa", "Oklahoma")),
        # where the wounded were taken is not where they were shot
        ("Tulsa police say a man was shot on Friday and died at a hospital in Dallas.", ("Tulsa", "Oklahoma")),
        ("A boy was shot and flown to Augusta Memorial Hospital. Macon police came.", ("Macon", "Georgia")),
        # the station's town is that of the news only where nothing better is told
        ("Boy shot at home - KXYZ News Tulsa\n\nA boy was shot, Lawton police say.", ("Lawton", "Oklahoma")),
        # what has an article or a number of its own is no small town, and its namesake abroad is not meant
        ("Memphis police say a man was shot inside the Honda on Friday.", ("Memphis", "Tennessee")),
        ("A man was shot on Friday at Lot 12, Macon police say.", ("Macon", "Georgia")),
        ("A girl was shot on Monday in Whitehaven, Memphis police said.", ("Memphis", "Tennessee")),
        # local news tells every state but its own
        ("Jacksonville, Florida, police seek a man shot at Cleveland Arms Apartments.", ("Jacksonville", "Florida")),
        ("Sac County deputies in Iowa say a boy was shot on Friday in Elmhurst.", ("Elmhurst", "Iowa")),
        ("Man shot in Quarlow\n\nSac County deputies in Iowa say a man was shot in Quarlow.", ("Quarlow", "Iowa")),
        ("Sac County deputies in Iowa say a boy was shot on Friday in Elmhurst, Illinois.", ("Elmhurst", "Illinois")),
        ("A man was shot in Alford, the county sheriff said. He was flown to Tampa.", (None, None)),
        # whoever has a rank is no town
        ("A boy was shot in Ohio on Friday. Lt. Ann Troy came. Troy said no more.", (None, "Ohio")),
        ("Panama City police say a boy was shot on Friday. Florida has no say.", ("Panama City", "Florida")),
        ("Four people were shot on Sunday in southeast D.C.", ("Washington", "Washington, D.C.")),
        # a capital that does something is its government
        ("A bomb killed a guard on Friday. Meanwhile, Rome has denied it. Leeds police came.", ("Leeds", "England")),
        # beside a town is not in it
        (
            "Three people shot dead near Tucson\n\nMARANA, Ariz. - Police in Marana say three men were shot "
            "dead near Tucson on Friday.",
            ("Marana", "Arizona"),
        ),
    ],
)  # fmt: skip
def test_the_town_of_the_scene(text: str, town: tuple[str, str]) -> None:
    assert scene(text) == town


@pytest.mark.parametrize(
    ("text", "name", "city"),
    [
        ("Boston police say six people were shot in Hyde Park on Friday.", "Hyde Park", "Boston"),
        ("A man was shot in Morningside Heights on Friday, Chicago police say.", "Morningside Heights", "Chicago"),
        ("Five people were shot on Capitol Hill on Friday. Seattle police seek a car.", "Capitol Hill", "Seattle"),
        ("PHILADELPHIA, Pa. (Wire) - A man was shot in the Feltonville neighborhood.", "Feltonville", "Philadelphia"),
        ("CHICAGO — A man was shot in Auburn Gresham on Friday.", "Auburn Gresham", "Chicago"),
        # the borough before the town, where the report names both
        ("New York police say a Brooklyn boy was shot in East Flatbush on Friday.", "East Flatbush", "Brooklyn"),
        # its own police make it a town
        ("A man was shot in Evanston. Evanston police and Chicago police seek a car.", "Evanston", "Evanston"),
        # and so does its state
        ("Chicago police say a man was shot in Springfield, Missouri, on Friday.", "Springfield", "Springfield"),
    ],
)  # fmt: skip
def test_a_quarter_lies_in_the_town_whose_police_come(text: str, name: str, city: str) -> None:
    place = coded(text).incidents[0].place
    assert place is not None
    assert (place.name, place.city) == (name, city)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("A man was shot dead.\n\nUpdated: Tuesday, May 15, 2018\n\nPolice came on Saturday.", date(2018, 5, 12)),
        ("A man was shot over the weekend. Officers responded at noon on Saturday.", date(2018, 5, 12)),
        ("A man was shot dead at 5:45 p.m. Police were called to the house on Saturday.", date(2018, 5, 12)),
        ("A man died on Saturday after a shooting.", date(2018, 5, 12)),
        ("Tulsa police said that it happened around 2:30 a.m. Saturday. A man was shot dead.", date(2018, 5, 12)),
    ],
)  # fmt: skip
def test_the_day_of_the_main_incident(text: str, day: date) -> None:
    told = coded(text).incidents[0].date
    assert told is not None
    assert (told.earliest, told.latest) == (day, day)


def test_a_codebook_without_words_of_local_news_still_places() -> None:
    bare = BOOK.model_copy(update={"places": BOOK.places.model_copy(update={"local": type(BOOK.places.local)()})})
    coding = code_report(Report.of("A man was shot dead in Tulsa on Friday. Tulsa police seek a car.", DAY), bare)
    assert coding.incidents[0].place is not None
    assert coding.incidents[0].place.city == "Tulsa"


def test_a_county_is_the_scene_where_no_town_is_told() -> None:
    text = "Stokes County deputies say a man shot his wife on Friday in North Carolina. She was taken to a hospital."
    place = coded(text.replace("deputies", "Sheriff's deputies")).incidents[0].place
    assert place is not None
    assert (place.name, place.city, place.admin1) == ("Stokes County", None, "North Carolina")


def test_a_site_without_a_town_is_in_the_county_of_its_report() -> None:
    text = (
        "A clerk was shot at a gun store on Friday in Stokes County, N.C., the Stokes County Sheriff's Office said."
    )
    place = coded(text).incidents[0].place
    assert place is not None
    assert (place.precision, place.city, place.admin1) == ("landmark", None, "North Carolina")


def test_a_clipped_township_or_county_is_one() -> None:
    text = "One shot at Hamilton Twp. party\n\nHAMILTON TWP., N.J. (Wire) - A man was shot in Hamilton Township."
    assert scene(text) == ("Hamilton Township", "New Jersey")
    place = coded("Police in North Carolina say two men were shot in Gaston Co. on Friday.").incidents[0].place
    assert place is not None
    assert (place.name, place.admin1) == ("Gaston County", "North Carolina")
