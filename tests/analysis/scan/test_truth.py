"""What scan says, held against what Python really does with generated statements."""

from __future__ import annotations

import ast
import builtins
import symtable
import sys
import textwrap
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nb2pkg.analysis.scan.targets import target_names
from tests.analysis.scan.scanning import names, program

NAMES = ("a", "b", "c", "d")
SETUPS = {
    "unknown": "",
    "known": "a = [[1], [2]]\nb = [[3], [4]]\nc = {'k': [5], 'l': [6]}\nd = {'k': [7], 'l': [8]}\n",
}


class Watched(dict[str, Any]):
    """A namespace that remembers what was read from before, and what was bound."""

    def __init__(self, values):
        super().__init__(values)
        self.read, self.bound = set(), set()

    def __getitem__(self, name):
        if name in self.keys() and name not in self.bound:
            self.read.add(name)
        return super().__getitem__(name)

    def __setitem__(self, name, value):
        self.bound.add(name)
        super().__setitem__(name, value)


def _values():
    return {"a": [[1], [2]], "b": [[3], [4]], "c": {"k": [5], "l": [6]}, "d": {"k": [7], "l": [8]}}


name = st.sampled_from(NAMES)
atom = st.one_of(name, st.sampled_from(["1", "[]", "[[9]]", "{}"]))


def _grow(inner):
    return st.one_of(
        st.builds("{}[0]".format, name),
        st.builds("{}['k']".format, name),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("({}, {})[1]".format, inner, inner),
        st.builds("{{'k': {}}}".format, inner),
        st.builds("list({})".format, name),
        st.builds("({} + {})".format, name, name),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("[v for v in {}]".format, name),
        st.builds("[v for w in [{}] for v in w]".format, name),
        st.builds("{}.get('k')".format, name),
        st.builds("{}.copy()".format, name),
        st.builds("{}[:1]".format, name),
        st.builds("(lambda v: v)({})".format, inner),
        st.builds("list(zip({}, {}))".format, name, name),
        st.builds("({} := {})".format, name, inner),
        st.builds("{}.setdefault('n', {})".format, name, inner),
        st.builds("max({}, {}, key=len)".format, name, name),
        st.builds("next(iter({}))".format, name),
        st.builds("dict(x={})".format, inner),
        st.builds("[{}].pop()".format, inner),
        st.builds("len({})".format, inner),
    )


expression = st.recursive(atom, _grow, max_leaves=4)
simple = st.one_of(
    st.builds("{} = {}".format, name, expression),
    st.builds("{} = {} = {}".format, name, name, expression),
    st.builds("{}, {} = {}, {}".format, name, name, expression, expression),
    st.builds("{}, {} = {}".format, name, name, name),
    st.builds("{}[0] = {}".format, name, expression),
    st.builds("{}['k'] = {}".format, name, expression),
    st.builds("{}[0][0] = {}".format, name, expression),
    st.builds("{}.append({})".format, name, expression),
    st.builds("{}[0].append({})".format, name, expression),
    st.builds("{}['k'].append({})".format, name, expression),
    st.builds("{}.update(k={})".format, name, expression),
    st.builds("{} += [{}]".format, name, expression),
    st.builds("{}[0] += [{}]".format, name, expression),
    st.builds("del {}".format, name),
    st.builds("del {}[0]".format, name),
    st.builds("[v.append(0) for v in list({})]".format, name),
    st.builds("[v.append(0) for v in list({}.values())]".format, name),
    expression,
)


def _indent(lines):
    return textwrap.indent("\n".join(lines), "    ")


block = st.lists(simple, min_size=1, max_size=3).map(_indent)
compound = st.one_of(
    st.builds("if {}:\n{}\nelse:\n{}".format, expression, block, block),
    st.builds("for {} in list({}):\n{}".format, name, name, block),
    st.builds("for {}, {} in list({}.items()):\n{}".format, name, name, name, block),
    st.builds("for {} in [{}, {}]:\n{}\n    break".format, name, name, name, block),
    st.builds("while {}:\n{}\n    break".format, name, block),
    st.builds("try:\n{}\nexcept Exception as {}:\n{}".format, block, name, block),
    st.builds("try:\n{}\nfinally:\n{}".format, block, block),
    st.builds(
        "if 1:\n    def f(p):\n    {}\n        return p\n    {} = f({})".format,
        block.map(lambda text: text.replace("\n", "\n    ")),
        name,
        name,
    ),
    st.builds("if 1:\n{}".format, block),
)
statement = st.one_of(simple, compound)


