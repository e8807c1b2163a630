"""NB103: the recorded run read another version of a name than a fresh run will."""

from __future__ import annotations

from nb2pkg.analysis.graph import Cause
from nb2pkg.lint.rule import Rule, cell_names, example
from nb2pkg.lint.rules._reads import (
    cell_of,
    cell_to_mend,
    diverging_reads,
    name_of_cell,
    past,
    places,
    subject,
    verb,
)
from nb2pkg.lint.rules._resources import difference, diverging_resources, variable
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Divergence, Graph
    from nb2pkg.lint.model import Finding, Related


class DifferentHistory(Rule):
    """Finds names that stood for something else when the cell was run than they will in a fresh run.

    ## What it does
    Runs the notebook twice in imagination: in the order of its execution counts, and top to bottom. Reports a read
    before which the two runs have bound or changed the object (in place, through another name for it, by `fit`,
    inside a function that is called) in different cells or in a different order. The same goes for what has a history
    without being a variable: random states that were given a seed, the style of plots, the working directory,
    attributes of modules that some cell sets, files and tables of databases whose names are written out. Of these the
    first cell that meets another state is reported, for all below it are likely to. Objects are followed through
    lists, tuples and dicts, attributes, constructors, shallow copies and the steps of a Pipeline, for as long as it
    is certain which object is meant.

    ## Why is this bad?
    Nothing fails: a fresh run quietly computes something else than the outputs in the file show.

    ## Example
    ```python
    # cell 1, In [1]
    prices = [3, 1, 2]
    # cell 2, In [3]
    print(prices)  # shows [1, 2, 3]; a fresh run will show [3, 1, 2]
    # cell 3, In [2]
    prices.sort()
    ```

    ## Use instead
    ```python
    # cell 1
    prices = [3, 1, 2]
    # cell 2
    prices.sort()
    # cell 3
    print(prices)
    ```

    ## Limits
    Needs execution counts that are each used once. Only changes that are likely from the code count: what an unknown
    library function does to its arguments is taken as nothing. Random numbers without a seed differ in any two runs,
    and are for NB301. How far a cell got whose stored output is an error nobody knows: what stands in it is taken as
    something that may happen. Options of pandas, warning filters, environment variables and locales are not
    followed, nor what a function keeps in a list or dict of the function around it, nor a class that is changed as
    `type(self)`, nor that reading a `defaultdict` may fill it. That another argument, such as `copy=True`, keeps a
    function from changing something is seen where it is a constant, or by default; what stands in one of two
    branches of a cell, or in a handler of exceptions, is taken as something that may happen.
    """

    code = "NB103"
    name = "different-history"
    is_on_by_default = True
    valid: ClassVar = (
        example("prices = [3, 1, 2]", "prices.sort()", "print(prices)"),
        example("x = 1", "print(x)", "x = 2"),
        example(
            "import random", "print(random.random())", "print(random.random())", counts=(1, 3, 2)
        ),
        example("import json", "print(json)", "import json", counts=(3, 2, 1)),
    )
    invalid: ClassVar = (
        example("prices = [3, 1, 2]", "print(prices)", "prices.sort()", counts=(1, 3, 2)),
        example("a = [1]\nb = a", "print(a)", "b.append(2)", counts=(1, 3, 2)),
        example("import random", "print(random.random())", "random.seed(1)", counts=(1, 3, 2)),
    )

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each name in each cell."""
        for divergence in diverging_reads(graph, Cause.DIFFERENT):
            name = divergence.read.name
            yield self.finding(
                graph.program.notebook,
                f"{subject(divergence)} {_difference(graph, divergence)}",
                divergence.read.place,
                variable=name,
                related=_related(graph, divergence),
                help=_help(graph, divergence),
                cause=_cause(graph, divergence),
            )
        for divergence in diverging_resources(graph, Cause.DIFFERENT):
            yield self.finding(
                graph.program.notebook,
                difference(graph, divergence),
                divergence.read.place,
                variable=variable(divergence),
                related=_related(graph, divergence),
                help=_help(graph, divergence, "run all cells again"),
                cause=_cause(graph, divergence),
            )


def _related(graph: Graph, divergence: Divergence) -> list[Related]:
    return [
        *places(graph, divergence.recorded, "done before, when the outputs were made"),
        *places(graph, divergence.fresh, "done before, in a fresh run"),
    ]


def _difference(graph: Graph, divergence: Divergence) -> str:
    """Say what the recorded run saw, and what a fresh run will see."""
    name, fresh, recorded = divergence.read.name, divergence.fresh, divergence.recorded
    if recorded and fresh:
        return (
            f"was read as {cell_names(graph, recorded[-1:])} had left it; "
            f"a fresh run reads it as {cell_names(graph, fresh[-1:])} leaves it"
        )
    if recorded:
        before = (
            f"was read after {cell_names(graph, recorded)} had {past(graph, recorded, name)} it"
        )
        if cell_of(graph, recorded[-1]) > divergence.read.place.cell:
            return f"{before}; a fresh run has not reached that yet"
        return f"{before}; a fresh run has it made anew by {_maker(graph, divergence)} after that"
    if fresh:
        does = verb(graph, fresh, name)
        if _count(graph, fresh[-1]) > _count(graph, divergence.read.statement):
            return (
                f"was read before {cell_names(graph, fresh)} ran; a fresh run {does} it there first"
            )
        return (
            f"had been made anew by {_maker(graph, divergence)} when it was read; "
            f"a fresh run {does} it in {cell_names(graph, fresh)} before that"
        )
    return "was changed by the same cells as in a fresh run, but in another order"


def _maker(graph: Graph, divergence: Divergence) -> str:
    return cell_names(graph, divergence.read.history[:1])


def _count(graph: Graph, statement: int) -> int:
    cell = graph.program.notebook.cell(cell_of(graph, statement))
    return cell.execution_count or 0


def _help(
    graph: Graph, divergence: Divergence, otherwise: str = "give its result another name"
) -> str:
    lower = _lower(graph, divergence)
    if lower is not None:
        return f"move {name_of_cell(graph, lower)} above this cell if its effect is meant here, or {otherwise}"
    return (
        "run all cells from the top and save, then check that the outputs are still what you want"
    )


def _lower(graph: Graph, divergence: Divergence) -> int | None:
    """Return the first cell below the reader that had been run before it, or None."""
    cells = {cell_of(graph, each) for each in divergence.recorded}
    return min((cell for cell in cells if cell > divergence.read.place.cell), default=None)


def _cause(graph: Graph, divergence: Divergence) -> str:
    """Return what has to be mended: the cell that was run too early, else the first one that only one run has."""
    lower = _lower(graph, divergence)
    if lower is not None:
        return f"cell {lower}"
    apart = (*divergence.recorded, *divergence.fresh)
    return cell_to_mend(graph, apart[0]) if apart else f"the order of `{divergence.read.name}`"
