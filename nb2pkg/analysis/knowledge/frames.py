"""What is known of pandas.

Sources: pandas 2.3 and 3.0 API reference, the user guide's page on Copy-on-Write; what is a view and what changes
its receiver was measured with pandas 2.3.3 and 3.1.1 (a view under 2 is independent under 3: trust 1).
"""

from __future__ import annotations

from nb2pkg.analysis.knowledge.call import NOTHING, Call, lasts, reading, returned
from nb2pkg.analysis.resources import (
    CLIPBOARD,
    CLOCK,
    DATABASE,
    FIGURE,
    NUMPY_RANDOM,
    STYLE,
    options_of,
)
from nb2pkg.patterns import pattern
from nb2pkg.typed import Final

FRAME: Final = "pandas.DataFrame"
SERIES: Final = "pandas.Series"
INDEX: Final = "pandas.Index"
CATEGORIES: Final = "pandas.CategoricalMethods"
GROUPS: Final = "pandas.GroupBy"
SERIES_GROUPS: Final = "pandas.SeriesGroupBy"
INDEXER: Final = "pandas.Indexer"
ARRAY: Final = "numpy.ndarray"
SCALAR: Final = "numpy.scalar"

# methods that evaluate a text, in which @ stands before a variable of the caller, but not within quotes
# (user guide, "The query() Method")
EVALUATING: Final = frozenset({"query", "eval"})
_MENTION: Final = pattern(r"""'[^']*'|"[^"]*"|(?<!\w)@([^\W\d]\w*)""")

MODULES: Final = frozenset(
    "pandas pandas.plotting pandas.tools.plotting pandas.io pandas.io.json pandas.api pandas.api.types "
    "pandas.tseries pandas.testing pandas.tools pandas.tools.plotting pandas.core pandas_datareader "
    "pandas_datareader.data dask dask.dataframe polars geopandas".split()
)

OBJECTS: Final = {
    "pandas.options": "resource:opt:pandas",
    "resource:opt:pandas.display": "resource:opt:display",
    "pandas.NaT": "float",
    "pandas.NA": "float",
}

_EXCEL: Final = (("openpyxl",), ("xlrd",), ("python_calamine",), ("pyxlsb",), ("odf",))
_PARQUET: Final = (("pyarrow",), ("fastparquet",))
_ARROW: Final = (("pyarrow",),)

