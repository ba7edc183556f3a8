"""A report as its second coder sees it: as it was first read, or nothing but its text; never what others decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, union

from dateline.codebook.words import labels
from dateline.ledger import rows
from dateline.ledger.blind import blind_of, done_by, second_coders
from dateline.ledger.codings import coding_rows_of
from dateline.ledger.listing import among
from dateline.ledger.lookup import UnknownIdError
from dateline.ledger.rows import GROUP, INCIDENT
from dateline.ledger.samples import Sample, drawn_order
from dateline.ledger.schema import mentions, reports, statements
from dateline.ledger.schema import verdicts as verdict_rows
from dateline.ledger.schema_samples import blind_verdicts as table
from dateline.ledger.verdicts import ADD, Verdict, chunks, in_force, on_statements
from dateline.model import Report, Statement
from dateline.review.sheet import Field, Segment, added_field, field_of, in_order, notes_of, segments_of


@dataclass(frozen=True, slots=True)
class BlindTold:
    """One incident or group of a report: its label, the words that tell of the act, and the fields to be judged."""

    mention: str
    kind: str
    label: str
    words: str
    fields: tuple[Field, ...]

    def to_json(self) -> dict[str, object]:
        """Return it for programs."""
        fields = [
            {
                "id": field.id,
                "state": field.state,
                "read": field.machine.to_json() if field.machine else None,
                "now": field.now.to_json(),
            }
            for field in self.fields
        ]
        return {
            "mention": self.mention,
            "kind": self.kind,
            "label": self.label,
            "words": self.words,
            "fields": fields,
        }


@dataclass(frozen=True, slots=True)
class BlindSheet:
    """A report of a sample before its second coder. ``done`` is the decision by which they called it done."""

    sample: Sample
    report: Report
    told: tuple[BlindTold, ...]
    segments: tuple[Segment, ...]
    done: Verdict | None
    decided: tuple[Verdict, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields, in the order of the page."""
        return tuple(field for told in self.told for field in told.fields)

    @property
    def open_count(self) -> int:
        """How many fields the second coder has not judged."""
        return sum(field.is_open for field in self.fields)

    def to_json(self) -> dict[str, object]:
        """Return it for programs."""
        standing = {verdict.id for verdict in in_force(self.decided)}
        return {
            "sample": self.sample.id,
            "from_scratch": self.sample.from_scratch,
            "report": self.report.to_json(),
            "told": [told.to_json() for told in self.told],
            "open": self.open_count,
            "done": self.done is not None,
            "verdicts": [{**verdict.to_json(), "in_force": verdict.id in standing} for verdict in self.decided],
        }


def blind_sheet(connection: Connection, sample: Sample, report: str, author: str) -> BlindSheet:
    """Return a report of a sample before a second coder, with nothing but what was read and their own decisions.

    Raises UnknownIdError for a report that is not in the sample.
    """
    if report not in sample.reports:
        raise UnknownIdError(f"report {report} is not in sample {sample.id}; its page lists those that are")
    coding = rows.coding_of(coding_rows_of(connection, report), {})
    decided = blind_of(connection, sample.id, report).get((report, author), [])
    standing = in_force(decided)
    notes, counting = notes_of(standing), on_statements(standing)
    by_mention: dict[str, list[Field]] = defaultdict(list)
    if not sample.from_scratch:
        for statement in coding.statements:
            by_mention[statement.about].append(field_of(statement, counting.get(statement.id), notes))
    for addition in (v for v in standing if v.kind == ADD):
        by_mention[addition.subject].append(added_field(addition, notes))
    names, words = labels(coding), _words(coding.statements)
    kinds = {i.id: INCIDENT for i in coding.incidents} | {g.id: GROUP for g in coding.groups}
    told = tuple(
        BlindTold(m, kind, names.get(m, m), words.get(m, ""), in_order(by_mention[m])) for m, kind in kinds.items()
    )
    fields = [field for one in told for field in one.fields]
    (text,) = coding.reports
    segments = tuple(segments_of(text.text, fields))
    return BlindSheet(sample, text, told, segments, done_by(decided), tuple(decided))


def _words(told: Iterable[Statement]) -> dict[str, str]:
    """Return of each incident the words that tell of the act, so that a coder knows which one it is."""
    found: dict[str, str] = {}
    for statement in sorted(told, key=lambda s: (s.property != "type", s.evidence.start)):
        found.setdefault(statement.about, statement.evidence.quote)
    return found


# ---- who may code what ------------------------------------------------------------------------------------


def judged_by(connection: Connection, author: str, ids: Iterable[str]) -> set[str]:
    """Return those of some reports on which a person has decided anything at the desk, undone or not."""
    found: set[str] = set()
    own = select(verdict_rows.c.subject).where(verdict_rows.c.author == author, verdict_rows.c.is_human)
    for chunk in chunks(ids):
        told = (
            select(statements.c.report).where(among(statements.c.report, chunk), statements.c.id.in_(own)),
            select(mentions.c.report).where(among(mentions.c.report, chunk), mentions.c.id.in_(own)),
            select(reports.c.id).where(among(reports.c.id, chunk), reports.c.id.in_(own)),
        )
        found |= set(connection.scalars(union(*told)))
    return found


def coded_again_by(connection: Connection, author: str) -> dict[str, str]:
    """Return the reports that a person codes or coded a second time, each with its sample."""
    query = select(table.c.report, table.c.sample).where(table.c.author == author).distinct()
    return dict(connection.execute(query).all())


def waiting_for(connection: Connection, sample: Sample, author: str, limit: int) -> list[str]:
    """Return reports of a sample that wait for this second coder, those begun first, in the order of the draw.

    Not those that they judged at the desk, and not those that another second coder has begun.
    """
    coded = second_coders(connection, sample.id)
    own = {report: not is_done for (report, who), is_done in coded.items() if who == author}
    others = {report for report, who in coded if who != author}
    free = [one for one in drawn_order(sample.reports, sample.seed) if one not in others and own.get(one, True)]
    free.sort(key=lambda one: one not in own)
    found: list[str] = []
    for some in _batches(free):
        seen = judged_by(connection, author, some)
        found += [one for one in some if one not in seen]
        if len(found) >= limit:
            break
    return found[:limit]


def _batches(ids: Sequence[str], size: int = 200) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
