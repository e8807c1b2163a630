"""The dependency graph as a picture: cells as boxes, stages as columns, arrows for what flows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from nb2pkg.errors import Nb2pkgError
from nb2pkg.lint.rule import cell_name
from nb2pkg.report.text import first_line
from nb2pkg.stage import Stage

if TYPE_CHECKING:
    from nb2pkg.report import Report

_COLUMNS: Final = (
    Stage.SETUP,
    Stage.INGEST,
    Stage.FEATURES,
    Stage.TRAIN,
    Stage.EVALUATE,
    Stage.INFER,
    Stage.EXPLORE,
)
_COLOURS: Final = ("#e8e8e8", "#d4e6f9", "#d8f0d8", "#fde6c8", "#f6d5dc", "#e6dbf5", "#f5f5ee")
_WIDTH, _HEIGHT, _GAP, _ACROSS = 190, 34, 14, 240
_SHOWN: Final = 26  # characters that fit into a box
_STYLE: Final = "path:hover { stroke: #b03a2e; stroke-opacity: 1; stroke-width: 2.5 }"


@dataclass(frozen=True, slots=True)
class Box:
    """The statements of one cell with one stage, and what is found about hidden state in the cell."""

    key: str
    stage: Stage
    text: str
    short: str  # what fits into a box
    findings: tuple[str, ...] = ()


def drawing(report: Report, suffix: str) -> str:
    """Return the graph of a report as .dot, .mmd, .svg or .html text."""
    makers = {".dot": _dot, ".mmd": _mermaid, ".svg": _svg, ".html": _html}
    if suffix not in makers:
        raise Nb2pkgError(
            f"a graph can be drawn as {', '.join(makers)}, not as {suffix or 'a file without suffix'}"
        )
    return makers[suffix](*_boxes(report))


def _boxes(report: Report) -> tuple[list[Box], dict[tuple[str, str], list[str]]]:
    if report.graph is None or report.labels is None:
        raise Nb2pkgError(f"{report.path} has no graph to draw")
    told: defaultdict[int, list[str]] = defaultdict(list)
    for finding in report.findings:
        if finding.place is not None and finding.code.startswith("NB1"):
            told[finding.place.cell].append(f"{finding.code} {finding.message}")
    home: dict[int, Box] = {}
    found: dict[str, Box] = {}
    for statement in report.graph.program.statements:
        stage = report.labels[statement.id].stage
        key = f"c{statement.cell}_{stage.value}"
        cell = report.graph.program.notebook.cell(statement.cell)
        text = _cut(f"{cell_name(cell)}: {first_line(report, statement)}", 60)
        short = f"cell {cell.number}: {first_line(report, statement)}"
        box = Box(key, stage, text, _cut(short, _SHOWN), tuple(told[cell.number]))
        home[statement.id] = found.setdefault(key, box)
    arrows: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for edge in report.graph.dependencies:
        pair = (home[edge.source].key, home[edge.target].key)
        is_import = home[edge.source].stage is Stage.SETUP
        if (
            edge.kind == "flow"
            and pair[0] != pair[1]
            and not is_import
            and str(edge.name) not in arrows[pair]
        ):
            arrows[pair].append(str(edge.name))
    return list(found.values()), {pair: names for pair, names in arrows.items() if names}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _label(names: list[str]) -> str:
    return ", ".join(names[:3]) + (", …" if len(names) > 3 else "")


def _dot(boxes: list[Box], arrows: dict[tuple[str, str], list[str]]) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    lines = ["digraph notebook {", "  rankdir=LR; node [shape=box, fontname=monospace];"]
    for stage in _COLUMNS:
        members = [box for box in boxes if box.stage is stage]
        if members:
            lines.append(f"  subgraph cluster_{stage.value} {{ label={stage.value};")
            lines += [f"    {box.key} [label={quoted(box.text)}];" for box in members]
            lines.append("  }")
    lines += [
        f"  {one} -> {other} [label={quoted(_label(names))}];"
        for (one, other), names in arrows.items()
    ]
    return "\n".join([*lines, "}"]) + "\n"


def _mermaid(boxes: list[Box], arrows: dict[tuple[str, str], list[str]]) -> str:
    def safe(text: str) -> str:
        return escape(text, quote=True).replace("&#x27;", "#39;").replace("&quot;", "#quot;")

    lines = ["flowchart LR"]
    for stage in _COLUMNS:
        members = [box for box in boxes if box.stage is stage]
        if members:
            lines.append(f"  subgraph {stage.value}")
            lines += [f'    {box.key}["{safe(box.text)}"]' for box in members]
            lines.append("  end")
    lines += [
        f'  {one} -->|"{safe(_label(names))}"| {other}' for (one, other), names in arrows.items()
    ]
    return "\n".join(lines) + "\n"


def _svg(boxes: list[Box], arrows: dict[tuple[str, str], list[str]]) -> str:
    columns = [stage for stage in _COLUMNS if any(box.stage is stage for box in boxes)]
    places: dict[str, tuple[int, int]] = {}
    parts = []
    for index, stage in enumerate(columns):
        left = 20 + index * _ACROSS
        parts.append(f'<text x="{left}" y="24" font-weight="bold">{stage.value}</text>')
        for row, box in enumerate(b for b in boxes if b.stage is stage):
            places[box.key] = (left, 40 + row * (_HEIGHT + _GAP))
            parts.append(_rectangle(box, *places[box.key]))
    # arrows lie below the boxes, so that they strike out no text
    lines = [
        _arrow(places[one], places[other], _label(names)) for (one, other), names in arrows.items()
    ]
    width = 40 + len(columns) * _ACROSS
    height = 80 + max((y for _, y in places.values()), default=0)
    marker = '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" '
    marker += 'markerWidth="7" markerHeight="7" orient="auto">'
    marker += '<path d="M0,0 L8,4 L0,8 z" fill="#555"/></marker></defs>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'font-family="sans-serif" font-size="13" style="max-width: 100%">'
        f"<style>{_STYLE}</style>{marker}\n" + "\n".join([*lines, *parts]) + "\n</svg>\n"
    )


def _rectangle(box: Box, left: int, top: int) -> str:
    """Draw a box; one with hidden state in its cell has a red border and tells of it."""
    colour = _COLOURS[_COLUMNS.index(box.stage)]
    border = 'stroke="#c0392b" stroke-width="2.5"' if box.findings else 'stroke="#777"'
    title = "\n".join([box.text, *box.findings])
    return (
        f'<g><title>{escape(title)}</title><rect x="{left}" y="{top}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'rx="5" fill="{colour}" {border}/><text x="{left + 8}" y="{top + 21}" font-size="11" '
        f'font-family="monospace">{escape(box.short)}</text></g>'
    )


def _arrow(one: tuple[int, int], other: tuple[int, int], names: str) -> str:
    x1, y1 = one[0] + _WIDTH, one[1] + _HEIGHT // 2
    x2, y2 = other[0], other[1] + _HEIGHT // 2
    if other[0] <= one[0]:  # the same column or one further left: bend around the left side
        x1, bend = one[0], one[0] - 18
        if other[0] < one[0]:
            x2, bend = other[0] + _WIDTH, (one[0] + other[0] + _WIDTH) // 2
    else:
        bend = (x1 + x2) // 2
    return (
        f'<path d="M{x1},{y1} C{bend},{y1} {bend},{y2} {x2},{y2}" fill="none" stroke="#555" stroke-opacity="0.55" '
        f'marker-end="url(#tip)"><title>{escape(names)}</title></path>'
    )


def _html(boxes: list[Box], arrows: dict[tuple[str, str], list[str]]) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Dependency graph</title></head>\n'
        f'<body style="margin:1rem">\n{_svg(boxes, arrows)}</body></html>\n'
    )
