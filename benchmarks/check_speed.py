"""How long `nb2pkg check` takes, as a multiple of the least that any checker has to do.

    python benchmarks/check_speed.py [--repeat 5] [--most 10000]

The floor is a bare interpreter that reads each notebook, decodes its JSON and parses each code cell. Both are whole
processes, start-up included; the best of several runs counts: everything else on the machine only makes a run slower.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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


def notebook(cells: int) -> str:
    """Return a notebook of so many code cells, run once from top to bottom."""
    sources = [
        ROUND[i % len(ROUND)].rstrip().replace("{n}", str(i // len(ROUND))) for i in range(cells)
    ]
    return json.dumps(
        {
            "cells": [
                {
                    "cell_type": "code",
                    "execution_count": count,
                    "id": f"c{count}",
                    "metadata": {},
                    "outputs": [],
                    "source": source.splitlines(keepends=True),
                }
                for count, source in enumerate(sources, 1)
            ],
            "metadata": {"kernelspec": {"name": "python3", "language": "python"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def seconds(command: list[str], repeat: int) -> float:
    """Return the shortest wall-clock time of a command; it must find nothing."""
    best = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    return best


def measure(name: str, paths: list[Path], repeat: int) -> None:
    """Print one line: what was checked, both times, and their ratio."""
    lines = sum(
        len(cell["source"]) for path in paths for cell in json.loads(path.read_text())["cells"]
    )
    names = [str(path) for path in paths]
    floor = seconds([sys.executable, "-S", "-c", FLOOR, *names], repeat)
    check = seconds([sys.executable, "-m", "nb2pkg", "check", *names], repeat)
    print(f"{name:<28} {lines:>8} {floor:>9.3f} {check:>9.3f} {check / floor:>7.1f}", flush=True)


def main() -> None:
    """Measure a call without work, one notebook, many, and notebooks of growing length."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--most", type=int, default=10_000, help="cells of the longest notebook")
    options = parser.parse_args()
    print(f"{'':<28} {'lines':>8} {'floor s':>9} {'check s':>9} {'ratio':>7}")
    with tempfile.TemporaryDirectory() as scratch:

        def made(name: str, cells: int) -> Path:
            path = Path(scratch) / f"{name}.ipynb"
            path.write_text(notebook(cells))
            return path

        measure("1 notebook, 1 cell", [made("one", 1)], options.repeat)
        measure("1 notebook, ~1,000 lines", [made("thousand", 380)], options.repeat)
        folder = [made(f"many{number}", 95) for number in range(100)]
        measure("100 notebooks in one call", folder, options.repeat)
        for cells in (100, 1_000, 10_000):
            if cells <= options.most:
                measure(f"1 notebook, {cells:,} cells", [made("long", cells)], options.repeat)


if __name__ == "__main__":
    main()
