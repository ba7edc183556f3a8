import json
from datetime import date
from pathlib import Path

import pytest

from dateline.model import Coding, Report, SetAside
from dateline.read import read_inputs
from read_samples import BODY

RECORD = {"text": BODY, "published": "2019-05-07", "title": "Four killed", "outlet": "Northern Post"}


def read(tmp_path: Path, data: str | bytes, name: str = "a.jsonl") -> list[Report | SetAside]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_inputs([str(path)]))


def asides(found: list[Report | SetAside]) -> list[tuple[str, str]]:
    return [(f.input.rpartition("/")[2], f.reason) for f in found if isinstance(f, SetAside)]


def test_a_broken_line_is_set_aside_alone(tmp_path: Path) -> None:
    good = json.dumps(RECORD)
    found = read(tmp_path, f"{good}\n\n{good[:40]}\n{good}\r\n{good}")
    assert [type(f) for f in found] == [Report, SetAside, Report, Report]
    ((where, why),) = asides(found)
    assert where == "a.jsonl#2" and "line 3" in why and "column" in why


def test_broken_bytes_spoil_only_their_line(tmp_path: Path) -> None:
    good = json.dumps(RECORD).encode()
    found = read(tmp_path, good + b"\n" + good.replace(b"Kandi", "Málaga".encode() + b"\xff\xc3") + b"\n" + good)
    assert [type(f) for f in found] == [Report, SetAside, Report]
    assert "line 2" in asides(found)[0][1] and "UTF-8" in asides(found)[0][1]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_under_any_suffix_and_encoding(tmp_path: Path, name: str, codec: str) -> None:
    found = read(tmp_path, "\n".join([json.dumps(RECORD)] * 2).encode(codec), name)
    assert [type(f) for f in found] == [Report, Report]


def test_one_object_an_array_and_documents_of_lists(tmp_path: Path) -> None:
    for document in (
        RECORD,
        [RECORD],
        {"status": "ok", "articles": [RECORD]},
        {"response": {"results": [RECORD]}},
    ):
        found = read(tmp_path, json.dumps(document, indent=1), "a.json")
        assert isinstance(found[0], Report) and len(found) == 1
        assert found[0].text == f"Four killed\n\n{BODY}"


def test_a_contract_document_gives_the_same_reports(tmp_path: Path) -> None:
    report = Report.of(
        f"Date: 2001-01-01\n{BODY} ", date(2019, 5, 7), outlet="P", title="T", url="https://np.example/1"
    )
    document = Coding(reports=(report,)).to_json()
    assert read(tmp_path, json.dumps(document), "a.json") == [report]
    assert read(tmp_path, json.dumps(document) + "\n", "a.jsonl") == [report]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("5", "must be an object"),
        ("[1, null]", "must be an object"),
        ("[]", "empty list"),
        ('{"reports": []}', "empty list"),
        ("{}", "no field with a text"),
        ('{"title": "x", "page": 3}', "title, page"),
        ('{"text": "x"', "line 1, column"),
        ("[" * 100_000, "nested"),
        ('{"a": ' + "9" * 5000 + "}", "not JSON"),
        ('{"text": ["a", {"b": 1}], "date": {"c": []}}', "no publication date"),
    ],
)
def test_json_of_the_wrong_shape(tmp_path: Path, data: str, words: str) -> None:
    found = read(tmp_path, data, "a.json")
    assert found and all(isinstance(f, SetAside) for f in found)
    assert words in asides(found)[0][1]


def test_a_long_run_of_broken_lines_ends_the_file(tmp_path: Path) -> None:
    good = json.dumps(RECORD)
    found = read(tmp_path, "\n".join([good, *["noise"] * 99, good, *["noise"] * 500]))
    assert sum(isinstance(f, Report) for f in found) == 2
    assert len(found) == 2 + 99 + 100 + 1 and "in a row" in asides(found)[-1][1]


def test_a_line_without_end_is_skipped(tmp_path: Path) -> None:
    found = read(tmp_path, b'{"text": "' + b"x" * (17 * 1024 * 1024) + b'"}\n' + json.dumps(RECORD).encode())
    assert [type(f) for f in found] == [SetAside, Report]
    assert "longer than" in asides(found)[0][1]
