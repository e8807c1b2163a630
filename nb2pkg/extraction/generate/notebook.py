"""The notebook as a client of the package: every cell in place, calls where code moved."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

from nb2pkg.extraction.generate.calls import notebook_call
from nb2pkg.extraction.generate.comments import comment_behind, with_comment
from nb2pkg.extraction.generate.conceal import concealed_notebook
from nb2pkg.extraction.generate.handing_on import helper_imports
from nb2pkg.extraction.generate.imports import import_lines
from nb2pkg.extraction.generate.local import localised
from nb2pkg.extraction.plan.steps.secrets import LOOK_UP
from nb2pkg.extraction.stages.needed import is_import
from nb2pkg.notebook.ipython.margins import dedented, without_prompts
from nb2pkg.notebook.read.cells import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nb2pkg.analysis.model import Statement
    from nb2pkg.extraction.blueprint import Plan, Step
    from nb2pkg.extraction.generate.cells import CellNodes

TAG = "nb2pkg"
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


def rewritten(plan: Plan, raw: Mapping[str, Any], cells: dict[int, CellNodes]) -> str:
    """Return the rewritten notebook as JSON; `raw` is the original, upgraded to nbformat 4."""
    document = copy.deepcopy(dict(raw))
    replacements = _replacements(plan, cells)
    changed = {
        number: _cell_source(plan, number, replacements)
        for number in _touched_cells(plan, replacements)
    }
    for number, cell in enumerate(document["cells"], start=1):
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
        if number in changed:
            cell["source"] = changed[number]
        else:
            cell["source"] = joined(cell["source"])
    if changed:
        first = min(changed)
        document["cells"].insert(first - 1, _client_cell(plan, changed))
    _give_ids(document)
    return json.dumps(concealed_notebook(document, plan), indent=1, ensure_ascii=False) + "\n"


def _replacements(plan: Plan, cells: dict[int, CellNodes]) -> dict[int, str | None]:
    """Return for each statement that does not stay as it is the text that takes its place, or None for none."""
    found: dict[int, str | None] = {}
    constants = plan.constant_names
    for step in plan.steps:
        found |= dict.fromkeys(step.statements)
        found[step.statements[0]] = notebook_call(plan, step, constants)
    for figure in plan.commands.figures:
        found |= dict.fromkeys(figure.step.statements)
        found |= _figure_call(plan, figure.step, constants)
    for number, setting in plan.configuration.constants.items():
        (name,) = plan.program.statements[number].effects.binds
        found[number] = f"{name} = {plan.words.settings}.{setting}"
    for definition in plan.definitions:
        suffix = f" as {definition.original}" if definition.name != definition.original else ""
        line = f"from {plan.package}.{definition.module} import {definition.name}{suffix}"
        before = found.get(definition.statement)
        found[definition.statement] = f"{before}\n{line}" if before else line
    for number in plan.edits:
        if number not in found:
            found[number] = cells[plan.program.statements[number].cell].code(number)
    return _companion_imports(plan) | found


def _figure_call(plan: Plan, step: Step, constants: Mapping[str, str]) -> dict[int, str | None]:
    """Return the call of a function that draws: where the drawing begins, or ends if other code stands in between."""
    first, last = step.statements[0], step.statements[-1]
    call = notebook_call(plan, step, constants)
    ends_cell = last == plan.program.of_cell(step.cell)[-1].id
    quiet = ";" if ends_cell and not step.has_shown_value else ""
    is_one_piece = last - first + 1 == len(step.statements)
    return {first if is_one_piece else last: f"{call}{quiet}"}


def _companion_imports(plan: Plan) -> dict[int, str | None]:
    """Return the imports of files beside the notebook as ones from the package: each has one state, for both."""
    found: dict[int, str | None] = {}
    for statement in plan.program.statements:
        if plan.local and is_import(statement) and statement.magic is None:
            text = localised(statement.text, plan.package, plan.local)
            if text != statement.text:
                found[statement.id] = text
    return found


def _touched_cells(plan: Plan, replacements: dict[int, str | None]) -> list[int]:
    return sorted({plan.program.statements[number].cell for number in replacements})


def _cell_source(plan: Plan, number: int, replacements: dict[int, str | None]) -> str:
    """Put a cell together again: what stays as its author wrote it, and what replaces the rest."""
    text, removed = dedented(*without_prompts(plan.program.notebook.cell(number).source))
    lines = text.split("\n")
    statements = plan.program.of_cell(number)
    parts: list[str] = []
    bare = _newly_last(statements, replacements)
    done = 0  # lines of the cell that are dealt with
    for cluster in _clusters(statements):
        first, last = _first_line(plan, cluster[0]), max(s.place.end_line for s in cluster)
        gap = lines[done : first - 1]
        if all(s.id not in replacements for s in cluster):
            parts += gap + lines[first - 1 : last]
            if bare in cluster:
                parts[-1] = _quiet(parts[-1], cluster[-1].place.end_column - removed[last - 1])
        else:
            texts = [_text(s, replacements, lines) for s in cluster]
            kept = [text for text in texts if text is not None]
            if bare in cluster and kept:
                kept[-1] += ";"
            if kept:
                end = cluster[-1].place.end_column - (removed[last - 1] if removed else 0)
                kept[-1] = with_comment(kept[-1], comment_behind(cluster[-1], lines[last - 1], end))
            parts += (gap + kept) if kept else _without_own_comments(gap)
        done = last
    return "\n".join(parts + lines[done:]).strip("\n")


def _newly_last(
    statements: Sequence[Statement], replacements: dict[int, str | None]
) -> Statement | None:
    """Return the expression that the cell ends with now that others have gone: IPython would display it."""
    left = [s for s in statements if replacements.get(s.id, "") is not None]
    if not left or left[-1].id in replacements or left[-1].effects.is_displayed:
        return None
    last = left[-1]
    shows_nothing = last.text.startswith(("print(", "display("))
    return last if last.kind == "expr" and not shows_nothing and last.magic is None else None


def _quiet(line: str, column: int) -> str:
    """End an expression with a semicolon, which tells IPython not to display it."""
    before, after = line[: column - 1], line[column - 1 :]
    return line if after.lstrip().startswith(";") else f"{before};{after}"


def _clusters(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Group the statements that share lines."""
    clusters: list[list[Statement]] = []
    for statement in statements:
        if clusters and statement.place.line <= max(s.place.end_line for s in clusters[-1]):
            clusters[-1].append(statement)
        else:
            clusters.append([statement])
    return clusters


