"""What the package does with a function of the notebook that is handed on and has former globals to be given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.extraction.blueprint import Plan

MODULE: Final = "handing_on"
FUNCTION: Final = "with_globals"

SOURCE: Final = '''"""Functions of the notebook that are handed on, together with the globals that they read there."""

from functools import partial, update_wrapper
from inspect import signature


def with_globals(function, **values):
    """Return a function that is given some keyword arguments, and looks like the notebook's otherwise.

    Whoever asks for its name, its docstring or its parameters finds those that it has in the notebook.
    """
    handed = update_wrapper(partial(function, **values), function)
    del handed.__wrapped__
    known = signature(function)
    left = [parameter for name, parameter in known.parameters.items() if name not in values]
    handed.__signature__ = known.replace(parameters=left)
    return handed
'''


def helper_imports(plan: Plan, texts: Iterable[str]) -> list[str]:
    """Return the imports of what some code hands on functions with."""
    if not any(definition.extra for definition in plan.definitions):
        return []
    code = "\n".join(texts)
    found = ["from functools import partial"] if "partial(" in code else []
    if f"{FUNCTION}(" in code:
        found.append(f"from {plan.package}.{MODULE} import {FUNCTION}")
    return found
