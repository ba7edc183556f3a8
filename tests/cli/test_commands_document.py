"""docs/commands.md tells every command and every option, and none that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import typer.main

from dateline.cli.app import app
from dateline.cli.code import Format

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")


def commands(command: object, path: str = "dateline") -> Iterator[tuple[str, object]]:
    parts = getattr(command, "commands", None)
    if parts is None:
        yield path, command
        return
    for name, part in parts.items():
        yield from commands(part, f"{path} {name}")


FOUND = dict(commands(typer.main.get_command(app)))


def section(path: str) -> str:
    """Return the document's section on a command, without the next command's."""
    start = TEXT.index(f"\n## `{path}`\n")
    return TEXT[start:].partition("\n\n")[2].split("\n## ")[0]


def options(command: object) -> set[str]:
    return {name for p in command.params for name in p.opts if name.startswith("-")} - {"-h", "--help"}


def test_every_command_has_a_section_and_a_line_in_the_list() -> None:
    assert FOUND
    for path in FOUND:
        assert f"\n## `{path}`\n" in TEXT
        assert f"| [`{path}`](#{path.replace(' ', '-')}) |" in TEXT
    assert set(re.findall(r"^## `(dateline[^`]*)`$", TEXT, re.MULTILINE)) == set(FOUND)


def test_every_option_is_described_and_nothing_else_is() -> None:
    for path, command in FOUND.items():
        described = set(
            re.findall(r"(?<![\w-])--?[a-z][a-z-]*", " ".join(re.findall(r"^\| (`-.*?) \| ", section(path), re.M)))
        )
        assert described == options(command), path


def test_every_argument_and_format_is_named() -> None:
    for path, command in FOUND.items():
        for parameter in command.params:
            if parameter.param_type_name == "argument":
                assert (parameter.metavar or parameter.name).strip("[].") in section(path)
    for form in Format:
        assert f"`{form.value}`" in section("dateline code") or f"--format {form.value}`" in section("dateline code")


def test_every_option_of_the_command_itself_is_told() -> None:
    top = typer.main.get_command(app)
    for name in {name for p in top.params for name in p.opts}:
        assert f"`{name}`" in TEXT or f"`dateline {name}`" in TEXT
