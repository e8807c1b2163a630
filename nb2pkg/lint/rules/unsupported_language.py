"""NB904: a notebook in another language than Python."""

from __future__ import annotations

from nb2pkg.lint.rule import NOTE, Rule, example
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Notebook


class UnsupportedLanguage(Rule):
    """Finds notebooks that are not written in Python.

    ## What it does
    Says that a notebook's kernel speaks another language, so nothing else is said about it.

    ## Why is this bad?
    It is not; but silence would look like a clean bill of health.

    ## Example
    ```json
    {"metadata": {"language_info": {"name": "R"}}}
    ```

    ## Use instead
    ```json
    {"metadata": {"language_info": {"name": "python"}}}
    ```
    """

    code = "NB904"
    name = "unsupported-language"
    severity = NOTE
    is_on_by_default = True
    valid: ClassVar = (example("x = 1"),)
    invalid: ClassVar = ()  # examples are Python notebooks

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield one finding if the notebook is not in Python."""
        if not is_python(graph.program.notebook):
            yield self.about(graph.program.notebook)

    @classmethod
    def about(cls, notebook: Notebook) -> Finding:
        """Return the finding for such a notebook."""
        return cls().finding(
            notebook, f"this notebook is written in {notebook.language}, not Python", None
        )


def is_python(notebook: Notebook) -> bool:
    """Tell whether the notebook's cells are Python."""
    return notebook.language.lower() in {"python", "ipython", "python3", "ipython3", "python2"}
