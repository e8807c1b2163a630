"""Libraries that draw: what they draw is compared as the outputs that show it."""

from __future__ import annotations

from ..library import Library

LIBRARIES = tuple(
    Library(name, is_drawing=True)
    for name in ("altair", "bokeh", "IPython", "ipywidgets", "mpl_toolkits", "plotly", "seaborn")
)
