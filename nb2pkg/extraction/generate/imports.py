"""The import lines of a generated module."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.platforms import PYLAB
from nb2pkg.extraction.generate.local import localised
from nb2pkg.extraction.stages.needed import is_import, is_pylab, may_be_starred

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
    lines: dict[str, None] = dict.fromkeys(extra)
    guarded: dict[str, None] = {}
    stars: dict[str, None] = {}
    known: set[tuple[str, str]] = set()
    for statement in plan.program.statements:
        if not is_import(statement):
            continue
        bound = {name for name, _ in statement.effects.imports}
        if is_pylab(statement):
            brought = [(name, line) for name, line in PYLAB.items() if name in wanted]
            lines |= {line: None for name, line in brought if (name, _target(line)) not in known}
            known |= {(name, _target(line)) for name, line in brought}
            stars.setdefault("from pylab import *")
            continue
        if statement.kind in {"try", "if"}:
            if bound & (wanted if statement.id in chosen else wanted - fixed):
                guarded.setdefault(statement.text)
            continue
        for line, name in _aliases(statement.text):
            if name == "*":
                stars.setdefault(line)
            elif (module and line.startswith("from __future__")) or (
                name in wanted and (statement.id in chosen or name not in fixed)
            ):
                same = (name, _target(line))
                if same not in known:
                    lines.setdefault(line)
                known.add(same)
    needed = list(stars) if _unknown(plan, wanted) else []
    text = _arranged(plan.package, _merged(lines), needed)
    text += "".join(f"\n{text}\n" for text in guarded)
    return localised(text, plan.package, plan.local)


def _guarding(plan: Plan, chosen: Iterable[int]) -> set[str]:
    """Return what the conditions of guarded imports read."""
    return {read.name for i in chosen for read in plan.program.statements[i].effects.reads}


def _unknown(plan: Plan, wanted: set[str]) -> set[str]:
    """Return the names that no statement of the notebook binds: a star import has to supply them."""
    bound = {name for s in plan.program.statements for name in s.effects.binds | s.effects.may_bind}
    return {name for name in wanted - bound if may_be_starred(name)}


def _aliases(text: str) -> list[tuple[str, str]]:
    """Split an import statement into lines that import one name each, with the name each binds."""
    node = ast.parse(text).body[0]
    found = []
    if isinstance(node, ast.Import):
        for alias in node.names:
            suffix = f" as {alias.asname}" if alias.asname else ""
            found.append(
                (f"import {alias.name}{suffix}", alias.asname or alias.name.partition(".")[0])
            )
    elif isinstance(node, ast.ImportFrom):
        source = "." * node.level + (node.module or "")
        for alias in node.names:
            suffix = f" as {alias.asname}" if alias.asname else ""
            found.append((f"from {source} import {alias.name}{suffix}", alias.asname or alias.name))
    return found


def _target(line: str) -> str:
    """Return what a line of one import binds, however it is spelled; plain ones of submodules are all different."""
    if line.startswith("from "):
        source, _, name = line.removeprefix("from ").partition(" import ")
        return f"{source}.{name.partition(' as ')[0]}"
    return line.removeprefix("import ").partition(" as ")[0]


def _merged(lines: Iterable[str]) -> list[str]:
    """Join `from a import b` and `from a import c`, in the order of isort; what gets another name stands alone."""
    modules: dict[tuple[str, str, str], set[str]] = {}
    plain = []
    for line in lines:
        if line.startswith("from "):
            source, _, name = line.removeprefix("from ").partition(" import ")
            key = (source.lower(), source, name if " as " in name or name == "*" else "")
            modules.setdefault(key, set()).add(name)
        else:
            plain.append(line)
    groups = [(key[:2], sorted(names, key=_member)) for key, names in modules.items()]
    groups.sort(key=lambda group: (group[0], _member(group[1][0])))
    joined = [f"from {source} import {', '.join(names)}" for (_, source), names in groups]
    return sorted(set(plain), key=str.lower) + joined


def _member(name: str) -> tuple[int, str, str]:
    """Return what isort orders imported names by: constants, classes, then the rest."""
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower(), name


def _arranged(package: str, lines: list[str], stars: list[str]) -> str:
    """Put the future first, then the standard library, other libraries, and the package itself.

    Star imports come before them, in the notebook's order: what is imported by name wins over what they bring. A
    comment keeps tools that sort imports from changing that.
    """
    groups: list[list[str]] = [[], [], [], []]
    for line in lines:
        root = line.split()[1].partition(".")[0]
        index = (
            0
            if root == "__future__"
            else 1 if root in sys.stdlib_module_names else 3 if root == package else 2
        )
        groups[index].append(line)
    fence = ["# isort: split"] if stars and any(groups[1:]) else []
    ordered = [groups[0], stars, fence, *groups[1:]]
    return "\n\n".join("\n".join(group) for group in ordered if group)
