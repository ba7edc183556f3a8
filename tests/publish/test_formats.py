"""Each format is opened by a program that reads it, and says what the ledger says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from dateline.codebook import load_codebook
from dateline.ledger.ledger import Ledger
from dateline.model import DatePrecision, DateValue, Toll
from dateline.publish.formats.ucdp_ged import priogrid
from dateline.publish.publish import Form, publish
from dateline.publish.tables import GROUPS, INCIDENTS, STATEMENTS

from .conftest import BORNO, HERAT, act, coded, codings, says

TOP = Path(__file__).resolve().parents[2]
BOOK = load_codebook()
FIRST, _, RAIDS, PLAN, KIDNAPPING = (coding.incidents[0].id for coding in codings())


def of_ledger(ledger: Ledger) -> dict[str, tuple]:
    """Return what the ledger says of each incident: day, country, killed, number of statements."""
    with ledger.reader() as reader:
        own = {one.incident: one for one in reader.incidents()}
        told = {i: sum(t.share is None for t in reader.show(i).told) for i in own}
    return {i: (one.killed, one.place and one.place.country, told[i]) for i, one in own.items()}


# ---- our tables -----------------------------------------------------------------------------------------------


def test_pandas_duckdb_and_polars_read_what_the_ledger_holds(ledger: Ledger, publishing) -> None:
    out = publishing("csv", "parquet")
    wanted = of_ledger(ledger)
    by_pandas = pd.read_csv(out / "incidents.csv", dtype_backend="numpy_nullable")
    by_polars = pl.read_parquet(out / "incidents.parquet")
    by_duckdb = duckdb.sql(f"SELECT * FROM '{out}/incidents.parquet'").fetchall()
    assert len(by_pandas) == len(by_polars) == len(by_duckdb) == len(wanted)
    for row in by_polars.to_dicts():
        killed, country, _ = wanted[row["incident"]]
        assert (row["killed_low"], row["killed_high"]) == (killed or (None, None))
        assert row["country"] == country
    counts = duckdb.sql(
        f"SELECT about, count(*) FROM read_csv('{out}/statements.csv') WHERE \"of\" = 'incident' GROUP BY about"
    ).fetchall()
    assert dict(counts) == {i: told for i, (_, _, told) in wanted.items()}
    same = pd.read_parquet(out / "statements.parquet")
    csv = pd.read_csv(out / "statements.csv")
    assert list(same["statement"]) == list(csv["statement"])
    assert list(same["quote"]) == list(csv["quote"])
    groups = pd.read_csv(out / "groups.csv")
    assert groups[["killed_low", "killed_high"]].to_numpy().tolist() == [[30, 30]]


def test_columns_are_those_listed_with_their_types(publishing) -> None:
    out = publishing("parquet")
    for name, columns in (("incidents", INCIDENTS), ("statements", STATEMENTS), ("groups", GROUPS)):
        schema = pl.read_parquet_schema(out / f"{name}.parquet")
        assert list(schema) == [column.name for column in columns]
        kinds = {"text": pl.String, "int": pl.Int32, "float": pl.Float64, "flag": pl.Boolean, "date": pl.Date}
        assert [schema[c.name] for c in columns] == [kinds[c.kind] for c in columns]
        assert len({column.name for column in columns}) == len(columns)
        assert all(column.means for column in columns)


def test_no_cell_runs_as_a_formula_and_bom_and_tags_stand_where_asked_for(publishing) -> None:
    out = publishing("csv", form=Form(bom=True, hxl=True))
    data = (out / "incidents.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfincident,status")
    head, tags, first, *_ = data.decode("utf-8-sig").splitlines()
    assert tags.split(",")[0] == "#event+id"
    assert len(tags.split(",")) == len(head.split(","))
    assert all(re.fullmatch(r"(#[a-z0-9]+(\+[a-z0-9_]+)*)?", tag) for tag in tags.split(","))
    assert "'=Harbour Wire; Northgate Daily" in first
    assert not publishing("csv", form=Form()).joinpath("incidents.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_openpyxl_reads_the_workbook(ledger: Ledger, publishing) -> None:
    import openpyxl

    book = openpyxl.load_workbook(publishing("xlsx") / "incidents.xlsx")
    assert book.sheetnames == ["about", "incidents", "statements", "groups"]
    head, *rows = book["incidents"].iter_rows(values_only=True)
    cells = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    wanted = of_ledger(ledger)
    assert {i: (c["killed_low"], c["killed_high"]) for i, c in cells.items()} == {
        i: killed or (None, None) for i, (killed, _, _) in wanted.items()
    }
    outlet = next(c for row in book["statements"].iter_rows() for c in row if c.value == "=Harbour Wire")
    assert (outlet.data_type, outlet.quotePrefix) == ("s", True)


def test_a_sheet_that_is_full_goes_on_on_the_next(publishing, monkeypatch: pytest.MonkeyPatch) -> None:
    import openpyxl

    from dateline.publish.formats import xlsx

    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    book = openpyxl.load_workbook(publishing("xlsx") / "incidents.xlsx")
    assert [name for name in book.sheetnames if name.startswith("incidents")] == [
        "incidents",
        "incidents 2",
        "incidents 3",
    ]


def test_geopandas_reads_the_map_and_a_country_is_no_dot(publishing) -> None:
    import geopandas

    path = publishing("geojson") / "incidents.geojson"
    frame = geopandas.read_file(path)
    assert str(frame.crs) == "EPSG:4326"
    points = {row["incident"]: row.geometry for _, row in frame.iterrows()}
    assert (points[FIRST].x, points[FIRST].y) == (62.19967, 34.34817)
    assert points[PLAN] is None
    assert points[KIDNAPPING] is None
    assert set(frame["place_precision"].dropna()) == {"city", "admin1", "country"}
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    for feature in collection["features"]:  # RFC 7946, sections 3.1 to 3.3
        assert feature.keys() == {"type", "id", "geometry", "properties"}
        assert feature["geometry"] is None or (
            feature["geometry"]["type"] == "Point" and len(feature["geometry"]["coordinates"]) == 2
        )


def test_reports_in_json_lines_keep_to_the_contract(publishing) -> None:
    import jsonschema

    schema = json.loads((TOP / "docs" / "contract.schema.json").read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    lines = (publishing("jsonl") / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 5
    for line in lines:
        assert list(check.iter_errors(json.loads(line))) == []


# ---- the standards of others ----------------------------------------------------------------------------------


def table(path: Path, separator: str = ",") -> dict[str, dict[str, str]]:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, sep=separator)
    text = {"gtd.csv": "addnotes", "acled.csv": "notes"}.get(path.name)
    found = {}
    for row in frame.to_dict("records"):
        name = re.search(r"Dateline (i[0-9a-f]+)", row[text])[1] if text else row.get("Event ID") or row["id"]
        found[name] = row
    return found


def test_gtd(publishing) -> None:
    rows = table(publishing("gtd") / "gtd.csv")
    one = rows[FIRST]
    assert len(one) == 135
    assert re.fullmatch(r"20190304\d{4}", one["eventid"])
    told = {
        "iyear": "2019", "imonth": "3", "iday": "4", "approxdate": "", "country": "4", "country_txt": "Afghanistan",
        "region": "6", "region_txt": "South Asia", "city": "Herat", "specificity": "1", "attacktype1": "3",
        "attacktype1_txt": "Bombing/Explosion", "attacktype2": "", "suicide": "1", "success": "1",
        "targtype1": "1", "weaptype1": "6", "weapsubtype1": "13", "gname": "Islamic State", "gname2": "",
        "claimed": "1", "claimmode": "7", "guncertain1": "0", "compclaim": "0", "nkill": "23", "nwound": "40",
        "crit1": "", "INT_ANY": "-9", "multiple": "0", "dbsource": "Dateline",
    }  # fmt: skip
    assert {name: one[name] for name in told} == told
    assert "killed 31 (mayor, Northgate Daily, 2019-03-05)" in one["addnotes"]
    assert "denied by Taliban" in one["addnotes"]
    assert PLAN not in rows
    raids = [row for row in rows.values() if row["multiple"] == "1"]
    assert [row["related"] for row in raids] == [row["eventid"] for row in reversed(raids)]
    assert {row["approxdate"] for row in raids} == {"March 1-31, 2019"}
    assert sorted(row["nkill"] for row in raids) == ["15", "15"]
    assert (rows[KIDNAPPING]["nhostkid"], rows[KIDNAPPING]["ishostkid"]) == ("3", "1")
    assert rows[KIDNAPPING]["approxdate"] == "May 6-8, 2019"
    assert rows[KIDNAPPING]["iday"] == "7"


def test_acled(publishing) -> None:
    rows = table(publishing("acled") / "acled.csv")
    one = rows[FIRST]
    assert len(one) == 31
    told = {
        "event_date": "2019-03-04", "time_precision": "1", "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence", "sub_event_type": "Suicide bomb", "actor1": "Islamic State",
        "inter1": "Rebel group", "actor2": "Civilians (Afghanistan)", "inter2": "Civilians",
        "interaction": "Rebel group-Civilians", "civilian_targeting": "Civilians targeted", "iso": "4",
        "region": "Caucasus and Central Asia", "geo_precision": "1", "fatalities": "5", "latitude": "34.3482",
    }  # fmt: skip
    assert {name: one[name] for name in told} == told
    assert one["event_id_cnty"].startswith("AFG")
    assert "killed 31 (mayor" in one["notes"]
    assert rows.keys() & {PLAN, KIDNAPPING} == set()  # a country alone is not coded
    assert {row["time_precision"] for row in rows.values()} == {"1", "3"}


def test_what_killed_is_no_strategic_development_for_acled(tmp_path: Path) -> None:
    earlier = DateValue(date(2018, 5, 7), date(2018, 5, 7), DatePrecision.DAY)
    burnt = act(says("killed", Toll(2, 2), "two died"), types=("facility_attack",))
    untold = act(says("killed", Toll(11, 11), "Eleven people died"), types=(), where=BORNO)
    damaged = act(says("place", HERAT, "Herat"), types=("facility_attack",), when=earlier)
    reports = {"A depot was set alight and two died.": burnt, "Eleven people died.": untold, "In Herat.": damaged}
    with Ledger.create(tmp_path / "own.db") as ledger:
        for text, told in reports.items():
            ledger.add(coded(text, date(2019, 3, 5), told))
        publish(ledger, ["acled"], tmp_path / "out", author="ada")
    rows = pd.read_csv(tmp_path / "out" / "acled.csv")
    found = dict(zip(rows["fatalities"], zip(rows["event_type"], rows["sub_event_type"], strict=True), strict=True))
    against = ("Violence against civilians", "Attack")
    assert found == {0: ("Strategic developments", "Looting/property destruction"), 2: against, 11: against}


def test_ucdp(publishing) -> None:
    rows = pd.read_csv(publishing("ucdp-ged") / "ucdp-ged.csv", dtype={"id": "int64"}, keep_default_na=False)
    assert rows.shape[1] == 49
    one, summary = rows.to_dict("records")
    assert (one["best"], one["low"], one["high"]) == (23, 5, 31)
    assert one["best"] == one["deaths_a"] + one["deaths_b"] + one["deaths_civilians"] + one["deaths_unknown"]
    told = {
        "year": 2019, "type_of_violence": 3, "side_a": "Islamic State", "side_b": "Civilians",
        "number_of_sources": 2, "where_prec": 1, "country": "Afghanistan", "date_prec": 1, "event_clarity": 1,
        "date_start": "2019-03-04 00:00:00.000", "geom_wkt": "POINT (62.19967 34.34817)", "region": "Asia",
    }  # fmt: skip
    assert {name: str(one[name]) for name in told} == {name: str(cell) for name, cell in told.items()}
    assert str(one["country_id"]) in ("700", "700.0")
    assert int(one["priogrid_gid"]) == priogrid(34.34817, 62.19967)
    assert "police" in one["source_original"]
    assert (summary["event_clarity"], summary["best"], summary["date_prec"]) == (2, 30, 4)


def test_the_cell_of_kabul_is_that_of_priogrid() -> None:
    assert priogrid(34.53, 69.17) == 179779
    assert priogrid(-90, -180) == 1
    assert priogrid(90, 180) == 360 * 720


def test_plover_and_polecat(publishing) -> None:
    out = publishing("plover")
    events = {e["id"]: e for e in map(json.loads, (out / "plover.jsonl").open(encoding="utf-8"))}
    one = events[FIRST]
    assert (one["event"], one["mode"], one["event_scale"], one["quad_code"]) == ("ASSAULT", "suicide-attack", -9.5, 4)
    assert one["actor"][0]["sector"] == "REB"
    assert one["recipient"][0] == {"code": "AFG", "sector": "BUS", "entity_text": "bazaar"}
    assert one["size"] == {"dead": 31, "injured": 40, "arrested": None}
    assert (events[PLAN]["event"], events[PLAN]["mode"]) == ("THREATEN", "violence")
    assert events[KIDNAPPING]["mode"] == "abduct"
    rows = table(out / "polecat.tsv", "\t")
    assert {len(row) for row in rows.values()} == {40}
    assert rows[FIRST]["Recipient COW"] == "700"
    assert rows[PLAN]["Latitude"] == ""


def test_followthemoney_reads_entities_and_statements(publishing) -> None:
    from followthemoney import model
    from followthemoney.statement.serialize import read_csv_statements

    out = publishing("ftm")
    with (out / "ftm.statements.csv").open("rb") as file:
        statements = list(read_csv_statements(file))
    assert all(s.generate_key() == s.id for s in statements)
    own = [s for s in statements if s.canonical_id == FIRST]
    assert {s.dataset for s in own} == {"dateline", "outlet-harbour-wire", "outlet-northgate-daily"}
    dated = {s.dataset for s in own if s.prop == "date" and s.value == "2019-03-04"}
    assert dated == {"outlet-harbour-wire", "outlet-northgate-daily"}  # two outlets are two statements
    told = [json.loads(line) for line in (out / "ftm.entities.json").open()]
    lists = [told_list for e in told for told_list in (e.get("origin", []), *e["properties"].values())]
    assert any(len(one) > 2 for one in lists)
    assert all(one == sorted(one) for one in lists)  # whatever the order of sets in this process
    entities = {e["id"]: model.get_proxy(e) for e in told}
    event = entities[FIRST]
    assert event.schema.name == "Event"
    assert event.get("involved") == ["actor-islamic-state"]
    assert entities["actor-islamic-state"].caption == "Islamic State"
    assert any("killed 31 (mayor" in words for words in event.get("summary"))
    assert any("denied" in words for words in event.get("summary"))
    assert {entities[i].schema.name for i in event.get("proof")} == {"Article"}


def test_many_rows_of_parquet_stand_in_few_groups_and_in_order(publishing, monkeypatch) -> None:
    from dateline.publish.formats import parquet

    monkeypatch.setattr(parquet, "_AT_ONCE", 1)
    monkeypatch.setattr(parquet, "_GROUP", 3)
    out = publishing("csv", "parquet")
    file = pq.ParquetFile(out / "statements.parquet")
    rows = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    assert len(rows) > 2
    assert min(rows[:-1]) >= 3  # each group is filled before the next begins
    assert list(pd.read_parquet(out / "statements.parquet")["statement"]) == list(
        pd.read_csv(out / "statements.csv")["statement"]
    )


def test_prov_reads_where_values_come_from(publishing) -> None:
    from prov.model import ProvDerivation, ProvDocument, ProvEntity

    documents = {}
    for line in (publishing("prov") / "prov.jsonl").open(encoding="utf-8"):
        document = ProvDocument.deserialize(content=line, format="json")
        assert _unnumbered(document.serialize(format="json")) == _unnumbered(line)  # the library holds all of it
        (incident,) = [e for e in document.get_records(ProvEntity) if "dl:status" in str(e.attributes)]
        documents[str(incident.identifier)] = document
    one = documents[f"dl:{FIRST}"]
    entities = {str(e.identifier) for e in one.get_records(ProvEntity)}
    used = {str(value) for d in one.get_records(ProvDerivation) for _, value in d.formal_attributes if value}
    assert used <= entities  # nothing is derived from what is not there
    statements = [s for coding in codings()[:2] for s in coding.statements]
    assert {f"dl:{s.id}" for s in statements} <= entities
    assert f"dl:{FIRST}/best/killed" in entities


def _unnumbered(document: str) -> dict[str, list[tuple[str, str]]]:
    """Return the records of a PROV-JSON document; relations without the numbers that they were given."""
    return {
        kind: sorted(("" if name.startswith("_:") else name, json.dumps(told)) for name, told in records.items())
        for kind, records in json.loads(document).items()
    }


def test_prov_says_what_a_person_decided_and_not_who(ledger: Ledger, publishing) -> None:
    from prov.model import ProvActivity, ProvAgent, ProvDocument

    with ledger.judging("Ada") as judging:
        judging.statement("accept", codings()[0].statements[0].id)
    lines = (publishing("prov") / "prov.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [ProvDocument.deserialize(content=line, format="json") for line in lines]
    told = [str(one.identifier) for d in documents for one in d.get_records((ProvActivity, ProvAgent))]
    assert f"dl:{codings()[0].statements[0].id}/accept" in told
    assert "dl:reviewer" in told
    assert not any("Ada" in line for line in lines)
    kinds = {str(kind) for d in documents for one in d.get_records(ProvAgent) for kind in one.get_asserted_types()}
    assert {"prov:SoftwareAgent", "prov:Person", "dl:outlet"} <= kinds  # names, not words that look like them


# ---- the web site ---------------------------------------------------------------------------------------------


def test_the_site_stands_alone(publishing) -> None:
    folder = publishing("site") / "site"
    pages = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    assert len([name for name in pages if name.startswith("incidents/")]) == 5
    for name, page in pages.items():
        assert "<script" not in page
        assert "javascript:" not in page
        assert "default-src 'none'" in page
        for link in re.findall(r'(?:href|src)="([^"#]+)"', page):
            is_report = link.startswith("https://")
            assert is_report or (folder / name).parent.joinpath(link).resolve().is_file(), (name, link)
    one = next(page for name, page in pages.items() if FIRST in name)
    for words in ("killed 23", "31 dead", "(claimed)", "(denied)", "police via a hospital", "وقع انفجار", "disputed"):
        assert words in one, words


@pytest.mark.slow
def test_chromium_shows_the_site_without_a_network(publishing, tmp_path: Path) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed: the site is not looked at")
    page = publishing("site") / "site" / "index.html"
    shown = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/chromium",
         "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--v=0", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "5 incidents" in shown.stdout
    assert shown.stdout.count("<circle") == 2
    assert "Refused to" not in shown.stderr
    assert "violates the following Content Security Policy" not in shown.stderr
