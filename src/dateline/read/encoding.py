"""From bytes to text: byte order marks, declared charsets, UTF-8, and a guess only where all of them fail."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=["']([\w.-]+)""",
    re.I,
)
_HEAD = 4096
_NUL_SHARE = 0.3  # of English in UTF-16 nearly every second byte is NUL; other text has none
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CP1252_IN_ENGLISH = re.compile(r"^[\x00-\x7fÀ-ÖØ-öø-ÿŠšŽžŒœŸ‘’“”‚„–—…•€£¥¢§©®°±²³´·¹º¼½¾«»¡¿ª\xa0\xad™†‡‹›]*$")
_REPLACED_SHARE = 0.001  # browsers show such a page; above it the page is broken


class UndecodableError(ValueError):
    """The bytes are no text in any encoding that fits; the message says where and what to do."""


def mark_of(data: bytes) -> str | None:
    """Return the codec that a byte order mark, or the pattern of NULs of UTF-16, names; None without one."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec
    head = data[:_HEAD]
    half = len(head) // 2
    if half >= 2:
        if head[1::2].count(0) > half * _NUL_SHARE and head[0::2].count(0) == 0:
            return "utf-16-le"
        if head[0::2].count(0) > half * _NUL_SHARE and head[1::2].count(0) == 0:
            return "utf-16-be"
    return None


def declared_in(data: bytes) -> str | None:
    """Return the charset that an HTML or XML head declares, if Python knows it."""
    found = _DECLARED.search(data[:_HEAD])
    return known_codec((found[1] or found[2]).decode("ascii", "ignore")) if found else None


def known_codec(name: str | None) -> str | None:
    """Return the codec for a declared charset as browsers read it (ISO 8859-1 is Windows-1252), or None."""
    if not name:
        return None
    try:
        codec = codecs.lookup(name.strip())
    except (LookupError, ValueError):
        return None
    if not getattr(codec, "_is_text_encoding", True):
        return None
    return "cp1252" if codec.name in ("iso8859-1", "ascii") else codec.name


def decode(data: bytes, declared: str | None = None, *, is_lenient: bool = False) -> str:
    """Decode bytes; ``is_lenient`` replaces a few broken bytes, as browsers do. Raises UndecodableError."""
    mark = mark_of(data)
    if mark:
        return _strictly(data, mark, is_lenient)
    codec = known_codec(declared)
    if codec and codec != "utf-8":
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            pass  # a wrong declaration is common; what follows looks at the bytes themselves
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if _is_broken_utf8(data):
            return _strictly(data, "utf-8", is_lenient)
    return _guessed(data, is_lenient)


def _is_broken_utf8(data: bytes) -> bool:
    """Say whether most bytes above ASCII form UTF-8 sequences: then it is UTF-8, and damaged."""
    in_sequences = sum(len(m) for m in _MULTIBYTE.findall(data))
    return in_sequences > 0 and in_sequences * 2 >= len(_HIGH.findall(data))


def _strictly(data: bytes, codec: str, is_lenient: bool) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        text = data.decode(codec, "replace")
        if is_lenient and text.count("�") <= max(3, len(text) * _REPLACED_SHARE):
            return text
        broken = data[error.start : error.start + 1].hex()
        raise UndecodableError(
            f"broken bytes: byte {error.start + 1} (0x{broken}) is not {codec.upper()}; save it as UTF-8"
        ) from error


def _guessed(data: bytes, is_lenient: bool) -> str:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = None
    if text is not None and _CP1252_IN_ENGLISH.match(text):
        return text
    from charset_normalizer import from_bytes

    best = from_bytes(data[:1_000_000]).best()
    if best is None:
        return _strictly(data, "utf-8", is_lenient)
    return _strictly(data, best.encoding, is_lenient)
