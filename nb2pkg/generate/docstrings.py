"""Docstrings of step functions: what a step does, what comes in and goes out, and from which cells it is."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nb2pkg.blueprint import Step

_WIDTH: Final = 92


def docstring(step: Step) -> str:
    """Return the docstring of a step's function as source."""
    summary = step.summary.replace("\\", "\\\\").replace('"""', "'''").rstrip('".')
    cells = sorted({step.cell, *step.also})
    first = f"{summary} ({'cell' if len(cells) == 1 else 'cells'} {', '.join(map(str, cells))})."
    flow = _flow(step)
    if not flow:
        return f'"""{first}"""'
    wrapped = "\n    ".join(textwrap.wrap(flow, _WIDTH))
    return f'"""{first}\n\n    {wrapped}\n    """'


def _flow(step: Step) -> str:
    """Return a sentence about what comes in and goes out."""
    names = dict(step.renamed)
    given = [names.get(v.name, v.name) for v in step.parameters if v.is_variable]
    chosen = [names.get(v.name, v.name) for v in step.parameters if not v.is_variable]
    changed = [names.get(name, name) for name in step.changes]
    back = [names.get(v.name, v.name) for v in step.returns]
    clauses = []
    if given:
        clauses.append(f"takes {listed(given)}")
    if chosen:
        clauses.append(f"{'with' if given else 'takes'} {listed(chosen)}")
    told = " ".join(clauses)
    ends = [told] if told else []
    if changed and changed == back:
        ends.append(
            f"changes {listed(changed)} in place and returns {'it' if len(changed) == 1 else 'them'}"
        )
    else:
        ends += [f"changes {listed(changed)} in place"] if changed else []
        if step.shown == "value":
            back = [*back, "what the cell shows"]
        ends += [f"returns {listed(back)}"] if back else []
    sentence = "; ".join(ends)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def listed(names: Sequence[str] | Iterable[str]) -> str:
    """Return names in words: `a, b and c`."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
