"""NB107: IPython's history of inputs and outputs, used as a variable."""

from __future__ import annotations

from nb2pkg.analysis.graph import is_output_history
from nb2pkg.lint.rule import Rule, example
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class OutputHistory(Rule):
    """Finds reads of IPython's history: `_`, `__`, `_3`, `Out[3]`, `In`, `_i3` and the like.

    ## What it does
    Reports such a name where it is not a variable of the notebook's own.

    ## Why is this bad?
    What it holds depends on which cells were run in which order, and on how often: the numbers change with every
    run.

    ## Example
    ```python
    # cell 1, In [3]
    2 ** 10
    # cell 2, In [4]
    size = _3
    ```

    ## Use instead
    ```python
    # cell 1
    size = 2 ** 10
    ```
    """

    code = "NB107"
    name = "output-history"
    is_on_by_default = True
    valid: ClassVar = (
        example("size = 2 ** 10", "print(size)"),
        example("for _ in range(3):\n    pass", "print(_)"),
    )
    invalid: ClassVar = (
        example("2 ** 10", "size = _"),
        example("2 ** 10", "size = Out[1]"),
    )

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each name in each cell."""
        seen = set()
        for read in graph.fresh.reads:
            key = (read.place.cell, read.name)
            if read.is_bound or not read.is_sure or not is_output_history(read.name) or key in seen:
                continue
            seen.add(key)
            yield self.finding(
                graph.program.notebook,
                f"`{read.name}` is IPython's history: what it holds depends on which cells were run before",
                read.place,
                variable=read.name,
                help="give the value a name in the cell that makes it, and use that name",
            )
