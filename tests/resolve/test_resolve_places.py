"""Places chosen from whole reports; the sentences are ours."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.codebook.book import load_codebook
from dateline.extract.places import find_places
from dateline.extract.raw import RawPlace
from dateline.resolve.places import ResolvedPlace, nearest_town, resolve_places
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

PLACES = load_codebook().places


def raws_of(text: str, *, parse: bool = False) -> list[RawPlace]:
    sentences = split_sentences(text)
    return [r for s in (parse_sentences(sentences) if parse else sentences) for r in find_places(s, PLACES)]


def resolve(text: str, *, parse: bool = False, outlet: str | None = None) -> list[ResolvedPlace]:
    return resolve_places(raws_of(text, parse=parse), text=text, places=PLACES, outlet_country=outlet)


def told(text: str, *, parse: bool = False, outlet: str | None = None) -> list[str]:
    """Names with town, division, country and precision, "-" for none, sites without a name left out."""
    return [
        f"{r.raw.name}="
        + "/".join((r.place.city or "-", r.place.admin1 or "-", r.place.country or "-", r.place.precision))
        for r in resolve(text, parse=parse, outlet=outlet)
        if r.raw.rule != "place.site.en.1"
    ]


SENTENCES = [
    # datelines, towns with a container
    ("KABUL, Afghanistan (Wire) - A bomber struck a checkpoint on Monday.", "KABUL=Kabul/Kabul/AF/city"),
    ("BAGHDAD - Two mortar rounds landed near a bridge.", "BAGHDAD=Baghdad/Baghdad/IQ/city"),
    ("A car bomb exploded in Dayton, Ohio, on Tuesday.", "Dayton=Dayton/Ohio/US/city"),
    ("Police in Flint, Mich., said two officers were shot.", "Flint=Flint/Michigan/US/city"),
    ("Police in Flint, Mich., said two officers were shot.", "Mich.=-/Michigan/US/admin1"),
    ("The blast in Paris, Texas, damaged a church.", "Paris=Paris/Texas/US/city"),
    ("The blast in Paris damaged a church.", "Paris=Paris/Île-de-France/FR/city"),
    ("A militant was killed in Hyderabad, Pakistan.", "Hyderabad=Hyderabad/Sindh/PK/city"),
    ("Police in Hyderabad, India, made an arrest.", "Hyderabad=Hyderabad/Telangana/IN/city"),
    ("Four people died in Valencia, Venezuela.", "Valencia=Valencia/Carabobo/VE/city"),
    ("Four people were shot dead in Kansas City, Missouri.", "Kansas City=Kansas City/Missouri/US/city"),
    ("Officials in Tripoli, Libya, blamed a militia.", "Tripoli=Tripoli/Tripoli/LY/city"),
    ("Clashes in Tripoli spread through northern Lebanon.", "Tripoli=Tripoli/Liban-Nord/LB/city"),
    # countries that share their name
    ("He was arrested in Tbilisi, Georgia.", "Georgia=-/-/GE/country"),
    ("A gunman killed five people in Atlanta, Georgia.", "Georgia=-/Georgia/US/admin1"),
    ("Protesters clashed with police in Amman, Jordan.", "Jordan=-/-/JO/country"),
    ("A hotel was attacked in Bamako, Mali, on Friday.", "Mali=-/-/ML/country"),
    ("Soldiers were ambushed near Diffa in Niger.", "Niger=-/-/NE/country"),
    ("Soldiers were ambushed near Diffa in Niger.", "Diffa=Diffa/Diffa/NE/city"),
    ("Gunmen raided a village in Nigeria's Niger state.", "Niger=-/Niger/NG/admin1"),
    ("Chad and Niger sent troops to Lake Chad.", "Chad=-/-/TD/country"),
    ("Rebels in the Democratic Republic of Congo killed two rangers.", "Democratic Republic of Congo=-/-/CD/country"),
    # towns and provinces of one name
    ("Explosions were heard in Kandahar on Sunday.", "Kandahar=Kandahar/Kandahar/AF/city"),
    ("Explosions were heard in Kandahar province.", "Kandahar=-/Kandahar/AF/admin1"),
    ("A bomb killed nine in Herat, the capital of Herat province.", "Herat=Herat/Herat/AF/city"),
    ("Fighting went on in Helmand.", "Helmand=-/Helmand/AF/admin1"),
    ("Shelling killed four civilians in Donetsk, in eastern Ukraine.", "Donetsk=Donetsk/Donetsk/UA/city"),
    ("The bomb exploded in New York on Saturday.", "New York=New York/New York/US/city"),
    ("A man was shot in Buffalo, New York.", "New York=-/New York/US/admin1"),
    ("Taliban fighters overran Sangin district in Helmand.", "Sangin=-/Helmand/AF/district"),
    # spellings
    ("Fighting was reported in Deir ez-Zor and Raqqa.", "Deir ez-Zor=Deir ez-Zor/Deir ez-Zor/SY/city"),
    ("Fighting was reported in Deir ez-Zor and Raqqa.", "Raqqa=Raqqa/Ar-Raqqah/SY/city"),
    ("An airstrike on a clinic in Khan Sheikhun in Syria killed two.", "Khan Sheikhun=Khan Sheikhoun/Idlib/SY/city"),
    ("Gunmen stormed a mosque in Mazar-e-Sharif.", "Mazar-e-Sharif=Mazar-i-Sharif/Balkh/AF/city"),
    ("A bomb went off in Sana'a.", "Sana'a=Sanaa/Amanat Alasimah/YE/city"),
    ("A bomb went off near Al-Qaim in Iraq.", "Al-Qaim=Qaim/Al Anbar/IQ/city"),
    (
        "Troops entered Marawi City in the southern Philippines.",
        "Marawi City=Marawi/Autonomous Region in Muslim Mindanao/PH/city",
    ),
    ("A militia shelled the town of Saraqeb in Syria's Idlib province.", "Saraqeb=Saraqib/Idlib/SY/city"),
    # regions
    ("Clashes broke out in the West Bank city of Hebron.", "West Bank=-/West Bank/PS/admin1"),
    ("Clashes broke out in the West Bank city of Hebron.", "Hebron=Hebron/West Bank/PS/city"),
    ("Rockets were fired from the Gaza Strip.", "Gaza Strip=-/Gaza Strip/PS/admin1"),
    ("Two policemen were killed in Kashmir's Pulwama district.", "Kashmir=-/Jammu and Kashmir/IN/admin1"),
    ("Rebels shelled Douma in Eastern Ghouta.", "Eastern Ghouta=-/Rif Dimashq/SY/district"),
    ("Troops killed ten militants in North Waziristan.", "North Waziristan=-/Khyber Pakhtunkhwa/PK/district"),
    ("Soldiers died in an ambush in the Sinai Peninsula.", "Sinai Peninsula=-/Sinai Peninsula/EG/admin1"),
    ("Jihadists in the Sahel killed 40 people.", "Sahel=-/Sahel/-/admin1"),
    # adjectives and capitals
    ("Iranian police fired on the crowd.", "Iranian=-/-/IR/country"),
    ("Three rockets hit the Afghan capital.", "Afghan capital=Kabul/Kabul/AF/city"),
    ("Two bombs exploded in Somalia's capital.", "Somalia's capital=Mogadishu/Banaadir/SO/city"),
    # landmarks and sites
    ("A man stabbed two people on London Bridge.", "London Bridge=London/-/GB/landmark"),
    ("Rockets hit the Green Zone on Tuesday.", "Green Zone=Baghdad/-/IQ/district"),
    ("Gunmen stormed the Westgate mall in Nairobi.", "Westgate mall=Nairobi/-/KE/landmark"),
    ("A bomb went off in a market in Karrada.", "Karrada=Baghdad/-/IQ/district"),
    ("Rockets landed near Kabul airport.", "Kabul airport=Kabul/Kabul/AF/landmark"),
    ("An explosion damaged the Saudi consulate in Istanbul.", "Saudi consulate=Istanbul/Istanbul/TR/landmark"),
    ("A mob set fire to the Iranian embassy in Beirut.", "Iranian embassy=Beirut/Beyrouth/LB/landmark"),
    # no table holds it
    (
        "Gunmen killed six in the village of Qala-i-Shada in Helmand province.",
        "Qala-i-Shada=Qala-i-Shada/Helmand/AF/city",
    ),
    # case tells nothing
    ("IN SAN SALVADOR, GUERRILLAS KILLED TWO SALVADORAN SOLDIERS.", "SAN SALVADOR=San Salvador/San Salvador/SV/city"),
    (
        "a bomb exploded in kandahar on monday, killing 12 in southern afghanistan.",
        "kandahar=Kandahar/Kandahar/AF/city",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), SENTENCES)
def test_place_in_a_sentence(text: str, wanted: str) -> None:
    assert wanted in told(text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("Paris Hilton said she was shocked.", "Paris"),
        ("London Breed, 44, spoke at a rally.", "London"),
        ("President George Washington was named in the speech.", "Washington"),
        ("Mr Lancaster said nothing new.", "Lancaster"),
        ("Ronny Lawrence met the press. Lawrence said the vote was fair.", "Lawrence"),
        ("The attack happened in March.", "March"),
        ("NATO said it would stay.", "NATO"),
        ("the gunmen fled in a car, police said.", "car"),
        ("Wash your hands, doctors said.", "Wash"),
    ],
)
def test_what_is_no_place(text: str, unwanted: str) -> None:
    assert unwanted not in {r.raw.name for r in resolve(text)}


def test_the_contract_example() -> None:
    place = resolve("A bomb went off in Tehran.")[0].place
    assert place.to_json() == {
        "name": "Tehran",
        "city": "Tehran",
        "admin1": "Tehran",
        "country": "IR",
        "lat": pytest.approx(35.69, abs=0.01),
        "lon": pytest.approx(51.42, abs=0.01),
        "precision": "city",
    }


def test_a_place_that_no_table_holds_has_no_point() -> None:
    village = resolve("Gunmen killed six in the village of Qala-i-Shada in Helmand province.")[0].place
    assert (village.lat, village.lon, village.country) == (None, None, "AF")


def test_sites_joined_by_and_share_the_town() -> None:
    text = "Gunmen attacked the Iranian parliament and the tomb of a former ruler in Tehran."
    cities = {r.raw.kind: r.place.city for r in resolve(text, parse=True) if r.raw.kind}
    assert cities["parliament"] == cities["tomb"] == "Tehran"


def test_a_site_takes_the_town_after_it_not_the_next_one() -> None:
    text = "Isis claimed the bombing of an ice cream shop in Baghdad and the storming of a casino in Manila."
    cities = {r.raw.kind: r.place.city for r in resolve(text, parse=True) if r.raw.kind}
    assert (cities["ice cream shop"], cities["casino"]) == ("Baghdad", "Manila")


def test_a_site_without_a_town_has_none() -> None:
    site = next(r for r in resolve("The attackers entered a mosque.", parse=True) if r.raw.kind == "mosque")
    assert (site.place.city, site.place.country, site.place.lat) == (None, None, None)


def test_neighbours_decide_between_namesakes() -> None:
    alone = "Police in Springfield arrested a man."
    in_massachusetts = alone + " He had fled from Worcester, Massachusetts, through Chicopee and Holyoke."
    assert "Springfield=Springfield/Massachusetts/US/city" in told(in_massachusetts)


def test_the_outlets_country_decides_where_nothing_else_does() -> None:
    text = "A man was stabbed in Newcastle."
    assert [r.place.country for r in resolve(text, outlet="AU")] == ["AU"]
    assert [r.place.country for r in resolve(text, outlet="GB")] == ["GB"]


def test_one_name_means_one_place_unless_told_otherwise() -> None:
    text = "A fire broke out in Paris, Texas. Officials in Paris gave no cause."
    assert [r.place.admin1 for r in resolve(text) if r.raw.name == "Paris"] == ["Texas", "Texas"]


def test_nearest_town_is_the_last_one_named_before() -> None:
    text = "Fighting began in Mosul. A street was shelled. Later Raqqa was hit."
    resolved = resolve(text)
    at = text.index("street")
    town = nearest_town(type(resolved[0].raw.span)(at, at + 6), resolved)
    assert town is not None and town.place.city == "Mosul"


LONG = (
    "GAZIANTEP, Turkey (Wire) - Rebels shelled Douma, near Damascus, on Sunday. Police in Paris, Texas, and in Paris "
    "said nothing. A bomb hit a market in Tripoli, Lebanon. Officials in Georgia and in Springfield, Illinois, spoke."
)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_the_order_of_the_phrases_does_not_matter(seed: int) -> None:
    raws = raws_of(LONG)
    shuffled = list(raws)
    random.Random(seed).shuffle(shuffled)
    expected = resolve_places(raws, text=LONG, places=PLACES)
    assert len(expected) > 8
    assert resolve_places(shuffled, text=LONG, places=PLACES) == expected


def test_every_span_slices_back() -> None:
    for r in resolve(LONG, parse=True):
        assert " ".join(r.raw.span.of(LONG).split()) == r.raw.name


def test_the_place_of_a_body_is_cut_out_of_its_name() -> None:
    text = "Officers of the Lamar County Sheriff's Office came from Paris, Texas."
    county = next(r for r in resolve(text) if r.place.name == "Lamar County")
    assert county.span.of(text) == "Lamar County"
    assert county.raw in raws_of(text)
    assert county.place.admin1 == "Texas"


def test_a_town_named_beside_its_neighbours_needs_no_locative_word() -> None:
    text = "Jets struck Saraqib, in Syria's Idlib province, on Sunday. They hit Sarmin twice."
    assert "Sarmin=Sarmin/Idlib/SY/city" in told(text)


def test_a_place_around_it_makes_an_unlisted_name_a_town() -> None:
    text = "A mosque was bombed in Al-Xyzira, Syria."
    assert "Al-Xyzira=Al-Xyzira/-/SY/city" in told(text)
    assert "Al-Xyzira" not in " ".join(told("A mosque was bombed in Al-Xyzira."))
