"""Secrets that the package takes from the environment: the notebook's own values, for the runs of a verification."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from nb2pkg.notebook.model import Place
from nb2pkg.verify.model import Side, Verification
from nb2pkg.verify.project import Project

_MASK = "****"


def find_secret_values(notebook: Path, data: bytes, project: Project) -> dict[str, str]:
    """Return the variables that the package looks up, with what stands in the notebook's bytes in their place.

    Where the notebook has no literal there any more, the caller's own variable of that name is handed on.
    """
    if not project.hidden:
        return {}
    from nb2pkg.analysis.rewriting.hoist import hoisted
    from nb2pkg.analysis.scan import scan
    from nb2pkg.notebook.read import parse

    original = parse(data, str(notebook))
    program = scan(hoisted(original)[0] if project.scores else original)
    found: dict[str, str] = {}
    for variable, place in project.hidden:
        code = program.codes.get(place.cell)
        value = _literal(code.text, place) if code else None
        value = os.environ.get(variable) if value is None else value
        if value is not None:
            found.setdefault(variable, value)
    return found


def _literal(source: str, place: Place) -> str | None:
    """Return the text that a literal at a place stands for, or None where there is none."""
    lines = source.split("\n")[place.line - 1 : place.end_line]
    if not lines:
        return None
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    try:
        value = ast.literal_eval("(" + "\n".join(lines) + ")")
    except (SyntaxError, ValueError):
        return None
    return value if isinstance(value, str) else None


def without(values: Mapping[str, str], checked: Verification) -> Verification:
    """Return a verification that shows none of these values; what is known of a result that holds one is left out."""
    texts = sorted({text for text in values.values() if text}, key=len, reverse=True)
    if not texts:
        return checked

    def mask(text: str) -> str:
        for hidden in texts:
            text = text.replace(hidden, _MASK)
        return text

    return checked._replace(
        differences=tuple(
            d._replace(notebook=mask(d.notebook), package=mask(d.package))
            for d in checked.differences
        ),
        notes=tuple(map(mask, checked.notes)),
        expected=tuple(e for e in checked.expected if not any(text in e[1] for text in texts)),
        outputs=tuple(
            o._replace(
                notebook=_masked(o.notebook, mask),
                package=_masked(o.package, mask),
                source=mask(o.source),
            )
            for o in checked.outputs
        ),
        divergence=checked.divergence
        and checked.divergence._replace(statement=mask(checked.divergence.statement)),
        changing=tuple(c._replace(text=mask(c.text)) for c in checked.changing),
        serving=tuple(s._replace(reason=s.reason and mask(s.reason)) for s in checked.serving),
    )


def _masked(side: Side, mask: Callable[[str], str]) -> Side:
    return side._replace(text=mask(side.text), tables=tuple(map(mask, side.tables)))
