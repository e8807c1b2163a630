"""What really differs: a notebook run in the recorded order and from top to bottom, in this process."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import random
import re
import sys
import tempfile
import types
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from tests.hidden_state.books import Book

_ADDRESS = re.compile("0x[0-9a-f]+")
_DEEPEST = 12


class Truth(NamedTuple):
    """By index of a cell: does it show something else in a fresh run, and which names stand for something else."""

    fails: bool  # already in the recorded order
    shown: frozenset[int] = frozenset()
    names: Mapping[int, frozenset[str]] = MappingProxyType({})  # around any statement of the cell
    # … and which were bound or changed last by other statements, whether or not that can be seen
    pasts: Mapping[int, frozenset[str]] = MappingProxyType({})
    failing: frozenset[int] = frozenset()  # cells that fail in a fresh run

    @property
    def differs(self) -> bool:
        """Tell whether any cell shows something else."""
        return bool(self.shown)


class _Moment(NamedTuple):
    """What all names are before or after a statement, and which statements have made that of them."""

    names: dict[str, str]
    pasts: dict[str, tuple[tuple[int, int], ...]]


class _Seen(NamedTuple):
    """What a cell has shown, and the moments around its statements."""

    shown: str
    failed: bool
    moments: tuple[_Moment, ...]


def truth(book: Book) -> Truth:
    """Run a notebook in both orders and return where the two part."""
    recorded = run(book, book.recorded)
    if any(seen.failed for seen in recorded.values()):
        return Truth(fails=True)
    fresh = run(book, range(len(book.cells)))
    shown = frozenset(index for index in recorded if recorded[index].shown != fresh[index].shown)
    failing = frozenset(index for index, seen in fresh.items() if seen.failed)
    pairs = {index: tuple(_pairs(recorded.get(index), fresh[index])) for index in fresh}
    return Truth(
        fails=False,
        shown=shown,
        names={
            index: frozenset(name for one, other in each for name in _apart(one.names, other.names))
            for index, each in pairs.items()
        },
        pasts={
            index: frozenset(name for one, other in each for name in _apart(one.pasts, other.pasts))
            for index, each in pairs.items()
        },
        failing=failing,
    )


def run(book: Book, order: Iterable[int]) -> dict[int, _Seen]:
    """Return what each cell shows when the cells are run in this order, by index."""
    with _kept_apart() as module:
        watch = _Watch(module.__dict__)
        return {index: _shown(index, book.cells[index].source, watch) for index in order}


def _pairs(recorded: _Seen | None, fresh: _Seen) -> Iterator[tuple[_Moment, _Moment]]:
    """Yield the moments of a cell in both runs; there are none of a cell that has never been run."""
    return zip(recorded.moments if recorded else (), fresh.moments, strict=False)


def _apart(one: Mapping[str, object], other: Mapping[str, object]) -> Iterator[str]:
    return (name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


class _Watch:
    """Looks at all names between the statements of a run."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.last = _Moment(_described(names), {})
        self._objects = dict(names)

    def look(self, statement: tuple[int, int]) -> _Moment:
        """Return what the names are now that a statement has been run."""
        described = _described(self.names)
        pasts: dict[str, tuple[tuple[int, int], ...]] = {}
        for name, now in described.items():
            if self._objects.get(name, self) is not self.names[name]:
                pasts[name] = (statement,)
            elif self.last.names[name] != now:
                pasts[name] = (*self.last.pasts[name], statement)
            else:
                pasts[name] = self.last.pasts[name]
        self.last, self._objects = _Moment(described, pasts), dict(self.names)
        return self.last


def _shown(index: int, source: str, watch: _Watch) -> _Seen:
    """Run a cell and return what it shows, its last value included, and whether it failed."""
    said = io.StringIO()
    failed = False
    moments = [watch.last]
    with contextlib.redirect_stdout(said):
        try:
            for number, (code, is_value) in enumerate(_compiled(source)):
                given = eval(code, watch.names)
                if is_value and given is not None:
                    print(repr(given))
                moments.append(watch.look((index, number)))
        except Exception as error:  # noqa: BLE001 - that a cell fails is something to see as well
            failed = True
            print(f"!! {type(error).__name__}: {error}")
            moments.append(watch.look((index, len(moments) - 1)))
    return _Seen(_ADDRESS.sub("0x", said.getvalue()), failed, tuple(moments))


@cache
def _compiled(source: str) -> list[tuple[types.CodeType, bool]]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    codes = [
        (compile(ast.Module([statement], []), "<cell>", "exec"), False) for statement in tree.body
    ]
    if isinstance(last, ast.Expr):
        codes.append((compile(ast.Expression(last.value), "<cell>", "eval"), True))
    return codes


@contextlib.contextmanager
def _kept_apart() -> Iterator[types.ModuleType]:
    """Give a module to run in, and an empty folder; take back what is done to the process."""
    import math
    import string

    before, place, environment = sys.modules["__main__"], Path.cwd(), os.environ.copy()
    kept = [(each, dict(vars(each))) for each in (math, string)]
    module = types.ModuleType("__main__")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sys.modules["__main__"] = module
        os.chdir(_folder().name)
        os.environ.pop("MARK", None)
        random.seed(9)
        try:
            yield module
        finally:
            for left in Path.cwd().iterdir():
                left.unlink()
            os.chdir(place)
            sys.modules["__main__"] = before
            os.environ.clear()
            os.environ.update(environment)
            for each, attributes in kept:
                vars(each).clear()
                vars(each).update(attributes)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def _described(names: Mapping[str, Any]) -> dict[str, str]:
    return {name: describe(value) for name, value in names.items() if name[:2] != "__"}


def describe(value: object, depth: int = _DEEPEST) -> str:
    """Return what can be told of a value without changing it: data in full, objects by what they hold."""
    if depth == 0 or value is None or isinstance(value, (bool, int, float, complex, str, bytes)):
        return repr(value)[:2000] if depth else "..."
    name = type(value).__name__
    if isinstance(value, dict):
        return f"{name}{[(key, describe(each, depth - 1)) for key, each in value.items()]}"
    if isinstance(value, (list, tuple)):
        return f"{name}{[describe(each, depth - 1) for each in value]}"
    if isinstance(value, (set, frozenset)):
        return f"{name}{sorted(map(repr, value))}"
    if isinstance(value, types.FunctionType):
        return _described_function(value, depth)
    if isinstance(value, types.MethodType):
        return f"{value.__name__} of {describe(value.__self__, depth - 1)}"
    if isinstance(value, type):
        held = [describe(each, depth - 1) for key, each in vars(value).items() if key[:2] != "__"]
        return f"class {held}" if value.__module__ == "__main__" else repr(value)
    if type(value).__module__ in ("__main__", "types", "functools") and hasattr(value, "__dict__"):
        return f"{name}{describe(vars(value), depth - 1)} {describe(type(value), depth - 1)}"
    return _ADDRESS.sub("0x", repr(value))


def _described_function(function: types.FunctionType, depth: int) -> str:
    """Return which function it is, and what it keeps."""
    cells = [cell.cell_contents for cell in function.__closure__ or ()]
    kept = [function.__defaults__, cells, function.__dict__]
    code = function.__code__
    return f"def {code.co_code.hex()} {describe(code.co_consts, 1)} {describe(kept, depth - 1)}"
