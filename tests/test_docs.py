"""The pages of docs say what the code does: every command, file, rule and example on them is run."""

from __future__ import annotations

import importlib.util
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import dateline
from dateline.codebook import load_codebook
from dateline.extract.report_tolls import find_report_tolls
from dateline.extract.time_patterns import rules as time_rules
from dateline.model import TOLL_PROPERTIES
from dateline.read import read_inputs
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

TOP = Path(__file__).resolve().parents[1]
DOCS = TOP / "docs"
BOOK = load_codebook()
DAY = "2017-06-07"
_ROW = re.compile(r"^\| `(?P<rule>[a-z]+\.[\w.]+)` \| (?P<reads>[^|]+) \| (?P<example>[^|]+) \|$", re.MULTILINE)


def _module() -> Any:
    spec = importlib.util.spec_from_file_location("make_outputs", DOCS / "make_outputs.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


OUTPUTS = _module()


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def slug(heading: str) -> str:
    """Return the anchor that a heading gets."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("name", sorted(p.name for p in DOCS.glob("*.md")))
def test_links_lead_somewhere(name: str) -> None:
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", page(name)):
        file = DOCS / target if target else DOCS / name
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in [slug(h) for h in headings], anchor


# Commands and their output


def steady(text: str) -> str:
    """Leave out sizes of sections and numbers of entries: a new word of the codebook is no fault of a page."""
    text = re.sub(r"^(  \w+) +[\d,]+$", r"\1 N", text, flags=re.MULTILINE)
    return re.sub(r"\b((?:types|targets|weapons|triggers|modifiers|entries))\.\d+", r"\1.N", text)


@pytest.mark.parametrize("name", OUTPUTS.PAGES)
def test_commands_print_what_the_page_shows(name: str) -> None:
    text = page(name)
    assert steady(OUTPUTS.filled(text)) == steady(text), "run `python docs/make_outputs.py` and look at the change"


def test_a_page_that_shows_something_else_is_found() -> None:
    shown = "```console\n$ dateline --version\ndateline 0.0\n```\n"
    assert OUTPUTS.filled(shown) != shown
    with pytest.raises(ValueError, match="no command of dateline"):
        OUTPUTS.filled("```console\n$ rm report.txt\n```\n")


# The codebook


def yaml_blocks(name: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", page(name), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("block", yaml_blocks("codebook.md"))
def test_every_entry_shown_can_stand_in_a_codebook(block: str, tmp_path: Path) -> None:
    file = tmp_path / "shown.yaml"
    file.write_text("extends: attacks\nname: shown\nversion: 1\n" + block, encoding="utf-8")
    shown = yaml.safe_load(block)
    assert shown
    load_codebook(file)


def test_every_section_is_explained_and_the_example_is_the_one_in_the_repository() -> None:
    text = page("codebook.md")
    sections = {name for name in type(BOOK).model_fields if name not in ("name", "version")}
    assert set(re.findall(r"^### (\w+)$", text, re.MULTILINE)) == sections
    team = yaml.safe_load((TOP / "examples" / "codebook-hospitals.yaml").read_text(encoding="utf-8"))
    shown = [yaml.safe_load(block) for block in yaml_blocks("codebook.md")]
    hospital = next(t for t in team["targets"] if t["id"] == "hospital")
    assert {"targets": [hospital]} in shown
    assert any(
        team["types"] == s.get("types") and s["acts"]["triggers"][0] in team["acts"]["triggers"] for s in shown
    )


def test_every_list_and_key_of_acts_is_explained() -> None:
    text = page("codebook.md").split("### acts")[1].split("### responsibility")[0]
    acts = type(BOOK.acts)
    for name in acts.model_fields:
        assert f"`{name}`" in text, name
    for name in type(BOOK.acts.triggers[0]).model_fields:
        assert f"`{name}`" in text, name


# The rules

VAGUE = [v.id for v in BOOK.tolls.vague]
_KINDS = {e.id for section in (BOOK.types, BOOK.weapons, BOOK.targets) for e in section} | {
    BOOK.responsibility.no_side
}
_PARTS = {
    "WORDS": r"\w+",
    "KIND": "(?:" + "|".join(sorted(_KINDS)) + ")",
    "COUNT": "(?:" + "|".join(TOLL_PROPERTIES) + ")",
    "VAGUE": "(?:" + "|".join(VAGUE) + ")",
    "N": r"\d+",
}


@cache
def rows() -> dict[str, str]:
    """Return each family of rules with its example."""
    return {m["rule"]: m["example"] for m in _ROW.finditer(page("rules.md"))}


def form(family: str) -> re.Pattern[str]:
    """Return the form of a family's ids."""
    sizes = "|".join(s for s in (size_of(f) for f in rows()) if s)
    parts = _PARTS | {"SIZE": f"(?:{sizes})"}
    return re.compile(r"\.".join(parts.get(p, re.escape(p)) for p in family.split(".")))


def size_of(family: str) -> str | None:
    """Return what stands after ``COUNT`` in a family that can be the size within another."""
    found = re.fullmatch(r"toll\.COUNT\.((?:single\.)?[a-zA-Z_]+)\.en\.1", family)
    return found and _PARTS.get(found[1], re.escape(found[1]))


def fits(rule: str) -> list[str]:
    return [family for family in rows() if form(family).fullmatch(rule)]


@pytest.mark.parametrize("family", rows())
def test_every_example_of_a_rule_is_read_by_it(family: str) -> None:
    example = rows()[family]
    words = re.findall(r"\*\*(.+?)\*\*", example)
    assert len(words) == 1
    coding = dateline.code(example.replace("**", ""), published=DAY)
    found = [(s.rule, s.evidence.quote) for s in (*coding.statements, *coding.tallies)]
    assert any(form(family).fullmatch(rule) and quote == words[0] for rule, quote in found), found


def test_every_rule_of_the_examples_is_documented() -> None:
    reports = read_inputs([str(TOP / "examples" / "reports")])
    codings = [dateline.code(r.text, published=r.published) for r in reports]
    found = {s.rule for c in codings for s in (*c.statements, *c.tallies)}
    assert len(found) > 80
    assert {rule for rule in found if not fits(rule)} == set()


def case_texts() -> list[str]:
    cases = [
        yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted((TOP / "tests/cases").glob("*.yaml"))
    ]
    return [case["text"] for listed in cases for case in listed]


def test_every_rule_of_the_cases_is_documented() -> None:
    texts = case_texts()
    found = {s.rule for t in texts for c in [dateline.code(t, published=DAY)] for s in (*c.statements, *c.tallies)}
    for text in texts:
        tolls = find_report_tolls(list(parse_sentences(split_sentences(text))), BOOK)
        found |= {toll.rule for listed in tolls for toll in listed}
    assert {rule for rule in found if not fits(rule)} == set()


def test_every_rule_of_times_and_numbers_is_documented() -> None:
    text = page("rules.md")
    silent = {name for name in ("age", "duration", "set", "ref") if f"`time.{name}`" in text}
    assert {r.id for r in time_rules() if not fits(r.id) and r.id.split(".")[1] not in silent} == set()
    sizes = [*VAGUE, *(b.id for b in BOOK.tolls.bounds)]
    assert [s for s in sizes if not fits(f"toll.killed.{s}.en.1")] == []
    assert [v for v in VAGUE if f"`{v}`" not in text] == []


def test_every_rule_of_responsibility_in_the_code_is_documented() -> None:
    named: set[str] = set()
    for file in ("blame", "claims", "doers"):
        source = (TOP / "src/dateline/extract" / f"{file}.py").read_text(encoding="utf-8")
        named |= set(re.findall(r"scene\.act_of\([^()]*(?:\([^()]*\))?[^()]*\), \"(\w+)\"", source))
        named |= set(re.findall(r"(?:act|None), \"(\w+)\"", source))
    assert {"blamed", "claimed", "suspect_named", "claimed_it"} <= named
    assert [n for n in sorted(named) if f"responsibility.{n}.en.1" not in rows()] == []


# What is not done


def test_known_misses_are_listed_with_their_reasons() -> None:
    listed = page("limits.md").split("<!-- misses -->")[1]
    failing = re.compile(r"^[^#\n]*(?:expect: fail|fails: true)", re.MULTILINE)
    marked = sum(len(failing.findall(f.read_text(encoding="utf-8"))) for f in (TOP / "tests/cases").glob("*.yaml"))
    assert marked and len(re.findall(r"^- ", listed, re.MULTILINE)) == marked


# The output


def properties(part: dict[str, Any]) -> set[str]:
    return set(part.get("properties", {}))


def test_every_key_and_word_of_the_contract_is_explained() -> None:
    text = page("output.md")
    contract = json.loads((DOCS / "contract.schema.json").read_text(encoding="utf-8"))
    parts = contract["$defs"]
    keys = properties(contract).union(*(properties(part) for part in parts.values() if isinstance(part, dict)))
    words = parts["modality"]["enum"] + parts["statement"]["properties"]["property"]["enum"]
    for name in ("date_value", "place"):
        words += parts[name]["properties"]["precision"]["enum"]
    for word in (keys | set(words)) - {"id"}:
        assert f"`{word}`" in text, word
