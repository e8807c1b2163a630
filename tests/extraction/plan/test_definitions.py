"""Definitions in the package as another process finds them: registered, and known under a name of their own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nb2pkg.extraction.extract import Request, extract
from nb2pkg.verify import Options
from tests.extraction.harness import Case, Ran, extracted
from tests.extraction.test_traps import DATA
from tests.support import write_notebook

ACCESSOR = """
@{0}("geo")
class Geo:
    def __init__(self, held):
        self._held = held

    def count(self):
        return len(self._held) * 2
"""


def _extracted(folder, cells) -> Case:
    here = folder / "here"
    here.mkdir()
    (here / "data.csv").write_text(DATA["data.csv"])
    return extracted(folder, cells, Ran((), {}, {}), times=1)


def _asked(case: Case, code: str) -> str:
    """Return what a line of Python prints beside the data, in a process that has only the package."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=case.folder / "here",
        env={"PYTHONPATH": str(case.folder / "project" / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("imported", "decorator", "asked"),
    [
        ("", "pd.api.extensions.register_dataframe_accessor", "df.geo.count()"),
        (
            "from pandas.api.extensions import register_series_accessor as known",
            "known",
            'df["age"].geo.count()',
        ),
    ],
)
def test_an_accessor_of_the_notebook_is_there_whatever_of_the_package_is_imported(
    tmp_path, imported, decorator, asked
):
    case = _extracted(
        tmp_path,
        [
            f"import pandas as pd\n{imported}\n{ACCESSOR.format(decorator)}",
            'df = pd.read_csv("data.csv")',
            f"n = {asked}\nn",
        ],
    )

    package = case.plan.package
    assert _asked(case, f"from {package} import pipeline; print(pipeline.run().n)") == "80"
    asked = f"import {package}, pandas as pd; print(pd.DataFrame({{'age': [1, 2]}}).age.sum())"
    assert _asked(case, asked) == "3"
    assert "noqa" in case.files[f"src/{package}/__init__.py"]


def test_an_accessor_that_only_exploration_uses_stays_in_the_notebook(tmp_path):
    decorator = "pd.api.extensions.register_dataframe_accessor"
    case = _extracted(
        tmp_path,
        [
            f"import pandas as pd\n{ACCESSOR.format(decorator)}",
            'df = pd.read_csv("data.csv")',
            "print(df.geo.count())",
        ],
    )

    assert "class Geo" not in case.code
    assert any("class Geo" in cell["source"] for cell in case.client)


SAVED = (
    (
        "import joblib\nimport pandas as pd\nfrom sklearn.base import BaseEstimator\n"
        "from sklearn.linear_model import LogisticRegression\nfrom sklearn.pipeline import make_pipeline\n"
        "from sklearn.preprocessing import FunctionTransformer\n"
        'df = pd.read_csv("data.csv")\nX, y = df[["age", "income"]], df["target"]'
    ),
    (
        "class Halved(BaseEstimator):\n    def fit(self, X, y=None):\n        return self\n"
        "    def transform(self, X):\n        return X / 2\ndef plus(x):\n    return x + 1"
    ),
    "pipe = make_pipeline(Halved(), FunctionTransformer(plus), LogisticRegression()).fit(X, y)",
    'joblib.dump(pipe, "pipe.joblib")',
    "score = pipe.score(X, y)\nprint(score)",
)


@pytest.mark.kernel
@pytest.mark.timeout(400)
def test_what_joblib_has_saved_of_the_notebooks_own_is_compared_and_found_by_a_later_process(
    tmp_path,
):
    (tmp_path / "data.csv").write_text(DATA["data.csv"], encoding="utf-8")
    path = write_notebook(tmp_path / "saved.ipynb", *SAVED)

    made = extract(Request(str(path), tmp_path / "out"), Options(), lambda _: None)

    assert made.verification is not None
    assert made.verification.status == "match", made.verification
    home = {"PYTHONPATH": str(tmp_path / "out" / "src")}
    for code in (
        "from saved.pipeline import run; run()",
        "import joblib; assert len(joblib.load('pipe.joblib').steps) == 3",
    ):
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=home, check=True)
