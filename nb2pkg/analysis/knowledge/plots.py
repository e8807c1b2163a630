"""What is known of matplotlib, seaborn, plotly and their like.

Sources: matplotlib 3.11 API reference (pyplot keeps a current figure and axes), seaborn 0.13 API reference
(which functions bootstrap confidence intervals or jitter points from numpy's global state).
"""

from __future__ import annotations

from nb2pkg.analysis.knowledge.call import Call, reading, writing
from nb2pkg.analysis.resources import FIGURE, NETWORK, STYLE
from nb2pkg.typed import Final

MODULES: Final = frozenset(
    "matplotlib matplotlib.pyplot matplotlib.pylab pylab matplotlib.cm matplotlib.style matplotlib.colors "
    "matplotlib.gridspec matplotlib.patches matplotlib.animation matplotlib.ticker matplotlib.image "
    "matplotlib.dates mpl_toolkits mpl_toolkits.mplot3d seaborn plotly plotly.express plotly.graph_objs "
    "plotly.graph_objects plotly.offline plotly.figure_factory plotly.io plotly.plotly plotly.subplots bokeh "
    "bokeh.plotting altair cufflinks wordcloud folium graphviz pydotplus missingno ipywidgets "
    "matplotlib.pyplot.cm matplotlib.font_manager matplotlib.lines matplotlib.mlab".split()
)

RESOURCES: Final = {
    "matplotlib.rcParams": STYLE,
    "matplotlib.pyplot.rcParams": STYLE,
    "pylab.rcParams": STYLE,
    "matplotlib.pylab.rcParams": STYLE,
}
OBJECTS: Final = {
    "matplotlib.pyplot.cm": "module:matplotlib.cm",
    "matplotlib.pyplot.style": "module:matplotlib.style",
}

_AXES_LEVEL: Final = (
    "scatterplot lineplot histplot kdeplot ecdfplot rugplot distplot stripplot swarmplot boxplot violinplot "
    "boxenplot pointplot barplot countplot regplot residplot heatmap tsplot"
)
_FIGURE_LEVEL: Final = (
    "relplot displot catplot lmplot pairplot jointplot factorplot clustermap FacetGrid PairGrid"
)

#: functions that make a figure of their own
FIGURE_LEVEL: Final = frozenset(f"seaborn.{name}" for name in _FIGURE_LEVEL.split())

RETURNS: Final[dict[str, str | tuple[str, ...] | None]] = {
    "matplotlib.pyplot.subplots": ("figure", "axes"),
    "matplotlib.pyplot.figure": "figure",
    "matplotlib.pyplot.gcf": "figure",
    "matplotlib.pyplot.gca": "axes",
    "matplotlib.pyplot.subplot": "axes",
    "matplotlib.pyplot.axes": "axes",
    **dict.fromkeys(
        (
            f"matplotlib.pyplot.{name}"
            for name in (
                "show xlabel ylabel title legend xlim ylim xticks yticks savefig tight_layout grid axis close clf cla "
                "suptitle colorbar"
            ).split()
        ),
        None,
    ),
    **dict.fromkeys((f"seaborn.{name}" for name in _AXES_LEVEL.split()), "axes"),
    **dict.fromkeys((f"seaborn.{name}" for name in _FIGURE_LEVEL.split()), "figure"),
    "seaborn.color_palette": "list",
}

METHODS: Final[dict[str, dict[str, str | tuple[str, ...] | None]]] = {
    "figure": {
        "add_subplot": "axes",
        "gca": "axes",
        "add_axes": "axes",
        "subplots": "axes",
        "savefig": "None",
    },
    "axes": {
        "twinx": "axes",
        "twiny": "axes",
        "get_figure": "figure",
        "flatten": "axes",
        "ravel": "axes",
        "get_xlim": "tuple",
        "get_ylim": "tuple",
    },
}
ATTRIBUTES: Final[dict[str, dict[str, str | None]]] = {
    "axes": {"figure": "figure", "flat": "axes"},
    "figure": {"axes": "list"},
}

# methods of figures and axes that change nothing; all others do
PURE_ON_AXES: Final = frozenset(
    "get_figure get_xlim get_ylim get_title get_xticks get_yticks get_xticklabels get_yticklabels flatten ravel "
    "get_legend_handles_labels get_xlabel get_ylabel get_lines savefig get_axes reshape".split()
)

