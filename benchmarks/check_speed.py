"""How long `nb2pkg check` takes, as a multiple of the least that any checker has to do, and beside other checkers.

    python benchmarks/check_speed.py [--repeat 5] [--most 10000] [--peers] [--without-bytecode]

The floor is a bare interpreter that reads each notebook, decodes its JSON and parses each code cell. All are whole
processes, start-up included; the best of several runs counts: everything else on the machine only makes a run slower.
Times are those on the clock; the last column is the ratio of processor time, which a busy machine changes less, and
in which work that is spread over processors counts in full. Straight notebooks were run from top to bottom, shuffled
ones were not and cannot be proven clean by their names alone. Compiled modules are kept, as they are where nb2pkg is
installed, unless `--without-bytecode` asks for the worst case. `--peers` installs ruff, nbqa with pyflakes and marimo
into an environment of their own, which is thrown away.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

FLOOR = """
import ast, json, sys
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        notebook = json.load(file)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            ast.parse("".join(cell["source"]))
"""

# one round of a typical notebook; {n} keeps the rounds apart
TEXT = """\
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
# %%
df_{n} = pd.read_csv('data_{n}.csv')
df_{n}.head()
# %%
# fill what is missing
df_{n}['age'] = df_{n}['age'].fillna(df_{n}['age'].median())
df_{n}.drop('id', axis=1, inplace=True)
df_{n}['ratio'] = df_{n}['a'] / (df_{n}['b'] + 1)
# %%
def scale_{n}(values):
    low, high = values.min(), values.max()
    return (values - low) / (high - low)
# %%
X_{n} = scale_{n}(df_{n}[['age', 'ratio']])
y_{n} = df_{n}['target']
print(X_{n}.shape)
# %%
model_{n} = Ridge(alpha=0.5)
model_{n}.fit(X_{n}, y_{n})
# %%
scores = []
for alpha in (0.1, 1.0, 10.0):
    model = Ridge(alpha=alpha).fit(X_{n}, y_{n})
    scores.append((alpha, model.score(X_{n}, y_{n})))
best_{n} = max(scores, key=lambda pair: pair[1])
# %%
values = np.array([score for _, score in scores])
values.mean(), best_{n}
"""
ROUND = TEXT.split("# %%\n")


class Cost(NamedTuple):
    """The shortest time on the clock, and the least processor time, in seconds."""

    clock: float
    processor: float


def notebook(cells: int, *, shuffled: bool = False) -> str:
    """Return a notebook of so many code cells; shuffled: the first of them was run once more, at the end."""
    sources = [
        ROUND[i % len(ROUND)].rstrip().replace("{n}", str(i // len(ROUND))) for i in range(cells)
    ]
    counts = [*range(2, cells + 1), cells + 1]
    counts.insert(0, counts.pop() if shuffled else 1)
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "execution_count": count,
                    "id": f"c{number}",
                    "metadata": {},
                    "outputs": [],
                    "source": source.splitlines(keepends=True),
                }
                for number, (source, count) in enumerate(zip(sources, counts, strict=False), 1)
            ],
            "metadata": {"kernelspec": {"name": "python3", "language": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def cost(command: Sequence[str], folder: Path, repeat: int, env: dict[str, str]) -> Cost:
    """Return what a command costs that is run in a folder; how it ends does not matter."""
    clock = processor = float("inf")
    for _ in range(repeat + 1):  # the first one fills caches
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
        clock = min(clock, time.perf_counter() - start)
        processor = min(processor, used.ru_utime + used.ru_stime)
    return Cost(clock, processor)


def measure(
    name: str, paths: list[Path], commands: dict[str, list[str]], repeat: int, env: dict[str, str]
) -> None:
    """Print what each command costs on these notebooks, and how often the floor goes into it."""
    cells = [cell for path in paths for cell in json.loads(path.read_text())["cells"]]
    print(f"{name} ({sum(len(cell['source']) for cell in cells):,} lines)")
    floor = None
    for what, command in commands.items():
        found = cost([*command, *map(str, paths)], paths[0].parent, repeat, env)
        floor = floor or found
        ratios = (found.clock / floor.clock, found.processor / floor.processor)
        line = f"  {what:<24} {found.clock:>8.3f} s {ratios[0]:>6.1f} {found.processor:>8.3f} s {ratios[1]:>6.1f}"
        print(line, flush=True)


def peers(folder: Path) -> dict[str, list[str]]:
    """Install other checkers and return how to call them."""
    venv.create(folder, with_pip=True)
    bin_ = folder / "bin"
    packages = ["ruff", "nbqa", "pyflakes", "marimo"]
    subprocess.run([bin_ / "python", "-m", "pip", "install", "-q", *packages], check=True)
    return {
        "ruff check (F)": [
            str(bin_ / "ruff"), "check", "--isolated", "--no-cache", "--select", "F",
        ],
        "nbqa pyflakes": [str(bin_ / "python"), "-m", "nbqa", "pyflakes"],
        "marimo check": [str(bin_ / "marimo"), "check"],
    }  # fmt: skip


def main() -> None:
    """Measure one notebook, many, and notebooks of growing length."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--most", type=int, default=10_000, help="cells of the longest notebook")
    parser.add_argument("--peers", action="store_true", help="install and measure others as well")
    parser.add_argument("--without-bytecode", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        env = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "cache")}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        if options.without_bytecode:
            env["PYTHONDONTWRITEBYTECODE"] = "1"
        commands = {
            "floor": [sys.executable, "-S", "-c", FLOOR],
            "nb2pkg check": [sys.executable, "-m", "nb2pkg", "check"],
        }
        if options.peers:
            commands |= peers(folder / "venv")
        measure_all(folder, commands, options, env)


def measure_all(
    folder: Path, commands: dict[str, list[str]], options: argparse.Namespace, env: dict[str, str]
) -> None:
    """Measure every kind of work."""

    def made(name: str, cells: int, *, shuffled: bool = False) -> Path:
        path = folder / f"{name}.ipynb"
        path.write_text(notebook(cells, shuffled=shuffled))
        return path

    repeat, short = options.repeat, {key: commands[key] for key in list(commands)[:2]}
    print(f"{'':<26} {'clock':>10} {'ratio':>6} {'processor':>10} {'ratio':>6}")
    for shuffled in (False, True):
        kind = "shuffled" if shuffled else "straight"
        measure(
            f"1 {kind} notebook of 1 cell", [made("one", 1, shuffled=shuffled)], short, repeat, env
        )
        for cells in (40, 380):
            path = made("some", cells, shuffled=shuffled)
            measure(f"1 {kind} notebook of {cells} cells", [path], commands, repeat, env)
        many = [made(f"many{number}", 40, shuffled=shuffled) for number in range(100)]
        measure(f"100 {kind} notebooks in one call", many, commands, repeat, env)
        for cells in (100, 1_000, 10_000):
            if cells <= options.most:
                path = made("long", cells, shuffled=shuffled)
                measure(f"1 {kind} notebook of {cells:,} cells", [path], short, repeat, env)


if __name__ == "__main__":
    main()
