"""A person's edit and newly generated text in one: `git merge-file`, or nothing."""

from __future__ import annotations

import ast
import subprocess
import tempfile
import tomllib
from pathlib import Path

_SECONDS = 30


def merge(path: str, edited: bytes, base: bytes, new: bytes) -> bytes | None:
    """Return the three-way merge; None when the two contradict each other, or git is not there to tell.

    Notebooks and JSON are never merged: line by line, a merge can break what only makes sense as a whole.
    """
    if path.endswith((".ipynb", ".json")):
        return None
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, data in (("edited", edited), ("base", base), ("new", new)):
            (folder / name).write_bytes(data)
        command = ["git", "merge-file", "--stdout", "--quiet", "edited", "base", "new"]
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, check=False, timeout=_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    return done.stdout if done.returncode == 0 and _is_sound(path, done.stdout) else None


def _is_sound(path: str, data: bytes) -> bool:
    """Say whether merged text can still be read as what it is."""
    try:
        if path.endswith(".py"):
            ast.parse(data)
        elif path.endswith(".toml"):
            tomllib.loads(data.decode())
    except (SyntaxError, ValueError):
        return False
    return True
