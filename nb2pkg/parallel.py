"""The same work on many things, by several processes where that pays."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence

from nb2pkg.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typing import TypeVar

    T = TypeVar("T")
    R = TypeVar("R")


class _Helper(NamedTuple):
    """A process that does a share of the work, and the end of the pipe on which it tells what came of it."""

    process: int
    answers: int
    share: Sequence[int]


def spread(work: Callable[[T], R], items: Sequence[T], processes: int) -> list[R]:
    """Return what `work` makes of each item, in order; this process and `processes` - 1 copies of it share them.

    Where a helper fails or is killed, its share is done here: so errors are raised as without helpers.
    No helper outlives this call.
    """
    if processes < 2 or not hasattr(os, "fork"):
        return [work(item) for item in items]
    shares = [range(first, len(items), processes) for first in range(processes)]
    helpers: list[_Helper] = []
    done: dict[int, R] = {}
    try:
        for share in shares[1:]:
            helper = _start(work, items, share)
            helpers.append(helper)
        done.update((index, work(items[index])) for index in shares[0])
        while helpers:
            helper = helpers[-1]
            found = _answers(helper)
            helpers.pop()
            if found is None:
                found = [work(items[index]) for index in helper.share]
            done.update(zip(helper.share, found, strict=True))
    finally:
        for helper in helpers:
            _end(helper)
    return [done[index] for index in range(len(items))]


def processors() -> int:
    """Return how many processes can run at a time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(work: Callable[[T], Any], items: Sequence[T], share: Sequence[int]) -> _Helper:
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return _Helper(process, reading, share)
    code = 1
    try:  # nothing may get out of here: the rest of the program belongs to the parent
        os.close(reading)
        _answer(writing, [work(items[index]) for index in share])
        code = 0
    finally:
        os._exit(code)


def _answer(writing: int, made: list[Any]) -> None:
    import pickle

    with os.fdopen(writing, "wb") as pipe:
        pickle.dump(made, pipe, pickle.HIGHEST_PROTOCOL)


def _answers(helper: _Helper) -> list[Any] | None:
    """Return what a helper has made of its share, None if it has failed."""
    import pickle

    with os.fdopen(helper.answers, "rb", closefd=False) as pipe:
        text = pipe.read()
    _, status = os.waitpid(helper.process, 0)
    os.close(helper.answers)
    if os.waitstatus_to_exitcode(status):
        return None
    made: list[Any] = pickle.loads(text)  # noqa: S301  (our own process wrote it)
    return made


def _end(helper: _Helper) -> None:
    import signal

    with contextlib.suppress(OSError):  # it has come to its end in this very moment
        os.close(helper.answers)
        os.kill(helper.process, signal.SIGTERM)
        os.waitpid(helper.process, 0)
