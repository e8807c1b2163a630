"""What is known of libraries as a whole, said in one record each.

Sources: the API references of the libraries; for those that only show something, the thousand packages most installed.
"""

from __future__ import annotations

from nb2pkg.typed import Final, NamedTuple


class Library(NamedTuple):
    """A library, by the name that it is imported under."""

    name: str
    family: str = ""  # what the methods of its instances are known under
    has_estimators: bool = False  # its classes follow scikit-learn: `fit` gives the object itself
    stage: tuple[str, float] | None = None  # what all of it speaks for, and how strongly
    is_listed: bool = False  # what draws in it is listed here, or it has random states of its own
    is_self_seeding: bool = False  # with a constant
    has_no_fit: bool = False  # nothing in it has a method `fit`
    is_only_showing: bool = (
        False  # its settings only change how things look, and its calls only show
    )


# fmt: off
LIBRARIES: Final = (
    Library("sklearn", "estimator", has_estimators=True, is_listed=True),
    Library("imblearn", "estimator", has_estimators=True),
    Library("mlxtend", "estimator", has_estimators=True),
    Library("skopt", "estimator"),
    Library("xgboost", "estimator", has_estimators=True, stage=("train", 7), is_listed=True, is_self_seeding=True),
    Library("lightgbm", "estimator", has_estimators=True, stage=("train", 7), is_listed=True, is_self_seeding=True),
    Library("catboost", "estimator", has_estimators=True, stage=("train", 7), is_self_seeding=True),
    Library("statsmodels", "statsmodels.Model", stage=("train", 6)),
    Library("torch", "network"),
    Library("tensorflow", "network"),
    Library("keras", "network", stage=("train", 6)),
    Library("numpy", is_listed=True, has_no_fit=True),
    Library("pandas", is_listed=True, has_no_fit=True),
    Library("scipy", has_no_fit=True),
    Library("joblib", is_listed=True, has_no_fit=True),
    Library("requests", is_listed=True, has_no_fit=True),
    Library("tqdm", is_listed=True, has_no_fit=True),
    Library("PIL", is_listed=True),
    Library("IPython", is_listed=True, has_no_fit=True, is_only_showing=True),
    Library("ipywidgets", is_listed=True, is_only_showing=True),
    Library("matplotlib", is_listed=True, has_no_fit=True, is_only_showing=True),
    Library("mpl_toolkits", is_listed=True, is_only_showing=True),
    Library("seaborn", is_listed=True, has_no_fit=True, is_only_showing=True),
    Library("plotly", is_listed=True, has_no_fit=True, is_only_showing=True),
    Library("missingno", is_listed=True, is_only_showing=True),
    Library("tabulate", is_listed=True, is_only_showing=True),
)
# fmt: on

# … and others that only show
_LOOKING: Final = (
    "altair autoviz bokeh colorama cufflinks dtale eli5 folium graphviz holoviews hvplot itables lime matplotlib_venn "
    "pandas_profiling plotnine prettytable pydot pydotplus pygal qgrid rich scikitplot shap squarify sweetviz "
    "termcolor watermark wordcloud yellowbrick ydata_profiling"
)

FAMILIES: Final = {library.name: library.family for library in LIBRARIES if library.family}
ESTIMATORS: Final = frozenset(library.name for library in LIBRARIES if library.has_estimators)
LISTED: Final = frozenset(library.name for library in LIBRARIES if library.is_listed)
LOOKS: Final = frozenset(library.name for library in LIBRARIES if library.is_only_showing).union(
    _LOOKING.split()
)
SEED_THEMSELVES: Final = tuple(
    f"{library.name}." for library in LIBRARIES if library.is_self_seeding
)

# libraries that draw into the current figure, and whose options are those of matplotlib
DRAWING: Final = ("seaborn", "matplotlib")
