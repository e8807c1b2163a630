"""NB202: counts that no cell has."""

from __future__ import annotations

from nb2pkg.lint.rule import Rule, example, first_code_line
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class MissingCount(Rule):
    """Finds gaps in the execution counts.

    ## What it does
    Reports a cell before which counts are missing: cells were run and deleted, or run more than once.

    ## Why is this bad?
    What the missing runs did to the kernel cannot be seen in the notebook.

    ## Example
    ```python
    # cell 1, In [1]
    x = 1
    # cell 2, In [4]
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

    code = "NB202"
    name = "missing-count"
    valid: ClassVar = (example("x = 1", "print(x)"),)
    invalid: ClassVar = (example("x = 1", "print(x)", counts=(1, 4)),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each gap, at the cell that was run after it."""
        notebook = graph.program.notebook
        counted = {cell.execution_count: cell for cell in notebook.code_cells}
        expected = 1
        for count in sorted(count for count in counted if count):
            if count > expected:
                gap = (
                    f"In [{expected}]"
                    if count == expected + 1
                    else f"In [{expected}] to In [{count - 1}]"
                )
                yield self.finding(
                    notebook,
                    f"{gap} of the record is missing: cells were run again, edited or deleted",
                    first_code_line(counted[count]),
                    help="run all cells from the top and save",
                )
            expected = count + 1
