"""Bring the probe into a kernel, by the texts of its modules, to where no notebook looks.

A kernel gets this file's text by value in every silent request, and those of the probe in the first. Nothing of ours
is ever in the notebook's namespace, among its modules, or on its path.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any

PACKAGE = "nb2pkg_inside"
_LOADED = "_nb2pkg_probe"  # the attribute of the shell that keeps the probe between two requests


def serve(sources: dict[str, str], request: Any, namespace: dict[str, Any]) -> None:
    """Have the probe do what a request asks for."""
    shell = sys.modules["IPython"].get_ipython()
    if not hasattr(shell, _LOADED):
        setattr(shell, _LOADED, _loaded(sources))
    getattr(shell, _LOADED).serve(request, namespace)


def _loaded(sources: dict[str, str]) -> Any:
    """Return the probe; its modules know each other, and nobody else knows them."""
    finder = _Finder(sources)
    sys.meta_path.insert(0, finder)
    try:
        return importlib.import_module(f"{PACKAGE}.probe")
    finally:
        sys.meta_path.remove(finder)
        for name in sources:
            sys.modules.pop(name, None)


class _Finder:
    """Finds modules by their names among texts, and makes them."""

    def __init__(self, sources: dict[str, str]) -> None:
        self._sources = sources

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> Any:
        """Return how a module of ours is made."""
        if name not in self._sources:
            return None
        below = any(other.startswith(f"{name}.") for other in self._sources)
        loader: Any = self
        return importlib.util.spec_from_loader(name, loader, is_package=below)

    def create_module(self, _spec: Any) -> None:
        """Leave the making of the empty module to Python."""

    def exec_module(self, module: Any) -> None:
        """Run the text of a module."""
        code = compile(self._sources[module.__name__], module.__name__, "exec")
        exec(code, vars(module))  # noqa: S102  (it is ours)
