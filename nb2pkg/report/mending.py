"""What `fix` does to a notebook, or would do: for people and for programs."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from nb2pkg.lint.fix.model import Left, Mending, Move
from nb2pkg.lint.model import Finding
from nb2pkg.lint.rule import cell_name
from nb2pkg.mending.model import Fixed, Proof
from nb2pkg.notebook.model import Cell, Notebook, Place
from nb2pkg.report import Report
from nb2pkg.report.json import SCHEMA, finding_dicts
from nb2pkg.report.text import WIDTH, place_name, printable, source_line
from nb2pkg.secrets import without_secrets


def to_text(done: Sequence[Fixed]) -> str:
    """Return what was done, or would be, notebook by notebook, and a closing line."""
    lines = [line for each in done for line in _lines(each)]
    return "\n".join([*lines, _summary(done)]) + "\n"


def to_json(done: Sequence[Fixed]) -> str:
    """Return the same as one JSON document."""
    data = {"schema": SCHEMA, "notebooks": [_notebook(each) for each in done]}
    return json.dumps(data, indent=2) + "\n"


def of_copy(mending: Mending) -> dict[str, Any]:
    """Return the JSON object of what was done to a copy of a notebook."""
    told = _notebook(Fixed(mending.before.path, mending, is_written=True))
    return {key: told[key] for key in ("changed", "order", "moves", "mended", "left")}


def told_of_copy(mending: Mending | None) -> str:
    """Say what was moved in a copy of a notebook; cells are called by their new places from then on."""
    if mending is None or not mending.is_changed:
        return ""
    lines = [f"in a copy, {line}" for line in move_lines(mending, done=True)]
    last = "the notebook itself stays as it is; cells are counted as in the copy"
    return "".join(f"{printable(mending.before.path)}: {line}\n" for line in [*lines, last])


def move_lines(mending: Mending, *, done: bool) -> Iterator[str]:
    """Yield a line for each cell that moves."""
    for move in mending.moves:
        yield f"{'moved' if done else 'would move'} {_told(mending, move)}"


def _lines(fixed: Fixed) -> Iterator[str]:
    if fixed.unreadable is not None:
        finding = fixed.unreadable
        yield f"{printable(fixed.path)}: {finding.code} {printable(finding.message)}"
        return
    mending = fixed.mending
    path = printable(fixed.path)
    yield from (f"{path}: {line}" for line in move_lines(mending, done=fixed.is_written))
    if mending.is_changed and not fixed.is_written:
        yield from _diff(fixed)
    mended = "mended" if fixed.is_written else "would be mended"
    yield from (f"{path}: {_finding(mending.before, f)}: {mended}" for f in mending.mended)
    yield from (_left(fixed, left) for left in mending.left)
    if fixed.proof is not None:
        said = "proven" if fixed.proof.is_proven else "not proven, and not written"
        yield f"{path}: {said}: {printable(without_secrets(fixed.proof.reason))}"
    if fixed.problem:
        yield f"{path}: not written: {printable(fixed.problem)}"


def _told(mending: Mending, move: Move) -> str:
    before = mending.before
    texts = f" with {_texts(move.texts)}" if move.texts else ""
    to = "to the end" if move.above is None else f"above {cell_name(before.cell(move.above))}"
    return f"{cell_name(before.cell(move.cell))}{texts} {to}"


def _texts(texts: Sequence[int]) -> str:
    if len(texts) == 1:
        return f"the text above it (cell {texts[0]})"
    return f"the texts above it (cells {texts[0]} to {texts[-1]})"


def _finding(notebook: Notebook, finding: Finding) -> str:
    cell = cell_name(notebook.cell(finding.place.cell)) if finding.place else "the notebook"
    about = f" `{finding.variable}`" if finding.variable else ""
    return f"{finding.code}{about} in {cell}"


def _as_is(fixed: Fixed, left: Left) -> Finding:
    """Return a finding as the file that is on disk has it."""
    return left.finding if fixed.is_written or left.before is None else left.before


def _left(fixed: Fixed, left: Left) -> str:
    """Say what is left, where the file as it is now has it."""
    finding = _as_is(fixed, left)
    weak = "" if finding.severity == "error" else f" ({finding.severity})"
    count = "" if finding.execution_count is None else f" In [{finding.execution_count}]:"
    where = printable(place_name(fixed.path, finding.place))
    message, why = printable(finding.message), printable(left.why)
    return f"{where}: {finding.code}{weak}{count} {message}\n     = left: {why}"


def _diff(fixed: Fixed) -> Iterator[str]:
    """Yield a unified diff of the order, a line for each cell."""
    before = fixed.mending.before
    lines = [_first_line(before, cell) for cell in before.cells]
    new = [lines[number - 1] for number in fixed.mending.order]
    path = printable(fixed.path)
    yield from difflib.unified_diff(lines, new, path, f"{path} (mended)", lineterm="", n=2)


def _first_line(notebook: Notebook, cell: Cell) -> str:
    lines = cell.source.split("\n")
    line = next((n for n, text in enumerate(lines, 1) if text.strip()), 1)
    text = source_line(notebook, Place(cell.number, line, 1, line, 1)).strip()[: WIDTH - 20]
    if cell.kind != "code":
        return f"cell {cell.number} ({cell.kind}): {text}"
    return f"{cell_name(cell)}: {text}"


def _summary(done: Sequence[Fixed]) -> str:
    written = [each for each in done if each.is_written]
    would = [each for each in done if each.mending.is_changed and not each.is_written]
    left = sum(len(each.mending.left) for each in done)
    told = [f"moved {_cells(written)}"] if written else []
    told += [f"would move {_cells(would)}"] if would else []
    told = told or ["nothing to move"]
    findings = f"{left} finding{'s' * (left != 1)} left" if left else "nothing left"
    unreadable = sum(each.unreadable is not None for each in done)
    unwritten = sum(bool(each.problem) for each in done)
    lost = [_could_not(unreadable, "read"), _could_not(unwritten, "written")]
    if not left and len(done) == unreadable:
        return f"{lost[0]}."
    said = "; ".join(each for each in (*told, findings, *lost) if each)
    return f"{said[0].upper()}{said[1:]}."


def _cells(done: Sequence[Fixed]) -> str:
    moves = sum(len(each.mending.moves) for each in done)
    return f"{moves} cell{'s' * (moves > 1)} in {len(done)} notebook{'s' * (len(done) > 1)}"


def _could_not(count: int, done: str) -> str:
    return f"{count} notebook{'s' * (count > 1)} could not be {done}" if count else ""


def _notebook(fixed: Fixed) -> dict[str, Any]:
    mending = fixed.mending
    if fixed.unreadable is not None:
        report = Report(fixed.path, (fixed.unreadable,))
        return {
            "path": fixed.path,
            "changed": False,
            "written": False,
            "order": [],
            "moves": [],
            "mended": [],
            "left": finding_dicts(report),
            "problem": fixed.unreadable.message,
            "proof": None,
        }
    return {
        "path": fixed.path,
        "changed": mending.is_changed,
        "written": fixed.is_written,
        "order": list(mending.order),
        "moves": [_move(mending.before, move) for move in mending.moves],
        "mended": finding_dicts(Report(fixed.path, mending.mended, mending.before)),
        "left": [
            {**found, "why": left.why, "guess": left.is_guess}
            for found, left in zip(_left_dicts(fixed), mending.left, strict=True)
        ],
        "problem": fixed.problem or None,
        "proof": _proof(fixed.proof),
    }


def _proof(proof: Proof | None) -> dict[str, Any] | None:
    if proof is None:
        return None
    reason = without_secrets(proof.reason)
    return {"proven": proof.is_proven, "reason": reason, "compared": proof.compared}


def _left_dicts(fixed: Fixed) -> list[dict[str, Any]]:
    """Return what is left, as the file that is on disk has it."""
    findings = tuple(_as_is(fixed, left) for left in fixed.mending.left)
    notebook = fixed.mending.after if fixed.is_written else fixed.mending.before
    return finding_dicts(Report(fixed.path, findings, notebook))


def _move(notebook: Notebook, move: Move) -> dict[str, Any]:
    cell = notebook.cell(move.cell)
    return {
        "cell": move.cell,
        "cell_id": cell.id,
        "execution_count": cell.execution_count,
        "to": move.place,
        "above": move.above,
        "texts": list(move.texts),
    }
