"""NB308: code that is made while the notebook runs."""

from __future__ import annotations

from nb2pkg.lint.rule import Rule, example
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class DynamicCode(Rule):
    """Finds code that only exists while the notebook runs.

    ## What it does
    Reports `exec`, `eval`, `%run`, `globals()[...] = ...` and the like.

    ## Why is this bad?
    What it reads and binds cannot be seen in the notebook, by people or by tools.

    ## Example
    ```python
    # cell 1
    exec("total = 3")
    print(total)
    ```

    ## Use instead
    ```python
    # cell 1
    total = 3
    print(total)
    ```
    """

    code = "NB308"
    name = "dynamic-code"
    valid: ClassVar = (example("total = 3"),)
    invalid: ClassVar = (example('exec("total = 3")'),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such statement."""
        for statement in graph.program.statements:
            evaluates = "builtins.eval" in statement.effects.facts
            if statement.effects.is_opaque or evaluates:
                yield self.finding(
                    graph.program.notebook,
                    "this runs code that does not stand in the notebook",
                    statement.place,
                    help="write the code out",
                )
