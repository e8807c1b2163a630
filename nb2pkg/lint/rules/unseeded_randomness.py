"""NB301: random numbers without a seed."""

from __future__ import annotations

from nb2pkg.analysis.resources import (
    EVERY_RANDOM,
    FRESH_ENTROPY,
    NUMPY_RANDOM,
    PYTHON_RANDOM,
    TENSORFLOW_RANDOM,
    TORCH_RANDOM,
)
from nb2pkg.lint.rule import Rule, example
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.resources import Resource
    from nb2pkg.lint.model import Finding


class UnseededRandomness(Rule):
    """Finds random numbers that are drawn before any seed is set.

    ## What it does
    Reports a cell that draws from a random generator (of Python, numpy, torch, or through a scikit-learn object without
    `random_state`) that no cell above has seeded.

    ## Why is this bad?
    Every run gives other numbers: no output can be checked against another run.

    ## Example
    ```python
    # cell 1
    import numpy as np
    noise = np.random.rand(3)
    ```

    ## Use instead
    ```python
    # cell 1
    import numpy as np
    np.random.seed(0)
    noise = np.random.rand(3)
    ```

    ## Limits
    What a library does inside with its own generators is not known.
    """

    code = "NB301"
    name = "unseeded-randomness"
    valid: ClassVar = (example("import random\nrandom.seed(1)", "print(random.random())"),)
    invalid: ClassVar = (example("import random", "print(random.random())"),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each cell and generator."""
        seeded: set[Resource] = set()
        told: set[tuple[int, Resource]] = set()
        for statement, resolved in zip(graph.program.statements, graph.resolved, strict=True):
            for use in resolved.uses:
                key = (statement.cell, use.resource)
                if not use.resource.is_random:
                    continue
                if use.is_reset:
                    seeded.add(use.resource)
                elif key not in told and not _is_seeded(use.resource, seeded):
                    told.add(key)
                    yield self.finding(
                        graph.program.notebook,
                        f"random numbers are drawn here from {_generator(use.resource)}: every run gives others",
                        statement.place,
                        help=SEEDS.get(use.resource, "give the generator a seed"),
                    )


SEEDS = {
    PYTHON_RANDOM: "call random.seed(...) before",
    NUMPY_RANDOM: "pass random_state=..., or call numpy.random.seed(...) before",
    TORCH_RANDOM: "call torch.manual_seed(...) before",
    TENSORFLOW_RANDOM: "call tensorflow.random.set_seed(...) before",
}


def _is_seeded(resource: Resource, seeded: set[Resource]) -> bool:
    return resource != FRESH_ENTROPY and (resource in seeded or EVERY_RANDOM in seeded)


def _generator(resource: Resource) -> str:
    if resource == FRESH_ENTROPY:
        return "a generator that was given no seed"
    return f"the generator of {resource.name}, which nothing above has seeded"
