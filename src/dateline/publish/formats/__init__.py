"""The formats by name: one module each, loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from dateline.publish import crosswalk
from dateline.publish.crosswalk import Crosswalk
from dateline.publish.writing import MissingLibraryError, Setting, Writer


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it is for, the files or folders it makes, and the libraries it needs beside the core's.

    ``most`` is how many incidents it is good for, where that has an end: a site has a file an incident, each with a
    hash on record, and a spreadsheet's sheet a million rows, which the statements of so many incidents fill.
    """

    name: str
    summary: str
    files: tuple[str, ...]
    needs: tuple[str, ...] = ()
    most: int | None = None

    @property
    def crosswalk(self) -> Crosswalk:
        """What the format says of itself: its standard, the rule of its number, what it cannot hold."""
        match self.name:
            case "gtd":
                return crosswalk.gtd()
            case "acled":
                return crosswalk.acled()
            case "ucdp-ged":
                return crosswalk.ucdp()
            case "plover":
                return crosswalk.plover()
            case _:
                return crosswalk.own(self.name)


_ALL = (
    Format("csv", "one row an incident, one a statement, one a coordinated attack",
           ("incidents.csv", "statements.csv", "groups.csv")),
    Format("jsonl", "the contract, a report a line, and the incidents as the ledger joins them, one a line",
           ("reports.jsonl", "incidents.jsonl")),
    Format("parquet", "the tables of csv with types, for DuckDB, pandas and R",
           ("incidents.parquet", "statements.parquet", "groups.parquet"), ("pyarrow",)),
    Format("geojson", "a dot an incident, as exact as the place is known; opens in QGIS", ("incidents.geojson",)),
    Format("xlsx", "a workbook with a sheet of incidents, of statements and of coordinated attacks",
           ("incidents.xlsx",), ("openpyxl",), most=200_000),
    Format("gtd", "GTD-style, 135 columns", ("gtd.csv",)),
    Format("acled", "ACLED-style, 31 columns", ("acled.csv",)),
    Format("ucdp-ged", "UCDP-GED-style, 49 columns", ("ucdp-ged.csv",)),
    Format("plover", "PLOVER events as JSON lines, and POLECAT's 40 columns", ("plover.jsonl", "polecat.tsv")),
    Format("ftm", "FollowTheMoney entities and statements, one dataset an outlet",
           ("ftm.entities.json", "ftm.statements.csv"), ("followthemoney",)),
    Format("prov", "W3C PROV-JSON: where every value comes from, a document an incident", ("prov.jsonl",)),
    Format("site", "a web site that works from a folder: list, map, timeline, every value with its quotes", ("site",),
           ("jinja2",), most=100_000),
)  # fmt: skip
FORMATS: Mapping[str, Format] = MappingProxyType({one.name: one for one in _ALL})
"""All formats by name, in the order in which they are listed."""

_MODULES = {
    "csv": "dateline.publish.formats.csv_tables",
    "jsonl": "dateline.publish.formats.json_lines",
    "parquet": "dateline.publish.formats.parquet",
    "geojson": "dateline.publish.formats.geojson",
    "xlsx": "dateline.publish.formats.xlsx",
    "gtd": "dateline.publish.formats.gtd",
    "acled": "dateline.publish.formats.acled",
    "ucdp-ged": "dateline.publish.formats.ucdp_ged",
    "plover": "dateline.publish.formats.plover",
    "ftm": "dateline.publish.formats.ftm",
    "prov": "dateline.publish.formats.provenance",
    "site": "dateline.publish.formats.site",
}


def open_writer(name: str, setting: Setting) -> Writer:
    """Return the writer of a format; raises MissingLibraryError where a library that it needs is not installed."""
    try:
        module = import_module(_MODULES[name])
    except ModuleNotFoundError as error:
        missing = (error.name or "").split(".")[0]
        if missing not in FORMATS[name].needs:
            raise
        raise MissingLibraryError(f"{name} needs {missing}: pip install 'dateline[publish]'") from error
    writer: Writer = module.open_writer(setting)
    return writer
