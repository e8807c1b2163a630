"""NB307: an import of everything."""

from __future__ import annotations

from nb2pkg.lint.rule import Rule, example
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class StarImport(Rule):
    """Finds imports of everything a module has.

    ## What it does
    Reports `from module import *` and `%pylab`.

    ## Why is this bad?
    Nobody can see which names exist below it, and a later version of the module may replace a name of the notebook.

    ## Example
    ```python
    # cell 1
    from math import *
    print(sqrt(2))
    ```

    ## Use instead
    ```python
    # cell 1
    from math import sqrt
    print(sqrt(2))
    ```
    """

    code = "NB307"
    name = "star-import"
    valid: ClassVar = (example("from math import sqrt"),)
    invalid: ClassVar = (example("from math import *"),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such statement."""
        for statement in graph.program.statements:
            if statement.effects.has_star and not statement.effects.is_opaque:
                yield self.finding(
                    graph.program.notebook,
                    "this binds names that nobody can list",
                    statement.place,
                    help="import the names that are used",
                )
