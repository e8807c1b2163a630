"""NB305: a change of the working directory."""

from __future__ import annotations

from nb2pkg.analysis.resources import FOLDER
from nb2pkg.lint.rule import Rule, example
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class ChangedWorkingDirectory(Rule):
    """Finds changes of the working directory.

    ## What it does
    Reports `os.chdir` and `%cd`.

    ## Why is this bad?
    Every relative path below means something else than the same path above, and running the cell twice goes astray.

    ## Example
    ```python
    # cell 1
    import os
    os.chdir("..")
    rows = open("data.csv").readlines()
    ```

    ## Use instead
    ```python
    # cell 1
    rows = open("../data.csv").readlines()
    ```
    """

    code = "NB305"
    name = "changed-working-directory"
    valid: ClassVar = (example("import os", "print(os.getcwd())"),)
    invalid: ClassVar = (
        example('import os\nos.chdir("..")'),
        example("%cd .."),
    )

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such statement."""
        for statement in graph.program.statements:
            magic = statement.magic is not None and statement.magic.name in {"cd", "pushd", "popd"}
            moves = any(use.resource == FOLDER and use.is_write for use in statement.effects.uses)
            if magic or moves:
                yield self.finding(
                    graph.program.notebook,
                    "this changes the working directory: relative paths mean something else from here on",
                    statement.place,
                    help="leave the working directory alone and write the path out where it is used",
                )
