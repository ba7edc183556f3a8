"""The incident page: what it shows on either engine, and merging, parting and their undoing."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from dateline.ledger import Ledger, linking
from dateline.ledger.schema import incident_of, verdicts
from dateline.review.desk import Desk
from made_codings import FIRST_DAY, coding

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

START = datetime(2026, 1, 2, 12, tzinfo=UTC)


@pytest.fixture
def two(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Two reports of one act, which nobody has joined."""
    from dataclasses import replace

    from dateline.link.across.weigh import load_weights

    never = replace(load_weights(), prior=-1000.0)
    monkeypatch.setattr(linking, "load_weights", lambda: never)
    ledger.add(coding(12), START)
    ledger.add(coding(17, day=FIRST_DAY + timedelta(1), outlet="The Other Post", speaker="a hospital"), START)
    with ledger.reader() as reader:
        first, second = reader.ids()
    return first, second


def points(page: str) -> list[dict[str, object]]:
    found = re.search(r'id="points">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def test_an_incident_is_merged_shown_and_parted_again(workbench, ledger: Ledger, two: tuple[str, str]) -> None:
    first, second = two
    workbench.send("/decide", do=f"same:{first}", other=second)
    page = workbench.page(f"/incidents/{second}")  # the id from before leads to it
    assert "The Example Post" in page
    assert "The Other Post" in page
    assert {(p["low"], p["who"], p["chosen"]) for p in points(page)} == {
        (12, "police", False),
        (17, "a hospital", True),
    }
    assert "killed</b> 12 → 17" in page
    lowest = workbench.page(f"/incidents/{first}?rule=lowest")
    assert {p["low"] for p in points(lowest) if p["chosen"]} == {12}
    before = workbench.page(f"/incidents/{first}?as_of={FIRST_DAY}")
    assert {p["low"] for p in points(before)} == {12}
    assert "The Other Post" not in before
    workbench.send("/decide", do=f"different:{first}:{second}", reason="two markets")
    assert "The Other Post" not in workbench.page(f"/incidents/{first}")
    workbench.send("/undo")
    assert "The Other Post" in workbench.page(f"/incidents/{first}")
    workbench.send("/undo")
    assert "The Other Post" not in workbench.page(f"/incidents/{first}")


def test_a_pin_stands_before_the_rule_until_it_is_undone(workbench, two: tuple[str, str]) -> None:
    workbench.send("/decide", do=f"pin:{two[0]}", property="killed", value="14-16", reason="both lists compared")
    page = workbench.page(f"/incidents/{two[0]}")
    assert ">14–16<" in page
    assert "pinned" in page
    assert "both lists compared" in page
    verdict = re.search(r'value="undo:(v\w+)"', page)
    assert verdict
    workbench.send("/decide", do=f"undo:{verdict[1]}")
    assert ">14–16<" not in workbench.page(f"/incidents/{two[0]}")
    assert (
        "is no count" in workbench.send("/decide", 422, do=f"pin:{two[0]}", property="killed", value="many")["detail"]
    )


def test_what_is_not_there_is_told(workbench, two: tuple[str, str]) -> None:
    assert "no incident" in workbench.page("/incidents/i0", 404)
    assert "no rule" in workbench.page(f"/incidents/{two[0]}?rule=best", 422)
    assert "nothing was known" in workbench.page(f"/incidents/{two[0]}?as_of=2001-01-01", 404)


def clusters(ledger: Ledger) -> dict[str, str]:
    with ledger.reading() as connection:
        return dict(connection.execute(select(incident_of.c.mention, incident_of.c.incident)).all())


def test_merging_and_undoing_by_keys(new_page: Callable[..., Page], examples: Ledger) -> None:
    # Two incidents that links do not join; of one report's two the other goes its way when one is joined.
    task = next(t for t in Desk(examples, "ann").tasks(kinds=["pair"]) if t.pair and not t.pair.is_one)
    before = clusters(examples)
    page = new_page(f"/incidents/{task.pair.first_incident}?with={task.pair.second_incident}")
    page.locator("#plot svg").wait_for()
    row = page.locator(".near [data-row]").first
    assert task.pair.second_incident in str(row.get_attribute("id"))
    row.focus()
    page.keyboard.press("m")
    page.locator("#status", has_text="Said to be the same").wait_for()
    after = clusters(examples)
    with examples.reading() as connection:
        last = select(verdicts.c.subject, verdicts.c.other).where(verdicts.c.kind == "same")
        first, second = connection.execute(last.order_by(verdicts.c.recorded.desc()).limit(1)).one()
    assert {before[first], before[second]} == {task.pair.first_incident, task.pair.second_incident}
    assert after[first] == after[second]
    page.keyboard.press("z")
    page.locator("#status", has_text="Undone").wait_for()
    assert clusters(examples) == before
