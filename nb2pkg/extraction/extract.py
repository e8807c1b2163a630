"""Extraction as a use case: from a notebook on disk to a verified project."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nb2pkg.analysis.graph import Graph, build
from nb2pkg.analysis.knowledge import readers
from nb2pkg.analysis.knowledge.platforms import PYLAB_LIBRARIES
from nb2pkg.analysis.rewriting.hoist import hoisted
from nb2pkg.analysis.rewriting.unwrap import unwrapped
from nb2pkg.analysis.rewriting.written_out import written_out
from nb2pkg.analysis.scan import scan
from nb2pkg.errors import BrokenWorkError, CannotExtractError, CannotWriteError, Nb2pkgError
from nb2pkg.extraction.apart import learned_apart
from nb2pkg.extraction.attempt import AS_PLANNED, Attempt
from nb2pkg.extraction.companions import companions, imported, modules_in
from nb2pkg.extraction.interpreter import Environment, ask
from nb2pkg.extraction.isolated import Kept, Worker, announce
from nb2pkg.extraction.plan import plan
from nb2pkg.extraction.plan.naming.names import file_name, package_name, package_name_problem
from nb2pkg.extraction.stages.beside import functions_beside
from nb2pkg.extraction.stages.figures import without_figures
from nb2pkg.extraction.stages.label import label
from nb2pkg.extraction.stages.needed import is_import
from nb2pkg.extraction.stages.parameters import spread_out
from nb2pkg.extraction.write import Staged, Written, commit, discard, restage, stage
from nb2pkg.notebook.directives import unknown_directives
from nb2pkg.notebook.ipython import to_python
from nb2pkg.notebook.model import Notebook
from nb2pkg.notebook.read import Opened, opened, read_bytes
from nb2pkg.verify import Options, verify
from nb2pkg.verify.model import RowsKind, Status
from nb2pkg.verify.running.copies import find_root
from nb2pkg.verify.running.environment import find_interpreter, named_interpreter

if TYPE_CHECKING:
    from nb2pkg.extraction.blueprint import Plan
    from nb2pkg.stage import Stage
    from nb2pkg.verify.model import Verification

_SAVING = "joblib"  # what saves models of scikit-learn
_DIFFERS = frozenset({Status.MISMATCH, Status.PACKAGE_FAILS})
NO_PROOF = frozenset({Status.NOTEBOOK_FAILS, Status.TIMEOUT})  # with these nothing is written
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be extracted, where to, and how."""

    path: str
    directory: Path | None = None  # default: beside the notebook, named after the package
    name: str | None = None  # default: after the notebook
    verified: bool = True
    force: bool = False
    stages: tuple[tuple[str, Stage], ...] = ()  # the user's: (pattern of a called function, stage)
    data: bytes | None = None  # the notebook's file, where it has been read already

    @property
    def content(self) -> bytes:
        """Return the bytes of the notebook's file; raises UnreadableNotebookError."""
        return read_bytes(self.path) if self.data is None else self.data

    @property
    def unread(self) -> Request:
        """Return the request without the file's bytes, for whoever has what they hold."""
        return replace(self, data=None)

    @property
    def package(self) -> str:
        """Return the name of the package."""
        return package_name(Path(self.path).stem) if self.name is None else self.name

    @property
    def target(self) -> Path:
        """Return the project's directory."""
        return self.directory or Path(self.path).with_name(self.package)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extraction made; `written` is None where the runs have shown that there is nothing to hold it against."""

    plan: Plan
    directory: Path
    files: tuple[str, ...]
    verification: Verification | None
    written: Written | None = None


@dataclass(frozen=True)
class _Source:
    """A notebook that was taken apart, and what making a project of it needs."""

    request: Request
    graph: Graph
    added: frozenset[str]
    raw: dict[str, Any]
    companions: dict[str, str]
    is_apart: bool = False  # it has other statements than its author wrote, for rows to be served

    def has_more_statements(self) -> bool:
        """Say whether the notebook has other statements here than its author wrote."""
        return self.is_apart

    def modules(self) -> list[str]:
        """Return the top-level modules that the notebook imports."""
        statements = self.graph.program.statements
        names = {what.partition(".")[0] for s in statements for _, what in s.effects.imports}
        names |= {name for s in statements if is_import(s) for name in imported(s.text)}
        names |= {name for source in self.companions.values() for name in imported(source)}
        return sorted({*names, *PYLAB_LIBRARIES, _SAVING, *readers.ALL} - {""})

    def planned(self, environment: Environment, attempt: Attempt = AS_PLANNED) -> Plan:
        """Return the plan of the project; what would be refused only for what nothing needs leaves that behind."""
        announce("the plan")
        try:
            return self._planned(environment, attempt, narrow=False)
        except CannotExtractError as refusal:
            try:
                return self._planned(environment, attempt, narrow=True)
            except CannotExtractError:
                raise refusal from None

    def _planned(self, environment: Environment, attempt: Attempt, *, narrow: bool) -> Plan:
        notebook = file_name(Path(self.request.path).name)
        labels = label(self.graph, self.request.stages, narrow=narrow)
        made = plan(
            self.graph,
            labels if attempt.has_figures else without_figures(labels),
            self.request.package,
            notebook,
            notebook_order=attempt.has_notebook_order,
            afresh=attempt.afresh,
            pandas=environment.major("pandas"),
        )
        return replace(made, added=self.added, companions=self.companions)

    def files(
        self, project: Plan, environment: Environment, verification: Verification | None = None
    ) -> dict[str, str]:
        """Return the project's files."""
        from nb2pkg.extraction.generate import generate

        folder = Path(self.request.path).resolve().parent
        data = os.path.relpath(folder, self.request.target.resolve()).replace(os.sep, "/")
        return generate(project, self.raw, environment, data, verification)


