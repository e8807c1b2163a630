"""One cell of a notebook's JSON becomes a Cell; what is odd about it becomes a warning."""

from __future__ import annotations

from nb2pkg.notebook.model import Cell
from nb2pkg.notebook.read.language import editor_language
from nb2pkg.typed import Any

_WITH_IDS = (4, 5)  # the first format whose cells have ids
_OUTPUT_TYPES = frozenset(
    {"execute_result", "display_data", "stream", "error", "pyout", "pyerr"}  # py…: format 3
)


def make_cell(number: int, raw: dict[str, Any], warnings: list[str]) -> Cell:
    """Return the cell at a 1-based position."""
    kind = raw.get("cell_type")
    if kind not in ("code", "markdown", "raw"):
        warnings.append(f"cell {number}: unknown cell type {_brief(kind)}")
        kind = kind if isinstance(kind, str) else "unknown"
    language = editor_language(raw) if kind == "code" else None
    if language is not None:
        warnings.append(f"cell {number}: written in {language}, not looked into")
        kind = language
    outputs = _outputs(number, raw, warnings) if kind == "code" else []
    return Cell(
        number=number,
        kind=kind,
        source=_clean(number, joined(raw.get("source", "")), warnings),
        id=raw["id"] if isinstance(raw.get("id"), str) else None,
        execution_count=_count(number, raw, warnings),
        tags=_tags(number, raw, warnings),
        has_failed=any(output.get("output_type") in ("error", "pyerr") for output in outputs),
        has_output=bool(outputs),
    )


def warn_about_ids(cells: tuple[Cell, ...], form: tuple[int, int], warnings: list[str]) -> None:
    """Say where ids cannot tell cells apart, or should not be there."""
    ids = [cell.id for cell in cells if cell.id is not None]
    if len(set(ids)) < len(ids):
        warnings.append("cell ids are not unique: cells are told apart by position")
    if ids and form < _WITH_IDS:
        warnings.append(f"cells have ids, which format {form[0]}.{form[1]} does not know")


def joined(value: str | list[str]) -> str:
    """Return a text that may be kept as a list of lines."""
    return value if isinstance(value, str) else "".join(value)


def _clean(number: int, source: str, warnings: list[str]) -> str:
    """Normalise line ends to LF; drop a byte order mark and form feeds where the cell begins."""
    if "\r" in source:
        source = source.replace("\r\n", "\n")
        if "\r" in source:
            warnings.append(f"cell {number}: lone carriage returns read as line ends")
            source = source.replace("\r", "\n")
    if source[:1] in ("\ufeff", "\f"):
        warnings.append(f"cell {number}: byte order mark or form feed at its start ignored")
        source = source.lstrip("\ufeff\f")
    return source


def _count(number: int, raw: dict[str, Any], warnings: list[str]) -> int | None:
    count = raw.get("execution_count")
    if count is None:
        return None
    if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
        return count
    warnings.append(f"cell {number}: its execution count is not a number")
    return None


def _tags(number: int, raw: dict[str, Any], warnings: list[str]) -> frozenset[str]:
    metadata = raw.get("metadata")
    if not isinstance(metadata, dict):
        if metadata is not None:
            warnings.append(f"cell {number}: its metadata is not an object")
        return frozenset()
    tags = metadata.get("tags", [])
    if not isinstance(tags, list):
        warnings.append(f"cell {number}: its tags are not a list, and are ignored")
        return frozenset()
    return frozenset(tag for tag in tags if isinstance(tag, str))


def _outputs(number: int, raw: dict[str, Any], warnings: list[str]) -> list[dict[str, Any]]:
    outputs = raw.get("outputs")
    if not isinstance(outputs, list):
        warnings.append(f"cell {number}: a code cell without a list of outputs")
        return []
    known = [output for output in outputs if isinstance(output, dict)]
    if len(known) < len(outputs) or any(
        str(output.get("output_type")) not in _OUTPUT_TYPES for output in known
    ):
        warnings.append(f"cell {number}: unknown type of output")
    return known


def _brief(value: object) -> str:
    """Return a value as it may be told: of a stranger's JSON, no more than fits on a line."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
