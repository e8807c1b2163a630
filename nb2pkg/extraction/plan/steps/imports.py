"""Which of the notebook's imports each module of the package needs."""

from __future__ import annotations

import sys
from collections import defaultdict
from importlib import import_module
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.pure import STARRED
from nb2pkg.extraction.plan.context import Role
from nb2pkg.extraction.plan.steps.drawing import is_drawing_name
from nb2pkg.extraction.stages.needed import can_be_starred

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.blueprint import Definition, Step
    from nb2pkg.extraction.plan.context import Context


def module_names(
    context: Context, steps: Iterable[Step], definitions: Iterable[Definition]
) -> dict[str, frozenset[str]]:
    """Return for each module the names of the notebook that its code reads and does not make itself."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for module, number in _placed(steps, definitions):
        effects = context.statements[number].effects
        found[module] |= {
            read.name for read in effects.reads if not _brings(context, number, read.name)
        }
        found[module] |= {call.function for call in effects.calls}
        found[module] |= _late_names(context.statements[number])
    return {module: frozenset(names) for module, names in found.items()}


def module_imports(
    context: Context,
    steps: tuple[Step, ...],
    definitions: tuple[Definition, ...],
    names: Mapping[str, frozenset[str]],
) -> tuple[dict[str, tuple[int, ...]], list[str]]:
    """Return for each module the import statements that supply the names it reads, and why that fails."""
    wanted: defaultdict[str, dict[str, set[int]]] = defaultdict(dict)
    for module, number in _placed(steps, definitions):
        for name, imports in _suppliers(context, number).items():
            wanted[module].setdefault(name, set()).update(imports)
    problems: list[str] = []
    found = {}
    for module, suppliers in wanted.items():
        problems += _conflicts(context, suppliers)
        chosen = set().union(*suppliers.values())
        chosen |= {s.id for s in context.imports if _is_star_for(context, s, names[module])}
        for number in sorted(chosen):
            problems += _unfit(context, context.statements[number])
        found[module] = tuple(sorted(chosen))
    for _, number in _placed(steps, definitions):
        problems += _rebound_by_star(context, number)
    return found, list(dict.fromkeys(problems))


def _rebound_by_star(context: Context, number: int) -> Iterator[str]:
    """Yield a reason for each name that a star import has bound anew between its binding and this statement."""
    for star in context.stars:
        if star.id < number:
            for name in sorted(
                _exported(star) & {r.name for r in context.statements[number].effects.reads}
            ):
                bound_above = any(i < star.id for i in context.bound_by.get(name, ()))
                if bound_above and all(i <= star.id for i in context.binders(number, name)[-1:]):
                    yield (
                        f"cell {star.cell}, line {star.place.line}: the star import binds {name!r} anew, which a cell "
                        f"above has bound; import the names that are needed one by one"
                    )


def _exported(star: Statement) -> set[str]:
    """Return what a star import brings, where that is known without running anything of the notebook's."""
    module = star.text.removeprefix("from ").partition(" ")[0]
    if module not in STARRED or module.partition(".")[0] not in sys.stdlib_module_names:
        return set()
    found = import_module(module)
    return set(getattr(found, "__all__", [n for n in dir(found) if not n.startswith("_")]))


def _placed(steps: Iterable[Step], definitions: Iterable[Definition]) -> Iterator[tuple[str, int]]:
    for step in steps:
        for number in step.statements:
            yield step.stage.value, number
    for definition in definitions:
        yield definition.module, definition.statement


def _late_names(statement: Statement) -> set[str]:
    names: set[str] = set()
    for function in statement.effects.defines:
        names |= {read.name for read in function.reads} | {call.function for call in function.calls}
    return names


def _suppliers(context: Context, number: int) -> dict[str, set[int]]:
    """Return for each imported name that a statement reads the imports that it may come from."""
    statement = context.statements[number]
    effects = statement.effects
    found: dict[str, set[int]] = {}
    for name in {read.name for read in effects.reads} | {call.function for call in effects.calls}:
        if context.role(number, name) is Role.IMPORT and not _brings(context, number, name):
            binders = context.binders(number, name) or context.bound_by[name]
            found.setdefault(name, set()).update(_alike(context, name, binders))
    for name in _late_names(statement):
        if context.late_role(name) is Role.IMPORT:
            found.setdefault(name, set()).update(_alike(context, name, context.bound_by[name]))
    return found


def _brings(context: Context, number: int, name: str) -> bool:
    """Say whether a statement stands in a function that imports a name itself, as only drawing needs it."""
    return number in context.drawn and is_drawing_name(context, number, name)


def _alike(context: Context, name: str, binders: Iterable[int]) -> set[int]:
    """Add the imports that bring the same once more: `import a.b` and `import a.c` bind the same name."""
    targets = {_target(context.statements[i], name) for i in binders}
    return {
        s.id
        for s in context.importers.get(name, ())
        if s.id in binders or _target(s, name) in targets
    }


def _target(statement: Statement, name: str) -> object:
    """Return what an import binds a name to; a guarded one has several ways, and so speaks for itself."""
    if statement.kind in {"try", "if"}:
        return statement.text
    return dict(statement.effects.imports)[name]


def _conflicts(context: Context, suppliers: dict[str, set[int]]) -> Iterator[str]:
    for name, numbers in sorted(suppliers.items()):
        targets = {_target(context.statements[i], name) for i in numbers}
        if len(targets) > 1:
            last = context.statements[max(numbers)]
            yield (
                f"cell {last.cell}, line {last.place.line}: {name!r} is imported from several places; "
                f"give each a name of its own"
            )


def _unfit(context: Context, statement: Statement) -> Iterator[str]:
    where = f"cell {statement.cell}, line {statement.place.line}: "
    if statement.kind in {"try", "if"} and "get_ipython" in statement.text:
        yield where + "the package needs an import that installs what is missing; import it plainly"
    for read in statement.effects.reads:
        if context.role(statement.id, read.name) is not Role.IMPORT:
            yield where + f"the package needs an import that depends on {read.name!r}; import it plainly"


def _is_star_for(context: Context, statement: Statement, wanted: frozenset[str]) -> bool:
    if statement.text.startswith("from __future__"):
        return True
    return statement.effects.has_star and any(
        context.late_role(name) is Role.UNKNOWN and can_be_starred(name) for name in wanted
    )
