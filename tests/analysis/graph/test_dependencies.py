"""Who needs whom: flow, anti and output dependencies of the fresh run."""

from __future__ import annotations

import pytest

from nb2pkg.analysis.graph import Graph, build
from nb2pkg.analysis.scan import scan
from tests import support


def graph_of(*cells: str) -> Graph:
    """Return the graph of a notebook of these cells."""
    return build(scan(support.make_notebook(*cells)))


def edges(graph: Graph, *, kind: str) -> set[tuple[int, int, str]]:
    """Return the dependencies of a kind, without those that no name accounts for."""
    return {
        (edge.source, edge.target, str(edge.name))
        for edge in graph.dependencies
        if edge.kind == kind
    }


def needs(graph: Graph, target: int) -> set[int]:
    """Return every statement that has to run before one, directly or not."""
    found: set[int] = set()
    waiting = [target]
    while waiting:
        statement = waiting.pop()
        for edge in graph.dependencies:
            if edge.target == statement and edge.source not in found:
                found.add(edge.source)
                waiting.append(edge.source)
    return found


@pytest.mark.parametrize(
    "cells",
    [
        ("a = 1", "b = 2"),
        ("import json", "import os"),
        ("print(1)", "print(2)"),
        ("def f():\n    return g", "g = 1"),
    ],
)
def test_statements_that_share_nothing_do_not_depend_on_each_other(cells):
    assert graph_of(*cells).dependencies == ()


def test_a_reader_depends_on_the_last_writer():
    graph = graph_of("a = 1", "a = 2", "print(a)")

    assert (1, 2, "a") in edges(graph, kind="flow")
    assert (0, 2, "a") not in edges(graph, kind="flow")


def test_whoever_rebinds_a_name_depends_on_its_readers():
    graph = graph_of("a = 1", "print(a)", "a = 2")

    assert (1, 2, "a") in edges(graph, kind="anti")
    assert (0, 2, "a") in edges(graph, kind="output")


def test_a_change_through_an_alias_is_a_change_of_both_names():
    graph = graph_of("a = [1]", "b = a", "b.append(2)", "print(a)")

    assert (2, 3, "a") in edges(graph, kind="flow")
    assert graph.resolved[2].mutates >= {"a", "b"}


def test_a_copy_is_no_alias():
    graph = graph_of("import copy\na = [1]", "b = copy.deepcopy(a)", "b.append(2)", "print(a)")

    assert 3 not in needs(graph, 4)


def test_a_name_that_is_rebound_leaves_its_aliases_behind():
    graph = graph_of("a = [1]", "b = a", "b = [3]", "b.append(2)", "print(a)")

    assert 3 not in needs(graph, 4)


def test_a_part_may_change_the_whole():
    graph = graph_of("a = {'k': []}", "b = a['k']", "b.append(1)", "print(a)")

    assert 2 in needs(graph, 3)


@pytest.mark.parametrize(
    ("sharing", "change", "whole"),
    [
        ("d = {'k': []}\nb = d['k']", "b.append(1)", "d"),
        ("d = [[1], [2]]\nb, c = d", "b.append(1)", "d"),
        ("a = [1]\nb = [a]", "a.append(1)", "b"),
        ("a = [1]\nb = []\nb.append(a)", "a.append(1)", "b"),
        ("import numpy as np\na = np.ones(3)\nb = a[1:]", "b[0] = 2", "a"),
    ],
)
def test_a_change_of_a_part_surely_changes_the_whole(sharing, change, whole):
    assert whole in graph_of(sharing, change).resolved[-1].mutates


@pytest.mark.parametrize(
    ("sharing", "change", "part"),
    [
        ("d = {'k': []}\nb = d['k']", "d['j'] = 1", "b"),
        ("a = [1]\nb = [a]", "b.append(2)", "a"),
        ("a = [1]\nb = a.copy()", "b.append(2)", "a"),
        ("a = [1]\nb = a[:]", "b.append(2)", "a"),
        ("a = [1]\nb = [*a]", "a.append(2)", "b"),
        ("a = [[1]]\nb = [a[0]]", "a.append(2)", "b"),
    ],
)
def test_a_change_of_the_whole_may_change_a_part(sharing, change, part):
    resolved = graph_of(sharing, change).resolved[-1]

    assert part in resolved.may_mutate
    assert part not in resolved.mutates


