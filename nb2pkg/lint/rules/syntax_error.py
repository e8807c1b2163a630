"""NB903: a cell that is no Python."""

from __future__ import annotations

from nb2pkg.lint.rule import Rule, example
from nb2pkg.notebook.model import Place
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class SyntaxErrorRule(Rule):
    """Finds cells that cannot be parsed.

    ## What it does
    Reports a code cell that is neither Python nor anything that IPython would turn into it, as a
    `%%time` that stands below the first line. The other cells are analysed all the same.

    ## Why is this bad?
    A fresh run stops here.

    ## Example
    ```text
    print "hello"
    ```

    ## Use instead
    ```python
    print("hello")
    ```

    ## Limits
    What counts is the grammar of the Python that nb2pkg runs on; a cell that seems to be written for a later one is
    reported with its version.
    """

    code = "NB903"
    name = "syntax-error"
    is_on_by_default = True
    valid: ClassVar = (example('print("hello")'), example("%matplotlib inline\n!ls"))
    invalid: ClassVar = (example('print "hello"'), example("x ="), example("# slow\n%%time\nx = 1"))

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such cell."""
        for problem in graph.program.problems:
            column = max(problem.column, 1)
            line = max(problem.line, 1)
            yield self.finding(
                graph.program.notebook,
                f"this cell is no valid Python: {problem.message}",
                Place(problem.cell, line, column, line, column + 1),
                help=(
                    f"run nb2pkg with Python {problem.python} or later: it reads cells as its own Python does"
                    if problem.python
                    else "correct it, or make it a raw cell if it is not meant to run"
                ),
            )
