"""No secret of the notebook stands in a generated file: the last look at every text."""

from __future__ import annotations

import io
import tokenize
from typing import TYPE_CHECKING, Any

from nb2pkg.errors import CannotExtractError
from nb2pkg.secrets import find_secrets, masked, without_secrets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nb2pkg.extraction.blueprint import Plan


def concealed(files: Mapping[str, str], plan: Plan) -> dict[str, str]:
    """Return the files with the notebook's secrets masked in comments and prose.

    Raises CannotExtractError where one would still stand in code.
    """
    found = {path: _concealed(path, text, plan) for path, text in files.items()}
    for text in found.values():
        if any(secret in text for secret in plan.configuration.secrets):
            reasons = tuple(dict.fromkeys(_places(plan, text)))
            raise CannotExtractError(plan.program.notebook.path, reasons)
    return found


def _concealed(path: str, text: str, plan: Plan) -> str:
    if not any(secret in text for secret in plan.configuration.secrets):
        return text
    return _in_comments(text, plan) if path.endswith(".py") else _replaced(text, plan)


def _replaced(text: str, plan: Plan) -> str:
    for secret in plan.configuration.secrets:
        text = text.replace(secret, masked(secret))
    return text


def _in_comments(source: str, plan: Plan) -> str:
    """Mask secrets in the comments of Python source."""
    lines = source.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start[0] - 1, token.start[1]
            lines[row] = lines[row][:column] + without_secrets(
                token.string, plan.configuration.secrets
            )
    return "\n".join(lines)


def _places(plan: Plan, text: str) -> list[str]:
    """Say where the secrets come from that a text still has."""
    return [
        f"cell {cell.number}, line {number}: what looks like {secret.kind} would have to be copied into the "
        f"package; read it from the environment"
        for cell in plan.program.notebook.cells
        for number, line in enumerate(cell.source.split("\n"), start=1)
        for secret in find_secrets(line)
        if secret.text in text
    ]


def concealed_notebook(document: dict[str, Any], plan: Plan) -> dict[str, Any]:
    """Return a notebook's JSON with secrets masked in all texts; code has been given look-ups before.

    In code that is left, a secret can only stand in a comment or in a line for the shell.
    """
    known = plan.configuration.secrets

    def masked_in(value: Any) -> Any:
        if isinstance(value, str):
            return _replaced(value, plan)
        if isinstance(value, list):
            return [masked_in(item) for item in value]
        if isinstance(value, dict):
            return {key: masked_in(item) for key, item in value.items()}
        return value

    found: dict[str, Any] = masked_in(document) if known else document
    return found
