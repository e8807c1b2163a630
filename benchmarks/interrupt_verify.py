"""Press Ctrl-C at random moments of a verification, and see whether all that it started and laid out is gone.

    python -m benchmarks.interrupt_verify [--times 50] [--seed 0] [--signal INT|TERM|KILL]

The notebook starts processes in sessions of their own, writes files and takes its time. After each interruption no
descendant may be alive, the folder for temporary files has to be empty, the tree as it was, and the exit code 130. A
process that is killed cannot tidy up: then only the processes have to be gone.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from nb2pkg.verify.running.keeper import adopt_orphans, descendants

_ROOT = Path(__file__).parent.parent
_CELLS = (
    "import subprocess, sys, time\nx = 1",
    (
        "for _ in range(3):\n"
        "    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)\n"
        "open('left.txt', 'w').write('x')"
    ),
    "y = x + 1\ntime.sleep(1)",
    "y",
)
_PATIENCE = 15.0


def main() -> int:
    """Interrupt a number of verifications; return 1 if one of them left something behind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--signal", choices=["INT", "TERM", "KILL"], default="INT")
    options = parser.parse_args()
    # a shell that starts us in the background has us ignore it, and what we start as well
    signal.signal(signal.SIGINT, signal.default_int_handler)
    adopt_orphans()
    with tempfile.TemporaryDirectory() as folder:
        return _interrupt(Path(folder), options)


def _interrupt(folder: Path, options: argparse.Namespace) -> int:
    notebook, project = _lay_out(folder)
    (folder / "tmp").mkdir()
    whole, code, left = _verify(folder, notebook, project, None, "INT")
    if left:
        print(f"without an interruption, exit code {code}: {'; '.join(left)}")
        return 1
    moments = random.Random(options.seed)
    problems = done = late = 0
    while done < options.times and late < options.times:
        moment = moments.uniform(0.2, whole)
        _, code, left = _verify(folder, notebook, project, moment, options.signal)
        if code == 0:
            late += 1
            continue
        done += 1
        if left:
            problems += 1
            print(f"{done}: after {moment:.2f} s, exit code {code}: {'; '.join(left)}")
    print(
        f"{done} interruptions with SIG{options.signal} within {whole:.1f} s: {problems} left something "
        f"({late} more came too late)"
    )
    return int(problems > 0 or done < options.times)


def _lay_out(folder: Path) -> tuple[Path, Path]:
    """Write a notebook and extract its project."""
    import nbformat

    tree = folder / "tree"
    tree.mkdir()
    cells = [nbformat.v4.new_code_cell(text) for text in _CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tree / "slow.ipynb")
    made = ["extract", str(tree / "slow.ipynb"), "-o", str(folder / "slow"), "--no-verify"]
    subprocess.run(
        [sys.executable, "-m", "nb2pkg", *made], check=True, cwd=_ROOT, capture_output=True
    )
    return tree / "slow.ipynb", folder / "slow"


def _verify(
    folder: Path, notebook: Path, project: Path, moment: float | None, name: str
) -> tuple[float, int, list[str]]:
    """Start a verification, interrupt it, and return its duration, exit code, and what it left behind."""
    before = _hashes(notebook.parent)
    env = {**os.environ, "TMPDIR": str(folder / "tmp"), "NB2PKG_CACHE_DIR": str(folder / "cache")}
    command = [sys.executable, "-m", "nb2pkg", "verify", str(notebook), str(project), "--no-cache"]
    started = time.monotonic()
    process = subprocess.Popen(
        command, env=env, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if moment is not None:
        time.sleep(moment)
        process.send_signal(getattr(signal, f"SIG{name}"))
    _, said = process.communicate()
    seconds = time.monotonic() - started
    left = _left(folder / "tmp", temporary=name != "KILL")
    left += ["the tree has changed"] if _hashes(notebook.parent) != before else []
    left += ["a traceback"] if b"Traceback" in said else []
    # killed by the signal itself: Python was leaving already, or had not begun
    ended = {"INT": {0, 130, -2}, "TERM": {0, 130, -15}, "KILL": {0, -9}}[name]
    wanted = {0} if moment is None else ended
    left += [] if process.returncode in wanted else ["another exit code"]
    return seconds, process.returncode, left


def _left(folder: Path, *, temporary: bool) -> list[str]:
    """Return what is still there: of processes those that do not die in a moment; dead ones are buried."""
    deadline = time.monotonic() + _PATIENCE
    while (alive := descendants(os.getpid())) and time.monotonic() < deadline:
        while _buried():
            pass
        time.sleep(0.05)
    files = [path.name for path in folder.iterdir()] if temporary else []
    return [*([f"{len(alive)} processes"] if alive else []), *files]


def _buried() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return False


def _hashes(tree: Path) -> dict[str, str]:
    paths = (path for path in sorted(tree.rglob("*")) if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


if __name__ == "__main__":
    sys.exit(main())
