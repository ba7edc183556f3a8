import importlib
import importlib.util
import pkgutil

import pytest
import spacy.lang

from dateline.read.language import is_english_code, other_language
from read_samples import BODY, FRENCH


def test_english_passes_in_any_case() -> None:
    assert other_language(BODY) is None
    assert other_language(BODY.upper()) is None


def test_other_languages_are_named() -> None:
    assert other_language(FRENCH) == "French"
    assert other_language("Вооружённые люди напали на блокпост у города") == "a script other than Latin"


def test_too_short_to_tell_passes() -> None:
    assert other_language("Quatre morts à Kandi") is None
    assert other_language("") is None


def with_examples() -> list[str]:
    packages = [m for m in pkgutil.iter_modules(spacy.lang.__path__) if m.ispkg]
    return [m.name for m in packages if importlib.util.find_spec(f"spacy.lang.{m.name}.examples")]


@pytest.mark.parametrize("code", with_examples())
def test_the_example_sentences_of_spacy(code: str) -> None:
    sentences = importlib.import_module(f"spacy.lang.{code}.examples").sentences
    assert (other_language(" ".join(sentences)) is None) == (code == "en")


def test_codes_of_english() -> None:
    assert all(map(is_english_code, ["en", "EN", "en-GB", "en_US", "eng", "English"]))
    assert not any(map(is_english_code, ["fr", "", "enm"]))
