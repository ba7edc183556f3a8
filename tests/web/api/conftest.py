"""The API asked directly, on ledgers of either engine and on the coded examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from dateline.ledger import Ledger
from dateline.web.app import make_app
from web_settings import SETTINGS

HERE = "http://127.0.0.1:8417"
PROBLEM = "application/problem+json"


class Program:
    """A program that asks the API and reads its JSON."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, status: int = 200, **query: object) -> dict[str, Any]:
        return self._read(self.client.get(f"/api/v1{path}", params=query or None), status)

    def refused(self, path: str, status: int = 422, **query: object) -> str:
        return self.get(path, status, **query)["detail"]

    def decide(self, status: int = 201, *, key: str | None = None, **decision: object) -> dict[str, Any]:
        headers = {} if key is None else {"Idempotency-Key": key}
        return self._read(self.client.post("/api/v1/verdicts", json=decision, headers=headers), status)

    def pages(self, path: str, name: str, **query: object) -> list[dict[str, Any]]:
        """Return all of a list, page by page."""
        found: list[dict[str, Any]] = []
        cursor: dict[str, object] = {}
        for _ in range(100):
            answer = self.get(path, **query, **cursor)
            found += answer[name]
            if answer["next"] is None:
                return found
            assert len(answer[name]) == query.get("limit", 50)
            cursor = {"cursor": answer["next"]}
        raise AssertionError("the list has no end")

    def _read(self, answer: Any, status: int) -> dict[str, Any]:
        assert answer.status_code == status, answer.text
        is_good = status < 400
        assert answer.headers["content-type"] == ("application/json" if is_good else PROBLEM)
        told = answer.json()
        if not is_good:
            assert told["status"] == status
            assert told["detail"]
        return told


@pytest.fixture
def program(ledger: Ledger) -> Iterator[Program]:
    """Ask about an empty ledger, of either engine."""
    with TestClient(make_app(ledger, SETTINGS), base_url=HERE) as client:
        yield Program(client)


@pytest.fixture
def asking(examples: Ledger) -> Iterator[Program]:
    """Ask about the coded examples."""
    with TestClient(make_app(examples, SETTINGS), base_url=HERE) as client:
        yield Program(client)
