from datetime import date

import pytest

from dateline.model import Report
from dateline.read.fields import FIELDS, delimiter_of, draft_of, normal_name
from dateline.read.jsonl import read_record
from dateline.read.limits import Options
from read_samples import BODY

RECORDS = {
    "ours": {"text": BODY, "published": "2019-05-07", "outlet": "Northern Post", "url": "https://np.example/1"},
    "news-please": {
        "authors": [],
        "date_download": "2024-02-02 00:00:00",
        "date_modify": "None",
        "date_publish": "2019-05-07 10:00:00",
        "description": "Short.",
        "language": "en",
        "maintext": BODY,
        "source_domain": "Northern Post",
        "text": None,
        "title": None,
        "url": "https://np.example/1",
    },
    "fundus": {
        "title": None,
        "publisher": "Northern Post",
        "publishing_date": "2019-05-07 10:00:00+02:00",
        "lang": "en",
        "body": {"summary": [], "sections": [{"headline": [], "paragraphs": BODY.split("\n\n")}]},
        "html": {"requested_url": "https://np.example/1", "crawl_date": "2024-02-02"},
    },
    "Media Cloud": {
        "stories_id": 1,
        "media_name": "Northern Post",
        "media_url": "np.example",
        "publish_date": "2019-05-07 00:00:00",
        "story_text": BODY,
        "url": "https://np.example/1",
        "language": "en",
        "collect_date": "2024-02-02",
    },
    "the Guardian": {
        "webPublicationDate": "2019-05-07T10:00:00Z",
        "webUrl": "https://np.example/1",
        "fields": {"bodyText": BODY, "publication": "Northern Post"},
    },
    "newsapi": {
        "source": {"id": None, "name": "Northern Post"},
        "publishedAt": "2019-05-07T10:00:00Z",
        "content": BODY,
        "url": "https://np.example/1",
        "description": "Short.",
    },
    "schema.org": {
        "@type": "NewsArticle",
        "articleBody": BODY,
        "datePublished": "2019-05-07",
        "url": "https://np.example/1",
        "publisher": {"@type": "Organization", "name": "Northern Post"},
    },
    "plain names": {
        "Content": BODY,
        "Publication Date": "7 May 2019",
        "Source": "Northern Post",
        "Link": "https://np.example/1",
    },
}


@pytest.mark.parametrize("maker", RECORDS)
def test_the_names_of_usual_makers(maker: str) -> None:
    found = read_record(RECORDS[maker], "x", Options())
    assert isinstance(found, Report), found
    assert (found.text, found.published) == (BODY, date(2019, 5, 7))
    assert (found.outlet, found.url) == ("Northern Post", "https://np.example/1")


def test_a_date_of_fetching_is_never_used() -> None:
    for name in ("date_download", "collect_date", "crawl_date", "downloaded", "fetched"):
        draft = draft_of({"text": BODY, name: "2024-02-02"})
        assert draft and draft.published is None and draft.updated is None


def test_the_first_field_that_is_a_date_is_taken() -> None:
    draft = draft_of({"text": BODY, "published": "n.d.", "date": "2019-05-07"})
    assert draft and draft.published == "2019-05-07"


def test_fields_of_markup_become_text() -> None:
    draft = draft_of({"body": "<p>Four died.</p><p>Nine were hurt &amp; flown out.</p>"})
    assert draft and draft.text == "Four died.\n\nNine were hurt & flown out."


def test_a_record_without_text_gives_none() -> None:
    assert draft_of({"title": "Four died", "text": "  ", "body": None, "content": 5}) is None


def test_names_are_normal_and_listed_once_in_a_field() -> None:
    for names in FIELDS.values():
        assert all(normal_name(n) == n for n in names)
        assert len(set(names)) == len(names)


def test_delimiters() -> None:
    assert delimiter_of("date,text,outlet") == ","
    assert delimiter_of("id;Text;Date of publication") == ";"
    assert delimiter_of("text\tdate") == "\t"
    assert delimiter_of("one,two") is None
