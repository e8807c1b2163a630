"""Compound statements: the ways that lead through them, and what holds where they meet."""

from __future__ import annotations

import ast

from nb2pkg.analysis import kinds
from nb2pkg.analysis.scan import inference
from nb2pkg.analysis.scan.deciding import decided
from nb2pkg.analysis.scan.flow import Flow, TryBody, joined
from nb2pkg.analysis.scan.own_calls import run_special
from nb2pkg.analysis.scan.recorder import Recorder
from nb2pkg.analysis.scan.shares import parts
from nb2pkg.analysis.scan.targets import assign, note_range
from nb2pkg.analysis.scan.values import UNKNOWN, Value, element, join
from nb2pkg.analysis.scan.walker import MOST_ROUNDS
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.scan.walker import Walker


class _Loop:
    """Where `break` and `continue` lead."""

    __slots__ = ("breaks", "continues")

    def __init__(self) -> None:
        self.breaks: list[Flow] = []
        self.continues: list[Flow] = []


def if_else(walker: Walker, node: ast.If) -> None:
    """Walk both branches and join them."""
    walker.value(node.test)
    outcome = decided(walker, node.test)
    if outcome is not None:
        walker.run(node.body if outcome else node.orelse)
        return
    flow, recorder = walker.scope.flow, walker.recorder
    before, uses, now = flow.copy(), recorder.uses.copy(), recorder.now
    walker.run(node.body)
    after_body, uses_body, done = flow.copy(), recorder.uses, recorder.now
    flow.become(before)
    recorder.uses = uses
    if node.orelse:
        recorder.mutates, recorder.members = now[0].copy(), now[1].copy()
    walker.run(node.orelse)
    flow.become(_meet(flow, after_body))
    recorder.use_either(uses_body, recorder.uses)
    if node.orelse:  # one of the two has been run, and nobody knows which
        recorder.unite(now, done)


def _meet(*flows: Flow) -> Flow:
    result = joined(flows)
    result.is_dead = all(flow.is_dead for flow in flows)
    return result


def for_loop(walker: Walker, node: ast.For | ast.AsyncFor) -> None:
    """Walk the body once; the loop's variable is taken to be bound, what the body binds may be."""
    iterable = walker.value(node.iter)
    run_special(walker, node.iter, iterable, "__iter__", "__getitem__")
    inference.consume(walker, iterable, node.iter)
    note_range(walker, node.target, node.iter, iterable)
    if _never_runs(node.iter):
        walker.run(node.orelse)
        return
    assign(walker, node.target, element(iterable))
    flow = walker.scope.flow
    before, known = flow.copy(), frozenset(walker.recorder.reads)
    uses = walker.recorder.uses.copy()
    loop = _body(walker, node.body, before, known)
    if not _surely_runs(node.iter):
        loop.continues.append(before)
        walker.recorder.use_either(uses, walker.recorder.uses)
    _leave(walker, loop, node.orelse)


def while_loop(walker: Walker, node: ast.While) -> None:
    """Walk the body once; `while True` is left by `break` alone."""
    known = frozenset(walker.recorder.reads)
    walker.value(node.test)
    flow = walker.scope.flow
    before = flow.copy()
    uses = walker.recorder.uses.copy()
    loop = _body(walker, node.body, before, known)
    if isinstance(node.test, ast.Constant) and node.test.value:
        flow.is_dead = True
        loop.continues.clear()
    else:
        loop.continues.append(before)
        walker.recorder.use_either(uses, walker.recorder.uses)
    _leave(walker, loop, node.orelse)


def _body(walker: Walker, body: list[ast.stmt], before: Flow, known: frozenset[str]) -> _Loop:
    loop = _Loop()
    if walker.assumed is not None:
        walker.assumed.enter_loop()
    walker.loops.append(loop)
    walker.run(body)
    _come_round(walker, loop, known)
    if walker.rounds < MOST_ROUNDS and _carries_over(before, walker.scope.flow):
        _run_again(walker, body, before)
    walker.loops.pop()
    return loop


def _come_round(walker: Walker, loop: _Loop, known: frozenset[str]) -> None:
    """Let what one round binds be there in the next: where it is read, and where the loop is left."""
    ends = _meet(walker.scope.flow, *loop.continues)
    if ends.is_dead:
        return
    walker.recorder.come_round(known, ends)
    for way in loop.breaks:
        way.come_round(ends)


def _carries_over(before: Flow, after: Flow) -> bool:
    """Tell whether a next round of a loop meets names that stand for other objects than before."""
    return any(
        value.shares and value is not before.values.get(name)
        for name, value in after.values.items()
    )


