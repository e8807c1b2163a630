"""Figures in a generated package: functions that draw them, and the module that writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import libcst as cst

from nb2pkg.extraction.generate.imports import import_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nb2pkg.extraction.blueprint import Plan, Step
    from nb2pkg.extraction.generate.cells import Node

MODULE: Final = "figures"

SOURCE: Final = '''"""Figures about the models, drawn without a window and written as PNG files."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable


class Figures:
    """A folder that figures are written into, and what was written."""

    def __init__(self, folder: Path) -> None:
        import matplotlib

        matplotlib.use("Agg")
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.written: list[Path] = []

    def draw(self, plot: Callable[..., Any], *values: Any) -> None:
        """Call a function that draws, and write its figure into a file of the function's name."""
        from matplotlib import pyplot

        pyplot.close("all")
        drawn = plot(*values)
        figure = drawn[0] if isinstance(drawn, tuple) else drawn
        path = self.folder / f"{plot.__name__}.png"
        figure.savefig(path, bbox_inches="tight")
        pyplot.close("all")
        self.written.append(path)
'''


def imports_within(plan: Plan, step: Step) -> list[Node]:
    """Return the imports that a function which draws brings itself, so that nobody else needs them."""
    return list(cst.parse_module(f"{import_lines(plan, step.body.imports)}\n").body)


def figure_returned(step: Step, shown: str, body: Sequence[Node]) -> list[Node]:
    """Return the body of a function that draws: it returns the figure, and as `shown` what its cell shows too."""
    if not step.has_shown_value:
        return [*body, _parsed(f"return {step.body.figure}")]
    last = cst.ensure_type(body[-1], cst.SimpleStatementLine)
    value = cst.ensure_type(last.body[0], cst.Expr).value
    kept = cst.Assign(targets=[cst.AssignTarget(cst.Name(shown))], value=value)
    returned = _parsed(f"return {step.body.figure}, {shown}")
    return [*body[:-1], last.with_changes(body=[kept]), returned]


def figure_hint(step: Step) -> str:
    """Return the annotation of what a function that draws returns."""
    return "tuple[Figure, object]" if step.has_shown_value else "Figure"


def _parsed(text: str) -> Node:
    return cst.ensure_type(cst.parse_statement(f"{text}\n"), cst.SimpleStatementLine)
