"""NB302: a path that exists on one machine."""

from __future__ import annotations

import re

from nb2pkg.lint.rule import Rule, example, within
from nb2pkg.notebook.model import Place
from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Statement
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Notebook


class AbsolutePath(Rule):
    """Finds absolute paths in strings.

    ## What it does
    Reports a string that looks like an absolute path: a home folder, a drive, `/content`, `/kaggle`,
    `/mnt` and the like.

    ## Why is this bad?
    The path exists on the machine the notebook was written on, and on few others.

    ## Example
    ```python
    # cell 1
    PATH = "/home/ann/project/data.csv"
    ```

    ## Use instead
    ```python
    # cell 1
    PATH = "data.csv"
    ```

    ## Limits
    Only what stands in quotes is looked at.
    """

    code = "NB302"
    name = "absolute-path"
    valid: ClassVar = (
        example('PATH = "data/table.csv"'),
        example('URL = "https://example.org/home/x.csv"'),
    )
    invalid: ClassVar = (example('PATH = "/home/ann/data.csv"'),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each statement with such a path."""
        notebook = graph.program.notebook
        for statement in graph.program.statements:
            found = next(_paths(notebook, statement), None)
            if found is not None:
                path, place = found
                yield self.finding(
                    notebook,
                    f"this path ({_root(path)}) exists on few machines but the author's",
                    place,
                    help="use a path relative to the notebook or the project",
                )


def _paths(notebook: Notebook, statement: Statement) -> Iterator[tuple[str, Place]]:
    """Yield the absolute paths in a statement; a magic's are looked for in what its author wrote."""
    if statement.magic is None:
        for found in _PATH.finditer(statement.text):
            path = found["unix"] or found["drive"] or found["share"]
            yield path, within(statement, found.start() + 1, len(path))
        return
    lines = notebook.cell(statement.cell).source.split("\n")
    for number in range(statement.place.line, min(statement.place.end_line, len(lines)) + 1):
        for found in _PATH.finditer(lines[number - 1]):
            path = found["unix"] or found["drive"] or found["share"]
            start = found.start() + 2
            yield path, Place(statement.cell, number, start, number, start + len(path))


_PATH = pattern(
    r"""["'](?:(?P<unix>/(?:home|Users|root|content|kaggle|mnt|media|Volumes|gdrive|dbfs|data|srv"""
    r"""|scratch|workspace|private)/[^"'\n]*|~/[^"'\n]*|dbfs:/[^"'\n]*)"""
    r"""|(?P<drive>[A-Za-z]:(?:\\(?!n\b)|/(?!/))[^"'\n]*)|(?P<share>\\\\[A-Za-z][^"'\n]*))"""
)


def _root(path: str) -> str:
    """Return what may be told of a path: not whose home it is in."""
    parts = re.split(r"[/\\]+", path)
    return "/".join(parts[:2] if path.startswith("/") else parts[:1]) + "/…"