@dataclass(frozen=True, slots=True)
class _Workspace:
    """A notebook that was taken apart in a process of its own, and is planned and generated from there."""

    request: Request
    worker: Worker
    file: Kept
    source: Kept

    def as_written(self) -> _Workspace:
        """Return the same notebook with its scores left without names, as its author has them."""
        source = self.worker.keep(_source, self.request.unread, self.file, named=False, apart=False)
        return replace(self, source=source)

    def together(self) -> _Workspace | None:
        """Return the same notebook with learning and applying in one statement again; None where it has that."""
        if not self.worker.call(_Source.has_more_statements, self.source):
            return None
        return replace(
            self, source=self.worker.keep(_source, self.request.unread, self.file, apart=False)
        )

    def planned(self, environment: Environment, attempt: Attempt = AS_PLANNED) -> Plan:
        return self.worker.call(_Source.planned, self.source, environment, attempt)

    def files(
        self, project: Plan, environment: Environment, verification: Verification | None = None
    ) -> dict[str, str]:
        return self.worker.call(_Source.files, self.source, project, environment, verification)


def extract(request: Request, options: Options, progress: Progress) -> Extraction:
    """Extract a notebook into a project directory, whole or not at all, and verify it.

    The notebook's file is read once. Raises UnreadableNotebookError, CannotExtractError, CannotWriteError or
    EnvironmentProblemError; then nothing has been written. The same goes for a notebook whose own run fails or takes
    too long: there is no proof to be had then.
    """
    progress("reading the notebook")
    request = replace(request, data=request.content)
    with Worker() as worker:
        try:
            file = worker.keep(_opened, request)
            imports = worker.call(_imports, file)
            folder = Path(request.path).resolve().parent
            root = options.root or find_root(Path(request.path))
            request = _named(request, imports, modules_in(folder) | modules_in(root))
            _require_apart(request)
            return _extracted(worker, request, file, options, progress)
        except BrokenWorkError as error:
            raise CannotExtractError(request.path, (str(error),)) from error


