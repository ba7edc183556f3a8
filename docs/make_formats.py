"""Fill in the tables on the pages of ``docs/formats``: ``python docs/make_formats.py``.

What a page says of files, columns, the rule of the number and what is lost is made from the same lists and crosswalks
that the writers use. ``tests/test_format_pages.py`` holds the pages to it; run this again after a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from dateline.publish.crosswalk import Crosswalk
from dateline.publish.facts import FACTS
from dateline.publish.formats import FORMATS
from dateline.publish.tables import GROUPS, INCIDENTS, STATEMENTS

FOLDER = Path(__file__).resolve().parent / "formats"
_BLOCK = re.compile(r"(<!-- (?P<what>about|columns): (?P<name>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_OWN = {"incidents": INCIDENTS, "statements": STATEMENTS, "groups": GROUPS}


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join('---' for _ in head)}|"]
    lines += [f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def columns(name: str) -> str:
    """Return the table of columns of one of our tables, or of another standard."""
    if name in _OWN:
        rows = (
            (n, f"`{c.name}`", c.kind, c.means, f"`{c.hxl}`" if c.hxl else "") for n, c in enumerate(_OWN[name], 1)
        )
        return _table(("#", "column", "kind", "what it holds", "HXL tag"), rows)
    return _of_standard(FORMATS[name].crosswalk)


def _of_standard(walk: Crosswalk) -> str:
    rows = []
    for number, column in enumerate(walk.columns, 1):
        empty = "blank" if column.empty is None else f"always {column.empty}"
        what = column.fills or f"*{empty}: {column.because}*"
        rows.append((number, f"`{column.name}`", column.kind, what))
    return _table(("#", "column", "kind", "what we write"), rows)


def about(name: str) -> str:
    """Return what a format says of itself."""
    one = FORMATS[name]
    walk = one.crosswalk
    lost = [FACTS[fact].title for fact in walk.lost]
    lines = [
        f"- **Command:** `dateline publish {name} --out DIR`",
        f"- **Files:** {', '.join(f'`{file}`' for file in one.files)}, and `{name}.loss.json`, `{name}.loss.md`",
        f"- **Standard:** {walk.standard}, {walk.version}",
        f"- **The number:** {walk.number}",
        f"- **No room for:** {'; '.join(lost) if lost else 'nothing that is published'}",
    ]
    if one.needs:
        lines.append(f"- **Needs:** `pip install 'dateline[publish]'` ({', '.join(one.needs)})")
    return "\n".join(lines) + "\n"


def filled(page: str) -> str:
    """Return a page with its blocks filled in."""

    def block(found: re.Match[str]) -> str:
        make = {"about": about, "columns": columns}[found["what"]]
        return f"{found[1]}{make(found['name'])}{found[4]}"

    return _BLOCK.sub(block, page)


def main() -> None:
    """Fill in every page."""
    for path in sorted(FOLDER.glob("*.md")):
        path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
