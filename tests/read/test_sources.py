import gzip
import io

import pytest

from dateline.read.sources import TooLargeError, open_source


class Trickle(io.RawIOBase):
    """A pipe that gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.rest = data

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        part, self.rest = self.rest[: min(7, len(buffer))], self.rest[min(7, len(buffer)) :]
        buffer[: len(part)] = part
        return len(part)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_all_bytes_come_back_after_a_look_at_the_first(pack: type[bytes]) -> None:
    data = bytes(range(256)) * 600
    for stream in (io.BytesIO(pack(data)), io.BufferedReader(Trickle(pack(data)))):
        source = open_source("a.bin.gz", stream)
        assert source.head == data[: len(source.head)] and len(source.head) == 64 * 1024
        assert source.read_whole(1_000_000) == data


def test_a_limit_is_kept() -> None:
    with pytest.raises(TooLargeError, match="too much"):
        open_source("a", io.BytesIO(b"x" * 100)).read_whole(99)
    assert open_source("a", io.BytesIO(b"x" * 100)).read_whole(100) == b"x" * 100


def test_names() -> None:
    source = open_source("some/a.txt.GZ", io.BytesIO(b"x"))
    assert source.file_name == "a.txt" and source.record(3) == "some/a.txt.GZ#3"
    assert open_source("-", io.BytesIO(b"x")).file_name == "-"
