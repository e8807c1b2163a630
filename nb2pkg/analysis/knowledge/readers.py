"""What readers and writers need beyond the library that they belong to: they import it only when they are called."""

from __future__ import annotations

from nb2pkg.analysis.knowledge.call import named
from nb2pkg.analysis.knowledge.frames import READERS, WRITERS
from nb2pkg.typed import Final

#: called name -> sets of modules, one of which does; the first is what the library takes by itself
NEEDED: Final[dict[str, tuple[frozenset[str], ...]]] = {
    **{
        named(call): tuple(frozenset(way) for way in call.needs)
        for call in (*READERS, *WRITERS)
        if call.needs
    },
    "ExcelWriter": (frozenset({"openpyxl"}), frozenset({"xlsxwriter"})),
    "HDFStore": (frozenset({"tables"}),),
    "background_gradient": (frozenset({"jinja2", "matplotlib"}),),
}
#: those that may be handed a URL
OPENING_URLS: Final = frozenset({"read_csv", "read_json", "to_csv", *NEEDED})
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
