"""Codings made by hand for the ledger's tests: short reports of one attack, and strategies that draw many."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from dateline.model import (
    Code,
    Coding,
    DatePrecision,
    DateValue,
    Evidence,
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
    content_id,
    highest_reported,
)

FIRST_DAY = date(2017, 6, 7)
MADE_BY = {"dateline": "0.0", "codebook": "attacks@1", "parser": "none@0"}
KABUL = Place("Kabul", "Kabul", "Kabul", "AF", 34.53, 69.17, PlacePrecision.CITY)
CITIES = {
    "Kabul": KABUL,
    "Manila": Place("Manila", "Manila", "Metro Manila", "PH", 14.6, 120.98, PlacePrecision.CITY),
    "Mosul": Place("Mosul", "Mosul", None, "IQ", None, None, PlacePrecision.CITY),
}
# Words of no attack, so that reports can be long enough to be told apart or found alike.
FILLER = (
    "Officials asked people to stay at home while roads around the market were closed for the rest of the day",
    "Hospitals in the area called for blood and moved patients to make room for those who had been brought in",
    "A spokesman for the province said that a curfew would begin at dusk and last until further notice",
    "Shops stayed shut and schools sent pupils home early as helicopters circled above the old quarter",
    "Neighbouring states sent their condolences and offered to help with the search of the ruined building",
)


def coding(
    killed: int = 12,
    *,
    day: date = FIRST_DAY,
    outlet: str | None = "The Example Post",
    title: str | None = None,
    url: str | None = None,
    city: str = "Kabul",
    speaker: str | None = "police",
    more: str = "",
    grouped: bool = False,
    made_by: dict[str, str] = MADE_BY,
) -> Coding:
    """Return what a report of one bombing tells, or (``grouped``) of two of one attack with a tally."""
    text = (
        f"Bombs went off in {city} on {day:%A}, killing {killed} people, {speaker or 'it was'} said. {more}".strip()
    )
    report = Report.of(text, day, outlet=outlet, title=title, url=url)
    first, second = (content_id("i", report.id, n) for n in range(2))
    group = content_id("g", first, second) if grouped else None
    speakers = (Speaker(speaker, "police"),) if speaker else ()
    when = DateValue(day, day, DatePrecision.DAY)
    about = group or first
    statements = [
        _say(report, first, "type", Code("bombing"), "Bombs went off"),
        _say(report, first, "date", when, f"on {day:%A}"),
        _say(report, first, "place", CITIES[city], city),
        _say(report, first, "weapon", Kind("explosive", "Bombs"), "Bombs"),
        _say(report, about, "killed", Toll(killed, killed), f"{killed} people", speakers=speakers),
        _say(report, first, "perpetrator", Perpetrator(None, None), "Bombs", modality=Modality.UNCLAIMED),
    ]
    ids = [first, second] if grouped else [first]
    incidents = tuple(
        Incident(
            incident,
            ("bombing",) if incident == first else (),
            Outcome.COMPLETED,
            False,
            when,
            CITIES[city],
            group,
            highest_reported(s for s in statements if s.about == incident),
            (report.id,),
        )
        for incident in ids
    )
    tally = Tally(2, None, None, None, day, (first,), False, _evidence(report, "Bombs went off"), "tally.test.1")
    return Coding(
        (report,),
        incidents,
        (Group(group, tuple(ids), highest_reported(s for s in statements if s.about == group)),) if group else (),
        tuple(statements),
        (tally,) if grouped else (),
        made_by=made_by,
    )


def _evidence(report: Report, quote: str) -> Evidence:
    start = report.text.index(quote)
    return Evidence.of(report.id, report.text, Span(start, start + len(quote)))


def _say(report: Report, about: str, name: str, value, quote: str, **more) -> Statement:
    return Statement.of(about, name, value, _evidence(report, quote), f"{name}.test.1", **more)


def long_text(*numbers: int) -> str:
    """Return a body of the filler sentences with these numbers."""
    return ". ".join(FILLER[number] for number in numbers) + "."


# Any code points, half surrogate pairs and NUL among them. An outlet and a quote are hashed as UTF-8 by ``model``.
odd_text = st.text(st.characters(blacklist_categories=()), max_size=12)
whole_text = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)


@st.composite
def codings(draw: st.DrawFn) -> Coding:
    """Draw a coding; different ones often share outlet, URL, headline or most of their words."""
    return coding(
        draw(st.integers(0, 9)),
        day=FIRST_DAY + timedelta(draw(st.integers(0, 6))),
        outlet=draw(st.sampled_from(["Post", "Wire", None]) | whole_text),
        title=draw(st.sampled_from([None, "Blast in Kabul", "Morning briefing"]) | odd_text),
        url=draw(st.sampled_from([None, "https://example.org/1", "https://example.org/2"]) | odd_text),
        city=draw(st.sampled_from(sorted(CITIES))),
        speaker=draw(st.sampled_from(["police", None])),
        more=draw(st.sampled_from(["", "Ж\x00\x1b0000", long_text(0, 1, 2, 3), long_text(0, 1, 2, 3, 4)])),
        grouped=draw(st.booleans()),
        made_by=draw(st.sampled_from([MADE_BY, {}, {**MADE_BY, "dateline": "0.1"}])),
    )


def distinct(drawn: list[Coding]) -> list[Coding]:
    """Return the codings without later copies of a text by the same outlet, of which a ledger keeps the first."""
    return list({(c.reports[0].sha256, c.reports[0].outlet or ""): c for c in reversed(drawn)}.values())
