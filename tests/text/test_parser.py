import pickle

import pytest

from dateline.text.parser import ParserMissingError, load_pipeline, parse_sentences, pipeline_version
from dateline.text.split import split_sentences

TEXT = "Police said  that gunmen “stormed” the\nhotel. Nobody was hurt… The siege ended at 5:30 p.m.!"


def test_tokens_slice_back_and_heads_stand_in_the_sentence() -> None:
    for sentence in parse_sentences(split_sentences(TEXT)):
        assert sentence.is_parsed
        for token in sentence.tokens:
            assert TEXT[token.start : token.end] == token.text
            assert 0 <= token.head < len(sentence.tokens)


def test_parsed_sentences_are_plain_values() -> None:
    sentence = next(parse_sentences(split_sentences(TEXT)))
    assert pickle.loads(pickle.dumps(sentence)) == sentence


def test_a_sentence_too_long_for_the_parser_stays_unparsed() -> None:
    (sentence,) = parse_sentences(split_sentences("word " * 400))
    assert not sentence.is_parsed


def test_a_missing_pipeline_is_named_in_the_error() -> None:
    with pytest.raises(ParserMissingError, match="en_no_such_model"):
        load_pipeline("en_no_such_model")


def test_the_parsers_version_is_told_as_the_contract_wants_it() -> None:
    assert pipeline_version() == "en_core_web_sm@3.8.0"
