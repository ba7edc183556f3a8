"""The README's example of the library runs and prints what the README says."""

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
PAIR = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<printed>.*?)```", re.DOTALL)


def test_the_example_of_the_library() -> None:
    (pair,) = PAIR.finditer(README.read_text(encoding="utf-8"))
    with redirect_stdout(io.StringIO()) as screen:
        exec(compile(pair["code"], "README.md", "exec"), {})
    assert screen.getvalue() == pair["printed"]


def test_its_pictures_are_there() -> None:
    for place in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README.read_text(encoding="utf-8")):
        assert (README.parent / place).is_file(), place
