import pickle
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook import load_codebook
from dateline.extract.actors import (
    find_actors,
    find_forces,
    find_outlets,
    find_report_actors,
    find_states,
    find_unknown_groups,
)
from dateline.model import Span
from dateline.text.parser import parse_sentences
from dateline.text.sentence import Sentence
from dateline.text.split import split_sentences

BOOK = load_codebook()


def sentence(text: str) -> Sentence:
    return Sentence(0, 0, Span(100, 100 + len(text)), text)


def named(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(a.name, a.actors) for a in find_actors(sentence(text), BOOK)]


def ids(text: str) -> list[str]:
    return [a.actors[0] for a in find_actors(sentence(text), BOOK)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Isis's news wire said so.", ["islamic-state"]),
        ("It was a war against [Isis], he said.", ["islamic-state"]),
        ("ISIL and Daesh are names of it.", ["islamic-state", "islamic-state"]),
        ("The so-called Islamic State group struck.", ["islamic-state"]),
        ("The Taliban's spokesman denied it.", ["taliban"]),
        ("Officials blamed a wing of the Taliban.", ["taliban"]),
        ("The Pakistani Taliban claimed the blast.", ["tehrik-i-taliban-pakistan"]),
        ("Tehreek-e-Taliban Pakistan claimed it.", ["tehrik-i-taliban-pakistan"]),
        ("Islamic State in Khorasan claimed it.", ["islamic-state-khorasan"]),
        ("Taliban militants fled.", ["taliban"]),
        ("Islamist militants linked to al-Qaida fled.", ["al-qaeda"]),
        ("Al Qaeda in the Arabian Peninsula struck.", ["al-qaeda-in-the-arabian-peninsula"]),
        ("The Communist Party of India (Maoist) did it.", ["communist-party-of-india-maoist"]),
        ("TALIBAN CLAIM KABUL ATTACK", ["taliban"]),
        ("The P.K.K. denied it.", ["kurdistan-workers-party"]),
        ("Boko Haram\nfighters came at night.", ["boko-haram"]),
    ],
)
def test_groups_are_found_under_their_names(text: str, wanted: list[str]) -> None:
    assert ids(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Afghan security forces killed two men.", ["afghanistan-security-forces"]),
        ("Turkish army tanks crossed the border.", ["turkey-armed-forces"]),
        ("Syrian government forces shelled it.", ["syria-government"]),
        ("The Nigerian military denied it.", ["nigeria-armed-forces"]),
        ("Nigeria’s army denied it.", ["nigeria-armed-forces"]),
        ("Israeli police shot him.", ["israel-police"]),
        ("Kenya police shot him.", ["kenya-police"]),
        ("A US airstrike hit the village.", ["united-states"]),
        ("Russian warplanes hit it.", ["russia-armed-forces"]),
        ("Saudi-led coalition jets hit it.", ["saudi-led-coalition"]),
        ("Afghan National Army soldiers came.", ["afghanistan-armed-forces"]),
        ("Peruvian riot police came.", ["peru-police"]),
        ("Indian paramilitary police died; the CRPF said so.", ["india-police", "india-central-reserve-police"]),
    ],
)
def test_forces_are_composed_of_a_country_and_a_noun(text: str, wanted: list[str]) -> None:
    assert ids(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The bomb went off in Afghanistan.",
        "Afghan women protested.",
        "In Iraq forces of many kinds met.",
        "Anti-Taliban fighters held the pass.",
        "They fled the Houthi-held town.",
        "Gunmen opened fire on police.",
        "Unidentified militants fled.",
        "That is all we know.",
        "He painted the base of the front door.",
        "They told us forces were gathering.",
        "Let it be known that no ETA was given.",
        "Pro-American government supporters met.",
        "A coalition of charities said so.",
        "Amal Clooney spoke.",
        "The IRA of a saver is taxed.",
        "Palestinian rockets fell.",
    ],
)
def test_what_is_no_actor_is_left_out(text: str) -> None:
    assert named(text) == []


def test_an_ambiguous_name_needs_its_context() -> None:
    assert ids("The SDF took the dam in Syria.") == ["syrian-democratic-forces"]
    assert ids("The SDF sent two ships.") == []
    assert "provisional-ira" in named("The IRA bombed a bar in Belfast.")[0][1]


def test_context_and_short_names_come_from_the_whole_report() -> None:
    report = split_sentences(
        "The Dawn Front of Ruritania (DFR) killed two people in Syria. The DFR said so. The SDF denied it. "
        "Reporters Without Borders (RSF) was worried. The RSF said so."
    )
    found = [[(a.name, a.actors) for a in actors] for actors in find_report_actors(report, BOOK)]
    assert found == [
        [("Dawn Front of Ruritania", ())],
        [("Dawn Front of Ruritania", ())],
        [("SDF", ("syrian-democratic-forces",))],
        [],
        [],
    ]