def test_a_function_reads_its_globals_where_it_is_called():
    graph = graph_of("def f():\n    return k", "k = 1", "print(f())")

    assert (1, 2, "k") in edges(graph, kind="flow")
    assert graph.resolved[2].functions == {0}
    assert "k" not in graph.resolved[0].reads


def test_functions_called_by_functions_are_followed():
    graph = graph_of("def f():\n    return g()", "def g():\n    return k", "k = 1", "f()", "k = 2")

    assert graph.resolved[3].functions == {0, 1}
    assert (3, 4, "k") in edges(graph, kind="anti")


def test_mutual_recursion_comes_to_an_end():
    graph = graph_of(
        "def f(x):\n    x.append(1)\n    g(x)",
        "def g(x):\n    f(x)",
        "xs = []",
        "g(xs)",
        "print(xs)",
    )

    assert "xs" in graph.resolved[3].mutates


def test_a_function_that_changes_its_argument_changes_the_callers_variable():
    graph = graph_of("def add(rows):\n    rows.append(1)", "xs = []", "add(xs)", "print(xs)")

    assert (2, 3, "xs") in edges(graph, kind="flow")


def test_the_definition_in_force_counts():
    graph = graph_of(
        "def f(x):\n    x.append(1)", "xs = []", "def f(x):\n    return x[0]", "f(xs)", "print(xs)"
    )

    assert graph.resolved[3].mutates == frozenset()
    assert graph.resolved[3].functions == {2}


def test_a_global_that_a_function_binds_is_bound_by_the_call():
    graph = graph_of("def f():\n    global n\n    n = 1", "f()", "print(n)")

    assert graph.resolved[1].binds == {"n"}
    assert (1, 2, "n") in edges(graph, kind="flow")


def test_random_draws_keep_their_order():
    graph = graph_of("import random", "a = random.random()", "b = random.random()")

    assert (1, 2, "rng:python") in edges(graph, kind="flow")


def test_a_file_is_read_after_it_was_written():
    graph = graph_of('open("a.txt", "w").write("x")', 'text = open("a.txt").read()')

    assert 0 in needs(graph, 1)


def test_statements_that_name_different_files_may_swap():
    cells = ('open("a.txt", "w").write("x")', 'text = open("b.txt").read()')

    assert graph_of(*cells).dependencies == ()


def test_a_file_of_unknown_name_may_be_any():
    graph = graph_of(
        'open("a.txt", "w").write("x")',
        "text = open(path).read()",
        'open("b.txt", "w").write(text)',
    )

    assert 0 in needs(graph, 1)
    assert 1 in needs(graph, 2)


def test_a_change_that_too_many_names_may_share_keeps_everything_in_place():
    cells = [
        "xs = []",
        *(f"a{n} = []\nxs.append(a{n})" for n in range(150)),
        "xs.append(1)",
        "print(a7)",
    ]
    graph = graph_of(*cells)

    assert len(graph.program.statements) - 2 in needs(graph, len(graph.program.statements) - 1)


def test_code_that_nobody_can_see_through_stays_in_its_place():
    graph = graph_of("a = 1", "exec(code)", "b = 2")

    assert needs(graph, 1) == {0}
    assert 1 in needs(graph, 2)


def test_what_a_branch_may_bind_leaves_the_earlier_value_possible():
    graph = graph_of("a = 1", "if a:\n    b = 1", "b = 2", "if a:\n    b = 3", "print(b)")

    assert {(2, 4, "b"), (3, 4, "b")} <= edges(graph, kind="flow")


def test_many_cells_make_few_edges():
    cells = ["xs = []"] + [f"xs.append({n})" for n in range(2000)]

    assert len(graph_of(*cells).dependencies) < 5 * len(cells)


def test_building_twice_gives_the_same():
    cells = ("import random", "a = [random.random()]", "b = a", "b.sort()", "print(a, b)")

    assert graph_of(*cells).dependencies == graph_of(*cells).dependencies
