"""The methods page of a release: what it holds, how values were read and chosen, what was left out. Generated."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import cast

from dateline.codebook import Codebook
from dateline.ledger.best import RULES
from dateline.publish.status import MEANINGS

_Told = Mapping[str, object]


def methods_page(manifest: _Told, book: Codebook) -> str:
    """Return the page as Markdown; all of it follows from the manifest and the codebook."""
    return "\n".join(_lines(manifest, book)) + "\n"


def _lines(manifest: _Told, book: Codebook) -> Iterator[str]:
    counts, asked, versions = (cast("_Told", manifest[name]) for name in ("counts", "asked", "versions"))
    yield f"# {manifest['title']}, release {manifest['release']}"
    yield ""
    yield f"Made on {str(manifest['made'])[:10]}. {manifest['note'] or ''}".strip()
    yield ""
    yield "## What it holds"
    yield ""
    yield (
        f"{counts['incidents']:,} incidents, {counts['groups']:,} coordinated attacks, {counts['statements']:,} "
        "statements. Each statement is one value as one report tells it, with the exact words and who said them."
    )
    yield from _chosen(asked)
    yield from _statuses(counts)
    yield from _number(asked, manifest)
    yield from _care(cast("_Told", asked["care"]))
    yield from _made_with(versions, book)
    yield from _checking(cast("_Told | None", manifest.get("previous")))


def _chosen(asked: _Told) -> Iterator[str]:
    filters = cast("_Told", asked["filters"])
    told = [f"{name.replace('_', ' ')} {value}" for name, value in filters.items()]
    told += [f"as known by reports published until {asked['as_of']}"] if asked["as_of"] else []
    told += [f"as this ledger stood on {asked['as_of_recorded']}"] if asked["as_of_recorded"] else []
    yield ""
    yield f"Chosen by: {'; '.join(told)}." if told else "All incidents of the ledger were considered."


def _statuses(counts: _Told) -> Iterator[str]:
    published = cast("Mapping[str, int]", counts["by_status"])
    held_back = cast("Mapping[str, int]", counts["held_back"])
    yield from ("", "## Status", "", "| status | meaning | published | held back |", "|---|---|--:|--:|")
    for status, meaning in MEANINGS.items():
        yield f"| {status} | {meaning} | {published.get(status, 0):,} | {held_back.get(status, 0):,} |"
    yield ""
    yield "The first that holds is shown. Two reports of one text count as one voice."


def _number(asked: _Told, manifest: _Told) -> Iterator[str]:
    rule = str(asked["rule"])
    yield from ("", "## Which number", "", "| where | rule |", "|---|---|")
    yield f"| our own formats | {rule}: {first_line(rule)} |"
    for told in cast("Mapping[str, Mapping[str, str]]", manifest["formats"]).values():
        yield f"| {told['standard']} ({told['version']}) | {told['number']} |"
    yield ""
    yield "Beside each format stands a report of what it cannot hold (NAME.loss.md, NAME.loss.json)."


def first_line(rule: str) -> str:
    """Return the first line of what a rule of best values says of itself."""
    return (inspect.getdoc(RULES[rule]) or "").split("\n")[0]


def _care(care: _Told) -> Iterator[str]:
    yield from ("", "## What was left out", "")
    names = "told" if care["with_names"] else "blacked out"
    yield f"- Names of private persons, as far as Dateline read them as such: {names}."
    yield f"- Exact addresses: {'told' if care['with_addresses'] else 'left out'}."
    digits, limit = care["round_coordinates"], care["quote_limit"]
    yield f"- Coordinates: {'as the gazetteer has them' if digits is None else f'rounded to {digits} decimals'}."
    yield f"- Quotes: {'whole' if limit is None else f'cut at {limit} characters'}. Texts of reports: left out."
    yield f"- Statuses published: {', '.join(cast('list[str]', care['statuses']))}."


def _made_with(versions: _Told, book: Codebook) -> Iterator[str]:
    yield from ("", "## Made with", "")
    yield f"- Dateline {versions['dateline']}, contract {versions['contract']}, ledger schema {versions['schema']}."
    yield (
        f"- Codebook {versions['codebook']}: {len(book.types)} types of act, {len(book.weapons)} of weapon, "
        f"{len(book.targets)} of target, {len(book.actors.entries)} actors."
    )
    for made_by in cast("list[Mapping[str, str]]", versions["read_by"]):
        yield f"- Read by {', '.join(f'{name} {version}' for name, version in sorted(made_by.items()))}."
    yield f"- Reports linked by {', '.join(cast('list[str]', versions['linking'])) or 'verdicts alone'}."


def _checking(previous: _Told | None) -> Iterator[str]:
    yield from ("", "## Check it", "")
    yield "`sha256sum -c SHA256SUMS` in this folder, or `dateline release verify FOLDER`, which also holds every"
    yield "incident against `contents.jsonl`. A release is never changed; what is put right comes with the next."
    if previous is None:
        return
    if previous["diff"] is None:
        yield from ("", f"The difference to release {previous['release']} is not told: {previous['why']}.")
        return
    numbers = ", ".join(f"{previous[kind]:,} {kind}" for kind in ("added", "removed", "changed"))
    yield ""
    yield f"Since release {previous['release']}: {numbers}, of incidents and coordinated attacks (`diff.jsonl`)."
