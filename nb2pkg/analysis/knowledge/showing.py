"""What the last expression of a cell shows: nothing, where its value is None, or the object that it is called on."""

from __future__ import annotations

import sys
from typing import Final

from nb2pkg.analysis.knowledge.call import lasts
from nb2pkg.analysis.knowledge.frames import WRITERS
from nb2pkg.analysis.knowledge.libraries import LIBRARIES

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
