"""FollowTheMoney: an event an incident, actors and articles, as entities and as statements, one dataset an outlet.

A statement's id does not hold where in a text it was read, so that the same value told twice by one outlet is one
statement; told by two outlets it is two, and corroboration can be counted.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from followthemoney.dataset import Dataset
from followthemoney.statement import Statement, StatementEntity
from followthemoney.statement.serialize import CSVStatementWriter

from dateline.codebook import Codebook
from dateline.codebook.actors import slug
from dateline.ledger.reader import ReportHead
from dateline.model import Code, DatePrecision, DateValue, Flag, Kind, Perpetrator, Place, Toll, Victim
from dateline.publish.facts import bounds_words
from dateline.publish.published import Published, Said
from dateline.publish.readings import actor_country, actor_kind, actor_name, credited, narrative
from dateline.publish.seen import Seen
from dateline.publish.writing import Setting, Writer

OURS = "dateline"
_REMEMBERED = 4096  # outlets and actors met last, and their ids
_NO_OUTLET = "outlet-not-told"
_STATES = frozenset({"state", "government", "armed_forces", "security_forces", "police", "intelligence"})
_Told = tuple[str, str, str]  # property, value, dataset


class FtmWriter:
    """Writes entities as they come; an actor and an article when first met."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._entities = (setting.folder / "ftm.entities.json").open("w", encoding="utf-8")
        self._file = (setting.folder / "ftm.statements.csv").open("w", encoding="utf-8", newline="")
        self._statements = CSVStatementWriter(self._file)
        self._seen = Seen(setting.folder / ".ftm-seen")

    def incident(self, one: Published) -> None:
        """Write an incident's event, and the actors and articles that it names."""
        for report in one.reports:
            if self._seen.add(report.id):
                self._write("Article", report.id, _article(report), None)
        for said in one.stated:
            self._actor(said)
        told = [(OURS, "name", narrative(one, self._setting.book, self._setting.asked.rule), ""), *self._event(one)]
        of_event = [((prop, value, dataset), origin) for dataset, prop, value, origin in told]
        self._write("Event", one.id, [key for key, _ in of_event], dict(of_event))
        values = [key for key, _ in of_event if key[0] != "proof"]
        collapsed = len(values) - len(set(values))
        for _ in range(collapsed):
            title = "values that one outlet tells twice: FollowTheMoney makes one statement of them"
            self._setting.losses.note("collapsed", title, one.id, one.id)

    def _event(self, one: Published) -> Iterator[tuple[str, str, str, str]]:
        """Yield dataset, property, value and origin of all that is told of an incident."""
        for said in (*one.stated, *(s for s in one.of_group if not s.told.refused)):
            dataset, statement = dataset_of(said.told.outlet), said.statement
            origin = f"{statement.modality.value}: {statement.rule}"
            for prop, value in self._values(said):
                yield dataset, prop, value, origin
            yield dataset, "proof", statement.evidence.report, origin
        for report in one.reports:
            if report.url:
                yield dataset_of(report.outlet), "sourceUrl", report.url, ""
        yield OURS, "notes", f"status: {one.status.value}", ""

    def _values(self, said: Said) -> Iterator[tuple[str, str]]:
        """Yield what a statement is in FollowTheMoney; counts and claims are words of the summary."""
        statement, book = said.statement, self._setting.book
        match statement.value:
            case DateValue() as when:
                yield from _dates(when)
            case Place() as place:
                yield "location", place.name
                if place.country:
                    yield "country", place.country.lower()
            case Perpetrator(actor, name) if (actor or name) and statement.modality.value != "denied":
                yield "involved", actor_id(actor, name)
            case Code(code):
                yield "keywords", code.replace("_", " ")
            case Kind(kind, name):
                yield "keywords", kind.replace("_", " ")
                if name:
                    yield "keywords", name
            case Flag(True):
                yield "keywords", statement.property
        if isinstance(statement.value, Toll | Perpetrator | Victim):
            what = _in_words(said, book)
            of_all = " (of the whole attack)" if said.told.share is not None else ""
            yield "summary", f"{what}{of_all} ({credited(said)}): “{statement.evidence.quote}”"

    def _actor(self, said: Said) -> None:
        value = said.statement.value
        if not isinstance(value, Perpetrator) or not (value.actor or value.name):
            return
        name = actor_id(value.actor, value.name)
        if not self._seen.add(name):
            return
        book = self._setting.book
        told = [("name", actor_name(value.actor, value.name, book), OURS)]
        home = actor_country(value.actor, book)
        if home is not None:
            told.append(("country", home.iso.lower(), OURS))
        kind = actor_kind(value.actor, book)
        schema = "PublicBody" if kind in _STATES else "Organization" if kind else "LegalEntity"
        self._write(schema, name, told, None)

    def _write(self, schema: str, entity: str, told: Iterable[_Told], origins: dict[_Told, str] | None) -> None:
        statements = [
            Statement(
                entity_id=entity, prop=prop, schema=schema, value=value, dataset=dataset,
                lang="eng", origin=(origins or {}).get((prop, value, dataset)) or None,
            )
            for prop, value, dataset in dict.fromkeys(told)
        ]  # fmt: skip
        for statement in statements:
            self._statements.write(statement)
        made = StatementEntity.from_statements(_OURS, statements)
        self._entities.write(_LINE.encode(_in_order(made.to_dict())) + "\n")

    def group(self, one: Published) -> None:
        """Write nothing: what is told of the whole attack stands on each of its events, marked as such."""

    def close(self) -> None:
        """Finish the files."""
        self._statements.close()
        self.drop()

    def drop(self) -> None:
        """Let go of the files."""
        self._seen.close()
        self._entities.close()
        self._file.close()


