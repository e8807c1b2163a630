"""What methods and functions do to the rows of a table: keep them one by one, choose some, learn from all, look around.

Sources: the references of pandas 1.5 to 3.0, numpy, and scikit-learn. "Rows" are what lies along the first axis.
"""

from __future__ import annotations

from nb2pkg.analysis.knowledge.frames import INDEXERS
from nb2pkg.analysis.knowledge.reading import READERS
from nb2pkg.analysis.knowledge.separable import REDUCING
from nb2pkg.typed import Final

#: methods whose result has, for each row, what that row alone gives (and what they are handed besides)
ROW_WISE: Final = frozenset(
    "map replace astype fillna drop rename assign clip round abs isnull isna notnull notna isin between where mask "
    "copy to_numpy reshape to_frame squeeze ravel flatten tolist select_dtypes filter add sub mul div truediv floordiv "
    "mod pow radd rsub rmul rdiv gt ge lt le eq ne apply applymap transform inverse_transform predict predict_proba "
    "decision_function merge join combine_first set_axis add_prefix add_suffix reindex toarray todense to_list "
    "infer_objects convert_dtypes set_index insert pop update get todok tocsr lower upper strip split startswith "
    "endswith contains extract len slice cat title capitalize zfill dot to_timestamp to_period total_seconds "
    "explain strftime normalize floor ceil view eval pipe xs to_dict".split()
)
#: methods that take rows away, or order them, without a condition on their values
CHOOSING: Final = frozenset(
    "drop_duplicates sample sort_values sort_index head tail reset_index nlargest nsmallest truncate first last "
    "swaplevel".split()
)
#: those of them that leave the order as it is, and take away little or nothing
KEEPING_ORDER: Final = frozenset({"reset_index", "drop_duplicates"})
#: methods that take away rows whose values do not meet a condition
FILTERING: Final = frozenset({"dropna", "query"})
#: methods that give something about all rows together
LEARNING_FROM_ALL: Final = REDUCING | frozenset(
    "count nunique describe skew kurt kurtosis idxmax idxmin any all agg aggregate groupby sem mad prod product cov "
    "corrwith pivot_table pivot memory_usage info argmax argmin size items keys".split()
)
#: methods whose result for a row depends on the rows around it, or on all others
LOOKING_AROUND: Final = frozenset(
    "shift diff rolling expanding ewm rank cumsum cumprod cummax cummin cumcount pct_change ffill bfill pad backfill "
    "interpolate duplicated resample explode stack unstack melt asfreq ngroup nth".split()
)
#: functions whose result for a row depends on the rows around it, or on all others …
_AROUND: Final = frozenset(
    f"numpy.{name}"
    for name in "cumsum cumprod nancumsum nancumprod diff ediff1d gradient roll sort argsort lexsort partition "
    "argpartition convolve correlate flip flipud trapz trapezoid maximum.accumulate minimum.accumulate add.accumulate "
    "multiply.accumulate logical_or.accumulate logical_and.accumulate unwrap rot90".split()
) | frozenset(
    "itertools.accumulate itertools.pairwise itertools.groupby scipy.stats.rankdata pandas.merge_ordered".split()
)
#: … and how the names of such functions begin
_AROUND_IN: Final = (
    "scipy.signal.",
    "scipy.ndimage.",
    "scipy.fft.",
    "numpy.fft.",
    "statsmodels.tsa.",
)
#: what pandas' own methods begin with where they are taken from their class
_UNBOUND: Final = ("pandas.Series.", "pandas.DataFrame.")
#: methods that learn from the rows and give what they have learned of them, in one
LEARNING_AND_APPLYING: Final = frozenset(
    {"fit_transform", "fit_predict", "fit_resample", "factorize"}
)
#: functions that do so
LEARNING_FUNCTIONS: Final = frozenset(
    "pandas.get_dummies pandas.factorize pandas.qcut sklearn.preprocessing.scale sklearn.preprocessing.minmax_scale "
    "sklearn.preprocessing.robust_scale scipy.stats.zscore scipy.stats.boxcox".split()
)
#: functions that give something about all rows together
FUNCTIONS_OF_ALL: Final = frozenset(
    f"numpy.{name}"
    for name in "mean median std var min max sum amin amax nanmean nanmedian nanstd nanmin nanmax percentile quantile "
    "nanpercentile nanquantile nansum nanvar unique prod average corrcoef cov count_nonzero histogram bincount ptp "
    "any all".split()
) | frozenset({"min", "max", "sum", "set", "sorted", "any", "all", "collections.Counter"})
#: functions that work row by row on what they are given
ROW_WISE_FUNCTIONS: Final = frozenset(
    "pandas.to_numeric pandas.to_datetime pandas.to_timedelta pandas.cut pandas.Series pandas.DataFrame pandas.isnull "
    "pandas.isna pandas.notnull pandas.notna pandas.Categorical pandas.merge numpy.where numpy.select numpy.array "
    "numpy.asarray numpy.column_stack numpy.c_ numpy.hstack numpy.reshape numpy.squeeze numpy.ravel numpy.isin "
    "list tuple numpy.vectorize numpy.expand_dims scipy.sparse.hstack scipy.sparse.csr_matrix copy.copy copy.deepcopy "
    "numpy.float32 numpy.nan_to_num numpy.append".split()
)
#: attributes that say something about the columns, not about any row
ABOUT_COLUMNS: Final = frozenset("columns name ndim feature_names target_names DESCR".split())
#: attributes that say what kind of values all rows together have, categories included
OF_TYPES: Final = frozenset({"dtype", "dtypes"})
#: attributes that say something about all rows together
OF_ALL: Final = frozenset(
    "is_unique is_monotonic_increasing is_monotonic_decreasing is_monotonic hasnans has_duplicates empty".split()
)
#: attributes that lead to what each row has
OF_EACH: Final = frozenset({"values", "str", "dt", "cat", "loc", "iloc", "at", "iat", "array"})
#: attributes that tell rows by their labels, or turn rows into columns
OF_LABELS: Final = frozenset({"index", "T", "codes"})
#: attributes that hold, after fitting, something for each row that was fitted on
FITTED_ROWS: Final = frozenset(
    "labels_ embedding_ resid fittedvalues oob_prediction_ oob_decision_function_".split()
)
#: functions that bring rows, besides the readers of `reading`
_LOADERS: Final = frozenset(
    f"pandas.read_{name}"
    for name in "json parquet sql sql_query sql_table feather orc fwf html xml stata spss sas pickle hdf".split()
) | {"seaborn.load_dataset"}
_ARRAYS: Final = frozenset({"numpy.loadtxt", "numpy.genfromtxt"})
_BUNCHES: Final = ("sklearn.datasets.load_", "sklearn.datasets.fetch_")