# functions that make a frame of a file, of a database or of the clipboard
# fmt: off
READERS: Final = (
    Call("pandas.read_csv", FRAME, reads=0, lifted=0),
    Call("pandas.read_table", FRAME, reads=0, lifted=0),
    Call("pandas.read_fwf", FRAME, reads=0, lifted=0),
    Call("pandas.read_json", FRAME, reads=0, lifted=0),
    Call("pandas.read_excel", FRAME, reads=0, lifted=0, needs=_EXCEL),
    Call("pandas.ExcelFile", "instance:pandas.ExcelFile", reads=0, needs=_EXCEL),
    Call("pandas.read_parquet", FRAME, reads=0, lifted=0, needs=_PARQUET),
    Call("pandas.read_feather", FRAME, reads=0, lifted=0, needs=_ARROW),
    Call("pandas.read_orc", FRAME, reads=0, needs=_ARROW),
    Call("pandas.read_pickle", FRAME, reads=0, lifted=0),
    Call("pandas.read_hdf", FRAME, reads=0, lifted=0, needs=(("tables",),)),
    Call("pandas.read_stata", FRAME, reads=0, lifted=0),
    Call("pandas.read_sas", FRAME, reads=0, lifted=0),
    Call("pandas.read_spss", FRAME, reads=0, needs=(("pyreadstat",),)),
    Call("pandas.read_xml", FRAME, reads=0, needs=(("lxml",),)),
    Call("pandas.read_html", "list", reads=0, lifted=0, needs=(("lxml",), ("html5lib", "bs4"))),
    Call("pandas.read_sql", FRAME),
    Call("pandas.read_sql_query", FRAME),
    Call("pandas.read_sql_table", FRAME, needs=(("sqlalchemy",),)),
    Call("pandas.read_gbq", FRAME, needs=(("pandas_gbq",),)),
    Call("pandas.read_clipboard", FRAME),
    Call("polars.read_csv", "polars.DataFrame", reads=0, lifted=0),
    Call("polars.read_parquet", reads=0, lifted=0),
)
# methods that write a frame somewhere
WRITERS: Final = (
    Call("pandas.DataFrame.to_csv", "None", alone=NOTHING, writes=0, lifted=0, phrase="save {receiver}"),
    Call("pandas.DataFrame.to_json", alone=NOTHING, lifted=0, phrase="save {receiver}"),
    Call(
        "pandas.DataFrame.to_excel", "None", alone=NOTHING, writes=0, lifted=0,
        needs=(("openpyxl",), ("xlsxwriter",)), phrase="save {receiver}",
    ),
    Call("pandas.DataFrame.to_pickle", "None", alone=NOTHING, writes=0, lifted=0, phrase="save {receiver}"),
    Call(
        "pandas.DataFrame.to_parquet", "None", alone=NOTHING, writes=0, lifted=0,
        needs=_PARQUET, phrase="save {receiver}",
    ),
    Call("pandas.DataFrame.to_feather", "None", writes=0, lifted=0, needs=_ARROW),
    Call("pandas.DataFrame.to_orc", needs=_ARROW),
    Call("pandas.DataFrame.to_hdf", "None", writes=0, lifted=0, needs=(("tables",),)),
    Call("pandas.DataFrame.to_stata", "None", writes=0),
    Call("pandas.DataFrame.to_xml", needs=(("lxml",),)),
    Call("pandas.DataFrame.to_html", "str", alone=NOTHING),
    Call("pandas.DataFrame.to_string", "str", alone=NOTHING),
    Call("pandas.DataFrame.to_markdown", "str", needs=(("tabulate",),)),
    Call("pandas.DataFrame.to_latex", needs=(("jinja2",),)),
    Call("pandas.DataFrame.to_sql", "None", alone=NOTHING),
    Call("pandas.DataFrame.to_clipboard", "None"),
)
# fmt: on

RETURNS: Final[dict[str, str | tuple[str, ...] | None]] = {
    **{call.name: call.returns for call in READERS if call.returns},
    **dict.fromkeys(
        (
            f"pandas.{name}"
            for name in (
                "concat merge get_dummies crosstab pivot_table melt pivot DataFrame "
                "DataFrame.from_dict DataFrame.from_records json_normalize merge_asof merge_ordered "
                "wide_to_long lreshape"
            ).split()
        ),
        FRAME,
    ),
    "pandas.io.json.json_normalize": FRAME,
    "seaborn.load_dataset": FRAME,
    **dict.fromkeys("pandas.Series pandas.cut pandas.qcut pandas.value_counts".split(), SERIES),
    **dict.fromkeys(
        "pandas.to_numeric pandas.to_datetime pandas.to_timedelta pandas.isnull pandas.isna "
        "pandas.notnull pandas.notna".split(),
        "=0",
    ),
    **dict.fromkeys(
        "pandas.date_range pandas.Index pandas.period_range pandas.MultiIndex.from_tuples "
        "pandas.MultiIndex.from_product pandas.DatetimeIndex".split(),
        INDEX,
    ),
    "pandas.factorize": (ARRAY, INDEX),
    "pandas.unique": ARRAY,
    "pandas.ExcelWriter": "instance:pandas.ExcelWriter",
    "pandas.set_option": "None",
    "pandas.reset_option": "None",
    "pandas.Timestamp": "datetime",
    "pandas.Timedelta": "datetime",
    "polars.DataFrame": "polars.DataFrame",
}

