"""From what a walk has noticed to the frozen values that leave this package."""

from __future__ import annotations

from nb2pkg.analysis.keys import ITSELF, MEMBERS, TABLE, is_leading_to_one, taken
from nb2pkg.analysis.kinds import ARRAY, GENERATOR, GROUPS, OWN_GENERATOR
from nb2pkg.analysis.model import (
    COPIED,
    PUT,
    TAKEN,
    Alias,
    Call,
    Effects,
    Function,
    Member,
    Read,
    Use,
)
from nb2pkg.analysis.scan.closures import BOUND
from nb2pkg.analysis.scan.shares import (
    CERTAIN,
    ENTRY,
    HOLDS,
    OWN,
    PARAMETER,
    PART,
    SAME,
    globals_among,
)
from nb2pkg.analysis.scan.values import is_fixed, keys_of
from nb2pkg.analysis.scan.walker import AMBIENT
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nb2pkg.analysis.keys import Keys
    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.analysis.resources import Resource
    from nb2pkg.analysis.scan.flow import Flow
    from nb2pkg.analysis.scan.places import Lines
    from nb2pkg.analysis.scan.recorder import Definition, NoticedCall, NoticedMember, Recorder
    from nb2pkg.analysis.scan.values import Value
    from nb2pkg.analysis.scan.world import World

_NOTHING: frozenset[str] = frozenset()
_GENERATORS = {OWN_GENERATOR: GENERATOR}  # whose they are matters while values are followed
_DEEPEST = 2  # members of members of members


class Known:
    """What is known once the whole notebook has been walked."""

    __slots__ = ("ambient", "attributes", "bound", "functions")

    def __init__(self, world: World) -> None:
        """Tell the notebook's own names from Python's."""
        self.ambient = AMBIENT - world.bound
        self.bound = world.bound - world.tables
        self.attributes = world.attributes
        self.functions = world.definitions.keys()


def effects(  # most sets are empty most of the time: this runs for every statement
    recorder: Recorder,
    flow: Flow,
    lines: Lines,
    known: Known,
    *,
    displays: bool,
    earlier: frozenset[str],
) -> Effects:
    """Return the effects of a statement; `earlier` are dropped names that were bound before it."""
    doubtful = unbinds = _NOTHING
    if flow.dropped:
        dropped = frozenset(flow.dropped - flow.bound)
        doubtful = (dropped - flow.unbound) - (recorder.caught - earlier)
        unbinds = dropped - doubtful
    bound = flow.bound
    mutates = globals_among(recorder.mutates) if recorder.mutates else _NOTHING
    may_mutate = doubtful
    if recorder.may_mutate:
        may_mutate = may_mutate | globals_among(recorder.may_mutate)
    return Effects(
        reads=_reads(recorder, lines, known, flow.maybe),
        binds=frozenset(bound) if bound else _NOTHING,
        may_bind=frozenset(flow.maybe - bound) if len(flow.maybe) > len(bound) else _NOTHING,
        unbinds=unbinds,
        mutates=mutates,
        may_mutate=may_mutate - mutates,
        aliases=_aliases(recorder, flow) if flow.maybe or recorder.aliases else (),
        calls=_calls(recorder, lines, known) if recorder.calls else (),
        defines=_functions(recorder, lines, known) if recorder.defines else (),
        uses=_uses(recorder, known) if recorder.uses or known.attributes else (),
        kinds=_kinds(flow) if flow.maybe else (),
        facts=tuple(recorder.facts),
        imports=tuple(recorder.imports),
        has_output=recorder.has_output,
        is_displayed=displays,
        is_opaque=recorder.is_opaque,
        has_star=recorder.has_star,
        members=_members(recorder, flow) if flow.maybe or recorder.members else (),
    )


def _members(recorder: Recorder, flow: Flow) -> tuple[Member, ...]:
    """Return what is done with members: what the statement does first, then what its names stand for."""
    found = dict.fromkeys(_of_globals(recorder.members))
    for name in sorted(flow.maybe) if len(flow.maybe) > 1 else flow.maybe:
        value = flow.values.get(name)
        if value is not None and (value.shares or value.items) and not is_fixed(value.kind):
            for member in _held_by(name, value, sure=name in flow.bound):
                found[member] = None
    return tuple(found)


def _of_globals(members: Iterable[NoticedMember]) -> Iterator[Member]:
    """Yield what is done with members of global containers, without what parameters have to do with it."""
    for container, keys, action, stored, sure in members:
        if container.origin != PARAMETER and (stored is None or stored.origin != PARAMETER):
            yield Member(container.name, keys, action, "" if stored is None else stored.name, sure)


def _held_by(name: str, value: Value, *, sure: bool) -> Iterator[Member]:
    for (other, origin), how, trust, keys in value.shares:
        if origin == PARAMETER:
            continue
        certain = sure and trust == CERTAIN
        if how == PART and not keys and value.kind in (BOUND, ARRAY):
            yield Member(other, taken(name), TAKEN, name, certain)
        elif how == PART and is_leading_to_one(keys) and not (origin == OWN and other == name):
            yield Member(other, keys, TAKEN, name, certain)
        elif how == HOLDS and value.kind == GROUPS:
            yield Member(name, TABLE, PUT, other, certain)
        elif how == HOLDS and keys == MEMBERS:
            yield Member(name, ITSELF, COPIED, other, certain)
    yield from _put(name, ITSELF, value, sure=sure)


