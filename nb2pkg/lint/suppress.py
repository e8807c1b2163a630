"""Comments that silence findings: `# nb2pkg: ignore[NB103]`."""

from __future__ import annotations

from itertools import chain

from nb2pkg.lint.rule import line_place
from nb2pkg.lint.rules import RULES
from nb2pkg.lint.rules.unused_ignore import UnusedIgnore
from nb2pkg.notebook.directives import MARK, comments
from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from nb2pkg.lint.model import Finding
    from nb2pkg.notebook.model import Cell, Notebook

_IGNORE = pattern(r"#\s*nb2pkg:\s*ignore\b\s*(?:\[(?P<codes>[^\]]*)\])?")


class Ignore(NamedTuple):
    """One comment: what it silences, where, and what it has silenced so far."""

    cell: Cell
    line: int
    codes: tuple[str, ...]  # empty: every code
    is_whole_cell: bool
    used: set[str]

    def is_about(self, finding: Finding) -> bool:
        """Tell whether the finding is one that this comment is about."""
        place = finding.place
        if place is None or place.cell != self.cell.number:
            return False
        if not self.is_whole_cell and not place.line <= self.line <= place.end_line:
            return False
        return not self.codes or finding.code in self.codes


def suppress(
    notebook: Notebook, findings: Collection[Finding], active: Collection[str]
) -> list[Finding]:
    """Leave out what comments silence; add a finding for each comment that silences nothing.

    `active` are the codes of the rules that were asked: a comment about another one is not dead.
    """
    ignores = {cell.number: list(_ignores(cell)) for cell in notebook.code_cells}
    kept = []
    for finding in findings:
        near = ignores.get(finding.place.cell, ()) if finding.place is not None else ()
        silencing = [ignore for ignore in near if ignore.is_about(finding)]
        for ignore in silencing:
            ignore.used.add(finding.code)
        if not silencing:
            kept.append(finding)
    if UnusedIgnore.code in active:
        for ignore in chain.from_iterable(ignores.values()):
            kept += _complaints(notebook, ignore, active)
    return kept


def _ignores(cell: Cell) -> Iterator[Ignore]:
    if MARK not in cell.source:
        return
    first = _first_line(cell)
    for line, comment in comments(cell.source):
        match = _IGNORE.search(comment)
        if match is not None:
            codes = (match["codes"] or "").replace(",", " ").upper().split()
            yield Ignore(cell, line, tuple(dict.fromkeys(codes)), line == first, set())


def _first_line(cell: Cell) -> int:
    """Return the number of the first line that says something; a cell magic has to stand above comments."""
    lines = enumerate(cell.source.split("\n"), 1)
    return next((n for n, text in lines if text.strip() and not text.startswith("%%")), 1)


def _complaints(notebook: Notebook, ignore: Ignore, active: Collection[str]) -> Iterator[Finding]:
    place = line_place(ignore.cell, ignore.line)
    for code in ignore.codes:
        if code not in RULES:
            yield UnusedIgnore.about(notebook, place, code, f"there is no rule {code}")
        elif code in active and code not in ignore.used and code != UnusedIgnore.code:
            yield UnusedIgnore.about(notebook, place, code, f"{code} is not found here")
    if not ignore.codes and not ignore.used:
        yield UnusedIgnore.about(notebook, place, None, "nothing is found here")
