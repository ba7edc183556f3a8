"""Finds what an id names, given whole or as the first letters that only it has."""

from __future__ import annotations

from sqlalchemy import Column, Connection, func, select

from dateline.ledger.engine import LedgerError
from dateline.ledger.schema import incident_of, mentions, reports, statements, verdicts


class UnknownIdError(LedgerError):
    """An id that names nothing in the ledger, or the beginning of several; the message says what to do."""


_SHOWN = 5  # ids named where several fit
_PAST = "zz"  # behind every id that begins alike, in every collation


def find_incident(connection: Connection, name: str) -> str:
    """Return the id of the incident or group that an id, or its beginning, names.

    A mention's id names the incident that the mention tells of, so an id from before a merge still leads there.
    Raises UnknownIdError where nothing or more than one thing is so called.
    """
    exact = select(incident_of.c.incident).where(incident_of.c.incident == name).limit(1)
    found: str | None = connection.scalar(exact)
    if found is not None:
        return found
    begun = _beginning(connection, incident_of.c.mention, name) if name else []
    named = _beginning(connection, incident_of.c.incident, name) if name else []
    told = select(incident_of.c.incident).where(incident_of.c.mention.in_(begun))
    if len(begun) == 1 or not named:
        named = sorted(set(connection.scalars(told)))
    return _only(named, name, "incident", "`incidents` lists them")


def find_mention(connection: Connection, name: str) -> str:
    """Return the id of the mention that an id, or its beginning, names; of an incident's the first mention's."""
    found = _beginning(connection, mentions.c.id, name)
    if not found:
        incident = find_incident(connection, name)
        query = select(incident_of.c.mention).where(incident_of.c.incident == incident)
        found = sorted(connection.scalars(query))[:1]
    return _only(found, name, "incident or mention", "`incidents` and `show` list them")


def find_statement(connection: Connection, name: str) -> str:
    """Return the id of the statement that an id, or its beginning, names."""
    return _only(_beginning(connection, statements.c.id, name), name, "statement", "`show` lists an incident's")


def find_verdict(connection: Connection, name: str) -> str:
    """Return the id of the verdict that an id, or its beginning, names."""
    return _only(_beginning(connection, verdicts.c.id, name), name, "verdict", "`show` lists those on an incident")


def find_report(connection: Connection, name: str) -> str:
    """Return the id of the report that an id, or its beginning, names."""
    return _only(_beginning(connection, reports.c.id, name), name, "report", "`show` lists an incident's")


def _beginning(connection: Connection, column: Column[str], name: str) -> list[str]:
    """Return the ids that begin so, a few; the whole id alone where there is one."""
    query = select(column).where(column >= name, column < name + _PAST, func.substr(column, 1, len(name)) == name)
    found = list(connection.scalars(query.distinct().order_by(column).limit(_SHOWN + 1)))
    return [name] if name in found else found


def _only(found: list[str], name: str, kind: str, hint: str) -> str:
    if not found or not name:
        raise UnknownIdError(f"no {kind} {name!r} in this ledger; {hint}")
    if len(found) > 1:
        more = ", ..." if len(found) > _SHOWN else ""
        raise UnknownIdError(f"{name!r} is the beginning of {', '.join(found[:_SHOWN])}{more}; write more of it")
    return found[0]


class Find:
    """Finds ids by their beginnings, on the connection that decides."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def incident(self, name: str) -> str:
        """Return an incident's id."""
        return find_incident(self._connection, name)

    def mention(self, name: str) -> str:
        """Return a mention's id."""
        return find_mention(self._connection, name)

    def statement(self, name: str) -> str:
        """Return a statement's id."""
        return find_statement(self._connection, name)

    def verdict(self, name: str) -> str:
        """Return a verdict's id."""
        return find_verdict(self._connection, name)

    def property(self, statement: str) -> str:
        """Return the property of a statement, by its whole id."""
        return str(self._connection.scalar(select(statements.c.property).where(statements.c.id == statement)))
