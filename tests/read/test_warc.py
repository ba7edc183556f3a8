import gzip
from datetime import date
from pathlib import Path

from fastwarc import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from dateline.model import Report, SetAside
from dateline.read import read_inputs
from read_samples import BODY, DATED, packed, page, warc_record

PAGE = page(head=DATED).encode()
URL = "https://www.northern-post.example/kandi"


def read(tmp_path: Path, data: bytes, name: str = "a.warc.gz") -> list[Report | SetAside]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(read_inputs([str(path)]))


def asides(found: list[Report | SetAside]) -> list[tuple[str, str]]:
    return [(f.input.rpartition("/")[2], f.reason) for f in found if isinstance(f, SetAside)]


def test_pages_are_read_and_other_records_pass(tmp_path: Path) -> None:
    records = [
        warc_record(b"software: x\r\n", kind="warcinfo", media_type="application/warc-fields"),
        warc_record(b"GET / HTTP/1.1\r\n\r\n", kind="request", media_type="application/http; msgtype=request"),
        warc_record(PAGE),
        warc_record(b"\x89PNG", media_type="image/png"),
        warc_record(b"<p>moved</p>", status="301 Moved Permanently"),
        warc_record(f"Date: 2019-05-07\n{BODY}".encode(), media_type="text/plain; charset=utf-8"),
        warc_record(b"<html></html>"),
    ]
    for data, name in ((b"".join(records), "a.warc"), (packed(records), "a.warc.gz"), (packed(records), "a")):
        found = read(tmp_path, data, name)
        first, second, last = found
        assert isinstance(first, Report) and isinstance(second, Report)
        assert first.published == second.published == date(2019, 5, 7)
        assert (first.url, first.outlet) == (URL, "northern-post.example")
        assert isinstance(last, SetAside) and last.input.endswith(f"{name}#7")


def test_the_day_of_fetching_is_no_publication_date(tmp_path: Path) -> None:
    found = read(tmp_path, packed([warc_record(page().encode())]))
    assert "--published" in asides(found)[0][1]


def test_a_packed_body_and_a_header_charset(tmp_path: Path) -> None:
    body = gzip.compress(page(BODY.replace("Kandi", "Łódź"), DATED).encode("iso8859-2"))
    record = warc_record(body, media_type="text/html; charset=iso-8859-2", headers="Content-Encoding: gzip\r\n")
    (found,) = read(tmp_path, packed([record]))
    assert isinstance(found, Report) and "Łódź" in found.text


def test_a_truncated_gzip_keeps_the_records_before(tmp_path: Path) -> None:
    data = packed([warc_record(PAGE), warc_record(PAGE)])
    both = read(tmp_path, data[:-1])  # only the check sum is cut
    assert [type(f) for f in both] == [Report, Report, SetAside] and asides(both)[0][0] == "a.warc.gz#3"
    for cut in (len(data) - 60, len(packed([warc_record(PAGE)])) + 15):
        found = read(tmp_path, data[:cut])
        assert isinstance(found[0], Report)
        where, why = asides(found)[-1]
        assert where == "a.warc.gz#2" and "gzip" in why, cut


def test_a_truncated_or_damaged_archive_says_where(tmp_path: Path) -> None:
    data = warc_record(PAGE) + warc_record(PAGE)
    found = read(tmp_path, data[:-200], "a.warc")
    assert isinstance(found[0], Report)
    assert asides(found)[0][0] == "a.warc#2" and "breaks off" in asides(found)[0][1]
    found = read(tmp_path, warc_record(PAGE) + b"noise " * 100, "a.warc")
    assert isinstance(found[0], Report)
    assert "no WARC record" in asides(found)[-1][1]


def test_an_archive_without_pages(tmp_path: Path) -> None:
    found = read(tmp_path, packed([warc_record(b"x", media_type="image/png")]))
    assert "no page" in asides(found)[0][1]
    assert "no WARC record" in asides(read(tmp_path, b"noise and more noise", "b.warc"))[0][1]


def test_what_fastwarc_writes(tmp_path: Path) -> None:
    path = tmp_path / "w.warc.gz"
    with path.open("wb") as raw:
        record = WarcRecord()
        record.init_headers(WarcRecordType.conversion)
        record.headers["WARC-Target-URI"] = URL
        record.headers["Content-Type"] = "text/plain"
        record.set_bytes_content(f"Date: 2019-05-07\n{BODY}".encode())
        writer = GzipWriter(raw)
        record.write(writer)
        writer.close()
    (found,) = read_inputs([str(path)])
    assert isinstance(found, Report) and found.text == BODY and found.url == URL
