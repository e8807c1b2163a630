"""The runs of one verification: which of them happen, in which order, and which side by side."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial

from nb2pkg.verify.names import RunName
from nb2pkg.verify.runnable import to_run
from nb2pkg.verify.running import fingerprint, runs
from nb2pkg.verify.running.cache import PAIR, Cache, CachedRuns
from nb2pkg.verify.running.case import Case
from nb2pkg.verify.running.children import Keepers, places, side_by_side
from nb2pkg.verify.running.processes import package_runs, run_package
from nb2pkg.verify.running.runs import NotebookJob, Ready, Run, Runs, Space

_OFTEN = 0.5  # seconds between two reports of progress
_APART = 1.1  # seconds between two runs of the notebook: what tells the time is noise, and should show as such
WHOSE = {
    RunName.FIRST: "the notebook",
    RunName.AGAIN: "the notebook, run again",
    RunName.COMMANDS: "the package",
    RunName.PIPELINE: "the pipeline",
    RunName.REWRITTEN: "the rewritten notebook",
}
Task = Callable[[], Run]


class Trial:
    """A case and where it is tried; `kept` are the notebook's runs where they came from the cache."""

    def __init__(
        self,
        case: Case,
        space: Space,
        keepers: Keepers,
        cache: Cache | None,
        progress: Callable[[str], None],
    ) -> None:
        """Begin with nothing done."""
        self.case, self.space, self.keepers, self.progress = case, space, keepers, progress
        self.kept: CachedRuns | None = None
        self._cache = cache
        self._done = Runs({})
        self._text = to_run(case.original, case.may_fail())
        self._ready: dict[RunName, Ready] = {}
        self._keys: dict[RunName, str | None] = {}

    def run(self) -> Runs:
        """Do what has to be done: the notebook runs twice, unless the cache knows how it went."""
        key = self._lay_out(RunName.FIRST)
        if self._cache is not None and key is not None:
            self.kept = self._cache.find(key, self._job(RunName.FIRST), self.space)
        tasks = self._package_tasks()
        if self.kept is not None:
            self._done = Runs({**self.kept.runs, **self._all(tasks)})
            return self._done
        packaged = {name: tasks.pop(name) for name in package_runs(self.case.project)}
        notebook = self._notebook_task(RunName.FIRST)
        if places() > len(PAIR) + len(tasks):
            again = self._notebook_task(RunName.AGAIN, _APART)
            self._done = Runs(self._all({**notebook, **tasks, **packaged, **again}))
        else:
            self._done = Runs(self._all({**notebook, **tasks}))
            if not self._done.first.trouble:
                again = self._notebook_task(RunName.AGAIN)
                self._done = self._done.updated(self._all({**again, **packaged}))
        self._keep()
        return self._done

    def run_notebook_anew(self) -> Runs:
        """Run the notebook although the cache knows it, so that nothing rests on the cache."""
        self.kept = None
        tasks = {**self._notebook_task(RunName.FIRST), **self._notebook_task(RunName.AGAIN, _APART)}
        self._done = self._done.updated(self._all(tasks))
        self._keep()
        return self._done

    def notes(self) -> list[str]:
        """Return what a reader should know of where the runs come from."""
        if self.kept is None:
            return []
        made = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(self.kept.made))
        return [f"the notebook itself ran at {made} and is unchanged; --no-cache runs it again"]

    def _all(self, tasks: dict[RunName, Task]) -> dict[RunName, Run]:
        """Do tasks side by side, and tell all the while which cells they are in."""
        ended = threading.Event()
        reporter = threading.Thread(target=self._report, args=(list(tasks), ended), daemon=True)
        reporter.start()
        try:
            return side_by_side(tasks, self.keepers)
        finally:
            ended.set()
            reporter.join()

    def _report(self, names: list[RunName], ended: threading.Event) -> None:
        while not ended.is_set():
            self.progress("running " + ", ".join(self._position(name) for name in names))
            ended.wait(_OFTEN)

    def _position(self, name: RunName) -> str:
        runnable = self.case.rewritten if name == RunName.REWRITTEN else self.case.original
        cell = runs.cell_of(self.space, name)
        if cell is None or runnable is None:
            return WHOSE[name]
        return f"{WHOSE[name]}: cell {cell} of {len(runnable.cells)}"

    def _job(self, name: RunName) -> NotebookJob:
        case = self.case
        names, after, within = case.project.results, case.kept_after(), case.kept_within()
        return NotebookJob(name, self._text, names, after, within=within)

    def _lay_out(self, name: RunName) -> str | None:
        """Make a run's folder, and return what it would be kept under."""
        self._ready[name] = runs.prepare(self.space, name)
        if self._cache is None:
            return None
        place = self._ready[name].place
        self._keys[name] = fingerprint.of_run(self.space, self._job(name), place)
        return self._keys[name]

    def _notebook_task(self, name: RunName, wait: float = 0.0) -> dict[RunName, Task]:
        def task() -> Run:
            time.sleep(wait)
            if name not in self._ready:
                self._lay_out(name)
            return runs.run_notebook(self.space, self.keepers, self._job(name), self._ready[name])

        return {name: task}

    def _package_tasks(self) -> dict[RunName, Task]:
        """Return the runs of the package, and that of the rewritten notebook if there is one."""
        case, space, keepers = self.case, self.space, self.keepers
        tasks: dict[RunName, Task] = {}
        if case.rewritten is not None:
            rewritten = to_run(case.rewritten, case.may_fail_rewritten(case.rewritten))
            names = (*case.project.results, *case.project.scores)
            job = NotebookJob(RunName.REWRITTEN, rewritten, names, has_package=True)
            tasks[RunName.REWRITTEN] = partial(runs.run_notebook, space, keepers, job)
        for name in package_runs(case.project):
            tasks[name] = partial(run_package, space, keepers, name, case.project)
        return tasks

    def _keep(self) -> None:
        """Keep both runs of the notebook, if they were of the same thing and reached their end."""
        pair = {name: self._done[name] for name in PAIR if name in self._done}
        ended = len(pair) == len(PAIR) and not any(run.trouble for run in pair.values())
        key = self._keys.get(RunName.FIRST)
        if (
            self._cache is not None
            and ended
            and key is not None
            and key == self._keys[RunName.AGAIN]
        ):
            self._cache.keep(key, self._job(RunName.FIRST), pair)
