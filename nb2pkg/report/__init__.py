"""Results as text: for people, for programs, for GitHub."""

from __future__ import annotations

from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nb2pkg.graph import Graph
    from nb2pkg.model import Finding, Label, Notebook


class Report(NamedTuple):
    """What is said about one notebook; `analyze` knows its graph and labels too."""

    path: str
    findings: tuple[Finding, ...] = ()
    notebook: Notebook | None = None  # None: it could not be read
    graph: Graph | None = None
    labels: tuple[Label, ...] | None = None  # by statement id
