"""The ledger that a command works on, and how it is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.refused import Refused

if TYPE_CHECKING:
    from dateline.codebook import Codebook
    from dateline.ledger import Ledger

LedgerPlace = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="PATH|URL",
        help="The ledger: a file, or postgresql://...; else DATELINE_LEDGER, else dateline.db here.",
    ),
]


@contextmanager
def opened_ledger(place: str | None, *, scheme: Codebook | None = None, is_made: bool = False) -> Iterator[Ledger]:
    """Open the ledger for a command; what cannot be opened, read or written is refused in one line.

    ``is_made`` makes it where there is none.
    """
    from dateline.ledger import Ledger, LedgerError

    try:
        with (Ledger.ensured if is_made else Ledger)(place, book=scheme) as ledger:
            yield ledger
    except LedgerError as error:
        raise Refused(f"--ledger: {error}") from error
