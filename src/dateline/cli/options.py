"""Options that several commands have, told once: a dataclass whose fields are the options is one parameter."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import TypeVar, get_type_hints

_R = TypeVar("_R")


def with_options(command: Callable[..., _R]) -> Callable[..., _R]:
    """Give a command an option for each field of those of its parameters that are dataclasses.

    Typer reads an option off each parameter, so this is the command that it is shown; it puts the options together.
    """
    hints = get_type_hints(command, include_extras=True)
    groups = {name: kind for name, kind in hints.items() if isinstance(kind, type) and is_dataclass(kind)}
    shown: list[inspect.Parameter] = []
    for parameter in inspect.signature(command).parameters.values():
        if parameter.name in groups:
            kind = groups[parameter.name]
            told = get_type_hints(kind, include_extras=True)
            shown += [
                parameter.replace(name=f.name, default=f.default, annotation=told[f.name]) for f in fields(kind)
            ]
        else:
            shown.append(parameter.replace(annotation=hints[parameter.name]))

    @wraps(command)
    def with_each(**given: object) -> _R:
        made = {name: kind(**{f.name: given.pop(f.name) for f in fields(kind)}) for name, kind in groups.items()}
        return command(**given, **made)

    with_each.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]  # what ``inspect`` looks at first
    with_each.__annotations__ = {parameter.name: parameter.annotation for parameter in shown}
    return with_each
