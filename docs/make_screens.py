"""Makes the pictures of the workbench in docs/pictures: python docs/make_screens.py LEDGER (of the examples)."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from dateline.ledger import Ledger
from dateline.web.app import make_app
from dateline.web.serving import served
from dateline.web.settings import Settings

PICTURES = Path(__file__).parent / "pictures"
SIZE = {"width": 1280, "height": 760}


def main(place: str) -> None:
    """Serve the ledger, open the pages, keep what is seen."""
    with (
        Ledger(place) as ledger,
        served(lambda _: make_app(ledger, Settings("ann"))) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=address, viewport=SIZE)
        page.goto("/")
        page.screenshot(path=PICTURES / "workbench-queue.png")
        page.goto(str(page.locator('a[href^="/reports/"]').first.get_attribute("href")))
        for _ in range(5):
            page.keyboard.press("j")
        page.screenshot(path=PICTURES / "workbench-report.png")
        page.goto("/explore")
        page.locator("#map[data-ready=yes]").wait_for()
        page.wait_for_timeout(1000)  # tiles of the outline are cut by a worker
        page.screenshot(path=PICTURES / "workbench-explore.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
