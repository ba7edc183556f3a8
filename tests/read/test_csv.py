from datetime import date
from pathlib import Path

import pytest

from dateline.model import Report, SetAside
from dateline.read import read_inputs

TEXT = "Gunmen attacked a checkpoint, killing four soldiers."


def read(tmp_path: Path, data: str | bytes, name: str = "a.csv") -> list[Report | SetAside]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_inputs([str(path)]))


def asides(found: list[Report | SetAside]) -> list[tuple[str, str]]:
    return [(f.input.rpartition("/")[2], f.reason) for f in found if isinstance(f, SetAside)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_and_encodings(tmp_path: Path, delimiter: str, codec: str) -> None:
    rows = [["Text", "Date", "Source"], [f'"{TEXT} “Four,” she said;\nno more."', "7 May 2019", "Málaga Post"]]
    found = read(tmp_path, "\r\n".join(delimiter.join(r) for r in rows).encode(codec))
    (report,) = found
    assert isinstance(report, Report), report
    assert report.text == f"{TEXT} “Four,” she said;\nno more."
    assert (report.published, report.outlet) == (date(2019, 5, 7), "Málaga Post")


def test_rows_that_cannot_be_read_are_named_and_the_rest_kept(tmp_path: Path) -> None:
    found = read(tmp_path, f'text,date\n,2019-05-07\n{TEXT},2019-05-07\n\n"{TEXT}",\n"{TEXT}",2019-05-07\n')
    assert [type(f) for f in found] == [SetAside, SetAside, SetAside, Report]
    (first, second, third) = asides(found)
    assert first[0] == "a.csv#1" and "no text" in first[1]
    assert second[0] == "a.csv#2" and "3 cells where the header has 2" in second[1]
    assert third[0] == "a.csv#3" and "--published" in third[1]


def test_broken_bytes_spoil_only_their_row(tmp_path: Path) -> None:
    row = f'"{TEXT}",2019-05-07\n'.encode()
    found = read(tmp_path, b"text,date\n" + row + row.replace(b"four", "é".encode() + b"\xff") + row)
    assert [type(f) for f in found] == [Report, SetAside, Report]
    assert asides(found)[0][0] == "a.csv#2" and "line 3" in asides(found)[0][1] and "'text'" in asides(found)[0][1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("one,two\n1,2\n", "no column"),
        ("date,outlet\n2019-05-07,x\n", "no column"),
        ("text,date\n", "without rows"),
        ('text,date\n"open,2019', "cells"),
        ("\n\n", "no column"),
    ],
)
def test_tables_of_the_wrong_shape(tmp_path: Path, data: str, words: str) -> None:
    found = read(tmp_path, data)
    assert len(found) == 1 and words in asides(found)[0][1]


def test_a_cell_without_end_stops_the_table_with_its_place(tmp_path: Path) -> None:
    found = read(tmp_path, f'text,date\n"{TEXT}",2019-05-07\n"' + "never closed " * 200_000)
    assert [type(f) for f in found] == [Report, SetAside]
    assert asides(found)[0][0] == "a.csv#2" and "line" in asides(found)[0][1]


def test_a_long_run_of_misfits_ends_the_table(tmp_path: Path) -> None:
    found = read(tmp_path, f'text,date\n"{TEXT}",2019-05-07\n' + "noise\n" * 500)
    assert isinstance(found[0], Report)
    assert len(found) == 102 and "in a row" in asides(found)[-1][1]


def test_long_cells_are_read(tmp_path: Path) -> None:
    (found,) = read(tmp_path, f'text,date\n"{TEXT * 4000}",2019-05-07\n')
    assert isinstance(found, Report) and len(found.text) > 200_000
