"""What the rules say about a notebook of strings."""

from __future__ import annotations

from typing import Any

from nb2pkg.config import Config
from nb2pkg.lint.check import findings
from nb2pkg.lint.model import Finding
from nb2pkg.lint.quick import is_surely_clean
from nb2pkg.lint.rules import RULES
from tests import support

ERRORS = {"NB101", "NB102", "NB103", "NB104", "NB106"}  # where two runs certainly differ
EVERYTHING = Config(select=("ALL",))


def found(*cells: str, config: Config = EVERYTHING, **options: Any) -> tuple[Finding, ...]:
    """Return all findings of a notebook of these cells."""
    notebook = support.make_notebook(*cells, **options)
    made = findings(notebook, config)
    if is_surely_clean(notebook):  # whatever a test is about, the quick proof has to agree
        assert [each for each in made if RULES[each.code].is_quickly_proven] == []
    return made


def told(prefix: str, *cells: str, **options: Any) -> list[tuple[str, str | None, int]]:
    """Return code, variable and cell of each finding whose code begins so."""
    return [
        (finding.code, finding.variable, finding.place.cell)
        for finding in found(*cells, **options)
        if finding.code.startswith(prefix) and finding.place is not None
    ]
