"""What is known of the members of lists and dicts, and when it is known no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.scan.values import is_fixed

if TYPE_CHECKING:
    from nb2pkg.scan.flow import Flow
    from nb2pkg.scan.recorder import Recorder
    from nb2pkg.scan.walker import World


def forget_members(world: World, recorder: Recorder, flow: Flow) -> None:
    """Forget the members of containers that a statement has changed, or may have changed through a function.

    Members that are all alike, and stay so, remain known. The names that a container may go by are kept together,
    whether or not they still stand for it.
    """
    _connect(world, flow)
    changed = {root.lstrip("=") for root in (*recorder.mutates, *recorder.may_mutate)}
    filled = {root.lstrip("=") for root in recorder.filled}
    if any(call.function in world.definitions for call in recorder.calls):
        filled |= recorder.reads.keys()
        for definition in world.definitions.values():
            filled |= {*definition.body.mutates, *definition.body.may_mutate}
    for name in _connected(world, filled):
        _forget(world, name, always=True)
    for name in _connected(world, changed):
        _forget(world, name, always=False)


def _forget(world: World, name: str, *, always: bool) -> None:
    value = world.values.get(name)
    if value is None or value.items is None:
        return
    if always or len({item.kind for item in value.items}) > 1:
        world.values[name] = value._replace(items=None)


def _connect(world: World, flow: Flow) -> None:
    for name in flow.maybe:
        value = flow.values[name]
        if is_fixed(value.kind):
            continue
        for share in value.shares:
            root = share.root.lstrip("=")
            if root != name:
                world.kin.setdefault(name, set()).add(root)
                world.kin.setdefault(root, set()).add(name)


def _connected(world: World, names: set[str]) -> set[str]:
    reached, waiting = set(names), list(names)
    while waiting:
        for other in world.kin.get(waiting.pop(), ()):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached
