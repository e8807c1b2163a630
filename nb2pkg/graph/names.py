"""Names that every IPython kernel has, without any cell binding them."""

from __future__ import annotations

import builtins
import re

from nb2pkg.patterns import pattern

ALWAYS_THERE = frozenset(dir(builtins)) | {
    "display",
    "get_ipython",
    "exit",
    "quit",
    "open",
    "_dh",
    "_exit_code",
    "__builtin__",
    "__builtins__",
    "__name__",
    "__doc__",
    "__package__",
    "__loader__",
    "__spec__",
    "__session__",
    "__IPYTHON__",
    "__annotations__",
}

# what the kernels of Spark services bind before the first cell
_SPARK_KERNEL = pattern(r"spark|databricks|synapse|glue", re.IGNORECASE)
_SPARK = frozenset({"spark", "sc", "sqlContext", "sqlc", "dbutils", "displayHTML", "table", "sql"})
_HISTORY = pattern(r"_{1,3}|_i{1,3}|_i?\d+|_[io]h|In|Out")


def is_always_there(name: str) -> bool:
    """Tell whether a fresh kernel has the name before any cell has run."""
    return name in ALWAYS_THERE


def names_of_kernel(kernel: str | None) -> frozenset[str]:
    """Return the names that a kernel binds itself."""
    return _SPARK if kernel and _SPARK_KERNEL.search(kernel) else frozenset()


def is_output_history(name: str) -> bool:
    """Tell whether the name is one of those in which IPython keeps inputs and outputs."""
    return _HISTORY.fullmatch(name) is not None
