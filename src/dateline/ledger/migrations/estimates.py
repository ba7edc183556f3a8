"""What SQLite's planner is told of the indexes: the shape of a large ledger, the same in every ledger.

Without statistics the planner takes any two equalities for equally telling, and answers "incidents of a country"
by walking all incidents by their kind. Statistics that it gathers itself (ANALYZE) would make the time of a
question depend on who ran it when; these are written once, when a ledger is made. SQLite's documentation offers
the table for this: https://www.sqlite.org/lang_analyze.html ("the sqlite_stat1 table can be altered").

An entry is the rows of the table, then how many of them are alike in the first, the first two, ... columns of
the index; the figures are rounded from a made-up ledger of a million incidents (docs/ledger-figures.md).
"""

from __future__ import annotations

from sqlalchemy import Connection

ESTIMATES: dict[str, dict[str, str]] = {
    "incident_of": {"incident_of": "1000000 1", "ix_incident_of_incident": "1000000 2"},
    "incident_term": {"incident_term": "2500000 300000 500 3 1", "ix_incident_term_incident": "2500000 3"},
    "incident_view": {
        "ix_incident_view_admin1_day": "1000000 2000 2",
        "ix_incident_view_city_day": "1000000 400 2",
        "ix_incident_view_dispute_incident": "20000 20 1",
        "ix_incident_view_first_published_last_published_incident": "25000 4 2 1",
        "ix_incident_view_first_recorded_last_recorded_incident": "25000 2 1 1",
        "ix_incident_view_group_id": "1000000 3",
        "ix_incident_view_kind_country_day_incident": "1000000 900000 18000 3 1",
        "ix_incident_view_kind_country_killed_low_incident_day": "1000000 900000 18000 300 1 1",
        "ix_incident_view_kind_day_last_published_incident": "30000 27000 4 2 1",
        "ix_incident_view_kind_day_incident": "1000000 900000 140 1",
        "ix_incident_view_kind_first_published_incident": "1000000 900000 140 1",
        "ix_incident_view_kind_killed_low_incident": "1000000 900000 3000 1",
        "ix_incident_view_kind_last_published_incident": "1000000 900000 140 1",
        "ix_incident_view_kind_last_recorded_incident": "1000000 900000 2 1",
        "ix_incident_view_kind_wounded_low_incident": "1000000 900000 3000 1",
        "ix_incident_view_place_day": "1000000 400 2",
        "sqlite_autoindex_incident_view_1": "1000000 1",
    },
    "incident_before": {"ix_incident_before_incident": "10000 2", "sqlite_autoindex_incident_before_1": "10000 1 1"},
    "links": {
        "ix_links_other": "10000000 10",
        "ix_links_weight_mention_other": "10000000 6000 1 1",
        "links": "10000000 10 1",
    },
    "mention_keys": {"mention_keys": "20000000 5 1"},
    "mention_traits": {"sqlite_autoindex_mention_traits_1": "1000000 1"},
    "mentions": {
        "ix_mentions_group_id": "50000 3",
        "ix_mentions_id_report_kind_earliest_latest_date_precision": "1000000 1 1 1 1 1 1",
        "ix_mentions_report_id": "1000000 2 1",
        "sqlite_autoindex_mentions_1": "1000000 1",
    },
    "report_bands": {"report_bands": "10000000 2 1"},
    "report_family": {
        "ix_report_family_family": "600000 1",
        "ix_report_family_replaces": "20000 1",
        "sqlite_autoindex_report_family_1": "600000 1",
    },
    "reports": {
        "ix_reports_id_published": "600000 1 1",
        "ix_reports_outlet_title": "600000 3000 1",
        "ix_reports_published_id": "600000 80 1",
        "ix_reports_recorded": "600000 2",
        "ix_reports_url": "600000 1",
        "sqlite_autoindex_reports_1": "600000 1",
        "uq_reports_text_of_outlet": "600000 1 1",
    },
    "statements": {
        "ix_statements_about_property": "5000000 5 1",
        "ix_statements_report": "5000000 10",
        "sqlite_autoindex_statements_1": "5000000 1",
    },
    "tallies": {
        "ix_tallies_actor": "60000 1000",
        "ix_tallies_report": "100000 2",
        "sqlite_autoindex_tallies_1": "100000 1",
    },
    "report_open": {"ix_report_open_doubt_report": "300000 3000 1", "report_open": "300000 1"},
    "blind_verdicts": {
        "ix_blind_verdicts_recorded": "20000 1",
        "ix_blind_verdicts_reverses": "2000 1",
        "ix_blind_verdicts_sample_report": "20000 2000 10",
        "sqlite_autoindex_blind_verdicts_1": "20000 1",
    },
    "samples": {"sqlite_autoindex_samples_1": "20 1"},
    "verdicts": {
        "ix_verdicts_author_recorded": "100000 10000 1",
        "ix_verdicts_batch": "100000 5",
        "ix_verdicts_kind_subject": "100000 50000 2",
        "ix_verdicts_other": "100000 2",
        "ix_verdicts_recorded": "100000 1",
        "ix_verdicts_reverses": "10000 1",
        "ix_verdicts_subject": "100000 2",
        "sqlite_autoindex_verdicts_1": "100000 1",
    },
}


def write(connection: Connection) -> None:
    """Write the estimates into an SQLite database, instead of those it has; connections opened later go by them."""
    connection.exec_driver_sql("ANALYZE sqlite_master")  # makes the table, and reads nothing
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    rows = [(table, index, told) for table, indexes in ESTIMATES.items() for index, told in indexes.items()]
    connection.exec_driver_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", rows)
