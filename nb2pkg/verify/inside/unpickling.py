"""Read kept values: the notebook's own classes are those of the package, where the code has moved to."""

from __future__ import annotations

import importlib
import pickle
import pkgutil
from types import ModuleType
from typing import Any, BinaryIO

from .difference import Token


def load_kept(path: str, package: str) -> Any:
    """Return a kept value; classes of the notebook are those of the package."""
    with open(path, "rb") as file:
        return _Unpickler(file, package).load()


class _Unpickler(pickle.Unpickler):
    """Finds the notebook's own classes in the package, where the code has moved to."""

    def __init__(self, file: BinaryIO, package: str) -> None:
        """Read from a file that a run of ours has written."""
        super().__init__(file)
        self._package = package

    def persistent_load(self, pid: Any) -> Token:
        """Return what stands for something that has no value."""
        return Token(*pid)

    def find_class(self, module: str, name: str) -> Any:
        """Look for `__main__.X` in the package."""
        if module != "__main__":
            return super().find_class(module, name)
        return _notebooks_own(self._package, name)


class Main(ModuleType):
    """What the notebook has defined, for libraries that read their files themselves, as joblib does."""

    def __init__(self, package: str) -> None:
        """Stand for the notebook's `__main__`; its code has moved into a package."""
        super().__init__("__main__")
        self._package = package

    def __getattr__(self, name: str) -> Any:
        """Look for a class or function in the package."""
        if name.startswith("__"):
            raise AttributeError(name)
        return _notebooks_own(self._package, name)


def _notebooks_own(package: str, name: str) -> Any:
    """Return what the notebook calls by a name; a stand-in where the package has no such thing."""
    for candidate in _modules(package):
        found: Any = candidate
        for part in name.split("."):
            found = getattr(found, part, None)
        if getattr(found, "__module__", None) == candidate.__name__:
            return found
    return _stand_in(name)


def _modules(package: str) -> list[ModuleType]:
    top = importlib.import_module(package)
    names = sorted(module.name for module in pkgutil.iter_modules(top.__path__))
    return [importlib.import_module(f"{package}.{n}") for n in names if n != "__main__"]


_STAND_INS: dict[str, type] = {}


def _stand_in(name: str) -> type:
    """Return a class that takes the state of one that exists in the notebook only."""
    if name not in _STAND_INS:
        _STAND_INS[name] = type(name, (), {"__module__": "__main__", "__qualname__": name})
    return _STAND_INS[name]
