from hypothesis import given
from hypothesis import strategies as st

from dateline.read.markup import text_of_markup


def test_paragraphs_and_entities() -> None:
    markup = "<p>Four&nbsp;died<br/>in <b>Kandi</b>.</p><script>x()</script><ul><li>One &lt; two</li></ul>tail"
    assert text_of_markup(markup) == "Four died\n\nin Kandi.\n\nOne < two\n\ntail"


@given(st.text(alphabet="<>/pbr &;!-a\"'", max_size=100))
def test_broken_markup_gives_text(markup: str) -> None:
    assert isinstance(text_of_markup(markup), str)
