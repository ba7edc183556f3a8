"""Phrases that may name a place; the sentences are ours."""

from __future__ import annotations

import pytest

from dateline.codebook.book import load_codebook
from dateline.extract.place_words import ends_dateline, is_caseless, words_of
from dateline.extract.places import find_places
from dateline.extract.raw import RawPlace
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

PLACES = load_codebook().places


def found(text: str, *, parse: bool = False) -> list[RawPlace]:
    sentences = split_sentences(text)
    return [r for s in (parse_sentences(sentences) if parse else sentences) for r in find_places(s, PLACES)]


def cues(text: str, *, parse: bool = False) -> dict[str, str]:
    return {r.name: r.cue for r in found(text, parse=parse)}


@pytest.mark.parametrize("parse", [False, True])
@pytest.mark.parametrize(
    ("text", "name", "cue"),
    [
        ("A bomb went off in Quetta.", "Quetta", "in"),
        ("A bomb went off near Quetta.", "Quetta", "near"),
        ("Shots were heard north of Quetta.", "Quetta", "north of"),
        ("Shots were heard on the outskirts of Quetta.", "Quetta", "outskirts of"),
        ("Rebels seized the northern city of Kunduz.", "Kunduz", "of"),
        ("A bomb went off in the restive, oil-rich province of Kirkuk.", "Kirkuk", "in"),
        ("A bomb went off in central Quetta.", "Quetta", "in"),
        ("The Quetta bombing was condemned.", "Quetta", "modifier"),
        ("Quetta's hospitals were full.", "Quetta", "'s"),
        ("QUETTA, Pakistan (Wire) - A bomb went off.", "QUETTA", "dateline"),
        ("QUETTA, Pakistan (Wire) - A bomb went off.", "Pakistan", ","),
        ("Pakistani officials spoke.", "Pakistani", "adjective"),
        ("Troops moved across Syria and Iraq.", "Iraq", "across"),
        ("A bomb went off in Nigeria's Borno state.", "Borno", "in"),
        ("The London-based group reports on Syria.", "London", ""),
        ("Shots were fired along the Lebanon-Syria border.", "Syria", "modifier"),
        ("A man was shot in Flint, Mich., on Sunday.", "Mich.", ","),
    ],
)
def test_cue(text: str, name: str, cue: str, parse: bool) -> None:
    assert cues(text, parse=parse)[name] == cue


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Troops entered Helmand province.", "Helmand", "province"),
        ("Troops entered the province of Helmand.", "Helmand", "province"),
        ("Troops entered the village of Dagh.", "Dagh", "village"),
        ("Troops entered Lamar County.", "Lamar County", "county"),
        ("Rockets hit Kabul airport.", "Kabul airport", "airport"),
        ("Rockets hit the Manchester Arena.", "Manchester Arena", "arena"),
        ("Rockets hit the Kerem Shalom border crossing.", "Kerem Shalom border crossing", "border crossing"),
    ],
)
def test_kind(text: str, name: str, kind: str) -> None:
    assert {r.name: r.kind for r in found(text)}[name] == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They bombed an ice cream shop on Sunday.", "ice cream shop", "ice cream shop"),
        ("Gunmen stormed a casino.", "casino", "casino"),
        ("A bomb exploded at the tomb of Ayatollah Khomeini.", "tomb of Ayatollah Khomeini", "tomb"),
        ("Two men attacked the city's largest mosque.", "largest mosque", "mosque"),
    ],
)
def test_site_without_a_name(text: str, name: str, kind: str) -> None:
    sites = {r.name: r.kind for r in found(text, parse=True) if r.rule == "place.site.en.1"}
    assert any(site.endswith(name) and sites[site] == kind for site in sites)


def test_sites_of_unparsed_sentences_follow_a_locative_word() -> None:
    assert cues("They hid in an old police station.")["old police station"] == "in"


def test_a_title_makes_a_person() -> None:
    assert "Hassan" not in " ".join(cues("Iranian President Hassan Rouhani spoke."))


def test_a_state_stands_before_a_title() -> None:
    assert cues("Texas Gov. Ann Example spoke.")["Texas"] == "modifier"


def test_a_body_keeps_the_place_it_begins_with() -> None:
    raws = {r.name: r.kind for r in found("Lamar County Police made an arrest.")}
    assert raws["Lamar County"] == "organisation"


def test_names_inside_names_are_left_alone() -> None:
    assert "England" not in cues("They live in New England.")
    assert "Jordan" not in cues("Jordan Example scored twice.")


def test_words_of_days_and_months_are_cut_off() -> None:
    assert set(cues("On Monday Quetta was calm.")) == {"Quetta"}


def test_text_without_case_yields_guesses_only_after_locative_words() -> None:
    raws = found("a bomb exploded in kandahar on monday and killed twelve soldiers")
    guesses = {r.name for r in raws if r.rule == "place.caseless.en.1"}
    assert "kandahar" in guesses
    assert not any("soldiers" in g for g in guesses)


def test_case_counts_letters_only() -> None:
    assert is_caseless("POLICE SAID 12 MEN DIED IN THE TOWN.")
    assert is_caseless("police said 12 men died in the town.")
    assert not is_caseless("Police said 12 men died in the town.")


@pytest.mark.parametrize(
    "rest", [" (Wire) - A", ", Afghanistan (Wire) - A", ", Iraq, June 7 (Wire) -- A", " — A", " -"]
)
def test_dateline_ends(rest: str) -> None:
    assert ends_dateline(rest)


@pytest.mark.parametrize("rest", [" was calm.", ", Iraq, was calm", "-based group", ", in June, fell"])
def test_no_dateline(rest: str) -> None:
    assert not ends_dateline(rest)


def test_compounds_are_cut_where_both_parts_are_known() -> None:
    assert [w.text for w in words_of("Lebanon-Syria Guinea-Bissau", {"lebanon", "syria", "guinea"})] == [
        "Lebanon",
        "Syria",
        "Guinea-Bissau",
    ]


def test_heads_are_tokens_of_the_sentence() -> None:
    sentence = next(parse_sentences(split_sentences("A bomb went off near Kabul airport.")))
    site = next(r for r in find_places(sentence, PLACES) if r.rule == "place.site_name.en.1")
    assert site.token is not None and sentence.tokens[site.token].text == "airport"
