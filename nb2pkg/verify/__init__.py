"""Run a notebook and the package made of it, and compare: evidence, not trust.

The notebook runs twice, because what differs between two runs of its own says nothing about the package; the rewritten
notebook and the pipeline run once. All of it happens in throw-away copies, in the interpreter that the notebook needs.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from nb2pkg.errors import EnvironmentProblemError
from nb2pkg.model import Verification
from nb2pkg.verify import copies, environment, runs, verdict
from nb2pkg.verify.books import read_book, to_run
from nb2pkg.verify.case import Case
from nb2pkg.verify.children import Keepers, side_by_side
from nb2pkg.verify.comparison import compare
from nb2pkg.verify.options import Options
from nb2pkg.verify.project import read_project
from nb2pkg.verify.runs import NotebookJob, Run, Space

__all__ = ["Options", "verify"]

_COPIES = 4
_WHOSE = {
    "first": "the notebook",
    "again": "the notebook, run again",
    "piped": "the pipeline",
    "moved": "the rewritten notebook",
}
_TIMED = {"first": "notebook", "piped": "package"}


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
    folder = notebook.parent.resolve()
    if not folder.is_relative_to(root):
        raise EnvironmentProblemError(
            f"{notebook} does not lie below {root}, which was given as --root"
        )
    return folder.relative_to(root)


def _verified(
    case: Case, space: Space, keepers: Keepers, progress: Callable[[str], None]
) -> Verification:
    tasks = _tasks(case, space, keepers)
    # the two runs of the notebook stand apart in time: what tells the time is noise, and should show as such
    progress("running the notebook and the rewritten notebook")
    done = side_by_side(_some(tasks, "first", "moved"), keepers)
    if not done["first"].trouble:
        progress("running the notebook again, and the pipeline")
        done |= side_by_side(_some(tasks, "again", "piped"), keepers)
    seconds = tuple((name, done[run].seconds) for run, name in _TIMED.items() if run in done)
    notes = _notes(case.options, done)
    if failed := _trouble(done):
        return failed._replace(seconds=seconds, notes=(*failed.notes, *notes))
    stored = verdict.stored_tally(case.book, done["first"].cells)
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


def _tasks(case: Case, space: Space, keepers: Keepers) -> dict[str, Callable[[], Run]]:
    """Return the four runs; without a rewritten notebook there are three."""
    text = to_run(case.book, case.may_fail())
    names, looks = case.project.results, case.looks()
    jobs = {name: NotebookJob(name, text, names, looks) for name in ("first", "again")}
    if case.rewritten is not None:
        moved = to_run(case.rewritten, case.may_fail_rewritten(case.rewritten))
        jobs["moved"] = NotebookJob("moved", moved, names, packaged=True)
    tasks = {name: partial(runs.run_notebook, space, keepers, job) for name, job in jobs.items()}
    return {**tasks, "piped": lambda: runs.run_pipeline(space, keepers, "piped", case.calls())}


def _some(tasks: dict[str, Callable[[], Run]], *names: str) -> dict[str, Callable[[], Run]]:
    return {name: tasks[name] for name in names if name in tasks}


def _trouble(done: dict[str, Run]) -> Verification | None:
    """Return the verdict when a run did not reach its end; the notebook's own failures come first."""
    broken = [name for name in _WHOSE if name in done and done[name].trouble]
    if not broken:
        return None
    status = "notebook-fails" if broken[0] in {"first", "again"} else "package-fails"
    notes = [f"{_WHOSE[name]}: {done[name].trouble}" for name in broken]
    tracebacks = [line for name in broken for line in done[name].warnings]
    return Verification(
        "timeout" if done[broken[0]].timed_out else status, notes=(*notes, *tracebacks)
    )


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
