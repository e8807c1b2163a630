"""What a kernel gets of `inside`: the probe and all that it imports, as text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nb2pkg.verify.inside.loader import PACKAGE
from nb2pkg.verify.inside.protocol import Request

INSIDE = Path(__file__).parents[1] / "inside"
_LOADER = INSIDE / "loader.py"
_NAMES = (
    *("__init__.py", "difference.py", "images.py", "keeping.py", "library.py", "pickling.py"),
    *("probe.py", "process.py", "protocol.py", "valueless.py", "watching.py", "within.py"),
)


def files() -> tuple[Path, ...]:
    """Return the files that a kernel gets."""
    libraries = sorted((INSIDE / "libraries").glob("*.py"))
    return (_LOADER, *(INSIDE / name for name in _NAMES), *libraries)


@cache
def _sources() -> dict[str, str]:
    """Return the texts by the names of the modules that they become."""
    modules = (path for path in files() if path != _LOADER)
    return {_module_name(path): path.read_text(encoding="utf-8") for path in modules}


def _module_name(path: Path) -> str:
    parts = path.relative_to(INSIDE).with_suffix("").parts
    return ".".join([PACKAGE, *(part for part in parts if part != "__init__")])


def request_code(request: Request, *, loaded: bool) -> str:
    """Return one expression that has a kernel do what a request asks for, in a scope of its own.

    The texts go along until the kernel has loaded them.
    """
    sources = {} if loaded else _sources()
    text = _LOADER.read_text(encoding="utf-8") + "\nserve(_sources, _request, _namespace)\n"
    names = f"'_sources': {sources!r}, '_request': {request!r}, '_namespace': globals()"
    return f"__import__('builtins').exec({text!r}, {{'__name__': 'nb2pkg_probe', {names}}})"
