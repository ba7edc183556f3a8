"""Read the coding of our example reports (examples/expected.yaml) into rows as a set's gold.jsonl has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from dateline.codebook import Codebook
from dateline.model import Modality, Outcome, Report
from dateline.read import read_inputs
from incidents import TOLLS

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
OUTCOMES, MODALITIES = set(Outcome), set(Modality)
KEYS = {"key", "main", "group", "types", "outcome", "suicide", "date", "place", "targets", "weapons", "perpetrators"}
LISTS = ("types", "targets", "weapons", "perpetrators", *TOLLS)


def gold(path: Path = EXAMPLES / "expected.yaml") -> list[dict[str, Any]]:
    """Return one row a report: id, published, incidents, with the file's short forms written out."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        {
            "id": row["report"],
            "published": str(row["published"]),
            "incidents": [_incident(incident) for incident in row["incidents"]],
        }
        for row in document["reports"]
    ]


def reports(folder: Path = EXAMPLES / "reports") -> dict[str, Report]:
    """Return the example reports by the key gold uses: the path in the folder, ``#n`` in a file of several.

    Raises ValueError where a report cannot be read.
    """
    found: dict[str, Report] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        items = list(read_inputs([str(path)]))
        for number, item in enumerate(items, 1):
            if not isinstance(item, Report):
                raise ValueError(f"{item.input}: {item.reason}")  # noqa: TRY004 - the input is at fault
            name = path.relative_to(folder).as_posix()
            found[f"{name}#{number}" if len(items) > 1 else name] = item
    return found


def bounds(count: str) -> tuple[int | None, int | None]:
    """Return low and high of "30", "86..", "..8" or "5..6". Raises ValueError."""
    low, dots, high = count.partition("..")
    if not dots:
        return int(low), int(low)
    return int(low) if low else None, int(high) if high else None


def days(told: str | date) -> dict[str, str]:
    """Return earliest and latest of a day or of "first..last", ISO dates. Raises ValueError."""
    first, _, last = str(told).partition("..")
    earliest, latest = date.fromisoformat(first), date.fromisoformat(last or first)
    if earliest > latest:
        raise ValueError(f"{told}: the first day lies after the last")
    return {"earliest": earliest.isoformat(), "latest": latest.isoformat()}


def _incident(row: Mapping[str, Any]) -> dict[str, Any]:
    full: dict[str, Any] = {"group": None, "outcome": "completed", "suicide": False, "date": None, "place": None}
    full |= {name: [] for name in LISTS}
    full |= row
    if full["date"]:
        full["date"] = days(full["date"])
    for name in TOLLS:
        full[name] = [_count(count) for count in full[name]]
    full["perpetrators"] = [{"speaker": None, "channel": None} | p for p in full["perpetrators"]]
    return full


def _count(row: Mapping[str, Any]) -> dict[str, Any]:
    low, high = bounds(row["is"])
    return {"low": low, "high": high, "speaker": None, "modality": "reported"} | {
        key: value for key, value in row.items() if key != "is"
    }


def faults(rows: list[dict[str, Any]], texts: Mapping[str, Report], codebook: Codebook) -> Iterator[str]:
    """Yield what is wrong with the rows: reports missing, quotes not in the text, codes of no codebook."""
    if sorted(row["id"] for row in rows) != sorted(texts):
        yield f"coded reports and reports differ: {sorted({row['id'] for row in rows} ^ set(texts))}"
        return
    codes = {
        "types": {entry.id for entry in codebook.types},
        "targets": {entry.id for entry in codebook.targets},
        "weapons": {entry.id for entry in codebook.weapons},
    }
    for row in rows:
        report = texts[row["id"]]
        if row["published"] != report.published.isoformat():
            yield f"{row['id']}: published {row['published']}, the report says {report.published}"
        if len({incident["key"] for incident in row["incidents"]}) != len(row["incidents"]):
            yield f"{row['id']}: two incidents of one key"
        for incident in row["incidents"]:
            for fault in _faults_of(incident, codes):
                yield f"{row['id']} {incident['key']}: {fault}"
            for name, told in _told(incident):
                for words in filter(None, (told.get("quote"), told.get("speaker"), told.get("channel"))):
                    if words not in report.text:
                        yield f"{row['id']} {incident['key']} {name}: not in the text: {words}"


def _faults_of(incident: Mapping[str, Any], codes: Mapping[str, set[str]]) -> Iterator[str]:
    if unknown := set(incident) - KEYS - set(TOLLS):
        yield f"unknown keys {sorted(unknown)}"
    if incident["outcome"] not in OUTCOMES:
        yield f"no outcome: {incident['outcome']}"
    given = {
        "types": incident["types"],
        "targets": [target["type"] for target in incident["targets"]],
        "weapons": [weapon["type"] for weapon in incident["weapons"]],
    }
    for name, values in given.items():
        if unknown := set(values) - codes[name]:
            yield f"no {name} of the codebook: {sorted(unknown)}"
    for name in (*TOLLS, "perpetrators"):
        for told in incident[name]:
            if told["modality"] not in MODALITIES:
                yield f"no modality: {told['modality']}"
    country = (incident["place"] or {}).get("country")
    if country is not None and not (len(country) == 2 and country.isupper()):
        yield f"no country: {country}"


def _told(incident: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if incident["place"]:
        yield "place", incident["place"]
    for name in LISTS:
        if name != "types":
            for value in incident[name]:
                if not value.get("quote"):
                    yield name, {"quote": f"(no quote) {value}"}
                yield name, value
