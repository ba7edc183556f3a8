"""The words of the project as values: reports, statements, incidents. No I/O."""

from dateline.model.best import highest_reported
from dateline.model.ids import content_id, text_sha256
from dateline.model.incident import BestValue, Coding, Group, Incident, Tally
from dateline.model.report import Report, SetAside
from dateline.model.spans import Evidence, EvidenceError, Span
from dateline.model.statement import Speaker, Statement
from dateline.model.values import (
    TOLL_PROPERTIES,
    Code,
    DatePrecision,
    DateValue,
    Flag,
    Kind,
    Modality,
    Outcome,
    Perpetrator,
    Place,
    PlacePrecision,
    Toll,
    Value,
    Victim,
)

__all__ = [
    "TOLL_PROPERTIES",
    "BestValue",
    "Code",
    "Coding",
    "DatePrecision",
    "DateValue",
    "Evidence",
    "EvidenceError",
    "Flag",
    "Group",
    "Incident",
    "Kind",
    "Modality",
    "Outcome",
    "Perpetrator",
    "Place",
    "PlacePrecision",
    "Report",
    "SetAside",
    "Span",
    "Speaker",
    "Statement",
    "Tally",
    "Toll",
    "Value",
    "Victim",
    "content_id",
    "highest_reported",
    "text_sha256",
]
