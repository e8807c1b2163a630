"""What the last expression of a cell shows: nothing, where its value is None, or the object that it is called on."""

from __future__ import annotations

import sys
from typing import Final

from nb2pkg.analysis.knowledge.call import lasts
from nb2pkg.analysis.knowledge.frames import WRITERS
from nb2pkg.analysis.knowledge.libraries import LIBRARIES
from nb2pkg.analysis.knowledge.plots import FIGURE_LEVEL

#: functions and methods that give nothing back, by the names that nothing else has
RETURN_NONE: Final = frozenset(
    "seed shuffle filterwarnings simplefilter set_option print chdir makedirs".split()
)
#: methods that give nothing back where they are handed a path: those that a step is named after
SAVING: Final = lasts(call.name for call in WRITERS if call.phrase)
#: methods that give their frame back although they change it, from pandas 3 on
PANDAS_3_RETURNS: Final = frozenset(
    "fillna replace ffill bfill clip interpolate where mask".split()
)
#: modules in which nothing has a method `fit`
WITHOUT_FIT: Final = sys.stdlib_module_names | frozenset(
    library.name for library in LIBRARIES if library.has_no_fit
)

#: methods that draw, or give what is drawn on, whoever has them: pandas' plots, those of the results of models
DRAWING_ANYWHERE: Final = frozenset(
    "plot hist boxplot scatter bar barh plot_diagnostics plot_components fill_between fill_betweenx axhline axvline "
    "set_xlabel set_ylabel set_title set_xlim set_ylim set_xticks set_yticks set_xticklabels set_yticklabels "
    "legend annotate".split()
)

#: the call that shows all figures there are, and ends them in a notebook
SHOW: Final = "matplotlib.pyplot.show"
#: the library that draws, and the module of it that keeps the current figure
PYPLOT: Final = "matplotlib.pyplot"
#: libraries that only drawing needs
DRAWING_LIBRARIES: Final = frozenset("matplotlib mpl_toolkits seaborn".split())
#: what a function has to do with that draws: these, and what they draw on
DRAWERS: Final = DRAWING_LIBRARIES | {"axes", "figure"}
#: libraries of which nothing shows a figure but `SHOW`: what they draw is there when a function ends
QUIET_LIBRARIES: Final = DRAWING_LIBRARIES | frozenset(
    "pandas numpy sklearn scipy math itertools collections".split()
)
#: calls that make a figure of their own, unless they are given axes
OWN_FIGURE: Final = FIGURE_LEVEL | frozenset(
    "matplotlib.pyplot.figure matplotlib.pyplot.subplots pandas.DataFrame.plot pandas.DataFrame.hist "
    "pandas.DataFrame.boxplot".split()
)
#: methods of scikit-learn's displays, which make a figure of their own too
OF_DISPLAYS: Final = frozenset("from_estimator from_predictions from_cv_results plot".split())
#: calls in an expression that say something, or show it at once
SAYING: Final = frozenset("print display show poof draw pause savefig close clf cla".split())
