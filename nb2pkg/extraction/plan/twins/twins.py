"""Steps that do the same share one function: with other variables, or with other literal values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.kinds import named
from nb2pkg.extraction.blueprint import Replace, Sharing, Signature, Variable
from nb2pkg.extraction.plan.naming.names import is_reserved, unique
from nb2pkg.extraction.plan.steps import flows
from nb2pkg.extraction.plan.twins.forms import Form, form, leading_comments
from nb2pkg.extraction.plan.twins.generic import generic_names
from nb2pkg.extraction.plan.twins.varying import NEW

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nb2pkg.analysis.kinds import Kind
    from nb2pkg.extraction.blueprint import Edit, Step
    from nb2pkg.extraction.plan.context import Context

_MOST_KINDS: Final = 3
_MOST_KEYWORDS: Final = 2
_MOST_LITERALS: Final = 3
_WORK_FOR_EACH: Final = 2


@dataclass(frozen=True, slots=True)
class Varying:
    """Literals that vary together from step to step: one parameter stands for them."""

    name: str
    slots: tuple[int, ...]  # their numbers in the form


@dataclass(frozen=True, slots=True)
class Shared:
    """Steps of which some call the function of an earlier one."""

    steps: tuple[Step, ...]
    firsts: tuple[int, ...]  # for each step the one whose function it calls, often itself
    edits: dict[int, list[Replace]]  # what makes parameters of the values that differ


def share(context: Context, steps: Sequence[Step], edits: Mapping[int, Sequence[Edit]]) -> Shared:
    """Let each step that does what an earlier one does call that one's function.

    Two steps do the same when their code is the same but for the names of their variables, comments above it, and
    few literal values, which become parameters; a step that does little beside them stays what it is.
    """
    forms = [form(context, step, edits.get) for step in steps]
    similar: defaultdict[object, list[int]] = defaultdict(list)
    for index, found in enumerate(forms):
        similar[found.key, _settled(found)].append(index)
    made = list(steps)
    firsts = list(range(len(steps)))
    changes: dict[int, list[Replace]] = {}
    for indexes in similar.values():
        for twins in _alike(context, steps, forms, indexes):
            shared = _shared(context, [steps[i] for i in twins], [forms[i] for i in twins])
            for index, step in zip(twins, shared, strict=True):
                made[index], firsts[index] = step, twins[0]
            changes |= _lifted(steps[twins[0]], [forms[i] for i in twins], shared[0])
    return Shared(tuple(made), tuple(firsts), changes)


def _settled(found: Form) -> tuple[object, ...]:
    """Return the values of a step that does so little that none of them may vary; elsewhere nothing is settled."""
    may_vary = found.work > _WORK_FOR_EACH or any(slot.is_keyword for slot in found.slots)
    return () if may_vary else tuple(slot.exact for slot in found.slots)


def _alike(
    context: Context, steps: Sequence[Step], forms: Sequence[Form], indexes: Sequence[int]
) -> Iterable[list[int]]:
    """Split steps of one form into groups that differ in few values, and whose returns can be joined."""
    groups: list[_Group] = []
    for index in indexes:
        alone = _group(context, steps[index], forms[index], index)
        for group in groups:
            together = group.joined(alone)
            if together.can_return and _worthwhile(forms[group.members[0]], together.columns):
                group.take(together, index)
                break
        else:
            groups.append(alone)
    return [group.members for group in groups if len(group.members) > 1]


@dataclass(frozen=True, slots=True)
class _Columns:
    """What is known of the values that some forms have in each slot."""

    first: tuple[object, ...]  # the first form's values
    kinds: tuple[int, ...]  # equal numbers: the same values in each form
    vary: tuple[bool, ...]

    def along(self, values: Sequence[object]) -> _Columns:
        """Return what is known when one more form has these values."""
        numbers: dict[object, int] = {}
        kinds = tuple(
            numbers.setdefault(pair, len(numbers)) for pair in zip(self.kinds, values, strict=True)
        )
        same = zip(self.vary, self.first, values, strict=True)
        return _Columns(self.first, kinds, tuple(v or one != other for v, one, other in same))

    def together(self) -> list[list[int]]:
        """Return the numbers of the slots that vary; those with the same values in each form go together."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for number, kind in enumerate(self.kinds):
            if self.vary[number]:
                found[kind].append(number)
        return list(found.values())


