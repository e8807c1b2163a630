"""Results as text: for people, for programs, for GitHub."""

from __future__ import annotations

from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Notebook
    from nb2pkg.stage import Label


class Report(NamedTuple):
    """What is said about one notebook; `analyze` knows its graph and labels too."""

    path: str
    findings: tuple[Finding, ...] = ()
    notebook: Notebook | None = None  # None: it could not be read
    graph: Graph | None = None
    labels: tuple[Label, ...] | None = None  # by statement id
