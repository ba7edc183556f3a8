"""The tables of the ledger, the same on SQLite and PostgreSQL.

**Source tables** hold what was read and what was decided. The database itself refuses to change or delete
their rows (``verify.guards``). Each row but those of ``runs`` carries ``recorded``, the UTC moment at which its
transaction was written: the state recorded by T is the rows with ``recorded <= T``. It enters no id.

**Derived tables** can be dropped and computed again from the source tables at any time
(``views.rebuild``); nothing is known only there.

Dates are days, JSON is canonical text (``columns.canonical``), ids are the content hashes of ``model``.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    func,
)

from dateline.ledger.columns import ExactText, UtcTime
from dateline.ledger.schema_linking import incident_before as incident_before
from dateline.ledger.schema_linking import link_due as link_due
from dateline.ledger.schema_linking import links as links
from dateline.ledger.schema_linking import mention_keys as mention_keys
from dateline.ledger.schema_linking import mention_traits as mention_traits
from dateline.ledger.schema_linking import metadata as metadata
from dateline.ledger.schema_samples import blind_verdicts as blind_verdicts
from dateline.ledger.schema_samples import samples as samples


def _id() -> Column[str]:
    return Column("id", String, primary_key=True)


def _recorded() -> Column[object]:
    return Column("recorded", UtcTime, nullable=False)


def _when_and_where() -> list[Column[object]]:
    """The columns of one date and one place, all empty where they are not told."""
    return [
        Column("earliest", Date),
        Column("latest", Date),
        Column("date_precision", String),
        Column("place", ExactText),
        Column("city", ExactText),
        Column("admin1", ExactText),
        Column("country", String),
        Column("lat", Float(53)),
        Column("lon", Float(53)),
        Column("place_precision", String),
    ]


# ---- source tables ----------------------------------------------------------------------------------------

# The versions that made codings (the contract's made_by): one row for each that wrote to this ledger.
runs = Table("runs", metadata, _id(), Column("made_by", ExactText, nullable=False))

reports = Table(
    "reports",
    metadata,
    _id(),
    Column("sha256", String, nullable=False),
    Column("outlet", ExactText),
    Column("published", Date, nullable=False),
    Column("title", ExactText),
    Column("url", ExactText),
    Column("language", String, nullable=False),
    Column("text", ExactText, nullable=False),
    # Hash of the report and of every mention, statement and tally of it (``rows.seal``): a row that was changed,
    # added or removed behind the ledger's back no longer fits.
    Column("seal", String, nullable=False),
    Column("run", String, ForeignKey("runs.id"), nullable=False),
    _recorded(),
)
# The same text by the same outlet is one report, whatever day it bears; no outlet counts as one outlet.
Index("uq_reports_text_of_outlet", reports.c.sha256, func.coalesce(reports.c.outlet, ""), unique=True)
Index(None, reports.c.published, reports.c.id)
Index(None, reports.c.id, reports.c.published)  # a report's row holds its text: its day alone is asked for often
Index(None, reports.c.recorded)
Index(None, reports.c.url, sqlite_where=reports.c.url.is_not(None), postgresql_where=reports.c.url.is_not(None))
Index(
    None,
    reports.c.outlet,
    reports.c.title,
    sqlite_where=reports.c.title.is_not(None),
    postgresql_where=reports.c.title.is_not(None),
)
# One report's telling of one incident (kind "incident") or of several that are one attack ("group").
mentions = Table(
    "mentions",
    metadata,
    _id(),
    Column("report", String, ForeignKey("reports.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),  # its place in its report's coding, 0-based, by kind
    Column("kind", String, CheckConstraint("kind IN ('incident', 'group')", name="kind"), nullable=False),
    Column("group_id", String),  # of an incident: the mention of kind group that it is in
    Column("members", ExactText),  # of a group: JSON list of its incidents' ids, in the coding's order
    Column("types", ExactText, nullable=False),  # JSON list of codes
    Column("outcome", String),  # empty for a group
    Column("suicide", Boolean),  # empty for a group
    *_when_and_where(),
    _recorded(),
)
# These two hold all that goes between a text and its incidents, and by which a mention can be told off a day's list.
Index(None, mentions.c.report, mentions.c.id)
Index(
    None,
    *(mentions.c[_name] for _name in ("id", "report", "kind", "earliest", "latest", "date_precision")),
)
Index(
    None,
    mentions.c.group_id,
    sqlite_where=mentions.c.group_id.is_not(None),
    postgresql_where=mentions.c.group_id.is_not(None),
)

# ``value`` is the whole truth of a statement; the columns from low to place_precision repeat parts of it for
# filters: code holds a type of act and the type of a target or weapon, actor and name whom a perpetrator,
# victim, target, or weapon is called.
statements = Table(
    "statements",
    metadata,
    _id(),
    Column("about", String, ForeignKey("mentions.id"), nullable=False),
    Column("report", String, ForeignKey("reports.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),  # its place among its report's statements, 0-based
    Column("published", Date, nullable=False),  # its report's, so that as-of needs no join
    Column("property", String, nullable=False),
    Column("value", ExactText, nullable=False),  # JSON, the contract's form
    Column("low", Integer),
    Column("high", Integer),
    Column("is_part", Boolean),  # of a toll: it counts some of the people of a wider one
    Column("code", String),
    Column("actor", String),
    Column("name", ExactText),
    *_when_and_where(),
    Column("modality", String, nullable=False),
    Column("speakers", ExactText, nullable=False),  # JSON list of {kind, name}, from the innermost outwards
    Column("channel", ExactText),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", ExactText, nullable=False),
    Column("rule", String, nullable=False),
    Column("run", String, ForeignKey("runs.id"), nullable=False),
    _recorded(),
    Column("confidence", Float(53)),  # how likely it was right by the coder that made it; empty before there was one
)
Index(None, statements.c.about, statements.c.property)
Index(None, statements.c.report)

# A sentence that counts incidents; ``matches`` are those of its own report that fit, as coded.
tallies = Table(
    "tallies",
    metadata,
    _id(),
    Column("report", String, ForeignKey("reports.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    Column("actor", String),
    Column("modality", String),
    Column("since", Date),
    Column("until", Date),
    Column("matches", ExactText, nullable=False),  # JSON list of mention ids
    Column("agrees", Boolean, nullable=False),  # within its report
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", ExactText, nullable=False),
    Column("rule", String, nullable=False),
    Column("run", String, ForeignKey("runs.id"), nullable=False),
    _recorded(),
)
Index(None, tallies.c.report)
Index(None, tallies.c.actor, sqlite_where=tallies.c.actor.is_not(None), postgresql_where=tallies.c.actor.is_not(None))

# What people and rules decide (``verdicts``). ``batch`` names what one action of a person recorded together: the key
# by which a request that is sent twice is known. It enters no id.
verdicts = Table(
    "verdicts",
    metadata,
    _id(),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("other", String),
    Column("property", String),
    Column("value", ExactText),  # JSON
    Column("reason", ExactText),
    Column("author", ExactText, nullable=False),
    Column("is_human", Boolean, nullable=False),
    Column("reverses", String, ForeignKey("verdicts.id")),
    _recorded(),
    Column("telling", ExactText),  # JSON (``telling``)
    Column("batch", String),
)
Index(None, verdicts.c.subject)
Index(None, verdicts.c.kind, verdicts.c.subject)
Index(None, verdicts.c.other)
Index(None, verdicts.c.reverses)
Index(None, verdicts.c.recorded)
Index(None, verdicts.c.author, verdicts.c.recorded)
Index(
    None, verdicts.c.batch, sqlite_where=verdicts.c.batch.is_not(None), postgresql_where=verdicts.c.batch.is_not(None)
)

# Numbered, immutable publications. manifest: JSON of file names and hashes.
releases = Table(
    "releases",
    metadata,
    _id(),
    Column("number", Integer, nullable=False, unique=True),
    Column("manifest", ExactText, nullable=False),
    Column("note", ExactText),
    _recorded(),
)

# What was published to files, a row an export; written before the files are put in place. ``asked`` is JSON: filters,
# moment, rule, statuses and care; ``files`` is JSON: name -> sha256. No content of the ledger: a dump leaves it out.
exports = Table(
    "exports",
    metadata,
    _id(),
    Column("formats", ExactText, nullable=False),  # JSON list
    Column("asked", ExactText, nullable=False),
    Column("files", ExactText, nullable=False),
    Column("incidents", Integer, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("author", ExactText, nullable=False),
    _recorded(),
)
Index(None, exports.c.recorded)

SOURCE_TABLES = (runs, reports, mentions, statements, tallies, verdicts, samples, blind_verdicts, releases, exports)

# ---- derived tables ---------------------------------------------------------------------------------------

# A report's text family (its smallest report id) and the version of it that it replaces. ``number`` is the row
# of the text index; it follows the order of arrival and is shown nowhere.
report_family = Table(
    "report_family",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("report", String, nullable=False, unique=True),
    Column("family", String, nullable=False),
    Column("replaces", String),
)
Index(None, report_family.c.family)
Index(
    None,
    report_family.c.replaces,
    sqlite_where=report_family.c.replaces.is_not(None),
    postgresql_where=report_family.c.replaces.is_not(None),
)

# Where reports of near-identical text meet: hashes of their shingles (``family``).
report_bands = Table(
    "report_bands",
    metadata,
    Column("band", String, primary_key=True),
    Column("report", String, primary_key=True),
    sqlite_with_rowid=False,
)

# Which incident a mention tells of; without verdicts each mention is its own. Groups are in it too.
incident_of = Table(
    "incident_of",
    metadata,
    Column("mention", String, primary_key=True),
    Column("incident", String, nullable=False),
    sqlite_with_rowid=False,
)
Index(None, incident_of.c.incident)

# One row an incident (or group: kind), as known from all statements in force: what lists show and filter by.
# Tolls by rule "latest". day: latest, else earliest, else first_published - the key that lists are sorted by.
incident_view = Table(
    "incident_view",
    metadata,
    Column("incident", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("group_id", String),  # the incident (kind group) that it is in
    Column("day", Date, nullable=False),
    Column("types", ExactText, nullable=False),  # JSON list
    Column("outcome", String),
    Column("suicide", Boolean),
    *_when_and_where(),
    Column("killed_low", Integer),
    Column("killed_high", Integer),
    Column("wounded_low", Integer),
    Column("wounded_high", Integer),
    Column("actors", ExactText, nullable=False),  # JSON list of {actor, modality, name}, sorted
    Column("report_count", Integer, nullable=False),
    Column("family_count", Integer, nullable=False),  # reports of one text family count once
    Column("first_published", Date, nullable=False),
    Column("last_published", Date, nullable=False),  # <= D: the row is also what was known on D
    Column("first_recorded", UtcTime, nullable=False),
    # <= T: the row is also what was recorded by T. Rows computed anew, all at once, may bear a later moment than rows
    # kept in step, which know when their mentions came together.
    Column("last_recorded", UtcTime, nullable=False),
    Column(
        "dispute", Float(53)
    ),  # how far counts lie apart that nobody has judged (``wanting``), empty where none do
)
for _column in ("day", "killed_low", "wounded_low", "last_published", "first_published", "last_recorded"):
    Index(None, incident_view.c.kind, incident_view.c[_column], incident_view.c.incident)
for _columns in (("day", "incident"), ("killed_low", "incident", "day")):
    Index(None, *(incident_view.c[_name] for _name in ("kind", "country", *_columns)))
Index(None, incident_view.c.city, incident_view.c.day)
Index(None, incident_view.c.admin1, incident_view.c.day)
Index(None, incident_view.c.place, incident_view.c.day)
Index(None, incident_view.c.group_id)
# The few that are dated after the last report of them: as of a day they stand before what happened by then. And the
# few that reports on both sides of a day, or of a recording, tell of: as of it they are computed anew.
_is_foretold = incident_view.c.day > incident_view.c.last_published
_grew = incident_view.c.first_published != incident_view.c.last_published
_was_touched = incident_view.c.first_recorded != incident_view.c.last_recorded
for _names, _which in (
    (("kind", "day", "last_published", "incident"), _is_foretold),
    (("first_published", "last_published", "incident"), _grew),
    (("first_recorded", "last_recorded", "incident"), _was_touched),
):
    Index(None, *(incident_view.c[_name] for _name in _names), sqlite_where=_which, postgresql_where=_which)
_is_open = incident_view.c.dispute.is_not(None)
Index(None, incident_view.c.dispute, incident_view.c.incident, sqlite_where=_is_open, postgresql_where=_is_open)

# What an incident has several of, for filters that answer in the order of days. term: type, weapon, target,
# actor, modality (of a perpetrator statement), actor.<modality> (actor.claimed), person, with the value searched for.
incident_term = Table(
    "incident_term",
    metadata,
    Column("term", String, primary_key=True),
    Column("value", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("incident", String, primary_key=True),
    sqlite_with_rowid=False,
)
Index(None, incident_term.c.incident)

# Reports with statements that no person has judged: how many, and how many of them may be wrong (``wanting``).
report_open = Table(
    "report_open",
    metadata,
    Column("report", String, primary_key=True),
    Column("published", Date, nullable=False),
    Column("undecided", Integer, nullable=False),
    Column("doubt", Float(53), nullable=False),
    sqlite_with_rowid=False,
)
Index(None, report_open.c.doubt, report_open.c.report)

DERIVED_TABLES = (
    report_open,
    report_family,
    report_bands,
    incident_of,
    incident_view,
    incident_term,
    mention_traits,
    mention_keys,
    link_due,
    links,
    incident_before,
)
# Beside them stands report_search, the text index (made by the migrations): FTS5 by report_family.number on
# SQLite, a table (report, words tsvector) on PostgreSQL.