MUTATORS: Final[dict[str, frozenset[str]]] = {}
KEEPERS: Final[dict[str, frozenset[str]]] = {}
VIEWS: Final = {
    "figure": dict.fromkeys("add_subplot gca add_axes subplots axes".split(), 2),
    "axes": dict.fromkeys("twinx twiny get_figure flatten ravel figure flat reshape".split(), 2),
}
ARGUMENT_CHANGES: Final[dict[str, int]] = {}
ARGUMENT_KEPT: Final[dict[str, int]] = {}

_FIGURE: Final = (FIGURE, "rw")
_RC: Final = (STYLE, "rw")

USES: Final = {
    "matplotlib.pyplot.figure": (FIGURE, "reset"),
    "matplotlib.pyplot.subplots": (FIGURE, "reset"),
    "matplotlib.pyplot.close": (FIGURE, "reset"),
    "matplotlib.pyplot.clf": (FIGURE, "reset"),
    "matplotlib.pyplot.show": (FIGURE, "show"),
    "matplotlib.pyplot.savefig": (FIGURE, "rw"),
    **dict.fromkeys(
        "matplotlib.pyplot.rc matplotlib.rc matplotlib.pyplot.ion matplotlib.pyplot.ioff matplotlib.use "
        "matplotlib.pyplot.switch_backend matplotlib.style.use matplotlib.pyplot.style.use matplotlib.rcdefaults "
        "matplotlib.pyplot.rcdefaults matplotlib.pyplot.set_cmap seaborn.set seaborn.set_theme "
        "seaborn.set_style seaborn.set_context seaborn.set_palette seaborn.reset_defaults "
        "seaborn.reset_orig matplotlib.rc_file matplotlib.pyplot.xkcd "
        "seaborn.set_color_codes".split(),
        _RC,
    ),
    **dict.fromkeys(
        "matplotlib.pyplot.get_cmap matplotlib.pyplot.colormaps matplotlib.pyplot.style.available "
        "seaborn.color_palette seaborn.diverging_palette seaborn.light_palette seaborn.dark_palette "
        "seaborn.cubehelix_palette seaborn.hls_palette seaborn.axes_style "
        "seaborn.plotting_context".split(),
        (STYLE, "r"),
    ),
    **dict.fromkeys(
        (f"seaborn.{name}" for name in (_AXES_LEVEL + " " + _FIGURE_LEVEL + " despine").split()),
        _FIGURE,
    ),
    "seaborn.load_dataset": (NETWORK, "r"),
    "seaborn.get_dataset_names": (NETWORK, "r"),
}

USES_BY_MODULE: Final = {
    "matplotlib.pyplot": _FIGURE,
    "matplotlib.pylab": _FIGURE,
    "pylab": _FIGURE,
    "missingno": _FIGURE,
    "scikitplot": _FIGURE,
    "scikitplot.metrics": _FIGURE,
    "figure": _FIGURE,
    "axes": _FIGURE,
}

# seaborn functions that draw from numpy's global state: to spread points, by default or when asked to.
# Bootstrapped intervals come from a generator of their own, which no seed reaches (seaborn/algorithms.py,
# categorical.py and regression.py)
SPREADING: Final = frozenset({"stripplot", "catplot"})
SPREADING_IF_ASKED: Final = frozenset({"regplot", "lmplot"})

# functions and methods that read and write pictures
FILES: Final = (
    Call("matplotlib.pyplot.imread", reads=0, lifted=0),
    Call("matplotlib.image.imread", reads=0, lifted=0),
    Call("matplotlib.pyplot.savefig", writes=0),
    Call("figure.savefig", writes=0),
    Call("matplotlib.pyplot.imsave", writes=0),
    Call("matplotlib.image.imsave", writes=0),
    Call("?.savefig", writes=0),
)
READS_FILE: Final = reading(FILES)
WRITES_FILE: Final = writing(FILES)

SHOWS: Final = frozenset(
    "plotly.offline.iplot plotly.offline.plot bokeh.plotting.show plotly.io.show".split()
)
