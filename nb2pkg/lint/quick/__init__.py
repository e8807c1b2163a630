"""A quick proof that nothing is to be found in a notebook, as in most of those that a hook gets to see.

Where cells were run from top to bottom, each once, the recorded run is a fresh run, and it remains to show that every
name is bound before it is read. That takes no more than the names of each statement. What is not simple is not
proven, and left to `scan` and `graph`: the proof may fail where nothing is wrong, but it may never succeed where they
would find something. Tests hold it against them.
"""

from __future__ import annotations

from itertools import pairwise

from nb2pkg.lint.quick.flow import NotebookFlow
from nb2pkg.lint.quick.names import UnclearError, parsed
from nb2pkg.notebook.ipython import to_python
from nb2pkg.notebook.read.oddities import oddities
from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nb2pkg.notebook.model import Cell, Notebook

# magics that neither bind nor read a name, and bring nothing in from elsewhere
HARMLESS = frozenset("! ? matplotlib load_ext reload_ext autoreload pip conda time".split())

# what may write a file, for then files have to be looked at as well; and what may be a comment to us
_WRITES = pattern(
    r"\b(?:open|to_csv|to_excel|to_pickle|to_parquet|to_feather|to_hdf|to_stata|save|savez|savez_compressed|savetxt"
    r"|savemat|savefig|save_weights|save_model|imsave|imwrite|tofile|dump|export_graphviz|urlretrieve|ExcelWriter"
    r"|makedirs|mkdir|rmtree|unlink|rmdir|write_text|write_bytes)\b|nb2pkg:"
)
# the same by names that mean something else in most notebooks
_FILE_MODULES = pattern(r"\b(?:os|shutil|pathlib|Path)\b")
_FILE_CALLS = pattern(r"\b(?:remove|rename|copy|copyfile|move|touch)\b")
# pandas reads variables that stand in a text
_ASKS = pattern(r"\.(?:query|eval)\([^@]*@")
# and some libraries, tables
_QUERIES = pattern(r"\b(?:duckdb|polars|pandasql)\b")
_PILES_UP = pattern(
    r"[-+*/%]=|\.(?:append|extend|insert|pop|popleft|appendleft|remove|reverse|write|rotate)\("
)


def is_surely_clean(notebook: Notebook) -> bool:
    """Tell whether the rules that are on by default are certain to find nothing; False says nothing."""
    cells = [cell for cell in notebook.code_cells if cell.source.strip()]
    if oddities(notebook) or notebook.language != "python":
        return False
    if any(cell.tags for cell in cells) or _may_write_files(cells):
        return False
    counts = sorted(cell.execution_count for cell in cells if cell.execution_count)
    # where a count stands twice, nobody can tell what ran before what, or how often
    comparable = len(set(counts)) == len(counts)
    if comparable and not _ran_straight(cells):
        return False
    gap = _first_gap(counts)
    flow = NotebookFlow()
    try:
        for cell in cells:
            code = to_python(cell.source, flow.bound)
            if any(magic.name not in HARMLESS or magic.reads for magic in code.magics):
                return False
            if "@" in cell.source and _ASKS.search(cell.source):
                return False
            if _QUERIES.search(cell.source):
                return False
            may_have_rerun = comparable and (cell.execution_count or 0) > gap
            if may_have_rerun and _PILES_UP.search(cell.source):
                return False
            flow.run(parsed(code.text), may_have_rerun=may_have_rerun)
    except (UnclearError, RecursionError):
        return False
    return True


def _ran_straight(cells: Sequence[Cell]) -> bool:
    """Tell whether the cells that were run come first, in the order in which they stand."""
    counts = [cell.execution_count or 0 for cell in cells]
    run = [count for count in counts if count]
    return counts[: len(run)] == run and all(a < b for a, b in pairwise(run))


def _may_write_files(cells: Iterable[Cell]) -> bool:
    text = "\n".join(cell.source for cell in cells)
    if _WRITES.search(text):
        return True
    return _FILE_MODULES.search(text) is not None and _FILE_CALLS.search(text) is not None


def _first_gap(counts: Sequence[int]) -> int:
    """Return the first count after the least one that no cell has: before that, no cell had made anything yet."""
    for before, after in pairwise(counts):
        if after != before + 1:
            return before + 1
    return counts[-1] + 1 if counts else 1
