"""What verification costs: as a ratio to running the notebook once with papermill, on this machine, at this time.

    python -m benchmarks.verify_overhead [NOTEBOOK PROJECT]... [--times 3] [--python PATH]

By default the examples. Every round runs papermill, `nb2pkg verify --no-cache`, and `nb2pkg verify` with the runs of
the notebook kept, one after the other; the medians are compared. Verification runs four things, two at a time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_EXAMPLES = ("wine", "cancer", "diabetes")


def main() -> int:
    """Print a line for each notebook; return 1 where a verification was no match."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    paths = options.paths or [path for name in _EXAMPLES for path in _example(name)]
    failed = 0
    print(
        f"{'notebook':28} {'papermill':>10} {'verify':>10} {'cached':>10} {'ratio':>7} {'cached':>7}"
    )
    for notebook, project in zip(paths[::2], paths[1::2], strict=True):
        failed += _measure(notebook, project, options.times, options.python)
    return int(failed > 0)


def _example(name: str) -> tuple[Path, Path]:
    folder = _ROOT / "examples" / name
    stem = "diabetes_mended" if name == "diabetes" else name
    return folder / f"{stem}.ipynb", folder / "package"


def _measure(notebook: Path, project: Path, times: int, python: str) -> int:
    """Measure one notebook; return how many verifications were no match."""
    seconds: dict[str, list[float]] = {"papermill": [], "verify": [], "cached": []}
    codes: list[int] = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copytree(notebook.parent, folder / "tree", ignore=shutil.ignore_patterns("package"))
        copied = folder / "tree" / notebook.name
        verify = [sys.executable, "-m", "nb2pkg", "verify", str(copied), str(project)]
        verify += ["--python", python]
        once = [python, "-m", "papermill", "--no-progress-bar", "--cwd", str(copied.parent)]
        once += ["-k", "python3", str(copied), str(folder / "out.ipynb")]
        env = {**os.environ, "NB2PKG_CACHE_DIR": str(folder / "cache"), "PYTHONPATH": str(_ROOT)}
        subprocess.run(verify, env=env, capture_output=True, check=False)  # fills the cache
        for _ in range(times):
            for kind, command in (
                ("papermill", once),
                ("verify", [*verify, "--no-cache"]),
                ("cached", verify),
            ):
                started = time.monotonic()
                done = subprocess.run(command, env=env, capture_output=True, check=False)
                seconds[kind].append(time.monotonic() - started)
                codes.append(done.returncode)
    found = {kind: statistics.median(some) for kind, some in seconds.items()}
    ratios = (found["verify"] / found["papermill"], found["cached"] / found["papermill"])
    told = " ".join(f"{found[kind]:9.1f}s" for kind in seconds)
    print(f"{notebook.name:28} {told} {ratios[0]:7.2f} {ratios[1]:7.2f}", flush=True)
    return sum(code != 0 for code in codes)


if __name__ == "__main__":
    sys.exit(main())
