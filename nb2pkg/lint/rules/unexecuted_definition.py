"""NB104: what a cell reads is set or changed by a cell that was never run."""

from __future__ import annotations

from nb2pkg.analysis.graph import Cause
from nb2pkg.lint.rule import Rule, cell_names, example
from nb2pkg.lint.rules._reads import cell_to_mend, diverging_reads, places, subject, verb
from nb2pkg.lint.rules._resources import diverging_resources, never_run, variable
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Divergence, Graph
    from nb2pkg.lint.model import Finding


class UnexecutedDefinition(Rule):
    """Finds names whose definition was never run although the cell that reads them was.

    ## What it does
    Reports a name read in a cell that was run, where a fresh run will have it set or changed by a cell above that
    has no execution count.

    ## Why is this bad?
    The outputs in the file come from another definition than the one that stands there now.

    ## Example
    ```python
    # cell 1, In [1]
    rate = 0.1
    # cell 2, never run
    rate = 0.2
    # cell 3, In [2]
    print(rate)  # shows 0.1; a fresh run will show 0.2
    ```

    ## Use instead
    ```python
    # cell 1
    rate = 0.2
    # cell 2
    print(rate)
    ```

    ## Limits
    Imports do not count: a module is the same whenever it is imported.
    """

    code = "NB104"
    name = "unexecuted-definition"
    is_on_by_default = True
    valid: ClassVar = (
        example("rate = 0.1", "print(rate)"),
        example("rate = 0.1", "print(rate)", "rate = 0.2", counts=(1, 2, None)),
    )
    invalid: ClassVar = (
        example("rate = 0.1", "rate = 0.2", "print(rate)", counts=(1, None, 2)),
        example("rate = 0.1", "print(rate)", counts=(None, 2)),
    )

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each name in each cell."""
        for divergence in diverging_reads(graph, Cause.NEVER_RUN):
            name, makers = divergence.read.name, divergence.fresh
            message = (
                f"{subject(divergence)} was read here, but {cell_names(graph, makers)} "
                f"that {verb(graph, makers, name)} it was never run; a fresh run will run it"
            )
            yield self._about(graph, divergence, message, name)
        for divergence in diverging_resources(graph, Cause.NEVER_RUN):
            yield self._about(graph, divergence, never_run(graph, divergence), variable(divergence))

    def _about(self, graph: Graph, divergence: Divergence, message: str, name: str) -> Finding:
        return self.finding(
            graph.program.notebook,
            message,
            divergence.read.place,
            variable=name,
            related=places(graph, divergence.fresh, "never run"),
            help=f"run {cell_names(graph, divergence.fresh[-1:])} and this one again, or remove it",
            cause=cell_to_mend(graph, divergence.fresh[-1]),
        )
