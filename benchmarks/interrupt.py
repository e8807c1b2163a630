"""`extract` killed at random moments, and on disks that fill up: the project is the old one or the new one each time.

    python benchmarks/interrupt.py kill --count 200
    sudo python benchmarks/interrupt.py full --count 50      # mounts a small tmpfs

Every second kill waits until the run has begun to write, so that the moments which matter are met often. `--first N`
continues with the moments that follow from seed N.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support import write_notebook  # noqa: E402

PAGE = 4096
NEEDED = 400 * 1024  # more than three copies of the project take
CELLS = (
    "import pandas as pd\nfrom sklearn.linear_model import Ridge",
    "df = pd.read_csv('data.csv')",
    "# fill what is missing\ndf['age'] = df['age'].fillna(df['age'].median())",
    "X, y = df[['age', 'fare']], df['target']",
    "model = Ridge(alpha={alpha})\nmodel.fit(X, y)",
    "print(model.score(X, y))",
)
State = dict[str, bytes]


def main() -> int:
    """Run what the command line asks for; return 1 when a state was in between."""
    parser = argparse.ArgumentParser(description="Interrupt nb2pkg extract.")
    parser.add_argument("how", choices=("kill", "full"))
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    seen = Counter[str]()
    run, disk = (killed, nullcontext) if given.how == "kill" else (filled, small_disk)
    with tempfile.TemporaryDirectory() as folder, disk(Path(folder) / "here"):
        case = Case(Path(folder))
        for seed in range(given.first, given.first + given.count):
            state = run(case, random.Random(seed))
            seen[state] += 1
            if state == "in between":
                print(f"seed {seed}: {case.difference()}")
    print(f"{given.how}: {given.count} times, seeds from {given.first}: {dict(seen)}")
    return int(seen["in between"] > 0)


class Case:
    """A project that was extracted once, and a notebook that has changed since."""

    def __init__(self, folder: Path) -> None:
        """Extract both states of the project, to know them."""
        self.folder = folder
        self.target = folder / "here" / "beside" / "project"
        self.target.parent.mkdir(parents=True)
        began = time.monotonic()
        self.old = self._made(0.5)
        self.seconds = time.monotonic() - began
        self.new = self._made(2.0)
        self.reset()

    def _made(self, alpha: float) -> State:
        self.write(alpha)
        assert self.start().wait() == 0
        return contents(self.target)

    def write(self, alpha: float) -> None:
        """Write the notebook."""
        cells = [cell.replace("{alpha}", str(alpha)) for cell in CELLS]
        write_notebook(self.folder / "notebook.ipynb", *cells)

    def start(self) -> subprocess.Popen[bytes]:
        """Start to extract the notebook as it is now."""
        command = [sys.executable, "-m", "nb2pkg", "extract", "notebook.ipynb", "--no-verify"]
        return subprocess.Popen(
            [*command, "--name", "project", "-o", str(self.target)],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def reset(self) -> None:
        """Bring back the old project; its notebook is the changed one."""
        shutil.rmtree(self.target.parent)
        self.target.mkdir(parents=True)
        for path, data in self.old.items():
            (self.target / path).parent.mkdir(parents=True, exist_ok=True)
            (self.target / path).write_bytes(data)

    def state(self) -> str:
        """Say what the project is now."""
        now = contents(self.target)
        return "old" if now == self.old else "new" if now == self.new else "in between"

    def difference(self) -> str:
        """Say which files are neither."""
        now = contents(self.target)
        return ", ".join(
            path for path in {*now, *self.old} if now.get(path) not in (self.old.get(path), None)
        )


def contents(folder: Path) -> State:
    """Return every file below a folder."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def killed(case: Case, chance: random.Random) -> str:
    """Kill a run at a random moment, and see whether the next one is in its way."""
    case.reset()
    process = case.start()
    if chance.random() < 0.5:
        while process.poll() is None and not hidden(case):
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.1))
    else:
        time.sleep(chance.uniform(0, 1.2 * case.seconds))
    process.send_signal(signal.SIGKILL)
    process.wait()
    state = case.state()
    if hidden(case) and chance.random() < 0.2:
        assert case.start().wait() == 0
        assert not hidden(case), hidden(case)
        assert case.state() == "new"
        state += ", and the next run cleared up"
    return state


def hidden(case: Case) -> list[str]:
    """Return what a run has beside the project while it is at work."""
    return sorted(entry.name for entry in case.target.parent.iterdir() if entry.name != "project")


def filled(case: Case, chance: random.Random) -> str:
    """Run on a disk that has a random number of pages left."""
    ballast = case.folder / "here" / "ballast"
    ballast.unlink(missing_ok=True)
    case.reset()
    left = chance.randrange(NEEDED // PAGE) * PAGE
    with ballast.open("wb") as file:
        free = shutil.disk_usage(case.target).free
        os.posix_fallocate(file.fileno(), 0, max(free - left, 1))
    code = case.start().wait()
    state = case.state()
    assert not hidden(case), hidden(case)
    assert state == "in between" or code == {"old": 2, "new": 0}[state], (code, state)
    return state


@contextmanager
def small_disk(place: Path) -> Iterator[None]:
    """Have a small file system of its own there."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)


if __name__ == "__main__":
    raise SystemExit(main())
