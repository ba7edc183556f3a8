"""What the workbench refuses: other hosts, other sites, forms without their token; and what it says of itself."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from dateline.web.app import make_app
from dateline.web.guard import HEADERS
from dateline.web.serving import NotServedError, bound, checked_host
from web_settings import SETTINGS


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8417", "127.0.0.1.evil.example", "192.168.1.5", ""])
def test_another_host_is_refused(bench, host: str) -> None:
    answer = bench.client.get("/", headers={"host": host})
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"
    assert "not called by that name" in answer.json()["detail"]


@pytest.mark.parametrize("host", ["127.0.0.1:8417", "localhost:8417", "[::1]:8417", "LOCALHOST"])
def test_this_machine_is_let_in(bench, host: str) -> None:
    assert bench.client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/js/app.js"])
def test_every_answer_has_the_headers(bench, path: str) -> None:
    answer = bench.client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_no_page_has_a_script_or_a_style_of_its_own(bench) -> None:
    report = re.search(r'href="(/reports/r\w+)', bench.page("/"))
    assert report
    for path in ("/", report[1], "/?kind=pair"):
        page = bench.page(path)
        for attributes in re.findall(r"<script([^>]*)>", page):
            assert "src=" in attributes or 'type="application/json"' in attributes
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)


def test_a_form_needs_the_token_of_its_session(bench) -> None:
    before = bench.page("/")
    for fields in ({}, {"token": "0" * 64}):
        answer = bench.client.post(
            "/decide", data={"do": "accept:s1", **fields}, headers={"accept": "application/json"}
        )
        assert answer.status_code == 403
        assert "reload it" in answer.json()["detail"]
    token = re.search(r'name="token" value="(\w+)"', before)
    assert token
    with TestClient(bench.client.app, base_url="http://127.0.0.1:8417") as stranger:  # without the cookie
        assert stranger.post("/decide", data={"do": "accept:s1", "token": token[1]}).status_code == 403


def test_a_form_of_another_site_is_refused_whatever_it_brings(bench) -> None:
    fields = {"token": bench.token(), "do": "accept:s1"}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        answer = bench.client.post("/decide", data=fields, headers=headers)
        assert answer.status_code == 403
        assert "another site" in answer.text


def test_a_request_that_is_too_long_is_refused(bench) -> None:
    assert bench.client.post("/draft", content=b"x" * 1_000_001).status_code == 413


def test_the_cookie_is_for_this_server_only(bench) -> None:
    cookie = bench.client.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_nobody_is_led_away_after_a_form(bench) -> None:
    fields = {"token": bench.token(), "action": ""}
    for back in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        answer = bench.client.post("/redo", data={**fields, "back": back}, headers={"accept": "text/html"})
        assert answer.status_code == 404  # nothing to redo
    field = re.search(r"f-(s\w+)", bench.page(re.search(r"/reports/r\w+", bench.page("/"))[0]))
    for back in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        answer = bench.client.post(
            "/decide",
            data={**fields, "do": f"comment:{field[1]}", "reason": back, "back": back},
            headers={"accept": "text/html"},
            follow_redirects=False,
        )
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_errors_are_words_for_people_and_problems_for_programs(bench) -> None:
    page = bench.page("/reports/r0", 404)
    assert "<h1>Not Found</h1>" in page
    assert "no report &#39;r0&#39; in this ledger" in page
    answer = bench.client.get("/reports/r0", headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert "since: &#39;yesterday&#39; is no day" in bench.page("/?since=yesterday", 422)
    assert bench.client.post("/").status_code == 405


def test_the_secret_is_shown_nowhere(bench) -> None:
    assert "secret" not in repr(SETTINGS)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org", ""])
def test_without_teams_only_this_machine_is_served(host: str) -> None:
    with pytest.raises(NotServedError):
        checked_host(host)
    assert checked_host("localhost") == "127.0.0.1"
    assert checked_host("::1") == "::1"


def test_a_port_that_is_taken_is_told(examples) -> None:
    with bound("127.0.0.1", 0) as taken, pytest.raises(NotServedError, match="name another one with --port"):
        bound("127.0.0.1", taken.getsockname()[1])
    assert make_app(examples, SETTINGS).docs_url is None
