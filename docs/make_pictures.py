"""Draw the README's pictures from what the command prints: ``python docs/make_pictures.py``.

Run it again after a change of the output; the SVG files in docs/pictures hold text, so their changes can be read.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from dateline.cli.app import run

TOP = Path(__file__).resolve().parents[1]
PICTURES = TOP / "docs" / "pictures"
WIDTH = 104
# A picture's name, the words of the command, and how many lines of the answer it shows.
SHOWN: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("table", ("code", "examples/reports/istanbul-2016"), 44),
    ("explain", ("code", "--explain", "examples/reports/istanbul-2016"), 36),
)
_FOREIGN_FONT = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)


class Terminal(io.StringIO):
    """Standard output that takes itself for a terminal, so that the answer has its colours."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def answer(words: Sequence[str]) -> str:
    """Return what the command prints on a terminal of the picture's width."""
    os.environ.update(COLUMNS=str(WIDTH), TERM="xterm-256color", COLORTERM="truecolor")
    os.environ.pop("NO_COLOR", None)
    os.chdir(TOP)
    with redirect_stdout(Terminal()) as screen:
        status = run(words)
    if status:
        raise SystemExit(f"dateline {' '.join(words)} ended with status {status}")
    return screen.getvalue()


def picture(words: Sequence[str], lines: int) -> str:
    """Return the SVG of a command and the first lines of its answer, which loads nothing from elsewhere."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    shown = answer(words).splitlines()
    for line in shown[:lines] + (["…"] if len(shown) > lines else []):
        console.print(Text.from_ansi(line), soft_wrap=True)
    title = f"dateline {' '.join(words)}"
    return _FOREIGN_FONT.sub(
        "", console.export_svg(title=title, theme=SVG_EXPORT_THEME, unique_id=f"dateline-{words[0]}")
    )


def main() -> None:
    """Draw every picture."""
    PICTURES.mkdir(exist_ok=True)
    for name, words, lines in SHOWN:
        place = PICTURES / f"{name}.svg"
        place.write_text(picture(words, lines) + "\n", encoding="utf-8")
        sys.stderr.write(f"{place.relative_to(TOP)}\n")


if __name__ == "__main__":
    main()