def _extracted(
    worker: Worker, request: Request, file: Kept, options: Options, progress: Progress
) -> Extraction:
    workspace = _Workspace(request, worker, file, worker.keep(_source, request.unread, file))
    asked = options.python, options.kernel
    interpreter = (
        find_interpreter(*asked).path if request.verified else named_interpreter(*asked)[0]
    )
    environment = ask(interpreter, worker.call(_Source.modules, workspace.source))
    try:
        workspace, project = _first_plan(workspace, environment)
    except CannotExtractError:
        # once more as its author left it: the reasons then name the author's own lines
        workspace = workspace.as_written()
        project = workspace.planned(environment)
    _require_settings(project, options)
    progress("writing the project")
    staged = stage(workspace.files(project, environment), request.target, force=request.force)
    try:
        verification = None
        if request.verified:
            project, verification = _verified(
                workspace, project, environment, staged, options, progress
            )
            if verification.status in _DIFFERS:
                again = _planned_together(workspace, environment)
                if again is not None:
                    progress("the package gave another result; trying the author's own statements")
                    staged = restage(staged, again[0].files(again[1], environment))
                    other = _verified(*again, environment, staged, options, progress)
                    if other[1].status not in _DIFFERS:
                        workspace, (project, verification) = again[0], other
            if verification.status in NO_PROOF:
                return Extraction(project, request.target, (), verification)
            project = _as_proven(project, verification)
            staged = restage(staged, workspace.files(project, environment, verification))
        written = commit(staged, force=request.force)
    finally:
        discard(staged)
    return Extraction(project, request.target, tuple(sorted(staged.files)), verification, written)


def _as_proven(project: Plan, verification: Verification) -> Plan:
    """Return the plan in which only those models take raw rows for which that has not been seen to fail."""
    seen = {each.model: each for each in verification.serving}
    verdicts = {
        name: None if each.rows is RowsKind.RAW else each.reason or "not all rows came out the same"
        for name, each in seen.items()
        if each.rows in {RowsKind.RAW, RowsKind.FEATURES}
    }
    made = tuple(
        p.judged(verdicts[p.model.name]) if p.preparation and p.model.name in verdicts else p
        for p in project.commands.predictors
    )
    return replace(project, commands=replace(project.commands, predictors=made))


def _planned_together(
    workspace: _Workspace, environment: Environment
) -> tuple[_Workspace, Plan] | None:
    """Plan a notebook with its author's own statements; None where it has them already, or is refused with them."""
    together = workspace.together()
    if together is None:
        return None
    try:
        return together, together.planned(environment)
    except CannotExtractError:
        return None


def _first_plan(workspace: _Workspace, environment: Environment) -> tuple[_Workspace, Plan]:
    """Plan a notebook, with learning and applying in one statement again if it would be refused otherwise."""
    try:
        return workspace, workspace.planned(environment)
    except CannotExtractError:
        again = _planned_together(workspace, environment)
        if again is None:
            raise
        return again


def _require_settings(project: Plan, options: Options) -> None:
    """Refuse values for settings that the package does not have; verification looks at the values themselves."""
    known = [setting.name for setting in project.configuration.settings if not setting.is_secret]
    for name, _ in options.settings:
        if name not in known:
            there = ", ".join(known) or "none"
            raise Nb2pkgError(f"--set {name}: there is no such setting; there are: {there}")


def _opened(request: Request) -> Opened:
    """Read a notebook's file; raises UnreadableNotebookError."""
    announce("the notebook")
    return opened(request.content, request.path)