def _run_again(walker: Walker, body: list[ast.stmt], before: Flow) -> None:
    """Walk a loop's body as in its second round; only what it changes and ties is of interest."""
    flow, recorder = walker.scope.flow, walker.recorder
    ends = flow.copy()
    flow.become(joined((before, ends)))
    walker.recorder = Recorder()
    walker.rounds += 1
    walker.run(body)
    walker.rounds -= 1
    recorder.add_changes(walker.recorder)
    again, walker.recorder = flow.copy(), recorder
    flow.become(ends)
    for name, value in again.values.items():
        flow.values[name] = join(flow.values.get(name, value), value)


def _leave(walker: Walker, loop: _Loop, orelse: list[ast.stmt]) -> None:
    flow = walker.scope.flow
    flow.become(_meet(flow, *loop.continues))
    walker.run(orelse)
    flow.become(_meet(flow, *loop.breaks))


def _never_runs(iterable: ast.expr) -> bool:
    return isinstance(iterable, (ast.List, ast.Tuple)) and not iterable.elts


def _surely_runs(iterable: ast.expr) -> bool:
    if isinstance(iterable, (ast.List, ast.Tuple, ast.Set)):
        return any(not isinstance(item, ast.Starred) for item in iterable.elts)
    if isinstance(iterable, ast.Constant):
        return bool(iterable.value)
    if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name):
        if iterable.func.id == "range" and len(iterable.args) == 1:
            count = iterable.args[0]
            return isinstance(count, ast.Constant) and bool(count.value)
        if iterable.func.id == "enumerate" and iterable.args:
            return _surely_runs(iterable.args[0])
    return False


def with_block(walker: Walker, node: ast.With | ast.AsyncWith) -> None:
    """Walk a `with` statement; its body is taken to run to its end."""
    for item in node.items:
        context = walker.value(item.context_expr)
        for special in ("__enter__", "__exit__"):
            run_special(walker, item.context_expr, context, special)
        if item.optional_vars is not None:
            assign(walker, item.optional_vars, context)
    walker.run(node.body)


def try_except(walker: Walker, node: ast.Try | ast.TryStar) -> None:
    """Walk a `try` statement: handlers start anywhere in the body, `finally` anywhere at all."""
    flow = walker.scope.flow
    before, uses = flow.copy(), walker.recorder.uses.copy()
    recorder, reads = walker.recorder, walker.recorder.reads
    if any(_forgives_unknown_names(handler) for handler in node.handlers):
        recorder.reads = recorder.deferred
    tried = _try_body(walker, node.body)
    recorder.reads = reads
    recorder.use_either(uses, recorder.uses)
    interrupted = _interrupted(before, flow)
    tried.leave(interrupted)
    fails = _surely_fails(node.body)
    flow.is_dead = flow.is_dead or fails
    walker.run(node.orelse)
    ends = [flow.copy()]
    recorder.reads = recorder.deferred
    for handler in node.handlers:
        flow.become(interrupted.copy())
        now = recorder.now
        _handler(walker, handler)
        if not fails or len(node.handlers) > 1:
            recorder.unite(now, now)  # it may never be run
        ends.append(flow.copy())
    recorder.reads = reads
    if not node.finalbody:
        flow.become(_meet(*ends))
        return
    start = _interrupted(before, joined([*ends, interrupted]))
    flow.become(start.copy())
    walker.run(node.finalbody)
    final = flow.copy()
    flow.become(_meet(*ends))
    _append(flow, start, final)


def _try_body(walker: Walker, body: list[ast.stmt]) -> TryBody:
    """Walk the body of a `try`; return what names have stood for on the way."""
    tried = TryBody(walker.scope.flow)
    walker.tries.append(tried)
    walker.run(body)
    walker.tries.pop()
    if walker.tries:
        walker.tries[-1].take_over(tried)
    return tried


def _surely_fails(body: list[ast.stmt]) -> bool:
    """Tell whether the body of a `try` is there to fail: it raises something, or divides by a zero."""
    return any(
        isinstance(statement, ast.Raise)
        or (isinstance(statement, (ast.Expr, ast.Assign)) and _divides_by_zero(statement.value))
        for statement in body
    )


def _divides_by_zero(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod))
        and isinstance(node.right, ast.Constant)
        and node.right.value == 0
    )


