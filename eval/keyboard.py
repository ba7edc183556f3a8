"""Measure a coder's keys: example reports reviewed in a real Chromium by keyboard alone.

Usage: python eval/keyboard.py [--reports N] [--json FILE]

The examples are coded into a ledger of their own and the queue of reports is worked off from its top, in two ways:
``seen`` presses A, which accepts what is on the screen, until the next report comes; ``one by one`` presses a for
each field, but corrects the first count of the killed: e, the number, Enter. Told are keys and seconds a report: the
seconds are the machine's, from the first key till the next report is shown, with nobody thinking between them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from dateline.cli.app import run
from dateline.ledger import Ledger
from dateline.web.app import make_app
from dateline.web.serving import served
from dateline.web.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXAMPLES = Path(__file__).parents[1] / "examples" / "reports"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
MOST_KEYS = 400  # a report that takes more is a fault
_SETTLED = "document.readyState === 'complete' && !('busy' in document.documentElement.dataset)"


class Hands:
    """Presses keys on a page, counts them, and waits until what they did is recorded and shown."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0

    def press(self, key: str) -> None:
        """Press a key."""
        from playwright.sync_api import Error

        self.page.keyboard.press(key)
        self.keys += 1
        while True:
            try:
                if self.page.evaluate(_SETTLED):
                    return
            except Error:  # on its way to the next page
                continue

    def seen(self) -> None:
        """Review the report that is open by what is on the screen."""
        before = self.page.url
        while self.page.url == before and self.keys < MOST_KEYS:
            self.press("A")

    def one_by_one(self) -> None:
        """Review the report that is open field by field."""
        is_corrected = False
        for _ in range(self.page.locator(".field.open").count()):
            is_killed = self.page.locator("[data-row].now").get_attribute("data-name") == "killed"
            for key in ("e", "3", "Enter", "j") if is_killed and not is_corrected else ("a",):
                self.press(key)
            is_corrected |= is_killed
        self.seen()


def measured(way: str, reports: int) -> dict[str, float]:
    """Return the figures of one way over so many reports."""
    from playwright.sync_api import sync_playwright

    keys, seconds, fields = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "examples.db"
        if run(["add", str(EXAMPLES), "--ledger", str(place)]) != 0:
            raise RuntimeError("the examples could not be added")
        with (
            Ledger(place) as ledger,
            served(lambda _: make_app(ledger, Settings("measure"))) as address,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(base_url=address, viewport={"width": 1400, "height": 900})
            page.goto("/?kind=report")
            page.keyboard.press("Enter")
            page.wait_for_url("**/reports/**")
            for _ in range(reports):
                hands, began = Hands(page), time.monotonic()
                fields.append(page.locator(".field").count())
                hands.seen() if way == "seen" else hands.one_by_one()
                keys.append(hands.keys)
                seconds.append(time.monotonic() - began)
            browser.close()
    told = {"fields": median(fields), "keys": median(keys), "most_keys": max(keys), "seconds": median(seconds)}
    return {"reports": reports} | {name: round(value, 2) for name, value in told.items()}


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    found = {way: measured(way, given.reports) for way in ("seen", "one by one")}
    print(json.dumps(found, indent=1))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
