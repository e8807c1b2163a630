"""Write the example data from scikit-learn and run the example notebooks again, in their recorded order.

    python examples/make_examples.py data            # the CSV files
    python examples/make_examples.py run [NOTEBOOK…] # every notebook, or those named: fresh outputs and counts
    python examples/make_examples.py packages        # what `nb2pkg extract` makes of them
    python examples/make_examples.py readme          # what the README's console sessions show

A notebook is run in the order of its execution counts, so that a messy one stays as messy as it was. What was
run and is no longer in the file (a deleted cell, an earlier run of a cell) stands in LOST_RUNS.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

HERE = Path(__file__).resolve().parent

NEW_PATIENTS = (24, 81, 190, 303, 416, 537)  # rows of the cancer data that no model gets to see

# notebook → execution count → what ran then and cannot be found under that count any more
LOST_RUNS = {
    "diabetes.ipynb": {
        10: "features = ['age', 'sex', 'bmi', 'bp', 's2', 's3', 's5', 's6', 'bmi_bp']",
        16: (
            "ridge = Ridge(alpha=10.0)\n"
            "ridge.fit(X_train, y_train)\n"
            "pred = ridge.predict(X_test)\n"
            "results.append(('Ridge', rmse(y_test, pred), r2_score(y_test, pred)))\n"
            "rmse(y_test, pred)"
        ),
    },
}


def write_data() -> None:
    """Write the data sets that scikit-learn ships as CSV files beside the notebooks."""
    from sklearn import datasets

    wine = _frame(datasets.load_wine(as_frame=True), "cultivar")
    wine.columns = [_identifier(name) for name in wine.columns]
    wine["cultivar"] += 1  # the growers are numbered from 1 in the original file
    _save(wine, "wine/wine.csv")

    diabetes = _frame(datasets.load_diabetes(as_frame=True, scaled=False), "progression")
    _save(diabetes, "diabetes/diabetes.csv")

    bunch = datasets.load_breast_cancer(as_frame=True)
    cancer = _frame(bunch, "diagnosis")
    cancer.columns = [_identifier(name) for name in cancer.columns]
    cancer["diagnosis"] = cancer["diagnosis"].map(dict(enumerate(bunch.target_names)))
    new = cancer.loc[list(NEW_PATIENTS)].drop(columns="diagnosis")
    new.insert(0, "patient", [f"P{number:03}" for number in range(1, len(new) + 1)])
    _save(cancer.drop(index=list(NEW_PATIENTS)), "cancer/cancer.csv")
    _save(new, "cancer/new_patients.csv")


def _frame(bunch: Any, target: str) -> pd.DataFrame:
    """Return a data set's features with its target as last column, under a name of its own."""
    frame: pd.DataFrame = bunch.frame.rename(columns={"target": target})
    return frame


def _identifier(name: str) -> str:
    """Return a column's name as one word."""
    return name.replace(" ", "_").replace("/", "_")


def _save(frame: pd.DataFrame, place: str) -> None:
    """Write a frame beside its notebook."""
    frame.to_csv(HERE / place, index=False, lineterminator="\n")


def run_notebook(path: Path) -> None:
    """Run a notebook in its recorded order, in a copy of its folder, and store outputs and counts."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(path.parent, scratch, dirs_exist_ok=True)
        client = NotebookClient(
            notebook,
            resources={"metadata": {"path": scratch}},
            record_timing=False,
        )
        with client.setup_kernel():
            for index, cell in _recorded_order(notebook, LOST_RUNS.get(path.name, {})):
                client.execute_cell(cell, index)
    nbformat.write(notebook, path)


def _recorded_order(notebook: Any, lost: dict[int, str]) -> list[tuple[int, Any]]:
    """Return the cells in the order of their counts, lost runs among them; without counts, top to bottom."""
    from nbformat.v4 import new_code_cell

    cells = [(i, cell) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    if any(cell.execution_count is None for _, cell in cells):
        return cells
    runs = [(cell.execution_count, index, cell) for index, cell in cells]
    runs += [(count, -1, new_code_cell(source)) for count, source in lost.items()]
    return [(index, cell) for _, index, cell in sorted(runs, key=lambda run: run[0])]


def make_packages() -> int:
    """Extract the package of each example anew; return how many of them are not verified."""
    notebooks = {"wine": "wine", "diabetes": "diabetes_mended", "cancer": "cancer"}
    failures = 0
    for name, notebook in notebooks.items():
        folder = HERE / name
        command: list[str | Path] = [sys.executable, "-m", "nb2pkg", "extract"]
        command += [folder / f"{notebook}.ipynb", "-o", folder / "package", "--name", name]
        options: list[str | Path] = ["--root", folder, "--force"]
        failures += subprocess.run([*command, *options], check=False).returncode != 0
    return failures


def refresh_readme() -> None:
    """Run the command of each console session in the README, and show there what it says now."""
    readme = HERE.parent / "README.md"
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(
            HERE, Path(scratch, "examples"), ignore=shutil.ignore_patterns("package", "*.py")
        )

        def session(found: re.Match[str]) -> str:
            command = [sys.executable, "-m", *found[1].split()]
            done = subprocess.run(
                command,
                cwd=scratch,
                env={**os.environ, "XDG_CACHE_HOME": scratch},  # as on a machine that never ran it
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            return f"```console\n$ {found[1]}\n{done.stdout}```"

        pattern = re.compile(r"^```console\n\$ (.*?)\n.*?^```$", re.DOTALL | re.MULTILINE)
        readme.write_text(pattern.sub(session, readme.read_text()))


def main(arguments: list[str]) -> int:
    """Do what the command line asks for."""
    match arguments:
        case ["data"]:
            write_data()
        case ["run", *names]:
            found = sorted(HERE.glob("*/*.ipynb"))
            for path in [Path(name).resolve() for name in names] or found:
                print(path.name)
                run_notebook(path)
        case ["packages"]:
            return make_packages()
        case ["readme"]:
            refresh_readme()
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
