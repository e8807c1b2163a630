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
    DISPLAY,
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
# attributes that select by labels or places
INDEXERS: Final = ("loc", "iloc", "at", "iat", "ix")
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

_OPTIONS: Final = options_of("pandas")
RESOURCES: Final = {"pandas.options": _OPTIONS}
INNER_RESOURCES: Final = {(_OPTIONS, "display"): DISPLAY}
OBJECTS: Final = {
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
    Call("pandas.DataFrame.to_json", alone=NOTHING, writes=0, lifted=0, phrase="save {receiver}"),
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
    Call("pandas.DataFrame.to_orc", writes=0, needs=_ARROW),
    Call("pandas.DataFrame.to_hdf", "None", writes=0, lifted=0, needs=(("tables",),)),
    Call("pandas.DataFrame.to_stata", "None", writes=0),
    Call("pandas.DataFrame.to_xml", writes=0, needs=(("lxml",),)),
    Call("pandas.DataFrame.to_html", "str", alone=NOTHING, writes=0),
    Call("pandas.DataFrame.to_string", "str", alone=NOTHING),
    Call("pandas.DataFrame.to_markdown", "str", writes=0, needs=(("tabulate",),)),
    Call("pandas.DataFrame.to_latex", writes=0, needs=(("jinja2",),)),
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

# methods that give a frame for a frame, and a series for a series
_SAME_KIND: Final = (
    "head tail copy drop dropna fillna rename sort_values sort_index sample replace astype apply map describe "
    "isnull isna notnull notna drop_duplicates round clip abs diff shift pct_change cumsum cumprod interpolate "
    "ffill bfill where mask reindex append combine_first add sub mul div nlargest nsmallest explode rank "
    "infer_objects convert_dtypes asfreq set_axis xs tz_localize mode isin"
)
_FRAME_TO_FRAME: Final = (
    "reset_index set_index assign query applymap join merge pivot pivot_table melt stack unstack transpose corr "
    "cov cummax filter select_dtypes rename_axis truncate droplevel swaplevel reorder_levels to_period "
    "add_prefix add_suffix align get_dummies quantile eval dot take between_time"
)
_SERIES_TO_SERIES: Final = (
    "value_counts between duplicated truediv floordiv mod pow gt lt ge le eq ne cat"
)
# methods that give a series for a frame, and a single value for a series
_REDUCING: Final = (
    "sum mean median min max std var count nunique idxmax idxmin skew kurt kurtosis sem prod all any"
)
REDUCING: Final = frozenset(_REDUCING.split())
_FRAME_TO_SERIES: Final = "value_counts duplicated squeeze pop memory_usage corrwith agg aggregate"
_SERIES_TO_SCALAR: Final = "quantile corr cov item argmax argmin autocorr"

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
        **dict.fromkeys(f"{_SAME_KIND} {_FRAME_TO_FRAME}".split(), FRAME),
        **dict.fromkeys(f"{_REDUCING} {_FRAME_TO_SERIES}".split(), SERIES),
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
        **dict.fromkeys(f"{_SAME_KIND} {_SERIES_TO_SERIES}".split(), SERIES),
        **dict.fromkeys(f"{_REDUCING} {_SERIES_TO_SCALAR}".split(), "numpy.scalar"),
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
        **dict.fromkeys(INDEXERS, INDEXER),
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
        **dict.fromkeys(INDEXERS, INDEXER),
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
            "head tail values T to_numpy transpose squeeze pipe set_axis get "
            "as_matrix items iteritems take xs swaplevel".split(),
            1,
        ),
        **dict.fromkeys((*INDEXERS, "columns", "index", "attrs"), 2),
        "iterrows": 0,  # a row is a copy unless all columns are of one type
    },
    SERIES: {
        **dict.fromkeys(
            "head tail values T to_numpy ravel get to_frame items iteritems view".split(), 1
        ),
        **dict.fromkeys((*INDEXERS, "index", "attrs", "cat"), 2),
    },
    INDEX: {"values": 1, "to_numpy": 1},
    "pandas.Indexer": {},
}

# what runs a text of SQL that may read variables; connections have tables of their own
READS_VARIABLES: Final = frozenset(
    "duckdb.sql duckdb.query duckdb.execute duckdb.from_query polars.sql pandasql.sqldf".split()
)
# methods that are given SQL, functions that are given SQL or a table, and methods that write a table
QUERYING: Final = frozenset({"execute", "executemany"})
READING_TABLES: Final = frozenset({"read_sql", "read_sql_query", "read_sql_table"})
WRITING_TABLES: Final = frozenset({"to_sql"})
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

_PLOTS: Final = (
    "pandas.DataFrame.plot pandas.Series.plot pandas.DataFrame.hist pandas.Series.hist pandas.DataFrame.boxplot "
    "pandas.plotting.scatter_matrix pandas.tools.plotting.scatter_matrix pandas.scatter_matrix "
    "pandas.plotting.parallel_coordinates pandas.GroupBy.plot pandas.GroupBy.hist pandas.GroupBy.boxplot "
    "pandas.SeriesGroupBy.plot pandas.SeriesGroupBy.hist"
)

USES: Final = {
    **dict.fromkeys(
        "pandas.set_option pandas.reset_option pandas.describe_option "
        "pandas.set_eng_float_format".split(),
        (_OPTIONS, "rw"),
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
        [
            *_PLOTS.split(),
            "pandas.plotting.autocorrelation_plot",
            "pandas.plotting.andrews_curves",
        ],
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

SHOWS: Final = frozenset({*_PLOTS.split(), "pandas.DataFrame.info"})


def mentioned(text: str) -> list[str]:
    """Return the variables that stand in the text of a query, as in `age > @limit`."""
    return [name for name in _MENTION.findall(text) if name]
