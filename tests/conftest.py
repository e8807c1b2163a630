"""Fixtures that every test may use; the helpers behind them can also be imported from `tests.support`."""

from __future__ import annotations

import decimal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no reason to fail: no property is held against the clock.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

# At the end: what is installed comes first, so that a wheel can be tested without its source tree.
_HERE = Path(__file__).parent
sys.path += [str(_HERE.parent), str(_HERE)]

from nb2pkg.notebook.model import Notebook  # noqa: E402
from tests import support  # noqa: E402


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch) -> Path:
    """Keep runs of notebooks in a folder of this one test, not in the user's cache."""
    folder: Path = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("NB2PKG_CACHE_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def plain_settings() -> Iterator[None]:
    """Undo what a notebook that ran in this very process has set for the process as a whole."""
    numbers, depth = decimal.getcontext().copy(), sys.getrecursionlimit()
    yield
    decimal.setcontext(numbers)
    sys.setrecursionlimit(depth)
    if "sklearn" in sys.modules:
        sys.modules["sklearn"].set_config(transform_output="default")
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """Work in an empty folder, away from the settings of this project."""
    monkeypatch.chdir(tmp_path)
    folder: Path = tmp_path
    return folder


@pytest.fixture
def make_notebook() -> Callable[..., Notebook]:
    """Return the function that makes a Notebook of strings."""
    return support.make_notebook


@pytest.fixture
def write_notebook() -> Callable[..., Path]:
    """Return the function that writes a valid notebook of strings to a path."""
    return support.write_notebook
