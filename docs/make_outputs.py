"""Fill in what the commands on the pages of docs print, and the known misses: ``python docs/make_outputs.py``.

A page shows commands in ``console`` blocks, each after ``$ ``, and under it what it prints. A block whose first line
is fenced with ``title="NAME"`` is a file of that name, which the commands of the page may read. Of what a shell would
do, only ``| head -n N`` and ``| jq PATH`` with the paths below are known. ``curl`` asks the API of the ledger that
the commands before it made. The list of known misses is made from the cases of the tests. ``tests/test_docs.py``
holds the pages to all this; run this again after a change.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import yaml

from dateline.cli.app import run

TOP = Path(__file__).resolve().parents[1]
PAGES = ("../README.md", "api.md", "codebook.md", "limits.md", "output.md", "second-coding.md")
CASES = TOP / "tests" / "cases"
WIDTH = 100
_FENCED = re.compile(
    r"^```(?P<kind>\w+)(?: title=\"(?P<title>[\w.-]+)\")?\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)
_MISSES = re.compile(r"(<!-- misses -->)\n.*?(<!-- end of misses -->)", re.DOTALL)
_MARK = re.compile(r"(?:expect: fail|fails: true)\}?(?:\s+#\s+(?P<why>.*))?$")
# .key, .key[3], .key[] | select(.property == "killed")
_PATH = re.compile(r"\.(\w+)(?:\[(\d+)\]|\[\] \| select\(\.(\w+) == \"([^\"]+)\"\))?")


def files_of(page: str) -> dict[str, str]:
    """Return the files that a page holds: name to content."""
    return {m["title"]: m["body"] for m in _FENCED.finditer(page) if m["title"]}


def misses() -> str:
    """Return the cases that are known to fail, by file, as Markdown."""
    found = []
    for file in sorted(CASES.glob("*.yaml")):
        source = file.read_text(encoding="utf-8")
        failing = [c for c in yaml.safe_load(source) if c.get("expect") == "fail" or c.get("fails")]
        marks = [m["why"] for line in source.splitlines() if not line.startswith("#") and (m := _MARK.search(line))]
        if len(marks) != len(failing):
            raise ValueError(f"{file.name}: {len(failing)} cases fail, but {len(marks)} are marked on a line")
        lines = [
            "- " + " ".join(case["text"].split()) + (f" *({why})*" if why else "")
            for case, why in zip(failing, marks, strict=True)
        ]
        if lines:
            found.append(f"### {file.stem.capitalize()}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(found)


def filled(page: str) -> str:
    """Return a page with what each of its commands prints now, and the known misses."""
    page = _MISSES.sub(lambda m: f"{m[1]}\n\n{misses()}\n{m[2]}", page)
    with _folder(files_of(page)):
        return _FENCED.sub(lambda m: _block(m) if m["kind"] == "console" else m[0], page)


def _block(match: re.Match[str]) -> str:
    commands = [line[2:] for line in match["body"].splitlines() if line.startswith("$ ")]
    return "```console\n" + "".join(f"$ {c}\n{answer(c)}" for c in commands) + "```"


@contextmanager
def _folder(files: dict[str, str]) -> Iterator[None]:
    """Work in a folder with the files of a page and the examples of the project."""
    before, kept = Path.cwd(), {name: os.environ.get(name) for name in ("COLUMNS", "NO_COLOR")}
    with tempfile.TemporaryDirectory() as name:
        for title, body in files.items():
            (Path(name) / title).write_text(body, encoding="utf-8")
        shutil.copytree(TOP / "examples", Path(name) / "examples")
        os.environ.update(COLUMNS=str(WIDTH), NO_COLOR="1")
        os.chdir(name)
        try:
            yield
        finally:
            os.chdir(before)
            for variable, value in kept.items():
                os.environ.pop(variable)
                if value is not None:
                    os.environ[variable] = value


def answer(command: str) -> str:
    """Return what a command of a page prints, on both streams; raises ValueError where it is not ours to run."""
    parts = re.split(r" \| (?=head |jq )", command)
    words = shlex.split(parts[0])
    if words[0] == "curl":
        text = asked(words[1:])
    elif words[0] == "dateline":
        screen = io.StringIO()
        with redirect_stdout(screen), redirect_stderr(screen):
            run(words[1:])
        text = screen.getvalue()
    else:
        raise ValueError(f"{command!r} on a page of docs is no command of dateline")
    for part in parts[1:]:
        text = _piped(text, shlex.split(part))
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def asked(words: list[str]) -> str:
    """Return what the API answers to ``curl``, on the ledger of this folder."""
    from starlette.testclient import TestClient

    from dateline.ledger import Ledger
    from dateline.web.app import make_app
    from dateline.web.settings import Settings

    parser = argparse.ArgumentParser(prog="curl", exit_on_error=False)
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("-d")
    parser.add_argument("address")
    given = parser.parse_args(words)
    headers = dict(one.split(": ", 1) for one in given.H)
    with Ledger("dateline.db") as ledger, TestClient(make_app(ledger, Settings("you"))) as client:
        told = client.request("POST" if given.d else "GET", given.address, content=given.d, headers=headers)
    return f"{told.text}\n"


def _piped(text: str, words: list[str]) -> str:
    if words[0] == "head":
        return "".join(text.splitlines(keepends=True)[: int(words[2])])
    match = _PATH.fullmatch(words[1])
    if match is None:
        raise ValueError(f"jq {words[1]!r} on a page of docs is no path that docs/make_outputs.py knows")
    key, at, name, value = match.groups()
    found = json.loads(text)[key]
    shown = [found[int(at)]] if at else [x for x in found if x[name] == value] if name else [found]
    return "".join(json.dumps(x, indent=2, ensure_ascii=False) + "\n" for x in shown)


def main() -> None:
    """Fill in every page."""
    for name in PAGES:
        place = TOP / "docs" / name
        page = place.read_text(encoding="utf-8")
        place.write_text(filled(page), encoding="utf-8")
        sys.stderr.write(f"docs/{name}\n")


if __name__ == "__main__":
    main()
