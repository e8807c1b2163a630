"""Docstrings of step functions: what a step does, to what, and from which cells it is."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nb2pkg.extraction.blueprint import Step

_WIDTH: Final = 84


def docstring(step: Step) -> str:
    """Return the docstring of a step's function as source."""
    summary = step.summary.replace("\\", "\\\\").replace('"""', "'''").rstrip('".')
    cells = sorted({step.cell, *step.sharing.cells})
    first = f"{summary} ({'cell' if len(cells) == 1 else 'cells'} {', '.join(map(str, cells))})."
    flow = _flow(step)
    if not flow:
        return f'"""{first}"""'
    wrapped = "\n    ".join(textwrap.wrap(flow, _WIDTH))
    return f'"""{first}\n\n    {wrapped}\n    """'


def _flow(step: Step) -> str:
    """Return a sentence about what the signature does not show: what is changed, and what each returned value is."""
    if step.is_figure:
        return "Returns the figure and what the cell shows." if step.has_shown_value else ""
    names = dict(step.body.renamed)
    changed = [names.get(name, name) for name in step.changes]
    back = [names.get(v.name, v.name) for v in step.returns]
    if changed and changed == back and not step.has_shown_value:
        it = "it" if len(changed) == 1 else "them"
        return f"Changes {listed(changed)} in place and returns {it}."
    if step.has_shown_value and back:
        back.append("what the cell shows")
    ends = [f"changes {listed(changed)} in place"] if changed else []
    ends += [f"returns {listed(back)}"] if len(back) > 1 else []
    sentence = "; ".join(ends)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def listed(names: Sequence[str] | Iterable[str]) -> str:
    """Return names in words: `a, b and c`."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
