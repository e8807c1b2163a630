"""Compare pictures by their pixels."""

from __future__ import annotations

import base64
import io
from typing import Any

TOLERANCE = 2.0  # root of the mean square of the differences, of 255


def same(mine: str, theirs: str) -> bool | None:
    """Compare two base64 texts: True or False, or None where nobody here can read pictures."""
    if mine == theirs:
        return True
    try:
        pixels = [_pixels(one) for one in (mine, theirs)]
    except ImportError:
        return None
    apart = distance(pixels[0], pixels[1])
    return apart is not None and apart <= TOLERANCE


def distance(mine: Any, theirs: Any) -> float | None:
    """Return how far two arrays of pixels are apart, or None when they have not the same size."""
    import numpy

    if mine.shape != theirs.shape:
        return None
    return float(numpy.sqrt(((mine - theirs) ** 2).mean()))


def drawn(figure: Any) -> Any:
    """Return the pixels of a matplotlib figure."""
    import numpy
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    return numpy.asarray(canvas.buffer_rgba(), dtype=float)


def _pixels(text: str) -> Any:
    import numpy
    from PIL import Image

    picture = Image.open(io.BytesIO(base64.b64decode(text)))
    return numpy.asarray(picture.convert("RGB"), dtype=float)
