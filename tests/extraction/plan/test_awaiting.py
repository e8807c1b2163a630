"""Cells that await: their steps are coroutines, which the pipeline runs and the client awaits."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from nb2pkg.errors import CannotExtractError
from nb2pkg.extraction.blueprint import Plan
from nb2pkg.extraction.extract import Request, _source
from tests.extraction.harness import _HERE
from tests.support import write_notebook

FETCH = "import asyncio\nasync def fetch(n):\n    await asyncio.sleep(0)\n    return n * 2"


def _made(folder: Path, *cells: str) -> tuple[Plan, dict[str, str]]:
    path = write_notebook(folder / "n.ipynb", *cells)
    source = _source(Request(str(path), folder / "out", "made"))
    plan = source.planned(_HERE)
    return plan, source.files(plan, _HERE)


@pytest.mark.parametrize(
    "cell",
    ["a = 3", "async def other():\n    return await fetch(1)\na = 1", "a = 'await this'  # await"],
)
def test_without_a_top_level_await_no_step_is_a_coroutine(tmp_path: Path, cell: str) -> None:
    plan, files = _made(tmp_path, FETCH, cell, "b = len(str(a))")
    assert not any(step.body.is_coroutine for step in plan.steps)
    assert "asyncio" not in files["src/made/pipeline.py"]


@pytest.mark.parametrize(
    "cell",
    [
        "a = await fetch(3)",
        "a, c = await asyncio.gather(fetch(1), fetch(2))",
        "a = [await fetch(n) for n in range(3)]",
        "a = 0\nfor n in range(3):\n    a += await fetch(n)",
        "if True:\n    a = await fetch(1)",
        "lock = asyncio.Lock()\nasync with lock:\n    a = 5",
    ],
)
def test_a_step_that_awaits_is_run_by_the_pipeline_and_awaited_by_the_client(
    tmp_path: Path, cell: str
) -> None:
    _, files = _made(tmp_path, FETCH, cell, "b = str(a)\nprint(b)")
    assert "async def " in files["src/made/features.py"].replace("async def fetch", "")
    assert "= asyncio.run(features." in files["src/made/pipeline.py"]
    client = json.loads(files["notebooks/n.ipynb"])["cells"]
    assert any("= await " in each["source"] for each in client)
    names: dict[str, object] = {}
    for text in ("features", "pipeline"):
        ast.parse(files[f"src/made/{text}.py"])
    compile(files["src/made/features.py"], "features", "exec")
    exec(files["src/made/features.py"], names)


def test_work_for_the_kernels_own_loop_is_refused_with_what_helps(tmp_path: Path) -> None:
    with pytest.raises(CannotExtractError, match="await the coroutine"):
        _made(tmp_path, FETCH, "task = asyncio.create_task(fetch(3))", "a = await task")
