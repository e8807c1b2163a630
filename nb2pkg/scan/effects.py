"""From what a walk has noticed to the frozen values that leave this package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.model import Alias, Call, Effects, Function, Read, Use
from nb2pkg.scan.values import CERTAIN, SAME, is_fixed
from nb2pkg.scan.walker import AMBIENT

if TYPE_CHECKING:
    from nb2pkg.scan.flow import Flow
    from nb2pkg.scan.places import Lines
    from nb2pkg.scan.recorder import Definition, NoticedCall, Recorder
    from nb2pkg.scan.walker import World

_HIDDEN_KINDS = ("builtin:", "local-", "namespace")


class Known:
    """What is known once the whole notebook has been walked."""

    __slots__ = ("ambient", "functions")

    def __init__(self, world: World) -> None:
        """Tell the notebook's own names from Python's."""
        self.ambient = AMBIENT - world.bound
        self.functions = world.definitions.keys()


def effects(
    recorder: Recorder,
    flow: Flow,
    lines: Lines,
    known: Known,
    *,
    displays: bool,
    earlier: frozenset[str],
) -> Effects:
    """Return the effects of a statement; `earlier` are dropped names that were bound before it."""
    dropped = flow.dropped - flow.bound
    kinds = tuple(
        (name, value.kind)
        for name, value in flow.values.items()
        if name in flow.maybe and value.kind and not value.kind.startswith(_HIDDEN_KINDS)
    )
    doubtful = (dropped - flow.unbound) - (recorder.caught - earlier)
    return Effects(
        reads=_reads(recorder, lines, known),
        binds=frozenset(flow.bound),
        may_bind=frozenset(flow.maybe - flow.bound),
        unbinds=frozenset(dropped - doubtful),
        mutates=frozenset(recorder.mutates),
        may_mutate=frozenset((recorder.may_mutate.keys() | doubtful) - recorder.mutates.keys()),
        aliases=_aliases(recorder, flow),
        calls=_calls(recorder, lines, known),
        defines=tuple(_function(definition, lines, known) for definition in recorder.defines),
        uses=_uses(recorder),
        kinds=kinds,
        facts=tuple(recorder.facts),
        imports=tuple(recorder.imports),
        shows=recorder.shows,
        displays=displays,
        opaque=recorder.opaque,
        star=recorder.star,
    )


def _reads(recorder: Recorder, lines: Lines, known: Known) -> tuple[Read, ...]:
    ambient = known.ambient
    surely = tuple(
        Read(name, lines.name_place(name, node))
        for name, node in recorder.reads.items()
        if name not in ambient
    )
    if not recorder.deferred:
        return surely
    return surely + tuple(
        Read(name, lines.name_place(name, node), sure=False)
        for name, node in recorder.deferred.items()
        if name not in ambient and name not in recorder.reads
    )


def _aliases(recorder: Recorder, flow: Flow) -> tuple[Alias, ...]:
    found: dict[tuple[str, str, bool, bool], None] = {}
    for name in sorted(flow.maybe):
        value = flow.values.get(name)
        if value is None or is_fixed(value.kind):
            continue
        for root, how, trust in value.shares:
            if root != "=" + name:
                found[name, root.lstrip("="), how == SAME, trust == CERTAIN] = None
    found |= recorder.aliases
    return tuple(Alias(*tie) for tie in found)


def _calls(recorder: Recorder, lines: Lines, known: Known) -> tuple[Call, ...]:
    return tuple(
        _call(call, lines)
        for call in recorder.calls
        if not call.handed or call.function in known.functions
    )


def _call(call: NoticedCall, lines: Lines) -> Call:
    return Call(
        call.function, lines.name_place(call.function, call.node), call.arguments, call.handed
    )


def _uses(recorder: Recorder) -> tuple[Use, ...]:
    return tuple(
        Use(resource, reads, writes, resets)
        for resource, (reads, writes, resets) in recorder.uses.items()
    )


def _function(definition: Definition, lines: Lines, known: Known) -> Function:
    body = definition.body
    return Function(
        name=definition.name,
        parameters=definition.parameters,
        reads=_reads(body, lines, known),
        binds=frozenset(body.global_binds),
        mutates=_globals(body.mutates),
        may_mutate=_globals(body.may_mutate) - _globals(body.mutates),
        mutates_parameters=definition.mutated_parameters & frozenset(definition.parameters),
        may_mutate_parameters=definition.perhaps_mutated_parameters
        & frozenset(definition.parameters),
        returns_parameters=definition.returned_parameters & frozenset(definition.parameters),
        returns_kind=definition.returns_kind,
        calls=_calls(body, lines, known),
        uses=_uses(body),
        shows=body.shows,
        is_class=definition.is_class,
        opaque=body.opaque,
    )


def _globals(roots: dict[str, None]) -> frozenset[str]:
    return frozenset(root for root in roots if root[0] != ".")
