"""What only the database can do: refuse to change source rows, and index texts. DDL for both engines."""

from __future__ import annotations

from collections.abc import Iterable

# What makes two rows of a table the same row, so that INSERT OR REPLACE cannot delete one unseen on SQLite.
_SAME_ROW = {
    "reports": "OR (sha256 = NEW.sha256 AND coalesce(outlet, '') = coalesce(NEW.outlet, ''))",
    "releases": "OR number = NEW.number",
}
_REASON = "append-only: rows of {table} are never changed or deleted; add a row that replaces them"


def append_only(dialect: str, tables: Iterable[str]) -> list[str]:
    """Return the statements that make an engine (sqlite, postgresql) refuse UPDATE and DELETE of tables' rows."""
    if dialect == "sqlite":
        return [statement for table in tables for statement in _sqlite(table)]
    return [_FUNCTION, *(statement for table in tables for statement in _postgresql(table))]


def names(dialect: str, table: str) -> tuple[str, ...]:
    """Return the names of the triggers that guard a table."""
    kinds = ("update", "delete", "replace") if dialect == "sqlite" else ("change", "truncate")
    return tuple(f"{table}_no_{kind}" for kind in kinds)


def _sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REASON.format(table=table)}'); END"
    same = f"id = NEW.id OR rowid = NEW.rowid {_SAME_ROW.get(table, '')}"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}",
    ]


_FUNCTION = f"""
CREATE OR REPLACE FUNCTION dateline_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '{_REASON.format(table="%")}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def _postgresql(table: str) -> list[str]:
    act = "EXECUTE FUNCTION dateline_append_only()"
    return [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {act}",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {act}",
    ]


# The text index. On SQLite it keeps no second copy of the texts; its rowid is report_family.number.
SEARCH: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE VIRTUAL TABLE report_search USING fts5(title, body, content='', "
        "tokenize='unicode61 remove_diacritics 2')",
    ),
    "postgresql": (
        "CREATE TABLE report_search (report VARCHAR PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX ix_report_search_words ON report_search USING gin (words)",
    ),
}
