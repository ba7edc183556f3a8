"""What a release holds, apart from any format: a line an incident with its hash, so that releases can be compared."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from dateline.publish.published import Published
from dateline.publish.tables import compact

NAME = "contents.jsonl"
_Line = Mapping[str, object]


@lru_cache(maxsize=1)  # of one incident: the format and the list of contents ask for the same
def document(one: Published) -> dict[str, object]:
    """Return an incident with its statements and reports in the form of ``incidents.jsonl``."""
    incident = one.incident.to_json()
    incident["status"] = one.status.value
    incident["best"] = {name: chosen.to_json() for name, chosen in one.incident.best.items()}
    incident["mentions"] = list(one.incident.mentions)
    return {
        "contract": 1,
        "incident": incident,
        "reports": [report.to_json() for report in one.reports],
        "statements": [
            {
                **said.statement.to_json(),
                "published": said.told.published.isoformat(),
                "outlet": said.told.outlet,
                "of_group": said.told.share is not None,
                "set_aside": said.told.refused,
                "verdict": said.verdict,
                "disputed": said.is_disputed,
                "is_cut": said.is_cut,
            }
            for said in (*one.own, *one.of_group)
        ],
    }


def content_hash(told: Mapping[str, object]) -> str:
    """Return the SHA-256 of a document, whatever the order of its keys."""
    return hashlib.sha256(compact(told).encode("utf-8", "backslashreplace")).hexdigest()


def content_line(told: Mapping[str, object]) -> dict[str, object]:
    """Return the line of contents of a document: its hash and the values that a reader asks about first."""
    incident = cast("Mapping[str, object]", told["incident"])
    best = cast("Mapping[str, Mapping[str, object]]", incident["best"])
    return {
        "id": incident["id"],
        "sha256": content_hash(told),
        "status": incident["status"],
        "types": incident["types"],
        "date": incident["date"],
        "place": incident["place"],
        "actors": incident["actors"],
        **{name: {"low": one["low"], "high": one["high"]} for name, one in sorted(best.items())},
        "reports": len(cast("list[object]", told["reports"])),
        "statements": len(cast("list[object]", told["statements"])),
    }


class ContentsWriter:
    """Writes the lines in the order of ids; until the end they stand in a file that sorts them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._draft = folder / ".contents"
        self._lines = sqlite3.connect(self._draft)
        self._lines.execute("PRAGMA synchronous = OFF")  # nobody needs it after a crash
        self._lines.execute("CREATE TABLE line (id TEXT PRIMARY KEY, told TEXT) WITHOUT ROWID")

    def incident(self, one: Published) -> None:
        """Keep an incident's line."""
        self._lines.execute("INSERT INTO line VALUES (?, ?)", (one.id, compact(content_line(document(one)))))

    def group(self, one: Published) -> None:
        """Keep a coordinated attack's line."""
        self.incident(one)

    def close(self) -> None:
        """Write the lines."""
        with (self._folder / NAME).open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(f"{told}\n" for (told,) in self._lines.execute("SELECT told FROM line ORDER BY id"))
        self.drop()

    def drop(self) -> None:
        """Let go of the draft."""
        self._lines.close()
        self._draft.unlink(missing_ok=True)


def lines_of(release: Path) -> Iterator[_Line]:
    """Yield the lines of a release, sorted by id."""
    with (release / NAME).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


@dataclass(frozen=True, slots=True)
class Difference:
    """How one incident differs between two releases: added, removed or changed, and the values before and after."""

    incident: str
    kind: str
    changed: Mapping[str, tuple[object, object]]

    def to_json(self) -> dict[str, object]:
        """Return the difference for programs."""
        changed = {name: {"before": old, "after": new} for name, (old, new) in self.changed.items()}
        return {"incident": self.incident, "kind": self.kind, "changed": changed}


def differences(before: Iterator[_Line], after: Iterator[_Line]) -> Iterator[Difference]:
    """Yield how two releases differ, by id; holds a line of each at a time."""
    old, new = next(before, None), next(after, None)
    while old is not None or new is not None:
        if new is None or (old is not None and str(old["id"]) < str(new["id"])):
            assert old is not None
            yield Difference(str(old["id"]), "removed", {})
            old = next(before, None)
        elif old is None or str(new["id"]) < str(old["id"]):
            yield Difference(str(new["id"]), "added", {})
            new = next(after, None)
        else:
            if old["sha256"] != new["sha256"]:
                yield Difference(str(new["id"]), "changed", _changed(old, new))
            old, new = next(before, None), next(after, None)


def _changed(old: _Line, new: _Line) -> dict[str, tuple[object, object]]:
    names = [name for name in (*old, *(n for n in new if n not in old)) if name not in ("id", "sha256")]
    return {name: (old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)}
