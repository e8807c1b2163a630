"""NB205: a cell that failed when it was run."""

from __future__ import annotations

from nb2pkg.lint.rule import EXPECTED_TO_FAIL, Example, Rule, example, first_code_line
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class StoredError(Rule):
    """Finds cells whose stored output is an error.

    ## What it does
    Reports a cell that ended in an exception the last time it was run.

    ## Why is this bad?
    A run from the top stops there, unless the cell is meant to fail and says so with the tag `raises-exception`.

    ## Example
    ```python
    # cell 1, In [1], output: ZeroDivisionError
    1 / 0
    ```

    ## Use instead
    ```python
    # cell 1, tagged raises-exception
    1 / 0
    ```
    """

    code = "NB205"
    name = "stored-error"
    valid: ClassVar = (example("1 / 1"),)
    invalid: ClassVar = (Example(("1 / 0",), failed=(1,)),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such cell."""
        for cell in graph.program.notebook.code_cells:
            if cell.has_failed and EXPECTED_TO_FAIL not in cell.tags:
                yield self.finding(
                    graph.program.notebook,
                    "the stored output of this cell is an error",
                    first_code_line(cell),
                    help="correct the cell, or give it the tag raises-exception if it is meant to fail",
                )
