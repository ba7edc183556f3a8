"""Clusters worked out around what is new are those that clustering everything gives, whatever came in what order."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, insert, select

from dateline.ledger import schema
from dateline.ledger.linking import rule
from dateline.ledger.reach import reached
from dateline.ledger.recluster import clustering_of, recluster
from dateline.ledger.rows import date_columns, place_columns

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAY = date(2017, 6, 1)
MENTIONS, LINKED = 16, 0.35  # of the pairs
KINDS = ("same", "same", "different", "different", "unsure")


class Made:
    """A ledger's tables of linking, filled with made-up mentions, links and verdicts."""

    def __init__(self, connection: Connection, chance: Random) -> None:
        self.connection, self._chance = connection, chance
        tables = (schema.runs, schema.reports, schema.mentions, schema.verdicts, schema.links)
        every = [*tables, schema.incident_of, schema.incident_before]
        schema.metadata.create_all(connection, tables=every)
        self.known: list[str] = []
        self._reports: dict[str, str] = {}
        self._verdicts: list[str] = []

    def add(self, number: int, group: str | None = None) -> str:
        """Add a mention, of a report that one before it may have, with links to some before it."""
        name, chance = f"i{number:02d}", self._chance
        report = f"r{chance.randrange(number + 1) if chance.random() < 0.15 else number:02d}"
        if report not in self._reports.values():
            told = {"sha256": report, "text": report, "run": "n", "recorded": NOON, "seal": report, "language": "en"}
            day = DAY + timedelta(chance.randrange(8))
            self.connection.execute(insert(schema.reports), {"id": report, "published": day, **told})
        if group is not None and group not in self.known:
            self.insert(group, "group", report, None)
        self.insert(name, "incident", report, group)
        for other in self.known:
            if other.startswith("i") and self._reports[other] != report and chance.random() < LINKED:
                a, b = sorted((name, other))
                weight = rule().join + chance.choice((-2.5, -1.0, 0.5, 1.0, 3.0))
                self.connection.execute(insert(schema.links), {"mention": a, "other": b, "weight": weight})
        return name

    def insert(self, name: str, kind: str, report: str, group: str | None) -> None:
        """Insert a mention, its own incident until it is linked."""
        row = {"id": name, "kind": kind, "report": report, "group_id": group, "ordinal": 0, "members": None}
        row |= {"types": "[]", "outcome": None, "suicide": None, "recorded": NOON}
        row |= date_columns(None) | place_columns(None)
        self.connection.execute(insert(schema.mentions), row)
        self.connection.execute(insert(schema.incident_of), {"mention": name, "incident": name})
        self._reports[name] = report
        self.known.append(name)

    def judge(self) -> set[str]:
        """Record a verdict on two mentions, or undo one; return the mentions."""
        number, chance = len(self._verdicts), self._chance
        row: dict[str, object] = {"id": f"v{number:02d}", "author": "made", "recorded": NOON + timedelta(0, number)}
        row |= {"property": None, "value": None, "reason": None, "is_human": chance.random() < 0.5}
        if self._verdicts and chance.random() < 0.3:
            undone = schema.verdicts.c.id == chance.choice(self._verdicts)
            old = self.connection.execute(select(schema.verdicts).where(undone)).mappings().one()
            row |= {"kind": "undo", "subject": old["subject"], "other": old["other"], "reverses": old["id"]}
        else:
            subject, other = chance.sample([name for name in self.known if name.startswith("i")], 2)
            row |= {"kind": chance.choice(KINDS), "subject": subject, "other": other, "reverses": None}
        self.connection.execute(insert(schema.verdicts), row)
        self._verdicts.append(str(row["id"]))
        return {str(row["subject"]), str(row["other"])}

    def stored(self) -> tuple[dict[str, str], set[tuple[str, date, str]]]:
        """Return which incident each mention tells of, and told of on earlier days."""
        told = dict(self.connection.execute(select(schema.incident_of)).all())
        return told, {tuple(row) for row in self.connection.execute(select(schema.incident_before))}

    def worked_out(self) -> tuple[dict[str, str], set[tuple[str, date, str]]]:
        """Return the same by clustering everything."""
        found = clustering_of(self.connection, self.known)
        return dict(found.incident_of), {(b.mention, b.until, b.incident) for b in found.before}


@settings(deadline=None, max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_reached_clusters_are_those_of_everything(chance: Random, batch: int) -> None:
    with create_engine("sqlite://").connect() as connection:
        made = Made(connection, chance)
        new: set[str] = set()
        for number in range(MENTIONS):
            new.add(made.add(number, group=chance.choice(("g0", "g1", None, None, None, None, None, None))))
            if len(new) >= batch:
                recluster(connection, new)
                new = set()
                assert made.stored() == made.worked_out()
            if not new and number > 2 and chance.random() < 0.5:
                recluster(connection, made.judge())
                assert made.stored() == made.worked_out()


def test_clusters_that_only_chains_of_links_connect_are_left_alone() -> None:
    with create_engine("sqlite://").connect() as connection:
        made = Made(connection, Random(1))
        made.connection.execute(schema.mentions.delete())
        for number in range(40):
            name = f"i{number:02d}"
            row = {"id": f"r{number:02d}", "published": DAY + timedelta(number), "sha256": name, "text": name}
            row |= {"run": "n", "recorded": NOON, "seal": name, "language": "en"}
            connection.execute(insert(schema.reports), row)
            made.insert(name, "incident", str(row["id"]), None)
            if number:
                # Two that agree, then one that agrees with the second of them only, and less: it joins none.
                link = {"mention": f"i{number - 1:02d}", "other": name, "weight": rule().join + 1 + number % 2}
                connection.execute(insert(schema.links), link)
            found = reached(connection, {name})
            recluster(connection, {name})
            assert made.stored() == made.worked_out()
            assert len(found.mentions) <= 6
        assert len(clustering_of(connection, {"i00"}).incident_of) == 40
