"""NB304: a command for the shell or the package manager."""

from __future__ import annotations

from nb2pkg.analysis.resources import SHELL
from nb2pkg.lint.rule import Rule, example, line_place
from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Magic


class ShellOrInstall(Rule):
    """Finds commands that the shell or a package manager runs.

    ## What it does
    Reports `!command`, `%pip install`, `%%bash`, `os.system`, `subprocess` and the like.

    ## Why is this bad?
    What they do depends on the machine, and installs do not say which version was meant.

    ## Example
    ```python
    # cell 1
    !pip install pandas
    ```

    ## Use instead
    ```python
    # cell 1: nothing; pandas==2.2.3 stands in requirements.txt
    import pandas
    ```
    """

    code = "NB304"
    name = "shell-or-install"
    valid: ClassVar = (
        example("import json"),
        example("%matplotlib inline"),
    )
    invalid: ClassVar = (
        example("!pip install pandas"),
        example('import os\nos.system("ls")'),
    )

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such line."""
        notebook = graph.program.notebook
        lines: set[tuple[int, int]] = set()
        for number, code in sorted(graph.program.codes.items()):
            for magic in code.magics:
                if magic.name in SHELLS:
                    lines.update((number, line) for line in range(magic.line, magic.end_line + 1))
                    yield self.finding(
                        notebook,
                        f"this runs {_what(magic)}: what it does depends on the machine",
                        line_place(notebook.cell(number), magic.line),
                        help=_help(magic),
                    )
        for statement in graph.program.statements:
            uses_shell = any(use.resource == SHELL for use in statement.effects.uses)
            if uses_shell and (statement.cell, statement.place.line) not in lines:
                yield self.finding(
                    notebook,
                    "this runs a command of the shell: what it does depends on the machine",
                    statement.place,
                    help="do it in Python, or before the notebook is run",
                )


SHELLS = frozenset(
    ("! !! sx sc system bash sh script cmd pip conda mamba micromamba uv powershell").split()
)
_INSTALLS = pattern(r"\b(pip3?|conda|mamba|apt(-get)?|uv|npm|brew)\b.*\b(install|add)\b")


def _installs(magic: Magic) -> bool:
    return _INSTALLS.search(f"{magic.name} {magic.argument}") is not None


def _what(magic: Magic) -> str:
    return "an installer" if _installs(magic) else "a command of the shell"


def _help(magic: Magic) -> str:
    if _installs(magic):
        return "list the package, with its version, where the project lists its dependencies"
    return "do it in Python, or before the notebook is run"
