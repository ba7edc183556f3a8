from datetime import date

import pytest

from dateline.read.dates import CalendarDay
from dateline.read.heads import Head
from dateline.read.limits import Limits
from dateline.read.published import DateSources, day_in_name, day_in_url, publication_date

D = [date(2017, 6, n) for n in range(1, 9)]
LIMITS = Limits()


def test_the_order_of_sources() -> None:
    sources = DateSources(
        field="2017-06-02",
        head=Head(published=D[2], updated=D[7]),
        dateline=CalendarDay(6, 4, 2017),
        url="https://x.example/2017/06/05/a",
        file_name="2017-06-06-a.txt",
        updated="2017-06-07",
    )
    assert publication_date(sources, LIMITS, D[0]) == D[0]
    assert publication_date(sources, LIMITS) == D[1]
    for left_out, then in [
        ("field", D[2]),
        ("head", D[3]),
        ("dateline", D[4]),
        ("url", D[5]),
        ("file_name", D[6]),
    ]:
        kept = {name: getattr(sources, name) for name in DateSources.__dataclass_fields__} | {left_out: None}
        sources = DateSources(**kept)
        assert publication_date(sources, LIMITS) == then
    assert publication_date(DateSources(head=Head(updated=D[7])), LIMITS) == D[7]


def test_a_dateline_without_a_year_takes_it_from_elsewhere() -> None:
    day = CalendarDay(6, 7)
    assert publication_date(DateSources(dateline=day, file_name="kabul-2017.txt"), LIMITS) == D[6]
    assert publication_date(DateSources(dateline=day, updated="2017-06-08"), LIMITS) == D[6]
    reason = publication_date(DateSources(dateline=day), LIMITS)
    assert isinstance(reason, str) and "no year" in reason and "--published" in reason


def test_a_field_that_is_no_day_is_named_in_the_reason() -> None:
    reason = publication_date(DateSources(field="07/06/2017"), LIMITS)
    assert isinstance(reason, str) and "07/06/2017" in reason and "--published" in reason


@pytest.mark.parametrize("written", ["1899-12-31", "2100-01-01", "0001-01-01"])
def test_dates_out_of_bounds_are_refused(written: str) -> None:
    reason = publication_date(DateSources(field=written), LIMITS)
    assert isinstance(reason, str) and written in reason and "1900-01-01" in reason


def test_the_last_day_is_the_callers() -> None:
    limits = Limits(latest=D[0])
    assert publication_date(DateSources(field="2017-06-01"), limits) == D[0]
    assert isinstance(publication_date(DateSources(field="2017-06-02"), limits), str)


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/2017/06/07/attack",
        "https://x.example/world/2017/jun/07/attack",
        "/2017-06-07-attack.html",
        "https://x.example/a/20170607/b",
        "https://web.archive.org/web/20240202/http://x.example/2017/06/07/a",
    ],
)
def test_days_in_addresses(url: str) -> None:
    assert day_in_url(url) == D[6]


@pytest.mark.parametrize(
    "url", [None, "", "https://x.example/2017/06/", "/2017/13/40/", "/id/201706071234", "/2017/foo/07/"]
)
def test_addresses_without_a_day(url: str | None) -> None:
    assert day_in_url(url) is None


def test_days_in_file_names() -> None:
    assert day_in_name("2017-06-07-tehran.txt") == day_in_name("tehran_20170607.html") == D[6]
    assert day_in_name("report-20170607123.txt") is None
    assert day_in_name("tehran.txt") is None
