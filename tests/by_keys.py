"""What tests of pages in a real Chromium share: keys pressed, what was sent waited for, axe asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from dateline.ledger import Ledger, schema

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page

AXE = Path(__file__).parent / "web" / "axe" / "axe.min.js"


def report_with(ledger: Ledger, words: str) -> str:
    """Return the report that holds the words."""
    with ledger.reading() as connection:
        query = select(schema.reports.c.id).where(schema.reports.c.text.contains(words))
        return str(connection.scalars(query).first())


def now(page: Page) -> Locator:
    """Return the row that keys act on."""
    return page.locator("[data-row].now")


def go_to(page: Page, name: str) -> str:
    """Walk to the first field of a property with j, and return its id."""
    wanted = page.locator(f'.field[data-name="{name}"]').first.get_attribute("id")
    for _ in range(200):
        if now(page).get_attribute("id") == wanted:
            return str(wanted)
        page.keyboard.press("j")
    raise AssertionError(f"no field {name} within reach")


def settled(page: Page) -> None:
    """Wait until all that was sent is recorded and shown."""
    from playwright.sync_api import Error

    for _ in range(300):
        # Not wait_for_function, which needs eval, and eval the pages forbid.
        page.wait_for_timeout(25)
        try:
            if page.evaluate("document.readyState === 'complete' && !('busy' in document.documentElement.dataset)"):
                return
        except Error:  # on its way to the next page
            continue
    raise AssertionError("the page is still sending")


def complained_of(message: ConsoleMessage) -> list[str]:
    """Return what the console complains of, but for a slow machine's driver, which tells that it draws slowly."""
    is_told = message.type in ("error", "warning") and "GL Driver Message" not in message.text
    return [message.text] if is_told else []


def faults(page: Page) -> list[str]:
    """Return what axe finds wrong, seriously."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    return [f"{one['id']}: {node['html'][:160]}" for one in serious for node in one["nodes"]]
