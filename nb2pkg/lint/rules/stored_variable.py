"""NB108: a value that comes from outside the notebook."""

from __future__ import annotations

from nb2pkg.lint.rule import Rule, example, line_place
from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Magic

_RESTORE = pattern(r"(^|\s)-r\b")


class StoredVariable(Rule):
    """Finds values that are fetched from what another notebook or an earlier session has stored.

    ## What it does
    Reports `%store -r`, `%recall` and automatic restoring of stored variables.

    ## Why is this bad?
    The value lives in the profile of whoever ran the notebook: on another machine it is missing, on the same
    machine it may have changed.

    ## Example
    ```python
    # cell 1
    %store -r features
    ```

    ## Use instead
    ```python
    # cell 1
    features = load_features("features.csv")
    ```
    """

    code = "NB108"
    name = "stored-variable"
    is_on_by_default = True
    valid: ClassVar = (example("features = 1\n%store features"),)
    invalid: ClassVar = (example("%store -r features", "print(features)"),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such line."""
        notebook = graph.program.notebook
        for number, code in sorted(graph.program.codes.items()):
            for magic in code.magics:
                if _restores(magic):
                    names = _RESTORE.sub(" ", magic.argument).split()
                    yield self.finding(
                        notebook,
                        f"%{magic.name} takes values from outside the notebook; a fresh machine does not have them",
                        line_place(notebook.cell(number), magic.line),
                        variable=names[0] if magic.name == "store" and names else None,
                        help="save the value to a file and read it from there, or compute it here",
                    )


def _restores(magic: Magic) -> bool:
    if magic.name == "store":
        return _RESTORE.search(magic.argument) is not None
    if magic.name == "config":
        return "autorestore" in magic.argument
    return magic.name in {"recall", "rep"}
