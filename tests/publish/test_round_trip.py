"""Whole copies come back as the same ledger, byte for byte."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.ledger.ledger import Ledger
from dateline.publish.care import Care
from dateline.publish.publish import Form, publish
from dateline.publish.published import Asked
from dateline.publish.text_table import RUNS, defused, undefused
from dateline.publish.whole import lines_of
from made_codings import codings as drawn_codings
from made_codings import distinct

WHOLE = {"asked": Asked(care=Care.none()), "form": Form(whole=True)}


def copied(place: Path, lines) -> list[str]:
    with Ledger.create(place) as ledger:
        ledger.load(lines)
        return list(ledger.dump())


def test_jsonl_and_csv_come_back_exactly(ledger: Ledger, publishing, tmp_path: Path) -> None:
    dumped = list(ledger.dump())
    out = publishing("jsonl", "csv", **WHOLE)
    assert (out / "reports.jsonl").read_text(encoding="utf-8").splitlines() == dumped
    assert copied(tmp_path / "a.db", (out / "reports.jsonl").open(encoding="utf-8")) == dumped
    assert copied(tmp_path / "b.db", lines_of(out / "ledger")) == dumped


@settings(max_examples=8, deadline=None)
@given(st.lists(drawn_codings(), min_size=1, max_size=4).map(distinct))
def test_whatever_texts_hold_the_copy_is_exact(drawn) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with Ledger.create(place / "a.db") as ledger:
            for coding in drawn:
                ledger.add(coding)
            dumped = list(ledger.dump())
            publish(ledger, ["csv"], place / "out", WHOLE["asked"], WHOLE["form"], author="ada")
        assert copied(place / "b.db", lines_of(place / "out" / "ledger")) == dumped


def test_what_was_left_out_with_care_cannot_pass_for_a_ledger(publishing, tmp_path: Path) -> None:
    out = publishing("jsonl")
    with (
        Ledger.create(tmp_path / "a.db") as ledger,
        pytest.raises(Exception, match="id or sha256 is not the hash"),
    ):
        ledger.load((out / "reports.jsonl").open(encoding="utf-8"))


def test_a_copy_that_lost_rows_is_refused(publishing, tmp_path: Path) -> None:
    folder = publishing("csv", **WHOLE) / "ledger"
    rows = list(csv.reader((folder / "lines.csv").open(encoding="utf-8", newline="")))
    with (folder / "lines.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows[:-1])
    with pytest.raises(ValueError, match=r"verdicts\.csv: rows of no line"):
        list(lines_of(folder))
    (folder / "tallies.csv").unlink()
    with pytest.raises(ValueError, match=r"tallies\.csv is not there"):
        list(lines_of(folder))


@pytest.mark.parametrize("care", [Asked(), Asked(care=Care(with_names=True))])
def test_a_whole_copy_is_of_everything(ledger: Ledger, tmp_path: Path, care: Asked) -> None:
    with pytest.raises(ValueError, match="a whole copy is of the whole ledger"):
        publish(ledger, ["csv"], tmp_path / "out", care, Form(whole=True), author="ada")
    assert not (tmp_path / "out").exists()


@given(st.text())
def test_defusing_can_be_undone_and_leaves_nothing_to_run(words: str) -> None:
    assert undefused(defused(words)) == words
    assert not defused(words).startswith(RUNS)