_FRAME_TO_FRAME = (
    "head tail copy drop dropna fillna rename reset_index set_index sort_values sort_index sample assign query "
    "replace astype apply applymap map join merge pivot pivot_table melt stack unstack transpose describe corr "
    "cov isnull isna notnull notna drop_duplicates round clip abs diff shift pct_change cumsum cumprod cummax "
    "interpolate ffill bfill where mask filter select_dtypes reindex append combine_first add sub mul div "
    "nlargest nsmallest explode rank infer_objects convert_dtypes asfreq rename_axis set_axis truncate "
    "xs droplevel swaplevel reorder_levels to_period tz_localize add_prefix add_suffix "
    "align get_dummies mode quantile eval isin dot take between_time"
)
_FRAME_TO_SERIES = (
    "sum mean median min max std var count nunique idxmax idxmin skew kurt kurtosis sem prod all any "
    "value_counts duplicated squeeze pop memory_usage corrwith agg aggregate"
)
_SERIES_TO_SERIES = (
    "head tail copy drop dropna fillna rename sort_values sort_index sample apply map replace astype value_counts "
    "isnull isna notnull notna isin between round clip abs diff shift pct_change cumsum cumprod interpolate ffill "
    "bfill where mask describe duplicated drop_duplicates rank add sub mul div truediv floordiv mod pow "
    "nlargest nsmallest mode reindex append set_axis explode gt lt ge le eq ne "
    "combine_first convert_dtypes cat infer_objects tz_localize asfreq xs"
)
_SERIES_TO_SCALAR = (
    "sum mean median min max std var count nunique idxmax idxmin skew kurt kurtosis quantile corr cov item "
    "any all prod sem argmax argmin autocorr"
)

_GROUPED: Final = (
    "sum mean median min max std var sem prod count first last nunique agg aggregate transform head tail cumsum "
    "cumcount cummax pct_change nth quantile ffill bfill fillna interpolate asfreq diff shift rank any all"
)

METHODS: Final[dict[str, dict[str, str | tuple[str, ...] | None]]] = {
    CATEGORIES: dict.fromkeys(
        "set_categories rename_categories reorder_categories add_categories remove_categories "
        "remove_unused_categories as_ordered as_unordered".split(),
        SERIES,
    ),
    FRAME: {
        **dict.fromkeys(_FRAME_TO_FRAME.split(), FRAME),
        **dict.fromkeys(_FRAME_TO_SERIES.split(), SERIES),
        **returned(WRITERS)[FRAME],
        **dict.fromkeys("info insert update isetitem".split(), "None"),
        **dict.fromkeys("groupby resample rolling expanding ewm".split(), GROUPS),
        **dict.fromkeys("to_numpy as_matrix to_records".split(), ARRAY),
        **dict.fromkeys("hist boxplot plot".split(), "axes"),
        **dict.fromkeys("iterrows itertuples items iteritems".split(), "iterator"),
        "to_dict": "dict",
        "keys": INDEX,
        "equals": "bool",
        "pipe": None,
        "get": SERIES,
    },
    SERIES: {
        **dict.fromkeys(_SERIES_TO_SERIES.split(), SERIES),
        **dict.fromkeys(_SERIES_TO_SCALAR.split(), "numpy.scalar"),
        **dict.fromkeys("groupby resample rolling expanding ewm".split(), SERIES_GROUPS),
        **dict.fromkeys("unique to_numpy ravel as_matrix".split(), ARRAY),
        **dict.fromkeys("tolist to_list".split(), "list"),
        **dict.fromkeys("hist plot".split(), "axes"),
        **dict.fromkeys("unstack to_frame".split(), FRAME),
        **dict.fromkeys("to_csv to_pickle update".split(), "None"),
        "reset_index": FRAME,
        "to_dict": "dict",
        "keys": INDEX,
        "items": "iterator",
        "iteritems": "iterator",
        "equals": "bool",
        "get": None,
        "str": SERIES,
    },
    INDEX: {
        **dict.fromkeys("tolist to_list".split(), "list"),
        **dict.fromkeys("to_numpy".split(), ARRAY),
        **dict.fromkeys(
            "drop difference union intersection unique sort_values map astype rename append "
            "lower upper strip replace str droplevel get_level_values isin strftime".split(),
            INDEX,
        ),
        "get_loc": "int",
    },
    GROUPS: {
        **dict.fromkeys(_GROUPED.split(), FRAME),
        "get_group": FRAME,
        "size": SERIES,
        "rolling": GROUPS,
        "resample": GROUPS,
        "apply": None,
        "describe": FRAME,
    },
    SERIES_GROUPS: {
        **dict.fromkeys(_GROUPED.split(), SERIES),
        "get_group": SERIES,
        "size": SERIES,
        "value_counts": SERIES,
        "unique": SERIES,
        "rolling": SERIES_GROUPS,
        "resample": SERIES_GROUPS,
        "apply": None,
        "describe": FRAME,
    },
    "pandas.StringMethods": dict.fromkeys(
        "lower upper strip replace contains startswith endswith len extract split get cat findall title pad "
        "zfill slice match rstrip lstrip capitalize isnumeric isdigit join count".split(),
        SERIES,
    ),
}
METHODS["pandas.DatetimeMethods"] = METHODS["pandas.StringMethods"]

