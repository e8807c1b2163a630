"""A notebook cell by cell, statement by statement."""

from __future__ import annotations

import ast
import gc
import sys
import warnings
from contextlib import contextmanager

from nb2pkg.analysis.model import Function, Program, Statement, SyntaxProblem
from nb2pkg.analysis.scan.choosing import chosen
from nb2pkg.analysis.scan.effects import Known, effects
from nb2pkg.analysis.scan.expressions import EXPRESSIONS
from nb2pkg.analysis.scan.flow import Flow, Scope, ScopeKind
from nb2pkg.analysis.scan.magics import apply_magic
from nb2pkg.analysis.scan.parse import parse
from nb2pkg.analysis.scan.places import Lines
from nb2pkg.analysis.scan.recorder import Recorder
from nb2pkg.analysis.scan.statements import STATEMENTS
from nb2pkg.analysis.scan.walker import MisplacedError, Walker
from nb2pkg.analysis.scan.world import World, forget_members
from nb2pkg.notebook.ipython import to_python
from nb2pkg.notebook.model import Cell, Code, Magic, Notebook
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nb2pkg.notebook.model import Place

_NOTHING: frozenset[str] = frozenset()
_DEEPEST = 30_000
_TOO_DEEP = "nested too deeply to be analysed"


class _Draft:
    """A statement that has been walked but not yet written down."""

    __slots__ = (
        "earlier",
        "flow",
        "is_displayed",
        "lines",
        "magic",
        "node",
        "place",
        "recorder",
        "text",
    )

    def __init__(self, node: ast.stmt, lines: Lines, place: Place, text: str) -> None:
        self.node, self.lines, self.place, self.text = node, lines, place, text
        self.is_displayed = False
        self.magic: Magic | None = None
        self.recorder = Recorder()
        self.flow: Flow
        self.earlier = _NOTHING


def scan(notebook: Notebook, others: Mapping[str, Function] | None = None) -> Program:
    """Return the notebook's statements with their effects; cells that do not parse become problems.

    `others` are functions of files beside the notebook, by qualified name: what they change of their arguments counts.
    """
    world = World(others)
    walker = Walker(world, EXPRESSIONS, STATEMENTS)
    codes: dict[int, Code] = {}
    drafts: list[_Draft] = []
    problems: list[SyntaxProblem] = []
    with _undisturbed():
        for cell in notebook.code_cells:
            code = codes[cell.number] = to_python(cell.source, world.bound)
            if "skip-execution" in cell.tags:
                continue
            found = _scan_cell(walker, cell, code)
            if isinstance(found, SyntaxProblem):
                problems.append(found)
            else:
                drafts += found
        for name, constants in world.called_above:
            if name in world.definitions:
                chosen(walker, world.definitions[name], constants)
        known = Known(world)
        statements = tuple(
            [_statement(number, draft, known) for number, draft in enumerate(drafts)]
        )
    return Program(notebook, codes, statements, tuple(problems))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep out what costs time or stops the walk without need.

    Warnings of the parser are the notebook's affair; there is no garbage to look for where everything
    is in use; and Python functions that call each other, as the walk does, need no C stack.
    """
    collects, limit = gc.isenabled(), sys.getrecursionlimit()
    gc.disable()
    sys.setrecursionlimit(max(limit, _DEEPEST))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.setrecursionlimit(limit)
        if collects:
            gc.enable()


def _scan_cell(walker: Walker, cell: Cell, code: Code) -> list[_Draft] | SyntaxProblem:
    body = _late_cell_magic(cell, code) or parse(code.text, cell.number)
    if isinstance(body, SyntaxProblem):
        return body
    walker.world.has_walrus = ":=" in code.text
    source = cell.source if code.magics else None
    lines = Lines(cell.number, code.text, code.removed, source)
    whole = next((magic for magic in code.magics if magic.is_cell), None)
    forgets = whole is not None and whole.name == "timeit"
    before = walker.world.values.copy() if forgets else None
    try:
        drafts = [_walk(walker, node, lines, code) for node in body]
    except RecursionError:
        return SyntaxProblem(cell.number, 1, 1, _TOO_DEEP)
    except MisplacedError as error:
        place = lines.name_place("", error.node)
        return SyntaxProblem(cell.number, place.line, place.column, str(error))
    if drafts and isinstance(drafts[-1].node, ast.Expr):
        drafts[-1].is_displayed = not lines.after(drafts[-1].node).lstrip().startswith(";")
    if before is not None:
        walker.world.take_back(before)
        _forget(drafts)
    return drafts


def _late_cell_magic(cell: Cell, code: Code) -> SyntaxProblem | None:
    """Return the line that IPython takes for a magic of lines, which it is not: the run stops there."""
    late = (m for m in code.magics if m.name[:1] == "%" and not m.is_cell)
    said = "IPython knows `%{}` on the first line of a cell only"
    return next((SyntaxProblem(cell.number, m.line, 1, said.format(m.name)) for m in late), None)


def _walk(walker: Walker, node: ast.stmt, lines: Lines, code: Code) -> _Draft:
    place, text = lines.statement(node)
    draft = _Draft(node, lines, place, text)
    scope = walker.scope = Scope(ScopeKind.MODULE)
    walker.loops = []
    walker.ranging.clear()
    walker.rounds = 0
    walker.tries = []
    draft.flow, walker.recorder = scope.flow, draft.recorder
    walker.run((node,))
    if code.magics:
        _apply_magics(walker, draft, code)
    _settle(walker.world, draft)
    return draft


def _apply_magics(walker: Walker, draft: _Draft, code: Code) -> None:
    first, last = draft.node.lineno, draft.node.end_lineno or draft.node.lineno
    for magic in code.magics:
        starts = magic.line == draft.place.line if magic.is_cell else first <= magic.line <= last
        if starts:
            apply_magic(walker, magic, draft.node)
        if starts or magic.is_cell:
            draft.magic = draft.magic or magic


def _forget(drafts: list[_Draft]) -> None:
    """Take back what a timed body binds: it runs as a function of its own."""
    own: set[str] = set()
    for draft in drafts:
        for name in own:
            draft.recorder.reads.pop(name, None)
        own |= draft.flow.maybe
        draft.flow = Flow(top=True)
        draft.is_displayed = False


def _settle(world: World, draft: _Draft) -> None:
    """Carry over to later statements what this one has bound."""
    flow = draft.flow
    if flow.dropped:
        draft.earlier = frozenset(flow.dropped & world.bound)
    for name in flow.maybe:
        world.settle(name, flow.values[name])
    for name in flow.unbound:
        if world.values.pop(name, None) is not None:
            world.families.forget(name)
    for definition in draft.recorder.defines:
        world.define(definition)
    forget_members(world, draft.recorder, flow)


def _statement(number: int, draft: _Draft, known: Known) -> Statement:
    found = effects(
        draft.recorder,
        draft.flow,
        draft.lines,
        known,
        displays=draft.is_displayed,
        earlier=draft.earlier,
    )
    kind = draft.node.__class__.__name__.lower()
    return Statement(number, draft.place, draft.text, found, kind, draft.magic)
