"""Releases: numbered folders that never change, with their manifest, method, contents and difference to the last."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from dateline import __version__
from dateline.ledger.engine import fetched
from dateline.ledger.exports import next_number, position, record_release, recorded_releases
from dateline.ledger.ledger import Ledger
from dateline.ledger.migrate import HEAD
from dateline.ledger.schema import mention_traits, runs
from dateline.ledger.write import utc_now
from dateline.publish.contents import NAME as CONTENTS
from dateline.publish.contents import ContentsWriter, differences, lines_of
from dateline.publish.destination import Destination, sha256_of
from dateline.publish.formats import FORMATS
from dateline.publish.methods import methods_page
from dateline.publish.publish import Form, Publication, Watch, checked, record, write_formats
from dateline.publish.published import Asked

MANIFEST, METHODS, SUMS, DIFF = "manifest.json", "METHODS.md", "SHA256SUMS", "diff.jsonl"
ALWAYS = "jsonl"  # what contents can be computed from again, without us
_READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class Made:
    """A release as made: its number, where it lies, its manifest."""

    number: int
    folder: Path
    manifest: Mapping[str, object]


def folder_name(number: int) -> str:
    """Return the name of a release's folder."""
    return f"release-{number:04d}"


def new_release(
    ledger: Ledger,
    formats: Sequence[str],
    shelf: Path,
    asked: Asked | None = None,
    form: Form | None = None,
    *,
    author: str,
    note: str | None = None,
    watch: Watch | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Made:
    """Make the next release in a folder of its own below ``shelf``, and record it in the ledger.

    Raises ValueError for an unknown format or a folder that is there already, MissingLibraryError, OSError and
    LedgerError; nothing is left then.
    """
    asked, form = asked or Asked(), form or Form()
    formats = tuple(dict.fromkeys((ALWAYS, *formats)))
    checked(formats, asked, form)
    moment = clock()
    with ledger.reading() as connection:
        number = next_number(connection)
        place = shelf / folder_name(number)
        if place.exists():
            raise ValueError(f"{place} is there, but this ledger knows no release {number}; name another folder")
        with Destination(place) as destination:
            folder = destination.folder
            contents = ContentsWriter(folder)
            made = write_formats(connection, ledger.book, formats, folder, asked, form, watch, [contents])
            manifest = _manifest(connection, ledger, number, made, asked, form, note, moment)
            previous = _write_difference(connection, shelf, number, folder)
            manifest["previous"] = previous
            (folder / METHODS).write_text(methods_page(manifest, ledger.book), encoding="utf-8")
            hashes = _seal(destination, manifest)
            _record(ledger, number, manifest, made, asked, note, author, moment, hashes)
            destination.keep()
    return Made(number, place, manifest)


def _seal(destination: Destination, manifest: dict[str, object]) -> dict[str, str]:
    """Write the manifest and the sums, and let nobody write any file; return the SHA-256 of each, read once."""
    folder = destination.folder
    hashes = destination.hashes()
    manifest["files"] = {
        name: {"sha256": digest, "bytes": (folder / name).stat().st_size} for name, digest in hashes.items()
    }
    (folder / MANIFEST).write_text(_json(manifest), encoding="utf-8")
    hashes[MANIFEST] = sha256_of(folder / MANIFEST)
    sums = "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes.items()))
    (folder / SUMS).write_text(sums, encoding="utf-8")
    hashes[SUMS] = sha256_of(folder / SUMS)
    for _, path in destination.files():
        path.chmod(_READ_ONLY)
    return dict(sorted(hashes.items()))


def _record(
    ledger: Ledger,
    number: int,
    manifest: Mapping[str, object],
    made: Publication,
    asked: Asked,
    note: str | None,
    author: str,
    moment: datetime,
    hashes: Mapping[str, str],
) -> None:
    with ledger.writing() as connection:
        record_release(connection, number, manifest, note, moment)
    logged = Publication(
        made.formats, made.incidents, made.groups, made.statements, made.statuses, made.held_back, hashes
    )
    record(ledger, logged, asked, author, moment)


def _manifest(
    connection: Connection,
    ledger: Ledger,
    number: int,
    made: Publication,
    asked: Asked,
    form: Form,
    note: str | None,
    moment: datetime,
) -> dict[str, object]:
    made_by = [json.loads(str(row["made_by"])) for row in fetched(connection, select(runs).order_by(runs.c.id))]
    linking = sorted(connection.scalars(select(mention_traits.c.form).distinct()))
    return {
        "release": number,
        "title": form.title,
        "note": note,
        "made": moment.isoformat(),
        "versions": {
            "dateline": __version__,
            "contract": 1,
            "codebook": ledger.book.label,
            "schema": HEAD,
            "linking": linking,
            "read_by": made_by,
        },
        "ledger": position(connection),
        "asked": asked.to_json(),
        "formats": {name: _said_of(name) for name in made.formats},
        "counts": {
            "incidents": made.incidents,
            "groups": made.groups,
            "statements": made.statements,
            "by_status": {status.value: n for status, n in sorted(made.statuses.items())},
            "held_back": {status.value: n for status, n in sorted(made.held_back.items())},
        },
        "contents": CONTENTS,
    }


def _said_of(name: str) -> dict[str, str]:
    found = FORMATS[name].crosswalk
    return {"standard": found.standard, "version": found.version, "number": found.number}


def _write_difference(connection: Connection, shelf: Path, number: int, folder: Path) -> dict[str, object] | None:
    """Write how this release differs from the one before, where that one lies beside it; return which that is."""
    earlier = [release for release in recorded_releases(connection) if release.number < number]
    if not earlier:
        return None
    last = earlier[-1].number
    before = shelf / folder_name(last)
    if not (before / CONTENTS).is_file():
        return {"release": last, "diff": None, "why": f"{folder_name(last)} does not lie beside this release"}
    counts: dict[str, int] = {"added": 0, "removed": 0, "changed": 0}
    with (folder / DIFF).open("w", encoding="utf-8", newline="\n") as file:
        for one in differences(iter(lines_of(before)), iter(lines_of(folder))):
            counts[one.kind] += 1
            file.write(json.dumps(one.to_json(), ensure_ascii=False) + "\n")
    return {"release": last, "manifest_sha256": sha256_of(before / MANIFEST), "diff": DIFF, **counts}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
