"""The coding scheme: our own from this package, extended or replaced by a file of the user's.

A codebook is a mapping of sections. Ours is a folder with one YAML file a section; a user's is one file with
any of the sections, ``name`` and ``version``. With ``extends: attacks`` its entries are added to ours: list
items with an ``id`` replace ours of that id, other list items are appended, mappings are merged.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml
from pydantic import ValidationError

from dateline.codebook.actors import Actors
from dateline.codebook.acts import Acts, ActType, TargetType, WeaponType
from dateline.codebook.best import BestScheme
from dateline.codebook.entry import Entry
from dateline.codebook.naming import Naming
from dateline.codebook.places import Places
from dateline.codebook.responsibility import Responsibility
from dateline.codebook.speakers import Speakers
from dateline.codebook.tolls import Tolls

DEFAULT = "attacks"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CodebookError(ValueError):
    """A codebook file cannot be used; the message names the file, the place and the cause."""


class Codebook(Entry):
    """The whole coding scheme, checked."""

    name: str
    version: int
    types: tuple[ActType, ...] = ()
    weapons: tuple[WeaponType, ...] = ()
    targets: tuple[TargetType, ...] = ()
    acts: Acts = Acts()
    responsibility: Responsibility = Responsibility()
    actors: Actors = Actors()
    speakers: Speakers = Speakers()
    tolls: Tolls = Tolls()
    naming: Naming = Naming()
    places: Places = Places()
    best: BestScheme = BestScheme()

    def __hash__(self) -> int:
        """Hash by name and version: indexes built from a codebook are cached by it, on every sentence."""
        return hash((self.name, self.version))

    @property
    def label(self) -> str:
        """``name@version``, as the contract's ``made_by.codebook``."""
        return f"{self.name}@{self.version}"


def _parse(text: str, where: str) -> dict[str, object]:
    try:
        data = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise CodebookError(f"codebook {where} is not YAML: {error}") from error
    if not isinstance(data, dict):
        raise CodebookError(f"codebook {where} must be a mapping of sections, not {type(data).__name__}")
    return data


def _identity(item: object) -> tuple[object, object] | None:
    # a noun and a verb trigger may be the same word
    return (item["id"], item.get("pos")) if isinstance(item, dict) and "id" in item else None


def merge(base: object, extra: object) -> object:
    """Return ``extra`` laid over ``base``: mappings merged, lists joined (by ``id``), scalars replaced."""
    if isinstance(base, dict) and isinstance(extra, dict):
        return {
            k: merge(base[k], extra[k]) if k in base and k in extra else (extra if k in extra else base)[k]
            for k in [*base, *(k for k in extra if k not in base)]
        }
    if isinstance(base, list) and isinstance(extra, list):
        ids = {_identity(item) for item in extra} - {None}
        kept = [item for item in base if _identity(item) not in ids]
        return kept + [item for item in extra if isinstance(item, dict) or item not in kept]
    return extra


def _yaml_files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for item in sorted(folder.iterdir(), key=lambda f: f.name):
        if item.is_dir():
            found.extend(_yaml_files(item))
        elif item.name.endswith(".yaml"):
            found.append(item)
    return found


@cache
def _own_data() -> dict[str, object]:
    data: object = {}
    for file in _yaml_files(files("dateline.codebook") / "data" / DEFAULT):
        data = merge(data, _parse(file.read_text(encoding="utf-8"), file.name))
    assert isinstance(data, dict)
    return data


def _place(data: object, loc: tuple[int | str, ...]) -> str:
    """Return where a fault lies, with the id of its entry: the number alone counts our entries too."""
    words = []
    for part in loc:
        word = str(part)
        if isinstance(data, list) and isinstance(part, int):
            data = data[part]
            word += f" ({data['id']})" if isinstance(data, dict) and "id" in data else ""
        else:
            data = data.get(part) if isinstance(data, dict) else None
        words.append(word)
    return ".".join(words)


def _checked(data: dict[str, object], where: str) -> Codebook:
    try:
        return Codebook.model_validate(data)
    except ValidationError as error:
        faults = "; ".join(f"{_place(data, fault['loc'])}: {fault['msg']}" for fault in error.errors()[:5])
        raise CodebookError(f"codebook {where}: {faults}") from error


@cache
def load_codebook(path: Path | None = None) -> Codebook:
    """Load our codebook, or the user's file, laid over ours where it says ``extends: attacks``.

    Raises CodebookError naming the file, the place and the cause.
    """
    if path is None:
        return _checked(_own_data(), DEFAULT)
    try:
        data = _parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"codebook {path} cannot be read: {error}") from error
    base = data.pop("extends", None)
    if base not in (None, DEFAULT):
        raise CodebookError(f"codebook {path}: extends: {base!r} is unknown; only {DEFAULT!r} can be extended")
    merged = merge(_own_data(), data) if base else data
    assert isinstance(merged, dict)
    return _checked(merged, str(path))
