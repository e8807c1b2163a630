"""NB309: a value from the clock or the network."""

from __future__ import annotations

from nb2pkg.analysis.resources import CLOCK, NETWORK
from nb2pkg.lint.rule import Rule, example
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class ClockOrNetwork(Rule):
    """Finds values that the clock or the network gives.

    ## What it does
    Reports reads of the current time and requests over the network.

    ## Why is this bad?
    The next run sees another time, and perhaps another answer or none.

    ## Example
    ```python
    # cell 1
    import time
    started = time.time()
    ```

    ## Use instead
    ```python
    # cell 1
    started = 1764000000.0  # when the data was taken
    ```
    """

    code = "NB309"
    name = "clock-or-network"
    valid: ClassVar = (example("import time", "time.sleep(1)"),)
    invalid: ClassVar = (example("import time\nstarted = time.time()"),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each cell and source."""
        told = set()
        for statement, resolved in zip(graph.program.statements, graph.resolved, strict=True):
            for use in resolved.uses:
                if use.resource in SOURCES and (statement.cell, use.resource) not in told:
                    told.add((statement.cell, use.resource))
                    yield self.finding(
                        graph.program.notebook,
                        f"this depends on {SOURCES[use.resource]}: another run may see something else",
                        statement.place,
                        help=HELPS[use.resource],
                    )


SOURCES = {CLOCK: "the clock", NETWORK: "the network"}
HELPS = {
    CLOCK: "write the moment down, or leave it out of what is computed",
    NETWORK: "keep a copy of the answer beside the notebook",
}
