"""Decisions by the API: recorded once by their key, undone, refused with the next step, and from here only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from dateline.ledger import Ledger
from dateline.ledger.verdicts import KINDS, SETTLE
from dateline.web.api.verdicts import VerdictKind
from made_codings import FIRST_DAY, coding

START = datetime(2026, 1, 2, 12, tzinfo=UTC)
ADDRESS = "/api/v1/verdicts"


@pytest.fixture
def incident(program, ledger: Ledger) -> str:
    """An attack of twelve killed, alone in its ledger."""
    ledger.add(coding(12), START)
    return str(program.get("/incidents")["incidents"][0]["id"])


def killed(program, incident: str) -> dict[str, Any]:
    """Return the incident's statement of how many were killed."""
    (found,) = program.get(f"/incidents/{incident}/statements", property="killed")["statements"]
    return found


def recorded(ledger: Ledger) -> int:
    """Return how many verdicts the ledger holds."""
    return ledger.stats().rows["verdicts"]


def test_every_kind_can_be_asked_for() -> None:
    assert set(get_args(VerdictKind)) == set(KINDS) - {SETTLE}  # which coding is chosen is settled on its page


def test_a_correction_and_its_undoing(program, ledger: Ledger, incident: str) -> None:
    subject = killed(program, incident)["id"]
    made = program.decide(kind="correct", subject=subject, value="13+", speaker="a doctor", reason="reads 13")
    assert (made["author"], made["reason"], made["incidents"]) == ("ann", "reads 13", [incident])
    now = killed(program, incident)
    assert (now["value"]["low"], now["value"]["high"], now["speakers"][0]["name"]) == (13, None, "a doctor")
    assert program.get(f"/verdicts/{made['id']}")["in_force"]
    undone = program.decide(kind="undo", subject=made["id"], reason="misread")
    assert undone["reverses"] == made["id"]
    assert killed(program, incident)["value"]["low"] == 12
    assert not program.get(f"/verdicts/{made['id']}")["in_force"]
    assert "undone already" in program.decide(404, kind="undo", subject=made["id"])["detail"]
    assert recorded(ledger) == 2
    program.decide(kind="undo", subject=undone["id"])  # and redone
    assert killed(program, incident)["value"]["low"] == 13


def test_the_same_key_records_once(program, ledger: Ledger, incident: str) -> None:
    body = {"kind": "reject", "subject": killed(program, incident)["id"], "reason": "another attack's"}
    made = program.decide(key="k-1", **body)
    again = program.client.post(ADDRESS, json=body, headers={"Idempotency-Key": "k-1"})
    assert again.status_code == 201
    assert again.json() == made
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == f"{ADDRESS}/{made['id']}"
    assert recorded(ledger) == 1
    program.decide(kind="undo", subject=made["id"])
    assert program.decide(key="k-1", **body) == made  # a late repeat does not decide it anew
    assert recorded(ledger) == 2
    assert program.decide(key="k-2", **body)["id"] != made["id"]


def test_a_key_is_for_one_decision(program, ledger: Ledger, incident: str) -> None:
    subject = killed(program, incident)["id"]
    program.decide(key="k-1", kind="accept", subject=subject)
    assert "a key of its own" in program.decide(409, key="k-1", kind="reject", subject=subject)["detail"]
    assert "a key of its own" in program.decide(409, key="k-1", kind="accept", subject=subject, reason="x")["detail"]
    assert recorded(ledger) == 1
    assert "Idempotency-Key" in program.decide(422, key="two words", kind="accept", subject=subject)["detail"]


def test_what_was_said_already_is_not_recorded_again(program, ledger: Ledger, incident: str) -> None:
    subject = killed(program, incident)["id"]
    made = program.decide(kind="accept", subject=subject)
    assert program.decide(200, kind="accept", subject=subject)["id"] == made["id"]
    assert recorded(ledger) == 1


def test_a_key_is_remembered_where_nothing_was_recorded(program, ledger: Ledger, incident: str) -> None:
    body = {"kind": "accept", "subject": killed(program, incident)["id"]}
    made = program.decide(**body)
    assert program.decide(200, key="k-1", **body)["id"] == made["id"]
    program.decide(kind="undo", subject=made["id"])
    again = program.client.post(ADDRESS, json=body, headers={"Idempotency-Key": "k-1"})
    assert (again.status_code, again.json()["id"]) == (200, made["id"])  # a late repeat does not decide it anew
    assert again.headers["idempotency-replayed"] == "true"
    assert recorded(ledger) == 2
    assert "a key of its own" in program.decide(409, key="k-1", kind="reject", subject=body["subject"])["detail"]
    assert program.decide(key="k-2", **body)["id"] != made["id"]
    assert recorded(ledger) == 3


