"""Records verdicts and brings the incidents that they touch up to date, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from dateline.codebook import Codebook
from dateline.ledger import rows, views
from dateline.ledger.columns import canonical
from dateline.ledger.lookup import UnknownIdError, find_incident, find_mention, find_statement, find_verdict
from dateline.ledger.recluster import clustering_of, recluster
from dateline.ledger.schema import incident_of, mentions, statements
from dateline.ledger.schema import verdicts as table
from dateline.ledger.verdicts import PIN, STATEMENT_KINDS, UNDO, Verdict, counting, in_force, verdict_of, verdicts_on
from dateline.ledger.write import after_other_verdicts
from dateline.link.across.cluster import PAIR_KINDS, Conflict
from dateline.model import TOLL_PROPERTIES, content_id


@dataclass(frozen=True, slots=True)
class OutcomeOf:
    """What became of what a verdict is about: the incidents now, and of a pair whether it was followed.

    ``conflicts`` are ``same`` verdicts around that could not be followed, each with the pairs that forbid it.
    """

    incidents: tuple[str, ...]
    conflicts: tuple[Conflict, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the outcome for programs."""
        conflicts = [
            {"same": list(c.same), "forbidden_by": [list(p) for p in c.forbidden_by]} for c in self.conflicts
        ]
        return {"incidents": list(self.incidents), "conflicts": conflicts}

    def lines(self) -> Iterator[str]:
        """Yield the outcome in words."""
        names = ", ".join(self.incidents)
        yield f"now incident {names}" if len(self.incidents) == 1 else f"now incidents {names}"
        for conflict in self.conflicts:
            why = "; ".join(f"{a} and {b} are different" for a, b in conflict.forbidden_by)
            why = why or "one is an incident, the other a group"
            yield f"not followed: {conflict.same[0]} and {conflict.same[1]} are the same, because {why}"


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


