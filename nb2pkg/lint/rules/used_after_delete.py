"""NB106: a name that a fresh run has deleted by then."""

from __future__ import annotations

from nb2pkg.analysis.graph import Cause
from nb2pkg.lint.rule import Rule, cell_names, example
from nb2pkg.lint.rules._reads import cell_to_mend, diverging_reads, places, subject
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class UsedAfterDelete(Rule):
    """Finds names that are read below the cell that deletes them.

    ## What it does
    Reports a name that a `del` above has taken away by the time a fresh run reads it.

    ## Why is this bad?
    It worked because the `del` was run later. A fresh run stops here with a `NameError`.

    ## Example
    ```python
    # cell 1, In [1]
    rows = [1, 2]
    # cell 2, In [3]
    del rows
    # cell 3, In [2]
    print(len(rows))
    ```

    ## Use instead
    ```python
    # cell 1
    rows = [1, 2]
    # cell 2
    print(len(rows))
    # cell 3
    del rows
    ```

    ## Limits
    A `del` inside a branch or a loop may not happen and is not counted.
    """

    code = "NB106"
    name = "used-after-delete"
    is_on_by_default = True
    valid: ClassVar = (
        example("rows = [1]", "print(rows)", "del rows"),
        example("rows = [1]", "del rows", "rows = [2]", "print(rows)"),
    )
    invalid: ClassVar = (example("rows = [1]", "del rows", "print(rows)", counts=(1, 3, 2)),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each name in each cell."""
        for divergence in diverging_reads(graph, Cause.DELETED):
            name = divergence.read.name
            yield self.finding(
                graph.program.notebook,
                f"{subject(divergence)} has been deleted by {cell_names(graph, divergence.fresh)} "
                "when a fresh run gets here: it stops with a NameError",
                divergence.read.place,
                variable=name,
                related=places(graph, divergence.fresh, f"`{name}` is deleted here"),
                help="move the `del` below the last use, or leave it out",
                cause=cell_to_mend(graph, divergence.fresh[0]),
            )
