"""One file in one step: a drawing, a report."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from nb2pkg.errors import CannotWriteError


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all; one that stood there keeps its mode. Raises CannotWriteError."""
    target = Path(os.path.realpath(path))
    data = content if isinstance(content, bytes) else content.encode()
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _give_mode(Path(name), target)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        raise CannotWriteError(f"{path} cannot be written: {error.strerror or error}") from error


def _give_mode(made: Path, target: Path) -> None:
    """Give a temporary file the mode of the one it replaces, or that of any new file."""
    if target.exists():
        shutil.copymode(target, made)
        return
    mask = os.umask(0)
    os.umask(mask)
    made.chmod(0o666 & ~mask)
