"""The gazetteer's table and its look-ups."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dateline.resolve import gazetteer_build
from dateline.resolve.gazetteer import Gazetteer, open_gazetteer
from dateline.resolve.gazetteer_build import bare_division, cache_folder, ensure_table, table_name, write_table
from dateline.resolve.place_names import skeleton

CITIES = [
    ((1, "city", "Ar Raqqah", "SY", None, 35.95, 39.01, 500_000), ["Ar Raqqah", "Raqqa"]),
    ((2, "city", "Paris", "FR", None, 48.85, 2.35, 2_000_000), ["Paris"]),
    ((3, "city", "Paris", "US", None, 33.66, -95.56, 25_000), ["Paris"]),
    ((4, "city", "Khan Shaykhun", "SY", None, 35.44, 36.65, 49_000), ["Khan Shaykhun"]),
]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache folder in which only a handful of towns is built."""
    monkeypatch.setattr(gazetteer_build, "_division_rows", lambda: iter(()))
    monkeypatch.setattr(gazetteer_build, "_city_rows", lambda _: iter(CITIES))
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_cache_folder_can_be_chosen(small: Path) -> None:
    assert cache_folder() == small


def test_the_table_is_built_once(small: Path) -> None:
    path = ensure_table()
    assert path == small / table_name()
    before = path.stat().st_mtime_ns
    assert ensure_table().stat().st_mtime_ns == before
    assert [p.name for p in small.iterdir()] == [table_name()]


def test_the_largest_bearer_comes_first(small: Path) -> None:
    found = Gazetteer(ensure_table()).look_up("PARIS")
    assert [c.country for c in found] == ["FR", "US"]


def test_alternate_names_articles_and_unknown_names(small: Path) -> None:
    table = Gazetteer(ensure_table())
    assert [(c.name, c.is_own) for c in table.look_up("Raqqa")] == [("Ar Raqqah", False)]
    assert [c.name for c in table.look_up("al-Raqqa")] == ["Ar Raqqah"]
    assert table.look_up("Nowhere") == ()


def test_look_alike_finds_other_spellings(small: Path) -> None:
    table = Gazetteer(ensure_table())
    assert [c.name for c in table.look_alike(skeleton("khan sheikhoun"))] == ["Khan Shaykhun"]


def test_builders_at_the_same_time_all_end_with_a_whole_table(small: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        paths = [f.result() for f in [pool.submit(gazetteer_build._build_into, small) for _ in range(8)]]
    assert set(paths) == {small / table_name()}
    assert [p.name for p in small.iterdir()] == [table_name()]
    assert Gazetteer(paths[0]).look_up("Paris")


def test_a_folder_that_cannot_be_written_is_no_hindrance(
    small: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.parent.joinpath("file").write_text("in the way")
    monkeypatch.setenv("DATELINE_CACHE", str(small.parent / "file" / "cache"))
    path = ensure_table()
    assert Gazetteer(path).look_up("Paris")
    assert "DATELINE_CACHE" in caplog.text
    assert small.parent not in path.parents


def test_a_failed_build_leaves_nothing_behind(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise ValueError("broken data")

    monkeypatch.setattr(gazetteer_build, "write_table", fail)
    with pytest.raises(ValueError, match="broken data"):
        ensure_table()
    assert list(small.iterdir()) == []


def test_the_table_is_the_same_each_time(small: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_table(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_table_is_read_only(small: Path) -> None:
    path = ensure_table()
    path.chmod(path.stat().st_mode & ~stat.S_IWUSR)
    table = Gazetteer(path)
    with pytest.raises(sqlite3.OperationalError):
        table._table.execute("DELETE FROM place")


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Aleppo Governorate", "Aleppo"),
        ("Kherson Oblast", "Kherson"),
        ("Muhafazat Hadramaout", "Hadramaout"),
        ("Texas", "Texas"),
    ],
)
def test_bare_division(name: str, bare: str) -> None:
    assert bare_division(name) == bare


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Tehran", "IR", "city"),
        ("Helmand", "AF", "admin1"),
        ("Anbar", "IQ", "admin1"),
        ("Borno", "NG", "admin1"),
        ("Lamar County", "US", "district"),
        ("Maiduguri", "NG", "city"),
        ("Marawi", "PH", "city"),
        ("San Salvador", "SV", "city"),
        ("Gaza", "PS", "city"),
        ("Grozny", "RU", "city"),
    ],
)
def test_the_real_table_holds(name: str, country: str, kind: str) -> None:
    assert (country, kind) in {(c.country, c.kind) for c in open_gazetteer().look_up(name)}
