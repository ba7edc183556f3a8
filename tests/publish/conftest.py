"""A ledger of a few made-up reports that hold what is hard to publish, and its exports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dateline.ledger.ledger import Ledger
from dateline.model import (
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
    Toll,
    Victim,
    content_id,
    highest_reported,
)
from dateline.publish.formats import FORMATS
from dateline.publish.publish import Form, Publication, publish
from dateline.publish.published import Asked

NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)
MADE_BY = {"dateline": "0.1.0", "codebook": "attacks@1", "parser": "none@0"}
HERAT = Place("Herat", "Herat", "Herat", "AF", 34.34817, 62.19967, PlacePrecision.CITY)
HOME = Place("12 Rosewater Street", "Herat", "Herat", "AF", 34.34817, 62.19967, PlacePrecision.LANDMARK)
CHAD = Place("Chad", None, None, "TD", 15.0, 19.0, PlacePrecision.COUNTRY)
BORNO = Place("Borno", None, "Borno", "NG", 11.8, 13.1, PlacePrecision.ADMIN1)
POLICE, HOSPITAL = Speaker("police", "police"), Speaker("a hospital", "medical")
MONDAY = DateValue(date(2019, 3, 4), date(2019, 3, 4), DatePrecision.DAY)
MARCH = DateValue(date(2019, 3, 1), date(2019, 3, 31), DatePrecision.MONTH)
LONG = "killed " + "and killed again " * 30 + "five people"

Says = tuple[str, object, str, dict[str, object]]


def says(name: str, value: object, quote: str, **more: object) -> Says:
    """Return a statement to be made of words of a report."""
    return name, value, quote, more


def act(*told: Says, types=("bombing",), when=MONDAY, where=HERAT, outcome=Outcome.COMPLETED) -> dict:
    """Return an incident as one report tells it."""
    return {"told": told, "types": types, "when": when, "where": where, "outcome": outcome}


def coded(text: str, day: date, *acts: dict, of_group: tuple[Says, ...] = (), **head: str | None) -> Coding:
    """Return the coding of a report; with ``of_group`` its incidents are one coordinated attack."""
    report = Report.of(text, day, **head)
    ids = [content_id("i", report.id, n) for n in range(len(acts))]
    group = content_id("g", *ids) if of_group else None
    statements = [_stated(report, i, one) for i, a in zip(ids, acts, strict=True) for one in a["told"]]
    statements += [_stated(report, str(group), one) for one in of_group]
    incidents = [
        Incident(
            i,
            a["types"],
            a["outcome"],
            any(s.about == i and s.property == "suicide" for s in statements),
            a["when"],
            a["where"],
            group,
            highest_reported(s for s in statements if s.about == i),
            (report.id,),
        )
        for i, a in zip(ids, acts, strict=True)
    ]
    groups = (Group(str(group), tuple(ids), highest_reported(s for s in statements if s.about == group)),)
    return Coding((report,), tuple(incidents), groups if of_group else (), tuple(statements), (), made_by=MADE_BY)


def _stated(report: Report, about: str, told: Says) -> Statement:
    name, value, quote, more = told
    start = report.text.index(quote)
    evidence = Evidence.of(report.id, report.text, Span(start, start + len(quote)))
    return Statement.of(about, name, value, evidence, f"{name}.test.1", **more)  # type: ignore[arg-type]


def bombing() -> Coding:
    """Return what a report tells of a bombing: a private name, an address, a claim, a denial, a long quote."""
    return coded(
        "A bomber struck the bazaar in Herat on Monday, killing at least 20 people, a hospital said, quoting police. "
        "Zubaida Karwan, a baker, of 12 Rosewater Street, died. Karwan was 34. The Islamic State, through Amaq, "
        "claimed it. The Taliban denied it. Some 40 were wounded, including two children. "
        "Omid Sarwari, who saw it, said the bomber wore a vest. " + LONG + ".",
        date(2019, 3, 4),
        act(
            says("type", Code("bombing"), "bomber struck"),
            says("date", MONDAY, "on Monday"),
            says("place", HERAT, "Herat"),
            says("place", HOME, "12 Rosewater Street"),
            says("suicide", Flag(True), "bomber"),
            says("target", Kind("business", "bazaar"), "bazaar"),
            says("weapon", Kind("explosive", "suicide vest"), "bomber"),
            says("killed", Toll(20, None), "at least 20 people", speakers=(POLICE, HOSPITAL)),
            says("weapon", Kind("explosive", "vest"), "vest", speakers=(Speaker("Omid Sarwari", "witness"),)),
            says("killed", Toll(5, 5), LONG),
            says("wounded", Toll(40, 40), "40 were wounded"),
            says("wounded", Toll(2, 2, part=True), "two children"),
            says("victim", Victim("Zubaida Karwan", "a baker", "killed", "civilian"), "Zubaida Karwan, a baker"),
            says(
                "perpetrator",
                Perpetrator("islamic-state", "Islamic State"),
                "Islamic State, through Amaq, claimed",
                modality=Modality.CLAIMED,
                channel="Amaq",
            ),
            says("perpetrator", Perpetrator("taliban", "Taliban"), "Taliban denied", modality=Modality.DENIED),
        ),
        outlet="=Harbour Wire",
        title="Zubaida Karwan among dead in Herat",
        url="https://wire.example/2019/herat-zubaida-karwan",
    )


def codings() -> list[Coding]:
    """Return what the reports tell: a bombing by two outlets, a pair of raids, a plan, a kidnapping."""
    second = coded(
        "وقع انفجار في هرات. Monday's blast in Herat killed 23, police said. The mayor counted 31 dead.",
        date(2019, 3, 5),
        act(
            says("type", Code("bombing"), "blast"),
            says("date", MONDAY, "Monday"),
            says("place", HERAT, "Herat"),
            says("killed", Toll(23, 23), "killed 23", speakers=(POLICE,)),
            says("killed", Toll(31, 31), "31 dead", speakers=(Speaker("mayor", "government"),)),
            says("perpetrator", Perpetrator(None, None), "وقع انفجار", modality=Modality.UNCLAIMED),
        ),
        outlet="Northgate Daily",
        url="javascript:alert(1)",
    )
    raids = coded(
        "Gunmen raided two villages in Borno in March. 30 people died in the raids, seven of them attackers.",
        date(2019, 4, 2),
        act(says("type", Code("armed_assault"), "raided"), types=("armed_assault",), when=MARCH, where=BORNO),
        act(says("date", MARCH, "in March"), types=("armed_assault",), when=MARCH, where=BORNO),
        of_group=(says("killed", Toll(30, 30), "30 people"),),
        outlet="Strait Courier",
    )
    plan = coded(
        "A plot to bomb a market in Chad was announced.",
        date(2019, 5, 1),
        act(says("type", Code("bombing"), "bomb"), when=None, where=CHAD, outcome=Outcome.PLANNED),
        outlet="Strait Courier",
    )
    kidnapping = coded(
        "Three nurses were kidnapped in Chad; an army patrol freed them.",
        date(2019, 5, 9),
        act(
            says("type", Code("kidnapping"), "kidnapped"),
            says("hostages", Toll(3, 3), "Three nurses"),
            says("target", Kind("health", "nurses"), "nurses"),
            types=("kidnapping",),
            when=DateValue(date(2019, 5, 6), date(2019, 5, 8), DatePrecision.RANGE),
            where=CHAD,
        ),
    )
    return [bombing(), second, raids, plan, kidnapping]


@pytest.fixture(scope="session")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger to which the reports were added and a person said that the first two tell of one act."""
    path = tmp_path_factory.mktemp("publish") / "ledger.db"
    told = codings()
    with Ledger.create(path) as ledger:
        for coding in told:
            ledger.add(coding, NOON)
        first, second = (coding.incidents[0].id for coding in told[:2])
        with ledger.judging("ada", clock=lambda: NOON) as judging:
            judging.pair("same", first, second)
    return path


@pytest.fixture
def ledger(ledger_file: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A copy of that ledger, for a test that publishes from it."""
    copy = tmp_path / "copy.db"
    copy.write_bytes(ledger_file.read_bytes())
    with Ledger(copy) as opened:
        yield opened


Publish = Callable[..., Publication]


@pytest.fixture
def publishing(ledger: Ledger, tmp_path: Path) -> Callable[..., Path]:
    """Publish some formats and return the folder."""

    def write(*formats: str, asked: Asked | None = None, form: Form | None = None) -> Path:
        out = tmp_path / f"out-{'-'.join(formats)}"
        publish(ledger, formats or tuple(FORMATS), out, asked, form, author="ada", clock=lambda: NOON)
        return out

    return write
