"""One incident of the ledger for people: what is held of it, then every statement with its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rich.padding import Padding
from rich.text import Text

from dateline.cli.render.listing import actor_words, bounds_words
from dateline.cli.render.page import BOLD, DIM, LABEL, UNSURE, Page, rows
from dateline.codebook.words import (
    HOW,
    Words,
    counted,
    date_words,
    day_words,
    one_line,
    place_words,
    speaker_words,
)
from dateline.ledger.best import BestOf
from dateline.ledger.reader import ReportHead, Shown
from dateline.ledger.told import Told
from dateline.ledger.verdicts import Verdict
from dateline.model import TOLL_PROPERTIES, Outcome, Toll

DISPUTED = "≠"
_ORDER = ("type", "date", "place", "perpetrator", "suicide", "target", "weapon", "victim", *TOLL_PROPERTIES)


def write_shown(page: Page, shown: Shown, words: Words) -> None:
    """Write all of an incident: its values, its statements by property, its reports and verdicts."""
    incident = shown.incident
    page.write(*_title(shown, words), Text(""))
    values = [_best_line(chosen, shown) for chosen in incident.best.values()]
    if incident.actors:
        values.insert(0, (Text("by", LABEL), Text("; ".join(actor_words(who, words) for who in incident.actors))))
    if values:
        page.write(rows(values, indent=2, label_width=len("attackers wounded")), Text(""))
    by_property: dict[str, list[Told]] = defaultdict(list)
    for one in sorted(
        shown.told, key=lambda t: (t.published, t.statement.evidence.report, t.statement.evidence.start)
    ):
        by_property[one.statement.property].append(one)
    for name in sorted(by_property, key=lambda n: (_ORDER.index(n) if n in _ORDER else len(_ORDER), n)):
        page.write(*_property(name, by_property[name], shown, words))
    page.write(Text("reports", LABEL), *(_report(report) for report in shown.reports))
    if shown.verdicts:
        page.write(Text(""), Text("verdicts", LABEL), *(_verdict(v, shown) for v in shown.verdicts))


def _title(shown: Shown, words: Words) -> Iterator[Text]:
    incident = shown.incident
    types = ", ".join(words.label("types", code) for code in incident.types) or "kind of act not told"
    parts = [
        Text(date_words(incident.date) if incident.date else "date not told", BOLD),
        Text(place_words(incident.place) if incident.place else "place not told", BOLD),
        Text(f"{types}, suicide attack" if incident.suicide else types),
    ]
    if incident.kind == "group":
        parts = [Text("coordinated incidents, told together", BOLD)]
    if incident.outcome not in (None, Outcome.COMPLETED):
        parts.append(Text(str(incident.outcome), UNSURE))
    yield Text(" · ").join(parts)
    told = f"{incident.incident} · told by {counted(len(incident.reports), 'report')}"
    if incident.families != len(incident.reports):
        told += f" of {incident.families} different texts"
    if len(incident.mentions) > 1:
        told += f" · mentions {', '.join(incident.mentions)}"
    yield Text(f"{told} · in group {incident.group}" if incident.group else told, DIM)


def _best_line(chosen: BestOf, shown: Shown) -> tuple[Text, Text]:
    text = Text(bounds_words((chosen.low, chosen.high)), BOLD)
    text.append(" with the attackers" if chosen.includes_attackers else "")
    if chosen.point is not None and (chosen.low, chosen.high) != (chosen.point, chosen.point):
        text.append(f", best {chosen.point:,}")
    grounds = f"rests on {counted(len(chosen.rests_on), 'statement')}"
    aside = f", {len(chosen.set_aside):,} set aside" if chosen.set_aside else ""
    by = next((v for v in shown.verdicts if v.id == chosen.pinned), None)
    rule = f"pinned by {by.author}" if by else f"rule {chosen.rule}"
    return Text(chosen.name.replace("_", " "), LABEL), text.append(f"  {rule}, {grounds}{aside}", DIM)


def _property(name: str, told: list[Told], shown: Shown, words: Words) -> Iterator[Text | Padding]:
    contradicted = shown.disputed.get(name, frozenset())
    head = Text(name.replace("_", " "), LABEL)
    if contradicted:
        head.append(f"  {DISPUTED} disagreement", UNSURE)
    yield head
    reports = {report.id: report for report in shown.reports}
    aside = dict(shown.incident.best[name].set_aside) if name in shown.incident.best else {}
    rests_on = shown.incident.best[name].rests_on if name in shown.incident.best else ()
    for one in told:
        yield Padding(
            _statement(one, reports, words, one.statement.id in contradicted, aside, rests_on),
            (0, 0, 0, 2),
            expand=False,
        )
    yield Text("")


def _statement(
    one: Told,
    reports: dict[str, ReportHead],
    words: Words,
    is_disputed: bool,
    aside: dict[str, str],
    rests_on: tuple[str, ...],
) -> Text:
    statement = one.statement
    text = Text(f"{DISPUTED} " if is_disputed else "", UNSURE)
    text.append(words.value(statement.property, statement.value), BOLD)
    how = HOW[statement.modality]
    text.append(f" {how}" if how else "", UNSURE)
    text.append(f" – {speaker_words(statement.speakers)}")
    text.append(f" (via {one_line(statement.channel)})" if statement.channel else "")
    report = reports.get(statement.evidence.report)
    outlet = one_line(report.outlet) if report and report.outlet else "outlet not told"
    text.append(f" · {outlet}, {day_words(one.published)}", DIM)
    text.append(" · of the group" if one.share is not None else "", DIM)
    text.append(f" · “{one_line(statement.evidence.quote)}”")
    why = one.refused or (aside.get(statement.id) if isinstance(statement.value, Toll) else None)
    if statement.id in rests_on:
        text.append(" · chosen", BOLD)
    elif why:
        text.append(f" · set aside: {one_line(why)}", UNSURE if one.refused else DIM)
    return text.append(f"  {statement.id}", DIM)


def _report(report: ReportHead) -> Padding:
    told = " · ".join(one_line(p) for p in (report.outlet, day_words(report.published), report.title) if p)
    text = Text(told).append(f"  {report.id}", DIM)
    if report.replaced_by:
        text.append(f" · replaced by {report.replaced_by}", UNSURE)
    return Padding(text, (0, 0, 0, 2), expand=False)


def _verdict(verdict: Verdict, shown: Shown) -> Padding:
    subject = f"{verdict.subject} and {verdict.other}" if verdict.other else verdict.subject
    told = f"{verdict.kind} {verdict.reverses or subject}"
    told += f" {verdict.property}" if verdict.property and not verdict.reverses else ""
    told += f" to {verdict.value}" if verdict.value else ""
    text = Text(told)
    who = one_line(verdict.author) if verdict.is_human else f"rule {one_line(verdict.author)}"
    text.append(f" – {who}, {verdict.recorded:%Y-%m-%d %H:%M} UTC")
    text.append(f": {one_line(verdict.reason)}" if verdict.reason else "")
    if verdict.kind != "undo" and verdict.id not in shown.standing:
        text.append(" · undone", UNSURE)
    return Padding(text.append(f"  {verdict.id}", DIM), (0, 0, 0, 2), expand=False)
