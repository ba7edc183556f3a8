"""What the pages take from npm is in the package, whole, and of the versions that the lock names."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from dateline.web import assets

TOP = Path(__file__).resolve().parents[2]
VENDOR = assets.FOLDER / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())
LOCK = json.loads((TOP / "web" / "package-lock.json").read_text())


def test_every_file_is_what_the_manifest_says() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir()}
    del found["manifest.json"]
    assert found == MANIFEST["files"]


def test_the_manifest_is_in_step_with_the_lock() -> None:
    for name, told in MANIFEST["packages"].items():
        locked = LOCK["packages"][f"node_modules/{name}"]
        assert told == {"version": locked["version"], "integrity": locked["integrity"]}, f"{name}: run make assets"
    wanted = json.loads((TOP / "web" / "package.json").read_text())
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert LOCK["packages"][f"node_modules/{name}"]["version"] == version


def test_the_lock_names_no_registry() -> None:
    assert "resolved" not in (TOP / "web" / "package-lock.json").read_text()


def test_every_package_in_it_has_its_licence_told() -> None:
    licences = (VENDOR / "LICENCES.txt").read_text()
    for name, told in MANIFEST["packages"].items():
        assert re.search(rf"^==== {re.escape(name)} {re.escape(told['version'])} \(.+\)$", licences, re.MULTILINE)
    notice = (TOP / "NOTICE").read_text()
    for name in ("htmx", "MapLibre GL JS", "Observable Plot", "Natural Earth"):
        assert name in notice


def test_nothing_is_fetched_from_elsewhere() -> None:
    """No stylesheet, script or template of ours names another server; licences and namespaces may."""
    own = [path for path in assets.FOLDER.rglob("*") if path.is_file() and VENDOR not in path.parents]
    for path in [*own, *assets.TEMPLATES.rglob("*.html")]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]{2,}", text), path


def test_an_address_changes_with_the_files_and_a_missing_one_is_told() -> None:
    assert re.fullmatch(r"/static/[0-9a-f]{12}/js/app\.js", assets.address("js/app.js"))
    with pytest.raises(FileNotFoundError, match="make assets"):
        assets.address("js/none.js")


def test_scripts_import_only_files_that_are_there() -> None:
    for path in (assets.FOLDER / "js").glob("*.js"):
        for name in re.findall(
            r'^(?:import|export) .*?"(\./[^"]+)";$|^import "(\./[^"]+)";$', path.read_text(), re.M
        ):
            target = name[0] or name[1]
            assert (path.parent / target).is_file(), f"{path.name} imports {target}"
