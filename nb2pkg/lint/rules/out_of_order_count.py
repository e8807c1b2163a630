"""NB201: a cell with a smaller count than one above it."""

from __future__ import annotations

from nb2pkg.lint.rule import Rule, cell_name, example, first_code_line
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class OutOfOrderCount(Rule):
    """Finds cells that were run before a cell above them.

    ## What it does
    Reports a cell whose execution count is smaller than that of the cell before it.

    ## Why is this bad?
    The outputs were not made from top to bottom. Whether that makes a difference is what NB103 looks into.

    ## Example
    ```python
    # cell 1, In [2]
    x = 1
    # cell 2, In [1]
    y = 2
    ```

    ## Use instead
    ```python
    # cell 1, In [1]
    x = 1
    # cell 2, In [2]
    y = 2
    ```
    """

    code = "NB201"
    name = "out-of-order-count"
    valid: ClassVar = (example("x = 1", "y = 2"),)
    invalid: ClassVar = (example("x = 1", "y = 2", counts=(2, 1)),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such cell."""
        before = None
        for cell in graph.program.notebook.code_cells:
            if cell.execution_count is None:
                continue
            if before is not None and cell.execution_count < (before.execution_count or 0):
                yield self.finding(
                    graph.program.notebook,
                    f"this cell was run as In [{cell.execution_count}], before {cell_name(before)} above it",
                    first_code_line(cell),
                    help="run all cells from the top and save",
                )
            before = cell
