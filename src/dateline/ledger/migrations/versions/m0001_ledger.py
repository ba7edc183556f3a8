"""The ledger as first released: source tables with their guards, derived tables, the text index.

A revision is never edited once released: what it makes is what ledgers of its time hold.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.ledger.migrations import estimates

revision = "0001"
down_revision: str | None = None

SOURCE_TABLES = ("runs", "reports", "mentions", "statements", "tallies", "verdicts", "releases")


def upgrade() -> None:
    """Make all of it."""
    _runs()
    _reports()
    _mentions()
    _statements()
    _tallies()
    _verdicts()
    _releases()
    _report_family()
    _report_bands()
    _incident_of()
    _incident_view()
    _incident_view_indexes()
    _incident_term()
    _guards()
    _text_index()
    if op.get_context().dialect.name == "sqlite":
        estimates.write(op.get_bind())


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("outlet", sa.Text()),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("url", sa.Text()),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_reports_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index(
        op.f("ix_reports_outlet_title"),
        "reports",
        ["outlet", "title"],
        sqlite_where=sa.text("title IS NOT NULL"),
        postgresql_where=sa.text("title IS NOT NULL"),
    )
    op.create_index(op.f("ix_reports_published_id"), "reports", ["published", "id"])
    op.create_index(op.f("ix_reports_recorded"), "reports", ["recorded"])
    op.create_index(
        op.f("ix_reports_url"),
        "reports",
        ["url"],
        sqlite_where=sa.text("url IS NOT NULL"),
        postgresql_where=sa.text("url IS NOT NULL"),
    )
    op.create_index("uq_reports_text_of_outlet", "reports", ["sha256", sa.text("coalesce(outlet, '')")], unique=True)


def _mentions() -> None:
    op.create_table(
        "mentions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("group_id", sa.String()),
        sa.Column("members", sa.Text()),
        sa.Column("types", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String()),
        sa.Column("suicide", sa.Boolean()),
        sa.Column("earliest", sa.Date()),
        sa.Column("latest", sa.Date()),
        sa.Column("date_precision", sa.String()),
        sa.Column("place", sa.Text()),
        sa.Column("city", sa.Text()),
        sa.Column("admin1", sa.Text()),
        sa.Column("country", sa.String()),
        sa.Column("lat", sa.Float(precision=53)),
        sa.Column("lon", sa.Float(precision=53)),
        sa.Column("place_precision", sa.String()),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_mentions_report")),
        sa.CheckConstraint("kind IN ('incident', 'group')", name=op.f("ck_mentions_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentions")),
    )
    op.create_index(
        op.f("ix_mentions_group_id"),
        "mentions",
        ["group_id"],
        sqlite_where=sa.text("group_id IS NOT NULL"),
        postgresql_where=sa.text("group_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_mentions_report"), "mentions", ["report"])


def _statements() -> None:
    op.create_table(
        "statements",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("property", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("low", sa.Integer()),
        sa.Column("high", sa.Integer()),
        sa.Column("is_part", sa.Boolean()),
        sa.Column("code", sa.String()),
        sa.Column("actor", sa.String()),
        sa.Column("name", sa.Text()),
        sa.Column("earliest", sa.Date()),
        sa.Column("latest", sa.Date()),
        sa.Column("date_precision", sa.String()),
        sa.Column("place", sa.Text()),
        sa.Column("city", sa.Text()),
        sa.Column("admin1", sa.Text()),
        sa.Column("country", sa.String()),
        sa.Column("lat", sa.Float(precision=53)),
        sa.Column("lon", sa.Float(precision=53)),
        sa.Column("place_precision", sa.String()),
        sa.Column("modality", sa.String(), nullable=False),
        sa.Column("speakers", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text()),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["about"], ["mentions.id"], name=op.f("fk_statements_about")),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_statements_report")),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_statements_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    op.create_index(op.f("ix_statements_about_property"), "statements", ["about", "property"])
    op.create_index(op.f("ix_statements_report"), "statements", ["report"])


def _tallies() -> None:
    op.create_table(
        "tallies",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String()),
        sa.Column("modality", sa.String()),
        sa.Column("since", sa.Date()),
        sa.Column("until", sa.Date()),
        sa.Column("matches", sa.Text(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_tallies_report")),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_tallies_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tallies")),
    )
    op.create_index(op.f("ix_tallies_report"), "tallies", ["report"])


def _verdicts() -> None:
    op.create_table(
        "verdicts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("other", sa.String()),
        sa.Column("property", sa.String()),
        sa.Column("value", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("is_human", sa.Boolean(), nullable=False),
        sa.Column("reverses", sa.String()),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reverses"], ["verdicts.id"], name=op.f("fk_verdicts_reverses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
    )
    op.create_index(op.f("ix_verdicts_kind_subject"), "verdicts", ["kind", "subject"])
    op.create_index(op.f("ix_verdicts_other"), "verdicts", ["other"])
    op.create_index(op.f("ix_verdicts_recorded"), "verdicts", ["recorded"])
    op.create_index(op.f("ix_verdicts_reverses"), "verdicts", ["reverses"])
    op.create_index(op.f("ix_verdicts_subject"), "verdicts", ["subject"])


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("number", name=op.f("uq_releases_number")),
    )


def _report_family() -> None:
    op.create_table(
        "report_family",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("replaces", sa.String()),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_report_family")),
        sa.UniqueConstraint("report", name=op.f("uq_report_family_report")),
    )
    op.create_index(op.f("ix_report_family_family"), "report_family", ["family"])
    op.create_index(
        op.f("ix_report_family_replaces"),
        "report_family",
        ["replaces"],
        sqlite_where=sa.text("replaces IS NOT NULL"),
        postgresql_where=sa.text("replaces IS NOT NULL"),
    )


def _report_bands() -> None:
    op.create_table(
        "report_bands",
        sa.Column("band", sa.String(), nullable=False),
        sa.Column("report", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("band", "report", name=op.f("pk_report_bands")),
        sqlite_with_rowid=False,
    )


def _incident_of() -> None:
    op.create_table(
        "incident_of",
        sa.Column("mention", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("mention", name=op.f("pk_incident_of")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_of_incident"), "incident_of", ["incident"])


def _incident_view() -> None:
    op.create_table(
        "incident_view",
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("group_id", sa.String()),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("types", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String()),
        sa.Column("suicide", sa.Boolean()),
        sa.Column("earliest", sa.Date()),
        sa.Column("latest", sa.Date()),
        sa.Column("date_precision", sa.String()),
        sa.Column("place", sa.Text()),
        sa.Column("city", sa.Text()),
        sa.Column("admin1", sa.Text()),
        sa.Column("country", sa.String()),
        sa.Column("lat", sa.Float(precision=53)),
        sa.Column("lon", sa.Float(precision=53)),
        sa.Column("place_precision", sa.String()),
        sa.Column("killed_low", sa.Integer()),
        sa.Column("killed_high", sa.Integer()),
        sa.Column("wounded_low", sa.Integer()),
        sa.Column("wounded_high", sa.Integer()),
        sa.Column("actors", sa.Text(), nullable=False),
        sa.Column("report_count", sa.Integer(), nullable=False),
        sa.Column("family_count", sa.Integer(), nullable=False),
        sa.Column("first_published", sa.Date(), nullable=False),
        sa.Column("last_published", sa.Date(), nullable=False),
        sa.Column("first_recorded", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_recorded", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("incident", name=op.f("pk_incident_view")),
    )


def _incident_view_indexes() -> None:
    op.create_index(op.f("ix_incident_view_admin1_day"), "incident_view", ["admin1", "day"])
    op.create_index(op.f("ix_incident_view_city_day"), "incident_view", ["city", "day"])
    for column in ("day", "killed_low"):
        op.create_index(
            op.f(f"ix_incident_view_kind_country_{column}_incident"),
            "incident_view",
            ["kind", "country", column, "incident"],
        )
    op.create_index(
        op.f("ix_incident_view_kind_day_last_published_incident"),
        "incident_view",
        ["kind", "day", "last_published", "incident"],
        sqlite_where=sa.text("day > last_published"),
        postgresql_where=sa.text("day > last_published"),
    )
    op.create_index(op.f("ix_incident_view_group_id"), "incident_view", ["group_id"])
    op.create_index(op.f("ix_incident_view_place_day"), "incident_view", ["place", "day"])
    op.create_index(
        op.f("ix_incident_view_first_published_last_published_incident"),
        "incident_view",
        ["first_published", "last_published", "incident"],
        sqlite_where=sa.text("first_published != last_published"),
        postgresql_where=sa.text("first_published != last_published"),
    )
    op.create_index(
        op.f("ix_incident_view_first_recorded_last_recorded_incident"),
        "incident_view",
        ["first_recorded", "last_recorded", "incident"],
        sqlite_where=sa.text("first_recorded != last_recorded"),
        postgresql_where=sa.text("first_recorded != last_recorded"),
    )
    for column in ("day", "killed_low", "wounded_low", "last_published", "first_published", "last_recorded"):
        op.create_index(
            op.f(f"ix_incident_view_kind_{column}_incident"), "incident_view", ["kind", column, "incident"]
        )


def _incident_term() -> None:
    op.create_table(
        "incident_term",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("term", "value", "day", "incident", name=op.f("pk_incident_term")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_term_incident"), "incident_term", ["incident"])


_REASON = "append-only: rows of {table} are never changed or deleted; add a row that replaces them"
# What makes two rows of a table the same row, so that INSERT OR REPLACE cannot delete one unseen on SQLite.
_SAME_ROW = {
    "reports": "OR (sha256 = NEW.sha256 AND coalesce(outlet, '') = coalesce(NEW.outlet, ''))",
    "releases": "OR number = NEW.number",
}
_FUNCTION = """
CREATE OR REPLACE FUNCTION dateline_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only: rows of %% are never changed or deleted; add a row that replaces them', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$
"""


def _guards() -> None:
    if op.get_context().dialect.name == "sqlite":
        for table in SOURCE_TABLES:
            refuse = f"BEGIN SELECT RAISE(ABORT, '{_REASON.format(table=table)}'); END"
            same = f"id = NEW.id OR rowid = NEW.rowid {_SAME_ROW.get(table, '')}"
            _run(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}")
            _run(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
            found = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
            _run(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {found} {refuse}")
        return
    _run(_FUNCTION)
    act = "EXECUTE FUNCTION dateline_append_only()"
    for table in SOURCE_TABLES:
        _run(f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {act}")
        _run(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {act}")


def _text_index() -> None:
    """On SQLite it keeps no second copy of the texts; its rowid is report_family.number."""
    if op.get_context().dialect.name == "sqlite":
        tokens = "tokenize='unicode61 remove_diacritics 2'"
        _run(f"CREATE VIRTUAL TABLE report_search USING fts5(title, body, content='', {tokens})")
        return
    _run("CREATE TABLE report_search (report VARCHAR PRIMARY KEY, words tsvector NOT NULL)")
    _run("CREATE INDEX ix_report_search_words ON report_search USING gin (words)")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
