"""What an address asks for: filters, the moment, and how to write the same address with something changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends
from starlette.requests import Request

from dateline.ledger.asked import AskedError, filters_asked, moments_asked
from dateline.ledger.filters import AsOf, Filters
from dateline.web.person import ledger_of

ONE = ("since", "until", "place", "actor", "modality", "min_killed", "min_wounded", "text", "person")
SEVERAL = ("country", "type", "weapon", "target")
MOMENTS = ("as_of", "as_of_recorded")
NAMES = (*ONE, *SEVERAL, *MOMENTS)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters and the moment of an address, with the words of it that they come from."""

    filters: Filters
    as_of: AsOf
    words: tuple[tuple[str, str], ...]

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return self.filters != Filters() or not self.as_of.is_now

    def word(self, name: str) -> str:
        """Return what was asked under a name, empty where nothing was."""
        return next((value for key, value in self.words if key == name), "")

    def all_words(self, name: str) -> list[str]:
        """Return all that was asked under a name."""
        return [value for key, value in self.words if key == name]

    def query(self, **changed: str | Iterable[str] | None) -> str:
        """Return the query of an address that asks the same, with some of it changed (None: left out)."""
        kept = [(key, value) for key, value in self.words if key not in changed]
        for key, value in changed.items():
            kept += [(key, one) for one in ([value] if isinstance(value, str) else value or ())]
        return f"?{urlencode(kept)}" if kept else ""


def asked_of(request: Request) -> Asked:
    """Return what a request's address asks; raises AskedError for what cannot be asked."""
    given = [(name, value.strip()) for name, value in request.query_params.multi_items() if value.strip()]
    words = tuple((name, value) for name, value in given if name in NAMES)
    one: Mapping[str, str] = {name: value for name, value in words if name in (*ONE, *MOMENTS)}
    numbers = {name: _number(name, one.get(name)) for name in ("min_killed", "min_wounded")}
    several = {name: [value for key, value in words if key == name] for name in SEVERAL}
    filters = filters_asked(
        ledger_of(request).book,
        since=one.get("since"),
        until=one.get("until"),
        place=one.get("place"),
        actor=one.get("actor"),
        modality=one.get("modality"),
        text=one.get("text"),
        person=one.get("person"),
        min_killed=numbers["min_killed"],
        min_wounded=numbers["min_wounded"],
        **several,
    )
    return Asked(filters, moments_asked(one.get("as_of"), one.get("as_of_recorded")), words)


def _number(name: str, words: str | None) -> int | None:
    if words is None:
        return None
    if not words.isdecimal():
        raise AskedError(name, f"{words!r} is no number; write one like 10")
    return int(words)


AskedFor = Annotated[Asked, Depends(asked_of)]
