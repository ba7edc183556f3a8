"""Those who carried out an act, as described; and the things damaged in it."""

from __future__ import annotations

import pytest

from dateline.codebook import load_codebook
from dateline.extract.actors import find_actors, find_unknown_groups
from dateline.extract.acts import find_acts
from dateline.extract.assailants import find_assailants
from dateline.extract.damaged import find_damaged
from dateline.extract.suspected import find_suspected
from dateline.model import Modality
from dateline.text.parser import parse_sentences
from dateline.text.sentence import Sentence
from dateline.text.split import split_sentences

BOOK = load_codebook()


def parsed(text: str) -> Sentence:
    return next(iter(parse_sentences(split_sentences(text))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two armed men killed a judge in Pereira on Monday.", [("unknown", "Two armed men")]),
        ("A gunman killed a judge in Pereira on Monday.", [("unknown", "A gunman")]),
        ("Villagers killed a judge in Pereira on Monday.", [("civilians", "Villagers")]),
        ("A group of gunmen killed a judge in Pereira on Monday.", [("unknown", "A group of gunmen")]),
        ("Members of the Taliban killed a judge in Herat on Monday.", [("armed_group", "Members of the Taliban")]),
        ("The bus was attacked by a group of rebels near Tarma.", [("armed_group", "a group of rebels")]),
        ("Uniformed soldiers abducted three students on Friday.", [("military", "Uniformed soldiers")]),
        ("Members of the National Revolt Front attacked a bank in Oruro and killed a guard.",
         [("unknown", "Members of the National Revolt Front")]),
        ("A car bomb killed three people in Cali.", []),
        ("Al-Shabab killed three people in Mogadishu.", []),
        ("Guerrilla commandos attacked a bank in Oruro, killing a guard.", [("armed_group", "Guerrilla commandos")]),
        ("Rebels staged three attacks on a bank in Oruro.", [("armed_group", "Rebels")]),
        ("The trade union leader's murder in Oruro was condemned.", []),
        ("The soldiers' murder of two farmers in Oruro was condemned.", [("military", "The soldiers")]),
        ("Ten people were killed by an earthquake.", []),
    ],
)  # fmt: skip
def test_who_carried_out_an_act_as_described(text: str, expected: list[tuple[str, str]]) -> None:
    sentence = parsed(text)
    found = find_assailants(sentence, find_acts(sentence, BOOK), find_actors(sentence, BOOK), BOOK)
    assert [(kind.type, kind.name) for kind in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police blamed the bombing in Oruro on smugglers and rebels.",
         [("unknown", "smugglers", Modality.SUSPECTED), ("armed_group", "rebels", Modality.SUSPECTED)]),
        ("The trial of two soldiers accused of murdering a priest began in Oruro.",
         [("military", "two soldiers", Modality.SUSPECTED)]),
        ("The governor said that rebels were responsible for the bombing in Oruro.",
         [("armed_group", "rebels", Modality.SUSPECTED)]),
        ("The governor said that rebels were not responsible for the bombing in Oruro.", []),
        ("Police blamed the National Revolt Front for the bombing in Oruro.", []),
        ("Rebels bombed a bank in Oruro.", []),  # these did it: they are found as its agents
    ],
)  # fmt: skip
def test_who_is_held_to_have_done_it_as_described(text: str, expected: list[tuple[str, str, Modality]]) -> None:
    sentence = parsed(text)
    acts = find_acts(sentence, BOOK)
    actors = [*find_actors(sentence, BOOK), *find_unknown_groups(sentence)]
    known = find_assailants(sentence, acts, actors, BOOK)
    found = find_suspected(sentence, acts, actors, known, BOOK)
    assert [(kind.type, kind.name, kind.modality) for kind in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bombing damaged a bank and two buses in Cali.",
         [("target.damaged.business.en.1", "bank"), ("target.damaged.transport.en.1", "buses")]),
        ("Rebels attacked the town and destroyed a pylon.", [("target.destroyed.utility.en.1", "pylon")]),
        ("The bombing caused serious damage to the consulate.", [("target.damaged.diplomatic.en.1", "consulate")]),
        ("The bombing shattered the windows of a hotel.", [("target.damaged.business.en.1", "hotel")]),
        ("The bombing destroyed all hope of talks.", []),
        ("The storm destroyed a bridge.", []),
    ],
)  # fmt: skip
def test_things_damaged_in_an_act(text: str, expected: list[tuple[str, str]]) -> None:
    sentence = parsed(text)
    found = find_damaged(sentence, find_acts(sentence, BOOK), BOOK)
    assert [(kind.rule, kind.name) for kind in found] == expected
