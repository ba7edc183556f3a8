import socket
from datetime import date
from pathlib import Path

import pytest

from dateline.model import Report, SetAside
from dateline.read import read_inputs
from dateline.read.html import read_page
from dateline.read.limits import Options
from read_samples import BODY, DATED, FRENCH, page


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a reader went to the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def read(markup: str | bytes, **known: str) -> Report | SetAside:
    data = markup.encode() if isinstance(markup, str) else markup
    return read_page(data, "p.html", Options(), **known)  # type: ignore[arg-type]


def test_article_title_outlet_and_paragraphs() -> None:
    found = read(page(head=DATED + '<meta property="og:site_name" content="Northern Post">'))
    assert isinstance(found, Report), found
    assert found.text == f"Four soldiers killed at checkpoint\n\n{BODY}"
    assert (found.published, found.outlet) == (date(2019, 5, 7), "Northern Post")
    assert found.title == "Four soldiers killed at checkpoint"


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-05-07T01:00:00Z"}</script>',
        '<meta name="date" content="2019-05-07">',
        '<link rel="canonical" href="https://np.example/2019/05/07/kandi">',
    ],
)
def test_dates_of_metadata_and_addresses(head: str) -> None:
    found = read(page(head=head))
    assert isinstance(found, Report) and found.published == date(2019, 5, 7)


def test_the_published_date_is_taken_not_the_modified_one() -> None:
    head = '<meta property="article:modified_time" content="2020-01-01T00:00:00Z">' + DATED
    found = read(page(head=head))
    assert isinstance(found, Report) and found.published == date(2019, 5, 7)


def test_a_date_in_the_prose_does_not_date_the_page() -> None:
    old = BODY.replace("on Tuesday", "much as on 2015-05-03 and on 3 May 2015")
    found = read(page(old))
    assert isinstance(found, SetAside) and "--published" in found.reason


def test_a_later_day_than_today_is_read_the_same_on_any_day() -> None:
    found = read(page(head=DATED.replace("2019", "2098")))
    assert isinstance(found, Report) and found.published == date(2098, 5, 7)


def test_charsets_declared_in_page_and_header() -> None:
    markup = page(BODY.replace("Kandi", "Málaga"), DATED + '<meta charset="iso-8859-1">')
    found = read(markup.encode("iso-8859-1"))
    assert isinstance(found, Report) and "town of Málaga" in found.text
    polish = page(BODY.replace("Kandi", "Łódź"), DATED)
    found = read(polish.encode("iso8859-2"), charset="iso-8859-2")
    assert isinstance(found, Report) and "town of Łódź" in found.text


def test_a_few_broken_bytes_are_replaced_as_browsers_do() -> None:
    found = read(page(BODY.replace("Kandi", "Málaga"), DATED).encode().replace(b"nine", b"ni\xffe"))
    assert isinstance(found, Report) and "ni\ufffde others" in found.text


@pytest.mark.parametrize(
    "markup",
    ["<html><body><form><input></form></body></html>", "<html></html>", "<p>x</p>", "http://np.example/", "\0"],
)
def test_a_page_without_an_article_is_set_aside(markup: str) -> None:
    found = read(markup)
    assert isinstance(found, SetAside) and "no article" in found.reason


def test_a_parsers_fault_costs_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a parser's fault")

    monkeypatch.setattr(trafilatura, "extract", fail)
    found = read(page(head=DATED))
    assert isinstance(found, SetAside) and "ZeroDivisionError: a parser's fault" in found.reason


def test_markup_nested_without_end_is_read_or_set_aside() -> None:
    found = read(page(head=DATED).replace("<article>", "<div>" * 50_000 + "<article>"))
    assert isinstance(found, Report | SetAside)


def test_a_page_in_another_language_is_set_aside() -> None:
    found = read(page(FRENCH, DATED))
    assert isinstance(found, SetAside) and "French" in found.reason


def test_a_files_name_dates_it_as_a_last_resort(tmp_path: Path) -> None:
    path = tmp_path / "2019-05-07-kandi.html"
    path.write_text(page(), encoding="utf-8")
    (found,) = read_inputs([str(path)])
    assert isinstance(found, Report) and found.published == date(2019, 5, 7)
