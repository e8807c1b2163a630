"""Children of ours: each under a keeper, a few side by side, all of them gone when we are."""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
_KEEPER = Path(__file__).parent / "keeper.py"


class Keepers:
    """All running children; `stop` ends them, whatever they are doing."""

    def __init__(self) -> None:
        """Begin with none."""
        self._children: list[subprocess.Popen[bytes]] = []
        self._lock = threading.Lock()
        self._stopped = False

    def run(
        self, command: list[str], env: Mapping[str, str], folder: Path, seconds: float, log: Path
    ) -> int:
        """Run a command to its end, or to ours, and return its exit code."""
        wrapped = [sys.executable, "-I", "-S", str(_KEEPER), str(seconds), *command]
        with log.open("wb") as said:
            # the session of its own keeps Ctrl-C away: it is we who end our children
            child = subprocess.Popen(
                wrapped,
                env=dict(env),
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
            with self._lock:
                self._children.append(child)
                if self._stopped:
                    _close(child)
            code = child.wait()
        _close(child)
        return code

    def stop(self) -> None:
        """End everything that runs and whatever would still start."""
        with self._lock:
            self._stopped = True
            for child in self._children:
                _close(child)


def _close(child: subprocess.Popen[bytes]) -> None:
    """Close a keeper's standard input: that is its sign to end everything."""
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()


def side_by_side(tasks: Mapping[str, Callable[[], T]], keepers: Keepers) -> dict[str, T]:
    """Do tasks two at a time where there are two processors; an interruption ends them all."""
    workers = max(1, min(2, os.cpu_count() or 1))
    pool = concurrent.futures.ThreadPoolExecutor(workers)
    try:
        futures = {name: pool.submit(task) for name, task in tasks.items()}
        return {name: future.result() for name, future in futures.items()}
    except BaseException:
        keepers.stop()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
