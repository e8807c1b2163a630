"""NB105: a cell ran before the last run of a cell above that it depends on."""

from __future__ import annotations

from nb2pkg.analysis.graph import Cause
from nb2pkg.lint.rule import WARNING, Rule, cell_names, example
from nb2pkg.lint.rules._reads import cell_to_mend, diverging_reads, places, subject, verb
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class StaleOutput(Rule):
    """Finds cells that were not run again after a cell above that they depend on.

    ## What it does
    Reports a name whose cell above was run (again) after the cell that reads it.

    ## Why is this bad?
    If the upper cell was edited in between, the output below it is that of the old code. The record does not
    show whether it was, so this is a warning.

    ## Example
    ```python
    # cell 1, In [3]
    rate = 0.2  # was 0.1 when cell 2 was run
    # cell 2, In [2]
    print(rate)
    ```

    ## Use instead
    ```python
    # cell 1, In [3]
    rate = 0.2
    # cell 2, In [4]
    print(rate)
    ```

    ## Limits
    Running an import again changes nothing and is not reported.
    """

    code = "NB105"
    name = "stale-output"
    severity = WARNING
    is_on_by_default = True
    valid: ClassVar = (
        example("rate = 0.2", "print(rate)", counts=(3, 4)),
        example("import json", "print(json)", counts=(3, 2)),
    )
    invalid: ClassVar = (example("rate = 0.2", "print(rate)", counts=(3, 2)),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each name in each cell."""
        for divergence in diverging_reads(graph, Cause.STALE):
            name, later = divergence.read.name, divergence.fresh
            yield self.finding(
                graph.program.notebook,
                f"{subject(divergence)} was read here before the last run of {cell_names(graph, later)}, "
                f"which {verb(graph, later, name)} it: the output may be out of date",
                divergence.read.place,
                variable=name,
                related=places(graph, later, "run after the cell that reads it"),
                help="run this cell again",
                cause=cell_to_mend(graph, later[-1]),
            )
