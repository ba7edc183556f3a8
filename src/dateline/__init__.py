"""Dateline reads dated news reports of attacks and armed conflict and keeps a sourced ledger of incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from dateline.codebook import Codebook
    from dateline.ledger import Ledger
    from dateline.model import Coding

__all__ = ["Ledger", "__version__", "code"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name == "Ledger":  # when it is asked for, so that `import dateline` stays cheap
        from dateline.ledger import Ledger

        return Ledger
    raise AttributeError(f"module 'dateline' has no attribute {name!r}")


def code(
    text: str,
    *,
    published: date | str,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    codebook: Codebook | Path | str | None = None,
    pipeline: str | None = None,
) -> Coding:
    """Code one report and return what it tells; ``.to_json()`` of that is the contract's document.

    ``published`` is the day that the report came out, from which "on Wednesday" is counted. ``codebook`` is a
    loaded one or a file that extends or replaces ours, ``pipeline`` an installed English spaCy pipeline.
    Raises ValueError for a day or a text that is none, CodebookError and ParserMissingError as loaders do.
    """
    from dateline.run.one import code_text  # here, so that `import dateline` stays cheap

    return code_text(
        text, published=published, outlet=outlet, title=title, url=url, codebook=codebook, pipeline=pipeline
    )
