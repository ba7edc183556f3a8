from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import event

from dateline.ledger import Ledger, LedgerError
from dateline.ledger.engine import ledger_url, named, reading, writing
from made_codings import coding, long_text


@pytest.fixture
def path(sqlite_template: Path, tmp_path: Path) -> Path:
    found = tmp_path / "a ledger.db"
    found.write_bytes(sqlite_template.read_bytes())
    return found


def test_a_place_is_a_path_or_a_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_LEDGER", raising=False)
    assert named(ledger_url()) == "dateline.db"
    assert named(ledger_url("a/b.db")) == "a/b.db"
    assert named(ledger_url("sqlite:////tmp/b.db")) == "/tmp/b.db"
    assert ledger_url("postgresql://ann@host/db").drivername == "postgresql+psycopg"
    assert ledger_url("postgres://ann@host/db").drivername == "postgresql+psycopg"
    monkeypatch.setenv("DATELINE_LEDGER", "other.db")
    assert named(ledger_url()) == "other.db"
    assert named(ledger_url("mine.db")) == "mine.db"


@pytest.mark.parametrize(
    "words",
    [
        "mysql://ann:secret@host/db",
        "http://ann:secret@host/db",
        "sqlite://",
        "://ann:secret@",
        "postgresql://ann:secret@host:x/db",
    ],
)
def test_a_wrong_url_is_refused_without_its_password(words: str) -> None:
    with pytest.raises(LedgerError, match="give a path, sqlite:///PATH or postgresql://USER@HOST/DATABASE") as told:
        ledger_url(words)
    assert "secret" not in str(told.value)


def test_a_ledgers_name_has_no_password() -> None:
    assert "secret" not in named(ledger_url("postgresql://ann:secret@host/db"))


def test_what_is_not_there_is_told_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is not there; make a ledger with"):
        Ledger(tmp_path / "none.db")
    with pytest.raises(LedgerError, match="is a folder; make a ledger with"):
        Ledger(tmp_path)
    with pytest.raises(LedgerError, match="cannot be opened; check that its folder is there"):
        Ledger.create(tmp_path / "no" / "such" / "folder.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("Dear diary, " * 200)
    for attempt in (Ledger, Ledger.create, Ledger.ensured):
        with pytest.raises(LedgerError, match="not an SQLite database; name another one"):
            attempt(path)
    assert path.read_text().startswith("Dear diary")


def test_no_server_and_no_database_are_told(postgres_server) -> None:
    with pytest.raises(LedgerError, match=r"no connection to the server .*check host and port"):
        Ledger("postgresql://ann:secret@127.0.0.1:9/db")
    url = sqlalchemy.make_url(postgres_server.database()).set(database="nowhere")
    with pytest.raises(LedgerError, match='database "nowhere" does not exist; check the names'):
        Ledger(url.render_as_string(hide_password=False))


def test_no_right_to_write_is_told_on_postgresql(postgres_server) -> None:
    place = postgres_server.ledger()
    with Ledger(place) as ledger:
        ledger.add(coding(1))
        with ledger.writing() as connection:
            connection.exec_driver_sql("DROP ROLE IF EXISTS reader")
            connection.exec_driver_sql("CREATE ROLE reader LOGIN")
            connection.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    url = sqlalchemy.make_url(place).set(username="reader").render_as_string(hide_password=False)
    with Ledger(url) as reader:
        assert reader.stats().rows["reports"] == 1
        with pytest.raises(LedgerError, match=r"permission denied for table .*ask for the right"):
            reader.add(coding(2))
        assert reader.stats().rows["reports"] == 1


def test_no_right_to_write_is_told_on_sqlite(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.add(coding(1))
        event.listen(ledger.engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only = ON"))
        ledger.engine.dispose()
        with pytest.raises(LedgerError, match="is read-only; ask for the right to write"):
            ledger.add(coding(2))
        assert ledger.stats().rows["reports"] == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_without_write_permission_is_told(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with pytest.raises(LedgerError, match=r"read-only|cannot be opened"), Ledger(path) as ledger:
            ledger.add(coding(1))
    finally:
        path.parent.chmod(0o755)


def test_a_locked_ledger_is_told_and_can_be_read_meanwhile(ledger_url: str) -> None:
    with Ledger(ledger_url) as holder, Ledger(ledger_url, wait_s=0.3) as other:
        other.add(coding(1))
        with holder.writing() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM reports")
            with pytest.raises(LedgerError, match=r"another process has it locked .*wait until it is done"):
                other.add(coding(2))
            assert other.stats().rows["reports"] == 1
        assert len(other.add(coding(2))) == 1


def test_a_full_disk_keeps_what_was_there_and_nothing_of_the_report_in_hand(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.add(coding(1))
        lines = list(ledger.dump())
        with ledger.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        event.listen(ledger.engine, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count = {pages + 3}"))
        ledger.engine.dispose()
        with pytest.raises(LedgerError, match="the disk is full; nothing of the report in hand was kept"):
            for number in range(200):
                ledger.add(coding(2, outlet=f"Outlet {number}", more=long_text(0, 1, 2) * 20))
        kept = list(ledger.dump())
        assert kept[: len(lines)] == lines or set(lines) <= set(kept)
        assert list(ledger.verify()) == []
    with Ledger(path) as again:  # room was made
        assert len(again.add(coding(3, outlet="Last"))) == 1
        assert list(again.verify()) == []


def test_a_damaged_file_is_told(path: Path) -> None:
    with Ledger(path) as ledger:
        for number in range(20):
            ledger.add(coding(number))
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(LedgerError, match=r"damaged|not an SQLite database"), Ledger(path) as ledger:
        list(ledger.dump())


def test_one_reader_sees_one_state_to_its_end(ledger_url: str) -> None:
    count = "SELECT count(*) FROM reports"
    with Ledger(ledger_url) as one, Ledger(ledger_url) as other:
        one.add(coding(1))
        with reading(one.engine) as connection:
            assert connection.exec_driver_sql(count).scalar() == 1
            other.add(coding(2))
            assert connection.exec_driver_sql(count).scalar() == 1
        with reading(one.engine) as connection:
            assert connection.exec_driver_sql(count).scalar() == 2


def test_a_reader_cannot_write(ledger: Ledger) -> None:
    if ledger.engine.dialect.name == "sqlite":
        pytest.skip("an SQLite transaction may be upgraded; our code writes in `writing` only")
    with pytest.raises(LedgerError, match="read-only"), reading(ledger.engine) as connection:
        connection.exec_driver_sql("INSERT INTO runs VALUES ('n1', '{}')")


def test_what_fails_inside_writing_is_taken_back(ledger: Ledger) -> None:
    with pytest.raises(KeyError), writing(ledger.engine) as connection:
        connection.exec_driver_sql("INSERT INTO runs VALUES ('n1', '{}')")
        raise KeyError("x")
    assert ledger.stats().rows["runs"] == 0


def test_importing_dateline_loads_no_database() -> None:
    told = "import sys, dateline, dateline.model; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
