"""Full-text search over the reports: SQLite FTS5, PostgreSQL tsvector; the same words find the same kind of thing.

Words are joined by "and"; "a phrase in quotes" is found as it stands. Nothing else is an operator, so that no
words of a person can break the query. Quotes of statements are slices of the texts, so they are found too.
PostgreSQL also finds other forms of an English word; SQLite finds words as written, accents aside.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    TextClause,
    bindparam,
    false,
    func,
    literal,
    literal_column,
    null,
    select,
    table,
    text,
    true,
)
from sqlalchemy.types import Integer, String

from dateline.ledger.columns import escaped, unescaped
from dateline.ledger.filters import NOW, AsOf
from dateline.ledger.held import Numbers
from dateline.ledger.listing import among
from dateline.ledger.schema import incident_of, mentions, report_family, reports
from dateline.ledger.verdicts import chunks

_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
_ONE_WORD = re.compile(r'"\w+"', re.UNICODE)
_WORD = re.compile(r"\w", re.UNICODE)
# Listing what m reports tell of and sorting it takes as long as going through incidents in their order until a page
# is full where m * m is about so many times the number of all reports.
LISTING = 8
LISTED = 1.5  # what listing a report takes on PostgreSQL against looking at an incident
# On PostgreSQL reading this many reports that hold the words takes as long as going through all by day till a page
# is full, some 30 ms at 575,000 reports.
RARE_TEXTS = 10_000
SOON = 4_000  # reports whose numbers PostgreSQL tells in some 50 ms; SQLite tells those of half a million
MANY_TEXTS = 100_000  # of more reports that hold a word no set is made
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


class Sought:
    """Words sought in the texts of reports.

    Raises ValueError where there is no word to search for. How many reports hold them decides how they are looked
    for: few are listed, and what they tell of is sorted; of more a set is made, in which the reports of each
    incident that comes up are looked for; a word that very many hold is looked for in each of those reports.
    """

    def __init__(self, connection: Connection, words: str) -> None:
        self.given = words
        self._connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"
        self.words = _asked(words, is_sqlite=self._is_sqlite)
        self._is_word = _ONE_WORD.fullmatch(self.words) is not None
        self._matches: int | None = None
        self._reports: int | None = None

    @property
    def is_few(self) -> bool:
        """Say whether what the reports tell of is best listed and sorted."""
        return self._about() <= math.isqrt(LISTING * self._every())

    def listing(self, share: float) -> float:
        """Return about what listing takes, in incidents looked at, of which a share fits."""
        return math.inf if self._is_sqlite else share * self._every() * LISTED

    def matches(self) -> int:
        """Return how many reports hold the words, up to what makes a difference: the text index alone tells it."""
        if self._matches is None:
            # That very many hold a phrase is not asked: to count them takes as long as to make a set of them.
            most = MANY_TEXTS if self._is_word else math.isqrt(LISTING * self._every())
            counted = self._bound(f"SELECT count(*) FROM ({_HOLDING[self._is_sqlite]} LIMIT {most + 1}) AS found")
            self._matches = self._connection.scalar(counted) or 0
        return self._matches

    def _every(self) -> int:
        """Return about how many reports there are."""
        if self._reports is None:
            self._reports = last_number(self._connection)
        return self._reports

    def _about(self) -> float:
        """Return how many reports hold the words, as far as that is told at once."""
        if self._is_sqlite:
            return self.matches()
        if not self._is_word:
            return math.inf  # PostgreSQL counts only by reading them, and takes words for independent of each other
        return self._planned()

    def _planned(self) -> float:
        """Return how many reports hold the words as PostgreSQL plans for them."""
        planned = self._connection.scalar(self._bound(f"EXPLAIN (FORMAT JSON) {_HOLDING[False]}"))
        return float(planned[0]["Plan"]["Plan Rows"])

    def by_day(self) -> ColumnElement[bool]:
        """Return the condition that a report holds the words, for a page of reports by day."""
        if self._is_sqlite or self._planned() > RARE_TEXTS:
            return self.held(reports.c.id, is_listed=self.is_few)
        # PostgreSQL takes a word that it has no count of for one in two hundred reports, and would go through all.
        found = self._bound(_HOLDING[False]).columns(report=String).cte("found").prefix_with("MATERIALIZED")
        return reports.c.id.in_(select(found.c.report))

    def told(self, incident: ColumnElement[str], *, is_listed: bool) -> ColumnElement[bool]:
        """Return the condition that a report of an incident holds the words; ``is_listed``: found by listing them."""
        query = select(incident_of.c.incident) if is_listed else select(true())
        query = query.select_from(incident_of).join(mentions, mentions.c.id == incident_of.c.mention)
        if self._is_sqlite:
            query = query.join(report_family, report_family.c.report == mentions.c.report)
        query = query.where(self.held(mentions.c.report, is_listed=is_listed))
        if is_listed:
            return incident.in_(query)
        # Not "exists": PostgreSQL would make that a list all the same.
        found = query.where(incident_of.c.incident == incident).limit(1).scalar_subquery()
        return func.coalesce(found, false())

    def held(self, report: ColumnElement[str], *, is_listed: bool) -> ColumnElement[bool]:
        """Return the condition that a report holds the words; on SQLite its row of ``report_family`` is at hand."""
        search = table("report_search")
        if not self._is_sqlite:
            of_it = self._bound("report_search.words @@ websearch_to_tsquery('english', :words)")
            same: ColumnElement[bool] = literal_column("report_search.report") == report
            return select(literal(1)).select_from(search).where(same, of_it).exists()
        if is_listed or not self._is_word or self.matches() <= MANY_TEXTS:
            # The call keeps SQLite from going through the set for each report.
            number = report_family.c.number if is_listed else func.coalesce(report_family.c.number, null())
            return number.in_(self._bound(_HOLDING[True]).columns(rowid=Integer))
        of_it = self._bound("report_search.rowid = report_family.number AND report_search MATCH :words")
        return select(literal(1)).select_from(search).where(of_it).exists()

    @property
    def is_soon(self) -> bool:
        """Say whether ``numbers`` can be waited for."""
        return self._is_sqlite or self._planned() <= SOON

    def numbers(self, *, after: int = 0, among: Numbers | None = None) -> Numbers:
        """Return the reports that hold the words, by their numbers: those after one, and of some reports only."""
        if not self._is_sqlite and not after and among is None and self.is_soon:
            query = self._bound(_FEW_NUMBERS)
        else:
            of_some = "" if among is None else _AMONG[self._is_sqlite]
            query = self._bound(f"{_NUMBERS[self._is_sqlite]}{of_some}").bindparams(after=after)
        if among is not None:
            query = query.bindparams(bindparam("among", ",".join(map(str, among.tolist())), type_=String))
        # One string of all is read ten times faster than a row each.
        told = self._connection.scalar(query)
        return np.fromstring(told, np.int32, sep=",") if told else np.empty(0, np.int32)

    def among(self, reports_of: Iterable[str]) -> set[str]:
        """Return those of some reports that hold the words."""
        found: set[str] = set()
        for chunk in chunks(reports_of):
            query = select(report_family.c.report).where(among(report_family.c.report, chunk))
            found |= set(self._connection.scalars(query.where(self.held(report_family.c.report, is_listed=False))))
        return found

    def _bound(self, query: str) -> TextClause:
        return text(query).bindparams(bindparam("words", self.words, type_=String))


# By whether it is SQLite: the reports that hold the words, by what the text index calls them.
_HOLDING = {
    True: "SELECT rowid FROM report_search WHERE report_search MATCH :words",
    False: "SELECT report FROM report_search WHERE words @@ websearch_to_tsquery('english', :words)",
}
_NUMBERS = {
    True: "SELECT group_concat(rowid) FROM report_search WHERE report_search MATCH :words AND rowid > :after",
    False: "SELECT string_agg(f.number::text, ',') FROM report_search s JOIN report_family f ON f.report = s.report"
    " WHERE s.words @@ websearch_to_tsquery('english', :words) AND f.number > :after",
}
# Looking up the number of each; joined, PostgreSQL would read the numbers of all reports for a few.
_FEW_NUMBERS = (
    "SELECT string_agg((SELECT f.number FROM report_family f WHERE f.report = s.report)::text, ',')"
    " FROM report_search s WHERE s.words @@ websearch_to_tsquery('english', :words)"
)
_AMONG = {
    True: " AND rowid IN (SELECT value FROM json_each('[' || :among || ']'))",
    False: " AND f.number = ANY (string_to_array(:among, ',')::int[])",
}


def last_number(connection: Connection) -> int:
    """Return the number of the report that came last."""
    return connection.scalar(select(func.max(report_family.c.number))) or 0


def _asked(words: str, *, is_sqlite: bool) -> str:
    """Return the words as an engine's text search takes them."""
    wanted = phrases(words)
    if not wanted:
        raise ValueError(f"{words!r} holds no word to search for")
    if is_sqlite:
        return " ".join('"' + escaped(phrase).replace('"', '""') + '"' for phrase in wanted)
    return " ".join(f'"{escaped(phrase)}"' for phrase in wanted)


def search(connection: Connection, words: str, *, as_of: AsOf = NOW, limit: int = 50) -> list[Hit]:
    """Return the reports that hold all the words, the latest first; raises ValueError for no words."""
    query = select(reports.c.id, reports.c.published, reports.c.outlet, reports.c.title, reports.c.text)
    query = query.join(report_family, report_family.c.report == reports.c.id)
    query = query.where(Sought(connection, words).by_day())
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
