"""Where every statement of a notebook went: into the package, or it stayed in the notebook; nowhere twice.

Run as a script, it extracts notebooks without verifying them and tells what is not accounted for:
`python -m tests.extraction.accounting PATH...`
"""

from __future__ import annotations

import ast
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from nb2pkg.analysis.model import Statement
from nb2pkg.errors import Nb2pkgError
from nb2pkg.extraction.blueprint import Plan, Step
from nb2pkg.extraction.extract import Request, _source
from nb2pkg.extraction.generate.local import localised
from nb2pkg.extraction.interpreter import Environment
from nb2pkg.extraction.stages.needed import is_import
from nb2pkg.notebook.ipython import to_python
from nb2pkg.notebook.model import Notebook
from nb2pkg.notebook.read import read

TAG = "nb2pkg"


def unaccounted(plan: Plan, files: Mapping[str, str], original: Notebook) -> list[str]:
    """Return a line for every statement that is not in exactly one of package and notebook.

    What is in the package is looked for in the module's syntax tree, what stayed in that of the notebook's cell; a
    cell that is still as its author wrote it has all of its statements.
    """
    homes = _homes(plan)
    found = [
        f"statement {number} is in {len(places)} places: {', '.join(places)}"
        for number, places in homes.items()
        if len(places) > 1
    ]
    modules = {
        Path(path).stem: _Code(text) for path, text in files.items() if path.startswith("src/")
    }
    cells = _client_cells(plan, files)
    steps = {number: step for step in plan.functions for number in step.statements}
    for statement in plan.program.statements:
        places = homes.get(statement.id, [])
        if (
            statement.id in plan.edits
        ):  # it has changed on its way: its name is all that can be asked for
            continue
        stays = all(cells[statement.cell].has(_told(node)) for node in _staying(plan, statement))
        in_module = places and places[0] not in {"settings", *_renamed(plan, statement)}
        step = steps.get(statement.id)
        text = _in_function(statement.text, step)
        if in_module and not any(
            _called(modules[places[0]], step).has(d) for d in (_dump(text), _value(text))
        ):
            found.append(f"{_where(statement)} is not in {places[0]}.py")
        untouched = cells[statement.cell].source == original.cell(statement.cell).source
        if not places and not stays and not untouched:
            found.append(f"{_where(statement)} is neither in the package nor in the notebook")
    return found + _doubled(plan, homes, cells)


def _doubled(plan: Plan, homes: Mapping[int, list[str]], cells: Mapping[int, _Code]) -> list[str]:
    """Return a line for each cell that still has a statement which moved away."""
    found = []
    for cell, code in cells.items():
        every = plan.program.of_cell(cell)
        here = [s for s in every if s.id not in plan.edits]
        # what stays may hold, in a function say, a statement that is there once more and has moved
        staying = (ast.parse(s.text) for s in every if s.id not in homes)
        allowed = Counter(told for tree in staying for told in _statements(tree))
        moved = {
            _dump(s.text): s
            for s in here
            if s.id in homes and s.id not in plan.configuration.constants
        }
        for dump, statement in moved.items():
            if code.count(dump) > allowed[dump] and not _is_name(statement):
                found.append(f"{_where(statement)} is in the package and still in the notebook")
    return found


def _is_name(statement: Statement) -> bool:
    """Say whether a statement only names what the call of its step shows: `model` after `model = fit()`."""
    node = ast.parse(statement.text).body
    return bool(node) and isinstance(node[0], ast.Expr) and isinstance(node[0].value, ast.Name)


def _homes(plan: Plan) -> dict[int, list[str]]:
    homes: dict[int, list[str]] = {}
    for step in plan.functions:
        for number in step.statements:
            homes.setdefault(number, []).append(step.stage.value)
    for number in plan.configuration.constants:
        homes.setdefault(number, []).append("settings")
    for definition in plan.definitions:
        places = homes.setdefault(definition.statement, [])
        if definition.module not in places:  # `a = b = 3` defines two names in one place
            places.append(definition.module)
    return homes


