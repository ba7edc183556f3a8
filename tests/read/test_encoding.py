import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.read.encoding import UndecodableError, declared_in, decode, known_codec

WORDS = "The mayor of Málaga said: “four people” died – a café was hit."


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_are_told_without_a_word(codec: str) -> None:
    assert decode(WORDS.encode(codec)) == WORDS


def test_a_declared_charset_is_used_and_a_wrong_one_is_not_believed() -> None:
    polish = "W mieście Łódź zginęło pięć osób"
    assert decode(polish.encode("iso8859-2"), "iso-8859-2") == polish
    assert decode(WORDS.encode("cp1252"), "iso-8859-1") == WORDS
    assert decode(WORDS.encode(), "no-such-charset") == WORDS
    assert decode(WORDS.encode("cp1252"), "utf-8") == WORDS


def test_declarations_in_markup() -> None:
    assert declared_in(b'<html><meta charset="windows-1251">') == "cp1251"
    assert declared_in(b"<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'>") == "cp1252"
    assert declared_in(b'<?xml version="1.0" encoding="koi8-r"?><rss>') == "koi8-r"
    assert declared_in(b"<html>") is None
    assert known_codec("hex") is None


def test_a_broken_byte_is_placed() -> None:
    data = "Málaga – ".encode() + b"\xff" + "déjà".encode()
    with pytest.raises(UndecodableError, match=r"byte 13 \(0xff\).*UTF-8"):
        decode(data)
    assert decode(data, is_lenient=True) == "Málaga – \ufffddéjà"


def test_cut_utf16_is_refused_with_its_place() -> None:
    with pytest.raises(UndecodableError, match="byte "):
        decode("Málaga".encode("utf-16")[:-1])


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        assert isinstance(decode(data), str)
    except UndecodableError as error:
        assert "byte" in str(error)


@given(st.text(max_size=300))
def test_utf8_comes_back_as_written(text: str) -> None:
    if "\x00" not in text and not text.startswith("\ufeff"):
        assert decode(text.encode("utf-8", "ignore")) == text.encode("utf-8", "ignore").decode()
