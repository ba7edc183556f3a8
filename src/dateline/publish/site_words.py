"""An incident in words for a page of the web site: labels of the codebook, quotes, who says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from urllib.parse import urlsplit

from dateline.codebook import Codebook
from dateline.codebook.words import Words, date_words, day_words, place_words
from dateline.model import Modality, Outcome
from dateline.publish.facts import bounds_words
from dateline.publish.published import Published, Said
from dateline.publish.readings import actors_of
from dateline.publish.status import MEANINGS

_ORDER = ("type", "date", "place", "killed", "wounded", "perpetrator", "suicide", "weapon", "target")
_WEB = ("http", "https")


class SiteWords:
    """Says what a page shows of an incident, with a codebook's labels."""

    def __init__(self, book: Codebook) -> None:
        self._book = book
        self._words = Words(book)

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
                ("Reports", _reports_words(len(one.reports), one.incident.families)),
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
            "value": self._words.value(statement.property, statement.value),
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

    def _what(self, one: Published) -> str:
        labels = ", ".join(self._words.label("types", code) for code in one.incident.types) or "act of unknown kind"
        return f"Suicide {labels}" if one.incident.suicide else labels[0].upper() + labels[1:]

    def _by(self, one: Published) -> list[str]:
        return [f"{actor.name} ({', '.join(sorted(actor.modalities))})" for actor in actors_of(one, self._book)]


def _when(one: Published) -> str:
    return date_words(one.incident.date) if one.incident.date else f"told {day_words(one.incident.first)}"


def _where(one: Published) -> str:
    return place_words(one.incident.place) if one.incident.place else ""


def _count(one: Published, name: str) -> str:
    chosen = one.incident.best.get(name)
    return bounds_words(chosen.low, chosen.high) if chosen and chosen.is_known else ""


def web_link(url: str | None) -> str | None:
    """Return a link that only leads to a web page; what would run or read a file is none."""
    return url if url and urlsplit(url).scheme.casefold() in _WEB else None


def incidents_words(number: int) -> str:
    """Return a number of incidents in words."""
    return f"{number:,} incident" if number == 1 else f"{number:,} incidents"


def _reports_words(number: int, texts: int) -> str:
    """Return how many reports there are, and in how many texts: "1", "3, in 2 texts", "2, each a text of its own"."""
    if number == 1:
        return "1"
    own = "each a text of its own" if texts == number else "copies of one text" if texts == 1 else f"in {texts} texts"
    return f"{number}, {own}"
