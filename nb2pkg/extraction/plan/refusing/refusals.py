"""Why a notebook cannot be extracted faithfully."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.graph import star_names
from nb2pkg.analysis.knowledge.pure import NAMESPACES
from nb2pkg.extraction.plan.steps.awaiting import is_using_kernel_loop
from nb2pkg.extraction.plan.steps.groups import shadowed
from nb2pkg.extraction.stages.needed import MAY_FAIL, is_definition, is_expected_to_fail
from nb2pkg.stage import PIPELINE_STAGES
from nb2pkg.trees import statement_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.model import Statement, SyntaxProblem
    from nb2pkg.extraction.plan.context import Context

_KERNEL_NAMES: Final = frozenset({"get_ipython", "In", "Out", "_", "__", "___", "exit", "quit"})
_INTERACTIVITY: Final = "ast_node_interactivity"
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_TRANSPARENT: Final = frozenset({"time", "timeit", "capture", "prun"})


def refusals(context: Context, definitions: set[int]) -> tuple[str, ...]:
    """Return a reason for every statement that the package needs and that cannot stand in it, in notebook order."""
    found = [
        f"cell {problem.cell}, line {problem.line}: {problem.message}; {_way_out(problem)}"
        for problem in context.graph.program.problems
        if not _may_fail(context, problem.cell)
    ]
    for statement in context.statements:
        if _INTERACTIVITY in statement.text:
            found.append(
                f"cell {statement.cell}, line {statement.place.line}: {_INTERACTIVITY} lets cells show more than their "
                f"last expression, which could not be kept where code moves; remove the line"
            )
        if _is_relative(statement) and not _may_fail(context, statement.cell):
            found.append(
                f"cell {statement.cell}, line {statement.place.line}: this import is relative to a package, and a "
                f"notebook is part of none; import the file by its own name, without the dots"
            )
        if _is_computed(context, statement.id) or statement.id in definitions:
            where = f"cell {statement.cell}, line {statement.place.line}: "
            found += [where + reason for reason in _reasons(context, statement)]
    return tuple(dict.fromkeys(found))


def _is_computed(context: Context, number: int) -> bool:
    """Say whether a statement goes into a step; a constant becomes a setting, whatever its cell does."""
    label = context.labels[number]
    return label.is_in_package and label.stage in PIPELINE_STAGES


def _is_relative(statement: Statement) -> bool:
    """Say whether a statement imports from the package around, which would be another one in ours."""
    return any(module[0] == "." for _, module in statement.effects.imports)


def _way_out(problem: SyntaxProblem) -> str:
    if problem.python:
        return f"run nb2pkg with Python {problem.python} or later"
    return "mend or remove the cell"


def _may_fail(context: Context, cell: int) -> bool:
    noted = context.graph.program.notebook.cell(cell)
    return MAY_FAIL in noted.tags or noted.has_failed


def _reasons(context: Context, statement: Statement) -> Iterator[str]:
    yield from _renamed_at_once(context, statement)
    if is_expected_to_fail(context.graph.program.notebook, statement):
        yield (
            f"the package needs this, and the cell is expected to fail (its tag is {MAY_FAIL}); "
            f"move what has to be kept to a cell of its own"
        )
    magic = statement.magic
    if magic is not None and (not magic.has_python_body or magic.name not in _TRANSPARENT):
        yield f"the package needs what the magic {magic.name!r} does; replace it by Python"
    yield from _bound_by_the_cells_magic(context, statement)
    if context.graph.resolved[statement.id].is_opaque:
        yield "the package needs a statement of which nobody can tell what it binds (exec, %run …); write the code out"
    if is_using_kernel_loop(statement):
        yield (
            "it hands work to the kernel's own event loop, which a package has not; await the coroutine, or "
            "asyncio.gather(...) of several, in the cell that needs the result"
        )
    reads = {read.name for read in statement.effects.reads}
    for name in NAMESPACES:
        if not context.bound_by.get(name) and _asks_for_names(statement, name):
            yield f"it looks at the notebook's names by {name}(), and a package has others; name what it needs"
    for name in sorted(reads & _KERNEL_NAMES):
        if not context.bound_by.get(name):
            yield f"it reads {name!r}, which only a kernel knows; do without it"
    stars = [star_names(s.effects) for s in context.stars if s.id < statement.id]
    for name in sorted(context.graph.resolved[statement.id].unresolved - _KERNEL_NAMES):
        starred = any(names is None or name in names for names in stars)
        if not starred and not hasattr(builtins, name):
            yield f"it reads {name!r}, which nothing above it defines; {_remedy(context, statement, name)}"


def _bound_by_the_cells_magic(context: Context, statement: Statement) -> Iterator[str]:
    """Yield a reason where something reads what a magic of the whole cell binds, as `%%capture grabbed` does."""
    magic = statement.magic
    if magic is None or not magic.is_cell:
        return
    for name in magic.binds:
        for reader in context.statements:
            binders = context.binders(reader.id, name) if reader.cell != statement.cell else ()
            if any(context.statements[i].cell == statement.cell for i in binders):
                yield (
                    f"%%{magic.name} binds {name!r} from what this shows, and cell {reader.cell} reads it; a "
                    f"package has no such magic: use `with contextlib.redirect_stdout(io.StringIO()) as {name}:`, "
                    f"or read nothing of it"
                )
                return


def _renamed_at_once(context: Context, statement: Statement) -> Iterator[str]:
    """Yield a reason for each name that a statement uses as a builtin, an import or a function, and binds anew.

    An assignment alone in its step returns the value at once; all else would find a local variable without value.
    """
    if is_definition(statement) or _assigns_one(statement):
        return
    for name in sorted(shadowed(context, statement.id, statement.id)):
        yield f"it uses {name!r} and gives the name to something else; choose another name for the new value"


def _assigns_one(statement: Statement) -> bool:
    node = statement_of(statement.text)
    return (
        isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
    )


def _remedy(context: Context, statement: Statement, name: str) -> str:
    below = [i for i in context.bound_by.get(name, ()) if i > statement.id]
    if below:
        return f"move cell {context.statements[below[0]].cell}, which does, above it"
    gone = [s.cell for s in context.statements[: statement.id] if name in s.effects.unbinds]
    if gone:
        return f"cell {gone[-1]} has deleted it"
    return "define or import it, or remove the cell"


def _asks_for_names(statement: Statement, name: str) -> bool:
    """Say whether a statement calls `vars()` and the like outside of a function, or `globals()` anywhere."""
    if f"{name}(" not in statement.text:
        return False
    todo: list[ast.AST] = [tree_of(statement.text)]
    while todo:
        node = todo.pop()
        called = node.func if isinstance(node, ast.Call) and not node.args else None
        if isinstance(called, ast.Name) and called.id == name:
            return True
        if name == "globals" or not isinstance(node, _FUNCTIONS):
            todo.extend(ast.iter_child_nodes(node))
    return False
