"""Codings made by hand: a coder that needs no parser, for tests of what runs and shows codings."""

from __future__ import annotations

import os
import re
import time
from datetime import date
from pathlib import Path

from dateline.codebook import Codebook
from dateline.model import (
    BestValue,
    Code,
    Coding,
    DatePrecision,
    DateValue,
    Evidence,
    Flag,
    Group,
    Incident,
    Kind,
    Modality,
    Outcome,
    Perpetrator,
    Place,
    PlacePrecision,
    Report,
    Span,
    Speaker,
    Statement,
    Tally,
    Toll,
    Victim,
)

TEXT = (
    "Two bombs went off in Kabul on Wednesday, killing at least 12 people, state media said. "
    "The Islamic State group claimed the attacks through Amaq.\n\n"
    "Gunmen had fired on a casino in Manila last week; nobody has claimed it. Police suspect the Maute group. "
    "It was the second attack claimed by the group since 27 May.\n"
)
DAY = DateValue(date(2017, 6, 7), date(2017, 6, 7), DatePrecision.DAY)
WEEK = DateValue(date(2017, 5, 29), date(2017, 6, 4), DatePrecision.WEEK)
KABUL = Place("Kabul", "Kabul", "Kabul", "AF", 34.53, 69.17, PlacePrecision.CITY)
MANILA = Place("a casino", "Manila", "Metro Manila", "PH", 14.6, 120.98, PlacePrecision.LANDMARK)


def report(text: str = TEXT, *, outlet: str | None = "The Example Post", title: str | None = None) -> Report:
    return Report.of(text, date(2017, 6, 7), outlet=outlet, title=title)


def _evidence(source: Report, quote: str) -> Evidence:
    start = source.text.index(quote)
    return Evidence.of(source.id, source.text, Span(start, start + len(quote)))


def _names(source: Report) -> tuple[str, str, str]:
    return f"i{source.id}k", f"i{source.id}m", f"g{source.id}"


def _statements(source: Report) -> tuple[Statement, ...]:
    def say(about: str, name: str, value, quote: str, **more) -> Statement:
        return Statement.of(about, name, value, _evidence(source, quote), f"{name}.test.1", **more)

    media, police = Speaker("state media", "media"), Speaker("Police", "police")
    isis = Perpetrator("islamic-state", "The Islamic State group")
    kabul, manila, pair = _names(source)
    return (
        say(kabul, "type", Code("bombing"), "bombs went off"),
        say(kabul, "date", DAY, "on Wednesday"),
        say(kabul, "place", KABUL, "Kabul"),
        say(kabul, "weapon", Kind("explosive", "bombs"), "bombs"),
        say(pair, "killed", Toll(12, None), "at least 12 people", speakers=(media,)),
        say(pair, "killed", Toll(10, 10), "12 people", speakers=(police, media)),
        say(pair, "perpetrator", isis, "claimed", modality=Modality.CLAIMED, channel="Amaq"),
        say(kabul, "victim", Victim(None, "people", "killed", "civilians"), "12 people"),
        say(kabul, "suicide", Flag(False), "bombs"),
        say(manila, "type", Code("armed_assault"), "fired on"),
        say(manila, "date", WEEK, "last week"),
        say(manila, "place", MANILA, "casino in Manila"),
        say(manila, "target", Kind("business", "casino"), "casino"),
        say(
            manila,
            "perpetrator",
            Perpetrator(None, None),
            "nobody has claimed it",
            modality=Modality.UNCLAIMED,
        ),
        say(
            manila,
            "perpetrator",
            Perpetrator("maute", "Maute group"),
            "Maute group",
            modality=Modality.SUSPECTED,
            speakers=(police,),
        ),
    )


def full_coding(source: Report) -> Coding:
    """Return a coding with every kind of value, two incidents, a group, a tally and rival voices."""
    kabul, manila, pair = _names(source)
    killed = {"killed": BestValue(12, None, "best.latest.1")}
    tally = _evidence(source, "the second attack claimed by the group since 27 May")
    here = (source.id,)
    return Coding(
        reports=(source,),
        incidents=(
            Incident(kabul, ("bombing",), Outcome.COMPLETED, False, DAY, KABUL, pair, killed, here),
            Incident(manila, ("armed_assault",), Outcome.ATTEMPTED, False, WEEK, MANILA, None, {}, here),
        ),
        groups=(Group(pair, (kabul,), killed),),
        statements=_statements(source),
        tallies=(
            Tally(
                2,
                "islamic-state",
                Modality.CLAIMED,
                date(2017, 5, 27),
                None,
                (kabul,),
                False,
                tally,
                "tally.1",
            ),
        ),
    )


def code_fully(source: Report, codebook: Codebook, *, pipeline: str) -> Coding:
    """Code the text above; fail, wait or die where another text says so."""
    if source.text.strip() == TEXT.strip():
        return full_coding(source)
    if "FAIL" in source.text:
        raise KeyError("no such lemma\nin the lexicon")
    if "DIE" in source.text:
        os._exit(9)
    if "STOP" in source.text:
        raise KeyboardInterrupt
    if "MARK" in source.text:
        Path(os.environ["HANDMADE_MARK"]).touch()  # tells a test that the run has come this far
    if wait := re.search(r"WAIT (\d+) ms", source.text):
        time.sleep(int(wait.group(1)) / 1000)
    if "MISQUOTE" in source.text:
        wrong = Evidence(source.id, 0, 4, "nope")
        return Coding((source,), statements=(Statement.of("i1", "type", Code("bombing"), wrong, "test.1"),))
    return Coding(reports=(source,))
