"""NB906: a comment or tag that speaks to nb2pkg, and that nb2pkg does not understand."""

from __future__ import annotations

from nb2pkg.lint.rule import Rule, example, line_place
from nb2pkg.notebook.directives import unknown_directives
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class UnknownDirective(Rule):
    """Finds comments and tags to nb2pkg that ask for something which there is not.

    ## What it does
    Reports `# nb2pkg: stage=...`, or a tag `stage:...`, with a stage that does not exist, and any other word that looks
    like a directive. `check` and `analyze` exit with 2 then, as for a wrong option, and `extract` refuses the notebook.

    ## Why is this bad?
    What was asked for does not happen, and nobody would say so.

    ## Example
    ```python
    # cell 1
    model = fit(rows)  # nb2pkg: stage=tran
    ```

    ## Use instead
    ```python
    # cell 1
    model = fit(rows)  # nb2pkg: stage=train
    ```

    ## Limits
    A sentence in a comment that begins with `nb2pkg:` is left alone. Codes in `ignore[...]` are for NB902.
    """

    code = "NB906"
    name = "unknown-directive"
    is_on_by_default = True
    valid: ClassVar = (example("x = 1  # nb2pkg: stage=train"), example("x = 1  # nb2pkg: is nice"))
    invalid: ClassVar = (example("x = 1  # nb2pkg: stage=tran"), example("x = 1  # nb2pkg: ignroe"))

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each directive that is not understood."""
        notebook = graph.program.notebook
        for cell in notebook.code_cells:
            for unknown in unknown_directives(cell):
                yield self.finding(
                    notebook,
                    f"{unknown.text} is not understood: {unknown.problem}",
                    line_place(cell, unknown.line),
                    help="mend it or remove it",
                )
