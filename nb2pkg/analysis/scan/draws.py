"""Random numbers that are drawn through objects of unknown kind, such as the parameters of a function."""

from __future__ import annotations

from nb2pkg.analysis.kinds import FUNCTION, MODULE, SEEDED
from nb2pkg.analysis.knowledge import arrays, learning
from nb2pkg.analysis.resources import NUMPY_RANDOM
from nb2pkg.analysis.scan.estimators import has_random_estimator, is_seeded
from nb2pkg.analysis.scan.resources import touch
from nb2pkg.analysis.scan.shares import PARAMETER, SAME, parameters_among
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nb2pkg.analysis.scan.arguments import Argument
    from nb2pkg.analysis.scan.recorder import Definition, Recorder
    from nb2pkg.analysis.scan.values import Value
    from nb2pkg.analysis.scan.walker import Walker

CALLED = "()"  # what is asked of a parameter that is called itself

_SAMPLING = "sample"  # of any table
_FITTING = learning.FITTING | {"split"}


def may_draw(walker: Walker, receiver: Value, method: str, arguments: list[Argument]) -> None:
    """Note what a method of an object of unknown kind draws, if the object is of a kind whose method draws.

    What a method of a parameter does is told by what a call hands over for it.
    """
    recorder = walker.recorder
    if method == _SAMPLING and not is_seeded(arguments):
        _draw(recorder)
    for (name, origin), how, _, _ in receiver.shares:
        if origin != PARAMETER:
            continue
        if how == SAME:
            recorder.asked.add((name, method))
        elif method in _FITTING:
            _draw(recorder)
        elif method in arrays.DRAWING_METHODS:
            recorder.mutate(receiver, likely=False)


def draw_as_given(
    walker: Walker, definition: Definition, given: Mapping[str | None, Value]
) -> None:
    """Note what a call of a function of the notebook draws through what it hands over."""
    for parameter, method in sorted(definition.body.asked):  # a function may be calling itself
        value = given.get(parameter)
        if value is not None:
            _ask(walker, value, method)


def _ask(walker: Walker, value: Value, method: str) -> None:
    recorder = walker.recorder
    kind = value.kind
    own = parameters_among(share.root for share in value.shares)
    if kind is None and own:
        recorder.asked.update((parameter, method) for parameter in own)
    elif kind is not None and kind.family == MODULE and method != CALLED:
        touch(walker, f"{kind.name}.{method}", [])
    elif kind is not None and kind.family == FUNCTION and method == CALLED:
        touch(walker, kind.name, [])
    elif kind is not None and kind.is_generator:
        recorder.mutate(value, likely=kind.randomness == SEEDED)
    elif method in _FITTING and (kind is None or has_random_estimator(value)):
        _draw(recorder)


def _draw(recorder: Recorder) -> None:
    recorder.use(NUMPY_RANDOM, reads=True, writes=True)
