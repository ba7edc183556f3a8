"""Which reports are one text, and which is a new version of which: derived, whatever the order of arrival.

Two reports are near-identical where at least nine in ten of the shorter one's five-word shingles stand in the
other. To find such pairs without comparing all, each text leaves a few bands: hashes over the least shingles
of parts of the hash space (one-permutation MinHash). Reports that share a band are compared in full, so bands
decide what is looked at and never what is near. Of pairs whose shingles overlap by half (one outlet cuts the
other's text in two), 16 bands of two find 99 in 100; by two thirds, 9,999 in 10,000: 1 - (1 - J^2)^16.

Sources: A. Broder, "On the resemblance and containment of documents" (1997); P. Li, A. Owen, C. Zhang, "One
Permutation Hashing" (2012) and A. Shrivastava, P. Li (2014) for what an empty part borrows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import blake2b
from typing import cast

import sqlalchemy
from sqlalchemy import Connection, and_, or_, select, update

from dateline.ledger.listing import among
from dateline.ledger.rows import Row
from dateline.ledger.schema import report_bands, report_family, reports

SHINGLE_WORDS = 5
NEAR = 0.9  # containment
FEW_SHINGLES = 20  # shorter texts are one family only if they are the same words
BANDS = 16
ROWS_A_BAND = 2
VERSION_DAYS = 3  # a new version under the same headline comes within so many days
VERSION_SHARE = 0.25  # and keeps at least this part of the shorter one's shingles: "Morning briefing" does not
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[int]:
    """Return 64-bit hashes of every five words in a row, whatever their case and what stands between them."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[n : n + SHINGLE_WORDS]) for n in range(max(1, len(words) - SHINGLE_WORDS + 1))}
    return frozenset(_hash(run) for run in runs)


def _hash(words: str) -> int:
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the part of the smaller set that is in the other."""
    return len(one & other) / min(len(one), len(other))


def are_near(one: frozenset[int], other: frozenset[int]) -> bool:
    """Say whether two texts, given as shingles, are near-identical."""
    if min(len(one), len(other)) < FEW_SHINGLES:
        return one == other
    return containment(one, other) >= NEAR


def bands(text_shingles: frozenset[int]) -> list[str]:
    """Return the names of the bands in which near-identical texts meet."""
    parts = BANDS * ROWS_A_BAND
    least: list[int | None] = [None] * parts
    for value in text_shingles:
        part = value % parts
        kept = least[part]
        if kept is None or value < kept:
            least[part] = value
    # An empty part takes the least of the next one that is not; how far away that is goes into the name.
    filled = []
    for part in range(parts):
        step = next(n for n in range(parts) if least[(part + n) % parts] is not None)
        filled.append(f"{least[(part + step) % parts]:x}+{step}")
    return [
        f"{_hash(' '.join([str(n), *filled[n * ROWS_A_BAND : (n + 1) * ROWS_A_BAND]])):016x}" for n in range(BANDS)
    ]


def place_in_family(connection: Connection, report: Row) -> set[str]:
    """Give a new report its family and its versions.

    Returns the other reports whose family or line of versions became another or grew.
    """
    rid, text = str(report["id"]), str(report["text"])
    own = shingles(text)
    named = bands(own)
    near = _families_near(connection, own, named)
    connection.execute(sqlalchemy.insert(report_bands), [{"band": b, "report": rid} for b in sorted(set(named))])
    family = min([rid, *near])
    moved: set[str] = set()
    for other in sorted(near - {family}):
        moved |= set(connection.scalars(select(report_family.c.report).where(report_family.c.family == other)))
        connection.execute(update(report_family).where(report_family.c.family == other).values(family=family))
    if near:
        moved |= set(connection.scalars(select(report_family.c.report).where(report_family.c.family == family)))
    earlier, later = _versions(connection, report, own)
    replaces = max(earlier, default=(None, None))[1]
    connection.execute(sqlalchemy.insert(report_family).values(report=rid, family=family, replaces=replaces))
    for other, replaced_day, replaced in later:
        if replaced is None or (replaced_day, replaced) < (report["published"], rid):
            connection.execute(update(report_family).where(report_family.c.report == other).values(replaces=rid))
    return moved | (_line_of_versions(connection, rid) if later else set())


def _line_of_versions(connection: Connection, rid: str) -> set[str]:
    """Return all other reports that a line of versions connects with a report."""
    older, newer = report_family.c.replaces, report_family.c.report
    found, ahead = {rid}, {rid}
    while ahead:
        near = select(newer, older).where(
            older.is_not(None), or_(among(newer, sorted(ahead)), among(older, sorted(ahead)))
        )
        ahead = {report for pair in connection.execute(near) for report in pair if report} - found
        found |= ahead
    return found - {rid}


def _families_near(connection: Connection, own: frozenset[int], named: Iterable[str]) -> set[str]:
    """Return the families that hold a report near-identical to a text."""
    candidates = (
        select(report_family.c.family, report_family.c.report)
        .join(report_bands, report_bands.c.report == report_family.c.report)
        .where(report_bands.c.band.in_(sorted(set(named))))
        .distinct()
        .order_by(report_family.c.family, report_family.c.report)
    )
    near: set[str] = set()
    for family, report in connection.execute(candidates).all():
        if family in near:
            continue  # one near report is enough
        text = connection.scalar(select(reports.c.text).where(reports.c.id == report))
        if are_near(own, shingles(str(text))):
            near.add(family)
    return near


_Later = tuple[str, date | None, str | None]  # a report, and the day and id of the one that it replaces so far


def _versions(
    connection: Connection, report: Row, own: frozenset[int]
) -> tuple[list[tuple[date, str]], list[_Later]]:
    """Return the earlier versions of a report (day, id), and the later ones.

    A version is of the same outlet, and has the same URL, or the same headline within three days and a part of
    the words. Earlier and later are told by day of publication, then id: what arrived first does not count.
    """
    replaced = reports.alias("replaced")
    day, rid = cast("date", report["published"]), str(report["id"])
    alike = []
    if report["url"] is not None:
        alike.append(reports.c.url == report["url"])
    if report["title"] is not None and report["outlet"] is not None:
        since, until = day - timedelta(VERSION_DAYS), day + timedelta(VERSION_DAYS)
        alike.append(and_(reports.c.title == report["title"], reports.c.published.between(since, until)))
    if not alike:
        return [], []
    same_outlet = reports.c.outlet.is_(None) if report["outlet"] is None else reports.c.outlet == report["outlet"]
    others = (
        select(reports.c.id, reports.c.published, reports.c.url, reports.c.text, replaced.c.published, replaced.c.id)
        .join(report_family, report_family.c.report == reports.c.id)
        .outerjoin(replaced, replaced.c.id == report_family.c.replaces)
        .where(reports.c.id != rid, same_outlet, or_(*alike))
    )
    earlier: list[tuple[date, str]] = []
    later: list[_Later] = []
    for other, published, url, text, replaced_day, replaced_id in connection.execute(others):
        is_same_page = url is not None and url == report["url"]
        if not is_same_page and containment(own, shingles(text)) < VERSION_SHARE:
            continue
        if (published, other) < (day, rid):
            earlier.append((published, other))
        else:
            later.append((other, replaced_day, replaced_id))
    return earlier, later
