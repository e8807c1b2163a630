"""NB403: a transformer that is fitted again to predict."""

from __future__ import annotations

import re

from nb2pkg.lint.model import Related
from nb2pkg.lint.rule import Rule, example
from nb2pkg.lint.rules._learning import (
    descendants,
    is_learning,
    is_model_fit,
    is_prediction,
    is_split,
)
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Statement
    from nb2pkg.lint.model import Finding

TRAINED = (
    "from sklearn.preprocessing import StandardScaler\n"
    "from sklearn.linear_model import Ridge\n"
    "s, m = StandardScaler(), Ridge()\n"
    "X = s.fit_transform([[1.0], [2.0]])\n"
    "m.fit(X, [1.0, 2.0])"
)


class RefitForInference(Rule):
    """Finds transformers that are fitted again to the data that is predicted.

    ## What it does
    Reports `fit_transform` of a transformer that was fitted before, below the training of a model, where the result
    goes into `predict`.

    ## Why is this bad?
    The model gets other features than it has learnt from: one new row, scaled by itself, is all zeros.

    ## Example
    ```python
    # cell 1
    model.fit(scaler.fit_transform(X), y)
    # cell 2
    new = scaler.fit_transform(rows)
    model.predict(new)
    ```

    ## Use instead
    ```python
    # cell 1
    model.fit(scaler.fit_transform(X), y)
    # cell 2
    new = scaler.transform(rows)
    model.predict(new)
    ```
    """

    code = "NB403"
    name = "refit-for-inference"
    valid: ClassVar = (example(TRAINED, "new = s.transform([[3.0]])", "m.predict(new)"),)
    invalid: ClassVar = (example(TRAINED, "new = s.fit_transform([[3.0]])", "m.predict(new)"),)

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such fit."""
        fitted: dict[str, Statement] = {}
        trained = False
        for statement in graph.program.statements:
            resolved = graph.resolved[statement.id]
            for name in resolved.binds:
                fitted.pop(name, None)
            again = [name for name in _fit_transformed(statement) if name in fitted]
            if trained and again and _is_predicted(graph, statement):
                yield self.finding(
                    graph.program.notebook,
                    f"`{again[0]}` is fitted again, to the data that is predicted: "
                    "the model has learnt from other features",
                    statement.place,
                    variable=again[0],
                    related=[Related(fitted[again[0]].place, "fitted first here")],
                    help="use transform instead of fit_transform",
                )
            if is_learning(statement):
                fitted.update(dict.fromkeys(resolved.mutates | resolved.binds, statement))
            trained = trained or is_model_fit(statement)


def _fit_transformed(statement: Statement) -> list[str]:
    return re.findall(r"(\w+)\.fit_transform\(", statement.text) if is_learning(statement) else []


def _is_predicted(graph: Graph, statement: Statement) -> bool:
    """Tell whether the statement's result goes into a prediction, before any model is trained again."""
    if is_model_fit(statement):
        return False  # a loop that trains and predicts in turn
    if is_prediction(statement):
        return True
    resolved = graph.resolved[statement.id]
    for reader in descendants(graph, statement, resolved.binds):
        if is_model_fit(reader) or is_split(reader):
            return False
        if is_prediction(reader):
            return True
    return False
