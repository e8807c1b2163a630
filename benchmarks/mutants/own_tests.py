"""Damage generated packages and count how often the tests notice that they came with.

    python -m benchmarks.mutants.own_tests NAME=PROJECT=TREE=FOLDER [...] [--python PYTHON] [--path DIR] [--each 25]

PROJECT is what `extract` wrote, TREE the tree its notebook ran in, FOLDER the notebook's own within it. PYTHON is the
package's interpreter; DIR, if pytest is not installed there, a folder that has it. Whether a mutant does harm is not
assumed: it is run as plain Python, and its Results are compared bit by bit with those of the undamaged package.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.mutants.__main__ import Mutant, _of_module, _of_settings
from benchmarks.mutants.operators import FOR_RESULTS

_ROOT = Path(__file__).resolve().parents[2]
_RUNNER = "benchmarks.mutants.own_tests_runner"
# what `run` consists of; settings are damaged by an operator of their own
_MODULES = ("common", "evaluate", "features", "ingest", "pipeline", "train")


def main() -> int:
    """Run the bed; return 1 if a mutant that changes a result passed its package's tests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("subjects", nargs="+")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--path", default="")
    parser.add_argument("--each", type=int, default=25)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    missed = 0
    for subject in options.subjects:
        name, project, tree, folder = subject.split("=")
        with tempfile.TemporaryDirectory(prefix="own-tests-") as bed:
            missed += _tried(name, Path(project), Path(tree), folder, Path(bed), options)
    return int(missed > 0)


def _tried(
    name: str, project: Path, tree: Path, folder: str, bed: Path, options: argparse.Namespace
) -> int:
    """Make a package's mutants and report on them; return how many harmful ones passed."""
    (package,) = (path.parent.name for path in project.glob("src/*/pipeline.py"))
    chosen = _drawn(project, package, options.each, random.Random(f"{options.seed} {name}"))
    folders = {"base": project}
    for number, mutant in enumerate(chosen):
        folders[str(number)] = bed / str(number)
        shutil.copytree(project, bed / str(number))
        (bed / str(number) / mutant.file).write_text(mutant.text, encoding="utf-8")
    said = _answers(package, tree, folder, folders, bed, options)
    base = said.pop("base")
    if base["with"] or "error" in base["truth"]:
        print(
            f"{name}: not usable, its own tests fail undamaged: {base['with']} {base['truth'].get('error')}"
        )
        return 0
    counts: dict[str, list[bool]] = defaultdict(list)
    for number, mutant in enumerate(chosen):
        answer = said[str(number)]
        harmful = answer["truth"] != base["truth"]
        kind = "harmful" if harmful else "equivalent"
        counts[f"{kind} with"].append(bool(answer["with"]))
        counts[f"{kind} without"].append(bool(answer["without"]))
        if harmful != bool(answer["with"]):
            noticed = "caught" if answer["with"] else "NOT CAUGHT"
            print(f"  {kind}, {noticed}: {mutant.operator}: {mutant.file}: {mutant.change}")
    harm, harmless = counts["harmful with"], counts["equivalent with"]
    print(
        f"{name}: {len(harm)} harmful: {sum(harm)} caught with the data, {sum(counts['harmful without'])} without; "
        f"{len(harmless)} equivalent: {sum(harmless)} flagged",
        flush=True,
    )
    return len(harm) - sum(harm)


def _drawn(project: Path, package: str, most: int, rng: random.Random) -> list[Mutant]:
    """Draw mutants by lot, one of each operator in turn."""
    waiting: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in _candidates(project, package):
        waiting[mutant.operator].append(mutant)
    for mutants in waiting.values():
        rng.shuffle(mutants)
    kinds = list(waiting.values())
    rng.shuffle(kinds)
    drawn: list[Mutant] = []
    while len(drawn) < most and any(kinds):
        drawn += [mutants.pop() for mutants in kinds if mutants]
    return drawn[:most]


def _candidates(project: Path, package: str) -> Iterator[Mutant]:
    source = project / "src" / package
    for path in (source / f"{name}.py" for name in _MODULES):
        if path.is_file():
            file = str(path.relative_to(project))
            yield from _of_module(file, path.read_text(encoding="utf-8"), FOR_RESULTS)
    path = source / "settings.py"
    yield from _of_settings(str(path.relative_to(project)), path.read_text(encoding="utf-8"))


def _answers(
    package: str,
    tree: Path,
    folder: str,
    folders: dict[str, Path],
    bed: Path,
    options: argparse.Namespace,
) -> dict[str, Any]:
    """Run all projects, and their tests, in the package's interpreter."""
    job = {
        "tree": str(tree.resolve()),
        "inside": folder,
        "projects": {name: str(path.resolve()) for name, path in folders.items()},
        "package": package,
        "seed": 0,
        "out": str(bed / "answers.json"),
    }
    (bed / "job.json").write_text(json.dumps(job))
    env = {
        "PATH": "/usr/bin:/bin",
        "PYTHONHASHSEED": "0",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TZ": "UTC",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join([str(_ROOT), options.path]),
        "HOME": os.environ.get("HOME", ""),
    }
    subprocess.run([options.python, "-m", _RUNNER, str(bed / "job.json")], check=True, env=env)
    found: dict[str, Any] = json.loads((bed / "answers.json").read_text())
    return found


if __name__ == "__main__":
    sys.exit(main())
