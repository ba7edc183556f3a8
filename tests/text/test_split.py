import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.text.split import split_sentences


@given(st.text(alphabet=st.sampled_from('ab. \n!?"”AB’.\r\t'), max_size=200))
def test_sentences_slice_back_in_order_and_lose_no_word(text: str) -> None:
    sentences = split_sentences(text)
    at = 0
    for sentence in sentences:
        assert sentence.span.of(text) == sentence.text
        assert sentence.text.strip()
        assert text[at : sentence.span.start].strip() == ""
        at = sentence.span.end
    assert text[at:].strip() == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Ali spoke. Two died.", ["Gen. Ali spoke.", "Two died."]),
        ("It began at 10 p.m. Police came.", ["It began at 10 p.m.", "Police came."]),
        ("The U.S. Army came. It left.", ["The U.S. Army came.", "It left."]),
        ("He lived in the U.S. The army came.", ["He lived in the U.S.", "The army came."]),
        ('"We saw it." He left.', ['"We saw it."', "He left."]),
        ("It cost 3.5 dollars.", ["It cost 3.5 dollars."]),
        ("Dayton, Ohio, and Flint, Mich. were hit.", ["Dayton, Ohio, and Flint, Mich. were hit."]),
        ("One\n\nTwo", ["One", "Two"]),
        ("Two shot in mall - Daily Bugle - Springfield, IL\n\nMore.",
         ["Two shot in mall", "- Daily Bugle - Springfield, IL", "More."]),
        ("Bomber - a teen - held | Harbour Wire", ["Bomber - a teen - held", "| Harbour Wire"]),
        ("A headline\nA first line of a long paragraph that goes on. And more.",
         ["A headline", "A first line of a long paragraph that goes on.", "And more."]),
    ],
)  # fmt: skip
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert [s.text for s in split_sentences(text)] == expected


def test_wrapped_wire_copy_is_one_paragraph() -> None:
    text = "Gunmen attacked a village\nin the north and killed\nten people, police said.\n\nNobody claimed it."
    sentences = split_sentences(text)
    assert [s.paragraph for s in sentences] == [0, 1]
    assert sentences[0].text.endswith("police said.")
