"""What a function does in a call with certain constants: its body is walked once more, without what it leaves then."""

from __future__ import annotations

from nb2pkg.analysis.choices import choice
from nb2pkg.analysis.scan.deciding import constant
from nb2pkg.analysis.scan.flow import Assumed
from nb2pkg.analysis.scan.recorder import Definition, Recorder
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from nb2pkg.analysis.choices import Choice, Handed
    from nb2pkg.analysis.scan.arguments import Argument
    from nb2pkg.analysis.scan.walker import Walker

_MOST = 8  # constants that one function is walked with
# what a walker knows of the place where it is
_OF_A_WALK = (
    "recorder",
    "scope",
    "loops",
    "tries",
    "owner",
    "discarded",
    "ranging",
    "rounds",
    "assumed",
)


def handed(walker: Walker, arguments: list[Argument]) -> Handed:
    """Return the constants among the arguments of a call, by position or keyword."""
    return tuple((argument.key, constant(walker, argument.node)) for argument in arguments)


def chosen(walker: Walker, definition: Definition, given: Handed, *, skip: int = 0) -> Definition:
    """Return the function as it is in a call with some constants; itself, where none of them matters."""
    tested = definition.tested
    if not tested or definition.walk is None:
        return definition
    made = choice(definition.parameters, tested, definition.defaults, given, skip=skip)
    if not made:
        return definition
    found = definition.variants.get(made)
    if found is not None:
        return found
    if len(definition.variants) >= _MOST:
        return definition
    return _walk(walker, definition, definition.walk, made)


def _walk(
    walker: Walker,
    definition: Definition,
    walk: Callable[[Walker, Definition], None],
    made: Choice,
) -> Definition:
    variant = definition.again()
    definition.variants[made] = variant
    kept = [getattr(walker, name) for name in _OF_A_WALK]
    walker.recorder, walker.loops, walker.tries, walker.ranging = Recorder(), [], [], {}
    walker.rounds, walker.assumed = 0, Assumed(dict(made))
    walk(walker, variant)
    for name, value in zip(_OF_A_WALK, kept, strict=True):
        setattr(walker, name, value)
    return variant
