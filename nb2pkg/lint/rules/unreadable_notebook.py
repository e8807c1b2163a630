"""NB901: a file that cannot be read as a notebook."""

from __future__ import annotations

from nb2pkg.lint.model import Finding
from nb2pkg.lint.rule import Rule, example
from nb2pkg.notebook.model import Notebook
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph


class UnreadableNotebook(Rule):
    """Finds files that cannot be read as a notebook.

    ## What it does
    Reports a file that is not there, is no JSON, is no notebook, or holds one of a format that is not known.

    ## Why is this bad?
    Jupyter cannot open it either; an unresolved merge conflict is the usual reason.

    ## Example
    ```json
    {"cells": [
    ```

    ## Use instead
    ```json
    {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    ```
    """

    code = "NB901"
    name = "unreadable-notebook"
    is_on_by_default = True
    valid: ClassVar = (example("x = 1"),)
    invalid: ClassVar = ()  # a notebook that cannot be read has no cells to show

    def check(self, graph: Graph) -> Iterator[Finding]:  # noqa: ARG002
        """Yield nothing: a notebook that has a graph could be read."""
        yield from ()

    @classmethod
    def about(cls, path: str, reason: str, remedy: str = "") -> Finding:
        """Return the finding for a file that could not be read."""
        return cls().finding(Notebook(path, ()), reason, None, help=remedy)
