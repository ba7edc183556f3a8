"""The table: a block an incident under the report that tells of it, each value with who says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rich.padding import Padding
from rich.text import Text

from dateline.cli.render.page import BOLD, DIM, LABEL, SURE, UNSURE, Counts, Page, heading, rows
from dateline.codebook.words import (
    HOW,
    Words,
    counted,
    date_words,
    day_words,
    labels,
    one_line,
    place_words,
    speaker_words,
)
from dateline.model import (
    TOLL_PROPERTIES,
    Coding,
    DateValue,
    Group,
    Incident,
    Modality,
    Outcome,
    Perpetrator,
    Place,
    Statement,
    Tally,
)

_LABEL_WIDTH = len("attackers wounded")
_LISTED = (("target", "targets"), ("weapon", "weapons"), ("victim", "victims"))
_PUT_FORWARD = (Modality.REPORTED, Modality.CLAIMED)
_CLAIMS = {Modality.CLAIMED: "claimed by", Modality.DENIED: "denied by", Modality.THREATENED: "threatened by"}


class TableOfIncidents:
    """Writes each coding as it comes, and a line of counts at the end."""

    def __init__(self, page: Page, words: Words) -> None:
        self._page = page
        self._words = words
        self._counts = Counts()

    def add(self, coding: Coding) -> None:
        """Write a report's incidents."""
        self._counts.add(coding)
        for report in coding.reports:
            told = [incident for incident in coding.incidents if report.id in incident.reports]
            parts = [*heading(report), Text("")]
            if not told:
                parts += [Text("  no incident found", DIM), Text("")]
            self._page.write(*parts)
            self._write_incidents(coding, told)

    def _write_incidents(self, coding: Coding, incidents: list[Incident]) -> None:
        names = labels(coding)
        groups = {group.id: group for group in coding.groups}
        about: dict[str, list[Statement]] = defaultdict(list)
        for statement in coding.statements:
            about[statement.about].append(statement)
        for incident in incidents:
            group = groups.pop(incident.group or "", None)
            if group:
                self._write_block(names[group.id], group_title(group), about[group.id])
            self._write_block(names[incident.id], incident_title(incident, coding, self._words), about[incident.id])
        if incidents and coding.tallies:
            self._page.write(tally_lines(coding.tallies, coding, self._words), Text(""))

    def _write_block(self, label: str, title: Text, statements: list[Statement]) -> None:
        lines = block_lines(statements, self._words)
        parts = [rows([(Text(label, LABEL), title)], indent=2)]
        if lines:
            parts.append(rows(lines, indent=5, label_width=_LABEL_WIDTH))
        self._page.write(*parts, Text(""))

    def finish(self) -> None:
        """Write what was counted."""
        self._page.write(Text(self._counts.words(), BOLD))


def group_title(group: Group) -> Text:
    """Return the head line of a group."""
    return Text(f"{counted(len(group.incidents), 'coordinated incident')}, told together", BOLD)


def incident_title(incident: Incident, coding: Coding, words: Words) -> Text:
    """Return the head line of an incident: date, place, types in words, outcome, its group."""
    types = ", ".join(words.label("types", code) for code in incident.types) or "kind of act not told"
    parts = [
        Text(date_words(incident.date) if incident.date else "date not told", BOLD),
        Text(place_words(incident.place) if incident.place else "place not told", BOLD),
        Text(f"{types}, suicide attack" if incident.suicide else types),
    ]
    if incident.outcome is not Outcome.COMPLETED:
        parts.append(Text(incident.outcome.value, UNSURE))
    group = next((g for g in coding.groups if g.id == incident.group), None)
    if group:
        parts.append(Text(f"one of {len(group.incidents)} coordinated", DIM))
    return Text(" · ").join(parts)


def block_lines(statements: list[Statement], words: Words) -> list[tuple[Text, Text]]:
    """Return the labelled lines of an incident or a group as people ask: who, what, how many."""
    by_property: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_property[statement.property].append(statement)
    lines = _by_lines(by_property.pop("perpetrator", []), words)
    for name, title in _LISTED:
        if by_property[name]:
            kinds = _listed(by_property[name], words)
            lines += [(_label("" if number else title), line) for number, line in enumerate(kinds)]
    for name in TOLL_PROPERTIES:
        if by_property[name]:
            lines.append((_label(name), Text("; ").join(_voiced(by_property[name], words))))
    lines += _rival_lines(by_property, words)
    shown = {"type", "date", "place", "suicide", *TOLL_PROPERTIES, *(name for name, _ in _LISTED)}
    for name in sorted(by_property.keys() - shown):
        lines.append((_label(name), Text("; ").join(_voiced(by_property[name], words))))
    return lines


def _label(name: str) -> Text:
    return Text(name.replace("_", " "), DIM)


def _by_lines(statements: list[Statement], words: Words) -> list[tuple[Text, Text]]:
    """Return who did it and how sure that is, one line each."""
    told: dict[str, tuple[Modality, list[str]]] = {}
    for statement in statements:
        line, voice = _responsibility(statement, words)
        told.setdefault(line, (statement.modality, []))[1].append(voice)
    lines = []
    for number, (line, (modality, voices)) in enumerate(told.items()):
        text = Text().append(line, SURE if modality in _PUT_FORWARD else UNSURE)
        text.append(f" – {', '.join(dict.fromkeys(filter(None, voices)))}" if any(voices) else "")
        lines.append((_label("" if number else "by"), text))
    return lines


