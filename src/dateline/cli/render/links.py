"""Why two mentions are one incident, and the pairs worth a look, for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from dateline.cli.render.listing import plain_table
from dateline.cli.render.page import BOLD, DIM, SURE, UNSURE, Page
from dateline.codebook.words import counted, one_line
from dateline.ledger.reader import Reader
from dateline.ledger.why import Candidate, Ground, Why

GROUND_COLUMNS = ("comparison", "level", "weight", "first", "second")
CANDIDATE_COLUMNS = ("first", "second", "first_incident", "second_incident", "one_incident", "weight", "chance")
LEAST = 0.1  # what weighs less than this either way is not shown


def why_page(page: Page, found: Why) -> None:
    """Write what is decided, what speaks for it and against it, and what decided it."""
    head = Text(f"{found.first} and {found.second}: ", BOLD)
    head.append("one incident" if found.is_one else "two incidents", BOLD)
    head.append(f" ({', '.join(dict.fromkeys((found.first_incident, found.second_incident)))})", DIM)
    page.write(head)
    for verdict in found.verdicts:
        reason = f": {one_line(verdict.reason)}" if verdict.reason else ""
        page.write(Text(f"judged {verdict.kind} by {one_line(verdict.author)}{reason}", SURE))
    said = f"weight {found.weight:+.2f}, which is a chance of {100 * found.chance:.0f} in 100"
    page.write(Text(f"{said}; clusters join at a mean of {found.join:+.2f}"))
    if found.mean is not None and not found.verdicts:
        page.write(Text(f"the mean over all pairs of the two incidents is {found.mean:+.2f}"))
    _grounds(page, "for", SURE, [g for g in found.grounds if g.weight >= LEAST])
    _grounds(page, "against", UNSURE, [g for g in found.grounds if g.weight <= -LEAST])
    if found.shared:
        page.write(Text(f"in both: {', '.join(map(one_line, found.shared))}", DIM))


def _grounds(page: Page, name: str, style: str, grounds: Iterable[Ground]) -> None:
    table = plain_table("weight", name, "", "first", "second")
    for ground in sorted(grounds, key=lambda g: (-abs(g.weight), g.comparison)):
        table.add_row(
            Text(f"{ground.weight:+.2f}", style),
            Text(ground.comparison),
            Text(ground.level),
            Text(one_line(ground.first), DIM),
            Text(one_line(ground.second), DIM),
        )
    if table.row_count:
        page.write(table)


def candidate_table(page: Page, found: Sequence[Candidate], reader: Reader) -> None:
    """Write each pair with what its incidents are."""
    told = reader.mentions(mention for one in found for mention in (one.first, one.second))
    table = plain_table("weight", "now", "first", "second")
    for one in found:
        table.add_row(
            Text(f"{one.weight:+.2f}"),
            Text("one" if one.is_one else "two"),
            *(_side(mention, told[mention]) for mention in (one.first, one.second)),
        )
    if found:
        page.write(table)
    page.write(Text(counted(len(found), "pair")))


def _side(mention: str, told: str) -> Text:
    side = Text(mention[:9])
    side.append(f" {one_line(told)}", DIM)
    return side
