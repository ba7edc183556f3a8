"""Column types that keep a value exactly as it was, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

# What one of the two engines refuses in a text: NUL (PostgreSQL) and half surrogate pairs, which JSON input
# can hold (both). They are kept as ESC and four hex digits, and so is ESC itself.
_REFUSED = re.compile("[\x00\x1b\ud800-\udfff]")
_ESCAPED = re.compile("\x1b([0-9a-f]{4})")


class ExactText(TypeDecorator[str]):
    """Text of any code points, which comes back as it went in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Return the form that every engine takes."""
        return None if value is None else escaped(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], str | None]:  # noqa: ARG002
        """Return what gives a text as it was: itself and nothing around it, for lists have millions of cells."""
        return _as_it_was


def _as_it_was(text: str | None) -> str | None:
    return text if text is None or "\x1b" not in text else unescaped(text)


class UtcTime(TypeDecorator[datetime]):
    """A moment with microseconds, always in UTC; a time without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC; SQLite keeps it without its zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; give one, such as UTC")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def escaped(text: str) -> str:
    """Return a text in the form in which both engines hold it."""
    return _REFUSED.sub(lambda found: f"\x1b{ord(found.group()):04x}", text)


def unescaped(text: str) -> str:
    """Return the text that ``escaped`` was given."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "\x1b" in text else text


def canonical(value: object) -> str:
    """Return a JSON value as text, always the same for the same value: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
