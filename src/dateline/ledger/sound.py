"""Values that people give, held against what the contract lets them be, before they are recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from dateline.ledger.columns import canonical
from dateline.ledger.rows import value_of
from dateline.model import Code, Kind, Place, Toll, Value

MOST_PEOPLE = 2**31 - 1  # what a column of whole numbers holds on every engine
_ADAPTERS: dict[type[Value], TypeAdapter[Value]] = {kind: TypeAdapter(kind) for kind in get_args(Value)}


def sound_value(name: str, told: Mapping[str, object]) -> dict[str, object]:
    """Return a value of a property in its whole contract form; raises ValueError where it is none of it."""
    try:
        made = value_of(name, told)
        text = canonical(made.to_json())
        _ADAPTERS[type(made)].validate_json(text.encode("utf-8"), strict=True)
        _check_bounds(made)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ValueError(f"{dict(told)!r} is no value of {name}: {where}: {first['msg']}") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{dict(told)!r} is no value of {name}: {error}") from error
    return dict(json.loads(text))


def _check_bounds(value: Value) -> None:
    match value:
        case Toll(low=low, high=high):
            if any(bound is not None and not 0 <= bound <= MOST_PEOPLE for bound in (low, high)):
                raise ValueError(f"a count lies between 0 and {MOST_PEOPLE:,}")
        case Place(name=name, country=country, lat=lat, lon=lon):
            if not name:
                raise ValueError("a place needs a name")
            if country is not None and not (len(country) == 2 and country.isascii() and country.isupper()):
                raise ValueError(f"{country!r} is no ISO code of a country, like IR")
            for degrees, most in ((lat, 90), (lon, 180)):
                if degrees is not None and not -most <= degrees <= most:
                    raise ValueError(f"{degrees} lies not between -{most} and {most} degrees")
        case Code(code=code) | Kind(type=code):
            if not code:
                raise ValueError("it needs a code of the codebook")