def test_namesakes_are_all_given_the_sure_one_first() -> None:
    text = "Fighters known locally as al-Shabab attacked Palma in Cabo Delgado, Mozambique."
    assert named(text)[0][1] == ("al-shabaab", "ahlu-sunna-wal-jamaa-mozambique")


def test_the_token_is_the_head_of_the_words() -> None:
    (parsed,) = parse_sentences([sentence("Afghan security forces killed two Taliban fighters.")])
    forces, taliban = find_actors(parsed, BOOK)
    assert forces.token is not None
    assert parsed.tokens[forces.token].text == "forces"
    assert taliban.token is not None
    assert parsed.tokens[taliban.token].text == "Taliban"


def test_outlets_lead_to_their_actor() -> None:
    found = find_outlets(sentence("Isis said so through its Amaq news agency."), BOOK)
    assert [(a.name, a.actors) for a in found] == [("Amaq news agency", ("islamic-state",))]


def test_a_country_is_a_doer_only_where_the_parse_says_so() -> None:
    (parsed,) = parse_sentences([sentence("Turkey shelled a village in Syria.")])
    assert [a.actors for a in find_states(parsed, BOOK)] == [("turkey",)]
    (parsed,) = parse_sentences([sentence("Officials in Iraq blamed Israel.")])
    assert [a.actors for a in find_states(parsed, BOOK)] == [("israel",)]


def test_a_people_inside_the_name_of_a_group_is_not_its_state() -> None:
    (parsed,) = parse_sentences([sentence("The Omani Revolutionary Forces General Command claimed responsibility.")])
    assert [a.name for a in find_unknown_groups(parsed, BOOK)] == ["Omani Revolutionary Forces General Command"]
    assert find_states(parsed, BOOK) == []
    (parsed,) = parse_sentences([sentence("The Omani foreign minister denied this.")])
    assert [a.actors for a in find_states(parsed, BOOK)] == [("oman",)]


def test_forces_without_a_country_stay_open() -> None:
    text = "Afghan police and the army clashed."
    assert [(a.name, a.actors) for a in find_forces(sentence(text), BOOK)] == [("army", ("*-armed-forces",))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The Army of the Silver Lake claimed it.", ["Army of the Silver Lake"]),
        ("On Monday the Peasant Martyrs Brigade claimed it.", ["Peasant Martyrs Brigade"]),
        ("A group calling itself Sons of the Storm claimed it.", ["Sons of the Storm"]),
        ("Lashkar-e-Noor Zaman claimed it.", []),
        ("The World Health Organization and the SITE Intelligence Group said so.", []),
        ("A crisis research group said so.", []),
        ("The leader Ali Baba of the Silver Lake Front spoke.", ["Silver Lake Front"]),
        ("The Green Party won.", []),
        ("The Global Media Group said so.", []),
    ],
)
def test_unknown_groups_are_known_by_their_looks(text: str, wanted: list[str]) -> None:
    assert [a.name for a in find_unknown_groups(sentence(text))] == wanted


PIECES = [
    *[
        "the",
        "Taliban",
        "Isis's",
        "Syrian",
        "government",
        "forces",
        "and",
        "[ISIS]",
        "al",
        "-",
        "Qaeda",
        "(",
        "FARC",
        ")",
    ],
    *["US", "airstrike", "anti-Taliban", "in", "Iraq", "police", "Front", "of", "Liberation", "’s", ",", ".", "\n"],
    *["Boko", "Haram", "Army"],
]
SAMPLES = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)


@given(SAMPLES)
def test_spans_slice_back_and_do_not_overlap(text: str) -> None:
    for found in (find_actors(sentence(text), BOOK), find_unknown_groups(sentence(text))):
        at = 0
        for raw in found:
            assert at <= raw.span.start < raw.span.end <= 100 + len(text)
            assert text[raw.span.start - 100 : raw.span.end - 100].strip() != ""
            at = raw.span.end
        assert pickle.loads(pickle.dumps(found)) == found


@given(SAMPLES)
def test_finding_twice_gives_the_same(text: str) -> None:
    assert find_actors(sentence(text), BOOK) == find_actors(sentence(text), BOOK)


def test_a_sentence_takes_well_under_a_millisecond() -> None:
    text = sentence("Syrian government forces and Russian warplanes bombed Islamic State fighters near Palmyra " * 2)
    find_actors(text, BOOK)
    start = time.perf_counter()
    for _ in range(100):
        find_actors(text, BOOK)
    assert (time.perf_counter() - start) / 100 < 0.003
