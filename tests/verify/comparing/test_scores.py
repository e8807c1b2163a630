"""Scores that a notebook shows and gives no name: the pipeline's are held against what the rewritten notebook shows."""

from __future__ import annotations

import pytest

from nb2pkg.extraction.extract import Request, extract
from nb2pkg.verify import Options, verify
from tests import support

pytestmark = pytest.mark.kernel

CELLS = (
    "import pandas as pd\nfrom sklearn.linear_model import LinearRegression",
    'df = pd.read_csv("a.csv")\nX, y = df[["x"]], df["y"]',
    "model = LinearRegression()\nmodel.fit(X, y)",
    "print(model.score(X, y))",
)


def test_a_score_that_only_the_pipeline_gets_wrong_is_a_mismatch(tmp_path):
    (tmp_path / "a.csv").write_text("x,y\n1,2\n2,4\n3,7\n4,7\n")
    notebook = support.write_notebook(tmp_path / "fit.ipynb", *CELLS)
    project = tmp_path / "project"
    sound = extract(Request(str(notebook), project), Options(timeout=120), lambda _: None)
    assert sound.verification is not None
    assert sound.verification.status == "match"
    assert "score" in dict(sound.verification.expected)  # the project's own tests hold it as well
    pipeline = project / "src" / "fit" / "pipeline.py"
    text = pipeline.read_text()
    assert text.count("    score = ") == 1

    pipeline.write_text(text.replace("    score = ", "    score = 1 - "))
    found = verify(notebook, project, Options(timeout=120))

    assert found.status == "mismatch"
    assert [(d.kind, d.name, d.cell) for d in found.differences] == [("value", "score", 4)]
