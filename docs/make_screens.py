"""Makes the pictures of the workbench in docs/pictures: python docs/make_screens.py LEDGER (of the examples)."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from dateline.ledger import Ledger
from dateline.web.app import make_app
from dateline.web.serving import bound
from dateline.web.settings import Settings

PICTURES = Path(__file__).parent / "pictures"
SIZE = {"width": 1280, "height": 760}


def main(place: str) -> None:
    """Serve the ledger, open the pages, keep what is seen."""
    with Ledger(place) as ledger, bound("127.0.0.1", 0) as listener, sync_playwright() as playwright:
        server = uvicorn.Server(uvicorn.Config(make_app(ledger, Settings("ann")), log_level="warning"))
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        serving.start()
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", viewport=SIZE)
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
        server.should_exit = True
        serving.join()


if __name__ == "__main__":
    main(sys.argv[1])
