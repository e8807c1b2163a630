"""What the rules about machine learning look for in statements."""

from __future__ import annotations

import re

from nb2pkg.analysis.knowledge.learning import LEARNING_NO_VALUES
from nb2pkg.analysis.knowledge.libraries import ESTIMATORS
from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Statement

# transformers that learn from the values they are fitted to
_LEARNING = pattern(
    r"sklearn\.(preprocessing|impute|decomposition|feature_selection|feature_extraction\.text|compose)\."
    r"(?P<name>\w+)\.fit(_transform)?"
)
_FIT = pattern(r"\w[\w.]*\.fit(_transform|_predict|_resample|_sample)?")
_MODEL_FIT = pattern(
    rf"({'|'.join(sorted(ESTIMATORS))})\.(?!preprocessing|impute|decomposition|feature_selection|feature_extraction"
    r"|compose|over_sampling|under_sampling|combine)[\w.]*\.fit"
)
_PREDICT = pattern(r"\w[\w.]*\.predict(_proba|_log_proba)?")
_SPLIT = pattern(r"sklearn\.(model_selection|cross_validation)\.train_test_split")


def is_learning(statement: Statement) -> bool:
    """Tell whether the statement fits a transformer that learns from values."""
    matches = (_LEARNING.fullmatch(fact) for fact in statement.effects.facts)
    return any(match is not None and match["name"] not in LEARNING_NO_VALUES for match in matches)


def is_fit(statement: Statement) -> bool:
    """Tell whether the statement fits anything."""
    return any(_FIT.fullmatch(fact) for fact in statement.effects.facts)


def is_model_fit(statement: Statement) -> bool:
    """Tell whether the statement fits something that predicts."""
    return any(_MODEL_FIT.fullmatch(fact) for fact in statement.effects.facts)


def is_prediction(statement: Statement) -> bool:
    """Tell whether the statement asks a model for predictions."""
    return any(_PREDICT.fullmatch(fact) for fact in statement.effects.facts)


def is_split(statement: Statement) -> bool:
    """Tell whether the statement splits data into a part to learn from and a part to judge by."""
    return any(_SPLIT.fullmatch(fact) for fact in statement.effects.facts)


def estimators(graph: Graph) -> frozenset[str]:
    """Return the names that ever stand for an estimator."""
    return frozenset(
        name
        for statement in graph.program.statements
        for name, kind in statement.effects.kinds
        if kind.is_instance
    )


def descendants(graph: Graph, origin: Statement, names: Iterable[str]) -> Iterator[Statement]:
    """Yield the statements below that read what comes from some names as `origin` has left them."""
    models = estimators(graph)
    coming = set(names)
    for statement in graph.program.statements[origin.id + 1 :]:
        resolved = graph.resolved[statement.id]
        if coming & resolved.reads:
            yield statement
            coming |= (resolved.binds | resolved.may_bind | resolved.mutates) - models
        else:
            coming -= resolved.binds
        if not coming:
            return


def test_parts(statement: Statement) -> list[str]:
    """Return the names that a split binds to its second parts."""
    targets = re.match(r"\(?([\w\s,]+)\)?=", statement.text)
    names = targets[1].replace("\n", " ").split(",") if targets else []
    return [name.strip() for name in names][1::2]
