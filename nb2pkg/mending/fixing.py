"""Mend one notebook on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nb2pkg.config import Config
from nb2pkg.errors import CannotWriteError, Nb2pkgError, UnreadableNotebookError
from nb2pkg.extraction.write import replace_file
from nb2pkg.lint.fix import Mending, mend
from nb2pkg.lint.rules.unreadable_notebook import UnreadableNotebook
from nb2pkg.mending.model import Fixed, Proof
from nb2pkg.notebook.model import Notebook
from nb2pkg.notebook.read import parse, read_bytes
from nb2pkg.notebook.reorder import reordered_bytes

_STDIN = "-"


Prove = Callable[[str, bytes, Mending], Proof]


def fixed(
    path: str, config: Config, *, unsafe: bool, writes: bool, prove: Prove | None = None
) -> Fixed:
    """Return what mending a notebook comes to; its file has the new order if it `writes`, and could.

    With `prove` only what is proven is written; it raises Nb2pkgError where nothing can be run.
    """
    try:
        data = read_bytes(path, config.max_size)
        mending = mend(parse(data, path), config, unsafe=unsafe)
    except UnreadableNotebookError as error:
        finding = UnreadableNotebook.about(error.path, error.reason, error.remedy)
        nothing = Notebook(path, ())
        return Fixed(path, Mending(nothing, nothing, ()), unreadable=finding)
    if not mending.is_changed:
        return Fixed(path, mending)
    if path == _STDIN and (writes or prove is not None):
        return Fixed(
            path, mending, problem="standard input is no file that could be written, or run"
        )
    try:
        done = Fixed(path, mending, proof=prove(path, data, mending) if prove is not None else None)
    except Nb2pkgError as error:
        return Fixed(path, mending, problem=f"it cannot be run: {error}")
    if not writes or (done.proof is not None and not done.proof.is_proven):
        return done
    try:
        replace_file(Path(path), data, reordered_bytes(data, mending.order))
    except CannotWriteError as error:
        return done._replace(problem=str(error))
    return done._replace(is_written=True)
