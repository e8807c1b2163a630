"""Children of ours: each under a keeper, a few side by side, all of them gone when we are."""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from nb2pkg.verify.running.walls import MAP

T = TypeVar("T")
Name = TypeVar("Name", bound=str)
_ROOM = 2_000_000_000  # bytes of memory that a run may be expected to need
_ENDINGS = (signal.SIGINT, signal.SIGTERM)
_KEEPER = Path(__file__).parent / "keeper.py"
_WALLS = Path(__file__).parent / "walls.py"


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let no signal that asks for an end interrupt what has to be done before it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in _ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def possible_walls(wanted: frozenset[str]) -> frozenset[str]:
    """Return which of the walls around a run this system puts up."""
    for walls in (wanted, *(frozenset([one]) for one in sorted(wanted))):
        if not walls or _can_put_up(walls):
            return walls
    return frozenset()


def can_map(maps: Sequence[tuple[str, str]]) -> bool:
    """Tell whether this system lets other places stand at paths, for a run alone."""
    return _can_put_up(frozenset(), maps)


def _can_put_up(walls: frozenset[str], maps: Sequence[tuple[str, str]] = ()) -> bool:
    with tempfile.TemporaryDirectory(prefix="nb2pkg-") as folder:
        program = [sys.executable, "-I", "-S", "-c", "pass"]
        command = walled(program, walls, Path(folder), (), maps)
        try:
            return (
                subprocess.run(command, capture_output=True, timeout=60, check=False).returncode
                == 0
            )
        except (OSError, subprocess.SubprocessError):
            return False


def walled(
    command: list[str],
    walls: frozenset[str],
    own: Path,
    protected: tuple[Path, ...] = (),
    maps: Sequence[tuple[str, str]] = (),
) -> list[str]:
    """Return the command that runs another one behind walls; only `own` can be written to.

    `maps` are pairs of a path and what the command finds there.
    """
    if not walls and not maps:
        return command
    start = [sys.executable, "-I", "-S", str(_WALLS), ",".join(sorted(walls)), str(own)]
    mapped = (each for path, place in maps for each in (MAP, path, place))
    return [*start, *map(str, protected), *mapped, "--", *command]


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
        with log.open("wb") as output:
            # the session of its own keeps Ctrl-C away: it is we who end our children
            child = subprocess.Popen(
                wrapped,
                env=dict(env),
                cwd=folder,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
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
        """End everything that runs and whatever would still start; return when all of it is gone."""
        with self._lock:
            self._stopped = True
            for child in self._children:
                _close(child)
        for child in self._children:
            child.wait()


def _close(child: subprocess.Popen[bytes]) -> None:
    """Close a keeper's standard input: that is its sign to end everything."""
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()


def places() -> int:
    """Return how many runs have room side by side: a processor for each, and memory that is free."""
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    return max(1, min(cores, _free_memory() // _ROOM))


def _free_memory() -> int:
    """Return the bytes that can be had without taking them from anybody, or of a machine that does not say, plenty."""
    with contextlib.suppress(OSError, ValueError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            name, _, rest = line.partition(":")
            if name == "MemAvailable":
                return int(rest.split()[0]) * 1024
    return 4 * _ROOM


def side_by_side(tasks: Mapping[Name, Callable[[], T]], keepers: Keepers) -> dict[Name, T]:
    """Do tasks, as many at a time as there are places; an interruption ends them all."""
    pool = concurrent.futures.ThreadPoolExecutor(places())
    try:
        futures = {name: pool.submit(task) for name, task in tasks.items()}
        return {name: future.result() for name, future in futures.items()}
    except BaseException:
        keepers.stop()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
