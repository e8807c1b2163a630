"""Run a notebook and the package made of it, and compare: evidence, not trust.

The notebook runs twice, because what differs between two runs of its own says nothing about the package; the rewritten
notebook and the pipeline run once. All of it happens in throw-away copies, in the interpreter that the notebook needs.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from nb2pkg.errors import EnvironmentProblemError
from nb2pkg.model import Verification
from nb2pkg.verify import copies, environment, runs, verdict
from nb2pkg.verify.books import read_book, to_run
from nb2pkg.verify.case import Case
from nb2pkg.verify.comparison import compare
from nb2pkg.verify.options import Options
from nb2pkg.verify.project import read_project
from nb2pkg.verify.runs import Keepers, NotebookJob, Run, Space

__all__ = ["Options", "verify"]

_COPIES = 4


def verify(
    notebook: Path,
    project: Path,
    options: Options,
    progress: Callable[[str], None] = lambda _: None,
) -> Verification:
    """Return what running notebook and package side by side shows.

    Raises UnreadableNotebookError, EnvironmentProblemError, or Nb2pkgError when `project` is none.
    """
    book = read_book(notebook)
    plan = read_project(project.resolve())
    rewritten = read_book(plan.notebook) if plan.notebook else None
    root = (options.root or copies.find_root(notebook)).resolve()
    interpreter = environment.find_interpreter(options.python, options.kernel)
    folder = Path(tempfile.mkdtemp(prefix="nb2pkg-")).resolve()
    keepers = Keepers()
    try:
        copies.check_room(root, _COPIES, folder)
        space = Space(
            folder=folder,
            root=root,
            inside=_inside(notebook, root),
            project=folder / "package",
            package=plan.package,
            interpreter=interpreter,
            seconds=options.timeout,
            seed=options.seed,
            memory=options.memory,
            flood=options.output_limit,
        )
        shutil.copytree(
            plan.folder / "src", space.project / "src", ignore=shutil.ignore_patterns("__pycache__")
        )
        runs.lay_out_tools(space)
        return _verified(Case(book, rewritten, plan, options), space, keepers, progress)
    finally:
        keepers.stop()
        copies.remove(folder)


def _inside(notebook: Path, root: Path) -> Path:
    folder = notebook.resolve().parent
    if not folder.is_relative_to(root):
        raise EnvironmentProblemError(
            f"{notebook} does not lie below {root}, which was given as --root"
        )
    return folder.relative_to(root)


def _verified(
    case: Case, space: Space, keepers: Keepers, progress: Callable[[str], None]
) -> Verification:
    text = to_run(case.book, case.may_fail())
    names, looks = case.project.results, case.looks()

    def original(name: str) -> Callable[[], Run]:
        return lambda: runs.run_notebook(space, keepers, NotebookJob(name, text, names, looks))

    progress("running the notebook twice")
    done = runs.side_by_side({"first": original("first"), "again": original("again")}, keepers)
    if failed := _first_trouble(done, "notebook-fails"):
        return failed
    progress("running the rewritten notebook and the pipeline")
    done |= runs.side_by_side(_package_runs(case, space, keepers), keepers)
    seconds = (("notebook", done["first"].seconds), ("package", done["piped"].seconds))
    stored = verdict.stored_tally(case.book, done["first"].cells)
    notes = _notes(case.options, done)
    if failed := _first_trouble(done, "package-fails"):
        return replace(failed, stored=stored, seconds=seconds, notes=(*failed.notes, *notes))
    progress("comparing")
    findings = compare(case, space, keepers, done)
    return Verification(
        status=findings.status(),
        cells=verdict.tally(findings.cells),
        values=verdict.tally(findings.values),
        stored=stored,
        differences=tuple(findings.differences),
        not_compared=tuple(dict.fromkeys(findings.not_compared)),
        seconds=seconds,
        notes=notes,
        expected=tuple(sorted(findings.expected.items())),
        outputs=tuple(findings.outputs),
    )


def _package_runs(case: Case, space: Space, keepers: Keepers) -> dict[str, Callable[[], Run]]:
    tasks = {"piped": lambda: runs.run_pipeline(space, keepers, "piped", case.calls())}
    if case.rewritten is not None:
        text = to_run(case.rewritten, case.may_fail_rewritten(case.rewritten))
        job = NotebookJob("moved", text, case.project.results, packaged=True)
        tasks["moved"] = lambda: runs.run_notebook(space, keepers, job)
    return tasks


def _first_trouble(done: dict[str, Run], status: str) -> Verification | None:
    """Return the verdict when a run did not reach its end."""
    whose = {
        "first": "the notebook",
        "again": "the notebook, run again",
        "piped": "the pipeline",
        "moved": "the rewritten notebook",
    }
    for name, run in done.items():
        if run.trouble:
            note = f"{whose[name]}: {run.trouble}"
            return Verification("timeout" if run.timed_out else status, notes=(note, *run.warnings))
    return None


def _notes(options: Options, done: dict[str, Run]) -> tuple[str, ...]:
    notes = []
    if options.seed is not None:
        notes.append(
            f"random and numpy.random were seeded with {options.seed} before the first cell of every run"
        )
    for run in done.values():
        if not run.trouble:
            notes += [
                f"looking at values failed in run {run.name}: {warning}" for warning in run.warnings
            ]
    return tuple(notes)
