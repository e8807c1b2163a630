"""The import lines of a generated module."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.platforms import PYLAB
from nb2pkg.extraction.blueprint import ImportedName
from nb2pkg.extraction.generate.local import localised
from nb2pkg.extraction.stages.needed import can_be_starred, is_import, is_pylab
from nb2pkg.trees import statement_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.extraction.blueprint import Plan


def import_lines(
    plan: Plan, names: Iterable[str], extra: Iterable[str] = (), module: str | None = None
) -> str:
    """Return the imports that supply `names`, as the notebook wrote them, and `extra` lines; grouped and sorted.

    What the code of `module` reads comes from the very imports that the plan has found for it.
    """
    chosen = plan.modules.imports.get(module or "", ())
    fixed = plan.modules.names.get(module or "", frozenset())
    wanted = set(names) | _guarding(plan, chosen)
    found = _Found(dict.fromkeys(each for line in extra for each in read(line)))
    for statement in plan.program.statements:
        if not is_import(statement):
            continue
        is_chosen = statement.id in chosen
        if is_pylab(statement):
            found.pylab(wanted)
        elif statement.kind in {"try", "if"}:
            bound = {name for name, _ in statement.effects.imports}
            if bound & (wanted if is_chosen else wanted - fixed):
                found.guarded.setdefault(statement.text)
        else:
            needed = wanted if is_chosen else wanted - fixed
            found.plain(statement.text, needed, in_module=module is not None)
    stars = list(found.stars) if _unknown(plan, wanted) else []
    text = _arranged(plan.package, found.names, stars)
    text += "".join(f"\n{text}\n" for text in found.guarded)
    return localised(text, plan.package, plan.local)


@dataclass(frozen=True, slots=True)
class _Found:
    """Imports as they are found, each once."""

    names: dict[ImportedName, None]
    guarded: dict[str, None] = field(default_factory=dict)
    stars: dict[ImportedName, None] = field(default_factory=dict)
    known: set[tuple[str, str]] = field(default_factory=set)  # what is bound already, and to what

    def pylab(self, wanted: set[str]) -> None:
        """Add what of the names that `%pylab` binds is wanted."""
        brought = [each for name, line in PYLAB.items() if name in wanted for each in read(line)]
        for each in brought:
            if (each.bound, each.target) not in self.known:
                self.names[each] = None
        self.known.update((each.bound, each.target) for each in brought)
        self.stars.setdefault(ImportedName("pylab", "*"))

    def plain(self, text: str, wanted: set[str], *, in_module: bool) -> None:
        """Add what of the names that a statement imports is wanted, with what concerns a whole module."""
        for each in read(text):
            if each.name == "*":
                self.stars.setdefault(each)
            elif (in_module and each.module == "__future__") or each.bound in wanted:
                same = (each.bound, each.target)
                if same not in self.known:
                    self.names.setdefault(each)
                self.known.add(same)


def _guarding(plan: Plan, chosen: Iterable[int]) -> set[str]:
    """Return what the conditions of guarded imports read."""
    return {read.name for i in chosen for read in plan.program.statements[i].effects.reads}


def _unknown(plan: Plan, wanted: set[str]) -> set[str]:
    """Return the names that no statement of the notebook binds: a star import has to supply them."""
    bound = {name for s in plan.program.statements for name in s.effects.binds | s.effects.may_bind}
    return {name for name in wanted - bound if can_be_starred(name)}


def read(text: str) -> list[ImportedName]:
    """Return what an import statement imports, name by name."""
    node = statement_of(text)
    if isinstance(node, ast.Import):
        return [ImportedName(alias.name, None, alias.asname) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        source = "." * node.level + (node.module or "")
        return [ImportedName(source, alias.name, alias.asname) for alias in node.names]
    return []


def _lines(names: Iterable[ImportedName]) -> list[str]:
    """Join `from a import b` and `from a import c`, in the order of isort; what gets another name stands alone."""
    modules: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    plain = set()
    for each in names:
        if each.name is None:
            plain.add(f"import {each.written}")
        else:
            alone = each.written if each.alias or each.name == "*" else ""
            modules[each.module.lower(), each.module, alone].add(each.written)
    groups = [(key[:2], sorted(written, key=_member)) for key, written in modules.items()]
    groups.sort(key=lambda group: (group[0], _member(group[1][0])))
    joined = [f"from {source} import {', '.join(written)}" for (_, source), written in groups]
    return sorted(plain, key=str.lower) + joined


def _member(name: str) -> tuple[int, str, str]:
    """Return what isort orders imported names by: constants, classes, then the rest."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower(), name


def _arranged(package: str, names: Iterable[ImportedName], stars: Iterable[ImportedName]) -> str:
    """Put the future first, then the standard library, other libraries, and the package itself.

    Star imports come before them, in the notebook's order: what is imported by name wins over what they bring. A
    comment keeps tools that sort imports from changing that.
    """
    groups: list[list[ImportedName]] = [[], [], [], []]
    for each in names:
        groups[_group(each.module.partition(".")[0], package)].append(each)
    future, *others = (_lines(group) for group in groups)
    starred = [line for star in stars for line in _lines([star])]
    fence = ["# isort: split"] if starred and any(others) else []
    ordered = [future, starred, fence, *others]
    return "\n\n".join("\n".join(lines) for lines in ordered if lines)


def _group(root: str, package: str) -> int:
    if root == "__future__":
        return 0
    if root in sys.stdlib_module_names:
        return 1
    return 3 if root == package else 2
