"""Names that every IPython kernel has, without any cell binding them."""

from __future__ import annotations

import builtins
import re

from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.notebook.model import Notebook

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

_SPARK_KERNEL = pattern(r"spark|databricks|synapse|glue", re.IGNORECASE)
_HISTORY = pattern(r"_{1,3}|_i{1,3}|_i?\d+|_[io]h|In|Out")


def is_always_there(name: str) -> bool:
    """Tell whether a fresh kernel has the name before any cell has run."""
    return name in ALWAYS_THERE


def given_names(notebook: Notebook) -> frozenset[str]:
    """Return the names that the notebook's kernel or service binds itself, and those that settings name."""
    kernel = notebook.kernel
    platforms = set(notebook.platforms)
    if kernel and _SPARK_KERNEL.search(kernel):
        platforms.add("spark")
    if not platforms:
        return notebook.given
    from nb2pkg.analysis.knowledge.platforms import BEFORE_ALL

    return notebook.given.union(*(BEFORE_ALL[platform] for platform in platforms))


def is_output_history(name: str) -> bool:
    """Tell whether the name is one of those in which IPython keeps inputs and outputs."""
    return _HISTORY.fullmatch(name) is not None
