"""Random small notebooks: whatever they do with aliases, functions and changes in place, the package does too."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings

from nb2pkg.errors import CannotExtractError
from tests.extraction.harness import UnfitError, faithful
from tests.extraction.programs import notebooks


@pytest.fixture
def _unformatted(monkeypatch):
    """Leave black out: how code looks is another test's concern, and takes most of the time."""
    monkeypatch.setattr("black.format_str", lambda source, mode: source)


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(cells=notebooks())
@pytest.mark.usefixtures("_unformatted")
def test_a_package_differs_in_nothing_from_its_notebook(cells):
    with tempfile.TemporaryDirectory() as folder:
        try:
            case = faithful(Path(folder) / "case", cells, quick=True)
        except UnfitError:
            reject()
        except CannotExtractError:
            return  # rather no package than one that differs
    assert case.plan.steps
