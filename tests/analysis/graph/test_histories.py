"""The two runs of a notebook and what a name stands for in each."""

from __future__ import annotations

from typing import Any

from nb2pkg.analysis.graph import Cause, Graph, build
from nb2pkg.analysis.scan import scan
from tests import support


def graph_of(*cells: str, counts: tuple[int | None, ...] | None = None, **options: Any) -> Graph:
    """Return the graph of a notebook of these cells."""
    return build(scan(support.make_notebook(*cells, counts=counts, **options)))


def causes(graph: Graph) -> list[tuple[Cause, str]]:
    """Return where the two runs part."""
    return [(parting.cause, parting.read.name) for parting in graph.divergences]


def test_runs_in_file_order_do_not_part():
    graph = graph_of("a = [1]", "a.append(2)", "print(a)")

    assert graph.divergences == ()
    assert graph.fresh.history("a") == (0, 1)


def test_without_counts_there_is_no_recorded_run():
    assert graph_of("a = 1", counts=(None,)).recorded is None


def test_the_recorded_run_follows_the_counts():
    graph = graph_of("a = 1", "a = 2", counts=(5, 3))

    assert graph.recorded is not None
    assert graph.recorded.order == (2, 1)
    assert graph.recorded.history("a") == (0,)
    assert graph.fresh.history("a") == (1,)


def test_a_rebinding_cuts_the_history():
    graph = graph_of("a = [1]", "a.append(2)", "a = [3]", "a.append(4)")

    assert graph.fresh.history("a") == (2, 3)


def test_a_deleted_name_is_remembered():
    graph = graph_of("a = 1", "del a")

    assert graph.fresh.deleted == {"a": 1}
    assert graph.fresh.history("a") == ()


def test_equal_statements_are_equal_versions():
    assert graph_of("n = 5", "print(n)", "n = 5", counts=(1, 3, 2)).divergences == ()


def test_a_constant_of_another_value_is_another_version():
    graph = graph_of("n = 5", "print(n)", "n = 6", counts=(1, 3, 2))

    assert causes(graph) == [(Cause.DIFFERENT, "n")]


def test_reading_the_same_file_twice_gives_equal_versions():
    load = 'df = pd.read_csv("a.csv")'

    assert (
        graph_of("import pandas as pd", load, "print(df)", load, counts=(1, 2, 4, 3)).divergences
        == ()
    )


def test_a_branch_that_may_have_run_makes_no_certain_difference():
    cells = ("a = 1", "print(a)", "if a > 0:\n    a = 2")

    assert graph_of(*cells, counts=(1, 3, 2)).divergences == ()


def test_counts_that_stand_twice_tell_nothing():
    assert graph_of("a = 1", "print(a)", "a = 2", counts=(1, 2, 1)).divergences == ()


def test_a_cell_that_lost_its_count_may_have_been_run():
    notebook = support.make_notebook("a = [1]", "a.sort()", "print(a)", counts=(1, None, 2))
    lost = notebook.cells[1].__class__(2, "code", "a.sort()", has_output=True)
    changed = notebook.__class__(notebook.path, (notebook.cells[0], lost, notebook.cells[2]))

    assert build(scan(changed)).divergences == ()


def test_a_missing_count_leaves_room_for_an_earlier_run():
    assert causes(graph_of("a = 1", "print(a)", counts=(9, 5))) == [(Cause.STALE, "a")]


def test_where_no_count_is_missing_the_reader_came_first_for_certain():
    graph = graph_of("a = 1", "a = 2", "print(a)", counts=(1, 3, 2))

    assert causes(graph) == [(Cause.DIFFERENT, "a")]


def test_ten_thousand_cells_out_of_order_are_judged_in_seconds():
    cells = ["xs = []"] + ["xs.append(1)"] * 3000
    program = scan(support.make_notebook(*cells, counts=tuple(range(len(cells), 0, -1))))

    assert len(build(program).divergences) == 3000
