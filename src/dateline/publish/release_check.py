"""Checks a release without the ledger that it came from: every file, every hash, every line of its contents."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from dateline.ledger.exports import Release
from dateline.publish.contents import content_hash, lines_of
from dateline.publish.destination import sha256_of
from dateline.publish.release import MANIFEST, SUMS
from dateline.publish.seen import Seen


def faults_of(release: Path, recorded: Release | None = None) -> Iterator[str]:
    """Yield what is wrong with a release; nothing for one that is whole.

    ``recorded`` is what a ledger remembers of it. Raises ValueError where the folder is no release.
    """
    if not (release / MANIFEST).is_file():
        raise ValueError(f"{release} has no {MANIFEST}; name the folder of a release")
    try:
        manifest = json.loads((release / MANIFEST).read_text(encoding="utf-8"))
        listed = cast("dict[str, dict[str, object]]", manifest["files"])
        sums = dict(_sums(release / SUMS))
    except (ValueError, KeyError, OSError) as error:
        yield f"{MANIFEST} or {SUMS} cannot be read: {error}"
        return
    yield from _file_faults(release, listed, sums)
    yield from _content_faults(release)
    if recorded is not None and json.loads(json.dumps(recorded.manifest)) != manifest:
        yield f"{MANIFEST} is not the one that the ledger recorded for release {recorded.number}"


def _sums(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        yield name, digest


def _file_faults(release: Path, listed: dict[str, dict[str, object]], sums: dict[str, str]) -> Iterator[str]:
    found = {path.relative_to(release).as_posix(): path for path in release.rglob("*") if path.is_file()}
    wanted = {name: str(told["sha256"]) for name, told in listed.items()}
    for name in sorted({*wanted, MANIFEST, SUMS} - found.keys()):
        yield f"{name} is missing"
    for name in sorted(found.keys() - {*wanted, MANIFEST, SUMS}):
        yield f"{name} is not listed in {MANIFEST}"
    for name, path in sorted(found.items()):
        if name == SUMS:
            continue
        digest = sha256_of(path)
        if name in wanted and digest != wanted[name]:
            yield f"{name} is not what was released: its SHA-256 is {digest}, {MANIFEST} has {wanted[name]}"
        if sums.get(name) != digest:
            yield f"{name} is not what {SUMS} lists"


def _content_faults(release: Path) -> Iterator[str]:
    """Compute every incident's hash again from ``incidents.jsonl``; what was seen stands in files, not in memory."""
    with tempfile.TemporaryDirectory() as folder:
        listed, held = Seen(Path(folder) / "listed"), Seen(Path(folder) / "held")
        try:
            for line in lines_of(release):
                listed.add(f"{line['id']} {line['sha256']}")
            with (release / "incidents.jsonl").open(encoding="utf-8") as file:
                for told in map(json.loads, file):
                    incident = str(told["incident"]["id"])
                    held.add(incident)
                    if f"{incident} {content_hash(told)}" not in listed:
                        yield f"incident {incident}: its content is not what contents.jsonl has"
            for line in lines_of(release):
                if str(line["id"]) not in held:
                    yield f"incident {line['id']} is in contents.jsonl and not in incidents.jsonl"
        except (ValueError, KeyError, TypeError, OSError) as error:
            yield f"the contents cannot be read: {error}"
        finally:
            listed.close()
            held.close()
