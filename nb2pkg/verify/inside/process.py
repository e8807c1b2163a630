"""What is done to a process before it runs, and at its end."""

from __future__ import annotations

import contextlib
import gc
import io
import random


def seed(number: int) -> None:
    """Seed the generators that are global: random's and, where it is installed, numpy's."""
    random.seed(number)
    try:
        import numpy
    except ImportError:
        return
    numpy.random.seed(number)


def limit_memory(most: int) -> None:
    """Refuse this process and its children more than `most` bytes of address space."""
    try:
        import resource
    except ImportError:  # not on this platform
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    # some systems know the limit by name only
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def flush_files() -> None:
    """Write out what open files hold back, as the end of a program does: notebooks leave files open."""
    for found in gc.get_objects():
        if isinstance(found, (io.BufferedWriter, io.TextIOWrapper)) and not found.closed:
            with contextlib.suppress(OSError, ValueError):
                found.flush()
