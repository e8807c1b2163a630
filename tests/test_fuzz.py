"""A short run of what `benchmarks/fuzz.py` does at length."""

from __future__ import annotations

import json
from pathlib import Path

from tests.fuzzing.books import Pools, notebook
from tests.fuzzing.looking import look

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*/*.ipynb"))


def real_cells() -> list[str]:
    """Return the cells of the example notebooks."""
    cells = [cell for path in EXAMPLES for cell in json.loads(path.read_bytes())["cells"]]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


POOLS = Pools(real_cells())


def test_a_seed_gives_the_same_notebook_each_time():
    assert [notebook(seed, POOLS) for seed in range(50)] == [
        notebook(seed, POOLS) for seed in range(50)
    ]


def test_any_notebook_is_checked_without_a_crash(tmp_path):
    path = tmp_path / "n.ipynb"
    for seed in range(1500):
        path.write_bytes(notebook(seed, POOLS))
        look(path, seed)
