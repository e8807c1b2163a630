"""Run one command and let nothing of it survive: `python keeper.py SECONDS COMMAND...`.

It becomes the parent of every orphan below it, so that a process in its own session is found as well. It ends all of
them when the command ends, when the time is up (exit code 124), or when its standard input closes, which is what
happens when the process that asked for it wants an end or has died. Only the standard library is needed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

TIMED_OUT = 124
STOPPED = 125
_SET_CHILD_SUBREAPER = 36
_PROC = Path("/proc")
_PATIENCE = 10.0  # seconds for killed processes to be gone


def main(arguments: list[str]) -> int:
    """Run the command and return its exit code, or why it was ended."""
    adopt_orphans()
    deadline = time.monotonic() + float(arguments[0])
    child = subprocess.Popen(arguments[1:], stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        return _watch(child, deadline)
    finally:
        _end_all()


def adopt_orphans() -> None:
    """Make this process the parent of descendants that lose theirs, where the system can do it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _watch(child: subprocess.Popen[bytes], deadline: float) -> int:
    while True:
        code = child.poll()
        if code is not None:
            return code if code >= 0 else 128 - code
        if time.monotonic() > deadline:
            return TIMED_OUT
        readable, _, _ = select.select([sys.stdin], [], [], 0.05)
        if readable and not os.read(sys.stdin.fileno(), 1):
            return STOPPED


def _end_all() -> None:
    deadline = time.monotonic() + _PATIENCE
    while (alive := descendants(os.getpid())) and time.monotonic() < deadline:
        for process in alive:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(process, signal.SIGKILL)
        _reap()
        time.sleep(0.02)


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def descendants(ancestor: int) -> list[int]:
    """Return all living processes below one."""
    below: dict[int, list[int]] = {}
    for process, parent in _processes():
        below.setdefault(parent, []).append(process)
    found, front = [], [ancestor]
    while front:
        children = below.get(front.pop(), [])
        found += children
        front += children
    return found


def _processes() -> list[tuple[int, int]]:
    """Return process and parent of everything that runs and is not just waiting to be buried."""
    if not _PROC.is_dir():
        listing = subprocess.run(
            ["/bin/ps", "-A", "-o", "pid=,ppid="], capture_output=True, check=True
        )
        pairs = [line.split() for line in listing.stdout.splitlines() if line.strip()]
        return [(int(process), int(parent)) for process, parent in pairs]
    found = []
    for entry in _PROC.iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError, ValueError, IndexError):
                # the name in parentheses may hold anything, blanks and parentheses too
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                found.append((int(entry.name), int(parent)))
                if state == "Z" and int(parent) != os.getpid():
                    found.pop()
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