ATTRIBUTES: Final[dict[str, dict[str, str | None]]] = {
    CATEGORIES: {"codes": SERIES, "categories": INDEX, "ordered": "bool"},
    FRAME: {
        "values": ARRAY,
        "T": FRAME,
        "index": INDEX,
        "columns": INDEX,
        "shape": "tuple",
        "size": "int",
        "ndim": "int",
        "dtypes": SERIES,
        "loc": INDEXER,
        "iloc": INDEXER,
        "at": INDEXER,
        "iat": INDEXER,
        "ix": INDEXER,
        "empty": "bool",
        "style": "pandas.Styler",
        "axes": "list",
        "plot": "pandas.Plot",
        "attrs": "dict",
    },
    SERIES: {
        "values": ARRAY,
        "T": SERIES,
        "index": INDEX,
        "shape": "tuple",
        "size": "int",
        "ndim": "int",
        "dtype": "dtype",
        "name": "str",
        "loc": INDEXER,
        "iloc": INDEXER,
        "at": INDEXER,
        "iat": INDEXER,
        "ix": INDEXER,
        "str": "pandas.StringMethods",
        "cat": CATEGORIES,
        "dt": "pandas.DatetimeMethods",
        "empty": "bool",
        "is_unique": "bool",
        "plot": "pandas.Plot",
        "hasnans": "bool",
        "attrs": "dict",
    },
    INDEX: {
        "values": ARRAY,
        "shape": "tuple",
        "size": "int",
        "name": "str",
        "names": "list",
        "str": INDEX,
    },
    GROUPS: {"plot": "pandas.Plot"},
    SERIES_GROUPS: {"plot": "pandas.Plot"},
    "pandas.DatetimeMethods": dict.fromkeys(
        "year month day hour minute second weekday dayofweek date time quarter dayofyear days".split(),
        SERIES,
    ),
}

MUTATORS: Final = {
    FRAME: frozenset("insert pop update isetitem __setitem__ __delitem__".split()),
    SERIES: frozenset("pop update __setitem__".split()),
    "polars.DataFrame": frozenset("insert_column replace_column extend drop_in_place".split()),
}

KEEPERS: Final[dict[str, frozenset[str]]] = {}

VIEWS: Final = {
    FRAME: {
        **dict.fromkeys(
            "head tail values T to_numpy transpose loc iloc at iat ix squeeze pipe set_axis get "
            "as_matrix items iteritems take xs swaplevel".split(),
            1,
        ),
        **dict.fromkeys("loc iloc at iat ix columns index attrs".split(), 2),
        "iterrows": 0,  # a row is a copy unless all columns are of one type
    },
    SERIES: {
        **dict.fromkeys(
            "head tail values T to_numpy ravel get to_frame items iteritems view".split(), 1
        ),
        **dict.fromkeys("loc iloc at iat ix index attrs cat".split(), 2),
    },
    INDEX: {"values": 1, "to_numpy": 1},
    "pandas.Indexer": {},
}