def _columns(found: Form) -> _Columns:
    values = tuple(slot.exact for slot in found.slots)
    return _Columns(values, (0,) * len(values), (False,) * len(values)).along(values)


@dataclass(slots=True)
class _Group:
    """Steps of one form, with all that decides whether another one may join them."""

    members: list[int]
    columns: _Columns
    wanted: set[int | str]  # the numbers of the variables that any of them returns
    sure: set[int | str]  # … and of those that each of them can return

    @property
    def can_return(self) -> bool:
        """Say whether each step can return what any of them has to."""
        return self.sure >= self.wanted

    def joined(self, other: _Group) -> _Group:
        """Return what decides about this group with a single step more; its members are the step."""
        return _Group(
            other.members,
            self.columns.along(other.columns.first),
            self.wanted | other.wanted,
            self.sure & other.sure,
        )

    def take(self, joined: _Group, index: int) -> None:
        """Take in the step with which the group has been joined."""
        self.members.append(index)
        self.columns, self.wanted, self.sure = joined.columns, joined.wanted, joined.sure


def _group(context: Context, step: Step, found: Form, index: int) -> _Group:
    """Return a group of one step; it can return what it surely binds, or is given."""
    sure = flows.surely_bound(context, step.statements)
    sure |= {v.name for v in (*step.parameters, *step.returns)}
    wanted = {found.index(v.name) for v in step.returns}
    return _Group([index], _columns(found), wanted, set(map(found.index, sure)))


def _worthwhile(found: Form, columns: _Columns) -> bool:
    """Say whether a function of which these are calls has few values as parameters, and does more than they say."""
    varying = columns.together()
    keywords = all(any(found.slots[i].is_keyword for i in numbers) for numbers in varying)
    if len(varying) <= _MOST_KEYWORDS and keywords:
        return True
    return len(varying) <= _MOST_LITERALS and found.work > _WORK_FOR_EACH * len(varying)


def _varying(forms: Sequence[Form]) -> list[Varying]:
    """Return what is not the same in all forms; literals with the same values in each of them go together."""
    columns = _columns(forms[0])
    for found in forms[1:]:
        columns = columns.along([slot.exact for slot in found.slots])
    return [_as_one(forms[0], numbers) for numbers in columns.together()]


def _as_one(found: Form, numbers: Sequence[int]) -> Varying:
    """Name what stands for some literals: after a keyword, or else after the first; what is only set comes last."""
    ranked = sorted(
        numbers, key=lambda n: (not found.slots[n].is_keyword, found.slots[n].name == NEW)
    )
    return Varying(found.slots[ranked[0]].name, tuple(numbers))


