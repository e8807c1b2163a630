"""The noun of a check: a finding."""

from __future__ import annotations

from nb2pkg.notebook.model import Place
from nb2pkg.typed import NamedTuple


class Related(NamedTuple):
    """A second place that explains a finding."""

    place: Place
    message: str


class Finding(NamedTuple):
    """One thing worth telling."""

    code: str
    name: str
    severity: str  # "error", "warning", "note"
    message: str
    variable: str | None = None
    place: Place | None = None
    cell_id: str | None = None
    execution_count: int | None = None
    related: tuple[Related, ...] = ()
    help: str = ""
    cause: str = ""  # findings of equal causes have one thing to mend
