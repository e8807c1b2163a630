"""A short run of what `benchmarks/fuzz.py` does at length."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from nb2pkg import api
from nb2pkg.config import Config
from nb2pkg.notebook.read import parse
from nb2pkg.notebook.reorder import reordered_bytes
from tests.fuzzing.checking import look
from tests.fuzzing.extracting import Extractor
from tests.fuzzing.notebooks import Pools, notebook, sound_notebook

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


def shuffled(data: bytes, seed: int) -> bytes:
    """Return a notebook's bytes with its cells in any order."""
    order = [cell.number for cell in parse(data, "n.ipynb").cells]
    random.Random(seed).shuffle(order)
    return reordered_bytes(data, order)


@pytest.mark.parametrize("unsafe", [False, True])
def test_any_notebook_is_mended_without_a_crash_and_once_for_all(tmp_path, unsafe):
    path, moved = tmp_path / "n.ipynb", 0
    for seed in range(100):
        before = shuffled(sound_notebook(seed, POOLS), seed) if seed % 2 else notebook(seed, POOLS)
        path.write_bytes(before)

        (done,) = api.fix([str(path)], Config(), unsafe=unsafe)
        (again,) = api.fix([str(path)], Config(), unsafe=unsafe)

        for form in ("text", "json"):
            api.render_fixes([done], form).encode("utf-8", "backslashreplace")
        assert sorted(path.read_bytes()) == sorted(before), seed
        assert not again.mending.is_changed, seed
        assert done.is_written == done.mending.is_changed, seed
        moved += done.is_written

    assert moved > 10


def test_whatever_is_extracted_nothing_is_lost(tmp_path):
    path, extractor = tmp_path / "n.ipynb", Extractor()
    outcomes: Counter[str] = Counter()
    for seed in range(1, 40):
        path.write_bytes(sound_notebook(seed, POOLS))
        outcomes[extractor.extract(path, seed)] += 1
    extractor.worker.close()

    assert outcomes["extracted"] >= 10
