"""Extraction as a use case: from a notebook on disk to a verified project."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from nb2pkg.errors import CannotExtractError
from nb2pkg.generate import generate, imported_modules
from nb2pkg.graph import Graph, build
from nb2pkg.hoist import hoisted
from nb2pkg.interpreter import ask
from nb2pkg.label import label
from nb2pkg.plan import plan
from nb2pkg.plan.naming import package_name
from nb2pkg.read import load_raw, read
from nb2pkg.scan import scan
from nb2pkg.verify import Options, verify
from nb2pkg.write import Staged, commit, discard, restage, stage

if TYPE_CHECKING:
    from nb2pkg.blueprint import Plan
    from nb2pkg.model import Finding, Notebook, Verification

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extraction made."""

    plan: Plan
    directory: Path
    files: tuple[str, ...]
    verification: Verification | None
    warnings: tuple[Finding, ...] = ()


def extract(
    path: str,
    directory: Path | None,
    *,
    name: str | None,
    options: Options,
    verified: bool,
    force: bool,
    progress: Progress,
) -> Extraction:
    """Extract a notebook into a project directory, whole or not at all, and verify it.

    Raises UnreadableNotebookError, CannotExtractError, CannotWriteError or EnvironmentProblemError; then nothing
    has been written.
    """
    notebook = read(path)
    _require_python(notebook)
    raw = load_raw(path)
    target = directory or Path(path).with_name(package_name(Path(path).stem))
    progress("reading the notebook")
    graph = build(scan(hoisted(notebook)))
    project = _planned(graph, path, name, notebook_order=False)
    environment = ask(options.python, imported_modules(project))
    data = os.path.relpath(Path(path).resolve().parent, target.resolve()).replace(os.sep, "/")
    progress("writing the project")
    staged = stage(generate(project, raw, environment, data), target, force=force)
    try:
        verification = None
        if verified:
            verification = verify(Path(path), staged.path, options, progress)
            if verification.status in {"mismatch", "package-fails"}:
                project, verification, staged = _in_notebook_order(
                    graph,
                    path,
                    name,
                    staged,
                    verification,
                    lambda p: generate(p, raw, environment, data),
                    options,
                    progress,
                )
            staged = restage(staged, generate(project, raw, environment, data, verification))
        commit(staged, force=force)
    finally:
        discard(staged)
    return Extraction(project, target, tuple(sorted(staged.files)), verification)


def _require_python(notebook: Notebook) -> None:
    if notebook.language != "python":
        raise CannotExtractError(
            notebook.path,
            (f"its language is {notebook.language}, and only Python can be extracted",),
        )
    if not notebook.code_cells:
        raise CannotExtractError(notebook.path, ("it has no code cells: nothing to extract",))


def _planned(graph: Graph, path: str, name: str | None, *, notebook_order: bool) -> Plan:
    stem = Path(path).stem
    return plan(
        graph,
        label(graph),
        name or package_name(stem),
        Path(path).name,
        notebook_order=notebook_order,
    )


def _in_notebook_order(
    graph: Graph,
    path: str,
    name: str | None,
    staged: Staged,
    before: Verification,
    generated: Callable[[Plan], dict[str, str]],
    options: Options,
    progress: Progress,
) -> tuple[Plan, Verification, Staged]:
    """Put the notebook's own order back where the stages' order gave something else, and verify again."""
    project = _planned(graph, path, name, notebook_order=False)
    straight = _planned(graph, path, name, notebook_order=True)
    if straight.order == project.order:
        return project, before, staged
    progress("the stages' order gave another result; trying the notebook's own order")
    again = restage(staged, generated(straight))
    verification = verify(Path(path), again.path, options, progress)
    if verification.status == "match":
        note = "the pipeline keeps the notebook's order: in stage order its results differed"
        return straight, replace(verification, notes=(*verification.notes, note)), again
    return project, before, restage(again, generated(project))
