"""A notebook's JSON made ready for rewriting or running; the only user of nbformat, for format 3."""

from __future__ import annotations

from nb2pkg.errors import UnreadableNotebookError
from nb2pkg.notebook.read.cells import joined
from nb2pkg.typed import Any


def join_lines(cell: dict[str, Any]) -> None:
    """Join what a cell keeps as lists of lines."""
    cell["source"] = joined(cell["source"])
    for output in cell.get("outputs") or ():
        if not isinstance(output, dict):
            continue
        if isinstance(output.get("text"), list):
            output["text"] = "".join(map(str, output["text"]))
        _join_bundle(output.get("data"))
    for bundle in (cell.get("attachments") or {}).values():
        _join_bundle(bundle)


def upgraded(raw: dict[str, Any], path: str) -> dict[str, Any]:
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


def _join_bundle(bundle: object) -> None:
    """Join the texts of a MIME bundle; JSON values are left alone, they may really be lists."""
    if not isinstance(bundle, dict):
        return
    for mime, value in bundle.items():
        is_json = mime == "application/json" or mime.endswith("+json")
        if not is_json and isinstance(value, list) and all(isinstance(v, str) for v in value):
            bundle[mime] = "".join(value)
