"""Which statement goes into which function, what becomes a parameter or a setting, what stays behind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nb2pkg.analysis.resources import FOLDER
from nb2pkg.errors import CannotExtractError
from nb2pkg.extraction.blueprint import (
    Configuration,
    LeftStatement,
    Modules,
    Plan,
    Staying,
    Step,
    Variable,
    Words,
)
from nb2pkg.extraction.plan.commands.offer import Functions, commands
from nb2pkg.extraction.plan.commands.versions import lineage
from nb2pkg.extraction.plan.context import Context
from nb2pkg.extraction.plan.definitions.memoizing import remembered_problems
from nb2pkg.extraction.plan.definitions.placement import (
    definition_edits,
    modules_that_register,
    plan_definitions,
)
from nb2pkg.extraction.plan.definitions.uses import use_edits
from nb2pkg.extraction.plan.naming.names import unique
from nb2pkg.extraction.plan.refusing.changing import changing
from nb2pkg.extraction.plan.refusing.refusals import refusals
from nb2pkg.extraction.plan.refusing.soundness import missing_inputs, unplaced
from nb2pkg.extraction.plan.serving.served import served, ways
from nb2pkg.extraction.plan.steps import flows
from nb2pkg.extraction.plan.steps.deferred import deferred_problems
from nb2pkg.extraction.plan.steps.drawing import figure_steps
from nb2pkg.extraction.plan.steps.groups import group
from nb2pkg.extraction.plan.steps.imports import module_imports, module_names
from nb2pkg.extraction.plan.steps.order import pipeline_order
from nb2pkg.extraction.plan.steps.secrets import LOOK_UP, secret_literals, secret_texts
from nb2pkg.extraction.plan.steps.settings import lift
from nb2pkg.extraction.plan.steps.signatures import make_steps
from nb2pkg.extraction.plan.titles import name_steps
from nb2pkg.extraction.plan.twins.twins import share
from nb2pkg.extraction.stages.figures import without_figures
from nb2pkg.extraction.stages.label import options_of
from nb2pkg.extraction.stages.parameters import parameters, unfit
from nb2pkg.secrets import find_secrets
from nb2pkg.stage import PIPELINE_STAGES, Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.extraction.blueprint import Definition, Edit
    from nb2pkg.extraction.plan.steps.settings import Lifted
    from nb2pkg.extraction.stages.parameters import Unfit
    from nb2pkg.stage import Label

__all__ = ["plan", "with_drawable_figures"]

_MODULES = frozenset(
    "ingest features train evaluate infer pipeline settings common commands errors saving serving handing_on "
    "figures".split()
)


def plan(
    graph: Graph,
    labels: tuple[Label, ...],
    package: str,
    file_name: str,
    *,
    notebook_order: bool = False,
    afresh: Collection[str] = (),
    pandas: int | None = None,
) -> Plan:
    """Return the plan of the project.

    With `notebook_order` the pipeline calls its steps as the notebook does, whatever their stages. Commands that stand
    in `afresh` run all they need, whatever `train` saves; with "train" in it there is no such command. `pandas` is the
    major version in the notebook's environment, where it is known. Figures that no command could draw, or for which
    the notebook would be refused, stay in the notebook.
    Raises CannotExtractError, with every reason, where the notebook cannot be extracted faithfully.
    """

    def planned(chosen: tuple[Label, ...]) -> Plan:
        return _plan(
            graph,
            chosen,
            package,
            file_name,
            notebook_order=notebook_order,
            afresh=afresh,
            pandas=pandas,
        )

    wanted = _figures(labels)
    while True:
        try:
            made = planned(labels)
        except CannotExtractError:
            if not wanted:
                raise
            return planned(without_figures(labels))
        lost = wanted - {figure.step.statements[0] for figure in made.commands.figures}
        if not lost:
            return made
        labels, wanted = without_figures(labels, lost), wanted - lost


def with_drawable_figures(graph: Graph, labels: tuple[Label, ...]) -> tuple[Label, ...]:
    """Return labels with which the figures stay in the notebook that a plan leaves there."""
    wanted = _figures(labels)
    if not wanted:
        return labels
    try:
        made = plan(graph, labels, "package", "notebook.ipynb")
    except CannotExtractError:
        return labels  # nobody will make a package of it
    drawn = {figure.step.statements[0] for figure in made.commands.figures}
    return without_figures(labels, wanted - drawn)


def _figures(labels: Iterable[Label]) -> frozenset[int]:
    return frozenset(label.figure for label in labels if label.figure is not None)


def _plan(
    graph: Graph,
    labels: tuple[Label, ...],
    package: str,
    file_name: str,
    *,
    notebook_order: bool,
    afresh: Collection[str],
    pandas: int | None,
) -> Plan:
    """Return the plan of the project, with every figure that the labels name among its functions."""
    context = Context(graph, _placed_options(graph, labels), pandas)
    taken = frozenset(_names(context) | _MODULES | {package, LOOK_UP})
    definitions, problems = plan_definitions(context, set(taken))
    context = replace(context, fixed=frozenset(d.statement for d in definitions))
    uses, entangled = use_edits(context, definitions)
    texts = secret_texts(context)
    secrets, stuck = secret_literals(context, texts)
    problems = (*problems, *stuck, *_secret_tables(context, secrets))
    _refuse(graph, (*problems, *_problems(context, definitions, entangled)))
    moving = context.computing - context.fixed
    lifted = lift(context, moving, context.fixed, set(taken), secrets, f"{package.upper()}_")
    edits = _edits(definition_edits(context, definitions), uses, lifted.edits)
    calls = served(context)
    flow = _flow(context, lifted, edits, taken, ways(calls), notebook_order=notebook_order)
    names = {*taken, *(step.name for step in flow.steps), *(s.name for s in lifted.settings)}
    figures = figure_steps(context, lifted, names | {d.name for d in definitions})
    modules = _modules(context, flow, figures, definitions, lifted)
    known = lineage(context, flow.steps, flow.order, taken | {s.name for s in lifted.settings})
    return Plan(
        program=graph.program,
        package=package,
        notebook=file_name,
        steps=flow.steps,
        order=flow.order,
        definitions=definitions,
        configuration=Configuration(lifted.settings, lifted.constants, lifted.hidden, texts),
        results=flow.results,
        edits=flow.edits,
        modules=modules,
        staying=_staying(context, lifted, texts),
        has_folder_change=_changes_folder(context, moving),
        words=_words(context),
        versions=known.versions,
        commands=commands(
            context,
            Functions(flow.steps, flow.order, figures, definitions),
            flow.results,
            lifted.constants,
            {*taken, *(d.name for d in definitions), *(s.name for s in (*flow.steps, *figures))},
            known=known,
            afresh=afresh,
            served=calls,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Flow:
    """The steps, with what they leave, and the edits of all statements."""

    steps: tuple[Step, ...]
    order: tuple[int, ...]
    results: tuple[Variable, ...]
    edits: dict[int, tuple[Edit, ...]]


def _flow(
    context: Context,
    lifted: Lifted,
    edits: Mapping[int, tuple[Edit, ...]],
    taken: frozenset[str],
    apart: Mapping[int, object],
    *,
    notebook_order: bool,
) -> _Flow:
    """Group what computes into steps, give them names and an order."""
    moving = context.computing - context.fixed
    groups = group(context, _placed(context, moving - set(lifted.constants)), apart)
    kept = _kept(context, moving, context.fixed)
    shared = share(context, make_steps(context, groups, lifted, kept), edits)
    steps = name_steps(context, shared, {*taken, *(s.name for s in lifted.settings)})
    order = tuple(range(len(steps))) if notebook_order else pipeline_order(context, groups)
    return _Flow(steps, order, _results(steps, kept), _edits(edits, shared.edits))


def _modules(
    context: Context,
    flow: _Flow,
    figures: tuple[Step, ...],
    definitions: tuple[Definition, ...],
    lifted: Lifted,
) -> Modules:
    """Return what the modules import; refuse a plan that is not sound."""
    steps = (*flow.steps, *figures)
    names = module_names(context, steps, definitions)
    imports, entangled = module_imports(context, steps, definitions, names)
    lost = unplaced(context, steps, {*context.fixed, *lifted.constants})
    missing = missing_inputs(flow.steps, flow.order)
    _refuse(context.graph, (*entangled, *lost, *missing))
    return Modules(imports, names, modules_that_register(context, definitions))


def _problems(
    context: Context, definitions: tuple[Definition, ...], entangled: Iterable[str]
) -> Iterator[str]:
    """Yield the reasons why what moves cannot be extracted faithfully."""
    yield from refusals(context, set(context.fixed))
    yield from entangled
    yield from deferred_problems(context, context.moved - context.fixed, definitions)
    yield from remembered_problems(context, definitions)


def _refuse(graph: Graph, problems: Iterable[str]) -> None:
    """Raise CannotExtractError with all reasons, if there are any."""
    found = tuple(dict.fromkeys(problems))
    if found:
        raise CannotExtractError(graph.program.notebook.path, found)


def _words(context: Context) -> Words:
    names = _names(context)
    return Words(unique("settings", set(names)), unique("shown", set(names)), _aliases(context))


def _staying(context: Context, lifted: Lifted, texts: tuple[str, ...]) -> Staying:
    unset = unfit(context.graph, lifted.constants)
    return Staying(
        left=(*_left(context), *_told(context, unset, moving=False)),
        unset=_told(context, unset, moving=True),
        changing=changing(context, texts),
    )


def _changes_folder(context: Context, moving: frozenset[int]) -> bool:
    """Say whether what moves changes the working directory."""
    uses = (use for i in moving for use in context.graph.resolved[i].uses)
    return any(use.resource == FOLDER and use.is_write for use in uses)


def _placed_options(graph: Graph, labels: tuple[Label, ...]) -> tuple[Label, ...]:
    """Give what sets how all that follows works a place in the package: its first stage."""
    set_up = [
        number
        for number, label in enumerate(labels)
        if label.stage is Stage.SETUP and label.is_in_package
    ]
    options = options_of(graph, set_up)
    return tuple(
        label._replace(stage=Stage.INGEST) if number in options else label
        for number, label in enumerate(labels)
    )


def _placed(context: Context, moving: frozenset[int]) -> frozenset[int]:
    """Constants that cannot be settings go where they are used first."""
    return frozenset(i for i in moving if context.labels[i].stage in PIPELINE_STAGES)


def _names(context: Context) -> set[str]:
    names: set[str] = set(context.bound_by)
    for statement in context.statements:
        names |= {read.name for read in statement.effects.reads}
    return names


def _aliases(context: Context) -> dict[str, str]:
    """Return for what is imported the name under which the notebook imports it first."""
    found: dict[str, str] = {}
    for statement in context.imports:
        for name, what in statement.effects.imports:
            found.setdefault(what, name)
    return found


def _kept(context: Context, moving: frozenset[int], fixed: frozenset[int]) -> dict[str, set[int]]:
    """Return the results: names whose last version the package alone makes, and what bound and changed it last."""
    readers = flows.readers(context)
    kept = {}
    for name in sorted(context.graph.fresh.final):
        history = context.graph.fresh.history(name)
        if ":" in name or not history or name.startswith("_"):
            continue
        binders = [i for i in history if context.can_bind(i, name)]
        if not binders or not moving.issuperset(history) or set(history) & fixed:
            continue
        statement = context.statements[binders[-1]]
        if (
            statement.magic is not None
            and statement.magic.is_cell
            and name in statement.magic.binds
        ):
            continue  # the cell's magic binds it, and the package has none
        if not flows.is_value(dict(statement.effects.kinds).get(name)):
            continue
        if flows.can_be_unbound(context, binders, name) and not flows.surely_bound(
            context, history
        ) & {name}:
            continue
        users = set().union(*(readers.get((i, name), ()) for i in history))
        if flows.is_lazy(context, binders[-1], name) and not users <= moving:
            continue  # a cell that stays looks at it, which it remembers: the package's would differ
        if users or not flows.is_loop_variable(context, binders[-1], name):
            kept[name] = {binders[-1], history[-1]}
    return {
        name: made for name, made in kept.items() if not _passes_by(context, name, kept, readers)
    }


def _passes_by(
    context: Context,
    name: str,
    kept: Mapping[str, set[int]],
    readers: Mapping[tuple[int, str], set[int]],
) -> bool:
    """Say whether a value is made anew in each round of a loop, for others that it leaves, and read nowhere else."""
    *_, loop = sorted(kept[name])
    return (
        flows.is_intermediate(context, loop, name)
        and not readers.get((loop, name))
        and any(
            loop in made and not flows.is_intermediate(context, loop, other)
            for other, made in kept.items()
        )
    )


def _secret_tables(context: Context, secrets: Iterable[int]) -> list[str]:
    """Return a reason for each list or table of parameters with a secret in it: the environment holds texts alone."""
    tables = {i for i, value in parameters(context.graph).items() if not isinstance(value, str)}
    places = [context.statements[number].place for number in sorted(tables & set(secrets))]
    told = "what looks like a secret stands in a list or table of parameters; give it a name of its own"
    return [f"cell {place.cell}, line {place.line}: {told}" for place in places]


def _results(steps: tuple[Step, ...], kept: dict[str, set[int]]) -> tuple[Variable, ...]:
    found: dict[str, Variable] = {}
    for step in steps:
        for variable in step.returns:
            if set(step.statements) & kept.get(variable.name, set()):
                found[variable.name] = variable
    return tuple(found.values())


def _edits(*sources: Mapping[int, Sequence[Edit]]) -> dict[int, tuple[Edit, ...]]:
    merged: defaultdict[int, list[Edit]] = defaultdict(list)
    for found in sources:
        for number, edits in found.items():
            merged[number] += list(edits)
    return {number: tuple(edits) for number, edits in merged.items()}


def _told(context: Context, unset: Iterable[Unfit], *, moving: bool) -> tuple[LeftStatement, ...]:
    """Return those of the names that are no settings whose statements move, or those that stay."""
    places = [
        (context.statements[one.statement].place, one.reason)
        for one in unset
        if (one.statement in context.moved) is moving
    ]
    return tuple(LeftStatement(place.cell, place.line, reason) for place, reason in places)


def _left(context: Context) -> tuple[LeftStatement, ...]:
    """Return the statements that stay although they are no mere display: foreign code, shell commands and the like."""
    found = []
    for statement in context.statements:
        magic = statement.magic
        if magic is not None and not magic.has_python_body:
            found.append(
                LeftStatement(statement.cell, statement.place.line, f"%%{magic.name} is not Python")
            )
        elif magic is not None and magic.name in {"!", "!!"}:
            masked = (
                "; what looks like a secret in it is masked" if find_secrets(magic.argument) else ""
            )
            reason = f"a shell command belongs to the set-up{masked}"
            found.append(LeftStatement(statement.cell, statement.place.line, reason))
        elif statement.effects.is_opaque:
            found.append(
                LeftStatement(statement.cell, statement.place.line, "nobody can tell what it binds")
            )
    return tuple(found)
