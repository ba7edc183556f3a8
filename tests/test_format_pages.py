"""The pages of docs/formats say what the writers write: every format has one, filled from the writers' own lists."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest

from dateline.publish.formats import FORMATS

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "formats"
PAGES = sorted(path.name for path in FOLDER.glob("*.md"))


def _module() -> Any:
    spec = importlib.util.spec_from_file_location("make_formats", FOLDER.parent / "make_formats.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MAKER = _module()


def test_every_format_has_a_page_and_tells_of_itself() -> None:
    assert set(PAGES) == {f"{name}.md" for name in FORMATS}
    for name in FORMATS:
        assert f"<!-- about: {name} -->" in (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    for name in ("gtd", "acled", "ucdp-ged", "plover"):
        assert f"<!-- columns: {name} -->" in (FOLDER / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_tables_are_those_of_the_writers(name: str) -> None:
    page = (FOLDER / name).read_text(encoding="utf-8")
    assert MAKER.filled(page) == page, "run `python docs/make_formats.py` and look at the change"
    assert MAKER.filled(page.replace("| column |", "| else |", 1)) == page


@pytest.mark.parametrize("name", PAGES)
def test_links_of_format_pages_lead_somewhere(name: str) -> None:
    page = (FOLDER / name).read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]+)(?:#([^)]+))?\)", page):
        file = FOLDER / target
        assert file.is_file(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in [re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings]
