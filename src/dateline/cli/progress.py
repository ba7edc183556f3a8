"""A progress bar on stderr, where a person waits and nothing else shows that work goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.model import Coding


def watched(codings: Iterator[Coding], inputs: Sequence[str], *, is_wanted: bool, is_shown: bool) -> Iterator[Coding]:
    """Yield the codings, with a bar if stderr is a terminal, the inputs are many and the result is not on it.

    ``is_shown`` says that the result goes to standard output: on a terminal it shows the progress itself, and
    a bar would be drawn across it.
    """
    if not is_wanted or not sys.stderr.isatty() or (is_shown and sys.stdout.isatty()):
        yield from codings
        return
    from dateline.read import count_inputs

    total = count_inputs(inputs)
    if total is not None and total < 2:
        yield from codings
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("coding", total=total)
        for coding in codings:
            yield coding
            progress.advance(task)
