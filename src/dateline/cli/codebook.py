"""``dateline codebook``: look at the coding scheme and check one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.cli.refused import Refused

if TYPE_CHECKING:
    from dateline.codebook import Codebook

app = typer.Typer(
    name="codebook",
    help="Look at the coding scheme, and check one of your own.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@app.callback()
def codebook(context: typer.Context) -> None:
    """Look at the coding scheme, and check one of your own."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command("show", short_help="Print the coding scheme: its sections, a section, or an entry.")
def show(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[SECTION|CODE]", help="A section (types), or an entry's id (bombing)."),
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A coding scheme that extends or replaces ours.")
    ] = None,
) -> None:
    """Print the sections of the coding scheme with their sizes, a whole section, or every entry with an id.

    Sections and entries are printed as YAML, in the form in which a codebook file holds them.
    """
    import yaml

    scheme = _loaded(codebook)
    sections = scheme.model_dump(mode="json", exclude_defaults=True)
    if name is None:
        typer.echo("\n".join(overview(scheme)))
        return
    if name in type(scheme).model_fields:
        found: object = {name: sections.get(name)}
    else:
        found = {place: entry for place, entry in entries(sections) if entry.get("id") == name}
    if not found:
        known = ", ".join(type(scheme).model_fields)
        raise Refused(f"codebook {scheme.label} has no section and no entry {name!r}; its sections are {known}")
    typer.echo(yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=100), nl=False)


@app.command("check", short_help="Check a codebook file.")
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to check.")]) -> None:
    """Check that a codebook file can be used, and print what it holds; exit with status 2 where it cannot."""
    scheme = _loaded(file)
    typer.echo(f"{file} can be used")
    typer.echo("\n".join(overview(scheme)))


def _loaded(path: Path | None) -> Codebook:
    from dateline.codebook import CodebookError, load_codebook

    try:
        return load_codebook(path)
    except CodebookError as error:
        raise Refused(str(error)) from error


def overview(scheme: Codebook) -> Iterator[str]:
    """Yield the scheme's label and a line a section with the number of its entries."""
    yield scheme.label
    sections = scheme.model_dump(mode="json")
    width = max(map(len, sections))
    for section, content in sections.items():
        if section not in ("name", "version"):
            yield f"  {section:{width}}  {sum(1 for _ in leaves(content)):6,}"


def leaves(content: object) -> Iterator[object]:
    """Yield what a section counts: its entries with an id, or else its single words."""
    if isinstance(content, dict):
        if "id" in content:
            yield content
        else:
            for part in content.values():
                yield from leaves(part)
    elif isinstance(content, list):
        for part in content:
            yield from leaves(part)
    elif content is not None:
        yield content


def entries(content: object, place: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Yield each entry with an id and its place, such as ``types.3``."""
    if isinstance(content, dict):
        if "id" in content:
            yield place, content
        for key, part in content.items():
            yield from entries(part, f"{place}.{key}".lstrip("."))
    elif isinstance(content, list):
        for number, part in enumerate(content):
            yield from entries(part, f"{place}.{number}")
