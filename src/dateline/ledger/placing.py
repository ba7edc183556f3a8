"""Gives very many reports their families and versions, with the result that ``family`` has one by one.

Reports that may be near another one, or a version of it, are few: those are placed by ``family`` itself. All others
are a family of their own, which is written at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import cast

from sqlalchemy import Connection, delete, func, select, tuple_

from dateline.ledger import family
from dateline.ledger.copying import insert_rows
from dateline.ledger.engine import fetched
from dateline.ledger.listing import among
from dateline.ledger.rows import Row
from dateline.ledger.schema import report_bands, report_family, reports
from dateline.ledger.verdicts import chunks

_AT_ONCE = 5_000
_HEADLINES_AT_ONCE = 500
_Trait = str | tuple[str] | tuple[str, str]  # a band, a URL, an outlet with a headline
Banded = tuple[Row, tuple[str, ...]]  # a report's row, and the bands of its text, sorted


def banded(report: Row) -> Banded:
    """Return a report with the bands of its text."""
    return report, tuple(sorted(set(family.bands(family.shingles(str(report["text"]))))))


def place(connection: Connection, new: Sequence[Banded]) -> tuple[set[str], set[str]]:
    """Give families and versions to reports whose rows were just inserted.

    Returns those of them that may be near another one, and all reports of which these became another, as
    ``family.place_in_family`` does.
    """
    near = _near_others(connection, new)
    alone = [(report, own) for report, own in new if str(report["id"]) not in near]
    insert_rows(connection, report_bands, _band_rows(alone))
    _put_alone(connection, (str(report["id"]) for report, _ in alone))
    moved: set[str] = set()
    for report, _ in new:
        if str(report["id"]) in near:
            moved |= family.place_in_family(connection, report)
    return near, moved


def place_all(connection: Connection) -> None:
    """Give all reports of a ledger their families and versions; ``report_bands`` and ``report_family`` are empty."""
    ids = list(connection.scalars(select(reports.c.id).order_by(reports.c.published, reports.c.id)))
    for chunk in chunks(ids, _AT_ONCE):
        query = select(reports.c.id, reports.c.text).where(among(reports.c.id, chunk))
        insert_rows(connection, report_bands, _band_rows([banded(row) for row in fetched(connection, query)]))
    near = _near_any(connection)
    for chunk in chunks(sorted(near), _AT_ONCE):
        connection.execute(delete(report_bands).where(among(report_bands.c.report, chunk)))
    _put_alone(connection, (report for report in ids if report not in near))
    for chunk in chunks([report for report in ids if report in near]):
        query = select(reports).where(among(reports.c.id, chunk)).order_by(reports.c.published, reports.c.id)
        for report in fetched(connection, query):
            family.place_in_family(connection, report)


def _put_alone(connection: Connection, ids: Iterable[str]) -> None:
    own: list[Row] = [{"report": report, "family": report, "replaces": None} for report in ids]
    insert_rows(connection, report_family, own)


def _band_rows(found: Iterable[Banded]) -> list[Row]:
    pairs = sorted((band, str(report["id"])) for report, own in found for band in own)
    return [{"band": band, "report": report} for band, report in pairs]


def _near_others(connection: Connection, new: Sequence[Banded]) -> set[str]:
    """Return those that share a band, a URL, or outlet and headline with another report, stored or of these."""
    traits = {str(report["id"]): _traits(report, own) for report, own in new}
    held = Counter(trait for own in traits.values() for trait in own)
    taken = {trait for trait, number in held.items() if number > 1}
    band = report_bands.c.band
    for some_bands in chunks(sorted(trait for trait in held if isinstance(trait, str)), _AT_ONCE):
        taken |= set(connection.scalars(select(band).where(among(band, some_bands)).distinct()))
    stored = select(report_family.c.report).where(report_family.c.report == reports.c.id).exists()
    pages = [trait[0] for trait in held if isinstance(trait, tuple) and len(trait) == 1]
    for chunk in chunks(pages):
        taken |= {
            (page,) for page in connection.scalars(select(reports.c.url).where(reports.c.url.in_(chunk), stored))
        }
    headline = tuple_(reports.c.outlet, reports.c.title)
    headlines = [trait for trait in held if isinstance(trait, tuple) and len(trait) == 2]
    for at in range(0, len(headlines), _HEADLINES_AT_ONCE):
        some = headlines[at : at + _HEADLINES_AT_ONCE]
        query = select(reports.c.outlet, reports.c.title).where(headline.in_(some), stored)
        taken |= {(outlet, title) for outlet, title in connection.execute(query)}
    return {report for report, own in traits.items() if own & taken}


def _near_any(connection: Connection) -> set[str]:
    """Return all reports that share a band, a URL, or outlet and headline with another one."""
    band, url, outlet, title = report_bands.c.band, reports.c.url, reports.c.outlet, reports.c.title
    several = func.count() > 1
    bands = select(band).group_by(band).having(several)
    pages = select(url).where(url.is_not(None)).group_by(url).having(several)
    headlines = (
        select(outlet, title).where(outlet.is_not(None), title.is_not(None)).group_by(outlet, title).having(several)
    )
    found = set(connection.scalars(select(report_bands.c.report).where(band.in_(bands))))
    found |= set(connection.scalars(select(reports.c.id).where(url.in_(pages))))
    return found | set(connection.scalars(select(reports.c.id).where(tuple_(outlet, title).in_(headlines))))


def _traits(report: Row, bands: Iterable[str]) -> set[_Trait]:
    own: set[_Trait] = set(bands)
    told = cast("dict[str, str | None]", report)
    if (url := told["url"]) is not None:
        own.add((url,))
    if (outlet := told["outlet"]) is not None and (title := told["title"]) is not None:
        own.add((outlet, title))
    return own