def _source(
    request: Request, file: Opened | None = None, *, named: bool = True, apart: bool = True
) -> _Source:
    """Take a notebook apart; with `named`, scores that it only prints get names first.

    With `apart`, what is learned from rows stands in statements of its own where predictions for raw rows need that.

    `file` is what the notebook's file holds, where that has been read already.
    """
    announce("the notebook")
    file = file or _opened(request)
    notebook = file.notebook
    _require_code(notebook)
    notebook = spread_out(notebook)
    notebook = unwrapped(written_out(notebook))
    notebook, added = hoisted(notebook) if named else (notebook, frozenset())
    wanted = {
        name for cell in notebook.code_cells for name in imported(to_python(cell.source).text)
    }
    beside = companions(Path(request.path).resolve().parent, wanted)
    functions = functions_beside(beside)
    graph = written = build(scan(notebook, functions))
    if apart:
        graph, learned = learned_apart(written, functions, request.stages)
        added |= learned
    is_apart = graph is not written
    return _Source(request, graph, added, file.in_format_4(), beside, is_apart=is_apart)


def _imports(file: Opened) -> frozenset[str]:
    """Return the top-level modules that a notebook imports."""
    cells = file.notebook.code_cells
    return frozenset(name for cell in cells for name in imported(to_python(cell.source).text))


def _named(request: Request, imports: frozenset[str], beside: frozenset[str]) -> Request:
    """Settle the package's name; raise Nb2pkgError for one that the user gave and that it must not have.

    `beside` are the modules that lie where the notebook runs: they would be found in place of the package.
    """
    if request.name is None:
        taken = {name.lower() for name in imports | beside}
        names = [request.package, f"{request.package}_pipeline"]
        names += [f"{names[1]}_{number}" for number in range(2, len(taken) + 3)]
        return replace(request, name=next(name for name in names if name.lower() not in taken))
    problem = package_name_problem(request.name, imports)
    if not problem and request.name.lower() in {name.lower() for name in beside}:
        problem = "a module beside the notebook has it, and would be found in its place"
    if problem:
        raise Nb2pkgError(f"{request.name!r} cannot be the name of a package: {problem}")
    return request


def _require_apart(request: Request) -> None:
    """Refuse to put a project around its own notebook: the folder's kernel and editor would lose their ground."""
    target = request.target.resolve()
    if Path(request.path).resolve().is_relative_to(target):
        raise CannotWriteError(
            f"the notebook lies in {request.target}, where the project is to be written: "
            "name a folder of its own with -o"
        )


def _require_code(notebook: Notebook) -> None:
    if notebook.language != "python":
        reason = f"its language is {notebook.language}, and only Python can be extracted"
        raise CannotExtractError(notebook.path, (reason,))
    unknown = tuple(
        f"cell {cell.number}, line {each.line}: {each.text} is not understood: {each.problem}"
        for cell in notebook.code_cells
        for each in unknown_directives(cell)
    )
    if unknown:
        raise CannotExtractError(notebook.path, unknown)
    if not notebook.code_cells:
        raise CannotExtractError(notebook.path, ("it has no code cells: nothing to extract",))


def _verified(
    workspace: _Workspace,
    project: Plan,
    environment: Environment,
    staged: Staged,
    options: Options,
    progress: Progress,
) -> tuple[Plan, Verification]:
    """Verify, and where the package gave something else than the notebook, try what stays nearer to the notebook."""
    path, data = Path(workspace.request.path), workspace.request.content
    first = found = verify(path, staged.path, options, progress, data)
    attempt, tried = AS_PLANNED, project
    while found.status in {Status.MISMATCH, Status.PACKAGE_FAILS}:
        straight = workspace.planned(environment, replace(attempt, has_notebook_order=True))
        following = attempt.after(tried, found, reordered=straight.order != tried.order)
        if following is None:
            return project, first
        progress(f"the package gave another result; trying {following.told}")
        attempt, tried = following, workspace.planned(environment, following)
        staged = restage(staged, workspace.files(tried, environment))
        found = verify(path, staged.path, options, progress, data)
    if attempt == AS_PLANNED or found.status not in {Status.MATCH, Status.UNVERIFIED}:
        return project, first
    return tried, found._replace(notes=(*found.notes, *attempt.notes))
