"""How pandas reads a data file: which options say how a file is to be understood, and what only chooses from a table.

Source: the reference of pandas 1.5 to 3.0. Left out are options that say which part of a file is read (`nrows`,
`usecols`), and how quickly.
"""

from __future__ import annotations

from nb2pkg.typed import Final

READERS: Final = frozenset({"pandas.read_csv", "pandas.read_table", "pandas.read_excel"})
ABOUT_FILE: Final = frozenset(
    "sep delimiter encoding encoding_errors quotechar quoting doublequote escapechar lineterminator engine "
    "skipinitialspace skiprows skipfooter header names comment delim_whitespace on_bad_lines error_bad_lines "
    "float_precision".split()
)
KEPT: Final = ABOUT_FILE | frozenset(
    "decimal thousands dtype na_values keep_default_na na_filter parse_dates date_format dayfirst date_parser "
    "index_col converters true_values false_values dtype_backend".split()
)
# methods that take rows or columns away, or show them in another order
SELECTING: Final = frozenset(
    "drop dropna drop_duplicates sample copy reset_index sort_values sort_index head tail filter select_dtypes "
    "query pop nlargest nsmallest".split()
)
