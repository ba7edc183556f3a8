"""PROV-JSON (W3C): of each incident, where every value comes from - words, speaker, outlet, rule, person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from prov.constants import PROV_LABEL, PROV_TYPE, PROV_VALUE
from prov.identifier import Identifier
from prov.model import Literal, ProvDocument, ProvRecord
from prov.serializers.provjson import encode_json_document

from dateline import __version__
from dateline.codebook.actors import slug
from dateline.ledger.reader import ReportHead
from dateline.publish.published import Published, Said
from dateline.publish.tables import compact
from dateline.publish.writing import Setting, Writer

if TYPE_CHECKING:
    from prov.model import ProvEntity

_Cells = dict[str | Identifier, str | int | None]
_Attributes = Mapping[str | Identifier, ProvRecord | datetime | Literal | str | float | int | Identifier | None]
_SPACE = "urn:dateline:"
_LINE = json.JSONEncoder(ensure_ascii=False)
_SOFTWARE = "dl:dateline"


class ProvenanceWriter:
    """Writes a document a line, one for each incident and coordinated attack."""

    def __init__(self, setting: Setting) -> None:
        self._rule = setting.asked.rule
        self._file = (setting.folder / "prov.jsonl").open("w", encoding="utf-8", errors="backslashreplace")

    def incident(self, one: Published) -> None:
        """Write an incident's document."""
        self._file.write(_LINE.encode(encode_json_document(document(one))) + "\n")

    def group(self, one: Published) -> None:
        """Write a coordinated attack's document."""
        self.incident(one)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()

    def drop(self) -> None:
        """Let go of the file."""
        self._file.close()


def document(one: Published) -> ProvDocument:
    """Return what is known of where an incident's values come from."""
    made = ProvDocument()
    made.add_namespace("dl", _SPACE)
    software = made.agent(_SOFTWARE, {PROV_TYPE: "prov:SoftwareAgent", PROV_LABEL: f"Dateline {__version__}"})
    incident = made.entity(f"dl:{one.id}", {PROV_TYPE: f"dl:{one.incident.kind}", "dl:status": one.status.value})
    made.wasAttributedTo(incident, software)
    for report in one.reports:
        _report(made, report)
    for said in (*one.own, *one.of_group):
        _statement(made, said)
        if said.told.refused is None:
            made.wasDerivedFrom(incident, f"dl:{said.statement.id}")
    for name, chosen in one.incident.best.items():
        value: _Cells = {PROV_TYPE: "dl:bestValue", "dl:property": name, "dl:rule": chosen.rule}
        value |= {"dl:low": chosen.low, "dl:high": chosen.high}
        best = made.entity(f"dl:{one.id}/best/{name}", _told(value))
        made.specializationOf(best, incident)
        made.wasGeneratedBy(best, _rule(made, f"best/{chosen.rule}"))
        for statement in chosen.rests_on:
            made.wasDerivedFrom(best, f"dl:{statement}")
    return made


def _report(made: ProvDocument, report: ReportHead) -> None:
    told: _Cells = {PROV_TYPE: "dl:report", PROV_LABEL: report.title, "dl:url": report.url}
    entity = made.entity(f"dl:{report.id}", _told({**told, "dl:published": report.published.isoformat()}))
    if report.outlet:
        made.wasAttributedTo(entity, _agent(made, "outlet", report.outlet))
    if report.replaced_by:
        made.wasRevisionOf(f"dl:{report.replaced_by}", f"dl:{report.id}")


def _statement(made: ProvDocument, said: Said) -> None:
    statement, evidence = said.statement, said.statement.evidence
    told: _Cells = {
        PROV_TYPE: "dl:statement",
        PROV_VALUE: compact(statement.value.to_json()),
        "dl:property": statement.property,
        "dl:modality": statement.modality.value,
        "dl:quote": evidence.quote,
        "dl:start": evidence.start,
        "dl:end": evidence.end,
        "dl:channel": statement.channel,
        "dl:setAside": said.told.refused,
    }
    entity = made.entity(f"dl:{statement.id}", _told(told))
    made.wasQuotedFrom(entity, f"dl:{evidence.report}")
    made.wasGeneratedBy(entity, _rule(made, statement.rule))
    for speaker in statement.speakers:
        made.wasAttributedTo(entity, _agent(made, "speaker", speaker.name, speaker.kind))
    if said.verdict:
        _verdict(made, entity, said.verdict)


def _verdict(made: ProvDocument, entity: ProvEntity, kind: str) -> None:
    """Say that a person decided; who it was stays in the ledger."""
    reviewer = made.agent("dl:reviewer", {PROV_TYPE: "prov:Person"})
    activity = made.activity(f"{entity.identifier}/{kind}", other_attributes={PROV_TYPE: f"dl:{kind}"})
    made.used(activity, entity)
    made.wasAssociatedWith(activity, reviewer)


def _rule(made: ProvDocument, rule: str) -> str:
    name = f"dl:rule/{rule}"
    if not made.get_record(name):
        made.activity(name, other_attributes={PROV_TYPE: "dl:rule", PROV_LABEL: rule})
        made.wasAssociatedWith(name, _SOFTWARE)
    return name


def _agent(made: ProvDocument, kind: str, name: str, more: str | None = None) -> str:
    agent = f"dl:{kind}/{slug(name) or 'unnamed'}"
    if not made.get_record(agent):
        told: _Cells = {PROV_TYPE: f"dl:{kind}", PROV_LABEL: name, "dl:kind": more}
        made.agent(agent, _told(told))
    return agent


def _told(cells: _Cells) -> _Attributes:
    """Return what is told, in the library's own type."""
    return {key: cell for key, cell in cells.items() if cell is not None}


def open_writer(setting: Setting) -> Writer:
    """Return the writer."""
    return ProvenanceWriter(setting)
