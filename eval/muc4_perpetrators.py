"""Who did it, as MUC-4 wants them: individuals and organisations apart, and how sure the report is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from muc4_words import actor_kinds, actor_names, bare, force_words, head_of, is_force, is_group, plain

_Json = Mapping[str, Any]
_Template = dict[str, Any]
_OF_NO_STATE = frozenset({"armed_group", "unknown"})  # sides of those described
_STATE = frozenset({"armed_forces", "government", "intelligence", "police", "security_forces", "state"})
_AUTHORITIES = frozenset({"police", "government", "military", "official", "judiciary", "intelligence"})


def add_perpetrators(said: Sequence[_Json], text: str, made: _Template) -> None:
    """Fill the slots of individuals and organisations with what statements of an incident say, in a report of a text.

    An army or a police force is an organisation, whoever describes it so. Several descriptions by one noun are of the
    same people ("a group of 10 gunmen", "the gunmen"): the task wants them once.
    """
    made["PerpInd"], made["PerpOrg"], made["PerpOrgConf"] = [], [], []
    actors: set[str] = set()
    for s in _of(said, "perpetrator"):
        value = s["value"]
        if value["name"] is None or s["modality"] == "denied" or value["actor"] in actors:
            continue
        if value["actor"] is None and not is_group(plain(value["name"])):
            _add_individual(made, plain(value["name"]))
            continue
        name = _name_in_text(value, plain(s["evidence"]["quote"]), text)
        actors |= {value["actor"]} - {None}
        if name:
            _add_organisation(made, name, s)
    for s in _of(said, "assailant"):  # the task takes them with their number ("two men")
        words = re.sub(r"^(?:AN?|THE) ", "", plain(s["value"]["name"]))
        if is_force(words):
            _add_organisation(made, bare(words), s)
        elif not _has_noun(made, words):
            _add_individual(made, words)


def _add_individual(made: _Template, words: str) -> None:
    if words and [words] not in made["PerpInd"]:
        made["PerpInd"].append([words])


def _add_organisation(made: _Template, name: str, s: _Json) -> None:
    known = [words for fill in made["PerpOrg"] for words in fill]
    if not any(name in words or words in name for words in known):
        made["PerpOrg"].append([name])
        made["PerpOrgConf"].append({"value": _confidence(s), "ref": name})


def _has_noun(made: _Template, words: str) -> bool:
    """Say whether the noun of a description stands in one that is filled in already."""
    head = head_of(bare(words))
    known = [word.removesuffix("S") for fill in made["PerpInd"] for word in bare(fill[0]).split()]
    return head in known


def _name_in_text(value: _Json, quote: str, text: str) -> str | None:
    """Return that of an actor's names which a text uses, the evidence's own before others."""
    actor = value["actor"]
    if actor is None:
        return plain(value["name"])
    names = actor_names().get(actor, ())
    for words in (quote, text):
        inside = [n for n in names if re.search(rf"\b{re.escape(n)}\b", words)]
        if inside:
            return max(inside, key=len) if words is quote else inside[0]
    return force_words(quote)


def _confidence(s: _Json) -> str:
    if s["modality"] == "claimed":
        return "CLAIMED OR ADMITTED"
    if s["modality"] == "suspected":
        kinds = {speaker["kind"] for speaker in s["speakers"]}
        return "SUSPECTED OR ACCUSED BY AUTHORITIES" if kinds & _AUTHORITIES else "SUSPECTED OR ACCUSED"
    return "REPORTED AS FACT"


def category(said: Sequence[_Json], made: _Template, *, is_bombing: bool) -> str | None:
    """Return what kind of act it was by the nature of those who did it, None where nothing tells."""
    actors = [s["value"]["actor"] for s in _of(said, "perpetrator") if s["value"]["actor"]]
    kinds = {actor_kinds().get(a, "armed_forces") for a in actors}
    sides = {s["value"]["type"] for s in _of(said, "assailant")}
    by_state = bool(kinds or sides & {"military", "police", "government"})
    if by_state and not kinds - _STATE:
        return "STATE-SPONSORED VIOLENCE"
    of_no_state = made["PerpOrg"] or sides & _OF_NO_STATE or is_bombing
    return "TERRORIST ACT" if of_no_state else None


def _of(said: Sequence[_Json], name: str) -> list[_Json]:
    return [s for s in said if s["property"] == name]
