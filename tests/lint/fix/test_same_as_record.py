"""Small random notebooks, run: where all is mended, a fresh run shows what the recorded one showed."""

from __future__ import annotations

import contextlib
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from nb2pkg.config import Config
from nb2pkg.lint.fix import mend
from tests.support import make_notebook

NAMES = st.sampled_from("abc")
LINES = st.one_of(
    st.builds("{0} = [{1}]".format, NAMES, st.integers(0, 9)),
    st.builds("{0} = {1}".format, NAMES, NAMES),
    st.builds("{0} = list({1})".format, NAMES, NAMES),
    st.builds("{0}.append({1})".format, NAMES, st.integers(0, 9)),
    st.builds("{0}.sort()".format, NAMES),
    st.builds("print({0}, {1})".format, NAMES, NAMES),
    st.builds("def f():\n    {0}.append(len({1}))".format, NAMES, NAMES),
    st.just("f()"),
    st.builds("del {0}".format, NAMES),
)


@st.composite
def records(draw):
    """Return cells that run in this order: a line that would stop the run is left out."""
    cells: list[str] = []
    lines: list[str] = []
    for _ in range(draw(st.integers(2, 7))):
        cell = []
        for line in draw(st.lists(LINES, min_size=1, max_size=3)):
            try:
                shown(["\n".join([*lines, line])], [1])
            except Exception:  # noqa: BLE001  (whatever a made-up program raises)
                continue
            lines.append(line)
            cell.append(line)
        cells.append("\n".join(cell) or "0")
    return cells


def shown(cells, order) -> dict[int, str]:
    """Return what each cell prints when they run in this order; raises what they raise."""
    namespace: dict[str, object] = {}
    found = {}
    for number in order:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(cells[number - 1], namespace)
        found[number] = out.getvalue()
    return found


@settings(max_examples=300, deadline=None)
@given(records(), st.data())
def test_a_fresh_run_of_what_is_mended_shows_what_the_record_shows(record, data):
    counts = data.draw(st.permutations(range(1, len(record) + 1)))
    cells = [record[count - 1] for count in counts]
    wanted = shown(cells, [counts.index(count) + 1 for count in sorted(counts)])

    done = mend(make_notebook(*cells, counts=counts), Config())

    if not any(left.finding.severity == "error" for left in done.left):
        assert shown(cells, done.order) == wanted
    again = mend(done.after, Config())
    assert not again.is_changed
