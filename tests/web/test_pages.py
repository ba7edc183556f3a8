"""The pages without scripts: what they show, and forms that a plain browser can send."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dateline.ledger import Ledger
from dateline.web.keys import KEYS, WHERE
from made_codings import FIRST_DAY, coding

START = datetime(2026, 1, 2, 12, tzinfo=UTC)


def ids(page: str, pattern: str) -> list[str]:
    return list(dict.fromkeys(re.findall(pattern, page)))


def test_an_empty_ledger_says_what_to_do(workbench) -> None:
    page = workbench.page("/")
    assert "Nothing waits" in page
    assert "dateline add" in page


def test_the_queue_lists_tasks_and_its_filters_combine(workbench, ledger: Ledger) -> None:
    ledger.add(coding(12), START)
    ledger.add(coding(17, city="Manila", day=FIRST_DAY + timedelta(1)), START)
    assert len(ids(workbench.page("/"), r"/reports/(r\w+)")) == 2
    assert len(ids(workbench.page("/?country=PH"), r"/reports/(r\w+)")) == 1
    assert len(ids(workbench.page("/?country=PH&since=2017-06-08&kind=report"), r"/reports/(r\w+)")) == 1
    page = workbench.page("/?country=PH&until=2017-06-01")
    assert "Nothing waits that fits these filters" in page
    assert 'value="PH"' in page  # the filter stays in its field


def test_a_report_is_reviewed_without_scripts_on_either_engine(workbench, ledger: Ledger) -> None:
    ledger.add(coding(12), START)
    (report,) = ids(workbench.page("/"), r"/reports/(r\w+)")
    page = workbench.page(f"/reports/{report}")
    fields = ids(page, r'id="f-(s\w+)"')
    assert page.count("<mark") >= 5
    assert f'<b class="n">{len(fields)}</b> of {len(fields)} open' in page
    workbench.send("/decide", do=f"accept:{fields[0]}")
    answer = workbench.send("/decide", do=[f"reject:{fields[1]}"], reason="another day")
    assert answer["message"] == "Rejected"
    page = workbench.page(f"/reports/{report}")
    assert 'class="field accepted"' in page
    assert 'class="field rejected"' in page
    answer = workbench.send(f"/reports/{report}/accept-seen", seen=fields)
    assert answer == {"message": f"Accepted {len(fields) - 2}, report done", "goto": "/"}
    assert "Nothing waits" in workbench.page("/?kind=report")
    assert '<span class="n">1</span> reports' in workbench.page("/")
    workbench.send("/undo")
    assert len(ids(workbench.page("/"), r"/reports/(r\w+)")) == 1


def test_the_first_reading_stands_beside_what_a_person_made_of_it(workbench, ledger: Ledger) -> None:
    ledger.add(coding(12), START)
    (report,) = ids(workbench.page("/"), r"/reports/(r\w+)")
    killed = ids(workbench.page(f"/reports/{report}"), r'id="f-(s\w+)" data-row data-field="\w+" data-name="killed"')[
        0
    ]
    workbench.send("/decide", do=f"correct:{killed}", value="13+", speaker="a doctor")
    page = workbench.page(f"/reports/{report}")
    assert "at least 13" in page
    assert "read: 12, police" in page
    assert "corrected" in page


def test_what_cannot_be_decided_is_told_with_the_next_step(workbench, ledger: Ledger) -> None:
    ledger.add(coding(12), START)
    (report,) = ids(workbench.page("/"), r"/reports/(r\w+)")
    killed = ids(workbench.page(f"/reports/{report}"), r'id="f-(s\w+)" data-row data-field="\w+" data-name="killed"')[
        0
    ]
    answer = workbench.send("/decide", 422, do=f"correct:{killed}", value="a dozen or so")
    assert answer["detail"] == "'a dozen or so' is no value of killed; write 12, 12-15, 12+ or ..15"
    assert "nothing is decided" in workbench.send("/decide", 422)["detail"]
    assert "it is kind:id" in workbench.send("/decide", 422, do="accept")["detail"]
    assert "is no decision" in workbench.send("/decide", 422, do=f"praise:{killed}")["detail"]
    assert workbench.send("/decide", 404, do="accept:s0")["status"] == 404


def test_words_of_others_never_become_markup(workbench, ledger: Ledger) -> None:
    ledger.add(
        coding(12, outlet='<img src=x onerror="x">', title="</title><script>x</script>", more="<b>&amp;</b>"), START
    )
    (report,) = ids(workbench.page("/"), r"/reports/(r\w+)")
    killed = ids(workbench.page(f"/reports/{report}"), r'id="f-(s\w+)"')[0]
    workbench.send("/decide", do=f"comment:{killed}", reason="</script><script>alert(1)</script>")
    kept = {"token": workbench.token(), "page": f"/reports/{report}", "content": '"</script><!--"'}
    assert workbench.client.post("/draft", data=kept).status_code == 204
    for path in ("/", f"/reports/{report}"):
        page = workbench.page(path)
        assert "<script>x" not in page
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "<!--" not in page
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in workbench.page(f"/reports/{report}")


def test_every_key_is_told_in_the_list_and_in_no_two_places_twice(workbench) -> None:
    page = workbench.page("/")
    for key in KEYS:
        assert f'data-rebind="{key.action}"' in page
    assert {key.where for key in KEYS} == set(WHERE)
    apart = [(key.key, where) for key in KEYS for where in {key.where, "everywhere"}]
    shared = {pair for pair in apart if apart.count(pair) > 1 and pair[1] != "everywhere"}
    assert shared == set()


def test_the_docs_tell_the_keys_of_the_table() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "workbench.md").read_text(encoding="utf-8")
    told = text.partition("<!-- keys:")[2].partition("-->\n")[2].partition("<!-- /keys")[0]
    rows = [f"| {WHERE[key.where].lower()} | `{key.key}` | {key.label} |" for key in KEYS]
    assert told.splitlines() == ["| where | key | does |", "|---|---|---|", *rows]
