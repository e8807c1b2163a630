"""The child's side of a worker: functions are called in a thread with a large stack."""

from __future__ import annotations

import os
import queue
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

from nb2pkg.errors import Nb2pkgError
from nb2pkg.extraction.isolated.frames import (
    AT,
    BROKEN,
    DEFECT,
    FAILED,
    VALUE,
    Frames,
    Kept,
    framed,
    listen,
)

_STACK = 512 << 20
_MEMORY = 6 << 30  # of addresses, the stack's among them
_DEEPEST = 100_000


def serve(seconds: int) -> None:
    """Call what the parent asks for, until it closes the pipe or is gone, whatever is under way then.

    `seconds` is the processor time for one thing: SIGXCPU ends the process after that.
    """
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # it is the parent that is interrupted, and stops us
    answers = os.dup(1)
    os.dup2(2, 1)  # nothing that somebody prints gets between the answers
    _bound_memory()
    sys.setrecursionlimit(_DEEPEST)
    threading.stack_size(_STACK)
    work: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_work, args=(work, answers, seconds), daemon=True).start()
    frames = Frames(0)
    while asked := frames.next():
        work.put(asked)
    os._exit(0)


def _bound_memory() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _bound_time(seconds: int) -> None:
    """Give the process this much more processor time; how busy the machine is does not matter."""
    spent = int(time.process_time()) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = spent + seconds
    resource.setrlimit(
        resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )


def _work(work: queue.SimpleQueue[Any], answers: int, seconds: int) -> None:
    def send(kind: str, value: object) -> None:
        data = memoryview(framed((kind, value)))
        while data:
            data = data[os.write(answers, data) :]

    def begin(what: str) -> None:
        _bound_time(seconds)
        send(AT, what)

    listen(begin)
    kept: list[Any] = []
    while True:
        asked = work.get()
        _bound_time(seconds)
        send(*_answer(kept, *asked))


def _answer(
    kept: list[Any],
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    keywords: dict[str, Any],
    keep: bool,  # noqa: FBT001 - it comes over the pipe
) -> tuple[str, object]:
    """Return what came of a call, in a form that can be sent."""
    try:
        given = [kept[each.number] if isinstance(each, Kept) else each for each in arguments]
        value = function(*given, **keywords)
        if keep:
            kept.append(value)
            value = Kept(len(kept) - 1)
        return VALUE, value  # noqa: TRY300 - all of it may fail
    except Nb2pkgError as error:
        return FAILED, error
    except RecursionError:
        return BROKEN, "nested too deeply"
    except MemoryError:
        return BROKEN, f"this needs more than {_MEMORY >> 30} GB of memory"
    except Exception:  # noqa: BLE001 - a defect of ours is told by the parent
        return DEFECT, traceback.format_exc()
