"""Keeps what the linking rule found: traits of mentions, the keys by which they meet, and links between them.

A new mention is compared with those that share a key with it, so that adding a report takes as long in a large
ledger as in a small one. Links are a pure function of the two mentions, whichever came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, delete, func, or_, select

from dateline.ledger.copying import insert_cells, insert_rows
from dateline.ledger.engine import LedgerError
from dateline.ledger.listing import among, listed_numbers
from dateline.ledger.schema import link_due, links, mention_keys, mention_traits
from dateline.ledger.verdicts import chunks
from dateline.link.across.join import Links, Pair
from dateline.link.across.keys import Keyed, looked_up, own_keys
from dateline.link.across.packed import FORM, Rows, from_bytes, pack, to_bytes
from dateline.link.across.pairs import weighed
from dateline.link.across.traits import traits_of
from dateline.link.across.weigh import Weight, Weights, load_weights, weigh_between
from dateline.model import Coding

Told = tuple[str, bytes]  # a mention and its packed traits
_KEYS_AT_ONCE = 200_000
_ROWS_AT_ONCE = 20_000
_Link = tuple[str, str, float]  # the smaller mention first, and the weight
_Positions = npt.NDArray[np.intp]
_Numbers = npt.NDArray[np.int64]


def rule() -> Weights:
    """Return the rule by which this version links."""
    return load_weights()


def form() -> str:
    """Return the version of the traits and weights by which this version links."""
    return f"{FORM}:{rule().version}"


def told_by(coding: Coding) -> list[Told]:
    """Return the packed traits of each incident of a coding of one report."""
    found = list(traits_of(coding))
    return list(zip((t.mention for t in found), to_bytes(pack(found)), strict=True))


def take_in(connection: Connection, told: Sequence[Told]) -> set[str]:
    """Keep the traits and keys of new mentions and link them; return those that have a link that may join them.

    So are all whose linking was put off. Raises LedgerError where the ledger's mentions were linked by another
    version of the rule.
    """
    put_off(connection, told)
    return set(link_due_ones(connection))


def put_off(connection: Connection, told: Sequence[Told]) -> None:
    """Keep the traits of new mentions, to be linked later; raises LedgerError as ``take_in`` does."""
    if not told:
        return
    _check_form(connection)
    last = int(connection.scalar(select(func.max(mention_traits.c.number))) or 0)
    made = form()
    kept = [
        {"number": number, "mention": mention, "form": made, "packed": packed}
        for number, (mention, packed) in enumerate(told, last + 1)
    ]
    insert_rows(connection, mention_traits, kept)
    insert_rows(connection, link_due, [{"number": row["number"]} for row in kept])


def due(connection: Connection) -> int:
    """Return how many mentions are to be linked yet."""
    return int(connection.scalar(select(func.count()).select_from(link_due)) or 0)


def link_due_ones(connection: Connection, most: int | None = None) -> list[str]:
    """Link mentions whose linking was put off, so many of them; return those that a link may join, theirs and others.

    The links are the same in whatever portions they are found.
    """
    numbers = list(connection.scalars(select(link_due.c.number).order_by(link_due.c.number).limit(most)))
    if not numbers:
        return []
    _check_form(connection)
    names, rows = _kept(connection, numbers)
    seeds: set[str] = set()
    for found in _among(rows, names, rule()):
        seeds |= _keep(connection, found, rule().join)
    if connection.scalar(select(mention_keys.c.key).limit(1)) is not None:
        for found in _with_those_before(connection, rows, names, rule()):
            seeds |= _keep(connection, found, rule().join)
    _keep_keys(connection, rows, np.asarray(numbers, np.int64))
    connection.execute(delete(link_due).where(link_due.c.number <= numbers[-1]))
    return sorted(seeds)


def _keep_keys(connection: Connection, rows: Rows, numbers: _Numbers) -> None:
    """Keep the keys of mentions, in the order in which they are stored: that is several times faster."""
    own = own_keys(rows)
    of = numbers[own.rows]
    order = np.lexsort((of, own.keys))
    keys, of = own.keys[order], of[order]
    first = np.append(True, (keys[1:] != keys[:-1]) | (of[1:] != of[:-1]))
    for at in range(0, len(keys), _KEYS_AT_ONCE):
        part = slice(at, at + _KEYS_AT_ONCE)
        kept = first[part]
        told = zip(keys[part][kept].tolist(), of[part][kept].tolist(), strict=True)
        insert_cells(connection, mention_keys, ("key", "number"), told)


def _keep(connection: Connection, found: Sequence[_Link], join: float) -> set[str]:
    """Keep links; return the mentions of those that may join."""
    insert_cells(connection, links, ("mention", "other", "weight"), sorted(found))
    return {mention for *pair, weight in found if weight >= join for mention in pair}


def links_with_kept(connection: Connection, told: Sequence[Told]) -> list[_Link]:
    """Return the links that mentions would have with those of the ledger, without keeping anything of it.

    The first of a pair is the mention that was given, the second the ledger's.
    """
    if not told:
        return []
    _check_form(connection)
    names = {mention for mention, _ in told}
    rows = from_bytes([packed for _, packed in told])
    found = _with_those_before(connection, rows, [mention for mention, _ in told], rule())
    return [(a, b, w) if a in names else (b, a, w) for some in found for a, b, w in some]


def _check_form(connection: Connection) -> None:
    found = connection.scalar(select(mention_traits.c.form).limit(1))
    if found is not None and found != form():
        raise LedgerError(
            f"its reports were linked by version {found} of the rule, this is {form()}; run `dateline ledger rebuild`"
        )


def _among(rows: Rows, names: Sequence[str], by: Weights) -> Iterator[list[_Link]]:
    """Yield the links among new mentions."""
    for part in weighed(rows, by):
        yield _named(names, part.first, names, part.second, part.weight)


def _with_those_before(
    connection: Connection, rows: Rows, names: Sequence[str], by: Weights
) -> Iterator[list[_Link]]:
    """Yield the links between new mentions and those that were there."""
    asked = looked_up(rows)
    for first, numbers in _sharing(connection, rows, asked):
        held = _once(numbers)
        others, theirs = _kept(connection, held.tolist())
        second = np.searchsorted(held, numbers)
        apart = rows["report"][first] != theirs["report"][second]
        first, second = first[apart], second[apart]
        weights = weigh_between(rows, first, theirs, second, by)
        near = weights >= by.keep
        yield _named(names, first[near], others, second[near], weights[near])


def _once(numbers: _Numbers) -> _Numbers:
    """Return each number once, in order; for millions faster than ``np.unique``, which makes a table of them."""
    found = np.sort(numbers)
    return found[np.append(True, found[1:] != found[:-1])] if len(found) else found


def _named(
    ours: Sequence[str], first: _Positions, theirs: Sequence[str], second: _Positions, weights: Weight
) -> list[_Link]:
    found = zip(first.tolist(), second.tolist(), weights.tolist(), strict=True)
    return [(*sorted((ours[a], theirs[b])), round(weight, 3)) for a, b, weight in found]


def _sharing(connection: Connection, asking: Rows, asked: Keyed) -> Iterator[tuple[_Positions, _Numbers]]:
    """Yield rows that look for keys, and the numbers of kept mentions that have them; each pair once."""
    # Those of one town and time together: they meet the same mentions, fetched once and near each other in memory.
    by_town = np.lexsort((asking["published"], asking["town"]))
    place = np.argsort(by_town)[asked.rows]
    order = np.argsort(place, kind="stable")
    place, keys = place[order], asked.keys[order]
    at = 0
    while at < len(keys):
        # all keys of one row together, so that each pair is found once
        upto = int(np.searchsorted(place, place[min(at + _KEYS_AT_ONCE, len(keys)) - 1], side="right"))
        wanted = _once(keys[at:upto])
        query = select(mention_keys.c.key, mention_keys.c.number)
        query = query.where(mention_keys.c.key.in_(listed_numbers(connection, wanted.tolist())))
        told = chain.from_iterable(connection.execute(query).partitions(_ROWS_AT_ONCE))
        found = np.fromiter(chain.from_iterable(told), np.int64).reshape(-1, 2)
        found = found[np.argsort(found[:, 0], kind="stable")]
        first = np.searchsorted(found[:, 0], keys[at:upto], side="left")
        count = np.searchsorted(found[:, 0], keys[at:upto], side="right") - first
        ours = np.repeat(place[at:upto], count)
        within = np.arange(len(ours)) - np.repeat(np.cumsum(count) - count, count)
        pairs = _once((ours << 32) | found[np.repeat(first, count) + within, 1])
        yield by_town[pairs >> 32], pairs & 0xFFFFFFFF
        at = upto


def _kept(connection: Connection, numbers: Sequence[int]) -> tuple[list[str], Rows]:
    """Return mentions and their rows; the numbers are in order, and so are they."""
    found: list[tuple[int, str, bytes]] = []
    for start in range(0, len(numbers), _ROWS_AT_ONCE):
        listed = listed_numbers(connection, list(numbers[start : start + _ROWS_AT_ONCE]))
        query = select(mention_traits.c.number, mention_traits.c.mention, mention_traits.c.packed)
        found += connection.execute(
            query.where(mention_traits.c.number.in_(listed)).order_by(mention_traits.c.number)
        ).all()
    return [mention for _, mention, _ in found], from_bytes([packed for _, _, packed in found])


def links_of(connection: Connection, ids: Iterable[str], least: float) -> dict[Pair, float]:
    """Return the links of mentions that weigh at least so much."""
    found: dict[Pair, float] = {}
    for chunk in chunks(ids):
        query = select(links).where(
            or_(among(links.c.mention, chunk), among(links.c.other, chunk)), links.c.weight >= least
        )
        found |= {(a, b): weight for a, b, weight in connection.execute(query)}
    return found


def links_among(connection: Connection, ids: Iterable[str]) -> Links:
    """Return all links between mentions of a set, as clustering takes them."""
    by, own = rule(), set(ids)
    found: dict[Pair, float] = {}
    for chunk in chunks(own):
        query = select(links).where(among(links.c.mention, chunk))
        found |= {(a, b): weight for a, b, weight in connection.execute(query) if b in own}
    return Links(found, by.join, by.keep)
