"""What the words of a cell tell that sets its act beside others: a turn to it, a town of its own, a doer, a person.

The rules were read from round-ups of the development reports (wire reports of 1988-90, reports of wars of 2016-20):
what told acts of one report apart there, beside days and towns that are known.
"""

from __future__ import annotations

import re

from dateline.link.cells import Cell
from dateline.model import Modality

_OTHERS = r"(?:another|an? (?:separate|second|third|similar|different|further)|other|separate|similar)"
_TO_ANOTHER = re.compile(rf"(?:and )?(?:in|during|at) {_OTHERS}\b|separately\b|elsewhere\b", re.I)
_IN_ADDITION = re.compile(
    r"(?:and )?(?:in addition|additionally|moreover|furthermore|similarly|likewise)\b(?! to)", re.I
)
_AFTERWARDS = r"(?:(?:about |some |a few |\w+ )?(?:minutes|hours?|days|weeks) )?(?:later|earlier|before)"
_LATER = re.compile(
    rf"(?:and )?(?:{_AFTERWARDS}|meanwhile)(?:,| (?:on |in |that |the same )?(?:day|night|evening|morning)?\b)", re.I
)


def turn(cell: Cell) -> str | None:
    """Return how a sentence turns to an act of its own: "another", "addition", "later", or None."""
    if not tells_anew(cell):
        return None
    text = cell.sentence.text.lstrip(" \"'\u201c")
    if _TO_ANOTHER.match(text):
        return "another"
    if _IN_ADDITION.match(text) or _is_also(cell):
        return "addition"
    return "later" if _LATER.match(text) else None


def tells_anew(cell: Cell) -> bool:
    """Say whether a cell tells of an act by a verb or as news, with what it struck or where."""
    if cell.is_anaphor or cell.is_definite or not cell.acts:
        return False
    return bool(cell.victims or cell.places or any(k.property == "target" for k in cell.kinds))


def _is_also(cell: Cell) -> bool:
    """Say whether somebody "also" did it, to somebody or something else ("the gang also abducted two engineers")."""
    return any(
        any(m.lower == "also" for m in cell.sentence.children(a.token, "advmod"))
        and cell.sentence.child(a.token, "dobj") is not None
        for a in cell.acts
        if a.token is not None and cell.sentence.tokens[a.token].is_verb
    )


def doers(cell: Cell) -> frozenset[str]:
    """Return the actors that are told to have done the cell's own acts."""
    acts = {a.token for a in cell.acts if not a.is_anaphor}
    return frozenset(
        p.value.actor
        for p in cell.perpetrators
        if p.value.actor and p.raw.act in acts and p.raw.modality is Modality.REPORTED
    )


def persons(cell: Cell) -> frozenset[str]:
    """Return the last words of the names of those whom the cell's own act struck."""
    return frozenset(v.name.split()[-1].lower() for v in cell.victims if v.name)
