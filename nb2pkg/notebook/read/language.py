"""Which language a notebook or a cell says it is written in."""

from __future__ import annotations

import re

from nb2pkg.typed import Any

_NO_LANGUAGE = ("plaintext",)  # what an editor writes before a kernel was chosen
_SECTIONS = (
    ("kernelspec", "language"),
    ("language_info", "name"),
    ("application/vnd.databricks.v1+notebook", "language"),
)
_KERNEL_LANGUAGES = (("ir", "r"), ("julia", "julia"), ("python", "python"), ("scala", "scala"))


def language_of(metadata: dict[str, Any], raw_cells: list[dict[str, Any]]) -> str | None:
    """Ask the places that may name the language, the most deliberate first; None where none does."""
    for section, key in _SECTIONS:
        part = metadata.get(section)
        name = part.get(key) if isinstance(part, dict) else None
        if isinstance(name, str) and name.strip() and name not in _NO_LANGUAGE:
            return _language_name(name)
    named = {_language_name(cell["language"]) for cell in raw_cells if _says(cell)}
    if len(named) == 1:  # cells of format 3 say it themselves
        return named.pop()
    kernel = (kernel_of(metadata) or "").lower()
    for prefix, language in _KERNEL_LANGUAGES:
        if kernel == prefix or re.match(rf"{prefix}\W|{prefix}\d", kernel):
            return language
    return None


def editor_language(raw: dict[str, Any]) -> str | None:
    """Return the language an editor has marked a cell with, unless it is Python."""
    metadata = raw.get("metadata")
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    name = editor.get("languageId") if isinstance(editor, dict) else None
    if not isinstance(name, str) or _language_name(name) in ("python", "", *_NO_LANGUAGE):
        return None
    return name


def kernel_of(metadata: dict[str, Any]) -> str | None:
    """Return the name of the kernel that a notebook asks for."""
    kernelspec = metadata.get("kernelspec")
    name = kernelspec.get("name") if isinstance(kernelspec, dict) else None
    return name if isinstance(name, str) and name else None


def _says(cell: dict[str, Any]) -> bool:
    return isinstance(cell.get("language"), str) and bool(cell["language"].strip())


def _language_name(name: str) -> str:
    name = name.strip().lower()
    return "python" if name == "python" or re.fullmatch(r"i?python ?\d*(\.\d+)*", name) else name