# calls that are about the option that they name
ONE_OPTION: Final = ("pandas.set_option", "pandas.reset_option")

# what one step of iterating over a method's result gives
ITERATES: Final = {
    f"{FRAME}.iterrows": (SCALAR, SERIES),
    f"{FRAME}.items": ("str", SERIES),
    f"{FRAME}.iteritems": ("str", SERIES),
    f"{FRAME}.groupby": (SCALAR, FRAME),
    f"{SERIES}.groupby": (SCALAR, SERIES),
    f"{SERIES}.items": (SCALAR, None),
}

ARGUMENT_CHANGES: Final[dict[str, int]] = {}

ARGUMENT_KEPT: Final = {"pandas.DataFrame": 1, "pandas.Series": 1}

USES: Final = {
    **dict.fromkeys(
        "pandas.set_option pandas.reset_option pandas.describe_option "
        "pandas.set_eng_float_format".split(),
        (options_of("pandas"), "rw"),
    ),
    **dict.fromkeys(
        "pandas.DataFrame.sample pandas.Series.sample pandas.GroupBy.sample".split(),
        (NUMPY_RANDOM, "draw"),
    ),
    **dict.fromkeys(
        "pandas.read_sql pandas.read_sql_query pandas.read_sql_table".split(), (DATABASE, "r")
    ),
    "pandas.DataFrame.to_sql": (DATABASE, "rw"),
    "pandas.read_clipboard": (CLIPBOARD, "r"),
    **dict.fromkeys(
        "pandas.DataFrame.plot pandas.Series.plot pandas.DataFrame.hist pandas.Series.hist "
        "pandas.DataFrame.boxplot pandas.plotting.scatter_matrix "
        "pandas.tools.plotting.scatter_matrix pandas.scatter_matrix "
        "pandas.plotting.parallel_coordinates pandas.plotting.autocorrelation_plot "
        "pandas.plotting.andrews_curves pandas.GroupBy.plot pandas.GroupBy.hist "
        "pandas.GroupBy.boxplot pandas.SeriesGroupBy.plot "
        "pandas.SeriesGroupBy.hist".split(),
        (FIGURE, "rw"),
    ),
    "pandas.Timestamp.now": (CLOCK, "r"),
    "pandas.Timestamp.today": (CLOCK, "r"),
    "pandas.plotting.register_matplotlib_converters": (STYLE, "w"),
}

USES_BY_MODULE: Final = {"pandas.Plot": (FIGURE, "rw")}

READS_FILE: Final = reading(READERS)
WRITES_FILE: Final = {
    **{
        f"{kind}.{method}": 0
        for kind in (FRAME, SERIES, "?")
        for method in lasts(call.name for call in WRITERS if call.writes is not None)
    },
    "pandas.ExcelWriter": 0,
}

SHOWS: Final = frozenset(
    "pandas.DataFrame.info pandas.DataFrame.plot pandas.Series.plot pandas.DataFrame.hist pandas.Series.hist "
    "pandas.DataFrame.boxplot pandas.plotting.scatter_matrix pandas.tools.plotting.scatter_matrix "
    "pandas.scatter_matrix pandas.plotting.parallel_coordinates pandas.GroupBy.plot pandas.GroupBy.hist "
    "pandas.GroupBy.boxplot pandas.SeriesGroupBy.plot "
    "pandas.SeriesGroupBy.hist".split()
)


def mentioned(text: str) -> list[str]:
    """Return the variables that stand in the text of a query, as in `age > @limit`."""
    return [name for name in _MENTION.findall(text) if name]
