"""The stage modules: definitions and step functions as text."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

import libcst as cst

from nb2pkg.extraction.blueprint import Signature
from nb2pkg.extraction.generate.commands import predictor_functions
from nb2pkg.extraction.generate.docstrings import docstring
from nb2pkg.extraction.generate.drawing import figure_hint, figure_returned, imports_within
from nb2pkg.extraction.generate.empty_containers import told
from nb2pkg.extraction.generate.handing_on import helper_imports
from nb2pkg.extraction.generate.imports import import_lines
from nb2pkg.extraction.generate.layout import formatted
from nb2pkg.extraction.generate.renaming import renamed
from nb2pkg.extraction.generate.types import hint, names_in, returned
from nb2pkg.extraction.isolated import announce
from nb2pkg.extraction.plan.steps.secrets import LOOK_UP
from nb2pkg.trees import tree_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.extraction.blueprint import Definition, Plan, Step, Variable
    from nb2pkg.extraction.generate.cells import CellNodes, Node

TITLES: Final = {
    "ingest": "Ingest: bring the data in.",
    "features": "Features: from raw data to what the models are given.",
    "train": "Train: fit the models.",
    "evaluate": "Evaluate: judge the models.",
    "infer": "Infer: predict for new rows.",
    "common": "Common: what several stages use.",
}


def stage_module(plan: Plan, module: str, cells: dict[int, CellNodes]) -> str:
    """Return the source of a stage module."""
    announce(f"the module {module}")
    definitions = [d for d in plan.definitions if d.module == module]
    order = {index: position for position, index in enumerate(plan.order)}
    steps = [
        plan.steps[i]
        for i in sorted(order, key=lambda i: order[i])
        if plan.steps[i].stage.value == module and not plan.steps[i].sharing.is_repeated
    ]
    figures = [f.step for f in plan.commands.figures if f.step.stage.value == module]
    body = [_definition(plan, definition, cells) for definition in definitions]
    body += [_step(plan, step, cells) for step in (*steps, *figures)]
    predicting, names, stages = predictor_functions(plan) if module == "infer" else ([], set(), [])
    body += predicting
    names |= plan.modules.names.get(module, frozenset())
    for step in figures:
        names |= names_in(plan, step.parameters)
    for step in steps:
        signature = _signature(step)
        names |= names_in(plan, signature.parameters)
        has_arrow = _arrow(plan, step, signature)
        names |= names_in(plan, signature.returns) if has_arrow else set()
    code = "\n\n".join(body)
    used = {node.id for node in ast.walk(tree_of(code)) if isinstance(node, ast.Name)}
    extra = [
        f"from {plan.package}.{d.module} import {d.name}"
        for d in plan.definitions
        if d.module != module and d.original in names and d.name in used
    ]
    extra += [*stages, *helper_imports(plan, [code])]
    if f"{LOOK_UP}(" in code:
        extra.append(f"from {plan.package}.settings import {LOOK_UP}")
    if figures:
        extra += ["from __future__ import annotations", "from typing import TYPE_CHECKING"]
    imports = import_lines(plan, names, extra, module)
    imports += _FOR_TYPES if figures else ""
    return formatted(f'"""{TITLES[module]}"""\n\n{imports}\n\n\n{code}\n')


_FOR_TYPES: Final = "\n\nif TYPE_CHECKING:\n    from matplotlib.figure import Figure"


def _definition(plan: Plan, definition: Definition, cells: dict[int, CellNodes]) -> str:
    statement = plan.program.statements[definition.statement]
    node = _without_blank_lead(cells[statement.cell].nodes[definition.statement])
    return cst.Module(body=[node]).code


def _step(plan: Plan, step: Step, cells: dict[int, CellNodes]) -> str:
    announce(f"cell {step.cell}")
    nodes = cells[step.cell].nodes
    body: list[Node] = [nodes[number] for number in step.statements]
    body[0] = _without_summary(_without_blank_lead(body[0]), step.summary, bare=step.body.is_bare)
    if step.is_figure:
        body = [*imports_within(plan, step), *figure_returned(step, plan.words.shown, body)]
    else:
        body = [*map(_nothing, step.body.unset), *_ended(plan, step, body)]
    body = told(body, _names(step.returns))
    signature = _signature(step)
    how = "async def" if step.body.is_coroutine else "def"
    head = (
        f"{how} {step.name}({_parameters(plan, signature)}){_arrow(plan, step, signature)}:\n"
        f"    {docstring(step)}\n"
    )
    function = cst.ensure_type(cst.parse_statement(head), cst.FunctionDef)
    block = cst.ensure_type(function.body, cst.IndentedBlock)
    whole = function.with_changes(body=block.with_changes(body=[*block.body, *body]))
    return cst.Module(body=[renamed(whole, dict(step.body.renamed))]).code


def _names(variables: Sequence[Variable]) -> list[str]:
    return [variable.name for variable in variables]


def _nothing(name: str) -> Node:
    return cst.ensure_type(cst.parse_statement(f"{name} = None\n"), cst.SimpleStatementLine)


def _signature(step: Step) -> Signature:
    return step.sharing.signature or Signature(step.parameters, step.returns)


def _parameters(plan: Plan, signature: Signature) -> str:
    found = []
    for variable in signature.parameters:
        annotation = hint(plan, variable)
        found.append(f"{variable.name}: {annotation}" if annotation else variable.name)
    return ", ".join(found)


def _arrow(plan: Plan, step: Step, signature: Signature) -> str:
    if step.is_figure:
        return f" -> {figure_hint(step)}"
    if step.has_shown_value:
        return ""
    annotation = returned(plan, signature.returns)
    return f" -> {annotation}" if annotation else ""


def _ended(plan: Plan, step: Step, body: list[Node]) -> list[Node]:
    """Add the return statement, or make the last statement one."""
    names = [variable.name for variable in step.returns]
    last = body[-1]
    if step.has_shown_value:
        value = cst.ensure_type(
            cst.ensure_type(last, cst.SimpleStatementLine).body[0], cst.Expr
        ).value
        if not names:
            return [*body[:-1], last.with_changes(body=[cst.Return(value)])]
        shown = plan.words.shown
        kept = cst.Assign(targets=[cst.AssignTarget(cst.Name(shown))], value=value)
        return [*body[:-1], last.with_changes(body=[kept]), _return([*names, shown])]
    if not names:
        return body
    assigned = _assigned_value(last, names)
    if assigned is not None:
        return [*body[:-1], last.with_changes(body=[cst.Return(assigned)])]
    return [*body, _return(names)]


def _return(names: list[str]) -> cst.SimpleStatementLine:
    return cst.ensure_type(
        cst.parse_statement(f"return {', '.join(names)}\n"), cst.SimpleStatementLine
    )


def _assigned_value(node: Node, names: list[str]) -> cst.BaseExpression | None:
    """Return what a last `name = value` or `a, b = value` assigns when that is just what is returned."""
    if not isinstance(node, cst.SimpleStatementLine) or not isinstance(node.body[0], cst.Assign):
        return None
    assign = node.body[0]
    if len(assign.targets) != 1 or len(names) != 1:
        return None
    target = assign.targets[0].target
    return assign.value if isinstance(target, cst.Name) and target.value == names[0] else None


def _without_blank_lead(node: Node) -> Node:
    """Drop the blank lines above a node; its comments stay."""
    lead = list(node.leading_lines)
    while lead and lead[0].comment is None:
        lead.pop(0)
    return node.with_changes(leading_lines=lead)


def _without_summary(node: Node, summary: str, *, bare: bool) -> Node:
    """Drop a leading comment that the docstring repeats, or all of them."""
    lead = [] if bare else list(node.leading_lines)

    def said(line: cst.EmptyLine) -> bool:
        text = line.comment.value if line.comment else ""
        return text.strip("#:. ").lower() == summary.strip(":. ").lower()

    kept = [line for line in lead if not said(line)]
    while kept and kept[-1].comment is None:  # comments stand right above the code
        kept.pop()
    return _without_blank_lead(node.with_changes(leading_lines=kept))
