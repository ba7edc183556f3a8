"""Pages of a team at one ledger, without scripts: samples, coding again unseen, settling, activity."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from dateline.ledger import Ledger
from dateline.review.decisions import Decision
from dateline.review.desk import Desk
from dateline.web.settings import HELD_FOR
from made_codings import coding

if TYPE_CHECKING:
    from web.conftest import Workbench

    At = Callable[[str], Workbench]


def sent(bench: Workbench, path: str, **fields: object) -> dict[str, object]:
    return bench.send(path, **fields)


@pytest.fixture
def report(ledger: Ledger) -> str:
    made = coding(12, title="Blast in Kabul")
    ledger.add(made)
    return made.reports[0].id


def killed(ledger: Ledger, report: str) -> str:
    return next(field.id for field in Desk(ledger, "ann").sheet(report).fields if field.name == "killed")


def draw(bench: Workbench, **more: object) -> str:
    goto = sent(bench, "/samples", share="100%", seed="7", note="May", **more)["goto"]
    return str(goto).removeprefix("/samples/")


def code_both(ledger: Ledger, sample: str, report: str) -> None:
    ann, bo = Desk(ledger, "ann"), Desk(ledger, "bo")
    ann.decide([Decision("correct", killed(ledger, report), value="15", reason="three died later")])
    fields = [field.id for field in ann.sheet(report).fields]
    ann.accept_seen(report, fields)
    bo.second.accept_seen(sample, report, fields)


def test_from_the_draw_to_what_is_settled(at: At, ledger: Ledger, report: str) -> None:
    ann, bo, cy = at("ann"), at("bo"), at("cy")
    assert "No sample was drawn yet" in cy.page("/samples")
    sample = draw(cy)
    assert f"/samples/{sample}/reports/{report}" in bo.page("/?kind=again")
    field = killed(ledger, report)
    sent(ann, "/decide", do=f"correct:{field}", value="471", reason="three died later")
    fields = [one.id for one in Desk(ledger, "ann").sheet(report).fields]
    sent(ann, f"/reports/{report}/accept-seen", seen=fields)
    again = bo.page(f"/samples/{sample}/reports/{report}")
    assert "471" not in re.sub(r"[0-9a-f]{12,}", "", again)  # but for ids and tokens
    assert "three died" not in again
    assert "three died" not in bo.page("/?kind=again")
    place = f"/samples/{sample}/reports/{report}"
    bo.page(f"{place}/settle", 404)  # nothing to hold against one another yet
    assert sent(bo, f"{place}/accept-seen", seen=fields)["goto"] == f"/samples/{sample}"
    shown = cy.page(f"/samples/{sample}")
    assert "1</b> to settle" in shown
    assert "ann and bo" in shown
    page = cy.page(f"{place}/settle")
    assert page.count('class="differs"') == 1
    incident = Desk(ledger, "ann").sheet(report).told[0].mention
    words = {"mention": incident, "property": "killed", "choice": "second"}
    cy.send(f"{place}/settle", 422, **words)
    assert sent(cy, f"{place}/settle", **words, reason="the text says 12")["message"] == "Settled"
    page = cy.page(f"{place}/settle")
    assert "<b>the second</b> by cy" in page
    assert "Nothing is left to settle" in page
    incident_page = cy.page(f"/incidents/{incident}")
    assert "accepted by" in incident_page
    assert "the text says 12" in incident_page
    activity = cy.page("/activity?author=cy")
    assert "settled killed: the second coding" in activity
    assert "three died later" not in activity
    assert "three died later" in cy.page("/activity?author=ann&kind=correct")


def test_done_once_too_often_goes_on_and_records_nothing(at: At, ledger: Ledger, report: str) -> None:
    bo = at("bo")
    sample = draw(bo)
    fields = [one.id for one in Desk(ledger, "bo").sheet(report).fields]
    done = [sent(bo, f"/samples/{sample}/reports/{report}/accept-seen", seen=fields) for _ in range(2)]
    assert {one["goto"] for one in done} == {f"/samples/{sample}"}
    kept = Desk(ledger, "bo").second.sheet(sample, report).decided
    assert len(kept) == len(fields) + 1


def test_a_report_under_second_coding_is_not_shown_at_the_desk(at: At, ledger: Ledger, report: str) -> None:
    bo, sample = at("bo"), draw(at("cy"))
    place = f"/samples/{sample}/reports/{report}"
    sent(bo, f"{place}/decide", do=f"accept:{killed(ledger, report)}")
    assert "a second time, unseen" in bo.page(f"/reports/{report}", 409)
    incident = Desk(ledger, "ann").sheet(report).told[0].mention
    assert "a second time, unseen" in bo.page(f"/incidents/{incident}", 409)
    ann = at("ann")
    ann.page(f"/reports/{report}")
    sent(ann, "/decide", do=f"correct:{killed(ledger, report)}", value="471", reason="three died later")
    assert "three died later" in ann.page("/activity")
    assert "three died later" not in bo.page("/activity")
    assert "decided on a report that you are coding again" in bo.page("/activity")
    sent(bo, f"{place}/undo")
    sent(bo, f"{place}/accept-seen")
    states = re.findall(r'class="field (\w+)"', bo.page(place))
    assert set(states) == {"open"}


def test_who_coded_first_is_told_so(at: At, ledger: Ledger, report: str) -> None:
    ann, sample = at("ann"), draw(at("cy"))
    sent(ann, "/decide", do=f"accept:{killed(ledger, report)}")
    place = f"/samples/{sample}/reports/{report}"
    assert "its second coder is somebody else" in ann.page(place, 422)
    assert "None: you judged them at the desk" in ann.page(f"/samples/{sample}")


def test_from_scratch_the_page_shows_the_text_alone(at: At, report: str) -> None:
    sample = draw(at("cy"), from_scratch="yes")
    page = at("bo").page(f"/samples/{sample}/reports/{report}")
    assert "the act of “Bombs went off”" in page
    assert 'data-f="' not in page
    assert "select words, then add" in page


def test_a_sample_is_drawn_of_what_the_address_asks(at: At, ledger: Ledger, report: str) -> None:
    cy = at("cy")
    ledger.add(coding(3, city="Manila", outlet="Wire"))
    cy.send("/samples?place=Mosul", 422, share="10%", seed="7")
    cy.send("/samples", 422, share="ten", seed="7")
    cy.send("/samples", 422, share="10%")
    sent(cy, "/samples?place=Manila", share="100%", seed="7")
    assert "100% of 1 reports; seed 7; place Manila" in cy.page("/samples")


def test_what_somebody_has_open_is_told_and_can_be_taken_over(at: At, ledger: Ledger, report: str) -> None:
    ann, bo = at("ann"), at("bo")
    assert sent(ann, "/open", subject=report) == {"who": None}
    assert "has it open since" not in ann.page(f"/reports/{report}")
    page = bo.page(f"/reports/{report}")
    assert "<b>ann</b> has it open since" in page
    queue = bo.page("/?kind=report")
    assert f'id="t-report-{report}"' not in queue
    assert "Left out, because others have it open" in queue
    assert f'id="t-report-{report}"' in ann.page("/?kind=report")
    assert sent(bo, "/open", subject=report) == {"who": "ann"}
    sent(bo, "/decide", do=f"accept:{killed(ledger, report)}")  # never in the way
    assert sent(bo, "/open", subject=report, take="yes")["message"] == "Taken over"
    assert sent(ann, "/open", subject=report) == {"who": "bo"}
    answer = bo.client.post("/open", data={"token": bo.token(), "subject": report, "leave": "yes"})
    assert answer.status_code == 204
    assert "has it open" not in ann.page(f"/reports/{report}")
    ann.send("/open", 422)


def test_alone_nothing_is_said_of_others(workbench: Workbench, ledger: Ledger, report: str) -> None:
    Desk(ledger, "bo", held_for=HELD_FOR).keep_open(report)
    assert 'id="open"' not in workbench.page(f"/reports/{report}")
    assert f'id="t-report-{report}"' in workbench.page("/?kind=report")


def test_every_value_says_who_decided_it_when_and_why(at: At, ledger: Ledger, report: str) -> None:
    ann = at("ann")
    sent(ann, "/decide", do=f"correct:{killed(ledger, report)}", value="15", reason="three <died> later")
    incident = Desk(ledger, "ann").sheet(report).told[0].mention
    sent(ann, "/decide", do=f"pin:{incident}", property="killed", value="15+", reason="by the ministry")
    page = ann.page(f"/reports/{report}")
    assert "because: three &lt;died&gt; later" in page
    assert re.search(r'class="by" title="ann, [\d-]+ [\d:]+: three &lt;died&gt; later">ann <time', page)
    shown = ann.page(f"/incidents/{incident}")
    assert re.search(
        r"corrected by <a href=\"/activity\?author=ann\">ann</a>, <time [^>]+>[^<]+</time>: three", shown
    )
    assert ">corrected killed: 12 → 15</a>: three &lt;died&gt; later" in shown
    assert re.search(r"pinned by <a href=\"/activity\?author=ann\">ann</a>, <time [^>]+>[^<]+</time>: by the", shown)


def test_activity_is_paged_and_refuses_what_cannot_be_asked(
    at: At, ledger: Ledger, report: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dateline.web import activity_page

    monkeypatch.setattr(activity_page, "SHOWN", 2)
    ann = at("ann")
    desk = Desk(ledger, "ann")
    for field in desk.sheet(report).fields[:5]:
        desk.decide([Decision("accept", field.id)])
    address, seen = "/activity?kind=accept", []
    for _ in range(3):
        page = ann.page(address)
        seen += re.findall(r'id="v-(v\w+)"', page)
        following = re.search(r'href="(/activity\?[^"]*after=[^"]*)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 5
    assert address == ""
    assert "is no day" in ann.page("/activity?since=x", 422)
    ann.page("/activity?after=v0", 404)
