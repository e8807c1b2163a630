"""What readers and writers need beyond the library that they belong to: they import it only when they are called."""

from __future__ import annotations

from nb2pkg.typed import Final

#: called name -> sets of modules, one of which does; the first is what the library takes by itself
NEEDED: Final[dict[str, tuple[frozenset[str], ...]]] = {
    **dict.fromkeys(
        ("read_excel", "ExcelFile"),
        tuple(frozenset({m}) for m in ("openpyxl", "xlrd", "python_calamine", "pyxlsb", "odf")),
    ),
    **dict.fromkeys(
        ("to_excel", "ExcelWriter"), (frozenset({"openpyxl"}), frozenset({"xlsxwriter"}))
    ),
    **dict.fromkeys(
        ("read_parquet", "to_parquet"), (frozenset({"pyarrow"}), frozenset({"fastparquet"}))
    ),
    **dict.fromkeys(
        ("read_feather", "to_feather", "read_orc", "to_orc"), (frozenset({"pyarrow"}),)
    ),
    **dict.fromkeys(("read_hdf", "to_hdf", "HDFStore"), (frozenset({"tables"}),)),
    "read_html": (frozenset({"lxml"}), frozenset({"html5lib", "bs4"})),
    **dict.fromkeys(("read_xml", "to_xml"), (frozenset({"lxml"}),)),
    "read_sql_table": (frozenset({"sqlalchemy"}),),
    "read_spss": (frozenset({"pyreadstat"}),),
    "read_gbq": (frozenset({"pandas_gbq"}),),
    "to_markdown": (frozenset({"tabulate"}),),
    "to_latex": (frozenset({"jinja2"}),),
    "background_gradient": (frozenset({"jinja2", "matplotlib"}),),
}
#: these take a connection of the standard library, or what SQLAlchemy makes of a URL
QUERIES: Final = frozenset({"read_sql", "read_sql_query", "to_sql"})
SQL: Final = frozenset({"sqlalchemy"})
#: where the file's name tells which module reads it
BY_SUFFIX: Final = {
    ".xls": "xlrd",
    ".xlsx": "openpyxl",
    ".xlsm": "openpyxl",
    ".xlsb": "pyxlsb",
    ".ods": "odf",
}
WORKBOOKS: Final = frozenset({"read_excel", "ExcelFile"})
#: values of `engine=` and `features`, which name what is to do the work
ENGINES: Final = {
    **{name: name for name in ("openpyxl", "xlrd", "xlsxwriter", "pyxlsb", "pyarrow", "lxml")},
    **{name: name for name in ("fastparquet", "html5lib", "numexpr")},
    "odf": "odf",
    "calamine": "python_calamine",
}
#: URLs that are opened by another library
SCHEMES: Final = {"s3://": "s3fs", "gs://": "gcsfs", "gcs://": "gcsfs", "abfs://": "adlfs"}
#: module -> its distribution, where they are called otherwise and it is not installed to be asked
DISTRIBUTIONS: Final = {
    "PIL": "pillow",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "dateutil": "python-dateutil",
    "odf": "odfpy",
    "pandas_gbq": "pandas-gbq",
    "python_calamine": "python-calamine",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "PyYAML",
}
ALL: Final = (
    frozenset().union(*(one for ways in NEEDED.values() for one in ways), SQL)
    | frozenset(BY_SUFFIX.values())
    | frozenset(ENGINES.values())
    | frozenset(SCHEMES.values())
)
