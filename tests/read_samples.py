"""Own sentences and small files that the tests of reading share."""

from __future__ import annotations

import gzip

BODY = (
    "Gunmen attacked a checkpoint outside the town of Kandi on Tuesday, killing four soldiers and wounding "
    "nine others, the defence ministry said in a statement.\n\n"
    "Officials said that reinforcements had been sent to the area and that the road to the north was closed."
)
FRENCH = (
    "Des hommes armés ont attaqué un poste de contrôle à la sortie de la ville de Kandi mardi, tuant quatre "
    "soldats et en blessant neuf autres, a indiqué le ministère de la défense dans un communiqué. Des renforts ont "
    "été envoyés dans la région et la route du nord est fermée, selon une source."
)


def page(body: str = BODY, head: str = "", title: str = "Four soldiers killed at checkpoint") -> str:
    """Return a web page with an article."""
    paragraphs = "".join(f"<p>{p}</p>" for p in body.split("\n\n"))
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body>"
        f"<nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{paragraphs}</article>"
        f"<footer>All rights reserved</footer></body></html>"
    )


DATED = '<meta property="article:published_time" content="2019-05-07T23:30:00-05:00">'


def warc_record(
    payload: bytes,
    url: str = "https://www.northern-post.example/kandi",
    *,
    kind: str = "response",
    media_type: str = "text/html",
    status: str = "200 OK",
    headers: str = "",
) -> bytes:
    """Return one WARC record, written by hand after the standard (ISO 28500)."""
    if kind == "response":
        payload = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n{headers}\r\n".encode() + payload
        media_type = "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-02-02T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\nContent-Type: {media_type}\r\n"
        f"Content-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def packed(records: list[bytes]) -> bytes:
    """Return a .warc.gz: each record its own gzip member."""
    return b"".join(gzip.compress(r, mtime=0) for r in records)
