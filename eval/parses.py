"""Parses kept between measures: most of a measure's time is spaCy's, and rules are what changes.

Set ``DATELINE_EVAL_PARSES=FILE`` and every measure keeps each sentence's parse there (SQLite; several processes may
share it) under the pipeline's version and the sentence's words, and takes it from there the next time. A parse is a
function of the sentence alone, so figures do not change. What is measured by the clock must not use it.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import dateline.run.pipeline as stages
from dateline.text.parser import DEFAULT_PIPELINE, parse_sentences, pipeline_version
from dateline.text.sentence import Sentence, Token

ENVIRONMENT = "DATELINE_EVAL_PARSES"
_LAYOUT = "1"  # of the stored tokens; raise it when Token changes


@cache
def _store(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("CREATE TABLE IF NOT EXISTS parses (key BLOB PRIMARY KEY, tokens BLOB) WITHOUT ROWID")
    return connection


@cache
def _prefix(pipeline: str) -> bytes:
    return f"{_LAYOUT} {pipeline_version(pipeline)} ".encode()


def _key(sentence: Sentence, pipeline: str) -> bytes:
    return hashlib.sha256(_prefix(pipeline) + sentence.text.encode()).digest()


def _moved(tokens: tuple[Token, ...], by: int) -> tuple[Token, ...]:
    return tuple(replace(token, start=token.start + by, end=token.end + by) for token in tokens)


def _kept_parses(sentences: Iterable[Sentence], pipeline: str = DEFAULT_PIPELINE) -> Iterator[Sentence]:
    """Do what ``parse_sentences`` does, parsing only what was not parsed before."""
    listed = list(sentences)
    connection = _store(os.environ[ENVIRONMENT])
    known: dict[int, Sentence] = {}
    for sentence in listed:
        row = connection.execute("SELECT tokens FROM parses WHERE key = ?", (_key(sentence, pipeline),)).fetchone()
        if row:
            known[sentence.index] = replace(sentence, tokens=_moved(pickle.loads(row[0]), sentence.span.start))
    for sentence in parse_sentences((s for s in listed if s.index not in known), pipeline):
        known[sentence.index] = sentence
        kept = pickle.dumps(_moved(sentence.tokens, -sentence.span.start))
        connection.execute("INSERT OR IGNORE INTO parses VALUES (?, ?)", (_key(sentence, pipeline), kept))
    for sentence in listed:
        yield known[sentence.index]


def parsed(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Parse the sentences, or take their parses from where the environment says that they are kept."""
    return _kept_parses(sentences) if os.environ.get(ENVIRONMENT) else parse_sentences(sentences)


def use_kept_parses() -> None:
    """Make this process keep parses, if the environment names a file for them."""
    if os.environ.get(ENVIRONMENT):
        stages.parse_sentences = _kept_parses  # type: ignore[assignment]
