"""Work in a process of its own: what it returns, what it raises, and that nothing it does hurts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from nb2pkg.errors import BrokenWorkError, CannotExtractError, UnreadableNotebookError
from nb2pkg.extraction.isolated import DefectError, Worker
from nb2pkg.notebook.read import read


@pytest.fixture
def worker():
    with Worker(seconds=1) as one:
        yield one


def test_a_call_returns_a_copy_of_what_the_function_returns(worker):
    assert worker.call(sorted, [3, 1, 2], reverse=True) == [3, 2, 1]


def test_what_is_kept_stands_for_itself_in_later_calls(worker):
    kept = worker.keep(list, "abc")

    assert worker.call(len, kept) == 3


def test_our_own_errors_come_out_as_they_went_in(worker, tmp_path):
    with pytest.raises(UnreadableNotebookError) as caught:
        worker.call(read, str(tmp_path / "nowhere.ipynb"))

    assert caught.value.reason == "no such file"
    assert worker.call(int, "7") == 7  # … and do not end the child


@pytest.mark.parametrize(
    ("program", "how"),
    [
        ("import os; os.abort()", "did not survive it (SIGABRT)"),
        ("import os; os._exit(5)", "did not survive it (exit code 5)"),
        ("while True: pass", "more than 1 seconds"),
        ("x = bytearray(10**11)", "GB of memory"),
        ("def f(): f()\nf()", "nested too deeply"),
    ],
)
def test_what_breaks_the_child_is_an_error_that_says_what_it_was_about(worker, program, how):
    with pytest.raises(BrokenWorkError) as caught:
        worker.call(
            exec,
            f"from nb2pkg.extraction.isolated import announce; announce('cell 7')\n{program}",
            {},
        )

    assert caught.value.what == "cell 7"
    assert how in caught.value.how


def test_a_defect_brings_its_traceback(worker):
    with pytest.raises(DefectError, match="ZeroDivisionError"):
        worker.call(divmod, 1, 0)


def test_each_thing_has_a_time_of_its_own(worker):
    spend = "import time\nfrom nb2pkg.extraction.isolated import announce\n" + "\n".join(
        f"announce('cell {number}')\nend = time.process_time() + 0.7\nwhile time.process_time() < end: pass"
        for number in range(4)
    )

    assert worker.call(exec, spend, {}) is None


def test_a_module_in_the_folder_that_we_are_in_is_not_imported(tmp_path, monkeypatch):
    (tmp_path / "pickle.py").write_text("raise SystemExit('imported')")
    monkeypatch.chdir(tmp_path)

    with Worker() as worker:
        assert worker.call(abs, -1) == 1


def test_what_somebody_prints_does_not_get_between_the_answers(capfd):
    with Worker() as worker:
        assert worker.call(print, "hello", flush=True) is None
    assert capfd.readouterr().err == "hello\n"


def test_the_child_ends_with_its_parent():
    program = (
        "import os, sys\nfrom nb2pkg.extraction.isolated import Worker\nworker = Worker()\n"
        "print(worker.call(os.getpid), flush=True)\nos.kill(os.getpid(), 9)"
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=False,
    )
    child = Path(f"/proc/{int(done.stdout)}")

    for _ in range(1000):
        if not child.exists() or "\nState:\tZ" in (child / "status").read_text():
            break
        time.sleep(0.01)
    else:
        pytest.fail("the child is still there")


def test_refusals_carry_their_reasons_through_a_pipe():
    import pickle

    error = pickle.loads(pickle.dumps(CannotExtractError("n.ipynb", ("cell 1: no", "cell 2: no"))))

    assert (error.path, error.reasons) == ("n.ipynb", ("cell 1: no", "cell 2: no"))
    assert str(error) == "n.ipynb: cell 1: no; cell 2: no"
