"""The pages in a real Chromium, by keyboard: what a person who codes a hundred reports a day does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from by_keys import faults, go_to, now, report_with, settled
from dateline.ledger import Ledger, schema
from dateline.review.desk import Desk

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

NewPage = Callable[..., "Page"]
SELECT = """(words) => {
  const holder = document.querySelector(".text .words");
  const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const all = nodes.map((one) => one.data).join("");
  const at = all.indexOf(words);
  if (at < 0) throw new Error(`not in the text: ${words}`);
  const point = (offset) => {
    for (const node of nodes) { if (offset <= node.length) return [node, offset]; offset -= node.length; }
  };
  const range = document.createRange();
  range.setStart(...point(at));
  range.setEnd(...point(at + words.length));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def select_words(page: Page, words: str) -> None:
    page.evaluate(SELECT, words)


@pytest.fixture
def brussels(examples: Ledger) -> str:
    return report_with(examples, "Coordinated bombings at Brussels airport")


def test_a_day_begins_and_goes_on_with_keys_alone(new_page: NewPage, examples: Ledger) -> None:
    page = new_page("/?kind=report")
    first = now(page).get_attribute("id")
    page.keyboard.press("j")
    assert now(page).get_attribute("id") != first
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/**")
    opened = page.url
    for _ in range(12):  # each press accepts what is on the screen; the last one goes on
        page.keyboard.press("A")
        settled(page)
        if page.url != opened:
            break
    assert page.url != opened
    assert "/reports/" in page.url
    rid = re.search(r"r[0-9a-f]{16}", opened)
    assert rid
    sheet = Desk(examples, "ann").sheet(rid[0])
    assert sheet.open_count == 0
    assert sheet.reviewed
    assert page.locator(".day").inner_text().startswith("1 reports")
    page.keyboard.press("z")  # undo is valid after leaving the page
    settled(page)
    assert Desk(examples, "ann").sheet(rid[0]).reviewed is None


def test_what_is_off_the_screen_is_never_accepted(new_page: NewPage, examples: Ledger, brussels: str) -> None:
    page = new_page(f"/reports/{brussels}")
    page.set_viewport_size({"width": 1400, "height": 420})
    before = Desk(examples, "ann").sheet(brussels).open_count
    page.keyboard.press("A")
    settled(page)
    after = Desk(examples, "ann").sheet(brussels)
    assert 0 < after.open_count < before
    assert after.reviewed is None


def test_accepting_goes_on_to_the_next_open_field(new_page: NewPage, examples: Ledger, brussels: str) -> None:
    page = new_page(f"/reports/{brussels}")
    ids = [field.get_attribute("id") for field in page.locator(".field").all()]
    page.keyboard.press("a")
    page.keyboard.press("a")
    page.keyboard.press("x")
    settled(page)
    states = [field.state for field in Desk(examples, "ann").sheet(brussels).fields]
    assert states[:4] == ["accepted", "accepted", "rejected", "open"]
    assert now(page).get_attribute("id") == ids[3]
    for _ in range(3):
        page.keyboard.press("z")
    settled(page)
    assert Desk(examples, "ann").sheet(brussels).fields[2].is_open
    assert all(field.is_open for field in Desk(examples, "ann").sheet(brussels).fields)
    page.keyboard.press("Z")
    settled(page)
    assert Desk(examples, "ann").sheet(brussels).fields[0].state == "accepted"


def test_focus_jumps_between_a_field_and_its_words(new_page: NewPage, brussels: str) -> None:
    page = new_page(f"/reports/{brussels}")
    field = go_to(page, "killed")
    lit = page.locator("mark.now")
    assert "kill" in lit.first.inner_text() or "dead" in lit.first.inner_text() or "died" in lit.first.inner_text()
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.tagName") == "MARK"
    page.keyboard.press("t")
    assert now(page).get_attribute("id") == field
    page.locator("mark", has_text="106 were wounded").click()
    assert now(page).get_attribute("data-name") == "wounded"


def test_selected_words_become_value_and_evidence(new_page: NewPage, examples: Ledger, brussels: str) -> None:
    page = new_page(f"/reports/{brussels}")
    field = go_to(page, "killed")
    select_words(page, "a higher toll of 34 dead")
    page.keyboard.press("s")
    settled(page)
    found = next(f for f in Desk(examples, "ann").sheet(brussels).fields if f"f-{f.id}" == field)
    assert (found.state, found.now.value.to_json()["low"]) == ("corrected", 34)
    assert found.now.evidence.quote == "a higher toll of 34 dead"
    row = page.locator(f"#{field}")
    assert "34" in row.locator(".value").inner_text()
    assert "read:" in row.locator(".machine").inner_text()
    select_words(page, "public broadcaster VRT")
    page.keyboard.press("w")
    settled(page)
    found = next(f for f in Desk(examples, "ann").sheet(brussels).fields if f"f-{f.id}" == field)
    assert [one.name for one in found.now.speakers] == ["public broadcaster VRT"]
    assert found.now.value.to_json()["low"] == 34


def test_words_that_tell_no_value_open_the_editor_with_them(
    new_page: NewPage, examples: Ledger, brussels: str
) -> None:
    page = new_page(f"/reports/{brussels}", quiet=True)  # the refusal is an error of the network to the console
    field = go_to(page, "killed")
    select_words(page, "Police were looking")
    page.keyboard.press("s")
    page.locator("[data-editor]").wait_for()
    assert "tells no value of killed" in page.locator("#status").inner_text()
    page.keyboard.type("30-34")
    page.keyboard.press("Enter")
    settled(page)
    found = next(f for f in Desk(examples, "ann").sheet(brussels).fields if f"f-{f.id}" == field)
    assert (found.now.value.to_json()["low"], found.now.value.to_json()["high"]) == (30, 34)
    assert found.now.evidence.quote == "Police were looking"
    assert page.locator("[data-editor]").count() == 0


def test_a_statement_is_added_from_selected_words(new_page: NewPage, examples: Ledger, brussels: str) -> None:
    page = new_page(f"/reports/{brussels}")
    go_to(page, "type")
    before = len(Desk(examples, "ann").sheet(brussels).fields)
    select_words(page, "a third man")
    page.keyboard.press("i")
    editor = page.locator("[data-editor]")
    editor.locator("select[name=property]").select_option("attackers")
    editor.locator("input[name=value]").fill("3")
    page.keyboard.press("Enter")
    settled(page)
    fields = Desk(examples, "ann").sheet(brussels).fields
    assert len(fields) == before + 1
    added = next(field for field in fields if field.state == "added")
    assert (added.name, added.now.evidence.quote) == ("attackers", "a third man")


def test_keys_never_fire_while_something_is_typed(new_page: NewPage, examples: Ledger, brussels: str) -> None:
    page = new_page(f"/reports/{brussels}")
    page.keyboard.press("c")
    page.keyboard.type("axes and zeal: a jury asked")
    settled(page)
    assert all(field.is_open for field in Desk(examples, "ann").sheet(brussels).fields)
    page.keyboard.press("Enter")
    settled(page)
    assert Desk(examples, "ann").sheet(brussels).fields[0].comments[0].reason == "axes and zeal: a jury asked"
    page.keyboard.press("/")
    page.keyboard.type("axe")
    assert page.locator("#find").input_value() == "axe"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "find"


def test_what_was_typed_and_not_sent_is_there_after_a_visit_elsewhere(new_page: NewPage, brussels: str) -> None:
    page = new_page(f"/reports/{brussels}")
    field = go_to(page, "killed")
    with page.expect_response("**/draft"):
        page.keyboard.press("e")
        page.locator("[data-editor] input[name=value]").fill("33")
    page.goto("/")
    page.goto(f"/reports/{brussels}")
    editor = page.locator(f"#{field} [data-editor]")
    assert editor.locator("input[name=value]").input_value() == "33"
    with page.expect_response("**/draft"):
        page.keyboard.press("Escape")
    page.reload()
    assert page.locator("[data-editor]").count() == 0


def test_nothing_is_lost_while_the_server_does_not_answer(new_page: NewPage, examples: Ledger, brussels: str) -> None:
    page = new_page(f"/reports/{brussels}", quiet=True)
    page.route("**/decide", lambda route: route.abort())
    page.keyboard.press("a")
    page.locator("#status", has_text="trying again").wait_for()
    assert Desk(examples, "ann").sheet(brussels).fields[0].is_open
    page.reload()  # gives up waiting; what was decided is kept in the browser
    page.unroute("**/decide")
    page.reload()
    settled(page)
    states = [field.state for field in Desk(examples, "ann").sheet(brussels).fields]
    assert states[:2] == ["accepted", "open"]


def test_unsure_and_flag_lead_to_a_second_look(new_page: NewPage, brussels: str) -> None:
    page = new_page(f"/reports/{brussels}")
    go_to(page, "killed")
    page.keyboard.press("u")
    page.keyboard.press("f")
    page.keyboard.type("total or part?")
    page.keyboard.press("Enter")
    settled(page)
    page.goto("/?kind=second")
    tasks = page.locator(".task").all_inner_texts()
    assert len(tasks) == 2
    assert any("total or part?" in task for task in tasks)


def test_what_is_typed_stays_when_an_earlier_decision_is_answered(
    new_page: NewPage, examples: Ledger, brussels: str
) -> None:
    page = new_page(f"/reports/{brussels}")
    field = go_to(page, "killed")
    held: list[Route] = []
    page.route("**/decide", lambda route: held.append(route))
    with page.expect_request("**/decide"):
        page.keyboard.press("u")
    page.keyboard.press("e")
    typed = page.locator(f"#{field} [data-editor] input[name=value]")
    typed.fill("33")
    held[0].continue_()
    page.locator("#status", has_text="Left as unsure").wait_for()
    settled(page)
    assert typed.input_value() == "33"
    page.keyboard.press("Escape")
    settled(page)
    assert page.locator("[data-editor]").count() == 0
    states = [one.state for one in Desk(examples, "ann").sheet(brussels).fields if f"f-{one.id}" == field]
    assert states == ["unsure"] == [page.locator(f"#{field}").get_attribute("data-state")]


def test_pairs_are_judged_from_the_queue(new_page: NewPage, examples: Ledger) -> None:
    page = new_page("/?kind=pair")
    before = page.locator(".task").count()
    assert before > 0
    page.keyboard.press("d")
    settled(page)
    assert "different" in page.locator("#status").inner_text().lower()
    with examples.reading() as connection:
        kinds = list(connection.scalars(select(schema.verdicts.c.kind)))
    assert kinds == ["different"]
    page.keyboard.press("z")
    settled(page)
    assert page.locator(".task").count() == before


def test_the_list_of_keys_tells_them_and_changes_them(new_page: NewPage, examples: Ledger, brussels: str) -> None:
    page = new_page(f"/reports/{brussels}")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.locator('[data-rebind="accept"]').click()
    page.keyboard.press("v")
    assert page.locator('[data-rebind="accept"] kbd').inner_text() == "v"
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("v")
    settled(page)
    states = [field.state for field in Desk(examples, "ann").sheet(brussels).fields]
    assert states[:2] == ["accepted", "open"]


def test_the_theme_follows_the_system_until_one_is_chosen(new_page: NewPage) -> None:
    page = new_page("/", color_scheme="dark")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.locator("[data-theme-switch]").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.locator("[data-theme-switch]").click()
    assert page.evaluate("localStorage.getItem('dateline.theme')") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/", "/?kind=pair", "/explore", "/feeds", "/api/docs", "report", "editor", "incident"]
)
def test_axe_finds_nothing_serious(
    new_page: NewPage, examples: Ledger, brussels: str, path: str, scheme: str
) -> None:
    mention = Desk(examples, "ann").sheet(brussels).told[0].mention
    places = {"report": f"/reports/{brussels}", "editor": f"/reports/{brussels}", "incident": f"/incidents/{mention}"}
    page = new_page(places.get(path, path), quiet=path == "/explore", color_scheme=scheme)
    if path == "editor":
        page.keyboard.press("e")
    # A content policy that lets no script of the test in would let none of anybody in: axe is run past it.
    assert faults(page) == []
