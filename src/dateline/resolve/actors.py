"""Which actor a name means, among those that share it: by the years they were active and the report's countries."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from dateline.codebook import Codebook, load_codebook
from dateline.codebook.actors import Actor
from dateline.extract.actor_index import ActorIndex, actor_index
from dateline.extract.actors import OR_ANOTHER
from dateline.extract.raw import RawActor

_ANY_COUNTRY = "*-"


def resolve_actor(
    raw: RawActor, *, on: date, countries: Collection[str] = (), book: Codebook | None = None
) -> tuple[str | None, str]:
    """Return the actor's id and usual name, or None and the name as written where none fits.

    ``on`` is the day of the report, ``countries`` (ISO alpha-2) those that it is about. An actor is never chosen
    before its first year or more than five years after its last. Of several, the one that acts in one of the
    countries is chosen, then the one active in that very year, then the one named first; where nothing but the
    name speaks for any of several, none is that acts in other countries. A force without its country ("*-police")
    takes the report's country if there is only one. ``book`` is our own codebook by default.
    """
    index = actor_index(book or load_codebook())
    fit = [a for a in (_actor(index, i, countries) for i in raw.actors) if a is not None and a.was_active(on.year)]
    open_name = OR_ANOTHER in raw.actors and len(fit) > 1 and not any(_is_near(a, countries) for a in fit)
    if not fit or open_name:
        return None, raw.name
    ranks = {a.id: n for n, a in enumerate(fit)}
    best = min(fit, key=lambda a: (not _is_near(a, countries), not _is_active(a, on.year), ranks[a.id]))
    return best.id, best.name


def _actor(index: ActorIndex, actor: str, countries: Collection[str]) -> Actor | None:
    if not actor.startswith(_ANY_COUNTRY):
        return index.actor(actor)
    own = sorted(set(countries))
    return index.actor(index.compose(own[0], actor.removeprefix(_ANY_COUNTRY))) if len(own) == 1 else None


def _is_near(actor: Actor, countries: Collection[str]) -> bool:
    return any(country in countries for country in actor.countries)


def _is_active(actor: Actor, year: int) -> bool:
    return actor.active is None or actor.active[1] is None or year <= actor.active[1]
