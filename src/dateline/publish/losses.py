"""The loss report: what a format could not hold of what was published, with counts and examples."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dateline.publish.care import Withheld
from dateline.publish.facts import FACTS, found_of
from dateline.publish.published import Published
from dateline.publish.status import Status

EXAMPLES = 5
_WITHHELD = {
    "names": "names of private persons blacked out (`--with-names` tells them)",
    "addresses": "exact addresses left out (`--with-addresses` tells them)",
    "quotes_cut": "quotes cut to the length limit (`--quote-limit`)",
    "coordinates_rounded": "coordinates rounded (`--round-coordinates`)",
    "links_cut": "links cut to their site, since their path names a private person",
}


@dataclass(slots=True)
class Loss:
    """One kind of thing lost: how often, in how many incidents, and the first examples."""

    title: str
    times: int = 0
    incidents: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)
    _last: str = ""

    def note(self, incident: str, *words: str) -> None:
        """Count so many as words are given, and keep the first if the incident is among the first."""
        self.times += len(words)
        if words and incident != self._last:
            self.incidents += 1
            self._last = incident
            if len(self.examples) < EXAMPLES:
                self.examples.append((incident, words[0]))


class Losses:
    """What one format loses. ``lost`` names the facts that it has no room for at all (``facts.FACTS``)."""

    def __init__(self, standard: str, lost: Iterable[str] = (), number_rule: str = "") -> None:
        self.standard = standard
        self.number_rule = number_rule
        self._facts = tuple(lost)
        self._noted: dict[str, Loss] = {name: Loss(FACTS[name].title) for name in self._facts}
        self._withheld: dict[str, int] = dict.fromkeys(_WITHHELD, 0)
        self.incidents = 0
        self.statements = 0

    def see(self, one: Published) -> None:
        """Count what of an incident the format has no room for."""
        self.incidents += 1
        self.statements += len(one.own)
        for name in self._facts:
            self._noted[name].note(one.id, *found_of(name, one))
        self.withhold(one.withheld)

    def withhold(self, withheld: Withheld) -> None:
        """Count what care left out."""
        for name, number in withheld.to_json().items():
            self._withheld[name] += number

    def note(self, kind: str, title: str, incident: str, words: str) -> None:
        """Count something that did not fit, found while writing: a fifth weapon, a code without a counterpart."""
        self._noted.setdefault(kind, Loss(title)).note(incident, words)

    def to_json(self, held_back: Mapping[Status, int]) -> dict[str, object]:
        """Return the report for programs."""
        return {
            "format": self.standard,
            "incidents": self.incidents,
            "statements": self.statements,
            "number_rule": self.number_rule,
            "held_back": {status.value: number for status, number in sorted(held_back.items())},
            "withheld": dict(self._withheld),
            "lost": [
                {
                    "kind": name,
                    "what": loss.title,
                    "times": loss.times,
                    "incidents": loss.incidents,
                    "examples": [{"incident": incident, "words": words} for incident, words in loss.examples],
                }
                for name, loss in self._noted.items()
                if loss.times
            ],
        }

    def to_markdown(self, held_back: Mapping[Status, int]) -> str:
        """Return the report for people."""
        lines = [f"# What the {self.standard} export does not tell", ""]
        lines.append(
            f"It tells of {self.incidents:,} incidents, on which the ledger holds {self.statements:,} statements."
        )
        if self.number_rule:
            lines += ["", f"**The number:** {self.number_rule}"]
        lost = [loss for loss in self._noted.values() if loss.times]
        lines += ["", "## No room in this format", ""]
        if lost:
            lines += ["| what | times | incidents | for example |", "|---|--:|--:|---|"]
            for loss in lost:
                incident, words = loss.examples[0]
                lines.append(f"| {loss.title} | {loss.times:,} | {loss.incidents:,} | {_cell(words)} ({incident}) |")
        else:
            lines.append("Nothing that was published is left out.")
        lines += ["", "## Left out with care", "", "| what | times |", "|---|--:|"]
        lines += [f"| {_WITHHELD[name]} | {number:,} |" for name, number in self._withheld.items()]
        lines += [
            f"| incidents held back: {status.value} | {number:,} |" for status, number in sorted(held_back.items())
        ]
        return "\n".join(lines) + "\n"

    def written(self, held_back: Mapping[Status, int]) -> dict[str, str]:
        """Return both forms as files: what follows the format's name, and the content."""
        told = json.dumps(self.to_json(held_back), ensure_ascii=False, indent=1) + "\n"
        return {".loss.json": told, ".loss.md": self.to_markdown(held_back)}


def _cell(words: str) -> str:
    one_line = " ".join(words.split()).replace("|", "\\|").replace("<", "&lt;")
    return one_line if len(one_line) <= 160 else one_line[:159] + "…"
