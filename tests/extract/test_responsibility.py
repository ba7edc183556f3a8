import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.codebook import load_codebook
from dateline.extract.actor_index import actor_index
from dateline.extract.findings import Findings, find_all
from dateline.extract.raw import RawResponsibility
from dateline.extract.responsibility import find_responsibility
from dateline.model import Modality
from dateline.text.parser import parse_sentences
from dateline.text.split import split_sentences

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "responsibility.yaml").read_text(encoding="utf-8"))
ACTORS = {entry.id for entry in load_codebook().actors.entries}
NOBODY = "nobody"


def params() -> list[Any]:
    return [
        pytest.param(
            case, id=case["text"][:60], marks=[pytest.mark.xfail(strict=True)] if case.get("expect") == "fail" else []
        )
        for case in CASES
    ]


def found_in(text: str) -> list[Findings]:
    return find_all(list(parse_sentences(split_sentences(text))), load_codebook())


def told(text: str) -> Iterator[tuple[Findings, RawResponsibility]]:
    return ((f, r) for f in found_in(text) for r in f.responsibility)


def key(case: dict[str, str]) -> tuple[str, str, str | None]:
    """Return how, who and through what of a line such as {claimed: taliban, via: Telegram}."""
    (modality,) = set(case) - {"via", "act"}
    return modality, case[modality], case.get("via")


def as_key(raw: RawResponsibility, wanted: set[str]) -> tuple[str, str, str | None]:
    """Return the same of a finding; of the ids that share its name, the wanted one counts if it is among them."""
    shared = sorted(set(raw.actors) & wanted) or list(raw.actors[:1])
    return raw.modality.value, shared[0] if shared else (raw.name or NOBODY), raw.channel


@pytest.mark.parametrize("case", params())
def test_who_did_it_by_a_sentence(case: dict[str, Any]) -> None:
    wanted = {key(who)[1] for who in case["who"]}
    found = [(as_key(r, wanted), _act_words(f, r)) for f, r in told(case["text"])]
    # one actor may be said of several acts: how, who and through what count once
    assert {k for k, _ in found} == {key(who) for who in case["who"]}, found
    for who in case["who"]:
        if "act" in who:
            # what stands in the sentence for the act may be the verb that the act's noun hangs on
            assert any(k == key(who) and set(who["act"].split()) & words for k, words in found), (who, found)


def _act_words(found: Findings, raw: RawResponsibility) -> set[str]:
    act = next((a for a in found.acts if a.token == raw.act and raw.act is not None), None)
    if act is None or act.token is None:
        return set()
    return {
        found.sentence.tokens[act.token].text,
        *found.sentence.text[
            act.span.start - found.sentence.span.start : act.span.end - found.sentence.span.start
        ].split(),
    }


def test_every_case_names_an_actor_of_the_codebook_or_words_of_its_text() -> None:
    composed = actor_index(load_codebook())  # states are no entries
    for case in CASES:
        for who in case["who"]:
            modality, name, via = key(who)
            assert Modality(modality)
            assert name in ACTORS or name == NOBODY or name in case["text"] or composed.actor(name) is not None
            assert via is None or via in case["text"]


def test_the_cases_hold_every_modality_often_enough() -> None:
    told = Counter(key(who)[0] for case in CASES for who in case["who"])
    assert min(told[m] for m in ("reported", "claimed", "suspected", "denied", "unclaimed")) >= 5
    assert sum(not case["who"] for case in CASES) >= 8


def test_every_finding_has_words_of_its_sentence_an_act_of_it_and_a_stable_rule() -> None:
    for case in CASES:
        for f, raw in told(case["text"]):
            assert f.sentence.span.covers(raw.span)
            assert raw.act is None or raw.act in {a.token for a in f.acts}
            assert re.fullmatch(r"responsibility\.[a-z_]+\.en\.1", raw.rule)
            assert (raw.name is None) == (raw.modality is Modality.UNCLAIMED)


def test_an_unparsed_sentence_tells_nothing() -> None:
    (sentence,) = split_sentences("The Taliban claimed the attack.")
    assert find_responsibility(sentence, [], [], load_codebook()) == []