def is_source(qualified: str) -> bool:
    """Say whether a function brings rows from a file, a database, or a library's own data."""
    return qualified in READERS | _LOADERS | _ARRAYS or qualified.startswith(_BUNCHES)


def is_bringing_array(qualified: str) -> bool:
    """Say whether a function reads a file into an array."""
    return qualified in _ARRAYS


def is_bringing_bunch(qualified: str) -> bool:
    """Say whether a function brings rows with all that is known about them, and their target apart."""
    return qualified.startswith(_BUNCHES)


#: methods that learn and apply -> those that only apply
APPLYING: Final = {"fit_transform": "transform", "fit_predict": "predict"}
#: methods whose result has the columns of the table, each made of that column alone
BY_COLUMN: Final = frozenset(
    "copy fillna replace astype clip round abs dropna drop_duplicates sample sort_values sort_index reset_index "
    "query head tail infer_objects convert_dtypes".split()
)
#: methods that take columns away by their names
TAKING_AWAY: Final = frozenset({"drop", "pop"})
#: indexers that take one row by its label or place; … any part of a table
BY_LABEL: Final = frozenset({"at", "iat"})
PARTS: Final = frozenset(INDEXERS) - BY_LABEL
#: methods that give two tables the rows or columns of both
OF_TWO_TABLES: Final = frozenset({"align"})
#: what `align` may be told where it gives two tables the columns of both, and nothing else
ALIGNED_BY: Final = frozenset({"join", "axis"})
#: functions that put tables below or beside each other
CONCATENATING: Final = frozenset({"pandas.concat"})
#: methods that give rows the labels of others
LABELLING: Final = frozenset({"set_axis", "reindex"})
#: methods that put what another table has beside rows of the same labels
BY_LABELS: Final = frozenset("join update combine_first".split())
#: methods that call a function with one value
OF_VALUES: Final = frozenset("map applymap".split())
#: methods of groups that give something for each row
OF_EACH_IN_GROUPS: Final = frozenset({"transform", "filter", "apply"})
#: how the functions begin that draw random numbers …
_RANDOM: Final = ("numpy.random.", "random.", "secrets.", "uuid.")
#: … and others that do
_DRAWING: Final = frozenset({"os.urandom", "sklearn.utils.shuffle", "sklearn.utils.resample"})
#: functions that give something else for the same value in another process
_OF_PROCESS: Final = frozenset({"hash", "id", "os.getpid", "threading.get_ident"})
#: methods that, inside of a function which is given rows, learn from the rows at hand
LEARNING_INSIDE: Final = REDUCING - {"sum", "all", "any", "prod", "count"} | {"describe", "groupby"}
#: … and which single values and rows have as well
OF_TEXTS: Final = REDUCING - LEARNING_INSIDE
#: builtins that take several values as well as a row of them
OF_SEVERAL: Final = frozenset({"max", "min"})
#: methods that give values the categories that they are told
TELLING_CATEGORIES: Final = frozenset({"astype", "set_categories"})
#: methods that change a table or an object in place, of those that are called for nothing else
CHANGING_IN_PLACE: Final = frozenset({"update", "insert", "append", "extend", "fit"})
#: methods that may fill a row from its neighbours, if they are told a method
FILLING: Final = frozenset({"fillna", "replace"})


def is_looking_around(qualified: str) -> bool:
    """Say whether a function's result for a row depends on other rows."""
    if qualified.startswith(_UNBOUND):
        return qualified.rpartition(".")[2] in LOOKING_AROUND
    return qualified in _AROUND or qualified.startswith(_AROUND_IN)


def is_random(qualified: str) -> bool:
    """Say whether a function draws random numbers."""
    drawn = qualified.startswith("scipy.stats.") and qualified.endswith(".rvs")
    return drawn or qualified.startswith(_RANDOM) or qualified in _DRAWING


def is_told_by_process(qualified: str) -> bool:
    """Say whether a function gives something else for the same value in another process."""
    return qualified in _OF_PROCESS
