"""The keys of the workbench: one table, from which tooltips, the list behind ``?``, scripts and docs are made.

Single keys work only while nothing is being typed, and can be changed in the list behind ``?``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does; ``where`` groups it in lists: everywhere, lists, fields, pairs."""

    action: str
    key: str
    label: str
    where: str


KEYS = (
    Key("down", "j", "next row", "lists"),
    Key("up", "k", "row before", "lists"),
    Key("open", "Enter", "open it", "lists"),
    Key("next", "n", "next item", "lists"),
    Key("previous", "p", "item before", "lists"),
    Key("accept", "a", "accept", "fields"),
    Key("accept-visible", "A", "accept all that is visible, then go on", "fields"),
    Key("reject", "x", "reject", "fields"),
    Key("edit", "e", "edit value, speaker, modality", "fields"),
    Key("take-selection", "s", "take the selected words as the value", "fields"),
    Key("speaker", "w", "set who said it: the selected words, or typed", "fields"),
    Key("add", "i", "add a statement from the selected words", "fields"),
    Key("unsure", "u", "unsure: leave it to somebody else", "fields"),
    Key("flag", "f", "flag for another look", "fields"),
    Key("comment", "c", "comment", "fields"),
    Key("jump", "t", "from the field to its words, and back", "fields"),
    Key("same", "m", "the same incident", "pairs"),
    Key("different", "d", "different incidents", "pairs"),
    Key("undo", "z", "undo", "everywhere"),
    Key("redo", "Z", "redo", "everywhere"),
    Key("search", "/", "search", "everywhere"),
    Key("go-queue", "q", "queue", "everywhere"),
    Key("go-explore", "g", "explore", "everywhere"),
    Key("help", "?", "this list", "everywhere"),
)
WHERE = {
    "lists": "Lists and pages",
    "fields": "Fields of a report",
    "pairs": "Pairs of incidents",
    "everywhere": "Everywhere",
}


def as_json() -> list[dict[str, str]]:
    """Return the table for scripts."""
    return [asdict(key) for key in KEYS]
