"""Workbenches for tests: one asked directly, one served to a real Chromium.

Chromium is Debian's, driven by Playwright. Where either is missing those tests are skipped, unless
DATELINE_REQUIRE_CHROMIUM=1 makes that a failure.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from by_keys import complained_of
from dateline.cli.app import run
from dateline.ledger import Ledger
from dateline.ledger.write import utc_now
from dateline.web.app import make_app
from dateline.web.serving import served
from dateline.web.settings import HELD_FOR
from made_team import left_by_all
from team_workbench import TeamBench
from web_settings import SETTINGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REQUIRED = "DATELINE_REQUIRE_CHROMIUM"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reports"
SOME = ("brussels-2016", "tehran-2017")


@pytest.fixture(scope="session")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of a few example reports, coded and linked once."""
    path = tmp_path_factory.mktemp("coded") / "examples.db"
    assert run(["add", *(str(EXAMPLES / name) for name in SOME), "--ledger", str(path)]) == 0
    return path


@pytest.fixture
def examples(coded: Path, tmp_path: Path) -> Iterator[Ledger]:
    """Open a copy of the coded examples, for one test to change."""
    with Ledger(shutil.copy(coded, tmp_path / "examples.db")) as opened:
        yield opened


class Workbench:
    """A browser without scripts: reads pages, sends their forms."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def page(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == status, answer.text
        return answer.text

    def token(self) -> str:
        found = re.search(r'name="token" value="(\w+)"', self.page("/"))
        assert found
        return found[1]

    def send(self, path: str, status: int = 200, **fields: object) -> dict[str, object]:
        answer = self.client.post(
            path, data={"token": self.token(), **fields}, headers={"accept": "application/json"}
        )
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture
def workbench(ledger: Ledger) -> Iterator[Workbench]:
    """Ask the workbench on an empty ledger, of either engine."""
    with TestClient(make_app(ledger, SETTINGS), base_url="http://127.0.0.1:8417") as client:
        yield Workbench(client)


@pytest.fixture
def at(ledger: Ledger) -> Iterator[Callable[[str], Workbench]]:
    """Return what opens the workbench on an empty ledger, of either engine, for somebody of a team."""
    with ExitStack() as stack:

        def opened(name: str) -> Workbench:
            app = make_app(ledger, replace(SETTINGS, author=name, held_for=HELD_FOR))
            return Workbench(stack.enter_context(TestClient(app, base_url="http://127.0.0.1:8417")))

        yield opened


@pytest.fixture
def bench(examples: Ledger) -> Iterator[Workbench]:
    """Ask the workbench on the coded examples."""
    with TestClient(make_app(examples, SETTINGS), base_url="http://127.0.0.1:8417") as client:
        yield Workbench(client)


@pytest.fixture
def address(examples: Ledger) -> Iterator[str]:
    """Serve the workbench on the coded examples and give its address."""
    with served(lambda _: make_app(examples, SETTINGS)) as address:
        yield address


def _missing(reason: str) -> None:
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{REQUIRED}=1, but {reason}")
    pytest.skip(f"{reason}: pages not tested in a browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed")
    if not Path(CHROMIUM).exists():
        _missing("chromium is not installed (on Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture
def new_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Return what opens a page of the workbench; anything its console complains of fails the test."""
    contexts, complaints = [], []

    def opened(path: str = "/", *, quiet: bool = False, **options: object) -> Page:
        context = browser.new_context(base_url=address, viewport={"width": 1400, "height": 860}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        if not quiet:
            page.on("console", lambda m: complaints.extend(complained_of(m)))
            page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def team_coded(coded: Path, postgres_server) -> Iterator[Ledger]:
    """The coded examples in PostgreSQL, one ledger for all tests of teams."""
    with Ledger(coded) as own, Ledger(postgres_server.ledger()) as opened:
        opened.load(own.dump(), clock=utc_now)
        yield opened


@pytest.fixture(scope="module")
def team_bench(team_coded: Ledger) -> TeamBench:
    """A team of five at the workbench, for all tests of a module."""
    left_by_all(team_coded)
    return TeamBench.on(team_coded)


@pytest.fixture(scope="session")
def team_empty(postgres_server) -> Iterator[Ledger]:
    """An empty ledger in PostgreSQL, one for all tests that need no reports."""
    with Ledger(postgres_server.ledger()) as opened:
        yield opened
