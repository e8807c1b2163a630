"""NB203: a cell that was never run."""

from __future__ import annotations

from nb2pkg.lint.rule import Rule, example, first_code_line
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class NeverExecuted(Rule):
    """Finds code cells without an execution count.

    ## What it does
    Reports a code cell that holds code and was never run.

    ## Why is this bad?
    Nobody knows whether it works: its outputs are not in the file.

    ## Example
    ```python
    # cell 1, never run
    x = 1
    ```

    ## Use instead
    ```python
    # cell 1, In [1]
    x = 1
    ```
    """

    code = "NB203"
    name = "never-executed"
    valid: ClassVar = (
        example("x = 1"),
        example("# nothing", counts=(None,)),
    )
    invalid: ClassVar = (example("x = 1", counts=(None,)),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such cell."""
        with_code = {statement.cell for statement in graph.program.statements}
        for cell in graph.program.notebook.code_cells:
            was_run = cell.execution_count is not None or cell.has_output
            if cell.number in with_code and not was_run:
                yield self.finding(
                    graph.program.notebook,
                    "this cell was never run",
                    first_code_line(cell),
                    help="run it, or remove it",
                )
