"""NB401: a transformer that has seen the test data."""

from __future__ import annotations

from nb2pkg.lint.model import Related
from nb2pkg.lint.rule import Rule, cell_names, example
from nb2pkg.lint.rules._learning import descendants, estimators, is_learning, is_split
from nb2pkg.typed import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.lint.model import Finding


class FitBeforeSplit(Rule):
    """Finds transformers that are fitted before the data is split.

    ## What it does
    Reports a scaler, imputer, selector or the like whose `fit` sees data that is only split into train and test below.

    ## Why is this bad?
    The test data has leaked into the features: the score is better than it will be on new data.

    ## Example
    ```python
    # cell 1
    X = StandardScaler().fit_transform(X)
    # cell 2
    X_train, X_test = train_test_split(X)
    ```

    ## Use instead
    ```python
    # cell 1
    X_train, X_test = train_test_split(X)
    # cell 2
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    ```

    ## Limits
    Encoders of labels and categories are not counted. Only the flow through the notebook's own names is followed.
    """

    code = "NB401"
    name = "fit-before-split"
    valid: ClassVar = (
        example(
            "from sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\n",
            "X = [[1.0], [2.0]]\na, b = train_test_split(X)",
            "a = StandardScaler().fit_transform(a)",
        ),
    )
    invalid: ClassVar = (
        example(
            "from sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\n",
            "X = [[1.0], [2.0]]\nX = StandardScaler().fit_transform(X)",
            "a, b = train_test_split(X)",
        ),
    )

    def check(self, graph: Graph) -> Iterator[Finding]:
        """Yield a finding for each such fit."""
        last = max((each.id for each in graph.program.statements if is_split(each)), default=-1)
        for statement in graph.program.statements[: last + 1]:
            if not is_learning(statement):
                continue
            resolved = graph.resolved[statement.id]
            names = (resolved.binds | resolved.mutates) - estimators(graph)
            split = next(filter(is_split, descendants(graph, statement, names)), None)
            if split is not None:
                yield self.finding(
                    graph.program.notebook,
                    f"this is fitted to all the data, which is split only in {cell_names(graph, [split.id])}: "
                    "the score will be too good",
                    statement.place,
                    related=[Related(split.place, "split here")],
                    help="split first, fit to the training part, and only transform the test part",
                )
