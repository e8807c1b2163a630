"""What is learned from rows, as against what is done to each of them; and what may be computed earlier, or twice.

Sources: the references of pandas 1.5 to 3.0 and of numpy; the results of both ways were compared with pandas 1.5.3 and
3.1.1.
"""

from __future__ import annotations

from nb2pkg.analysis.knowledge import elementwise, frames, python
from nb2pkg.analysis.knowledge.anywhere import CALLING, MUTATING
from nb2pkg.analysis.knowledge.pure import ITERATORS
from nb2pkg.typed import Final

#: methods that make one value, or one for each column, of many rows
REDUCING: Final = frames.REDUCING | frozenset("mode value_counts unique quantile corr".split())
#: … of those, the ones that are told what to look for before anything else
TOLD: Final = frozenset({"quantile"})
#: functions that do the same to their first argument; the second one is an axis, but for those in TOLD_FUNCTIONS
REDUCING_FUNCTIONS: Final = frozenset(
    (
        "numpy.mean numpy.median numpy.std numpy.var numpy.max numpy.min numpy.amax numpy.amin numpy.sum numpy.nanmean "
        "numpy.nanmedian numpy.nanstd numpy.nanmax numpy.nanmin numpy.unique pandas.unique pandas.value_counts "
        "statistics.mean statistics.median statistics.mode"
    ).split()
)
TOLD_FUNCTIONS: Final = frozenset(
    "numpy.percentile numpy.nanpercentile numpy.quantile numpy.nanquantile".split()
)
#: builtins that do it, to the rows of a column
REDUCING_BUILTINS: Final = frozenset("max min sum".split())
#: axes along which rows are reduced
ALONG_ROWS: Final = (0, "index", "rows")
#: what looks at rows around a row, or turns rows into columns: what is reduced then is not all of them
AROUND: Final = frozenset("rolling expanding ewm resample iterrows itertuples transpose T".split())

_KINDS: Final = (frames.FRAME, frames.SERIES, frames.INDEX, frames.GROUPS, frames.SERIES_GROUPS)
_NOT_CALM: Final = (
    MUTATING
    | python.CHANGING
    | frozenset(name for names in frames.MUTATORS.values() for name in names)
    | frozenset(frames.EVALUATING)
    | frozenset("sample hist boxplot plot info pipe get".split())
)
#: methods of frames and columns that change nothing, draw nothing and show nothing, whatever a receiver of that name is
CALM: Final = (
    frozenset(
        name
        for kind in (*_KINDS, "pandas.StringMethods")
        for name in frames.METHODS[kind]
        if not name.startswith("to_")
    )
    | frozenset("to_numpy to_frame to_list to_dict flatten reshape tolist factorize".split())
) - _NOT_CALM
#: … as long as none of their arguments is a function of which that is not known
CALM_BUT_FOR_FUNCTIONS: Final = CALLING & CALM
#: … and what else leaves a value that was learned as it is, and looks at nothing else
CALM_ON_LEARNED: Final = (CALM - CALLING) | frozenset(
    "item keys items sort_values sort_index min max round".split()
)
#: what makes, of columns or their names, names of which none comes twice
OF_NAMES: Final = frozenset(
    "tolist to_list drop difference intersection select_dtypes copy".split()
)
#: what the values are called that some of the methods make
CALLED: Final = {"value_counts": "counts", "unique": "values", "nunique": "count", "amax": "max"}
#: functions that are as calm
CALM_FUNCTIONS: Final = (
    frozenset(elementwise.FUNCTIONS)
    | REDUCING_FUNCTIONS
    | TOLD_FUNCTIONS
    | frozenset(
        (
            "pandas.to_datetime pandas.to_timedelta pandas.isnull pandas.isna pandas.notnull pandas.notna "
            "pandas.concat pandas.merge pandas.DataFrame pandas.get_dummies pandas.cut pandas.qcut pandas.factorize "
            "pandas.Categorical pandas.CategoricalDtype numpy.column_stack numpy.hstack numpy.vstack numpy.concatenate "
            "numpy.arange numpy.c_ numpy.r_ pandas.api.types.is_numeric_dtype pandas.api.types.is_string_dtype "
            "pandas.api.types.is_object_dtype"
        ).split()
    )
)
#: methods of a column that call a function for each of its values
FOR_EACH: Final = frozenset({"apply", "map", "transform"})
#: what goes through its arguments, and uses up an iterator; `chunks` of a file are one
CONSUMING: Final = ITERATORS | frozenset(
    "list tuple set frozenset sorted sum max min any all dict pandas.concat pandas.DataFrame pandas.Series".split()
)
#: kinds of columns that `get_dummies` encodes where it is not told which ones
ENCODED: Final = ("object", "string", "category")
#: what `transform` may be asked for, of groups, that a method of that name gives for each of them
FOR_GROUPS: Final = (frames.REDUCING & frozenset(frames.METHODS[frames.GROUPS])) - {
    "any",
    "all",
    "sem",
}
#: words that stand in every statement of which something may be taken out
SIGNS: Final = (
    REDUCING
    | REDUCING_BUILTINS
    | frozenset(name.rpartition(".")[2] for name in REDUCING_FUNCTIONS | TOLD_FUNCTIONS)
    | frozenset(
        "fit_transform fit get_dummies astype Categorical factorize qcut cut dropna transform".split()
    )
)
