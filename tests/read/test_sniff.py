import random

import pytest

from dateline.read.sniff import Format, sniff, why_not_text


@pytest.mark.parametrize(
    ("head", "name", "format_"),
    [
        (b"Gunmen attacked", "a.txt", Format.TEXT),
        (b"Gunmen attacked", "a", Format.TEXT),
        (b"<!DOCTYPE html><html>", "a", Format.HTML),
        (b"\xef\xbb\xbf  <html>", "-", Format.HTML),
        ("<html>".encode("utf-16"), "-", Format.HTML),
        (b"<?xml version='1.0'?><rss version='2.0'>", "-", Format.FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a.xml", Format.FEED),
        (b'{"text": 1}', "-", Format.JSON),
        (b'{"text": 1}\n{"text": 2}\n', "-", Format.JSONL),
        (b"[{}]", "-", Format.JSON),
        (b"date,text\n", "-", Format.CSV),
        (b"WARC/1.0\r\n", "crawl.txt", Format.WARC),
        (b"x", "a.CSV", Format.CSV),
        (b"x", "a.tsv", Format.CSV),
        (b"x", "a.ndjson", Format.JSONL),
        (b"[Read in Dari] Gunmen", "a.txt", Format.TEXT),
        (b"Gunmen, police, date,", "-", Format.TEXT),
    ],
)
def test_formats(head: bytes, name: str, format_: Format) -> None:
    assert sniff(head, name) is format_


def test_binary_data_is_no_text() -> None:
    assert "binary" in (why_not_text(random.Random(1).randbytes(5000)) or "")
    assert "PDF" in (why_not_text(b"%PDF-1.7 ...") or "")
    assert "ZIP" in (why_not_text(b"PK\x03\x04....") or "")
    assert why_not_text("Málaga".encode("utf-16")) is None
    assert why_not_text("Málaga\r\n\ttext".encode()) is None
