"""A file becomes a Notebook; the only user of nbformat, and that only for what is older than format 4."""

from __future__ import annotations

import re
from typing import Any

from nb2pkg.document import MAX_SIZE, decode, load, read_bytes
from nb2pkg.errors import UnreadableNotebookError
from nb2pkg.model import Cell, Notebook
from nb2pkg.shape import cells_of, require_notebook

__all__ = ["load_raw", "parse", "parse_raw", "read", "read_bytes"]

_LAST_MINOR = 5
_OUTPUT_TYPES = frozenset(
    {"execute_result", "display_data", "stream", "error", "pyout", "pyerr"}  # py…: format 3
)
_NO_LANGUAGE = ("plaintext",)  # what an editor writes before a kernel was chosen
_KERNEL_LANGUAGES = (("ir", "r"), ("julia", "julia"), ("python", "python"), ("scala", "scala"))


def read(path: str, max_size: int = MAX_SIZE) -> Notebook:
    """Return the notebook at a path (`-`: standard input), or raise UnreadableNotebookError."""
    return parse(read_bytes(path, max_size), path)


def parse(data: bytes, path: str) -> Notebook:
    """Return the notebook that these bytes of a file hold, or raise UnreadableNotebookError."""
    text, warnings = decode(data, path)
    raw, more = load(text, path)
    warnings += more
    form = require_notebook(raw, path, warnings)
    raw_cells = cells_of(raw, form, path)
    cells = tuple(_cell(number, cell, warnings) for number, cell in enumerate(raw_cells, 1))
    _warn_about_ids(cells, form, warnings)
    metadata = raw["metadata"]
    return Notebook(
        path=path,
        cells=cells,
        language=_language(metadata, raw_cells),
        kernel=_kernel(metadata),
        format=form,
        warnings=tuple(warnings),
    )


def load_raw(path: str, max_size: int = MAX_SIZE) -> dict[str, Any]:
    """Return a notebook's JSON in format 4, for rewriting or running it."""
    return parse_raw(read_bytes(path, max_size), path)


def parse_raw(data: bytes, path: str) -> dict[str, Any]:
    """Return the JSON in format 4 of a notebook's bytes; texts kept as lists of lines are joined.

    Nothing is added, so cells that have no id in the file have none here, and the same bytes give
    the same result. A notebook of format 3 becomes one of format 4.4, whose cells need no ids.
    """
    text, _ = decode(data, path)
    raw, _ = load(text, path)
    form = require_notebook(raw, path, [])
    cells_of(raw, form, path)
    if form[0] == 3:  # noqa: PLR2004
        return _upgraded(raw, path)
    for cell in raw["cells"]:
        cell.setdefault("source", "")
        _join_lines(cell)
    return raw


def _cell(number: int, raw: dict[str, Any], warnings: list[str]) -> Cell:
    kind = raw.get("cell_type")
    if kind not in ("code", "markdown", "raw"):
        warnings.append(f"cell {number}: unknown cell type {kind!r}")
        kind = kind if isinstance(kind, str) else "unknown"
    language = _editor_language(raw) if kind == "code" else None
    if language is not None:
        warnings.append(f"cell {number}: written in {language}, not looked into")
        kind = language
    outputs = _outputs(number, raw, warnings) if kind == "code" else []
    return Cell(
        number=number,
        kind=kind,
        source=_clean(number, _joined(raw.get("source", "")), warnings),
        id=raw["id"] if isinstance(raw.get("id"), str) else None,
        execution_count=_count(number, raw, warnings),
        tags=_tags(number, raw, warnings),
        failed=any(output.get("output_type") in ("error", "pyerr") for output in outputs),
        has_output=bool(outputs),
    )


def _editor_language(raw: dict[str, Any]) -> str | None:
    """Return the language an editor has marked a cell with, unless it is Python."""
    metadata = raw.get("metadata")
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    name = editor.get("languageId") if isinstance(editor, dict) else None
    if not isinstance(name, str) or _language_name(name) in ("python", "", *_NO_LANGUAGE):
        return None
    return name


def _joined(value: str | list[str]) -> str:
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
        output.get("output_type") not in _OUTPUT_TYPES for output in known
    ):
        warnings.append(f"cell {number}: unknown type of output")
    return known


def _warn_about_ids(cells: tuple[Cell, ...], form: tuple[int, int], warnings: list[str]) -> None:
    ids = [cell.id for cell in cells if cell.id is not None]
    if len(set(ids)) < len(ids):
        warnings.append("cell ids are not unique: cells are told apart by position")
    if ids and form < (4, _LAST_MINOR):
        warnings.append(f"cells have ids, which format {form[0]}.{form[1]} does not know")


def _kernel(metadata: dict[str, Any]) -> str | None:
    kernelspec = metadata.get("kernelspec")
    name = kernelspec.get("name") if isinstance(kernelspec, dict) else None
    return name if isinstance(name, str) and name else None


def _language(metadata: dict[str, Any], raw_cells: list[dict[str, Any]]) -> str:
    """Ask the places that may name the language, the most deliberate first."""
    for section, key in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(section)
        name = part.get(key) if isinstance(part, dict) else None
        if isinstance(name, str) and name.strip() and name not in _NO_LANGUAGE:
            return _language_name(name)
    named = {_language_name(cell["language"]) for cell in raw_cells if _says(cell)}
    if len(named) == 1:  # cells of format 3 say it themselves
        return named.pop()
    kernel = (_kernel(metadata) or "").lower()
    for prefix, language in _KERNEL_LANGUAGES:
        if kernel == prefix or re.match(rf"{prefix}\W|{prefix}\d", kernel):
            return language
    return "python"


def _says(cell: dict[str, Any]) -> bool:
    return isinstance(cell.get("language"), str) and bool(cell["language"].strip())


def _language_name(name: str) -> str:
    name = name.strip().lower()
    return "python" if re.fullmatch(r"i?python ?\d*(\.\d+)*", name) else name


def _join_lines(cell: dict[str, Any]) -> None:
    cell["source"] = _joined(cell["source"])
    for output in cell.get("outputs") or ():
        if not isinstance(output, dict):
            continue
        if isinstance(output.get("text"), list):
            output["text"] = "".join(map(str, output["text"]))
        _join_bundle(output.get("data"))
    for bundle in (cell.get("attachments") or {}).values():
        _join_bundle(bundle)


def _join_bundle(bundle: object) -> None:
    """Join the texts of a MIME bundle; JSON values are left alone, they may really be lists."""
    if not isinstance(bundle, dict):
        return
    for mime, value in bundle.items():
        is_json = mime == "application/json" or mime.endswith("+json")
        if not is_json and isinstance(value, list) and all(isinstance(v, str) for v in value):
            bundle[mime] = "".join(value)


def _upgraded(raw: dict[str, Any], path: str) -> dict[str, Any]:
    """Upgrade format 3 by nbformat, without the random ids it gives: they differ at every reading."""
    import json
    import warnings

    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            node = nbformat.reads(json.dumps(raw), as_version=4)
    except Exception as error:  # nbformat lets errors of every kind through
        raise UnreadableNotebookError(path, f"cannot be upgraded to format 4: {error}") from error
    node["nbformat_minor"] = 4
    for cell in node["cells"]:
        cell.pop("id", None)
    made: dict[str, Any] = json.loads(json.dumps(node))
    return made
