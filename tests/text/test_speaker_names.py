from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.codebook import load_codebook
from dateline.text.speaker_memory import Memory
from dateline.text.speaker_names import UNNAMED, kind_of, read_speaker

BOOK = load_codebook().speakers


@pytest.mark.parametrize(
    ("words", "name", "kind", "role"),
    [
        ("police chief John Smith", "John Smith", "police", "police chief"),
        ("John Smith, a police spokesman", "John Smith", "police", "police spokesman"),
        ("A police spokesman, John Smith,", "John Smith", "police", "police spokesman"),
        ("Brig. Gen. Abdul Haq", "Abdul Haq", "military", "Brig. Gen."),
        ("John Smith, 45, who owns a shop,", "John Smith", "person", None),
        ("the White House", "White House", "government", None),
        ("The United States", "United States", "government", None),
        ("a Taliban spokesman", "Taliban spokesman", "armed_group", None),
        ("a spokesman for the interior ministry", "spokesman for the interior ministry", "government", None),
        ("two intelligence officials", "two intelligence officials", "intelligence", None),
        ("officials on Saturday", "officials", "official", None),
        ("the state-run IRNA news agency", "state-run IRNA news agency", "media", None),
        ("Doctors, nurses and relatives", "Doctors, nurses and relatives", "medical", None),
        ("UK-based Human Rights Watch", "UK-based Human Rights Watch", "ngo", None),
        ("a US Department of Defense spokesman", "US Department of Defense spokesman", "military", None),
        ("Secretary of State Jane Roe", "Jane Roe", "government", "Secretary of State"),
        ("a lawyer for victims of the Taliban", "lawyer for victims of the Taliban", "lawyer", None),
    ],
)
def test_read_speaker(words, name, kind, role):
    speaking = read_speaker(words, BOOK)
    assert (speaking.name, speaking.kind, speaking.role) == (name, kind, role)


def test_kind_of_nothing_known_is_empty():
    assert kind_of("green parrots", BOOK) == ""


@given(st.text(max_size=60))
def test_read_speaker_takes_any_words(words):
    name = read_speaker(words, BOOK).name
    assert name is None or name.strip() == name != ""


def _memory(*heard: str) -> Memory:
    memory = Memory(BOOK)
    for words in heard:
        memory.note(memory.resolve(words))
    return memory


@pytest.mark.parametrize(
    ("heard", "words", "name"),
    [
        (["police chief John Smith"], "he", "John Smith"),
        (["police chief John Smith", "the army"], "he", "John Smith"),
        (["Mrs Ann Roe", "Mr John Smith"], "she", "Ann Roe"),
        (["Lord Roe"], "Roe", "Roe"),
        (["the army"], "it", "army"),
        (["two officials"], "they", "two officials"),
        (["John Smith"], "Smith", "John Smith"),
        (["John Smith"], "John", "John Smith"),
        (["John Smith"], "Mr Smith", "John Smith"),
        (["a spokesman for the army", "a nurse"], "the spokesman", "spokesman for the army"),
        (["police chief John Smith"], "the police", "police"),
        (["Human Rights Watch"], "the group", "Human Rights Watch"),
        (["the army"], "the statement", "army"),
        ([], "the army's statement", "army"),
        ([], "a letter from the mayor", "mayor"),
        ([], "he", None),
        (["the army"], "he", None),
    ],
)
def test_memory(heard, words, name):
    assert _memory(*heard).resolve(words).name == name


def test_gender_learnt_from_a_pronoun_is_kept():
    memory = _memory("Kim Roe")
    memory.note(memory.resolve("she"))
    assert memory.resolve("he") == UNNAMED


def test_who_is_only_named_can_be_meant_later():
    memory = _memory()
    memory.glimpse("Police chief John Smith")
    memory.glimpse("The Green Hills")
    assert memory.resolve("he").name == "John Smith"
