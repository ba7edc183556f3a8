"""Lists of values given to a query as one parameter: thousands of parameters take longer than the answer."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import ARRAY, BigInteger, Connection, Select, String, func, select
from sqlalchemy import cast as cast_to


def listed_words(connection: Connection, words: Sequence[str]) -> Select[tuple[str]]:
    """Return a query for words, for ``in_``."""
    if connection.dialect.name == "sqlite":
        return select(func.json_each(json.dumps(words)).table_valued("value").c.value)
    return select(func.unnest(cast_to(words, ARRAY(String))))


def listed_numbers(connection: Connection, numbers: Sequence[int]) -> Select[tuple[int]]:
    """Return a query for numbers, for ``in_``."""
    if connection.dialect.name == "sqlite":
        return select(func.json_each(json.dumps(numbers)).table_valued("value").c.value)
    return select(func.unnest(cast_to(numbers, ARRAY(BigInteger))))
