"""Which format an input has: by its content where that is plain, else by its suffix; and what is no text."""

from __future__ import annotations

import re
from enum import Enum
from pathlib import PurePath

from dateline.read.encoding import mark_of

HEAD_BYTES = 64 * 1024
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\r\f\v\x1a\x1b")
_CONTROL_SHARE = 0.02  # wire copy carries a few control characters a message; random bytes are one tenth
_PACKED = {
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"%PDF-": "a PDF",
    b"BZh": "bzip2-compressed",
    b"\xfd7zXZ\x00": "xz-compressed",
    b"(\xb5/\xfd": "zstd-compressed",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "rich text",
}
_SUFFIXES = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".csv": "csv", ".tsv": "csv", ".rss": "feed", ".atom": "feed", ".warc": "warc", ".wet": "warc",
    ".txt": "text", ".text": "text", ".md": "text",
}  # fmt: skip
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|div|p|meta)\b",
    re.I | re.S,
)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF)\b", re.I)
_JSON_LINE = re.compile(rb"\s*\{.*\}\s*\n\s*\{", re.S)


class Format(Enum):
    """A format that can be read."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    FEED = "feed"
    WARC = "warc"


def why_not_text(head: bytes) -> str | None:
    """Return what the first bytes of an input are where they are no text, with what to do; else None."""
    for magic, what in _PACKED.items():
        if head.startswith(magic):
            return f"this is {what}; save its text as .txt, .html, .json or .csv first"
    if mark_of(head):
        return None
    controls = len(head) - len(head.translate(None, _CONTROL))
    if controls > len(head) * _CONTROL_SHARE:
        return "this is binary data, not text; give the report as .txt, .html, .json, .csv, .warc or a feed"
    return None


def sniff(head: bytes, name: str) -> Format:
    """Return the format of an input by its first bytes and its name (without ``.gz``)."""
    if head.startswith(b"WARC/"):
        return Format.WARC
    suffix = _SUFFIXES.get(PurePath(name).suffix.lower())
    if suffix:
        return Format(suffix)
    plain = _as_ascii(head)
    opening = plain[:4096]
    if _FEED.search(opening) and opening.startswith(b"<"):
        return Format.FEED
    if _HTML.match(opening):
        return Format.HTML
    if opening[:1] in (b"{", b"["):
        return Format.JSONL if opening[:1] == b"{" and _JSON_LINE.match(plain) else Format.JSON
    if name == "-" and _is_table(opening):
        return Format.CSV
    return Format.TEXT


def _as_ascii(head: bytes) -> bytes:
    """Return the head with byte order marks and the NULs of UTF-16 taken out, to look at its first signs."""
    if mark_of(head):
        head = (
            head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
        )
    return head.lstrip()


def _is_table(opening: bytes) -> bool:
    from dateline.read.fields import delimiter_of

    first = opening.split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    return delimiter_of(first, least_known=2) is not None
