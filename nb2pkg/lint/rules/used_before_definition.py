"""NB102: a name that only a cell further down binds."""

from __future__ import annotations

from nb2pkg.analysis.graph import Cause
from nb2pkg.lint.rule import Rule, cell_names, example
from nb2pkg.lint.rules._reads import cell_to_mend, diverging_reads, name_of_cell, places, subject
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class UsedBeforeDefinition(Rule):
    """Finds names that are read above the first cell that binds them.

    ## What it does
    Reports a name that a cell reads while only a cell further down (or a later line of the same cell) binds it.

    ## Why is this bad?
    It worked because the lower cell was run first. A fresh run stops here with a `NameError`.

    ## Example
    ```python
    # cell 1, In [2]
    print(threshold)
    # cell 2, In [1]
    threshold = 0.5
    ```

    ## Use instead
    ```python
    # cell 1
    threshold = 0.5
    # cell 2
    print(threshold)
    ```

    ## Limits
    A name bound above in a branch that may not be taken counts as bound.
    """

    code = "NB102"
    name = "used-before-definition"
    is_on_by_default = True
    valid: ClassVar = (
        example("threshold = 0.5", "print(threshold)"),
        example("def f():\n    return threshold", "threshold = 0.5", "f()"),
    )
    invalid: ClassVar = (
        example("print(threshold)", "threshold = 0.5", counts=(2, 1)),
        example("def f():\n    return threshold", "f()", "threshold = 0.5", counts=(2, 3, 1)),
    )

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each name in each cell."""
        for divergence in diverging_reads(graph, Cause.DEFINED_BELOW):
            read, first = divergence.read, divergence.recorded[0]
            here, there = read.place.cell, graph.program.statements[first].cell
            below = "a later line" if here == there else cell_names(graph, [first])
            move = "the definition" if here == there else name_of_cell(graph, there)
            yield self.finding(
                graph.program.notebook,
                f"{subject(divergence)} is read here, but only {below} defines it: "
                "a fresh run stops here with a NameError",
                read.place,
                variable=read.name,
                related=places(graph, [first], f"`{read.name}` is defined here"),
                help=f"move {move} above this line",
                cause=cell_to_mend(graph, first),
            )
