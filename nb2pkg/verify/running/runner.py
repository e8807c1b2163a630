"""The child process that drives one run of a notebook: `python -m nb2pkg.verify.running.runner JOB`.

A process of its own, because papermill changes the working directory and nbclient takes the signals.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from nb2pkg.verify.inside.protocol import ExecutedCell, KernelJob, KernelResult

if TYPE_CHECKING:
    from nb2pkg.verify.running.engine import Session


def main(path: str) -> None:
    """Run the notebook that a job file describes and write what came of it."""
    job: KernelJob = json.loads(Path(path).read_text(encoding="utf-8"))
    result = run(job)
    target = Path(job["result"])
    partial = target.with_suffix(".part")
    partial.write_text(json.dumps(result), encoding="utf-8")
    partial.replace(target)


def run(job: KernelJob) -> KernelResult:
    """Execute the job's notebook through papermill; a failing notebook is a result, not an exception."""
    import nbformat
    import papermill
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from nb2pkg.verify.names import KERNEL
    from nb2pkg.verify.running import engine

    engine.register()
    logging.disable(logging.CRITICAL)  # what went wrong is told by the session
    node = nbformat.reads(Path(job["notebook"]).read_text(encoding="utf-8"), as_version=4)
    session = _session(job, engine.Session)
    started = time.monotonic()
    try:
        papermill.execute_notebook(
            node,
            None,
            engine_name=KERNEL,
            kernel_name=KERNEL,
            cwd=job["folder"],
            progress_bar=False,
            autosave_cell_every=0,
            session=session,
        )
    except (engine.RunStoppedError, PapermillExecutionError):
        pass  # the session knows of a stop; papermill also raises for failures that are expected
    except DeadKernelError:
        if not session.is_finished:
            raise
    return {
        "cells": session_cells(session),
        "failure": session.failure,
        "probe_errors": session.probe_errors,
        "seconds": time.monotonic() - started,
    }


def _session(job: KernelJob, kind: type[Session]) -> Session:
    return kind(
        kernels=Path(job["kernels"]),
        runtime=Path(job["runtime"]),
        folder=Path(job["folder"]),
        environment=job["environment"],
        prepare=job["prepare"],
        before={int(index): request for index, request in job["before"].items()},
        after={int(index): request for index, request in job["after"].items()},
        at_end=job["at_end"],
        flood=job["flood"],
        progress=Path(job["progress"]),
    )


def session_cells(session: Session) -> list[ExecutedCell]:
    """Return source, tags and outputs of every cell."""
    return [
        {
            "kind": cell.cell_type,
            "tags": list(cell.metadata.get("tags", [])),
            "outputs": cell.get("outputs", []),
        }
        for cell in session.cells
    ]


if __name__ == "__main__":
    main(sys.argv[1])
    sys.stdout.flush()
    os._exit(0)  # threads of the messaging library may hold a process that has done its work
