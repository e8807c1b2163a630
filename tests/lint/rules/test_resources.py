"""NB103 and NB104 about what is no variable: random states, the style of plots, the working directory."""

from __future__ import annotations

import pytest

from tests.lint.rules.finding import found, told

SEEDED = "import numpy as np\nnp.random.seed(0)"
FIRST, SECOND = "a = np.random.rand(3)", "b = np.random.rand(3)"


def messages(*cells, **options):
    """Return what NB103 and NB104 say."""
    return [each.message for each in found(*cells, **options) if each.code in {"NB103", "NB104"}]


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ((SEEDED, FIRST, SECOND), (1, 2, 3)),
        (("import numpy as np", FIRST, SECOND), (1, 3, 2)),  # no two runs draw the same anyway
        ((SEEDED, f"np.random.seed(1)\n{FIRST}", f"np.random.seed(2)\n{SECOND}"), (1, 3, 2)),
        ((SEEDED, "rng = np.random.default_rng(0)", "rng.random(3)"), (1, 2, 3)),
        (
            (
                "import random\nrandom.seed(1)",
                "import numpy as np\nnp.random.rand()",
                "random.random()",
            ),
            (1, 3, 2),
        ),
        ((SEEDED, FIRST, "exec('np.random.seed(0)')"), (1, 3, 2)),
        ((SEEDED, FIRST, "if len('a'):\n    np.random.rand()"), (1, 3, 2)),
        (
            ("import numpy as np\nnp.random.seed(0)", FIRST),
            (3, 2),
        ),  # the seed may have been there before
        (("import matplotlib.pyplot as plt", "plt.plot([1])", "%matplotlib inline"), (1, 3, 2)),
        (("import seaborn as sns\nsns.set()", "sns.lineplot([1])", "sns.set()"), (1, 3, 2)),
        (("import pandas as pd, os", "pd.read_csv('/data/a.csv')", "os.chdir('data')"), (1, 3, 2)),
        (
            ("import pandas as pd, os", "pd.read_csv('https://a.org/b.csv')", "os.chdir('d')"),
            (1, 3, 2),
        ),
        (("import pandas as pd", "pd.read_csv('a.csv')", "%mkdir out"), (1, 3, 2)),
    ],
)
def test_the_same_state_in_both_runs_is_no_finding(cells, counts):
    assert messages(*cells, counts=counts) == []


def test_a_draw_below_that_ran_before():
    (message,) = messages(SEEDED, FIRST, SECOND, counts=(1, 3, 2))

    assert message == (
        "numpy's random state was another when this cell was run: cell 3 (In [2]) had drawn from it before; "
        "a fresh run has not reached that yet"
    )


def test_a_seed_below_that_was_set_before():
    assert told(
        "NB103", "import random", "random.random()", "random.seed(3)", counts=(1, 3, 2)
    ) == [("NB103", "random", 2)]


def test_only_the_first_cell_is_told():
    cells = (SEEDED, FIRST, SECOND, "c = np.random.rand(3)")

    assert told("NB103", *cells, counts=(1, 4, 3, 2)) == [("NB103", "numpy.random", 2)]


def test_a_draw_inside_a_function_and_inside_sklearn_counts():
    split = (
        "from sklearn.model_selection import train_test_split\nX, y = train_test_split([1, 2, 3])"
    )

    assert told(
        "NB103",
        f"{SEEDED}\ndef draw():\n    return np.random.rand()",
        "draw()",
        split,
        counts=(1, 3, 2),
    ) == [("NB103", "numpy.random", 2)]


def test_a_draw_above_that_was_never_run():
    assert messages(SEEDED, FIRST, SECOND, counts=(1, None, 2)) == [
        "numpy's random state matters here, but cell 2 that draws from it was never run; a fresh run will run it"
    ]


@pytest.mark.parametrize(
    ("cells", "variable"),
    [
        (
            ("import matplotlib.pyplot as plt", "plt.plot([1])", "plt.style.use('ggplot')"),
            "matplotlib.rcParams",
        ),
        (
            ("import matplotlib.pyplot as plt", "plt.plot([1])", "plt.rcParams['font.size'] = 20"),
            "matplotlib.rcParams",
        ),
        (
            ("import pandas as pd, os", "df = pd.read_csv('a.csv')", "os.chdir('data')"),
            "working directory",
        ),
        (("import pandas as pd", "df = pd.read_csv('a.csv')", "%cd data"), "working directory"),
    ],
)
def test_style_and_folder_set_below_and_run_before(cells, variable):
    assert told("NB103", *cells, counts=(1, 3, 2)) == [("NB103", variable, 2)]
