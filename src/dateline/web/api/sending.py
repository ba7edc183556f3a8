"""How what changes the ledger is sent: as JSON, under a key of its sender, recorded once however often it comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Annotated

from fastapi import Header
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from dateline.ledger.verdicts import Verdict
from dateline.review.decisions import ReusedKeyError, batch_of
from dateline.web.refusal import Refusal

_REPLAYED = "idempotency-replayed"

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern="^[\\x21-\\x7e]{1,200}$",
        description="A name of this request, such as a UUID: sent again, it is answered again and recorded once.",
    ),
]


def sent_as_json(request: Request) -> None:
    """Refuse a body that is not declared as JSON: no form of another site's page can declare it."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "a decision is sent as JSON; set Content-Type: application/json")


@dataclass(frozen=True, slots=True)
class Sending:
    """The batch that a request records as, and the beginning of it that its key alone makes, None without one."""

    batch: str
    begun: str | None

    @classmethod
    def of(cls, key: str | None, body: BaseModel) -> Sending:
        """Return that of a request: the same key and body are the same batch."""
        return cls(token_hex(8), None) if key is None else cls(*batch_of(key, body.model_dump_json()))

    @contextmanager
    def once(self) -> Iterator[None]:
        """Refuse what is recorded within where the key came with another request before."""
        try:
            yield
        except ReusedKeyError as error:
            raise Refusal(409, str(error)) from error

    def answered(self, answer: Response, made: Verdict, *, is_repeated: bool) -> None:
        """Say in an answer what became of the request: recorded now, by the same one before, or said already."""
        if made.batch != self.batch:
            answer.status_code = 200
        if is_repeated:
            answer.headers[_REPLAYED] = "true"
