"""What runs in the interpreter of a package: each project's pipeline, and its own tests with and without the data.

Everything happens in children of one process that has loaded the heavy libraries already.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
from typing import Any

from benchmarks.mutants import truth

_SECONDS = 180
_NOWHERE = "/nonexistent"
_SKIPPED = 77


class _Skips:
    """Counts tests that were skipped."""

    count = 0

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Count one."""
        self.count += report.skipped


def main(path: str) -> None:
    """Answer a job."""
    with open(path, encoding="utf-8") as file:
        job = json.load(file)
    os.environ["MPLBACKEND"] = "agg"
    for name in (
        "pandas",
        "sklearn.linear_model",
        "sklearn.ensemble",
        "matplotlib.pyplot",
        "pytest",
    ):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    answers: dict[str, Any] = {}
    skipped = False
    for name, project in job["projects"].items():
        said = truth.forked(_results, job, project)
        said.pop("files", None)  # counted are results
        answers[name] = {
            "truth": said,
            "with": _tested(project, job, f"{job['tree']}/{job['inside']}"),
            # where the undamaged pipeline is skipped without its data, so are all others
            "without": 0 if skipped else _tested(project, job, _NOWHERE),
        }
        if name == "base":
            skipped = answers[name]["without"] == _SKIPPED
    with open(job["out"], "w", encoding="utf-8") as file:
        json.dump(answers, file)


def _results(job: dict[str, Any], _project: str) -> dict[str, Any]:
    """Run a pipeline and return what it returns, bit by bit."""
    signal.alarm(_SECONDS)
    settings = importlib.import_module(f"{job['package']}.settings").Settings()
    results = importlib.import_module(f"{job['package']}.pipeline").run(settings)
    return {"results": {name: truth.plain(value) for name, value in vars(results).items()}}


def _tested(project: str, job: dict[str, Any], folder: str) -> int:
    """Return the exit code of a project's own tests."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            signal.alarm(_SECONDS)
            with open(os.devnull, "w", encoding="utf-8") as null:
                os.dup2(null.fileno(), 1)
                os.dup2(null.fileno(), 2)
            os.environ[f"{job['package'].upper()}_NOTEBOOK_FOLDER"] = os.path.normpath(folder)
            os.chdir(project)
            import pytest

            skips = _Skips()
            options = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly"]
            code = int(pytest.main(options, plugins=[skips]))
            code = _SKIPPED if code == 0 and skips.count else code
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main(sys.argv[1])
