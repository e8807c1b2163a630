"""How pandas reads a data file: which options say how a file is to be understood, and what only chooses from a table.

Source: the reference of pandas 1.5 to 3.0. Left out are options that say which part of a file is read (`nrows`,
`usecols`), and how quickly.
"""

from __future__ import annotations

from nb2pkg.analysis.knowledge.frames import INDEXERS
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
# attributes that select by labels or places, of pandas that still has them
PLACES: Final = frozenset(INDEXERS) - {"ix"}
# what has the same rows as an array: attributes and methods, and functions that make one
AS_ARRAY: Final = frozenset({"values", "to_numpy"})
MAKES_ARRAY: Final = frozenset({"numpy.array", "numpy.asarray"})
# attributes whose rows are those of the frame, as they were read
SAME_ROWS: Final = frozenset({"values", "loc", "iloc"})
# what may follow a selection and leaves it one
FINISHING: Final = frozenset(
    "values copy to_numpy astype reshape reset_index tolist squeeze".split()
)
# attributes that are no columns
PROPERTIES: Final = frozenset(
    "shape columns index size dtypes dtype T str dt ndim loc iloc".split()
)
