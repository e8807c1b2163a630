"""NB101: a name that no cell binds."""

from __future__ import annotations

from nb2pkg.analysis.graph import Cause
from nb2pkg.lint.rule import Rule, example
from nb2pkg.lint.rules._reads import diverging_reads, subject
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph, Occurrence
    from nb2pkg.lint.model import Finding

PYTHON_2 = {
    "raw_input": "input",
    "xrange": "range",
    "unicode": "str",
    "basestring": "str",
    "long": "int",
    "unichr": "chr",
    "reduce": "functools.reduce",
    "reload": "importlib.reload",
    "izip": "zip",
    "execfile": "exec(open(...).read())",
    "cmp": "a comparison",
}


class UndefinedName(Rule):
    """Finds names that are read although no cell of the notebook binds them.

    ## What it does
    Reports a name that a cell reads and no cell binds: the cell that bound it was deleted or edited since.

    ## Why is this bad?
    The outputs in the file were made while the kernel still knew the name. A fresh run stops here with a
    `NameError`.

    ## Example
    ```python
    # cell 1, In [4]
    print(accuracy)  # the cell with `accuracy = ...` is gone
    ```

    ## Use instead
    ```python
    # cell 1
    accuracy = 0.93
    # cell 2
    print(accuracy)
    ```

    ## Limits
    After `from x import *`, `%run`, `exec` and the like, nobody can tell which names exist: nothing is
    reported. Of the standard library, numpy, pylab and matplotlib.pyplot it is known what a star brings. A name
    that only a function reads counts where the function is called or handed on. What a loop or branch has bound
    on some way counts as bound in the rest of the statement it stands in.
    """

    code = "NB101"
    name = "undefined-name"
    is_on_by_default = True
    valid: ClassVar = (
        example("accuracy = 0.93", "print(accuracy)"),
        example("def f():\n    return unknown", "print(1)"),
        example("try:\n    seen\nexcept NameError:\n    seen = 0"),
    )
    invalid: ClassVar = (
        example("print(accuracy)"),
        example("def f():\n    return unknown", "f()"),
    )

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each name in each cell."""
        for divergence in diverging_reads(graph, Cause.UNDEFINED):
            yield self.finding(
                graph.program.notebook,
                f"{subject(divergence)} is defined by no cell: a fresh run stops here with a NameError",
                divergence.read.place,
                variable=divergence.read.name,
                help=_help(divergence.read),
                cause=f"`{divergence.read.name}` is nowhere",
            )


def _help(read: Occurrence) -> str:
    if read.name in PYTHON_2:
        return f"this is Python 2; in Python 3 it is {PYTHON_2[read.name]}"
    if read.name == "__file__":
        return "a notebook has no `__file__`; use a path relative to the working directory"
    return f"put back the cell that defined `{read.name}`, or remove what uses it"
