"""What is known of libraries as a whole, said in one record each.

Sources: the API references of the libraries; for those that only show something, the thousand packages most installed.
"""

from __future__ import annotations

from nb2pkg.typed import Final, NamedTuple


class Library(NamedTuple):
    """A library, by the name that it is imported under."""

    name: str
    family: str = ""  # what the methods of its instances are known under
    estimators: bool = False  # its classes follow scikit-learn: `fit` gives the object itself
    stage: tuple[str, float] | None = None  # what all of it speaks for, and how strongly
    listed: bool = False  # what draws in it is listed here, or it has random states of its own
    seeds_itself: bool = False  # with a constant
    fits_nothing: bool = False  # nothing in it has a method `fit`
    looks: bool = False  # its settings only change how things look, and its calls only show


# fmt: off
LIBRARIES: Final = (
    Library("sklearn", "estimator", estimators=True, listed=True),
    Library("imblearn", "estimator", estimators=True),
    Library("mlxtend", "estimator", estimators=True),
    Library("skopt", "estimator"),
    Library("xgboost", "estimator", estimators=True, stage=("train", 7), listed=True, seeds_itself=True),
    Library("lightgbm", "estimator", estimators=True, stage=("train", 7), listed=True, seeds_itself=True),
    Library("catboost", "estimator", estimators=True, stage=("train", 7), seeds_itself=True),
    Library("statsmodels", "statsmodels.Model", stage=("train", 6)),
    Library("torch", "network"),
    Library("tensorflow", "network"),
    Library("keras", "network", stage=("train", 6)),
    Library("numpy", listed=True, fits_nothing=True),
    Library("pandas", listed=True, fits_nothing=True),
    Library("scipy", fits_nothing=True),
    Library("joblib", listed=True, fits_nothing=True),
    Library("requests", listed=True, fits_nothing=True),
    Library("tqdm", listed=True, fits_nothing=True),
    Library("PIL", listed=True),
    Library("IPython", listed=True, fits_nothing=True, looks=True),
    Library("ipywidgets", listed=True, looks=True),
    Library("matplotlib", listed=True, fits_nothing=True, looks=True),
    Library("mpl_toolkits", listed=True, looks=True),
    Library("seaborn", listed=True, fits_nothing=True, looks=True),
    Library("plotly", listed=True, fits_nothing=True, looks=True),
    Library("missingno", listed=True, looks=True),
    Library("tabulate", listed=True, looks=True),
)
# fmt: on

# … and others that only show
_LOOKING: Final = (
    "altair autoviz bokeh colorama cufflinks dtale eli5 folium graphviz holoviews hvplot itables lime matplotlib_venn "
    "pandas_profiling plotnine prettytable pydot pydotplus pygal qgrid rich scikitplot shap squarify sweetviz "
    "termcolor watermark wordcloud yellowbrick ydata_profiling"
)

FAMILIES: Final = {library.name: library.family for library in LIBRARIES if library.family}
ESTIMATORS: Final = frozenset(library.name for library in LIBRARIES if library.estimators)
LISTED: Final = frozenset(library.name for library in LIBRARIES if library.listed)
LOOKS: Final = frozenset(library.name for library in LIBRARIES if library.looks).union(
    _LOOKING.split()
)
SEED_THEMSELVES: Final = tuple(f"{library.name}." for library in LIBRARIES if library.seeds_itself)

# libraries that draw into the current figure, and whose options are those of matplotlib
DRAWING: Final = ("seaborn", "matplotlib")
