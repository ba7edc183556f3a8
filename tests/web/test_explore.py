"""Explore: filters, facets, what was known on a day, exports; and the map in a real browser."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from dateline.ledger import Ledger, schema
from made_codings import FIRST_DAY, coding

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

START = datetime(2026, 1, 2, 12, tzinfo=UTC)


def seen(page: str) -> dict[str, list[list[object]]]:
    found = re.search(r'id="view">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def counted(page: str) -> list[int]:
    return [number for _, _, _, _, number, _, _ in seen(page)["cells"]]


def test_filters_facets_and_days_narrow_what_is_shown(workbench, ledger: Ledger) -> None:
    ledger.add(coding(12), START)
    ledger.add(coding(17, city="Manila", day=FIRST_DAY + timedelta(3)), START)
    page = workbench.page("/explore")
    assert counted(page) == [1, 1]
    assert seen(page)["days"] == [[FIRST_DAY.isoformat(), 1], [(FIRST_DAY + timedelta(3)).isoformat(), 1]]
    assert 'href="/explore?country=PH"' in page
    (cell,) = seen(workbench.page("/explore?country=PH"))["cells"]
    assert cell[2:] == [pytest.approx(120.98, abs=0.01), pytest.approx(14.6, abs=0.01), 1, 17, 0]
    assert counted(workbench.page(f"/explore?as_of={FIRST_DAY}")) == [1]
    assert counted(workbench.page("/explore?text=Manila")) == [1]
    page = workbench.page("/explore?country=IR")
    assert "Nothing fits" in page
    assert seen(page)["cells"] == []
    assert "is no country" in workbench.page("/explore?country=Atlantis", 422)


def test_the_map_is_asked_for_by_parts_and_its_places_for_their_incidents(workbench, ledger: Ledger) -> None:
    ledger.add(coding(12), START)
    ledger.add(coding(17, city="Manila"), START)
    ledger.add(coding(3, city="Mosul"), START)  # nobody knows where it is
    assert "1 not on the map" in workbench.page("/explore")
    around = {"west": 100, "east": 130, "south": 0, "north": 30, "zoom": 6}
    (cell,) = workbench.client.get("/explore/cells", params=around).json()
    x, y, _, _, number, killed, is_wide = cell
    assert (number, killed, is_wide) == (1, 17, 0)
    told = workbench.client.get("/explore/cell", params={"x": x, "y": y, "zoom": 6}).json()
    assert told["number"] == 1
    assert "Manila" in told["incidents"][0]["line"]
    assert told["incidents"][0]["killed"] == "17"
    assert (
        workbench.client.get("/explore/cell", params={"x": x, "y": y, "zoom": 6, "wide": True}).json()["number"] == 0
    )
    assert workbench.client.get("/explore/cells", params={**around, "type": "bombing"}).json() == [cell]
    assert workbench.client.get("/explore/cells", params={**around, "as_of": "2001-01-01"}).json() == []
    assert workbench.client.get("/explore/cells", params={"zoom": 14}).status_code == 422
    assert workbench.client.get("/explore/cells", params={"zoom": 99}).status_code == 422


def test_an_export_holds_what_is_shown_and_is_put_on_record(workbench, ledger: Ledger) -> None:
    ledger.add(coding(12), START)
    ledger.add(coding(17, city="Manila", day=FIRST_DAY + timedelta(3)), START)
    sent = {"token": workbench.token(), "format": "csv"}
    answer = workbench.client.post("/explore/export?country=PH", data=sent)
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        table = next(name for name in packed.namelist() if "incidents" in name and name.endswith(".csv"))
        text = packed.read(table).decode()
    assert "Manila" in text
    assert "Kabul" not in text
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(schema.metadata.tables["exports"])) == 1
    assert workbench.client.post("/explore/export", data={**sent, "format": "doc"}).status_code == 422


def test_the_map_is_drawn_and_the_slider_replays(new_page: Callable[..., Page]) -> None:
    page = new_page("/explore", quiet=True)  # a driver without a graphics card warns of its speed
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.locator("#map[data-ready=yes]").wait_for(timeout=20000)
    page.locator("#time svg").wait_for()
    all_of_them = page.locator(".found [data-incident]").count()
    slider = page.locator("#as-of")
    slider.focus()
    slider.fill(str(int(str(slider.get_attribute("max"))) // 2))
    page.wait_for_url("**as_of=**")
    page.locator(".slider a[data-soft]").wait_for()
    then = page.locator(".found [data-incident]").count()
    assert 0 < then < all_of_them
    page.locator(".slider a[data-soft]").click()
    page.locator(".slider output", has_text="today").wait_for()
    assert page.locator(".found [data-incident]").count() == all_of_them
    page.locator('.facet a[href*="country="]').first.click()
    page.locator(".facet .on").wait_for()
    assert page.locator(".found [data-incident]").count() < all_of_them
    page.go_back()
    page.locator(".facet .on").wait_for(state="detached")
    assert complaints == []
