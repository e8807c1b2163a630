"""Figures about the models, drawn without a window and written as PNG files."""

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
