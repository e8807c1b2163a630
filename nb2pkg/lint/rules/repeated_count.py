"""NB204: a count that stands twice."""

from __future__ import annotations

from nb2pkg.lint.model import Related
from nb2pkg.lint.rule import Rule, example, first_code_line
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Cell


class RepeatedCount(Rule):
    """Finds execution counts that two cells share.

    ## What it does
    Reports a cell whose count another cell above has as well.

    ## Why is this bad?
    The outputs come from several kernel sessions: no single run has made them, and nobody can tell in which order
    the cells were run.

    ## Example
    ```python
    # cell 1, In [1]
    x = 1
    # cell 2, In [1]
    print(x)
    ```

    ## Use instead
    ```python
    # cell 1, In [1]
    x = 1
    # cell 2, In [2]
    print(x)
    ```
    """

    code = "NB204"
    name = "repeated-count"
    valid: ClassVar = (example("x = 1", "print(x)"),)
    invalid: ClassVar = (example("x = 1", "print(x)", counts=(1, 1)),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such cell."""
        first: dict[int, Cell] = {}
        for cell in graph.program.notebook.code_cells:
            if cell.execution_count is None:
                continue
            other = first.setdefault(cell.execution_count, cell)
            if other is not cell:
                yield self.finding(
                    graph.program.notebook,
                    f"In [{cell.execution_count}] is the count of cell {other.number} too: "
                    "the outputs come from several kernel sessions",
                    first_code_line(cell),
                    related=[Related(first_code_line(other), "the same count")],
                    help="run all cells from the top and save",
                )