def _inside(value, found=None):
    """Return the identities of the mutable objects that a value consists of."""
    found = set() if found is None else found
    if isinstance(value, (list, dict, tuple)) and id(value) not in found:
        found.add(id(value))
        for member in value.values() if isinstance(value, dict) else value:
            _inside(member, found)
    return found


def _groups(aliases):
    """Return, for each name, all names it is tied to through others."""
    groups = {n: {n} for n in NAMES}
    for alias in aliases:
        if {alias.target, alias.source} <= groups.keys():
            together = groups[alias.target] | groups[alias.source]
            for member in together:
                groups[member] = together
    return groups


def _run(source):
    values = _values()
    space = Watched(values)
    failed = False
    try:
        exec(compile(source, "<cell>", "exec"), space)
    except Exception:  # noqa: BLE001  (what the generated code raises is part of the game)
        failed = True
    return values, space, failed


def _scanned(setup, source):
    return program(SETUPS[setup], source).statements[-1].effects


def _told(effects):
    """Return all names that may have been bound or changed, functions called on the way included."""
    changed = set(effects.mutates | effects.may_mutate)
    for call in effects.calls:
        for function in effects.defines:
            if call.function == function.name:
                parameters = function.mutates_parameters | function.may_mutate_parameters
                changed |= {n for _, n in call.arguments if parameters}
                changed |= function.mutates | function.may_mutate
    return changed


@pytest.mark.parametrize("setup", list(SETUPS))
@given(statement)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_names_are_bound_and_read_as_python_does(setup, source):
    _, space, failed = _run(source)
    effects = _scanned(setup, source)
    deferred = {n for function in effects.defines for n in names(function)}
    own = space.bound & set(NAMES)

    assert space.read & set(NAMES) <= names(effects) | deferred
    gone = effects.unbinds | effects.may_mutate | effects.mutates  # a `del` that may not happen
    assert own <= effects.binds | effects.may_bind | gone
    if not failed:
        assert effects.binds & set(NAMES) <= space.keys()
        if "except" not in source:  # the name of an exception that did not happen may survive
            assert not effects.unbinds & space.keys() & set(NAMES)


def _is_taken_for_fresh(setup, source):
    """Tell whether unknown things are copied or added: taken for frames and numbers, they share nothing then."""
    return setup == "unknown" and ("copy()" in source or " + " in source)


@pytest.mark.parametrize("setup", list(SETUPS))
@given(statement)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_object_changes_without_a_word(setup, source):
    before = {n: repr(value) for n, value in _values().items()}
    values, _, _ = _run(source)
    effects = _scanned(setup, source)
    if _is_taken_for_fresh(setup, source):
        return
    changed = {n for n, value in values.items() if repr(value) != before[n]}
    # what was put into a changed object changes with it
    told = _told(effects)
    told |= {alias.target for alias in effects.aliases if alias.source in told}

    assert changed <= told


@pytest.mark.parametrize("setup", list(SETUPS))
@given(statement)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_object_is_shared_without_a_word(setup, source):
    values, space, failed = _run(source)
    effects = _scanned(setup, source)
    if failed or _is_taken_for_fresh(setup, source):
        return
    tied = _groups(effects.aliases)
    for target in sorted(space.bound & set(NAMES) & space.keys()):
        for origin, value in values.items():
            if _inside(space[target]) & _inside(value) and target != origin:
                assert origin in tied[target]


@given(st.lists(statement, min_size=1, max_size=4).map("\n".join))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_symbol_table_knows_the_same_names(source):
    table = symtable.symtable(source, "<cell>", "exec")
    symbols = {s.get_name() for s in table.get_symbols() if not s.is_imported()}
    if sys.version_info >= (3, 12):  # comprehensions are part of what they stand in since then
        symbols -= {
            name
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.comprehension)
            for name in target_names(node.target)
        }
    told: set[str] = set()
    for found in program(source).statements:
        effects = found.effects
        told |= effects.binds | effects.may_bind | effects.unbinds | names(effects)
        told |= effects.may_mutate  # a `del` that may not happen
        for function in effects.defines:
            told |= names(function) & set(symbols)

    assert {n for n in symbols if not hasattr(builtins, n)} <= told


def test_generated_statements_are_python():
    ast.parse("if 1:\n    def f(p):\n        x = 1\n        return p\n    a = f(b)")
