"""A team in real Chromium: two people at one ledger, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from by_keys import complained_of, faults, go_to, report_with, settled
from dateline.ledger import Ledger
from dateline.review.decisions import Decision
from dateline.review.desk import Desk
from dateline.web.app import make_app
from dateline.web.serving import served
from dateline.web.settings import HELD_FOR, Settings, TeamSettings
from made_codings import coding
from made_team import PASSWORD, made_team, peopled
from web_settings import SETTINGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

At = Callable[..., "Page"]


@pytest.fixture
def at(browser: Browser, examples: Ledger) -> Iterator[At]:
    """Return what opens a page for somebody; anything that a console complains of fails the test."""
    complaints: list[str] = []
    addresses: dict[str, str] = {}
    with ExitStack() as stack:

        def opened(name: str, path: str = "/", **options: object) -> Page:
            if name not in addresses:
                settings = replace(SETTINGS, author=name, held_for=HELD_FOR)
                addresses[name] = stack.enter_context(served(lambda _: make_app(examples, settings)))
            context = browser.new_context(
                base_url=addresses[name], viewport={"width": 1400, "height": 860}, **options
            )
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.on("console", lambda m: complaints.extend(complained_of(m)))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(path)
            return page

        yield opened
    assert complaints == []


@pytest.fixture
def brussels(examples: Ledger) -> str:
    return report_with(examples, "Coordinated bombings at Brussels airport")


def test_two_people_do_not_work_on_one_report_unknowingly(at: At, examples: Ledger, brussels: str) -> None:
    ann = at("ann")
    with ann.expect_response("**/open"):
        ann.goto(f"/reports/{brussels}")
    bo = at("bo", "/?kind=report")
    assert bo.locator(f"#t-report-{brussels}").count() == 0
    assert "ann, since" in bo.locator(".elsewhere").inner_text()
    bo.goto(f"/reports/{brussels}")
    said = bo.locator(".open-by p")
    assert "ann has it open since" in said.inner_text()
    bo.keyboard.press("a")  # and still nothing is in the way
    settled(bo)
    assert Desk(examples, "ann").sheet(brussels).fields[0].verdict.author == "bo"
    said.get_by_role("button", name="Take over").click()
    settled(bo)
    said.wait_for(state="detached")
    with ann.expect_response("**/open"):
        ann.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ann.locator(".open-by p", has_text="bo has it open since").wait_for()
    bo.goto("/")  # leaving lets go
    bo.wait_for_timeout(300)
    ann.reload()
    assert ann.locator(".open-by p").count() == 0


def test_a_report_is_coded_again_unseen_by_keys_and_settled(at: At, examples: Ledger, brussels: str) -> None:
    sample = Desk(examples, "cy").second.draw(1.0, "7", note="May")
    first = Desk(examples, "ann")
    killed = next(field for field in first.sheet(brussels).fields if field.name == "killed")
    first.decide([Decision("correct", killed.id, value="4711", reason="a slip of mine")])
    first.accept_seen(brussels, [field.id for field in first.sheet(brussels).fields])

    bo = at("bo", f"/samples/{sample.id}/reports/{brussels}")
    assert "4711" not in bo.content()
    assert "4,711" not in bo.content()
    go_to(bo, "killed")
    bo.keyboard.press("a")
    settled(bo)
    bo.keyboard.press("z")
    settled(bo)
    assert bo.locator(f"#f-{killed.id}").get_attribute("data-state") == "open"
    opened = bo.url
    for _ in range(14):  # each press accepts what is on the screen; the last one goes on
        bo.keyboard.press("A")
        settled(bo)
        if bo.url != opened:
            break
    assert bo.url != opened

    cy = at("cy", f"/samples/{sample.id}")
    cy.locator(f"#p-{brussels} a").click()
    cy.wait_for_url("**/settle")
    row = cy.locator("tr.differs")
    assert row.count() == 1
    assert "4,711" in row.inner_text()
    row.locator("input[name=reason]").fill("the report says so")
    row.get_by_role("button", name="The second").click()
    settled(cy)
    cy.locator("tr.settled", has_text="the second by cy").wait_for()
    assert "Nothing is left to settle" in cy.locator(".far").inner_text()
    now = next(field for field in first.sheet(brussels).fields if field.id == killed.id)
    assert (now.state, now.now) == ("accepted", killed.machine)


def test_from_scratch_words_are_selected_and_added(at: At, examples: Ledger, brussels: str) -> None:
    sample = Desk(examples, "cy").second.draw(1.0, "7", from_scratch=True)
    bo = at("bo", f"/samples/{sample.id}/reports/{brussels}")
    assert bo.locator("mark").count() == 0
    text = bo.locator(".text .words span").first
    text.evaluate(
        """(node) => {
          const range = document.createRange();
          const at = node.firstChild.data.indexOf("Brussels");
          range.setStart(node.firstChild, at);
          range.setEnd(node.firstChild, at + "Brussels".length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    bo.keyboard.press("i")
    editor = bo.locator("[data-editor]")
    editor.locator("select[name=property]").select_option("place")
    editor.locator("input[name=value]").fill("Brussels, BE")
    editor.locator("input[name=value]").press("Enter")
    settled(bo)
    assert bo.locator("mark").inner_text() == "Brussels"
    (field,) = Desk(examples, "bo").second.sheet(sample.id, brussels).fields
    assert (field.name, field.now.value.country, field.now.evidence.quote) == ("place", "BE", "Brussels")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(at: At, examples: Ledger, brussels: str, scheme: str) -> None:
    second = Desk(examples, "cy").second
    sample, scratch = (second.draw(1.0, "7", from_scratch=scratch) for scratch in (False, True))
    first, again = Desk(examples, "ann"), Desk(examples, "bo").second
    fields = [field.id for field in first.sheet(brussels).fields]
    first.decide([Decision("reject", fields[0], reason="not told")])
    first.accept_seen(brussels, fields)
    again.accept_seen(sample.id, brussels, fields)
    Desk(examples, "ann", held_for=HELD_FOR).keep_open(brussels)
    other = second.sample(sample.id).mine[0]
    page = at("cy", color_scheme=scheme)
    told = {}
    for path in (
        "/samples",
        f"/samples/{sample.id}",
        f"/samples/{sample.id}/reports/{other}",
        f"/samples/{scratch.id}/reports/{other}",
        f"/samples/{sample.id}/reports/{brussels}/settle",
        "/activity",
        f"/reports/{brussels}",
        "/?kind=again",
    ):
        page.goto(path)
        told[path] = faults(page)
    assert not any(told.values()), told


def test_a_team_that_signed_in(browser: Browser, postgres_server) -> None:
    """On PostgreSQL, with accounts: the coder has it open, the editor draws, the coder codes again."""
    with Ledger(postgres_server.ledger()) as ledger, ExitStack() as stack:
        first, other = coding(12), coding(17, city="Manila", outlet="Wire")
        ledger.add(first)
        ledger.add(other)
        report, unseen = first.reports[0].id, other.reports[0].id
        people = peopled(made_team(ledger))
        address = stack.enter_context(
            served(lambda here: make_app(ledger, Settings("", team=TeamSettings(people, here), held_for=HELD_FOR)))
        )

        def signed_in(name: str, path: str) -> Page:
            context = browser.new_context(base_url=address)
            stack.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.goto(path)
            page.locator("input[name=name]").fill(name)
            page.locator("input[name=password]").fill(PASSWORD)
            with page.expect_navigation():
                page.get_by_role("button", name="Sign in").click()
            page.goto(path)
            return page

        carl = signed_in("Carl", "/")
        with carl.expect_response("**/open"):
            carl.goto(f"/reports/{report}")
        edna = signed_in("Edna", f"/reports/{report}")
        assert "Carl has it open since" in edna.locator(".open-by p").inner_text()
        edna.goto("/samples")
        edna.locator(".draw input[name=share]").fill("100%")
        edna.locator(".draw input[name=seed]").fill("7")
        edna.get_by_role("button", name="Draw").click()
        edna.wait_for_url("**/samples/q*")
        carl.goto("/samples")
        assert carl.get_by_role("button", name="Draw").count() == 0
        carl.goto("/?kind=again")
        carl.locator(f'a[href$="{unseen}"]').click()
        carl.locator(".sheet.blind").wait_for()
        carl.keyboard.press("A")
        settled(carl)
        assert Desk(ledger, "Carl").second.waiting() == 1
        assert Desk(ledger, "Carl").sheet(unseen).open_count == 6  # the ledger is as it was
        rita = signed_in("Rita", "/samples")
        assert rita.get_by_role("link", name="wait").count() == 0
        rita.goto(f"/reports/{report}")
        assert rita.locator("#open").count() == 0  # who only looks keeps nothing from anybody
