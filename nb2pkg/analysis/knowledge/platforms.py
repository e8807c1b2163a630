"""Names that services and extensions bind, without any cell of the notebook doing so."""

from __future__ import annotations

from nb2pkg.typed import Final

_SPARK: Final = frozenset(
    {"spark", "sc", "sqlContext", "sqlc", "dbutils", "displayHTML", "table", "sql"}
)

#: by service: what is there before the first cell has run
BEFORE_ALL: Final = {
    "spark": _SPARK,
    "databricks": _SPARK | {"getArgument", "udf", "_sqldf"},
    "fabric": _SPARK | {"notebookutils", "mssparkutils"},
    "kedro": frozenset({"catalog", "context", "pipelines", "session"}),
}
#: by extension that `%load_ext` loads, or by the magic itself: what is there from then on
BROUGHT: Final = {
    "kedro.ipython": BEFORE_ALL["kedro"],
    "kedro.extras.extensions.ipython": BEFORE_ALL["kedro"],
    "reload_kedro": BEFORE_ALL["kedro"],
}

#: what `%pylab` imports by name, besides everything of pylab -> the statement that does
PYLAB: Final = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "plt": "import matplotlib.pyplot as plt",
    "pyplot": "from matplotlib import pyplot",
    "matplotlib": "import matplotlib",
    "mlab": "from matplotlib import mlab",
    "pylab": "from matplotlib import pylab",
}
#: the libraries that it needs for that
PYLAB_LIBRARIES: Final = ("matplotlib", "numpy", "pylab")
