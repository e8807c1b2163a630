"""NB905: a notebook file that could be read, though not everything in it is as it should be."""

from __future__ import annotations

from nb2pkg.lint.rule import NOTE, Rule, example
from nb2pkg.notebook.read.oddities import oddities
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class OddNotebook(Rule):
    """Finds what is odd about a notebook's file, where it could be read all the same.

    ## What it does
    Says how something was read that the notebook format does not allow, or that Jupyter reads in another way: a byte
    order mark, `NaN` in the JSON, cell ids that stand twice, tags that are no list, lone carriage returns, cells of an
    unknown type or in another language (which are not looked into), a format older or newer than 4.0 to 4.5.

    ## Why is this bad?
    Other programs may refuse the file, or see something else in it.

    ## Example
    ```json
    {"cell_type": "code", "metadata": {"tags": "parameters"}}
    ```

    ## Use instead
    ```json
    {"cell_type": "code", "metadata": {"tags": ["parameters"]}}
    ```

    ## Limits
    What nobody has to do anything about is not told: a missing language or list of outputs, ids in format 4.4.
    """

    code = "NB905"
    name = "odd-notebook"
    severity = NOTE
    is_on_by_default = True
    valid: ClassVar = (example("x = 1"),)
    invalid: ClassVar = ()  # examples are sound notebooks

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each oddity."""
        notebook = graph.program.notebook
        for text in oddities(notebook):
            yield self.finding(notebook, text, None)
