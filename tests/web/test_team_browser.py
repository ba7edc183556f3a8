"""A team in a real Chromium: signing in, what each role sees and may do, signing out; axe on these pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from by_keys import complained_of, faults
from dateline.ledger import Ledger
from dateline.ledger.schema import verdicts
from dateline.team.roles import Role
from dateline.team.team import Team
from dateline.web.app import make_app
from dateline.web.serving import served
from made_team import NAMES, PASSWORD, left_by_all, made_team, peopled
from web_settings import team_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NewPage = Callable[..., "Page"]


@pytest.fixture
def team(team_coded: Ledger) -> Team:
    left_by_all(team_coded)
    return peopled(made_team(team_coded))


@pytest.fixture
def team_served(team: Team, team_coded: Ledger) -> Iterator[str]:
    with served(lambda address: make_app(team_coded, team_settings(team, public=address))) as address:
        yield address


@pytest.fixture
def new_browser(browser: Browser, team_served: str) -> Iterator[NewPage]:
    """Return what opens a browser of somebody's own; what its console complains of fails the test."""
    contexts, complaints = [], []

    def opened(**options: object) -> Page:
        context = browser.new_context(base_url=team_served, viewport={"width": 1400, "height": 860}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        # A refusal is logged by the browser as a failed load: those are what these tests are about.
        page.on("console", lambda m: complaints.extend(c for c in complained_of(m) if "Failed to load" not in c))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, name: str, path: str = "/", password: str = PASSWORD) -> None:
    page.goto(path)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_signing_in_goes_on_and_signing_out_ends(new_browser: NewPage) -> None:
    page = new_browser()
    sign_in(page, "Carl", "/explore?country=IR", password="not the right one at all")
    assert "do not go together" in page.get_by_role("alert").inner_text()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/explore?country=IR")
    assert page.get_by_role("link", name="Carl, coder").is_visible()
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    page.goto("/")
    assert "/login?next=" in page.url
    page.go_back()
    assert page.get_by_role("link", name="Carl, coder").count() == 0  # nothing is kept of what was shown


def report_path(page: Page) -> str:
    page.goto("/?kind=report")
    href = page.locator('a.open[href^="/reports/"]').first.get_attribute("href")
    assert href
    return href


def authors(ledger: Ledger, field: str | None) -> list[str]:
    """Return who accepted a field."""
    query = select(verdicts.c.author).where(verdicts.c.subject == str(field).removeprefix("f-"))
    with ledger.reading() as connection:
        return list(connection.scalars(query.where(verdicts.c.kind == "accept")))


def test_a_reader_reads_and_a_coder_decides_under_their_own_name(new_browser: NewPage, team_coded: Ledger) -> None:
    reader = new_browser()
    sign_in(reader, "Rita")
    path = report_path(reader)
    reader.goto(path)
    assert reader.locator(".field").count() > 0
    assert reader.locator('[data-act="accept"], #seen, #act, [data-act="undo"], #editor').count() == 0
    reader.keyboard.press("j")
    reader.keyboard.press("a")  # accept, of which there is no control
    reader.keyboard.press("e")
    reader.wait_for_timeout(300)
    assert reader.locator("form.editor").count() == 0
    coder = new_browser()
    sign_in(coder, "Carl", path)
    coder.wait_for_url(f"**{path.partition('?')[0]}*")
    field = coder.locator(".field.open").first
    name = field.get_attribute("id")
    field.locator('[data-act="accept"]').click()
    coder.locator(f"#{name}.accepted").wait_for(state="attached")
    assert authors(team_coded, name) == ["Carl"]


def test_what_the_page_did_not_show_the_server_refuses(new_browser: NewPage) -> None:
    page = new_browser()
    sign_in(page, "Rita")
    page.get_by_role("button", name="Log out").wait_for()
    told = page.evaluate(
        """async () => {
          const token = document.querySelector('input[name="token"]').value;
          const body = new URLSearchParams({ token, do: "comment:s1", reason: "x" });
          const answer = await fetch("/decide", { method: "POST", headers: { accept: "application/json" }, body });
          return [answer.status, (await answer.json()).detail];
        }"""
    )
    assert told == [403, "Rita is reader; to decide on statements takes the role coder: ask an admin"]
    page.goto("/accounts")
    assert "takes the role admin" in page.locator("main").inner_text()


def test_what_waits_in_a_browser_is_sent_by_its_author_alone(
    new_browser: NewPage, team: Team, team_coded: Ledger
) -> None:
    page = new_browser()
    sign_in(page, "Carl")
    page.goto(report_path(page))
    field = page.locator(".field.open").first
    name = field.get_attribute("id")
    team.accounts.set_role("Carl", Role.REVIEWER, by="Adam")  # which ends his session
    field.locator('[data-act="accept"]').click()
    page.wait_for_url("**/login?next=*")
    where = page.url
    sign_in(page, "Vera", "/")
    page.wait_for_timeout(500)
    assert page.locator("#status").inner_text() == ""
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/login")
    sign_in(page, "Carl", where)
    page.locator(f"#{name}.accepted").wait_for(state="attached")
    assert authors(team_coded, name) == ["Carl"]


def test_an_admin_lets_somebody_in_who_chooses_a_password(new_browser: NewPage) -> None:
    admin, nina = new_browser(), new_browser()
    sign_in(admin, "Adam", "/accounts")
    section = admin.locator("section", has_text="A new account")
    section.get_by_label("Name").fill("Nina")
    section.get_by_label("Role").select_option("coder")
    section.get_by_role("button", name="Make it").click()
    given = admin.locator(".made code").inner_text()
    sign_in(nina, "Nina", password=given)
    nina.wait_for_url("**/account")
    nina.get_by_label("Password of now").fill(given)
    for label in ("New password", "Once more"):
        nina.get_by_label(label).fill("a password of her own")
    nina.get_by_role("button", name="Change it").click()
    nina.get_by_text("Your password is another now; your other browsers are signed out").wait_for()
    nina.get_by_label("What it is for").fill("a nightly copy")
    nina.get_by_role("button", name="Make a token").click()
    assert re.fullmatch(r"dateline_[\w-]{43}", nina.locator(".made code").inner_text())
    admin.goto("/accounts")
    admin.get_by_label("Why close Nina").fill("left")
    admin.get_by_role("button", name="Close Nina").click()
    admin.locator("tr.gone", has_text="Nina").wait_for()
    nina.goto("/account")
    assert "/login" in nina.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_accounts_are_accessible(new_browser: NewPage, scheme: str) -> None:
    page = new_browser(color_scheme=scheme)
    page.goto("/login")
    assert faults(page) == []
    sign_in(page, NAMES[Role.ADMIN], password="wrong but long enough for it")
    assert faults(page) == []
    sign_in(page, NAMES[Role.ADMIN])
    for path in ("/account", "/accounts"):
        page.goto(path)
        assert faults(page) == []
    page.get_by_role("button", name="New password for Rita").click()
    page.locator(".made code").wait_for()
    assert faults(page) == []
