"""Fixtures that every test may use; the helpers behind them can also be imported from `support`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import support  # noqa: E402  (the path above has to be set first)

from nb2pkg.model import Notebook  # noqa: E402


@pytest.fixture
def make_notebook() -> Callable[..., Notebook]:
    """Return the function that makes a Notebook of strings."""
    return support.make_notebook


@pytest.fixture
def write_notebook() -> Callable[..., Path]:
    """Return the function that writes a valid notebook of strings to a path."""
    return support.write_notebook