def _first_line(plan: Plan, statement: Statement) -> int:
    """Return the line on which a statement begins, its decorators included."""
    line = statement.place.line
    if statement.kind in {"functiondef", "asyncfunctiondef", "classdef"}:
        lines = plan.program.codes[statement.cell].text.split("\n")
        previous = max(
            (s.place.end_line for s in plan.program.of_cell(statement.cell) if s.id < statement.id),
            default=0,
        )
        for candidate in range(previous + 1, line):
            if lines[candidate - 1].lstrip().startswith("@"):
                return candidate
    return line


def _text(
    statement: Statement, replacements: dict[int, str | None], lines: list[str]
) -> str | None:
    if statement.id not in replacements:
        return statement.text
    text = replacements[statement.id]
    if text is not None and statement.magic is not None and not statement.magic.is_cell:
        indent = lines[statement.place.line - 1].lstrip()
        prefix = re.match(r"%\w+ ", indent)
        return (prefix.group(0) if prefix else "") + text
    return text


def _without_own_comments(gap: list[str]) -> list[str]:
    """Drop the comments right above code that moved away with them."""
    kept = list(gap)
    while kept and (kept[-1].lstrip().startswith("#") or not kept[-1].strip()):
        kept.pop()
    return kept


def _client_cell(plan: Plan, changed: Mapping[int, str]) -> dict[str, Any]:
    lines = [
        f"from {plan.package}.{step.stage.value} import {step.name}" for step in plan.functions
    ]
    uses_settings = bool(plan.configuration.settings)
    if uses_settings:
        lines.append(f"from {plan.package}.settings import Settings")
    if any(f"{LOOK_UP}(" in text for text in changed.values()):
        lines.append(f"from {plan.package}.settings import {LOOK_UP}")
    lines += helper_imports(plan, changed.values())
    source = import_lines(plan, (), lines)
    if uses_settings:
        source += f"\n\n{plan.words.settings} = Settings()"
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": TAG,
        "metadata": {"tags": [TAG]},
        "outputs": [],
        "source": source,
    }


def _give_ids(document: dict[str, Any]) -> None:
    """Give every cell a valid id of its own, the same at every run."""
    document["nbformat"], document["nbformat_minor"] = 4, max(
        5, int(document.get("nbformat_minor", 0))
    )
    seen: set[str] = set()
    for number, cell in enumerate(document["cells"], start=1):
        name = cell.get("id")
        if not isinstance(name, str) or not _ID.match(name) or name in seen:
            cell["id"] = name = f"cell-{number}"
        seen.add(name)
