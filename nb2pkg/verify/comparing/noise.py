"""What may differ because something differs that two runs of the notebook itself have not in common."""

from __future__ import annotations

import ast
from collections.abc import Collection

from nb2pkg.verify.comparing.divergence import made_by, statements
from nb2pkg.verify.runnable import RunnableNotebook

Seen = tuple[str, int | None]  # a name, and the cell behind which it was seen; None: at the end
# what goes on behind the cell that starts it, and may print while later ones run
_GO_ON = frozenset(
    "Thread Timer Process start_new_thread submit apply_async create_task ensure_future fork".split()
)


class Noise:
    """Follows through the cells what was made of values that differ from themselves."""

    def __init__(
        self, runnable: RunnableNotebook, seen: Collection[Seen], restless: Collection[int] = ()
    ) -> None:
        """Start from values, and cells with outputs, that no two runs have in common."""
        self._talking = _first_talking(runnable, restless)
        self._origin: dict[str, str] = {}  # by name: the noisy one that it was made of
        self._modules: set[str] = set()
        self._behind: dict[int | None, dict[str, str]] = {}
        self._shown: dict[int, str] = {}
        for cell in (index + 1 for index in runnable.places if seen):
            for _, statement in statements(runnable, [cell]):
                self._run(cell, statement)
                self._start({name for name, place in seen if place is None} & made_by(statement))
            self._start({name for name, place in seen if place == cell})
            self._behind[cell] = dict(self._origin)
        self._behind[None] = dict(self._origin)

    def _start(self, names: Collection[str]) -> None:
        self._origin |= {name: name for name in names}

    def _run(self, cell: int, statement: ast.stmt) -> None:
        noisy = sorted(_read_by(statement) & self._origin.keys())
        if noisy:
            origin = self._origin[noisy[0]]
            self._shown.setdefault(cell, origin)
            made = (made_by(statement) | _asked(statement)) - self._modules
            self._origin |= dict.fromkeys(made, origin)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            self._modules |= {a.asname or a.name.partition(".")[0] for a in statement.names}
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                self._origin.pop(target.id if isinstance(target, ast.Name) else "", None)

    def of_value(self, name: str, cell: int | None) -> str | None:
        """Return the noisy value that a value may hang on, behind a cell or (None) at the end."""
        return self._behind.get(cell, {}).get(name)

    def of_output(self, cell: int) -> str | None:
        """Return the noisy value that what a cell shows may hang on."""
        origin = self._shown.get(cell)
        if origin is None and self._talking is not None and cell >= self._talking:
            return f"what the threads or processes of cell {self._talking} print"
        return origin


def _first_talking(runnable: RunnableNotebook, restless: Collection[int]) -> int | None:
    """Return the first cell that starts what goes on behind it, if outputs from there on differ from themselves."""
    starting = (
        cell
        for cell in (index + 1 for index in runnable.places)
        for _, statement in statements(runnable, [cell])
        if not _GO_ON.isdisjoint(_words(statement))
    )
    first = next(starting, None) if restless else None
    return first if first is not None and max(restless) >= first else None


def _words(statement: ast.stmt) -> set[str]:
    nodes = list(ast.walk(statement))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return names | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _read_by(statement: ast.stmt) -> set[str]:
    """Return the names that a statement reads; one that is added to, or stored into, is read as well."""
    grown = made_by(statement) if isinstance(statement, ast.AugAssign) else set()
    return grown | {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _asked(statement: ast.stmt) -> set[str]:
    """Return the variables of which a statement calls methods: these may keep what they are given."""
    return {
        node.func.value.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
    }
