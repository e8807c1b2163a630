"""What runs in the notebook's interpreter really runs in the oldest Python that is promised."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from nb2pkg.extraction.interpreter import Environment, ask
from nb2pkg.verify.running.environment import _OLDEST
from tests.extraction.generate.projects import project

INSIDE = Path(__file__).parents[3] / "nb2pkg" / "verify" / "inside"
OLDEST = f"3.{_OLDEST[1]}"
NEWER = ("3.9", "3.10", "3.12", "3.13")
KEEPING = """
import collections, datetime, decimal, random, sys, time
sys.path[:0] = [{tools!r}]
from nb2pkg_inside import keeping, probe

class Cached:
    def __init__(self, n):
        self.parts = [n, n / 3, {{"a": n}}]

probe.serve({{"seed": 0}}, {{}})
values = {{
    "number": 0.1, "text": "a", "rows": [{{"age": n / 7}} for n in range(200)], "set": {{1, 2}},
    "queue": collections.deque([1.5]), "day": datetime.date(2024, 1, {day}), "exact": decimal.Decimal("1.10"),
    "own": Cached({day}), "drawn": random.random(), "noise": time.perf_counter(),
}}
keeping.keep(values, list(values), {spool!r})
"""


def interpreter(version: str) -> str:
    """Return a Python of a version, or skip the test."""
    roots = [Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"]
    places = [path / "bin" / "python" for root in roots for path in root.glob(f"{version}.*")]
    found = shutil.which(f"python{version}")
    candidates = [*map(str, places), *([found] if found else [])]
    for python in candidates:
        done = subprocess.run(
            [python, "-c", "import sys; print(sys.version_info[:2])"],
            capture_output=True,
            check=False,
        )
        if done.returncode == 0 and f"(3, {version[2:]})" in done.stdout.decode():
            return python
    pytest.skip(f"there is no Python {version} here")


def kept(python: str, folder: Path, name: str, day: int) -> Path:
    """Keep values in a process of its own."""
    code = KEEPING.format(tools=str(folder), spool=str(folder / name), day=day)
    subprocess.run([python, "-c", code], check=True, cwd=folder)
    return folder / name


@pytest.mark.parametrize("version", [OLDEST, *NEWER])
def test_values_are_kept_compared_and_described(tmp_path, version):
    python = interpreter(version)
    shutil.copytree(INSIDE, tmp_path / "nb2pkg_inside")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "__init__.py").write_text("")
    spools = [kept(python, tmp_path, *run) for run in (("first", 1), ("again", 1), ("other", 2))]
    index = json.loads((spools[0] / "index.json").read_text())
    assert all("file" in entry for entry in index.values()), index
    names = ("first", "again", "other")
    questions = [
        {**{n: str(s / entry["file"]) for n, s in zip(names, spools, strict=True)}, "summary": True}
        for entry in index.values()
    ]
    job = {
        "path": [str(tmp_path)],
        "package": "empty",
        "rtol": 1e-9,
        "atol": 0.0,
        "questions": questions,
        "answers": str(tmp_path / "answers"),
        "start": 0,
    }
    (tmp_path / "job.json").write_text(json.dumps(job))

    start = f"import sys; sys.path[0] = {str(tmp_path)!r}; from nb2pkg_inside.compare import main"
    code = f"{start}; main({str(tmp_path / 'job.json')!r})"
    subprocess.run([python, "-c", code], check=True)

    lines = (tmp_path / "answers").read_text().splitlines()
    answers = dict(zip(index, map(json.loads, lines), strict=True))
    said = {name: answer["same"] for name, answer in answers.items()}
    assert said == {
        **dict.fromkeys(("number", "text", "rows", "set", "queue", "exact", "drawn"), True),
        **dict.fromkeys(("day", "own"), False),
        "noise": None,
    }, answers
    assert answers["noise"]["noisy"]
    assert "parts" in json.loads(answers["rows"]["summary"])


@pytest.mark.parametrize("version", [OLDEST, "3.9"])
def test_an_old_interpreter_tells_what_it_has(version):
    found = ask(interpreter(version), ["pip", "no_such_module"])

    assert found.python[:2] == (3, int(version[2:]))
    assert found.distributions["pip"][0] == "pip"
    assert "no_such_module" not in found.distributions


@pytest.mark.parametrize("version", [OLDEST, "3.9"])
def test_a_package_made_for_an_old_python_runs_there(tmp_path, version):
    cells = (
        "import csv\nfrom collections import Counter",
        "def halved(rows: list, by: int = 2) -> list:\n    return [row / by for row in rows]",
        'with open("a.csv") as file:\n    rows = [float(row["age"]) for row in csv.DictReader(file)]',
        "small = halved(rows)",
        "total = sum(small)",
    )
    python = interpreter(version)
    made = project(
        tmp_path,
        *cells,
        data={"a.csv": "age\n40\n60\n"},
        environment=Environment(python=(3, int(version[2:]), 0)),
    )
    (tmp_path / "tomli.py").write_text(
        ""
    )  # it reads settings from a file, and is not installed here
    path = os.pathsep.join([str(tmp_path / "project" / "src"), str(tmp_path)])

    done = subprocess.run(
        [python, "-m", "made", "run"],
        cwd=made.folder,
        env={"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    assert re.search("total +50.0", done.stdout)
