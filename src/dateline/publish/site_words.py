"""An incident in words for a page of the web site: labels of the codebook, quotes, who says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import urlsplit

from dateline.codebook import Codebook
from dateline.model import Code, DateValue, Flag, Kind, Modality, Outcome, Perpetrator, Place, Toll, Value, Victim
from dateline.publish.facts import bounds_words
from dateline.publish.published import Published, Said
from dateline.publish.readings import actor_name, actors_of, country_of, date_in_words, day_words
from dateline.publish.status import MEANINGS

_ORDER = ("type", "date", "place", "killed", "wounded", "perpetrator", "suicide", "weapon", "target")
_WEB = ("http", "https")


class Words:
    """Says values in words with a codebook's labels."""

    def __init__(self, book: Codebook) -> None:
        self._book = book
        sections = (book.types, book.weapons, book.targets)
        self._labels = {entry.id: entry.label for section in sections for entry in section}

    def row(self, one: Published) -> Mapping[str, object]:
        """Return an incident's line of a list."""
        return {
            "day": one.incident.day.isoformat(),
            "when": _when(one),
            "where": _where(one),
            "what": self._what(one),
            "killed": _count(one, "killed"),
            "wounded": _count(one, "wounded"),
            "by": "; ".join(self._by(one)),
            "status": one.status.value,
        }

    def incident(self, one: Published) -> Mapping[str, object]:
        """Return what an incident's page shows."""
        outcome = one.incident.outcome
        by_property: dict[str, list[Mapping[str, object]]] = defaultdict(list)
        for said in (*one.own, *one.of_group):
            by_property[said.statement.property].append(self._said(one, said))
        told = sorted(by_property, key=lambda n: (_ORDER.index(n) if n in _ORDER else len(_ORDER), n))
        return {
            "id": one.id,
            "what": self._what(one),
            "when": _when(one),
            "where": _where(one),
            "how_far": outcome.value if outcome and outcome is not Outcome.COMPLETED else None,
            "status": one.status.value,
            "group": one.incident.group,
            "facts": [
                ("Status", f"{one.status.value}: {MEANINGS[one.status]}"),
                *((name.replace("_", " ").capitalize(), _count(one, name)) for name in one.incident.best),
                ("By", "; ".join(self._by(one)) or "nobody told"),
                ("Reports", f"{len(one.reports)}, in {one.incident.families} texts of their own"),
            ],
            "told": [(name.replace("_", " "), by_property[name]) for name in told],
            "reports": [
                {
                    "outlet": report.outlet,
                    "published": day_words(report.published),
                    "title": report.title,
                    "url": web_link(report.url),
                }
                for report in one.reports
            ],
        }

    def _said(self, one: Published, said: Said) -> Mapping[str, object]:
        statement = said.statement
        report = next(r for r in one.reports if r.id == statement.evidence.report)
        return {
            "value": self._value(statement.value),
            "how": "" if statement.modality is Modality.REPORTED else statement.modality.value,
            "quote": statement.evidence.quote,
            "is_cut": said.is_cut,
            "speaker": " via ".join(s.name for s in statement.speakers) or "the report itself",
            "outlet": said.told.outlet or "outlet not told",
            "published": day_words(said.told.published),
            "url": web_link(report.url),
            "aside": said.told.refused,
            "verdict": said.verdict,
            "disputed": said.is_disputed,
            "of_group": said.told.share is not None,
        }

    def _value(self, value: Value) -> str:
        match value:
            case Toll(low, high):
                return bounds_words(low, high) + (" of them" if value.part else "")
            case DateValue():
                return date_in_words(value)
            case Place():
                return ", ".join(dict.fromkeys(p for p in (value.name, value.city, value.admin1, value.country) if p))
            case Code(code):
                return self._labels.get(code, code)
            case Kind(kind, name):
                label = self._labels.get(kind, kind)
                return f"{name} ({label})" if name else label
            case Perpetrator(actor, name):
                return actor_name(actor, name, self._book) or "nobody"
            case Victim(name, description, status, kind):
                return f"{', '.join(p for p in (name, description) if p) or kind} ({status})"
            case Flag(flag):
                return "yes" if flag else "no"

    def _what(self, one: Published) -> str:
        labels = ", ".join(self._labels.get(code, code) for code in one.incident.types) or "act of unknown kind"
        return f"Suicide {labels}" if one.incident.suicide else labels[0].upper() + labels[1:]

    def _by(self, one: Published) -> list[str]:
        return [f"{actor.name} ({', '.join(sorted(actor.modalities))})" for actor in actors_of(one, self._book)]


def _when(one: Published) -> str:
    return date_in_words(one.incident.date) if one.incident.date else f"told {day_words(one.incident.first)}"


def _where(one: Published) -> str:
    place, country = one.incident.place, country_of(one)
    if place is None:
        return ""
    names = (place.name, place.city, None if place.city else place.admin1, country.name if country else None)
    return ", ".join(dict.fromkeys(name for name in names if name))


def _count(one: Published, name: str) -> str:
    chosen = one.incident.best.get(name)
    return bounds_words(chosen.low, chosen.high) if chosen and chosen.is_known else ""


def web_link(url: str | None) -> str | None:
    """Return a link that only leads to a web page; what would run or read a file is none."""
    return url if url and urlsplit(url).scheme.casefold() in _WEB else None


def incidents_words(number: int) -> str:
    """Return a number of incidents in words."""
    return f"{number:,} incident" if number == 1 else f"{number:,} incidents"