def _responsibility(statement: Statement, words: Words) -> tuple[str, str]:
    """Return how responsibility is told, and by whom where that is not the actor itself."""
    value, modality = statement.value, statement.modality
    actor = words.actor(value) if isinstance(value, Perpetrator) else ""
    through = f" (via {one_line(statement.channel)})" if statement.channel else ""
    own = words.names_of(value) if isinstance(value, Perpetrator) else frozenset()
    others = [s for s in statement.speakers if one_line(s.name).casefold() not in own]
    voice = speaker_words(others) if others else ""
    if modality is Modality.UNCLAIMED:
        line = "no claim" if getattr(value, "actor", None) is None else f"not claimed by {actor}"
        return f"{line}{through}", voice
    if modality in _CLAIMS:
        return f"{_CLAIMS[modality]} {actor}{through}", voice
    if modality is Modality.REPORTED:
        return f"{actor}{through}", voice or "the report"
    return f"{HOW[modality]}: {actor}{through}", voice or "the report"


def _listed(statements: list[Statement], words: Words) -> Iterable[Text]:
    """Yield a line a type with its different names: "firearm: rifles, gunmen; pistol – police"."""
    by_type: dict[str, dict[tuple[str, Modality], list[str]]] = {}
    for s in statements:
        label, name = words.label_and_name(s.property, s.value)
        seen = by_type.setdefault(label, {})
        seen.setdefault((name, s.modality), []).append(speaker_words(s.speakers))
    for label, seen in by_type.items():
        by_voice: dict[tuple[Modality, str], list[str]] = {}
        for (name, modality), voices in seen.items():
            voice = "" if "the report" in voices else ", ".join(dict.fromkeys(voices))
            by_voice.setdefault((modality, voice), []).append(name)
        told = [_told(", ".join(filter(None, names)), *key) for key, names in by_voice.items()]
        named = Text("; ").join(text for text in told if text)
        yield Text(f"{label}: " if label and named else label).append_text(named)


def _told(value: str, modality: Modality, voice: str) -> Text:
    """Return a value with its modality where it is not simply reported, and with who says it."""
    text = Text(value)
    if modality is not Modality.REPORTED:
        text.append(f" {HOW[modality]}", UNSURE)
    return text.append(f" – {voice}" if voice else "", DIM)


def _voiced(statements: list[Statement], words: Words) -> Iterable[Text]:
    """Yield different values once each, always with who says so."""
    seen: dict[tuple[str, Modality], list[str]] = {}
    for s in statements:
        seen.setdefault((words.value(s.property, s.value), s.modality), []).append(speaker_words(s.speakers))
    for (value, modality), voices in seen.items():
        text = Text().append(value, BOLD)
        if modality is not Modality.REPORTED:
            text.append(f" {HOW[modality]}", UNSURE)
        text.append(f" – {', '.join(dict.fromkeys(voices))}", DIM)
        yield text


def _rival_lines(by_property: dict[str, list[Statement]], words: Words) -> list[tuple[Text, Text]]:
    """Return dates and places where the report tells ones that cannot both be true."""
    lines = []
    dates = [s.value for s in by_property["date"] if isinstance(s.value, DateValue)]
    if any(not a.overlaps(b) for a in dates for b in dates):
        lines.append((_label("rival dates"), Text("; ").join(_voiced(by_property["date"], words))))
    places = [s.value for s in by_property["place"] if isinstance(s.value, Place)]
    if len({p.country for p in places if p.country}) > 1 or len({p.city for p in places if p.city}) > 1:
        lines.append((_label("rival places"), Text("; ").join(_voiced(by_property["place"], words))))
    return lines


def tally_lines(tallies: Iterable[Tally], coding: Coding, words: Words) -> Padding:
    """Return what tallies count and whether the report's own incidents bear them out."""
    names = labels(coding)
    return rows([(_label("tally"), _tally(tally, coding, names, words)) for tally in tallies], indent=2)


def _tally(tally: Tally, coding: Coding, names: dict[str, str], words: Words) -> Text:
    how = f" {HOW[tally.modality]}".rstrip() if tally.modality else ""
    actor = f" by {words.label('actors', tally.actor)}" if tally.actor else ""
    since = f" since {day_words(tally.since)}" if tally.since else ""
    until = f" until {day_words(tally.until)}" if tally.until else ""
    left = list(tally.matches)
    told = []
    for group in coding.groups:
        if left and set(group.incidents) <= set(left):  # a tally counts a coordinated attack as one
            told.append(names[group.id])
            left = [match for match in left if match not in group.incidents]
    matches = ", ".join(sorted([*told, *(names.get(match, match) for match in left)])) or "none"
    text = Text(f"{counted(tally.count, 'incident')}{how}{actor}{since}{until}; told here: {matches}")
    return text.append("" if tally.agrees else " – does not agree", UNSURE)
