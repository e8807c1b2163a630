"""A short run of what `benchmarks/fuzz.py` does at length."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.fuzzing.books import Pools, notebook, sound_notebook
from tests.fuzzing.extracting import Extractor
from tests.fuzzing.looking import look

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*/*.ipynb"))


def cells_of(path: Path) -> list[str]:
    """Return the code cells of a notebook."""
    cells = json.loads(path.read_bytes())["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


WHOLE = [cells_of(path) for path in EXAMPLES]
POOLS = Pools([cell for cells in WHOLE for cell in cells], WHOLE)


@pytest.mark.parametrize("make", [notebook, sound_notebook])
def test_a_seed_gives_the_same_notebook_each_time(make):
    assert [make(seed, POOLS) for seed in range(50)] == [make(seed, POOLS) for seed in range(50)]


def test_any_notebook_is_checked_without_a_crash(tmp_path):
    path = tmp_path / "n.ipynb"
    for seed in range(1000):
        path.write_bytes(notebook(seed, POOLS))
        look(path, seed)


def test_whatever_is_extracted_nothing_is_lost(tmp_path):
    path, extractor = tmp_path / "n.ipynb", Extractor()
    outcomes: Counter[str] = Counter()
    for seed in range(1, 40):
        path.write_bytes(sound_notebook(seed, POOLS))
        outcomes[extractor.extract(path, seed)] += 1
    extractor.worker.close()

    assert outcomes["extracted"] >= 10
