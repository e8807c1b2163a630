"""From a notebook to its findings: scan, graph, rules, comments that silence."""

from __future__ import annotations

from nb2pkg.analysis.graph import build
from nb2pkg.analysis.scan import scan
from nb2pkg.lint.rules import RULES, rule_of
from nb2pkg.lint.rules.unsupported_language import UnsupportedLanguage, is_python
from nb2pkg.lint.suppress import suppress
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.config import Config
    from nb2pkg.lint.model import Finding
    from nb2pkg.lint.rule import Rule
    from nb2pkg.notebook.model import Notebook

# what was asked for and does not exist is never passed over
ALWAYS = frozenset({"NB906"})
# one finding for each cell and name: the first of these that fits
PRECEDENCE = ("NB101", "NB106", "NB102", "NB104", "NB103", "NB105", "NB110")


def findings(notebook: Notebook, config: Config) -> tuple[Finding, ...]:
    """Return what the selected rules have to say about a notebook, in order of cell, line and code."""
    if not is_python(notebook):
        return (UnsupportedLanguage.about(notebook),)
    return findings_of(build(scan(with_builtins(notebook, config)), edges=False), config)


def findings_of(graph: Graph, config: Config) -> tuple[Finding, ...]:
    """Return the findings of a notebook whose graph is at hand already."""
    notebook = graph.program.notebook
    if not is_python(notebook):
        return (UnsupportedLanguage.about(notebook),)
    rules = active_rules(notebook.path, config)
    found = one_for_each_name(finding for rule in rules for finding in rule().check(graph))
    kept = suppress(notebook, found, {rule.code for rule in rules})
    return tuple(sorted(kept, key=_position))


def with_builtins(notebook: Notebook, config: Config) -> Notebook:
    """Return a notebook that knows which names settings say are there before its first cell."""
    return notebook._replace(given=frozenset(config.builtins)) if config.builtins else notebook


def active_rules(path: str, config: Config) -> tuple[type[Rule], ...]:
    """Return the rules that the settings ask for in a file, and those that nobody can turn off."""
    return tuple(
        rule_of(code) for code in RULES if code in ALWAYS or config.is_selected(code, path)
    )


def one_for_each_name(found: Iterable[Finding]) -> list[Finding]:
    """Keep, of the findings about hidden state, the most telling one for each cell and variable."""
    best: dict[tuple[int, str], Finding] = {}
    others = []
    for finding in found:
        if finding.code in PRECEDENCE and finding.place and finding.variable:
            key = (finding.place.cell, finding.variable)
            known = best.get(key)
            if known is None or _rank(finding) < _rank(known):
                best[key] = finding
        else:
            others.append(finding)
    return [*best.values(), *others]


def _rank(finding: Finding) -> int:
    return PRECEDENCE.index(finding.code)


def _position(finding: Finding) -> tuple[int, int, str, int, str]:
    place = finding.place
    if place is None:
        return (0, 0, finding.code, 0, finding.variable or "")
    return (place.cell, place.line, finding.code, place.column, finding.variable or "")