def test_pairs_are_joined_and_parted(program, ledger: Ledger, incident: str) -> None:
    ledger.add(coding(14, city="Mosul", day=FIRST_DAY + timedelta(9), outlet="Other"), START)
    other = next(one["id"] for one in program.get("/incidents")["incidents"] if one["id"] != incident)
    joined = program.decide(kind="same", subject=incident, other=other, reason="one attack")
    assert len(joined["incidents"]) == 1
    assert program.get("/count")["number"] == 1
    program.decide(kind="undo", subject=joined["id"])
    assert program.get("/count")["number"] == 2
    program.decide(kind="different", subject=incident, other=other)
    verdicts = program.get(f"/incidents/{incident}/why/{other}")["verdicts"]
    assert [verdict["kind"] for verdict in verdicts] == ["different"]


def test_statements_are_added_and_counts_pinned(program, incident: str) -> None:
    shown = program.get(f"/incidents/{incident}")
    text = program.get(f"/reports/{shown['reports'][0]['id']}")["reports"][0]["text"]
    start = text.index("12 people")
    added = program.decide(
        kind="add",
        subject=shown["incident"]["mentions"][0],
        property="wounded",
        value={"low": 3, "high": None},
        words={"start": start, "end": start + 9},
    )
    assert added["telling"]["evidence"]["quote"] == "12 people"
    program.decide(kind="pin", subject=incident, property="killed", value="15-20")
    best = program.get(f"/incidents/{incident}")["incident"]["best"]
    assert (best["killed"]["low"], best["killed"]["high"], best["killed"]["rule"]) == (15, 20, "pinned")
    assert best["wounded"]["low"] == 3


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ({"kind": "praise"}, "kind"),
        ({"kind": "same"}, "name the second one as `other`"),
        ({"kind": "accept", "value": "12"}, "takes no `value`"),
        ({"kind": "accept", "other": "i1"}, "takes no `other`"),
        ({"kind": "reject", "speaker": "police"}, "takes no `words`, `speaker` or `modality`"),
        ({"kind": "pin", "value": "12"}, "`property` goes with"),
        ({"kind": "correct", "value": "a dozen or so"}, "write 12, 12-15, 12+ or ..15"),
        ({"kind": "correct", "value": {"low": "x", "high": "y"}}, "is no value of killed"),
        ({"kind": "correct", "value": {"low": 1.5}}, "is no value of killed"),
        ({"kind": "correct", "value": {"low": 2, "high": 10**12}}, "a count lies between 0 and 2,147,483,647"),
        ({"kind": "correct", "value": {"low": -2, "high": 5}}, "a count lies between 0"),
        ({"kind": "correct", "value": {"banana": 1}}, "is no value of killed"),
        ({"kind": "correct", "words": {"start": 5, "end": 5}}, "end lies not behind start"),
        ({"kind": "correct"}, "nothing is put right"),
        ({"kind": "comment"}, "a comment needs words"),
        ({"kind": "accept", "colour": "red"}, "colour"),
        ({"kind": "accept", "subject": "s'; --"}, "subject"),
    ],
)
def test_what_cannot_be_decided_is_told(program, ledger: Ledger, incident: str, decision: Any, told: str) -> None:
    subject = killed(program, incident)["id"]
    assert told in program.decide(422, **{"subject": subject, **decision})["detail"]
    assert recorded(ledger) == 0


def test_unknown_ids_are_not_found(program, incident: str) -> None:
    for kind in ("accept", "reject", "flag", "undo", "reviewed"):
        assert program.decide(404, kind=kind, subject="s0000000000000000")["detail"]
    assert program.decide(404, kind="same", subject=incident, other="i0")["detail"]


def test_only_json_from_here_decides(program, ledger: Ledger, incident: str) -> None:
    subject = killed(program, incident)["id"]
    body = f'{{"kind": "accept", "subject": "{subject}"}}'
    client = program.client
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = client.post(ADDRESS, content=body, headers={"content-type": kind})
        assert answer.status_code == 415
        assert "set Content-Type: application/json" in answer.json()["detail"]
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert (
            client.post(ADDRESS, content=body, headers={"content-type": "application/json", **headers}).status_code
            == 403
        )
    assert client.post(ADDRESS, content=body, headers={"host": "evil.example"}).status_code == 421
    broken = client.post(ADDRESS, content="{", headers={"content-type": "application/json"})
    assert (broken.status_code, broken.headers["content-type"]) == (422, "application/problem+json")
    assert "the body is not JSON at character 1" in broken.json()["detail"]
    for unread in (b'"\xff"', b"[" * 100_000):
        answer = client.post(ADDRESS, content=unread, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.json()["detail"]) == (400, "the body cannot be read; send JSON in UTF-8")
    assert recorded(ledger) == 0
    own = {"content-type": "application/json", "origin": "http://127.0.0.1:8417", "sec-fetch-site": "same-origin"}
    assert client.post(ADDRESS, content=body, headers=own).status_code == 201