class Judging:
    """Records verdicts of one author on a connection that writes.

    ``is_human`` tells a person's verdicts from a rule's; ``book`` is the coding scheme of the derived tables;
    ``moment`` is the time of recording in UTC, put forward to the last one recorded if it lies before it.
    """

    def __init__(
        self, connection: Connection, author: str, moment: datetime, book: Codebook, *, is_human: bool = True
    ) -> None:
        self._connection = connection
        self.find = Find(connection)
        self.author = author
        self._moment = moment
        self._book = book
        self._is_human = is_human

    def statement(
        self, kind: str, statement: str, *, value: Mapping[str, object] | None = None, reason: str | None = None
    ) -> Verdict:
        """Accept, correct or reject a statement; ``value`` has the fields that are put right, in the contract's form.

        Raises UnknownIdError for an unknown statement, ValueError for a value that is none of its property.
        """
        if kind not in STATEMENT_KINDS:
            raise ValueError(f"{kind!r} is no verdict on a statement; they are {', '.join(STATEMENT_KINDS)}")
        if (value is not None) != (kind == "correct"):
            raise ValueError("a correction needs the right value, and no other verdict takes one")
        found = self._connection.execute(
            select(statements.c.property, statements.c.about, statements.c.value).where(statements.c.id == statement)
        ).first()
        if found is None:
            raise UnknownIdError(f"no statement {statement} in this ledger; `show` lists an incident's statements")
        told = json.loads(found.value)
        text = canonical(_checked(found.property, {**told, **value})) if value is not None else None
        return self._record(kind, statement, value=text, reason=reason, touched=self._told_by([found.about]))

    def pair(self, kind: str, subject: str, other: str, *, reason: str | None = None) -> Verdict:
        """Say of two mentions that they tell of the same incident, of different ones, or that it is unsure.

        Raises UnknownIdError for an unknown mention, for one of a group with one of an incident, and for one twice.
        """
        if kind not in PAIR_KINDS:
            raise ValueError(f"{kind!r} is no verdict on a pair; they are {', '.join(PAIR_KINDS)}")
        query = select(mentions.c.id, mentions.c.kind).where(mentions.c.id.in_([subject, other]))
        kinds = dict(self._connection.execute(query).all())
        for mention in (subject, other):
            if mention not in kinds:
                raise UnknownIdError(f"no mention {mention} in this ledger; `show` lists an incident's mentions")
        if subject == other:
            raise UnknownIdError(f"{subject} is one mention; a verdict on a pair needs two")
        if kinds[subject] != kinds[other]:
            raise UnknownIdError(
                f"{subject} and {other} are an incident and a group of incidents; judge two of one kind"
            )
        return self._record(kind, subject, other=other, reason=reason)

    def pin(
        self, incident: str, name: str, low: int | None, high: int | None, *, reason: str | None = None
    ) -> Verdict:
        """Set a count (killed, ...) of an incident or group by hand; it stands before every rule.

        Raises UnknownIdError for an unknown incident, ValueError for a property that is no count or bad bounds.
        """
        if name not in TOLL_PROPERTIES:
            raise ValueError(f"{name!r} is no count; a person may pin {', '.join(TOLL_PROPERTIES)}")
        _checked(name, {"low": low, "high": high})
        is_known = select(incident_of.c.incident).where(incident_of.c.incident == incident).limit(1)
        if self._connection.execute(is_known).first() is None:
            raise UnknownIdError(f"no incident {incident} in this ledger; `incidents` lists them")
        value = canonical({"low": low, "high": high})
        return self._record(PIN, incident, name=name, value=value, reason=reason, touched=[incident])

    def undo(self, verdict: str, *, reason: str | None = None) -> Verdict:
        """Reverse a verdict (or an undo) that is in force; raises UnknownIdError for one that is not."""
        row = self._connection.execute(select(table).where(table.c.id == verdict)).mappings().first()
        if row is None:
            raise UnknownIdError(f"no verdict {verdict} in this ledger; `show` lists those on an incident")
        target = verdict_of(dict(row))
        held = {v.id for v in verdicts_on(self._connection, [target.subject]) if v.reverses == verdict}
        if self._is_undone(held):
            raise UnknownIdError(f"verdict {verdict} is undone already; undo the undo to put it in force again")
        return self._record(
            UNDO,
            target.subject,
            other=target.other,
            name=target.property,
            reason=reason,
            reverses=verdict,
            touched=self._touched_by(target),
        )

    def last(self) -> str | None:
        """Return the id of this author's last verdict that is in force, or None."""
        own = select(table).where(table.c.author == self.author, table.c.is_human == self._is_human)
        listed = [verdict_of(dict(row)) for row in self._connection.execute(own).mappings()]
        standing = {v.id for v in in_force(verdicts_on(self._connection, {v.subject for v in listed}))}
        kept = [v for v in listed if v.id in standing]
        return max(kept, key=lambda v: (v.recorded, v.id)).id if kept else None

    def outcome_of(self, verdict: Verdict) -> OutcomeOf:
        """Return what became of what a verdict is about."""
        if verdict.other is not None:
            ids = [verdict.subject, verdict.other]
            found = clustering_of(self._connection, ids)
            return OutcomeOf(tuple(dict.fromkeys(found.incident_of[m] for m in ids)), found.conflicts)
        return OutcomeOf(tuple(dict.fromkeys(self._touched_by(verdict))))

    def _is_undone(self, undos: set[str]) -> bool:
        """Say whether any of these undos is in force."""
        if not undos:
            return False
        query = select(table).where(table.c.reverses.in_(undos))
        above = [verdict_of(dict(row)) for row in self._connection.execute(query).mappings()]
        return any(not self._is_undone({v.id for v in above if v.reverses == undo}) for undo in undos)

    def _touched_by(self, target: Verdict) -> list[str]:
        if target.other is not None:
            return []
        if target.property is not None:
            return [target.subject]
        about = select(statements.c.about).where(statements.c.id == target.subject)
        return self._told_by(self._connection.scalars(about))

    def _told_by(self, about: Iterable[str]) -> list[str]:
        """Return the incidents that mentions tell of, and for a group those of its incidents."""
        ids = list(about)
        members = self._connection.scalars(select(mentions.c.id).where(mentions.c.group_id.in_(ids)))
        query = select(incident_of.c.incident).where(incident_of.c.mention.in_([*ids, *members]))
        return list(self._connection.scalars(query))

    def _record(
        self,
        kind: str,
        subject: str,
        *,
        other: str | None = None,
        name: str | None = None,
        value: str | None = None,
        reason: str | None = None,
        reverses: str | None = None,
        touched: Iterable[str] = (),
    ) -> Verdict:
        """Write a verdict, unless this author's same one counts already; refresh what it touches."""
        same = self._same(kind, subject, other, name, value)
        standing = self._standing(subject, other, name)
        if (
            kind != UNDO
            and standing is not None
            and standing in same
            and standing.reason == (reason or standing.reason)
        ):
            return standing
        content = (kind, subject, other, name, value, reason, self.author, self._is_human, reverses)
        moment = after_other_verdicts(self._connection, self._moment)
        made = Verdict(
            content_id("v", *content, self._number(content)),
            kind,
            subject,
            other,
            name,
            value,
            reason,
            self.author,
            self._is_human,
            reverses,
            moment,
        )
        self._connection.execute(insert(table), {field: getattr(made, field) for field in table.c.keys()})  # noqa: SIM118
        around = recluster(self._connection, [subject, other]) if other is not None else set(touched)
        views.refresh(self._connection, around, self._book)
        return made

    def _same(self, kind: str, subject: str, other: str | None, name: str | None, value: str | None) -> list[Verdict]:
        both = {subject, other}
        return [
            v
            for v in verdicts_on(self._connection, [subject])
            if (v.kind, v.property, v.value, v.author) == (kind, name, value, self.author)
            and {v.subject, v.other} == both
            and v.is_human == self._is_human
        ]

    def _standing(self, subject: str, other: str | None, name: str | None) -> Verdict | None:
        """Return the verdict that counts on the same subject now."""
        both = {subject, other}
        held = [
            v
            for v in in_force(verdicts_on(self._connection, [subject]))
            if {v.subject, v.other} == both and v.property == name
        ]
        return next(iter(counting(held, lambda _: None).values()), None)

    def _number(self, content: tuple[object, ...]) -> int:
        """Return how many verdicts of just this content there are: the same may be decided again after an undo."""
        columns = ("kind", "subject", "other", "property", "value", "reason", "author", "is_human", "reverses")
        query = select(func.count()).select_from(table)
        for column, told in zip(columns, content, strict=True):
            query = query.where(table.c[column].is_(None) if told is None else table.c[column] == told)
        return int(self._connection.scalar(query) or 0)


def _checked(name: str, value: Mapping[str, object]) -> Mapping[str, object]:
    """Return a value in its whole contract form; raises ValueError where it is none of its property."""
    try:
        return rows.value_of(name, value).to_json()
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{dict(value)!r} is no value of {name}: {error}") from error
