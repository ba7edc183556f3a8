import pytest

from dateline.extract.roles import agents_of, governing_verb, patients_of
from dateline.text.parser import parse_sentences
from dateline.text.sentence import Sentence
from dateline.text.split import split_sentences


def parsed(text: str) -> Sentence:
    return next(parse_sentences(split_sentences(text)))


def words(text: str, act: str, of: str) -> list[str]:
    sentence = parsed(text)
    (token,) = (t for t in sentence.tokens if t.text == act)
    return [t.text for t in (agents_of if of == "agents" else patients_of)(sentence, token.i)]


@pytest.mark.parametrize(
    ("text", "act", "agents", "patients"),
    [
        ("Gunmen attacked a hotel.", "attacked", ["Gunmen"], ["hotel"]),
        ("A hotel was attacked by gunmen.", "attacked", ["gunmen"], ["hotel"]),
        ("Rebels and soldiers shelled the town.", "shelled", ["Rebels", "soldiers"], ["town"]),
        ("Gunmen killed a guard and a driver.", "killed", ["Gunmen"], ["guard", "driver"]),
        ("Gunmen stormed a bank, killing a guard.", "killing", ["Gunmen"], ["guard"]),
        ("Gunmen stormed a bank and killed a guard.", "killed", ["Gunmen"], ["guard"]),
        ("Police shot a man who stabbed a nurse.", "stabbed", ["man"], ["nurse"]),
        ("An attack on a convoy shook the town.", "attack", [], ["convoy"]),
        ("An attack by rebels shook the town.", "attack", ["rebels"], []),
        ("Rebels launched an attack on a convoy.", "attack", ["Rebels"], ["convoy"]),
        ("An attack carried out by rebels shook the town.", "attack", ["rebels"], []),
        ("The rebels' attack shook the town.", "attack", ["rebels"], []),
        ("A man drove a lorry into a crowd.", "drove", ["man"], ["crowd"]),
        ("Gunmen fired on a bus.", "fired", ["Gunmen"], ["bus"]),
        ("Four teenagers shot at party", "shot", [], ["teenagers"]),
        ("Three soldiers were killed.", "killed", [], ["soldiers"]),
        ("Rebels attacked the town on Monday.", "attacked", ["Rebels"], ["town"]),
        ("A guard and a driver were kidnapped and shot.", "shot", [], ["guard", "driver"]),
        ("Rebels shot and killed two farmers.", "shot", ["Rebels"], ["farmers"]),
        ("Rebels shot and wounded fleeing family members.", "shot", ["Rebels"], ["members"]),
        ("Two farmers shot and killed", "shot", [], ["farmers"]),
        ("Rebels attacked on Monday.", "attacked", ["Rebels"], []),
    ],
)
def test_who_does_what_to_whom(text: str, act: str, agents: list[str], patients: list[str]) -> None:
    assert words(text, act, "agents") == agents
    assert words(text, act, "patients") == patients


def test_the_governing_verb_is_the_nearest_above() -> None:
    sentence = parsed("Police said rebels attacked the town.")
    town = next(t for t in sentence.tokens if t.text == "town")
    said = next(t for t in sentence.tokens if t.text == "said")
    above = governing_verb(sentence, town.i)
    assert above is not None
    assert above.text == "attacked"
    assert governing_verb(sentence, said.i) is None
