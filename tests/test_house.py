"""The house keeps its own rules: data flows one way, rooms stay small, names say something.

Each check reads the syntax tree of the source and returns its faults as lines ``path:line: what is wrong``,
so that it can be run on a made-up tree too and shown to catch what it is there for.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
SOURCE = TOP / "src" / "dateline"

# Which rooms a room may import. Data flows from top to bottom. What people decide returns as data, so the
# ledger and what reads it know nothing of how statements were found, and only a door imports a door.
CODING_SCHEME = {"model", "codebook"}
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "codebook": {"model"},
    "read": CODING_SCHEME,
    "text": CODING_SCHEME,
    "extract": CODING_SCHEME | {"text"},
    "resolve": CODING_SCHEME | {"text", "extract"},
    "link": CODING_SCHEME | {"text", "extract", "resolve"},
    "link.across": CODING_SCHEME | {"text"},
    "ledger": CODING_SCHEME | {"link.across"},
    "review": CODING_SCHEME | {"text", "extract", "resolve", "link.across", "ledger"},
    "publish": CODING_SCHEME | {"ledger"},
    "run": CODING_SCHEME | {"read", "text", "extract", "resolve", "link", "ledger"},
    "watch": CODING_SCHEME | {"read", "run", "ledger"},
    "team": CODING_SCHEME | {"ledger"},
    "web": CODING_SCHEME | {"ledger", "review", "publish", "run", "watch", "team"},
    "cli": CODING_SCHEME | {"read", "ledger", "review", "publish", "run", "watch", "team", "web"},
}
# A room within a room: it knows less than the one around it, so that others may know it.
INNER = {"link.across"}
# The package's front page offers the library's calls and may reach every room; the doors may use those calls.
FRONT = ""
DOORS = {"cli", "web"}

MOST_LINES_OF_FILE = 400
MOST_LINES_OF_FUNCTION = 60
# What may be longer, and why: "path" or "path:function" -> reason. An idle reason is a fault.
LONGER: dict[str, str] = {}

EMPTY_WORDS = {"manager", "helper", "helpers", "util", "utils", "common", "misc"}


def _modules(root: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(root.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


def _own_imports(tree: ast.Module, package: list[str]) -> Iterator[tuple[int, str]]:
    """Yield line and dotted target below ``dateline`` of each import, wherever in the module it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "dateline":
                    yield node.lineno, alias.name.partition(".")[2]
        elif isinstance(node, ast.ImportFrom):
            base = (node.module or "").split(".")
            if node.level:
                base = ["dateline", *package[: len(package) - node.level + 1], *filter(None, base)]
            if base[0] == "dateline":
                below = base[1:]
                for alias in node.names:
                    yield node.lineno, ".".join(below or [alias.name])
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module") and node.args:
            name = node.args[0]
            if isinstance(name, ast.Constant) and str(name.value).startswith("dateline."):
                yield node.lineno, str(name.value).partition(".")[2]


def _room_of(dotted: list[str]) -> str:
    inner = ".".join(dotted[:2])
    return inner if inner in INNER else dotted[0] if dotted else FRONT


def import_faults(root: Path) -> list[str]:
    """Return the imports below ``root`` (the package's folder) that the table does not allow."""
    faults = []
    for path, tree in _modules(root):
        package = list(path.relative_to(root).parts[:-1])
        room = _room_of(package)
        if room != FRONT and room not in MAY_IMPORT:
            faults.append(f"{path}:1: room {room} is not in the table of rooms")
            continue
        for line, target in _own_imports(tree, package):
            head = _room_of(target.split("."))
            if room == FRONT or head in {room, "__version__"}:
                continue
            if head in MAY_IMPORT:
                if head not in MAY_IMPORT[room]:
                    faults.append(f"{path}:{line}: {room} may not import {head}")
            elif room not in DOORS:
                faults.append(f"{path}:{line}: {room} may not import the front page (dateline.{target})")
    return faults


def circle_faults(root: Path) -> list[str]:
    """Return a circle of files below ``root`` that import one another, wherever in them the imports stand.

    What is imported for types alone counts too: a reader who opens one file of a circle must open them all.
    """
    modules = {".".join(path.relative_to(root).with_suffix("").parts): tree for path, tree in _modules(root)}
    arrows: dict[str, set[str]] = {name: set() for name in modules}
    for name, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dateline."):
                below = (node.module or "").partition(".")[2]
                for alias in node.names:
                    named = (f"{below}.{alias.name}", below, f"{below}.__init__")
                    arrows[name].update([one for one in named if one in modules][:1])
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as circle:
        return [" imports ".join(reversed(circle.args[1]))]
    return []


def size_faults(root: Path, longer: dict[str, str]) -> list[str]:
    """Return files and functions below ``root`` that are too long and not excused, and idle excuses."""
    faults, used = [], set()
    for path, tree in _modules(root):
        name = path.relative_to(root).as_posix()
        sizes = [(name, 1, len(path.read_text(encoding="utf-8").splitlines()), MOST_LINES_OF_FILE)]
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                sizes.append((f"{name}:{node.name}", node.lineno, lines, MOST_LINES_OF_FUNCTION))
        for key, line, lines, most in sizes:
            if lines > most and key in longer:
                used.add(key)
            elif lines > most:
                faults.append(f"{path}:{line}: {key} has {lines} lines, at most {most}")
    return faults + [f"{key} is excused ({longer[key]}) but short enough" for key in longer if key not in used]