_LINE = json.JSONEncoder(ensure_ascii=False)
_OURS = Dataset({"name": OURS, "title": "Dateline"})


def _in_order(told: object) -> object:
    """Return an entity with all its lists sorted: the library makes them of sets, which have no order."""
    if isinstance(told, dict):
        return {name: _in_order(value) for name, value in told.items()}
    return sorted(told) if isinstance(told, list | set | frozenset) else told


@lru_cache(maxsize=_REMEMBERED)
def dataset_of(outlet: str | None) -> str:
    """Return the dataset of an outlet."""
    return f"outlet-{slug(outlet)}" if outlet and slug(outlet) else _NO_OUTLET


@lru_cache(maxsize=_REMEMBERED)
def actor_id(actor: str | None, name: str | None) -> str:
    """Return an actor's entity id: by the codebook, else by the name as told."""
    return f"actor-{actor or slug(name or '')}"


def _in_words(said: Said, book: Codebook) -> str:
    value, name = said.statement.value, said.statement.property
    match value:
        case Toll(low, high):
            return f"{name.replace('_', ' ')} {bounds_words(low, high)}{' of them' if value.part else ''}"
        case Victim():
            return f"{value.status}: {value.name or value.description or value.kind}"
        case Perpetrator(actor, called):
            return f"{name}: {actor_name(actor, called, book) or 'nobody named'}"
    return name


def _dates(when: DateValue) -> Iterator[tuple[str, str]]:
    width = {DatePrecision.MONTH: 7, DatePrecision.YEAR: 4}.get(when.precision, 10)
    if when.earliest and when.earliest == when.latest:
        yield "date", when.earliest.isoformat()
        return
    if when.earliest:
        yield "startDate", when.earliest.isoformat()[:width]
    if when.latest:
        yield "endDate", when.latest.isoformat()[:width]


def _article(report: ReportHead) -> list[_Told]:
    dataset = dataset_of(report.outlet)
    told: dict[str, list[str | None]] = defaultdict(list)
    told["title"].append(report.title or f"Report of {report.published.isoformat()}")
    told["publishedAt"].append(report.published.isoformat())
    told["sourceUrl"].append(report.url)
    told["publisher"].append(report.outlet)
    return [(prop, value, dataset) for prop, values in told.items() for value in values if value]


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return FtmWriter(setting)
