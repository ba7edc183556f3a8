"""One opened input: its name, its first bytes to look at, and its bytes as a stream, unpacked if gzip."""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Protocol

from dateline.read.sniff import HEAD_BYTES

PACKED_ERRORS = (EOFError, gzip.BadGzipFile, zlib.error)
_GZIP = b"\x1f\x8b"


class TooLargeError(ValueError):
    """An input that must be read whole is larger than the limit."""


class Readable(Protocol):
    """What the standard library's buffered and gzip streams share."""

    def read(self, size: int = -1, /) -> bytes:
        """Return as many bytes as asked for, fewer only at the end."""

    def read1(self, size: int = -1, /) -> bytes:
        """Return what one read of the stream below gives."""


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were read already: gives them again, then the rest."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._rest = rest
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._head:
            part = self._head[: len(buffer)]
            self._head = self._head[len(part) :]
        else:  # one read at a time: a longer one would lose what a broken gzip still gave
            part = memoryview(self._rest.read1(len(buffer)))
        buffer[: len(part)] = part
        self._given += len(part)
        return len(part)

    def tell(self) -> int:
        return self._given  # fastwarc asks where a stream begins, even of a pipe


@dataclass(frozen=True, slots=True)
class Source:
    """An opened input: ``name`` as the user gave it, its first bytes, and all its bytes as a stream."""

    name: str
    head: bytes
    stream: io.BufferedReader[Any]

    @property
    def file_name(self) -> str:
        """The last part of the name, without ``.gz``; "-" for the standard input."""
        name = PurePath(self.name).name if self.name != "-" else self.name
        return name[:-3] if name.lower().endswith(".gz") else name

    def record(self, number: int) -> str:
        """Return the name of the n-th record (1-based)."""
        return f"{self.name}#{number}"

    def read_whole(self, limit: int) -> bytes:
        """Return all bytes. Raises TooLargeError above the limit, and PACKED_ERRORS."""
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise TooLargeError(
                f"larger than {limit // (1024 * 1024):,} MiB, too much to read as one; split it, "
                "or give its reports as JSON lines"
            )
        return data


def open_source(name: str, stream: Readable) -> Source:
    """Look at a stream's first bytes and unpack it if it is gzip. Raises OSError and PACKED_ERRORS."""
    head = stream.read(HEAD_BYTES)
    whole = io.BufferedReader(_Rejoined(head, stream), HEAD_BYTES)
    if not head.startswith(_GZIP):
        return Source(name, head, whole)
    unpacked = gzip.GzipFile(fileobj=whole)
    inner = _first_bytes(unpacked)
    return Source(name, inner, io.BufferedReader(_Rejoined(inner, unpacked), HEAD_BYTES))


def _first_bytes(unpacked: gzip.GzipFile) -> bytes:
    """Return what of the first bytes can be unpacked; only a stream damaged before any byte raises."""
    parts: list[bytes] = []
    size = 0
    while size < HEAD_BYTES:
        try:
            part = unpacked.read1(HEAD_BYTES - size)
        except PACKED_ERRORS:
            if parts:
                break  # the reader meets the same fault again, with the records before it kept
            raise
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)
