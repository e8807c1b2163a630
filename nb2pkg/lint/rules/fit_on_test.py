"""NB402: something that is fitted to the test data."""

from __future__ import annotations

import re

from nb2pkg.lint.model import Related
from nb2pkg.lint.rule import Rule, example
from nb2pkg.lint.rules._learning import is_fit, is_split, test_parts
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Statement
    from nb2pkg.lint.model import Finding

SPLIT = (
    "from sklearn.preprocessing import StandardScaler\n"
    "from sklearn.model_selection import train_test_split\n"
    "a, b = train_test_split([[1.0], [2.0]])\n"
    "s = StandardScaler()"
)


class FitOnTest(Rule):
    """Finds estimators and transformers that are fitted to test data.

    ## What it does
    Reports `fit` and `fit_transform` of the second part of a `train_test_split`.

    ## Why is this bad?
    The test data is there to judge by. A transformer fitted to it makes other features than the model has learnt from.

    ## Example
    ```python
    # cell 1
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.fit_transform(X_test)
    ```

    ## Use instead
    ```python
    # cell 1
    X_train = scaler.fit_transform(X_train)
    X_test = scaler.transform(X_test)
    ```
    """

    code = "NB402"
    name = "fit-on-test"
    valid: ClassVar = (
        example(
            SPLIT,
            "a = s.fit_transform(a)\nb = s.transform(b)",
        ),
    )
    invalid: ClassVar = (
        example(
            SPLIT,
            "b = s.fit_transform(b)",
        ),
    )

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such fit."""
        held: dict[str, Statement] = {}
        for statement in graph.program.statements:
            if is_fit(statement):
                for name in _fitted_to(statement):
                    if name in held:
                        yield self.finding(
                            graph.program.notebook,
                            f"this is fitted to `{name}`, which was held back to judge by",
                            statement.place,
                            variable=name,
                            related=[Related(held[name].place, "held back here")],
                            help="fit to the training part; only transform, or predict, the test part",
                        )
            resolved = graph.resolved[statement.id]
            for name in resolved.binds - resolved.reads:
                held.pop(name, None)
            if is_split(statement):
                held.update(dict.fromkeys(test_parts(statement), statement))


def _fitted_to(statement: Statement) -> list[str]:
    """Return the names that stand first in a call of `fit`."""
    return re.findall(r"\.fit(?:_transform|_predict|_resample)?\(\s*(\w+)", statement.text)
