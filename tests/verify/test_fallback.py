"""What `extract` does when the order of the stages gives something else than the notebook."""

from __future__ import annotations

import json

import pytest

from nb2pkg.extraction.extract import Request, extract
from nb2pkg.verify import Options
from tests import support

pytestmark = pytest.mark.kernel

# the one call changes what the other returns, and nobody has listed that
CELLS = (
    "import sys\nimport pandas as pd\nfrom sklearn.linear_model import LinearRegression",
    'df = pd.read_csv("a.csv")',
    'model = LinearRegression().fit(df[["x"]], df["y"])\nmodel.round_ = sys.getswitchinterval()',
    'more = pd.read_csv("a.csv")\nmore["round"] = sys.setswitchinterval(0.5) or 1\nmore.shape',
    'prediction = model.predict(more[["x"]])\nprint(prediction.round(2))',
)


def test_where_the_order_of_the_stages_gives_another_result_the_notebooks_order_is_put_back(
    tmp_path,
):
    (tmp_path / "a.csv").write_text("x,y\n1,2\n2,4\n3,7\n")
    notebook = support.write_notebook(tmp_path / "rounds.ipynb", *CELLS)

    done = extract(Request(str(notebook)), Options(timeout=120), lambda _: None)

    assert done.verification is not None
    assert done.verification.status == "match"
    assert "keeps the notebook's order" in done.verification.notes[-1]
    manifest = json.loads((tmp_path / "rounds" / "nb2pkg.json").read_text())
    cells = [step["cells"][0] for step in manifest["steps"]]
    stages = [step["stage"] for step in manifest["steps"]]
    assert cells == sorted(cells)
    assert set(cells) == {2, 3, 4, 5}
    assert [*stages[:3], stages[-1]] == ["ingest", "train", "ingest", "infer"]
