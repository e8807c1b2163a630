"""What an object consists of, as far as it is its own: without what is computed, or the program that runs it."""

from __future__ import annotations

import functools
from typing import Any

from .libraries import library_of

_PROGRAM = ("prog", "_prog_prefix")


def attributes_of(a: Any, b: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the attributes of two objects of one class that count."""
    mine, theirs = _state(a), _state(b)
    if _is_of_argparse(a):
        return _without_program(mine, theirs), _without_program(theirs, mine)
    return mine, theirs


def _state(value: Any) -> dict[str, Any]:
    """Return an object's attributes, without what its library computes of the rest."""
    state: dict[str, Any] = vars(value)
    library = library_of(value)
    if library is None or library.computed.isdisjoint(state):
        return state
    return {key: each for key, each in state.items() if key not in library.computed}


def _is_of_argparse(value: Any) -> bool:
    """Tell whether an object is a parser of arguments, or a part of one."""
    return any(base.__module__ == "argparse" for base in type(value).__mro__)


def _without_program(state: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return a parser's attributes without the name of the program, where it takes that from what runs it.

    A name that the notebook gives stays; a kernel's, and that of our own runs, says nothing.
    """
    programs = [(key, str(each[key])) for each in (state, other) for key in _PROGRAM if key in each]
    run = {key for key, name in programs if name.split(" ")[0].endswith(".py") or " -m " in name}
    return {key: each for key, each in state.items() if key not in run}


def is_computed(kind: type, name: str) -> bool:
    """Tell whether an attribute holds what its object computes on demand."""
    found = [vars(base)[name] for base in kind.__mro__ if name in vars(base)]
    return isinstance(found[0] if found else None, functools.cached_property)


def reduced(value: Any) -> Any:
    """Return what pickle would rebuild a value from, its iterators made into lists."""
    made = value.__reduce_ex__(4)
    if isinstance(made, str):
        return made
    parts = [*made, None, None, None][:5]
    return [*parts[:3], list(parts[3] or ()), list(parts[4] or ())]
