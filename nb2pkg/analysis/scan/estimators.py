"""Estimators: what they are made of, and whether fitting them draws random numbers.

The kind of an estimator says so: one that DRAWS does so from numpy's global state when it is fitted (or split), one
that is SEEDED was given a `random_state`, all others are deterministic.
"""

from __future__ import annotations

import ast

from nb2pkg.analysis import kinds, knowledge
from nb2pkg.analysis.kinds import DRAWS, SEEDED, Kind
from nb2pkg.analysis.knowledge import learning
from nb2pkg.analysis.knowledge.libraries import SEED_THEMSELVES
from nb2pkg.analysis.resources import FIGURE, NUMPY_RANDOM
from nb2pkg.analysis.scan.arguments import Argument, find
from nb2pkg.analysis.scan.shares import parts
from nb2pkg.analysis.scan.values import Value, is_fixed, united
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.scan.walker import Walker


def is_seeded(arguments: list[Argument]) -> bool:
    """Tell whether a call is given the seed or generator to use."""
    given = find(arguments, "random_state", "seed", "random_seed", "rng")
    if given is None:
        return any(argument.key == "*" for argument in arguments)
    return not (isinstance(given.node, ast.Constant) and given.node.value is None)


def construct_estimator(
    walker: Walker, name: str, arguments: list[Argument], *, is_class: bool
) -> Value | None:
    """Return what a call of scikit-learn or a relative gives, None if the tables know it better."""
    last = name.rpartition(".")[2]
    if last == "train_test_split":
        return _split(walker, arguments)
    if last in learning.DRAWING_FUNCTIONS and not is_seeded(arguments):
        walker.recorder.use(NUMPY_RANDOM, reads=True, writes=True)
    if last in learning.FITS_CLONES and any(
        has_random_estimator(argument.value) for argument in arguments
    ):
        walker.recorder.use(NUMPY_RANDOM, reads=True, writes=True)
    if last in learning.PLOTTING:
        walker.recorder.use(FIGURE, reads=True, writes=True)
        walker.recorder.has_output = True
    if not is_class and not last.startswith("make_"):
        return None
    if last.startswith("make_") and last not in learning.COMPOSITES:
        return None
    known = knowledge.RETURNS.get(name)
    kind = known if isinstance(known, Kind) else kinds.instance(name)
    moving = [argument.value for argument in arguments if not is_fixed(argument.value.kind)]
    known = kind.with_randomness(_randomness(name, last, arguments))
    if last not in learning.FITS_MEMBERS:
        return Value(known)
    steps = tuple(_steps(argument.value for argument in arguments))
    return Value(known, parts(united(moving)), None, steps or None)


def _steps(values: Iterable[Value]) -> Iterator[Value]:
    """Yield the estimators among some values, and in the lists and tuples of them."""
    for value in values:
        if value.kind in (kinds.LIST, kinds.TUPLE):
            yield from _steps(value.items or ())
        elif value.shares and not is_fixed(value.kind):
            yield value


def is_fitted_in_place(kind: Kind) -> bool:
    """Tell whether what fits an estimator of this kind fits the very objects it was given."""
    return kind.name.rpartition(".")[2] in learning.FITS_MEMBERS


def _randomness(name: str, last: str, arguments: list[Argument]) -> str:
    random = _is_random(name, last, arguments)
    if random:
        return SEEDED if is_seeded(arguments) else DRAWS
    if last in learning.COMPOSITES and any(
        has_random_estimator(argument.value) for argument in arguments
    ):
        return DRAWS
    return ""


def _is_random(name: str, last: str, arguments: list[Argument]) -> bool:
    if name.startswith(SEED_THEMSELVES):
        return False
    if last in learning.RANDOMISED or last in learning.SHUFFLING:
        return True
    condition = learning.RANDOMISED_IF.get(last)
    if condition is None:
        return False
    key, default, values = condition
    given = find(arguments, key)
    if given is None:
        return default in values
    if isinstance(given.node, ast.Constant):
        return str(given.node.value) in values
    return True


def has_random_estimator(value: Value) -> bool:
    """Tell whether a value is, or holds, an estimator that draws."""
    if value.kind is not None and value.kind.randomness == DRAWS:
        return True
    return value.items is not None and any(has_random_estimator(item) for item in value.items)


def is_random_fit(_: Walker, key: str, method: str, receiver: Value) -> bool:
    """Tell whether a method call draws from numpy's global state."""
    if key != "estimator" or not has_random_estimator(receiver):
        return False
    return method in learning.FITTING or method == "split"


def _split(walker: Walker, arguments: list[Argument]) -> Value:
    shuffle = find(arguments, "shuffle")
    shuffles = shuffle is None or not (
        isinstance(shuffle.node, ast.Constant) and shuffle.node.value is False
    )
    if shuffles and not is_seeded(arguments):
        walker.recorder.use(NUMPY_RANDOM, reads=True, writes=True)
    items = []
    for argument in arguments:
        if isinstance(argument.key, int):
            items += [Value(argument.value.kind)] * 2
    starred = any(argument.key == "*" for argument in arguments)
    return Value(kinds.TUPLE, (), None, None if starred else tuple(items))
