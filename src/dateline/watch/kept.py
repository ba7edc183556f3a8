"""What a watch has asked and is to ask yet, kept in the ledger's working tables: a stop and a start go on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Table, delete, func, insert, select, update

from dateline.ledger import Ledger
from dateline.ledger.working import watched_articles, watched_feeds

# An article is forgotten this long after its feed last named it; feeds name theirs for days or weeks.
_FORGOTTEN_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed: what its server gave to ask with, when to ask again, and what went wrong."""

    url: str
    outlet: str
    due: datetime
    etag: str | None = None
    modified: str | None = None
    asked: datetime | None = None
    failures: int = 0
    problem: str | None = None
    added: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """An article that a feed named: to be fetched when it is due, or settled as a report or with a problem."""

    link: str
    feed: str
    published: date | None
    listed: datetime
    due: datetime
    tries: int = 0
    settled: bool = False
    report: str | None = None
    problem: str | None = None


class Kept:
    """Reads and writes the state of a watch; each call is a transaction of its own."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def feed(self, url: str) -> FeedState | None:
        """Return what is known of a feed; None where it was never asked."""
        with self._ledger.reading() as connection:
            row = connection.execute(select(watched_feeds).where(watched_feeds.c.url == url)).first()
        return FeedState(**_fields(row, watched_feeds)) if row else None

    def feeds(self) -> tuple[FeedState, ...]:
        """Return all feeds that were ever asked, by address."""
        with self._ledger.reading() as connection:
            found = connection.execute(select(watched_feeds).order_by(watched_feeds.c.url)).all()
        return tuple(FeedState(**_fields(row, watched_feeds)) for row in found)

    def article(self, link: str) -> Article | None:
        """Return what is known of an article, whichever feed named it."""
        with self._ledger.reading() as connection:
            row = connection.execute(select(watched_articles).where(watched_articles.c.link == link)).first()
        return Article(**_fields(row, watched_articles)) if row else None

    def waiting(self, feed: str) -> tuple[Article, ...]:
        """Return the articles of a feed that are to be fetched yet, in order of their addresses."""
        query = select(watched_articles).where(watched_articles.c.feed == feed, ~watched_articles.c.settled)
        with self._ledger.reading() as connection:
            found = connection.execute(query.order_by(watched_articles.c.link)).all()
        return tuple(Article(**_fields(row, watched_articles)) for row in found)

    def backlog(self) -> dict[str, int]:
        """Return how many articles of each feed are to be fetched yet."""
        number = func.count().label("number")
        query = select(watched_articles.c.feed, number).where(~watched_articles.c.settled)
        with self._ledger.reading() as connection:
            found = connection.execute(query.group_by(watched_articles.c.feed)).all()
        return {str(row.feed): int(row.number) for row in found}

    def keep_article(self, article: Article) -> None:
        """Keep what is known of an article in place of what was."""
        self._put(None, (article,))

    def keep(self, feed: FeedState, listed: Iterable[Article] = ()) -> tuple[Article, ...]:
        """Keep a feed with the articles that it names, at once; return those articles that are new."""
        return self._put(feed, listed, is_listing=True)

    def _put(
        self, feed: FeedState | None, articles: Iterable[Article], *, is_listing: bool = False
    ) -> tuple[Article, ...]:
        new = []
        with self._ledger.writing() as connection:
            if feed:
                connection.execute(delete(watched_feeds).where(watched_feeds.c.url == feed.url))
                connection.execute(insert(watched_feeds), _row(feed, watched_feeds))
            for article in articles:
                is_same = watched_articles.c.link == article.link
                if connection.scalar(select(watched_articles.c.link).where(is_same)) is None:
                    connection.execute(insert(watched_articles), _row(article, watched_articles))
                    new.append(article)
                elif is_listing:
                    connection.execute(update(watched_articles).where(is_same).values(listed=article.listed))
                else:
                    connection.execute(
                        update(watched_articles).where(is_same).values(_row(article, watched_articles))
                    )
            if feed and feed.asked:
                old = watched_articles.c.listed < feed.asked - _FORGOTTEN_AFTER
                connection.execute(
                    delete(watched_articles).where(
                        watched_articles.c.feed == feed.url, watched_articles.c.settled, old
                    )
                )
        return tuple(new)

    def count_added(self, url: str) -> None:
        """Count one more report that a feed brought."""
        with self._ledger.writing() as connection:
            more = update(watched_feeds).where(watched_feeds.c.url == url).values(added=watched_feeds.c.added + 1)
            connection.execute(more)


def _fields(row: Row[Any], table: Table) -> dict[str, Any]:
    return {column.name: row._mapping[column] for column in table.columns}


def _row(value: FeedState | Article, table: Table) -> dict[str, object]:
    return {column.name: getattr(value, column.name) for column in table.columns}


def failed(state: FeedState, problem: str, due: datetime) -> FeedState:
    """Return the state of a feed that did not answer well, once more."""
    return replace(state, failures=state.failures + 1, problem=problem, due=due)
