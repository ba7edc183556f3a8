"""Parts of counts that no whole stands beside: one person then is the count.

"Police responded to the call of a man who had been shot" tells of the man in passing; where an incident counts
nobody else who came to harm, he is all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.extract.raw import RawToll
from dateline.link.cells import Cell

_HARMED = ("killed", "wounded")


def with_wholes(cells: Sequence[Cell], beside: Sequence[Cell] = ()) -> list[Cell]:
    """Return the cells of an incident with people told in passing as counts, where no other harm is counted.

    ``beside`` are cells that tell of the incident too: those of its group.
    """
    tolls = [t for c in (*cells, *beside) for t in c.tolls if t.low != 0 and t.high != 0]
    harmed = [t for t in tolls if t.property.removeprefix("attackers_") in _HARMED]
    if not harmed or not all(t.is_part and t.property == harmed[0].property for t in harmed):
        return list(cells)

    def whole(toll: RawToll) -> RawToll:
        return replace(toll, is_part=False) if toll in harmed and ".single." in toll.rule else toll

    return [replace(c, tolls=[whole(t) for t in c.tolls]) for c in cells]
