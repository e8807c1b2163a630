"""NB306: a question to whoever runs the notebook."""

from __future__ import annotations

from nb2pkg.analysis.resources import STDIN
from nb2pkg.lint.rule import Rule, example
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class InteractiveInput(Rule):
    """Finds cells that wait for somebody to type.

    ## What it does
    Reports `input()`, `getpass()` and reads of standard input.

    ## Why is this bad?
    Nobody is there to answer when the notebook is run from top to bottom: it fails or waits for ever.

    ## Example
    ```python
    # cell 1
    name = input("Name? ")
    ```

    ## Use instead
    ```python
    # cell 1
    name = "Ann"
    ```
    """

    code = "NB306"
    name = "interactive-input"
    valid: ClassVar = (example('name = "Ann"'),)
    invalid: ClassVar = (example('name = input("Name? ")'),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such cell."""
        told = set()
        for statement, resolved in zip(graph.program.statements, graph.resolved, strict=True):
            asks = any(use.resource == STDIN for use in resolved.uses)
            if asks and statement.cell not in told:
                told.add(statement.cell)
                yield self.finding(
                    graph.program.notebook,
                    "this cell waits for somebody to type something",
                    statement.place,
                    help="set the value in the cell, or read it from a file or the environment",
                )
