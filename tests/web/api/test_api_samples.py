"""Second coding by the API: seen as a program sees it, recorded once by its key, nothing of others shown before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from dateline.ledger import Ledger
from dateline.ledger.blind import BLIND_KINDS
from dateline.review.decisions import Decision
from dateline.review.desk import Desk
from dateline.web.api import sample_answers
from dateline.web.api.samples import BlindKind
from made_codings import coding
from web.api.test_api_contract import faults, undeclared

START = datetime(2026, 1, 2, 12, tzinfo=UTC)


class Second:
    """What ann codes a second time: a report that bo judged, in a sample that bo drew."""

    def __init__(self, program: Any, ledger: Ledger, *, from_scratch: bool = False) -> None:
        made = coding(12)
        ledger.add(made, START)
        self.report = made.reports[0].id
        self.bo = Desk(ledger, "bo")
        self.killed = next(one.id for one in self.bo.sheet(self.report).fields if one.name == "killed")
        self.bo.decide([Decision("correct", self.killed, value="471", reason="the ministry says so")])
        self.bo.accept_seen(self.report, [field.id for field in self.bo.sheet(self.report).fields])
        self.sample = self.bo.second.draw(1.0, "7", from_scratch=from_scratch).id
        self.program, self.path = program, f"/samples/{self.sample}/reports/{self.report}"

    def sheet(self, status: int = 200) -> dict[str, Any]:
        return self.program.get(self.path, status)

    def decide(self, status: int = 201, key: str | None = None, **said: object) -> dict[str, Any]:
        headers = {} if key is None else {"Idempotency-Key": key}
        answer = self.program.client.post(f"/api/v1{self.path}/verdicts", json=said, headers=headers)
        assert answer.status_code == status, answer.text
        return {**answer.json(), "replayed": answer.headers.get("idempotency-replayed")}

    def field(self, name: str = "killed") -> dict[str, Any]:
        return next(one for told in self.sheet()["told"] for one in told["fields"] if one["now"]["property"] == name)


@pytest.fixture
def second(program, ledger: Ledger) -> Second:
    return Second(program, ledger)


def test_every_kind_of_one_report_can_be_asked_for() -> None:
    assert set(get_args(BlindKind)) == set(BLIND_KINDS)


def test_a_second_coder_sees_what_was_read_and_nothing_that_was_decided(program, second: Second) -> None:
    (listed,) = program.get("/samples")["samples"]
    assert undeclared(sample_answers.Sample, listed) == set()
    assert listed == program.get(f"/samples/{second.sample}")
    assert (listed["size"], listed["mine"], listed["begun"]) == (1, [second.report], 0)
    sheet = second.sheet()
    assert undeclared(sample_answers.BlindSheet, sheet) == set()
    assert faults("report", sheet["report"]) == []
    assert [
        fault for told in sheet["told"] for one in told["fields"] for fault in faults("statement", one["now"])
    ] == []
    assert (sheet["done"], sheet["verdicts"]) == (False, [])
    assert sheet["open"] == sum(len(told["fields"]) for told in sheet["told"]) > 0
    assert (second.field()["state"], second.field()["now"]["value"]["low"]) == ("open", 12)
    assert "471" not in str(sheet)
    assert "no sample" in program.get("/samples/m0", 404)["detail"]


def test_what_is_decided_unseen_changes_nothing_and_is_taken_back(program, ledger: Ledger, second: Second) -> None:
    before = ledger.stats().rows["verdicts"]
    made = second.decide(kind="correct", subject=second.killed, value="15+", speaker="a doctor", reason="reads 15")
    assert (made["author"], made["reason"]) == ("ann", "reads 15")
    field = second.field()
    assert (field["state"], field["read"]["value"]["low"], field["now"]["value"]["low"]) == ("corrected", 12, 15)
    assert ledger.stats().rows["verdicts"] == before
    assert second.decide(
        200, kind="correct", subject=second.killed, value="15+", speaker="a doctor", reason="reads 15"
    )
    undone = second.decide(kind="undo", subject=made["id"], reason="misread")
    assert (undone["reverses"], undone["reason"]) == (made["id"], "misread")
    assert second.field()["state"] == "open"
    assert {one["id"]: one["in_force"] for one in second.sheet()["verdicts"]}[made["id"]] is False
    second.decide(404, kind="undo", subject="b0000000000000000")


def test_until_the_coder_is_done_nothing_of_others_is_shown(program, second: Second) -> None:
    incident = program.get("/incidents")["incidents"][0]["id"]
    whole = [
        f"/reports/{second.report}",
        *(f"/incidents/{incident}{part}" for part in ("", "/statements", "/history")),
    ]
    for field in [one for told in second.sheet()["told"] for one in told["fields"]]:
        second.decide(kind="accept", subject=field["id"])
        for path in whole:
            assert "unseen; finish that first" in program.get(path, 409)["detail"]
    done = second.decide(kind="reviewed", subject=second.report)
    assert second.sheet()["done"]
    assert program.get(f"/samples/{second.sample}")["twice"] == 1
    for path in whole:
        assert "471" in str(program.get(path))
    assert "undo that first" in second.decide(422, kind="flag", subject=second.killed)["detail"]
    second.decide(kind="undo", subject=done["id"])
    assert not second.sheet()["done"]
    second.decide(kind="reviewed", subject=second.report, reason="now")
    unit = next(one for (pair,) in [second.bo.second.twice(second.sample)] for one in pair.units if not one.agrees)
    second.bo.second.settle(second.sample, second.report, unit.mention, unit.name, "first", "the ministry knows")
    last = second.sheet()["verdicts"][-1]["id"]
    assert "settled this report" in second.decide(422, kind="undo", subject=last)["detail"]


def test_the_same_key_records_once(second: Second) -> None:
    made = second.decide(key="k-1", kind="reject", subject=second.killed)
    again = second.decide(key="k-1", kind="reject", subject=second.killed)
    assert (again.pop("replayed"), made.pop("replayed")) == ("true", None)
    assert again == made
    assert "a key of its own" in second.decide(409, key="k-1", kind="accept", subject=second.killed)["detail"]
    undone = second.decide(key="k-2", kind="undo", subject=made["id"])
    assert second.decide(key="k-2", kind="undo", subject=made["id"])["id"] == undone["id"]
    assert "a key of its own" in second.decide(409, key="k-1", kind="undo", subject=made["id"])["detail"]
    assert len(second.sheet()["verdicts"]) == 2


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ({"kind": "same", "subject": "i0"}, 422, "kind"),
        ({"kind": "accept", "subject": "s0", "other": "s1"}, 422, "other"),
        ({"kind": "accept", "subject": "s0", "value": "1"}, 422, "takes no `value`"),
        ({"kind": "accept", "subject": "s0"}, 404, "s0"),
    ],
)
def test_what_cannot_be_decided_unseen_is_refused(second: Second, said: dict, status: int, words: str) -> None:
    assert words in second.decide(status, **said)["detail"]
    assert second.sheet()["verdicts"] == []


def test_a_form_decides_nothing(program, second: Second) -> None:
    answer = program.client.post(f"/api/v1{second.path}/verdicts", data={"kind": "accept", "subject": second.killed})
    assert answer.status_code == 415


def test_who_judged_a_report_is_not_its_second_coder(program, ledger: Ledger, second: Second) -> None:
    program.decide(kind="flag", subject=second.killed)
    assert "judged this report at the desk" in second.sheet(422)["detail"]
    assert "judged this report at the desk" in second.decide(422, kind="accept", subject=second.killed)["detail"]
    assert program.get("/samples")["samples"][0]["mine"] == []


def test_from_scratch_what_the_report_tells_is_added(program, ledger: Ledger) -> None:
    second = Second(program, ledger, from_scratch=True)
    (told,) = second.sheet()["told"]
    assert told["fields"] == []
    assert "from scratch" in second.decide(422, kind="accept", subject=second.killed)["detail"]
    text = second.sheet()["report"]["text"]
    words = {"start": text.index("12"), "end": text.index("12") + 2}
    second.decide(kind="add", subject=told["mention"], property="killed", value="12", words=words)
    field = second.field()
    assert (field["state"], field["read"], field["now"]["value"]["low"]) == ("added", None, 12)


# ---- drawn, held against one another, settled -----------------------------------------------------------------


def post(program: Any, path: str, status: int = 201, key: str | None = None, **body: object) -> dict[str, Any]:
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = program.client.post(f"/api/v1{path}", json=body, headers=headers)
    assert answer.status_code == status, answer.text
    return {**answer.json(), "replayed": answer.headers.get("idempotency-replayed")}


def test_a_sample_is_drawn_of_what_fits(program, ledger: Ledger) -> None:
    made = coding(12)
    ledger.add(made, START)
    country = next(i["place"]["country"] for i in program.get("/incidents")["incidents"])
    asked = {"share": 1.0, "seed": "may", "filters": {"country": [country], "min_killed": 2}, "note": "May"}
    drawn = post(program, "/samples", **asked)
    assert (drawn["size"], drawn["mine"], drawn["note"]) == (1, [made.reports[0].id], "May")
    assert drawn["asked"] == {"country": [country], "min_killed": 2}
    assert post(program, "/samples", **asked)["id"] == drawn["id"]
    assert len(program.get("/samples")["samples"]) == 1
    assert post(program, "/samples", **{**asked, "only_done": True}, status=422)["detail"].startswith(
        "no report fits"
    )
    for wrong, words in (({"share": 1.5}, "share"), ({"filters": {"min_kiled": 2}}, "min_kiled")):
        assert words in post(program, "/samples", 422, **{**asked, **wrong})["detail"]


def test_what_two_coded_is_held_against_one_another_and_settled_once(program, second: Second) -> None:
    at = f"{second.path}/codings"
    assert "two people" in program.get(at, 404)["detail"]
    assert program.get(f"/samples/{second.sample}/twice") == {"reports": [], "next": None}
    for field in [one for told in second.sheet()["told"] for one in told["fields"]]:
        second.decide(kind="accept", subject=field["id"])
    second.decide(kind="reviewed", subject=second.report)
    (listed,) = program.get(f"/samples/{second.sample}/twice", open=True)["reports"]
    assert undeclared(sample_answers.TwiceCoded, listed) == set()
    assert (listed["report"], listed["firsts"], listed["second"], listed["open"]) == (second.report, ["bo"], "ann", 1)
    pair = program.get(at)
    assert undeclared(sample_answers.TwoCodings, pair) == set()
    (unit,) = [{**one, "mention": told["mention"]} for told in pair["told"] for one in told["units"] if one["open"]]
    (first,), (other,) = unit["first"], unit["second"]
    assert (first["value"]["low"], other["value"]["low"]) == (471, 12)
    agreed = program.get(f"/samples/{second.sample}/agreement")
    assert undeclared(sample_answers.Agreement, agreed) == set()
    assert {one["field"]: one["same"] for one in agreed["fields"]}["killed"] == 0
    wanted = {"mention": unit["mention"], "property": "killed", "choice": "second", "reason": "reads 12"}
    made = post(program, at, key="s-1", **wanted)
    assert undeclared(sample_answers.Settled, {"verdicts": made["verdicts"]}) == set()
    assert [one["kind"] for one in made["verdicts"]] == ["accept", "settle"]
    again = post(program, at, key="s-1", **wanted)
    assert (again["verdicts"], again["replayed"], made["replayed"]) == (made["verdicts"], "true", None)
    assert "a key of its own" in post(program, at, 409, key="s-1", **{**wanted, "choice": "first"})["detail"]
    (settled,) = [one for told in program.get(at)["told"] for one in told["units"] if not one["agrees"]]
    assert (settled["open"], settled["settled"]["reason"]) == (False, "reads 12")
    assert program.get(f"/samples/{second.sample}/twice", open=True)["reports"] == []
    assert "nothing that two people coded" in post(program, at, 404, **{**wanted, "property": "missing"})["detail"]


def test_reports_coded_twice_come_page_by_page(program, ledger: Ledger, second: Second) -> None:
    path = f"/samples/{second.sample}/twice"
    assert "cursor" in program.refused(path, cursor="x")
    second.decide(kind="reviewed", subject=second.report)
    one = program.get(path, limit=1)
    assert ([r["report"] for r in one["reports"]], one["next"]) == ([second.report], None)
