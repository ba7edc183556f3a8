"""Lists of values given to a query as one parameter: thousands of parameters take longer than the answer."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    Text,
    bindparam,
    func,
    select,
)
from sqlalchemy import cast as cast_to
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine


def listed_numbers(connection: Connection, numbers: Sequence[int]) -> Select[tuple[int]]:
    """Return a query for numbers, for ``in_``."""
    if connection.dialect.name == "sqlite":
        return select(func.json_each(json.dumps(numbers)).table_valued("value").c.value)
    return select(func.unnest(cast_to(numbers, ARRAY(BigInteger))))


def among(column: ColumnElement[str], words: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a column holds one of some words, ids mostly.

    The words are one parameter, so the query reads the same however many there are: an engine that has planned it
    once knows it again.
    """
    return _Among(column, bindparam(None, list(words), type_=_Words()))


class _Words(TypeDecorator[list[str]]):
    """Words as one parameter: an array, or JSON where the engine has no arrays."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the engine's own type."""
        own: TypeEngine[Any] = Text() if dialect.name == "sqlite" else ARRAY(Text())
        return dialect.type_descriptor(own)

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> object:
        """Return the words as the engine takes them."""
        return json.dumps(value) if dialect.name == "sqlite" else value


class _Among(FunctionElement[Any]):
    """That the first of two clauses is one of the words of the second."""

    name = "among"
    type: TypeEngine[Any] = NullType()  # of a Boolean SQLite would be asked whether it is 1, which no index answers
    inherit_cache = True


@compiles(_Among, "sqlite")
def _in_json(element: _Among, compiler: SQLCompiler, **options: object) -> str:
    column, words = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({words}))"


@compiles(_Among, "postgresql")
def _is_any(element: _Among, compiler: SQLCompiler, **options: object) -> str:
    column, words = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY ({words})"
