"""A web site that works from a folder: no script, no network, nothing of others but words, which are escaped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from math import sqrt

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from dateline import __version__
from dateline.model import PlacePrecision
from dateline.publish.published import Published
from dateline.publish.site_words import SiteWords, incidents_words
from dateline.publish.writing import Setting, Writer

ROWS_A_PAGE = 200
_DOT_DEGREES = 1  # decimals by which dots fall together: a tenth of a degree is less than a dot
_WIDTH = 360


@dataclass(frozen=True, slots=True)
class _Page:
    file: str
    first: str
    last: str
    number: int


class SiteWriter:
    """Writes a page an incident as it comes, a list page for each 200, and at the end the front page.

    What stays in memory is a number for each dot and month, and the few ids of coordinated attacks.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._words = SiteWords(setting.book)
        self._folder = setting.folder / "site"
        self._folder.mkdir()
        self._made = Environment(
            loader=PackageLoader("dateline.publish", "templates"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
        )
        self._made.globals |= {"title": setting.title, "version": __version__, "rule": setting.asked.rule}
        (self._folder / "style.css").write_text(_template("style.css"), encoding="utf-8")
        self._rows: list[Mapping[str, object]] = []
        self._behind: list[Mapping[str, object]] = []  # a full page, written when it is known whether one follows
        self._pages: list[_Page] = []
        self._dots: Counter[tuple[float, float, str]] = Counter()
        self._names: dict[tuple[float, float, str], str] = {}
        self._months: Counter[tuple[int, int]] = Counter()
        self._statuses: Counter[str] = Counter()
        self._groups: dict[str, list[Mapping[str, object]]] = defaultdict(list)  # rows of its incidents
        self._told_of_group: dict[str, object] = {}
        self._no_dot = 0

    def incident(self, one: Published) -> None:
        """Write an incident's page and keep its row for the list."""
        file = f"incidents/{one.id[1:3]}/{one.id}.html"
        row = {**self._words.row(one), "file": file}
        if one.incident.group:
            self._groups[one.incident.group].append(row)
        self._write(file, "incident.html", "../../", one=self._words.incident(one))
        self._rows.append(row)
        self._statuses[one.status.value] += 1
        self._months[(one.incident.day.year, one.incident.day.month)] += 1
        self._put_on_map(one)
        if len(self._rows) == ROWS_A_PAGE:
            self._flush()

    def _put_on_map(self, one: Published) -> None:
        place = one.incident.place
        if place is None or place.lat is None or place.lon is None or place.precision is PlacePrecision.COUNTRY:
            self._no_dot += 1
            return
        kind = "admin1" if place.precision is PlacePrecision.ADMIN1 else "point"
        dot = (round(180 + place.lon, _DOT_DEGREES), round(90 - place.lat, _DOT_DEGREES), kind)
        self._dots[dot] += 1
        self._names.setdefault(dot, place.city or place.admin1 or place.name)

    def group(self, one: Published) -> None:
        """Keep what is told of the whole of a coordinated attack for its page; there are few."""
        self._told_of_group[one.id] = self._words.incident(one)["told"]

    def _flush(self) -> None:
        if self._behind:
            self._list_page(is_last=False)
        self._behind, self._rows = self._rows, []

    def _list_page(self, *, is_last: bool) -> None:
        number, rows = len(self._pages) + 1, self._behind
        self._write(
            f"list-{number}.html",
            "list.html",
            "",
            rows=rows,
            previous=f"list-{number - 1}.html" if number > 1 else None,
            next=None if is_last else f"list-{number + 1}.html",
        )
        self._pages.append(_Page(f"list-{number}.html", str(rows[0]["day"]), str(rows[-1]["day"]), len(rows)))

    def close(self) -> None:
        """Write the last list pages and the front page."""
        if self._rows:
            self._flush()
        if self._behind:
            self._list_page(is_last=True)
        for group, rows in self._groups.items():
            told = self._told_of_group.get(group, [])
            self._write(f"groups/{group}.html", "group.html", "../", id=group, rows=rows, told=told)
        number = sum(self._statuses.values())
        self._write(
            "index.html",
            "index.html",
            "",
            number=number,
            first=self._pages[0].first if self._pages else None,
            last=self._pages[-1].last if self._pages else None,
            statuses=sorted(self._statuses.items()),
            land=_template("land.svg.path").strip(),
            dots=self._dots_shown(),
            no_dot=self._no_dot,
            **_bars(self._months),
            pages=self._pages,
            method=None,
        )

    def _dots_shown(self) -> list[dict[str, object]]:
        """Return the dots, the largest first, so that small ones lie on top; area follows number."""
        return [
            {
                "x": x,
                "y": y,
                "precision": kind,
                "r": round(0.6 + 0.35 * sqrt(number), 2),
                "words": f"{self._names[x, y, kind]}: {incidents_words(number)}",
            }
            for (x, y, kind), number in self._dots.most_common()
        ]

    def _write(self, file: str, template: str, root: str, **values: object) -> None:
        path = self._folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        text = self._made.get_template(template).render(root=root, **values)
        path.write_text(text, encoding="utf-8", errors="backslashreplace")

    def drop(self) -> None:
        """Do nothing: no file stays open."""


def _bars(months: Mapping[tuple[int, int], int]) -> dict[str, object]:
    """Return a bar a month, or a year where there are more than 360 months, none left out between."""
    if not months:
        return {"bars": [], "width": _WIDTH}
    ordinals = {year * 12 + month - 1: number for (year, month), number in months.items()}
    step = 1 if max(ordinals) - min(ordinals) < _WIDTH else 12
    counts: Counter[int] = Counter()
    for ordinal, number in ordinals.items():
        counts[ordinal // step] += number
    first, last, most = min(counts), max(counts), max(counts.values())
    bars = [
        {
            "x": at - first,
            "w": 0.9,
            "h": round(58 * counts[at] / most, 2),
            "y": round(60 - 58 * counts[at] / most, 2),
            "label": (label := f"{at // 12}-{at % 12 + 1:02}" if step == 1 else str(at)),
            "words": f"{label}: {incidents_words(counts[at])}",
        }
        for at in range(first, last + 1)
    ]
    return {"bars": bars, "width": last - first + 1}


def _template(name: str) -> str:
    return (files("dateline.publish") / "templates" / name).read_text(encoding="utf-8")


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return SiteWriter(setting)
