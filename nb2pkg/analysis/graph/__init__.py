"""Who needs whom, and the histories of names in the recorded and the fresh run."""

from __future__ import annotations

from nb2pkg.analysis.graph.causes import causes_of, determined
from nb2pkg.analysis.graph.divergences import Judge, divergences
from nb2pkg.analysis.graph.history import Histories, History
from nb2pkg.analysis.graph.names import is_output_history
from nb2pkg.analysis.graph.resources import resource_divergences
from nb2pkg.analysis.graph.run import Run
from nb2pkg.analysis.graph.statements import star_names
from nb2pkg.analysis.graph.values import Cause, Divergence, Graph, Occurrence, Resolved, Trace
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.graph.run import Step
    from nb2pkg.analysis.model import Dependency, Program
    from nb2pkg.notebook.model import Notebook

__all__ = [
    "Cause",
    "Divergence",
    "Graph",
    "History",
    "Occurrence",
    "Resolved",
    "Trace",
    "build",
    "is_output_history",
    "recorded_order",
    "star_names",
]


def build(program: Program, *, edges: bool = True) -> Graph:
    """Run the program twice in imagination: top to bottom, and as its execution counts tell.

    Rules need no dependencies: without `edges` there are none, and it is quicker.
    """
    histories, causes = Histories(), causes_of(program.statements)
    closed = determined(program.statements)
    run = Run(program, histories, causes, closed, keeps_steps=True)
    fresh = run.cells(cell.number for cell in program.notebook.code_cells)
    steps = [run.steps[statement.id] for statement in program.statements]
    recorded = None
    order = recorded_order(program.notebook)
    if _that_do_something(program, order) == _that_do_something(program, fresh.order):
        recorded = fresh if order else None
    elif order:
        recorded = Run(program, histories, causes, closed, keeps_steps=False).cells(order)
    resolved = tuple([step.resolved for step in steps])
    binders = _binders(program, resolved)
    judge = Judge(program, fresh, recorded, binders)
    return Graph(
        program=program,
        resolved=resolved,
        dependencies=_dependencies(program, steps) if edges else (),
        fresh=fresh,
        recorded=recorded,
        divergences=divergences(judge),
        binders=binders,
        resource_divergences=resource_divergences(program, resolved, judge),
    )


def _dependencies(program: Program, steps: list[Step]) -> tuple[Dependency, ...]:
    from nb2pkg.analysis.graph.edges import dependencies

    return dependencies(program.statements, steps)


def _that_do_something(program: Program, order: tuple[int, ...]) -> list[int]:
    """Return the cells that are more than blank, in this order."""
    blank = {cell.number for cell in program.notebook.code_cells if not cell.source.strip()}
    return [number for number in order if number not in blank]


def recorded_order(notebook: Notebook) -> tuple[int, ...]:
    """Return the numbers of the cells that have a count, in the order of their counts."""
    counted = [
        (cell.execution_count, cell.number)
        for cell in notebook.code_cells
        if cell.execution_count  # 0 is what some services leave of a count
    ]
    return tuple(number for _, number in sorted(counted))


def _binders(program: Program, resolved: tuple[Resolved, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for statement in program.statements:
        names = resolved[statement.id].binds | resolved[statement.id].may_bind
        for function in statement.effects.defines:
            names |= function.binds
        for name in names:
            found.setdefault(name, []).append(statement.id)
    return {name: tuple(statements) for name, statements in found.items()}
