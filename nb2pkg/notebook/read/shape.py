"""What a notebook's JSON must look like before anybody relies on it."""

from __future__ import annotations

from nb2pkg.errors import UnreadableNotebookError
from nb2pkg.typed import Any

OLD = 3  # the format before the present one, which can still be read
_LAST_MINOR = 5
_HEADINGS = range(1, 7)
_TEXT = {str}
_CONVERT = "convert it first: jupyter nbconvert --to notebook"


def require_notebook(raw: dict[str, Any], path: str, warnings: list[str]) -> tuple[int, int]:
    """Return the format of a notebook and check its outer shape, or raise UnreadableNotebookError."""
    major = _major(raw, path)
    given = raw.get("nbformat_minor")
    minor: int | None = given if _is_int(given) else None
    if minor is None:
        warnings.append("nbformat_minor is missing or not a number, taken as 0")
        minor = 0
    if major == OLD:
        warnings.append("notebook format 3 is old: read as format 4, jupyter nbconvert upgrades it")
    elif minor > _LAST_MINOR:
        warnings.append(f"notebook format {major}.{minor} is newer than {major}.{_LAST_MINOR}")
    if not isinstance(raw.get("metadata"), dict):
        raise UnreadableNotebookError(
            path, f"not a notebook: its metadata is {_what(raw, 'metadata')}"
        )
    return major, minor


def cells_of(raw: dict[str, Any], form: tuple[int, int], path: str) -> list[dict[str, Any]]:
    """Return the cells in format 4's shape, or raise UnreadableNotebookError."""
    if form[0] == OLD:
        old = [cell for sheet in _worksheets(raw, path) for cell in _list_of_cells(sheet, path)]
        cells = [_upgraded(number, cell, path) for number, cell in enumerate(old, 1)]
    else:
        cells = _list_of_cells(raw, path)
    for number, cell in enumerate(cells, 1):
        source = cell.get("source")
        if isinstance(source, str) or ("source" not in cell and not _known(cell)):
            continue
        if not isinstance(source, list):
            reason = f"cell {number}: its source is {_what(cell, 'source')}"
            raise UnreadableNotebookError(path, reason)
        if not set(map(type, source)) <= _TEXT:
            raise UnreadableNotebookError(path, f"cell {number}: its source holds more than text")
    return cells


def _major(raw: dict[str, Any], path: str) -> int:
    major = raw.get("nbformat")
    if "nbformat" not in raw:
        reason = "not a notebook: it has no nbformat number"
    elif isinstance(major, str):
        reason = f"nbformat is the text {major[:20]!r}, not a number"
    elif not _is_int(major):
        reason = f"nbformat is {_what(raw, 'nbformat')}, not a number"
    elif major in (3, 4):
        return int(major)
    elif major in (1, 2):
        raise UnreadableNotebookError(path, f"notebook format {major} is too old", _CONVERT)
    else:
        reason = f"notebook format {str(major)[:20]} is not known, only 3 and 4 are"
    raise UnreadableNotebookError(path, reason)


def _worksheets(raw: dict[str, Any], path: str) -> list[dict[str, Any]]:
    sheets = raw.get("worksheets")
    if not isinstance(sheets, list) or not all(isinstance(sheet, dict) for sheet in sheets):
        raise UnreadableNotebookError(path, "not a notebook of format 3: it has no worksheets")
    return sheets


def _list_of_cells(holder: dict[str, Any], path: str) -> list[dict[str, Any]]:
    cells = holder.get("cells")
    if not isinstance(cells, list):
        raise UnreadableNotebookError(
            path, f"not a notebook: its cells are {_what(holder, 'cells')}"
        )
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict):
            raise UnreadableNotebookError(path, f"cell {number} is not an object")
    return cells


def _upgraded(number: int, old: dict[str, Any], path: str) -> dict[str, Any]:
    """Return a cell of format 3 in the words of format 4."""
    new = dict(old)
    kind = old.get("cell_type")
    if kind == "code":
        new["source"] = old.get("input", "")
        new["execution_count"] = old.get("prompt_number")
    elif kind == "heading":
        new["cell_type"] = "markdown"
        new["source"] = _heading(number, old, path)
    elif kind == "html":
        new["cell_type"] = "markdown"
    return new


def _known(cell: dict[str, Any]) -> bool:
    return cell.get("cell_type") in ("code", "markdown", "raw")


def _heading(number: int, old: dict[str, Any], path: str) -> str:
    level, source = old.get("level", 1), old.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not _is_int(level) or level not in _HEADINGS or not isinstance(source, str):
        raise UnreadableNotebookError(path, f"cell {number}: a heading without a level or text")
    return f"{'#' * level} {' '.join(source.splitlines())}"


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _what(holder: dict[str, Any], key: str) -> str:
    if key not in holder:
        return "missing"
    value = holder[key]
    if value is None:
        return "null"
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
    return names.get(type(value), "a number")