def _put(name: str, before: Keys, value: Value, *, sure: bool) -> Iterator[Member]:
    """Yield what a container holds, and what its members hold."""
    for keys, item in zip(keys_of(value), value.items or (), strict=False):
        if not keys or is_fixed(item.kind):
            continue
        path = (*before, *keys)
        for (other, origin), how, trust, _ in item.shares:
            if how == SAME and origin != PARAMETER:
                yield Member(name, path, PUT, other, sure and trust == CERTAIN)
        if item.items and len(before) < _DEEPEST:
            yield from _put(name, path, item, sure=sure)


def _kinds(flow: Flow) -> tuple[tuple[str, Kind], ...]:
    return tuple(
        [
            (name, _GENERATORS.get(value.kind.family, value.kind))
            for name, value in flow.values.items()
            if value.kind and name in flow.maybe and not value.kind.is_hidden
        ]
    )


def _reads(
    recorder: Recorder, lines: Lines, known: Known, own: set[str] | frozenset[str] = _NOTHING
) -> tuple[Read, ...]:
    ambient, inner = known.ambient, recorder.inner
    found = [
        Read(name, lines.name_place(name, node), name not in inner, name in inner)
        for name, node in recorder.reads.items()
        if name not in ambient
    ]
    if recorder.deferred:
        found += [
            Read(name, lines.name_place(name, node), is_sure=False, is_inner=name in inner)
            for name, node in recorder.deferred.items()
            if name not in ambient and name not in recorder.reads
        ]
    if recorder.mentioned:
        found += [
            Read(name, lines.name_place(name, node))
            for name, node in recorder.mentioned.items()
            if name in known.bound and name not in recorder.reads and name not in own
        ]
    return tuple(found)


def _aliases(recorder: Recorder, flow: Flow) -> tuple[Alias, ...]:
    found: dict[tuple[str, str, bool, bool, bool], None] = {}
    for name in sorted(flow.maybe) if len(flow.maybe) > 1 else flow.maybe:
        value = flow.values.get(name)
        if value is None or not value.shares or is_fixed(value.kind):
            continue
        for (other, origin), how, trust, _ in value.shares:
            if origin != PARAMETER and not (origin == OWN and other == name):
                former = origin == ENTRY and other in flow.bound and other != name
                found[name, other, how == SAME, trust == CERTAIN, former] = None
    for target, source, same, sure in recorder.aliases:
        if PARAMETER not in (target.origin, source.origin):
            found[target.name, source.name, same, sure, False] = None
    return tuple([Alias(*tie) for tie in found])


def _calls(recorder: Recorder, lines: Lines, known: Known) -> tuple[Call, ...]:
    return tuple(
        [
            _call(call, lines)
            for call in recorder.calls
            if not call.is_handed_on or call.function in known.functions
        ]
    )


def _call(call: NoticedCall, lines: Lines) -> Call:
    place = lines.name_place(call.function, call.node)
    return Call(
        call.function,
        place,
        call.arguments,
        call.is_handed_on,
        call.is_run_at_once,
        call.method,
        call.constants,
    )


def _uses(recorder: Recorder, known: Known) -> tuple[Use, ...]:
    found = [
        Use(resource, reads, writes, resets)
        for resource, (reads, writes, resets) in recorder.uses.items()
    ]
    if known.attributes:
        looked = [each for each in known.attributes if _is_looked_at(recorder, each)]
        found += [Use(each, is_read=True, is_write=False) for each in sorted(looked)]
    return tuple(found)


def _is_looked_at(recorder: Recorder, attribute: Resource) -> bool:
    """Tell whether an attribute of a module is read, be it by a star import, and not set in the same statement."""
    if attribute in recorder.uses:
        return False
    starred = recorder.has_star and ("*", attribute.name.rpartition(".")[0]) in recorder.imports
    return starred or attribute.name in recorder.looked


def _functions(recorder: Recorder, lines: Lines, known: Known) -> tuple[Function, ...]:
    return tuple([_function(definition, lines, known) for definition in recorder.defines])


def _function(definition: Definition, lines: Lines, known: Known) -> Function:
    body = definition.body
    return Function(
        name=definition.name,
        parameters=definition.parameters,
        reads=_reads(body, lines, known),
        binds=frozenset(body.global_binds),
        mutates=globals_among(body.mutates),
        may_mutate=globals_among(body.may_mutate) - globals_among(body.mutates),
        mutates_parameters=definition.mutated_parameters & frozenset(definition.parameters),
        may_mutate_parameters=definition.perhaps_mutated_parameters
        & frozenset(definition.parameters),
        returns_parameters=definition.returned_parameters & frozenset(definition.parameters),
        returns_kind=definition.returns_kind,
        calls=_calls(body, lines, known),
        uses=_uses(body, known),
        has_output=body.has_output,
        is_class=definition.is_class,
        is_opaque=body.is_opaque,
        methods=tuple(
            _function(method, lines, known)
            for name, method in definition.methods.items()
            if name in definition.own
        ),
        result=_result(definition, lines, known) if body.has_inner else None,
        bases=definition.bases,
        tested=definition.tested,
        defaults=tuple(definition.defaults.items()) if definition.variants else (),
        variants=tuple(
            (choice, _function(variant, lines, known))
            for choice, variant in definition.variants.items()
        ),
        members=tuple(_of_globals(body.members)),
        facts=tuple(body.facts),
    )


def _result(definition: Definition, lines: Lines, known: Known) -> Function:
    """Return what a function does that another one has made."""
    body = definition.body
    reads = tuple(read for read in _reads(body, lines, known) if not read.is_sure)
    may_mutate = globals_among(body.may_mutate)
    mutates = globals_among(body.later)
    return Function(definition.name, (), reads, mutates=mutates, may_mutate=may_mutate - mutates)
