"""What the routes are asked: filters and moments in the words of the commands, pages and their cursors."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, model_validator

from dateline.codebook import Codebook
from dateline.ledger.asked import AskedError, filters_asked, moments_asked
from dateline.ledger.best import DEFAULT_RULE, RULES
from dateline.ledger.filters import SORTS, AsOf, Filters
from dateline.ledger.sound import MOST_PEOPLE

MOST = 200
Id = Annotated[str, Path(pattern="^[A-Za-z0-9]{1,64}$", description="An id, or the beginning of it.")]
Words = Annotated[str, Field(min_length=1, max_length=200, pattern="^[^\\x00]+$")]
Several = Annotated[list[Words], Field(max_length=50)]
People = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]


class Question(BaseModel):
    """The words of an address. One that is not known is refused: a slip in a filter's name must not widen a list."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def as_options(cls, given: object) -> object:
        """Take the words as the commands spell them, too: ``min-killed`` is ``min_killed``."""
        return {str(k).replace("-", "_"): v for k, v in given.items()} if isinstance(given, Mapping) else given


class MomentWords(Question):
    """As of when."""

    as_of: Annotated[Words | None, Field(description="As known by reports published until that day's end.")] = None
    as_of_recorded: Annotated[
        Words | None, Field(description="As recorded in the ledger until that day's end or time.")
    ] = None

    def moment(self) -> AsOf:
        """Return the moment; raises AskedError for what is none."""
        return moments_asked(self.as_of, self.as_of_recorded)


class RuleWords(MomentWords):
    """By which rule counts are chosen, as of when."""

    rule: Annotated[
        str, Field(description="The rule that chooses counts.", json_schema_extra={"enum": list(RULES)})
    ] = DEFAULT_RULE

    def checked_rule(self) -> str:
        """Return the rule; raises AskedError for one that there is not."""
        if self.rule not in RULES:
            raise AskedError("rule", f"{self.rule!r} is none; there are {', '.join(RULES)}")
        return self.rule


class IncidentWords(Question):
    """Which incidents: all given filters hold, and of one given several times any does."""

    since: Annotated[Words | None, Field(description="Day from which on it happened: 2017-06-07.")] = None
    until: Annotated[Words | None, Field(description="Last day on which it happened.")] = None
    country: Annotated[Several, Field(description="ISO code or English name.")] = []
    place: Annotated[Words | None, Field(description="Site, town or province: Springfield, Illinois.")] = None
    actor: Annotated[Words | None, Field(description="Who is said to have done it: id, name or alias.")] = None
    modality: Annotated[Words | None, Field(description="How responsibility is put: claimed, denied, ...")] = None
    type: Annotated[Several, Field(description="Code of the codebook.")] = []
    weapon: Annotated[Several, Field(description="Code of the codebook.")] = []
    target: Annotated[Several, Field(description="Code of the codebook.")] = []
    min_killed: Annotated[People | None, Field(description="At least so many killed, by the rule latest.")] = None
    min_wounded: Annotated[People | None, Field(description="At least so many wounded, by the rule latest.")] = None
    text: Annotated[Words | None, Field(description='Words that one of its reports holds; "a phrase".')] = None
    person: Annotated[Words | None, Field(description="Somebody harmed, or said to have done it.")] = None

    def filters(self, book: Codebook) -> Filters:
        """Return the filters; raises AskedError for what cannot be asked."""
        return filters_asked(book, **self.model_dump(include=set(IncidentWords.model_fields)))


class FilterWords(IncidentWords, MomentWords):
    """Which incidents, as of when."""


class Page(Question):
    """How much of a list, and where to go on."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="At most so many.")] = 50
    cursor: Annotated[str | None, Field(max_length=500, description="`next` of the page before.")] = None

    def asked(self) -> str:
        """Return what is asked but for the page: a cursor goes on with the same question only."""
        told = self.model_dump(exclude={"limit", "cursor"}, mode="json")
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]

    def start(self) -> tuple[int, str] | None:
        """Return the number and id behind which to go on; raises AskedError for a cursor that is not of this list."""
        if self.cursor is None:
            return None
        again = "leave it out to begin anew"
        unknown = AskedError("cursor", f"{self.cursor!r} is none that this server gave; {again}")
        try:
            told = json.loads(base64.urlsafe_b64decode(self.cursor.encode("ascii")))
        except ValueError as error:
            raise unknown from error
        match told:
            case [str(asked), int(number), str(name)] if -1 <= number <= MOST_PEOPLE and name.isalnum():
                if asked != self.asked():
                    raise AskedError("cursor", f"it goes on with another question; ask the same again, or {again}")
                return number, name
        raise unknown

    def cursor_behind(self, number: int, name: str) -> str:
        """Return the cursor that goes on behind an entry."""
        return base64.urlsafe_b64encode(json.dumps([self.asked(), number, name]).encode()).decode("ascii")


class IncidentsAsked(FilterWords, Page):
    """A page of the incidents that fit."""

    sort: Annotated[str, Field(description="By what.", json_schema_extra={"enum": list(SORTS)})] = "day"
    ascending: Annotated[bool, Field(description="The earliest or least first.")] = False
    groups: Annotated[bool, Field(description="Coordinated attacks instead of incidents.")] = False

    def checked_sort(self) -> str:
        """Return by what to sort; raises AskedError for what is nothing to sort by."""
        if self.sort not in SORTS:
            raise AskedError("sort", f"{self.sort!r} is none; there are {', '.join(SORTS)}")
        return self.sort


class StatementsAsked(MomentWords, Page):
    """A page of an incident's statements."""

    property: Annotated[Words | None, Field(description="Only those of one property: killed, place, ...")] = None


class TalliesAsked(MomentWords, Page):
    """A page of tallies."""


class CountAsked(FilterWords, RuleWords):
    """A number over the incidents that fit."""

    what: Annotated[
        Words, Field(description="incidents, or people: killed, wounded, missing, arrested, hostages, ...")
    ] = "incidents"
    ids: Annotated[bool, Field(description="With the incidents and reports behind the number.")] = True


class TwiceAsked(Page):
    """A page of the reports that two people coded."""

    open: Annotated[bool, Field(description="Only those of which a reviewer is to settle something.")] = False


class CandidatesAsked(Question):
    """So many pairs."""

    limit: Annotated[int, Field(ge=1, le=MOST)] = 20