def _shared(context: Context, steps: Sequence[Step], forms: Sequence[Form]) -> list[Step]:
    """Return the steps as callers of the first one's function."""
    wanted = _returned(context, steps, forms)
    returns = [
        tuple(_variable(context, s, f.name(i)) for i in wanted)
        for s, f in zip(steps, forms, strict=True)
    ]
    every = [*zip(returns[0], _merged(returns, len(steps)), strict=True)]
    rows = [s.parameters for s in steps]
    every += zip(rows[0], _merged(rows, len(steps)), strict=True)
    kinds = {variable.name: found for variable, found in every}
    names = generic_names(
        list(zip(*(f.order for f in forms), strict=True)),
        [kinds.get(name, ()) for name in forms[0].order],
        forms[0].fixed | {"shown"},
    )
    taken = {v.name for s in steps for v in (*s.parameters, *s.returns)} | {"shown", *names}
    taken |= {name for f in forms for name in (*f.fixed, *f.order)}
    varying = [replace(each, name=_free(each.name, taken)) for each in _varying(forms)]
    parameters = [
        (*s.parameters, *(_literal(f, each) for each in varying))
        for s, f in zip(steps, forms, strict=True)
    ]
    kinds_in, kinds_out = _merged(parameters, _MOST_KINDS), _merged(returns, 1)
    shared = []
    for number, (step, found) in enumerate(zip(steps, forms, strict=True)):
        pairs = tuple((old, new) for old, new in zip(found.order, names, strict=True) if old != new)
        changed = replace(step, parameters=parameters[number], returns=returns[number])
        body, sharing = replace(step.body, renamed=pairs), Sharing(is_repeated=number > 0)
        shared.append(replace(changed, body=body, sharing=sharing))
    comments = {tuple(leading_comments(context, step)) for step in steps}
    shared[0] = replace(
        shared[0],
        body=replace(shared[0].body, is_bare=len(comments) > 1),
        sharing=Sharing(
            cells=tuple(dict.fromkeys(s.cell for s in steps[1:] if s.cell != steps[0].cell)),
            signature=Signature(
                _with_kinds(parameters[0], kinds_in), _with_kinds(returns[0], kinds_out)
            ),
        ),
    )
    return shared


def _returned(context: Context, steps: Sequence[Step], forms: Sequence[Form]) -> list[int | str]:
    """Return what any of the steps returns, in the order it arises, by its number in all of them."""
    wanted = {f.index(v.name) for s, f in zip(steps, forms, strict=True) for v in s.returns}
    order = [forms[0].index(name) for name in flows.touched(context, steps[0].statements)]
    rest = [forms[0].index(v.name) for v in (*steps[0].returns, *steps[0].parameters)]
    return [i for i in dict.fromkeys([*order, *rest]) if i in wanted]


def _variable(context: Context, step: Step, name: str) -> Variable:
    known = {v.name: v for v in step.returns}
    return known.get(name) or Variable(name, flows.kinds_out(context, step.statements, name))


def _free(name: str, taken: set[str]) -> str:
    """Return a name for a parameter that means nothing else in any of the steps, and take it."""
    if name in taken or is_reserved(name):
        name = f"{name}_name"
    return unique(name, taken)


def _literal(found: Form, varying: Varying) -> Variable:
    value = found.slots[varying.slots[0]].value
    return Variable(varying.name, (named(type(value).__name__),), literal=repr(value))


def _merged(rows: Sequence[Sequence[Variable]], most: int) -> list[tuple[Kind, ...]]:
    """Return the kinds of each variable in all steps: up to so many of which it is one, or none."""
    merged = []
    for column in zip(*rows, strict=True):
        found = list(dict.fromkeys(variable.kinds for variable in column))
        few = len(found) <= most and all(found)
        merged.append(tuple(kind for kinds in found for kind in kinds) if few else ())
    return merged


def _with_kinds(
    variables: Sequence[Variable], merged: Sequence[tuple[Kind, ...]]
) -> tuple[Variable, ...]:
    return tuple(replace(v, kinds=kinds) for v, kinds in zip(variables, merged, strict=True))


def _lifted(step: Step, forms: Sequence[Form], shared: Step) -> dict[int, list[Replace]]:
    """Return the edits that put a parameter's name where a value stood."""
    names = [v.name for v in shared.parameters if v.literal]
    changes: defaultdict[int, list[Replace]] = defaultdict(list)
    for name, varying in zip(names, _varying(forms), strict=True):
        for slot in (forms[0].slots[number] for number in varying.slots):
            number = step.statements[slot.statement]
            changes[number].append(Replace(slot.place, name))
    return dict(changes)