def name_faults(root: Path) -> list[str]:
    """Return modules and classes below ``root`` whose name holds a word that says nothing."""
    faults = []
    for path, tree in _modules(root):
        names = [(path.relative_to(root).with_suffix("").as_posix(), 1)]
        names += [(node.name, node.lineno) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        for name, line in names:
            words = {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}
            faults += [f"{path}:{line}: {word} in {name} says nothing" for word in sorted(words & EMPTY_WORDS)]
    return faults


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _public(body: list[ast.stmt]) -> Iterator[Definition]:
    for node in body:
        if isinstance(node, Definition) and node.name[0] != "_":
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)


def docstring_faults(root: Path) -> list[str]:
    """Return public modules, classes and functions below ``root`` that have no docstring."""
    faults = []
    for path, tree in _modules(root):
        nodes: list[ast.Module | Definition] = [*_public(tree.body)]
        if tree.body:
            nodes.insert(0, tree)
        for node in nodes:
            if ast.get_docstring(node) is None:
                name = "the module" if isinstance(node, ast.Module) else node.name
                faults.append(f"{path}:{getattr(node, 'lineno', 1)}: {name} has no docstring")
    return faults


def _listed(faults: list[str]) -> str:
    return "\n" + "\n".join(faults)


def test_data_flows_one_way() -> None:
    faults = import_faults(SOURCE)
    assert not faults, _listed(faults)


def test_every_room_of_the_table_knows_only_rooms_of_the_table_and_no_ring_is_allowed() -> None:
    done: set[str] = set()
    while len(done) < len(MAY_IMPORT):
        ready = {room for room, others in MAY_IMPORT.items() if room not in done and others <= done}
        assert ready, f"these rooms import each other in a ring: {sorted(set(MAY_IMPORT) - done)}"
        done |= ready


def test_no_files_import_one_another_in_a_circle() -> None:
    faults = circle_faults(SOURCE)
    assert not faults, _listed(faults)


def test_files_and_functions_stay_short() -> None:
    faults = size_faults(SOURCE, LONGER)
    for folder in ("tests", "eval"):
        faults += size_faults(TOP / folder, {})
    assert not faults, _listed(faults)


def test_names_say_something() -> None:
    faults = name_faults(SOURCE)
    assert not faults, _listed(faults)


def test_everything_public_has_a_docstring() -> None:
    faults = docstring_faults(SOURCE)
    assert not faults, _listed(faults)


def _tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_an_import_that_points_back_is_caught_in_every_form(tmp_path: Path) -> None:
    backward = {
        "model/a.py": "from dateline.codebook import load_codebook\n",
        "codebook/b.py": "import dateline.read.text\n",
        "read/c.py": "def f():\n    from dateline.extract.acts import acts\n",
        "text/d.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from dateline import link\n",
        "ledger/e.py": "from ..link import mentions\n",
        "publish/f.py": "import importlib\nimportlib.import_module('dateline.link.cluster')\n",
        "run/g.py": "from dateline import code\n",
        "resolve/h.py": "from .. import web\n",
        "attic/i.py": "",
    }
    faults = import_faults(_tree(tmp_path, backward))
    assert {Path(fault.split(":")[0]).name for fault in faults} == {Path(name).name for name in backward}
    assert len(faults) == len(backward)


def test_an_import_that_points_forward_is_let_through(tmp_path: Path) -> None:
    forward = {
        "__init__.py": "from dateline.run import code\n",
        "model/a.py": "from dateline.model.spans import Span\nimport json\n",
        "model/b.py": "from .spans import Span\nfrom . import spans\n",
        "link/c.py": "from dateline.extract.raw import Act\nfrom dateline import model\n",
        "run/d.py": "from dateline import __version__\n",
        "cli/e.py": "from dateline import code\nimport dateline\n",
    }
    assert import_faults(_tree(tmp_path, forward)) == []


def test_a_circle_of_files_is_caught_even_where_it_is_for_types_or_inside_a_function(tmp_path: Path) -> None:
    circle = {
        "web/a.py": "from dateline.web.b import f\n",
        "web/b.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from dateline.web import c\n",
        "web/c.py": "def g():\n    from dateline.web.a import h\n",
        "web/d.py": "from dateline.web import a, b, c\n",
    }
    assert circle_faults(_tree(tmp_path, {**circle, "web/c.py": ""})) == []
    faults = circle_faults(_tree(tmp_path, circle))
    assert [sorted({*fault.split(" imports ")}) for fault in faults] == [["web.a", "web.b", "web.c"]]


def test_length_emptiness_and_silence_are_caught(tmp_path: Path) -> None:
    long_function = "def f():\n" + "    x = 1\n" * MOST_LINES_OF_FUNCTION
    root = _tree(tmp_path, {"long.py": long_function + "y = 1\n" * MOST_LINES_OF_FILE, "read/io_utils.py": ""})
    assert len(size_faults(root, {})) == 2
    assert size_faults(root, {"long.py": "a table", "long.py:f": "a table"}) == []
    assert len(size_faults(root, {"long.py": "", "long.py:f": "", "gone.py": "moved"})) == 1
    (root / "long.py").write_text('"""Words."""\nclass HTTPManager:\n    def run(self): ...\n')
    assert [fault.split(": ")[1] for fault in name_faults(root)] == [
        "manager in HTTPManager says nothing",
        "utils in read/io_utils says nothing",
    ]
    assert [fault.split(": ")[1] for fault in docstring_faults(root)] == [
        "HTTPManager has no docstring",
        "run has no docstring",
    ]
