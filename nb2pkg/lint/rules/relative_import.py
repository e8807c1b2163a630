"""NB111: an import relative to a package that a notebook is no part of."""

from __future__ import annotations

from nb2pkg.lint.rule import Rule, example
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding

MAY_FAIL = "raises-exception"
PACKAGE = "__package__"


class RelativeImport(Rule):
    """Finds imports that begin with a dot, as in `from . import helper`.

    ## What it does
    Reports an import relative to the notebook's own package: a notebook is part of none.

    ## Why is this bad?
    A fresh run stops here with an `ImportError`, whatever lies beside the notebook. In a package that is made of
    the notebook the same line would mean another module.

    ## Example
    ```python
    # cell 1
    from . import helper
    ```

    ## Use instead
    ```python
    # cell 1
    import helper  # helper.py beside the notebook
    ```

    ## Limits
    Imports in a function, a branch or a `try` may not run and are not reported, nor is anything below a cell that
    sets `__package__`.
    """

    code = "NB111"
    name = "relative-import"
    is_on_by_default = True
    valid: ClassVar = (
        example("import helper"),
        example("try:\n    from . import helper\nexcept ImportError:\n    import helper"),
        example('__package__ = "tools"', "from . import helper"),
    )
    invalid: ClassVar = (
        example("from . import helper"),
        example("from ..tools import load as get"),
    )

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such import."""
        notebook = graph.program.notebook
        for statement in graph.program.statements:
            if PACKAGE in statement.effects.binds:
                return
            dotted = [module for _, module in statement.effects.imports if module[0] == "."]
            if not dotted or statement.kind != "importfrom":
                continue
            if MAY_FAIL in notebook.cell(statement.cell).tags:
                continue
            name, module = statement.effects.imports[0]
            yield self.finding(
                notebook,
                f"`{statement.text.strip()}` is relative to a package, and a notebook is part of none: "
                "a fresh run stops here with an ImportError",
                statement.place,
                variable=module.lstrip(".") if name == "*" else name,
                help="import the file beside the notebook by its own name, without the dots",
            )
