from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dateline.codebook import load_codebook
from dateline.ledger.ledger import Ledger
from dateline.model import Perpetrator, Place, PlacePrecision, Speaker, Victim
from dateline.publish.care import BLACK, Care, Discretion, Withheld, private_names
from dateline.publish.formats import FORMATS
from dateline.publish.published import Asked, Published, Walk
from dateline.publish.status import Status, status_of

from .conftest import NOON, codings

NAME, STREET = "Karwan", "Rosewater"


def walked(ledger: Ledger, care: Care | None = None) -> list[Published]:
    with ledger.reading() as connection:
        return list(Walk(connection, ledger.book, Asked(care=care or Care())).incidents())


def bombing(ledger: Ledger, care: Care | None = None) -> Published:
    return next(one for one in walked(ledger, care) if len(one.reports) == 2)


def everything(folder: Path) -> str:
    """Return all that was written, as text; what is packed is read by its own reader."""
    import openpyxl
    import pyarrow.parquet

    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            found.append(json.dumps(pyarrow.parquet.read_table(path).to_pylist(), default=str))
        elif path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path, read_only=True)
            found += [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        elif path.is_file():
            found.append(path.read_text(encoding="utf-8"))
    return "\n".join(found)


def test_no_format_tells_a_private_name_or_an_address(publishing) -> None:
    told = everything(publishing(*FORMATS))
    assert "Herat" in told
    assert NAME not in told
    assert NAME.lower() not in told
    assert STREET not in told
    assert "Sarwari" not in told


def test_names_and_addresses_are_told_where_asked_for(publishing) -> None:
    told = everything(publishing("csv", "jsonl", asked=Asked(care=Care(with_names=True, with_addresses=True))))
    assert f"Zubaida {NAME}" in told
    assert f"12 {STREET} Street" in told
    assert "herat-zubaida-karwan" in told


def test_a_name_is_blacked_out_letter_for_letter_in_every_quote(ledger: Ledger) -> None:
    one = bombing(ledger)
    quotes = {said.statement.property: said.statement.evidence for said in one.own}
    assert quotes["victim"].quote == f"{BLACK * 7} {BLACK * 6}, a baker"
    assert quotes["victim"].end - quotes["victim"].start == len("Zubaida Karwan, a baker")
    victim = next(s.statement.value for s in one.own if s.statement.property == "victim")
    assert victim == Victim(None, "a baker", "killed", "civilian")
    assert one.withheld.names > 0
    assert one.withheld.links_cut == 1
    assert {r.url for r in one.reports} == {"https://wire.example/", "javascript:alert(1)"}


def test_quotes_slice_back_in_the_blanked_texts(publishing) -> None:
    documents = [json.loads(line) for line in (publishing("jsonl") / "reports.jsonl").open(encoding="utf-8")]
    assert len(documents) == 5
    for document in documents:
        texts = {report["id"]: report["text"] for report in document["reports"]}
        for statement in document["statements"]:
            evidence = statement["evidence"]
            assert texts[evidence["report"]][evidence["start"] : evidence["end"]] == evidence["quote"]
        assert "baker, of" not in json.dumps(document)


def test_long_quotes_are_cut_at_a_word_and_marked(ledger: Ledger) -> None:
    cut = [said for said in bombing(ledger).own if said.is_cut]
    assert [len(said.statement.evidence.quote) <= 280 for said in cut] == [True]
    assert cut[0].statement.evidence.quote.endswith("again")
    whole = bombing(ledger, Care(quote_limit=None))
    assert not any(said.is_cut for said in whole.own)


def test_coordinates_are_rounded_where_asked_for(ledger: Ledger) -> None:
    exact, rounded = bombing(ledger), bombing(ledger, Care(round_coordinates=1))
    assert exact.incident.place and (exact.incident.place.lat, exact.incident.place.lon) == (34.34817, 62.19967)
    assert rounded.incident.place and (rounded.incident.place.lat, rounded.incident.place.lon) == (34.3, 62.2)
    told = [s.statement.value for s in rounded.own if isinstance(s.statement.value, Place)]
    assert {(place.lat, place.lon) for place in told} == {(34.3, 62.2)}


@pytest.mark.parametrize(
    ("words", "is_address"),
    [
        ("at 12 Rosewater Street", True),
        ("flat 4 of the tower", True),
        ("Rosewater Street 12", True),
        ("7b, Old Mill Lane", True),
        ("on Rosewater Street", False),
        ("in 2019 Herat", False),
        ("14 people in the street", False),
        ("killed 12 High Court guards", False),
    ],
)
def test_addresses_are_a_number_beside_a_street(words: str, is_address: bool) -> None:
    shown = Discretion(Care(), (), Withheld()).text(words)
    assert (BLACK in shown) == is_address
    assert len(shown) == len(words)


def test_a_place_that_is_an_address_becomes_its_town() -> None:
    place = Place("12 Rosewater Street", "Herat", "Herat", "AF", 1.0, 2.0, PlacePrecision.LANDMARK)
    shown = Discretion(Care(), (), Withheld()).place(place)
    assert (shown.name, shown.precision) == ("Herat", PlacePrecision.CITY)
    assert Discretion(Care(with_addresses=True), (), Withheld()).place(place) == place


@pytest.mark.parametrize(
    ("value", "is_private"),
    [
        (Victim("Zubaida Karwan", None, "killed", "civilian"), True),
        (Victim("Zubaida Karwan", None, "killed", "government"), False),
        (Victim(None, "a baker", "killed", "civilian"), False),
        (Perpetrator(None, "Omid Sarwari"), True),
        (Perpetrator(None, "Dawn Front"), False),
        (Perpetrator(None, "gunmen"), False),
        (Perpetrator("islamic-state", "Islamic State"), False),
        (Speaker("Omid Sarwari", "witness"), True),
        (Speaker("villagers", "witness"), False),
        (Speaker("Karl Lund", "other"), True),
        (Speaker("Revolutionary Guards", "other"), False),
        (Speaker("a resident of Herat", "witness"), False),
        (Speaker("Omid Sarwari", "police"), False),
    ],
)
def test_whose_names_are_private(value, is_private: bool) -> None:
    assert bool(private_names([value], load_codebook())) == is_private


def test_short_parts_and_links_of_a_name_are_not_blacked_out_alone() -> None:
    discretion = Discretion(Care(), ["Ali bin Qadir al-Baz"], Withheld())
    assert discretion.text("bin al Qadir's house") == f"bin al {BLACK * 5}'s house"
    assert discretion.text("the Qadirabad road") == "the Qadirabad road"


# ---- status ---------------------------------------------------------------------------------------------------


def test_the_status_of_each_incident(ledger: Ledger) -> None:
    statuses = {one.id: one.status for one in walked(ledger)}
    assert sorted(statuses.values()) == ["disputed", *["unreviewed"] * 4]
    first = codings()[0].incidents[0].id
    assert statuses[first] is Status.DISPUTED  # police count 23 and the mayor 31 on one day


def test_a_decision_settles_a_dispute_and_a_rejection_withdraws(ledger: Ledger) -> None:
    raid = codings()[3].incidents[0].id
    one = bombing(ledger)
    with ledger.judging("ada", clock=lambda: NOON + timedelta(days=1)) as judging:
        for said in one.own:
            if said.is_disputed:
                judging.statement("accept", said.statement.id)
        for statement in codings()[3].statements:
            judging.statement("reject", statement.id)
    assert bombing(ledger).status is Status.REVIEWED
    assert raid not in {one.id for one in walked(ledger)}
    withdrawn = walked(ledger, Care(statuses=frozenset({Status.WITHDRAWN})))
    assert [one.id for one in withdrawn] == [raid]


def test_two_outlets_corroborate_and_copies_of_one_text_do_not(ledger: Ledger) -> None:
    told = [said.told for said in bombing(ledger).own if said.statement.property == "type"]
    assert status_of(told, ()) is Status.CORROBORATED
    assert status_of([replace(one, family="one") for one in told], ()) is Status.UNREVIEWED
    assert status_of([replace(one, outlet="one") for one in told], ()) is Status.UNREVIEWED
    assert status_of([], ()) is Status.UNREVIEWED