def _forgives_unknown_names(handler: ast.ExceptHandler) -> bool:
    """Tell whether a handler catches a NameError."""
    caught = handler.type
    types = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    names = {each.id if isinstance(each, ast.Name) else None for each in types}
    return caught is None or not names.isdisjoint({"NameError", "Exception", "BaseException"})


def _interrupted(before: Flow, after: Flow) -> Flow:
    """Return what holds when something between two points has raised."""
    dead = after.is_dead
    after.is_dead = False
    result = joined((before, after))
    after.is_dead = dead
    result.is_dead = False
    return result


def _append(flow: Flow, start: Flow, final: Flow) -> None:
    """Add what a `finally` block has done to the state of a `try` that went through."""
    flow.bound |= final.bound
    flow.bound -= final.unbound
    flow.dropped |= final.dropped
    flow.unbound |= final.unbound - start.unbound
    flow.is_dead = flow.is_dead or final.is_dead
    for name, value in final.values.items():
        if value is not start.values.get(name):
            flow.values[name] = value
    flow.own |= final.own & flow.values.keys()
    flow.maybe |= final.maybe & flow.values.keys()  # what a handler has deleted stays deleted


def _handler(walker: Walker, handler: ast.ExceptHandler) -> None:
    if handler.type is not None:
        walker.value(handler.type)
    if handler.name is not None:
        walker.bind(handler.name, Value(kinds.EXCEPTION))
        walker.recorder.caught.add(handler.name)
    walker.run(handler.body)
    if handler.name is not None:
        walker.unbind(handler.name)


def match(walker: Walker, node: ast.Match) -> None:
    """Walk a `match` statement; its cases are taken to be all there are."""
    subject = walker.value(node.subject)
    flow = walker.scope.flow
    before = flow.copy()
    ends = []
    exhaustive = False
    start = before
    for case in node.cases:
        flow.become(start.copy())
        _pattern(walker, case.pattern, subject)
        if case.guard is not None:
            walker.value(case.guard)
            start = joined((start, flow))  # what the pattern has caught stays bound
        elif _surely_matches(case.pattern, node.subject):
            exhaustive = True
        walker.run(case.body)
        ends.append(flow.copy())
        if exhaustive:
            break
    if not exhaustive:
        ends.append(start)
    flow.become(_meet(*ends))


def _surely_matches(pattern: ast.pattern, subject: ast.expr | None) -> bool:
    """Tell whether a pattern matches whatever comes, or what stands there as a display."""
    if isinstance(pattern, ast.MatchAs):
        return pattern.pattern is None or _surely_matches(pattern.pattern, subject)
    if isinstance(pattern, ast.MatchSequence) and isinstance(subject, (ast.Tuple, ast.List)):
        pairs = zip(pattern.patterns, subject.elts, strict=False)
        starred = any(isinstance(each, ast.Starred) for each in subject.elts)
        same = len(pattern.patterns) == len(subject.elts) and not starred
        return same and all(_surely_matches(each, part) for each, part in pairs)
    if isinstance(pattern, ast.MatchMapping) and isinstance(subject, ast.Dict):
        known = {ast.dump(k): v for k, v in zip(subject.keys, subject.values, strict=True) if k}
        return all(
            ast.dump(key) in known and _surely_matches(each, known[ast.dump(key)])
            for key, each in zip(pattern.keys, pattern.patterns, strict=True)
        )
    return False


def _pattern(walker: Walker, pattern: ast.pattern, subject: Value) -> None:
    part = Value(None, parts(subject.shares))
    if isinstance(pattern, ast.MatchValue):
        walker.value(pattern.value)
    elif isinstance(pattern, ast.MatchAs):
        if pattern.pattern is not None:
            _pattern(walker, pattern.pattern, subject)
        if pattern.name is not None:
            walker.bind(pattern.name, subject)
    elif isinstance(pattern, ast.MatchStar):
        if pattern.name is not None:
            walker.bind(pattern.name, part)
    elif isinstance(pattern, ast.MatchMapping):
        walker.values(pattern.keys)
        _patterns(walker, pattern.patterns, part)
        if pattern.rest is not None:
            walker.bind(pattern.rest, UNKNOWN)
    elif isinstance(pattern, ast.MatchClass):
        walker.value(pattern.cls)
        _patterns(walker, [*pattern.patterns, *pattern.kwd_patterns], part)
    elif isinstance(pattern, (ast.MatchSequence, ast.MatchOr)):
        _patterns(walker, pattern.patterns, part)


def _patterns(walker: Walker, patterns: list[ast.pattern], part: Value) -> None:
    for pattern in patterns:
        _pattern(walker, pattern, part)
