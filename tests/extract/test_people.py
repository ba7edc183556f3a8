import pytest

from dateline.codebook import load_codebook
from dateline.extract.people import find_victims
from dateline.extract.raw import RawVictim
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences


def victims_of(text: str) -> list[RawVictim]:
    sentence = next(parse_sentences(split_sentences(text)))
    return find_victims(sentence, load_codebook())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Karim Haddad, 42, was killed.", [("Karim Haddad", None, "killed", "person")]),
        ("Karim Haddad, a security guard, was killed.", [("Karim Haddad", "a security guard", "killed", "security")]),
        ("Gunmen killed journalist Karim Haddad.", [("Karim Haddad", "journalist", "killed", "media")]),
        ("Two schoolgirls were wounded.", [(None, "Two schoolgirls", "wounded", "child")]),
        ("The bomb killed a policeman.", [(None, "a policeman", "killed", "police")]),
        ("The rebels abducted three engineers.", [(None, "three engineers", "hostages", "business")]),
        ("The shelling killed civilians.", [(None, "civilians", "killed", "civilian")]),
        (
            "The victims were identified as Karim Haddad and Lina Saab.",
            [("Karim Haddad", None, "killed", "person"), ("Lina Saab", None, "killed", "person")],
        ),
        ("At least 12 people were killed.", []),
        ("Police killed the gunman.", []),
        ("They threatened to kill a judge.", []),
    ],
)
def test_victims_of_a_sentence(text: str, wanted: list[tuple[str | None, str | None, str, str]]) -> None:
    assert [(v.name, v.description, v.status, v.kind) for v in victims_of(text)] == wanted


def test_names_are_exact_words_of_the_report() -> None:
    text = "Officer Karim Haddad and his driver were killed."
    named = [v for v in victims_of(text) if v.name]
    assert [v.name for v in named] == ["Karim Haddad"]
    assert named[0].span.of(text) == "Karim Haddad"
