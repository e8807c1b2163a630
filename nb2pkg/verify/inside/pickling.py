"""A pickler for what hangs in strangers' objects."""

from __future__ import annotations

import copyreg
import pickle
import sys
import threading
import types
from typing import Any

from .libraries import library_of
from .valueless import CALLABLES, is_drawing, is_figure, is_open_file

# what hangs in an object and has no value of its own
_HANDLES = (types.GeneratorType, type(threading.Lock()), type(threading.RLock()))
# what is left out of a pickle goes by type, because this is asked of every object in it
_PLAIN = frozenset((bool, bytes, complex, dict, float, int, list, set, str, tuple, type(None)))


class Pickler(pickle.Pickler):
    """Leaves out what has no value, wherever it hangs in an object, and says what was there."""

    def persistent_id(self, obj: Any) -> tuple[str, str] | None:
        """Return what stands for an object without a value, and None for all others."""
        if type(obj) in _PLAIN:
            return None
        if isinstance(obj, types.FunctionType):
            return None if _is_by_reference(obj) else ("function", obj.__qualname__)
        if isinstance(obj, (type, types.BuiltinFunctionType, types.MethodType)):
            return None  # by reference, as pickle does it; a method is its object and a name
        if isinstance(obj, types.ModuleType):
            return ("module", obj.__name__)
        if isinstance(obj, _HANDLES) or is_open_file(obj) or is_drawing(obj) or is_figure(obj):
            return ("nothing", type(obj).__qualname__)
        return None

    def reducer_override(self, obj: Any) -> Any:
        """Keep an object without any state whose class forgets that there may be none, and one that nobody can pickle.

        scikit-learn 1.1 does the first under Python 3.11, where `object.__getstate__` returns None for such an object.
        """
        library = library_of(obj)
        made = library.rebuilt(obj) if library is not None else None
        if made is not None:
            return made
        if isinstance(obj, (type, *CALLABLES)) or not _has_no_state(obj):
            return NotImplemented
        try:
            obj.__reduce_ex__(4)
        except Exception:
            return copyreg.__newobj__, (type(obj),)  # type: ignore[attr-defined]
        return NotImplemented


class _Bare:
    """A class whose objects consist of their attributes."""


def _has_no_state(obj: Any) -> bool:
    """Tell whether an object has no attributes and no place for anything else."""
    state = getattr(obj, "__dict__", None)
    return type(state) is dict and not state and type(obj).__basicsize__ == _Bare.__basicsize__


def _is_by_reference(function: types.FunctionType) -> bool:
    """Tell whether another process finds this function by its module and name."""
    if function.__module__ == "__main__" or "<" in function.__qualname__:
        return False
    found: Any = sys.modules.get(function.__module__)
    for part in function.__qualname__.split("."):
        found = getattr(found, part, None)
    return found is function
