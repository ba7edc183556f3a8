"""Lists by the page, filters in the words of the commands, as of a day; and what is refused, with the next step."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest

from dateline.ledger import Ledger
from dateline.ledger.filters import Filters
from made_codings import FIRST_DAY, coding

START = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def many(ledger: Ledger) -> Ledger:
    """A ledger of nine attacks, two on most days, too far apart to be joined; one of them in two parts."""
    for number, city in enumerate(["Kabul", "Manila", "Mosul"] * 3):
        day = FIRST_DAY + timedelta(30 * (number // 2))
        made = coding(10 + number % 4, city=city, day=day, outlet=f"Post {number}", grouped=number == 7)
        ledger.add(made, START + timedelta(number))
    return ledger


@pytest.mark.parametrize("sort", ["day", "killed", "wounded", "published"])
@pytest.mark.parametrize("ascending", [False, True])
def test_all_pages_together_are_the_list_each_once(program, many: Ledger, sort: str, ascending: bool) -> None:
    with many.reader() as reader:
        wanted = sorted(reader.ids())
    whole = program.get("/incidents", sort=sort, ascending=ascending, limit=200)
    assert whole["next"] is None
    assert sorted(one["id"] for one in whole["incidents"]) == wanted
    for limit in (1, 3, len(wanted)):
        paged = program.pages("/incidents", "incidents", sort=sort, ascending=ascending, limit=limit)
        assert paged == whole["incidents"]


def test_pages_of_an_earlier_day(program, many: Ledger) -> None:
    day = (FIRST_DAY + timedelta(60)).isoformat()
    for asked in ({"as_of": day}, {"as_of_recorded": (START + timedelta(5)).isoformat()}):
        with many.reader() as reader:
            now = len(list(reader.incidents()))
        whole = program.get("/incidents", **asked)["incidents"]
        assert 0 < len(whole) < now
        assert program.pages("/incidents", "incidents", limit=2, **asked) == whole


def test_a_page_goes_on_where_the_one_before_ended_though_the_list_has_grown(program, many: Ledger) -> None:
    whole = [one["id"] for one in program.get("/incidents")["incidents"]]
    first = program.get("/incidents", limit=4)
    many.add(coding(50, city="Mosul", day=FIRST_DAY + timedelta(300), outlet="Later"), START + timedelta(30))
    behind = program.get("/incidents", cursor=first["next"])["incidents"]
    assert [one["id"] for one in first["incidents"] + behind] == whole


def test_statements_and_tallies_come_by_the_page(program, many: Ledger) -> None:
    many.add(coding(9, city="Kabul", day=FIRST_DAY + timedelta(300), grouped=True), START + timedelta(20))
    incident = program.get("/incidents", country="AF", limit=1)["incidents"][0]["id"]
    whole = program.get(f"/incidents/{incident}")["statements"]
    paged = program.pages(f"/incidents/{incident}/statements", "statements", limit=2)
    assert sorted(s["id"] for s in whole) == [s["id"] for s in paged]
    (killed,) = program.pages(f"/incidents/{incident}/statements", "statements", property="killed")
    assert killed["evidence"]["quote"] == "9 people"
    assert killed["speakers"] == [{"name": "police", "kind": "police"}]
    tallies = program.pages("/check", "tallies", limit=1)
    assert len(tallies) == 2
    assert tallies == program.get("/check")["tallies"]


def test_filters_are_those_of_the_commands(program, many: Ledger) -> None:
    asked = {
        "country": "PH",
        "since": "2017-08-01",
        "until": "2017-08-06",
        "type": "bombing",
        "weapon": "explosive",
        "modality": "unclaimed",
        "place": "Manila",
        "text": '"bombs went off"',
        "min_killed": 10,
    }
    with many.reader() as reader:
        wanted = [one.incident for one in reader.incidents(Filters(country=("PH",), type=("bombing",)))]
    found = [one["id"] for one in program.get("/incidents", **asked)["incidents"]]
    assert len(found) == 1
    assert set(found) < set(wanted)
    assert [one["id"] for one in program.get("/incidents", country="PH", type="bombing")["incidents"]] == wanted
    both = program.get("/incidents", country=["PH", "Afghanistan"])["incidents"]
    assert len(both) == 6 + 1  # and the second part of one
    assert program.get("/incidents", **{"min-killed": 13}) == program.get("/incidents", min_killed=13)
    assert program.get("/incidents", person="Nobody")["incidents"] == []
    (group,) = program.get("/incidents", groups=True)["incidents"]
    assert group["id"].startswith("g")
    assert program.get(f"/incidents/{group['id']}")["incident"]["kind"] == "group"


def test_counts_name_what_they_rest_on(program, many: Ledger) -> None:
    killed = program.get("/count", what="killed", rule="highest")
    with many.reader() as reader:
        wanted = reader.counted("killed", rule="highest")
    assert (killed["low"], killed["high"]) == (wanted.low, wanted.high)
    assert sum(part["low"] for part in killed["parts"]) == killed["low"]
    assert killed["ids"] == list(wanted.incidents)
    number = program.get("/count", country="AF")
    assert number["number"] == len(number["ids"]) == 3
    assert len(number["reports"]) == 3
    assert program.get("/count", country="AF", ids=False) == {**number, "ids": [], "reports": []}


def test_history_and_why_are_the_librarys(program, many: Ledger) -> None:
    first, second = (one["id"] for one in program.get("/incidents", country="AF")["incidents"][:2])
    with many.reader() as reader:
        assert program.get(f"/incidents/{first}/history")["changes"] == [c.to_json() for c in reader.history(first)]
        assert program.get(f"/incidents/{first}/why/{second}") == reader.why(first, second).to_json()
        assert program.get("/candidates")["candidates"] == [one.to_json() for one in reader.candidates()]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"min_kiled": "3"}, "min_kiled"),
        ({"min_killed": "many"}, "min_killed"),
        ({"since": "yesterday"}, "since: 'yesterday' is no day"),
        ({"since": "2017-06-09", "until": "2017-06-01"}, "change the two"),
        ({"country": "Atlantis"}, "write its ISO code"),
        ({"type": "picnic"}, "not in the codebook; it has"),
        ({"sort": "beauty"}, "there are day, killed"),
        ({"as_of": "soon"}, "as of: 'soon' is no day"),
        ({"place": "Ka\0bul"}, "place"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
    ],
)
def test_what_cannot_be_asked_is_told_by_its_name(program, asked: dict[str, str], told: str) -> None:
    assert told in program.refused("/incidents", **asked)


def test_a_cursor_is_of_its_own_question(program, many: Ledger) -> None:
    cursor = program.get("/incidents", limit=2)["next"]
    assert "another question" in program.refused("/incidents", cursor=cursor, country="AF")
    assert "another question" in program.refused("/check", cursor=cursor)
    asked, _, name = json.loads(base64.urlsafe_b64decode(cursor))
    for told in ("nonsense", "é", "5", "[]", [asked, 2**80, name], [asked, 1, "'"], [asked, 1]):
        made = told if isinstance(told, str) else base64.urlsafe_b64encode(json.dumps(told).encode()).decode()
        assert "leave it out to begin anew" in program.refused("/incidents", cursor=made)


@pytest.mark.parametrize("path", ["/incidents/i0", "/incidents/i0/history", "/reports/r0", "/verdicts/v0"])
def test_an_unknown_id_is_not_found(program, path: str) -> None:
    assert "0' in this ledger" in program.refused(path, 404)


def test_an_unknown_address_leads_to_the_reference(program) -> None:
    assert program.refused("/incident", 404) == "there is no such address; /api/docs lists them all"
    answer = program.client.delete("/api/v1/incidents")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.json()["detail"] == "DELETE is not for this address; it takes GET"
