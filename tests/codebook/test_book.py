from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from dateline.codebook import CodebookError, load_codebook
from dateline.codebook.book import merge

DATA = files("dateline.codebook") / "data" / "attacks"


def yaml_files() -> list[Path]:
    return sorted(Path(str(DATA)).rglob("*.yaml"))


@pytest.mark.parametrize("path", yaml_files(), ids=lambda p: p.stem)
def test_each_file_opens_with_its_rule_and_licence(path: Path) -> None:
    head = [line for line in path.read_text(encoding="utf-8").splitlines()[:12] if line.startswith("#")]
    assert head, "a header says the editorial rule, the source and the licence"
    if path.stem != "book":
        assert "licence" in " ".join(head).lower()


def test_codes_used_anywhere_are_codes_of_the_book() -> None:
    book = load_codebook()
    types, weapons = {t.id for t in book.types}, {w.id for w in book.weapons}
    entries = [*book.acts.triggers, *book.acts.modifiers, *book.acts.typed_by_agent]
    assert {code for e in entries for code in e.types} <= types
    assert {e.weapon for e in entries if e.weapon} <= weapons
    assert set(book.acts.typed_by_weapon) <= weapons
    assert set(book.acts.typed_by_weapon.values()) <= types


def test_triggers_and_words_are_single() -> None:
    book = load_codebook()
    for pos in ("verb", "noun"):
        ids = [t.id for t in book.acts.triggers if t.pos == pos]
        assert [i for i, n in Counter(ids).items() if n > 1] == []
    assert [i for i, n in Counter(m.id for m in book.acts.modifiers).items() if n > 1] == []
    for entries in (book.types, book.weapons, book.targets):
        assert [e.id for e in entries] == sorted(e.id for e in entries)
    words = Counter(word for t in book.targets for word in t.words)
    assert [w for w, n in words.items() if n > 1] == []
    words = Counter(word for w in book.weapons for word in w.words)
    assert [w for w, n in words.items() if n > 1] == []


def test_a_users_book_extends_ours(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "name: mine\nversion: 3\nextends: attacks\n"
        "types:\n  - {id: cyberattack, label: cyber attack, definition: Harm through computers.}\n"
        "acts:\n  triggers:\n    - {id: hack, pos: verb, types: [cyberattack]}\n",
        encoding="utf-8",
    )
    book = load_codebook(path)
    assert book.label == "mine@3"
    assert "cyberattack" in {t.id for t in book.types}
    assert "bombing" in {t.id for t in book.types}
    assert [t.types for t in book.acts.triggers if t.id == "hack"] == [("cyberattack",)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a list", "mapping"),
        ("name: [", "YAML"),
        ("name: x\nversion: 1\nextends: nothing\n", "extends"),
        ("name: x\nversion: one\n", "version"),
        ("name: x\nversion: 1\nsurprise: 2\n", "surprise"),
        ("name: x\nversion: 1\nweapons: [{id: net, lable: net}]\n", r"weapons\.0 \(net\)\.lable: Extra"),
        ("name: x\nversion: 1\ntypes: [{id: [], label: net}, 3]\n", r"types\.0 \(\[\]\)\.id: .*types\.1: "),
    ],
)
def test_a_faulty_book_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=message) as caught:
        load_codebook(path)
    assert "bad.yaml" in str(caught.value)


def test_a_missing_book_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="cannot be read"):
        load_codebook(tmp_path / "none.yaml")


def test_merging_the_same_twice_changes_nothing() -> None:
    base = {"a": [{"id": "x", "n": 1}, {"id": "y"}], "b": {"c": ["w"]}}
    extra = {"a": [{"id": "x", "n": 2}], "b": {"c": ["w", "v"], "d": 1}}
    once = merge(base, extra)
    assert merge(once, extra) == once
    assert once == {"a": [{"id": "y"}, {"id": "x", "n": 2}], "b": {"c": ["w", "v"], "d": 1}}
