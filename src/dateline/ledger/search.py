"""Full-text search over the reports: SQLite FTS5, PostgreSQL tsvector; the same words find the same kind of thing.

Words are joined by "and"; "a phrase in quotes" is found as it stands. Nothing else is an operator, so that no
words of a person can break the query. Quotes of statements are slices of the texts, so they are found too.
PostgreSQL also finds other forms of an English word; SQLite finds words as written, accents aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, TextClause, bindparam, func, select, table, text
from sqlalchemy.types import Integer, String

from dateline.ledger.columns import escaped, unescaped
from dateline.ledger.filters import NOW, AsOf
from dateline.ledger.schema import incident_of, mentions, report_family, reports

_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w", re.UNICODE)
_AROUND = 60  # characters of a text on each side of the first word found


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that holds the words searched for, with the words around the first of them."""

    report: str
    published: date
    outlet: str | None
    title: str | None
    around: str


def phrases(words: str) -> list[str]:
    """Return the words and quoted phrases of a search that hold a letter or a digit."""
    found = [" ".join((quoted or plain).split()) for quoted, plain in _PHRASE.findall(words)]
    return [phrase for phrase in found if _WORD.search(phrase)]


def holding(dialect: str, words: str) -> Select[tuple[str]]:
    """Return a query for the ids of the reports that hold the words.

    Raises ValueError where there is no word to search for.
    """
    asked = _asked(dialect, words)
    if dialect == "sqlite":
        numbers = _bound("SELECT rowid FROM report_search WHERE report_search MATCH :words", asked)
        return select(report_family.c.report).where(report_family.c.number.in_(numbers.columns(rowid=Integer)))
    names = _bound("SELECT report FROM report_search WHERE words @@ websearch_to_tsquery('english', :words)", asked)
    return select(report_family.c.report).where(report_family.c.report.in_(names.columns(report=String)))


def _asked(dialect: str, words: str) -> str:
    """Return the words as an engine's text search takes them."""
    wanted = phrases(words)
    if not wanted:
        raise ValueError(f"{words!r} holds no word to search for")
    if dialect == "sqlite":
        return " ".join('"' + escaped(phrase).replace('"', '""') + '"' for phrase in wanted)
    return " ".join(f'"{escaped(phrase)}"' for phrase in wanted)


def _bound(query: str, words: str) -> TextClause:
    return text(query).bindparams(bindparam("words", words, type_=String))


def condition(column: ColumnElement[str], dialect: str, words: str) -> ColumnElement[bool]:
    """Return the condition that a column of report ids holds one that holds the words."""
    return column.in_(holding(dialect, words))


def matches(connection: Connection, words: str, most: int) -> int:
    """Return how many reports hold the words, but no more than ``most``: the text index alone tells it."""
    found = holding(connection.dialect.name, words).limit(most).subquery()
    return connection.scalar(select(func.count()).select_from(found)) or 0


def told_by_some(incident: ColumnElement[str], dialect: str, words: str) -> ColumnElement[bool]:
    """Return the condition that a report of an incident holds the words, found from the reports that do."""
    query = select(incident_of.c.incident).join(mentions, mentions.c.id == incident_of.c.mention)
    return incident.in_(query.where(condition(mentions.c.report, dialect, words)))


def told_by_many(incident: ColumnElement[str], dialect: str, words: str) -> ColumnElement[bool]:
    """Return the same condition, put to the reports of each incident that is looked at."""
    query = (
        select(incident_of.c.mention)
        .join(mentions, mentions.c.id == incident_of.c.mention)
        .join(report_family, report_family.c.report == mentions.c.report)
        .where(incident_of.c.incident == incident)
    )
    if dialect == "sqlite":
        of_report = text("report_search.rowid = report_family.number AND report_search MATCH :words")
    else:
        of_report = text(
            "report_search.report = report_family.report"
            " AND report_search.words @@ websearch_to_tsquery('english', :words)"
        )
    bound = of_report.bindparams(bindparam("words", _asked(dialect, words), type_=String))
    return query.join(table("report_search"), bound).exists()


def search(connection: Connection, words: str, *, as_of: AsOf = NOW, limit: int = 50) -> list[Hit]:
    """Return the reports that hold all the words, the latest first; raises ValueError for no words."""
    query = select(reports.c.id, reports.c.published, reports.c.outlet, reports.c.title, reports.c.text)
    query = query.where(condition(reports.c.id, connection.dialect.name, words))
    if as_of.published is not None:
        query = query.where(reports.c.published <= as_of.published)
    if as_of.recorded is not None:
        query = query.where(reports.c.recorded <= as_of.recorded)
    found = connection.execute(query.order_by(reports.c.published.desc(), reports.c.id).limit(limit))
    return [Hit(rid, day, outlet, title, _around(body, words)) for rid, day, outlet, title, body in found]


def _around(body: str, words: str) -> str:
    plain = unescaped(body)
    folded = plain.casefold()
    places = [place for phrase in phrases(words) if (place := folded.find(phrase.casefold())) >= 0]
    start = max(0, min(places, default=0) - _AROUND)
    end = min(len(plain), min(places, default=0) + 2 * _AROUND)
    cut = " ".join(plain[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(plain) else ''}"
