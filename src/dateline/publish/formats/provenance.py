"""PROV-JSON (W3C): of each incident, where every value comes from - words, speaker, outlet, rule, person.

A document is laid out as the submission says (https://www.w3.org/submissions/prov-json/): records by kind and name.
It is made here, not with the package ``prov``, with which it took three times as long as any other format; in tests
the package reads each document back and must write the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from dateline import __version__
from dateline.codebook.actors import slug
from dateline.ledger.reader import ReportHead
from dateline.publish.published import Published, Said
from dateline.publish.tables import compact
from dateline.publish.writing import Setting, Writer

_Cell = str | Mapping[str, str] | None
_Cells = Mapping[str, _Cell]
_SPACES = {"dl": "urn:dateline:"}
_LINE = json.JSONEncoder(ensure_ascii=False)
_SOFTWARE = "dl:dateline"


class ProvenanceWriter:
    """Writes a document a line, one for each incident and coordinated attack."""

    def __init__(self, setting: Setting) -> None:
        self._file = (setting.folder / "prov.jsonl").open("w", encoding="utf-8", errors="backslashreplace")

    def incident(self, one: Published) -> None:
        """Write an incident's document."""
        self._file.write(_LINE.encode(document(one)) + "\n")

    def group(self, one: Published) -> None:
        """Write a coordinated attack's document."""
        self.incident(one)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def drop(self) -> None:
        """Let go of the file."""
        self._file.close()


class _Document:
    """The records of a document, by kind and name. A relation has no name of its own and is given a number."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, _Cells | str]] = defaultdict(dict)
        self.records["prefix"] |= _SPACES
        self._relations = 0

    def element(self, kind: str, name: str, told: _Cells) -> str:
        """Put an entity, an agent or an activity down, where it is not yet there; return its name."""
        self.records[kind].setdefault(name, {key: cell for key, cell in told.items() if cell is not None})
        return name

    def relation(self, kind: str, told: _Cells) -> None:
        """Put down how two of them hang together."""
        self._relations += 1
        self.records[kind][f"_:id{self._relations}"] = told

    def derived(self, entity: str, source: str, how: str | None = None) -> None:
        """Say that an entity comes from another, as a ``Quotation`` or a ``Revision`` of it."""
        told: dict[str, _Cell] = {"prov:generatedEntity": entity, "prov:usedEntity": source}
        if how:
            told["prov:type"] = _named(f"prov:{how}")
        self.relation("wasDerivedFrom", told)

    def attributed(self, entity: str, agent: str) -> None:
        """Say whose an entity is."""
        self.relation("wasAttributedTo", {"prov:entity": entity, "prov:agent": agent})

    def by_rule(self, entity: str, rule: str) -> None:
        """Say by which rule an entity was made; the program goes by it."""
        name = f"dl:rule/{rule}"
        if name not in self.records["activity"]:
            self.element("activity", name, {"prov:type": _named("dl:rule"), "prov:label": rule})
            self.relation("wasAssociatedWith", {"prov:activity": name, "prov:agent": _SOFTWARE})
        self.relation("wasGeneratedBy", {"prov:entity": entity, "prov:activity": name})

    def agent(self, kind: str, called: str, more: str | None = None) -> str:
        """Put an outlet or a speaker down; return the name."""
        told = {"prov:type": _named(f"dl:{kind}"), "prov:label": called, "dl:kind": more}
        return self.element("agent", f"dl:{kind}/{slug(called) or 'unnamed'}", told)


def document(one: Published) -> dict[str, dict[str, _Cells | str]]:
    """Return what is known of where an incident's values come from."""
    made = _Document()
    software = {"prov:type": _named("prov:SoftwareAgent"), "prov:label": f"Dateline {__version__}"}
    made.element("agent", _SOFTWARE, software)
    told = {"prov:type": _named(f"dl:{one.incident.kind}"), "dl:status": one.status.value}
    incident = made.element("entity", f"dl:{one.id}", told)
    made.attributed(incident, _SOFTWARE)
    for report in one.reports:
        _report(made, report)
    for said in (*one.own, *one.of_group):
        _statement(made, said)
        if said.told.refused is None:
            made.derived(incident, f"dl:{said.statement.id}")
    for name, chosen in one.incident.best.items():
        value = {
            "dl:property": name,
            "dl:rule": chosen.rule,
            "dl:low": _int(chosen.low),
            "dl:high": _int(chosen.high),
        }
        best = made.element("entity", f"{incident}/best/{name}", {"prov:type": _named("dl:bestValue"), **value})
        made.relation("specializationOf", {"prov:specificEntity": best, "prov:generalEntity": incident})
        made.by_rule(best, f"best/{chosen.rule}")
        for statement in chosen.rests_on:
            made.derived(best, f"dl:{statement}")
    return dict(made.records)


def _report(made: _Document, report: ReportHead) -> None:
    entity = made.element(
        "entity",
        f"dl:{report.id}",
        {
            "prov:type": _named("dl:report"),
            "prov:label": report.title,
            "dl:url": report.url,
            "dl:published": report.published.isoformat(),
        },
    )
    if report.outlet:
        made.attributed(entity, made.agent("outlet", report.outlet))
    if report.replaced_by:
        made.derived(f"dl:{report.replaced_by}", entity, "Revision")


def _statement(made: _Document, said: Said) -> None:
    statement, evidence = said.statement, said.statement.evidence
    entity = made.element(
        "entity",
        f"dl:{statement.id}",
        {
            "prov:type": _named("dl:statement"),
            "prov:value": compact(statement.value.to_json()),
            "dl:property": statement.property,
            "dl:modality": statement.modality.value,
            "dl:quote": evidence.quote,
            "dl:start": _int(evidence.start),
            "dl:end": _int(evidence.end),
            "dl:channel": statement.channel,
            "dl:setAside": said.told.refused,
        },
    )
    made.derived(entity, f"dl:{evidence.report}", "Quotation")
    made.by_rule(entity, statement.rule)
    for speaker in statement.speakers:
        made.attributed(entity, made.agent("speaker", speaker.name, speaker.kind))
    if said.verdict:
        _verdict(made, entity, said.verdict)


def _verdict(made: _Document, entity: str, kind: str) -> None:
    """Say that a person decided; who it was stays in the ledger."""
    reviewer = made.element("agent", "dl:reviewer", {"prov:type": _named("prov:Person")})
    activity = made.element("activity", f"{entity}/{kind}", {"prov:type": _named(f"dl:{kind}")})
    made.relation("used", {"prov:activity": activity, "prov:entity": entity})
    made.relation("wasAssociatedWith", {"prov:activity": activity, "prov:agent": reviewer})


def _named(name: str) -> _Cell:
    """Return a qualified name as a value."""
    return {"$": name, "type": "xsd:QName"}


def _int(number: int | None) -> _Cell:
    return None if number is None else {"$": str(number), "type": "xsd:int"}


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return ProvenanceWriter(setting)