def _renamed(plan: Plan, statement: Statement) -> set[str]:
    """Return the modules that have a definition under another name."""
    return {
        d.module for d in plan.definitions if d.statement == statement.id and d.name != d.original
    }


def _in_function(text: str, step: Step | None) -> str:
    """Return a statement with the names that variables have in the function which its step calls."""
    names = dict(step.body.renamed) if step else {}
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
    return ast.unparse(tree) if names else text


def _called(module: _Code, step: Step | None) -> _Code:
    """Return the function that a step calls with the call's literal values in it, or else the whole module."""
    values = {v.name: v.literal for v in step.parameters if v.literal} if step else {}
    if not values or step is None:
        return module
    functions = [n for n in ast.walk(ast.parse(module.source)) if isinstance(n, ast.FunctionDef)]
    (function,) = (node for node in functions if node.name == step.name)
    filled = _Filling(values).visit(function)
    return _Code(ast.unparse(filled))


class _Filling(ast.NodeTransformer):
    """Puts literals in the place of parameters."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return (
            ast.parse(self._values[node.id], mode="eval").body if node.id in self._values else node
        )


class _Code:
    """A module or cell as the statements in it, at whatever depth, and the values that they return or assign."""

    def __init__(self, text: str) -> None:
        self.source = text
        self._found = Counter(_statements(ast.parse(to_python(text).text)))

    def has(self, dump: str) -> bool:
        return self._found[dump] > 0

    def count(self, dump: str) -> int:
        return self._found[dump]


def _statements(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            yield _told(node)
            if isinstance(node, ast.Return | ast.Assign | ast.AnnAssign) and node.value is not None:
                yield f"value {ast.dump(node.value)}"


def _dump(text: str) -> str:
    (node,) = ast.parse(text).body[:1] or [ast.Pass()]
    return _told(node)


def _told(node: ast.stmt) -> str:
    """Return a statement's tree as text, without docstrings: the formatter indents them anew."""
    for child in ast.walk(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if ast.get_docstring(child) is not None:
            child.body[0] = ast.Pass()
    return ast.dump(node)


def _staying(plan: Plan, statement: Statement) -> list[ast.stmt]:
    """Return what stays of a statement: imports of files that came along are imports from the package."""
    text = statement.text
    return ast.parse(
        localised(text, plan.package, plan.local) if is_import(statement) else text
    ).body


def _value(text: str) -> str:
    """Return how the value of an assignment or expression is told: a step may return it at once."""
    (node,) = ast.parse(text).body[:1] or [ast.Pass()]
    value = node.value if isinstance(node, ast.Assign | ast.Expr) else None
    return f"value {ast.dump(value)}" if value is not None else ""


def _client_cells(plan: Plan, files: Mapping[str, str]) -> dict[int, _Code]:
    cells = json.loads(files[f"notebooks/{plan.notebook}"])["cells"]
    kept = [cell for cell in cells if TAG not in cell["metadata"].get("tags", ())]
    scanned = {statement.cell for statement in plan.program.statements}
    return {
        number: _Code("".join(cell["source"]))
        for number, cell in enumerate(kept, start=1)
        if number in scanned
    }


def _where(statement: Statement) -> str:
    return f"cell {statement.cell}, line {statement.place.line}: {statement.text.splitlines()[0]!r}"


def main(paths: list[str]) -> int:
    """Extract each notebook without verifying it; print what is lost or doubled, and how many were looked at."""
    looked = refused = lost = 0
    for path in paths:
        try:
            source = _source(Request(path, Path(tempfile.gettempdir()) / "nowhere", "package"))
            plan = source.planned(Environment())
        except Nb2pkgError:
            refused += 1
            continue
        looked += 1
        for line in unaccounted(plan, source.files(plan, Environment()), read(path)):
            lost += 1
            print(f"{path}: {line}")
    print(f"{looked} extracted, {refused} refused, {lost} statements not accounted for")
    return int(lost > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
