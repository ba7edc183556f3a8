"""Lists of ids as one parameter: the same rows as one by one, found by an index."""

from __future__ import annotations

import pytest
from sqlalchemy import not_, or_, select, text

from dateline.ledger import Ledger
from dateline.ledger.listing import among
from dateline.ledger.schema import mentions, reports
from made_codings import coding


@pytest.fixture
def stored(ledger: Ledger) -> list[str]:
    made = [coding(number, title=f"Blast {number}") for number in range(1, 6)]
    for one in made:
        ledger.add(one)
    return sorted(one.reports[0].id for one in made)


def test_one_of_them_or_none_of_them(ledger: Ledger, stored: list[str]) -> None:
    with ledger.reading() as connection:
        some = select(reports.c.id).where(among(reports.c.id, [*stored[:2], "r0"]))
        assert sorted(connection.scalars(some)) == stored[:2]
        assert not connection.scalars(select(reports.c.id).where(among(reports.c.id, []))).all()
        either = or_(among(reports.c.id, stored[:1]), among(reports.c.title, ["Blast 2", 'a "quote"', "it's"]))
        assert len(connection.scalars(select(reports.c.id).where(either)).all()) in (1, 2)
        others = select(reports.c.id).where(not_(among(reports.c.id, stored[:2])))
        assert sorted(connection.scalars(others)) == stored[2:]


def test_however_many_the_query_reads_the_same(ledger: Ledger) -> None:
    def said(number: int) -> str:
        query = select(mentions.c.id).where(among(mentions.c.id, [f"i{n}" for n in range(number)]))
        return str(query.compile(ledger.engine))

    assert said(1) == said(5_000)


def test_an_index_answers(ledger: Ledger, stored: list[str]) -> None:
    if ledger.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL goes through a table of five rows, and is right to")
    query = select(reports).where(among(reports.c.id, stored)).compile(ledger.engine)
    with ledger.reading() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {query}".replace("?", "'[]'"))).all()
    assert next(row[3] for row in plan if "reports" in row[3]).startswith("SEARCH reports USING")
