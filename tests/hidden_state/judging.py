"""What nb2pkg says of a notebook, held against what really differs."""

from __future__ import annotations

from typing import NamedTuple

from nb2pkg.analysis.graph import Graph, build
from nb2pkg.analysis.scan import scan
from nb2pkg.config import Config
from nb2pkg.lint.check import findings_of
from nb2pkg.lint.model import Finding
from tests.hidden_state.books import Book
from tests.hidden_state.truth import Truth, truth
from tests.support import make_notebook

_USUAL = Config()


class Verdict(NamedTuple):
    """What is wrong about what was said: cells that differ untold, and findings about what does not differ."""

    missed: tuple[int, ...] = ()  # cells that show something else, by index
    invented: tuple[tuple[int, str], ...] = ()  # cell and variable
    # other statements have made the variable what it is, which is the same by coincidence: nothing is wrong
    alike: tuple[tuple[int, str], ...] = ()
    differs: bool = False
    fails: bool = False  # in the recorded order: nothing can be said

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return in which ways what was said is wrong."""
        return (("missed",) if self.missed else ()) + (("invented",) if self.invented else ())


def judge(book: Book) -> Verdict:
    """Run a notebook in both orders and hold its findings of hidden state against that."""
    real = truth(book)
    if real.fails:
        return Verdict(fails=True)
    graph = build(scan(make_notebook(*book.sources, counts=book.counts)))
    told = [each for each in findings_of(graph, _USUAL) if each.code.startswith("NB1")]
    below = _Below(graph, len(book.cells))
    unseen = _unseen(real, below, told)
    alike = tuple((index, name) for index, name in unseen if name in real.pasts.get(index, ()))
    return Verdict(
        _missed(real, below, {cell_of(each) for each in told if each.place}),
        tuple(each for each in unseen if each not in alike),
        alike,
        real.differs,
    )


def _missed(real: Truth, below: _Below, told: set[int]) -> tuple[int, ...]:
    """Return the cells that show something else, although neither they nor what they depend on has a finding."""
    end = _end(real, told)
    return tuple(sorted(i for i in real.shown - below.reached(told) if i < end))


def _unseen(real: Truth, below: _Below, told: list[Finding]) -> tuple[tuple[int, str], ...]:
    """Return the errors about what stands for the same, where nothing that depends on it shows anything else."""
    found = {(cell_of(each), each.variable or "") for each in told if each.severity == "error"}
    end = _end(real, {index for index, _ in found})
    return tuple(
        sorted(
            (index, name)
            for index, name in found
            if index < end
            and index not in real.failing
            and name not in real.names.get(index, ())
            and not below.reached({index}) & real.shown
        )
    )


def _end(real: Truth, told: set[int]) -> int:
    """Return the cell at which a fresh run stops, and is told to: nobody asks what comes after it."""
    return min(real.failing & told, default=len(real.names))


def cell_of(finding: Finding) -> int:
    """Return the index of the cell that a finding is in."""
    assert finding.place is not None
    return finding.place.cell - 1


class _Below:
    """Which cells depend on which, as nb2pkg sees it."""

    def __init__(self, graph: Graph, length: int) -> None:
        cells = [statement.cell - 1 for statement in graph.program.statements]
        self.flows = {
            (cells[edge.source], cells[edge.target])
            for edge in graph.dependencies
            if edge.kind == "flow"
        }
        self.length = length

    def reached(self, causes: set[int]) -> set[int]:
        """Return these cells, and those that depend on them."""
        reached = set(causes)
        for index in range(self.length):
            if any((cause, index) in self.flows for cause in reached):
                reached.add(index)
        return reached
