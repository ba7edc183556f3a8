import pytest

from dateline.codebook import load_codebook
from dateline.extract.reality import is_real, outcome_of
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

BOOK = load_codebook()


@pytest.mark.parametrize(
    ("text", "word", "outcome"),
    [
        ("Rebels attacked the town.", "attacked", "completed"),
        ("The attack killed two.", "attack", "completed"),
        ("The attack could be seen from afar.", "attack", "completed"),
        ("He tried to stab a guard.", "stab", "attempted"),
        ("They failed to assassinate the judge.", "assassinate", "attempted"),
        ("The attempted murder of a judge shook the town.", "murder", "attempted"),
        ("Police foiled an attack.", "attack", "foiled"),
        ("An attack was thwarted.", "attack", "foiled"),
        ("They were planning to attack the town.", "attack", "planned"),
        ("A planned attack on the town was found out.", "attack", "planned"),
        ("Rebels threatened to kill the hostages.", "kill", "threatened"),
        ("Rebels vowed to attack the town.", "attack", "threatened"),
        ("Rebels may attack the town.", "attack", None),
        ("Bombings in Mosul since 1 May killed two people on Monday.", "killed", "completed"),
        ("Five bombings since 1 May have killed two people.", "bombings", "completed"),
        ("Shelling on May 3 killed two people.", "killed", "completed"),
        ("They fear the massacres that will be committed there.", "massacres", None),
        ("The massacres that will have been committed by then are many.", "massacres", "completed"),
        ("Rebels will attack the town.", "attack", None),
        ("Officials fear an attack.", "attack", None),
        ("The army warned of attacks.", "attacks", None),
        ("If rebels attack the town, people will flee.", "attack", None),
        ("Rebels did not attack the town.", "attack", None),
        ("There was no attack.", "attack", None),
        ("The group called for attacks on troops.", "attacks", None),
        ("The mayor thought that rebels might try to kidnap him.", "kidnap", None),
        ("Rebels may have tried to kidnap the mayor.", "kidnap", "attempted"),
        ("Rebels called on Monday after they attacked the town.", "attacked", "completed"),
    ],
)
def test_how_far_an_act_got(text: str, word: str, outcome: str | None) -> None:
    sentence = next(parse_sentences(split_sentences(text)))
    token = next(t.i for t in sentence.tokens if t.text == word)
    found = outcome_of(sentence, token, BOOK)
    assert (found.value if found else None) == outcome
    assert is_real(sentence, token, BOOK) == (outcome in {"completed", "attempted"})
