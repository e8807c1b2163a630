"""Work that is spread over processes: the same results in the same order, and nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from nb2pkg.parallel import spread

# the test runner has threads of its own
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


@pytest.mark.parametrize("processes", [1, 2, 3, 7])
@pytest.mark.parametrize("count", [0, 1, 2, 5, 20])
def test_results_come_in_the_order_of_the_items(processes, count):
    assert spread(lambda n: (n, n * n), range(count), processes) == [
        (n, n * n) for n in range(count)
    ]


def test_several_processes_do_the_work():
    assert len(set(spread(lambda _: os.getpid(), range(6), 3))) == 3


def test_an_error_is_raised_as_without_helpers():
    with pytest.raises(ZeroDivisionError):
        spread(lambda n: 1 // n, [1, 0, 1], 2)


def test_the_share_of_a_helper_that_is_killed_is_done_here():
    here = os.getpid()

    def work(number):
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert spread(work, [1, 2, 3], 2) == [1, 2, 3]


def test_results_may_be_larger_than_a_pipe_holds():
    assert [len(each) for each in spread(lambda n: "x" * n, [3_000_000] * 4, 2)] == [3_000_000] * 4


INTERRUPTED = """
import os, signal, sys, time
from nb2pkg.parallel import spread

here = os.getpid()

def work(number):
    if os.getpid() != here:
        with open(sys.argv[1] + ".new", "w") as file:
            file.write(str(os.getpid()))
        os.rename(sys.argv[1] + ".new", sys.argv[1])
        time.sleep(600)
    while not os.path.exists(sys.argv[1]):
        time.sleep(0.01)
    raise KeyboardInterrupt

try:
    spread(work, [1, 2], 2)
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


def test_no_process_outlives_an_interruption(tmp_path):
    told = tmp_path / "process"
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, told],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )

    assert done.stdout == "interrupted\n"
    assert not _runs(int(told.read_text()))


def _runs(process):
    for _ in range(50):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        time.sleep(0.1)
    return True
