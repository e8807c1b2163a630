"""What may be behind the failure of a notebook, where its error says nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from nb2pkg.verify.runnable import RunnableNotebook
from nb2pkg.verify.running.copies import walk

_POINTER = b"version https://git-lfs.github.com/spec"
_LARGEST_POINTER = 1024  # bytes, as Git LFS has it
_SHOWN = 3
_MISSING = re.compile(
    r"ModuleNotFoundError: No module named '([\w.]+)'|ImportError: .*Missing optional dependency '([\w.-]+)'"
)
_NO_FILE = re.compile(r"No such file or directory: '(/[^'\n]+)'")
_INSTALLS = re.compile(r"\b(?:pip|conda|mamba|uv)3?\b.*\binstall\b")
_ENDS_KERNEL = re.compile(r"^\s*(exit|quit)\s*(\(.*\))?\s*;?\s*$", re.MULTILINE)


def hints(
    runnable: RunnableNotebook, root: Path, trouble: str, python: str = ""
) -> tuple[str, ...]:
    """Return what a reader should know of a notebook that failed so, in a tree below `root`, run by `python`."""
    found = [*_missing_module(root, trouble, python), *_pointers(runnable, root)]
    found += _elsewhere(trouble)
    if "DeadKernelError" in trouble:
        found += _ended_kernel(runnable)
    return tuple(found)


def is_missing_module(runnable: RunnableNotebook, trouble: str) -> bool:
    """Tell whether a run lacked a module for no other reason than that its interpreter does not have it."""
    return _MISSING.search(trouble) is not None and _INSTALLS.search(runnable.source) is None


def _missing_module(root: Path, trouble: str, python: str) -> Iterator[str]:
    """Yield a word on the module that was not found: where it lies in the tree, or how to name another interpreter."""
    match = _MISSING.search(trouble)
    if match is None:
        return
    module = match[1] or match[2]
    top = module.partition(".")[0]
    files = (f"{top}.py", f"{top}/__init__.py")
    there = [
        path.relative_to(root).as_posix()
        for folder, _, _ in walk(root)
        for path in (folder / name for name in files)
        if path.is_file()
    ]
    if there:
        yield (
            f"{top} is {there[0]} of the tree, and a fresh kernel looks for modules beside the notebook and among "
            "those that are installed: install it there, or move it beside the notebook"
        )
    yield (
        f"{python or 'the interpreter'} ran the notebook and has no {module}: --python names the one that has it (the "
        "interpreter, the folder of its environment, or a conda environment's name), --kernel a Jupyter kernel; or "
        "install it there"
    )


def _elsewhere(trouble: str) -> Iterator[str]:
    """Yield a word on an absolute path that this machine does not have."""
    match = _NO_FILE.search(trouble)
    if match is not None and not Path(match[1]).exists():
        folder = Path(match[1]).parent if Path(match[1]).suffix else Path(match[1])
        yield (
            f"{match[1]} is not on this machine: --map {folder}=DIR lets the runs find a folder of this machine there, "
            "--set gives the setting that it becomes another value"
        )


def _pointers(runnable: RunnableNotebook, root: Path) -> Iterator[str]:
    """Yield a word on the files that the code names and of which only Git LFS has the contents."""
    paths = [
        path.relative_to(root).as_posix()
        for folder, _, names in walk(root)
        for path in (folder / name for name in names if _names(runnable.source, name))
        if _is_pointer(path)
    ]
    if paths:
        more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
        yield (
            f"{', '.join(paths[:_SHOWN])}{more}: only a pointer of Git LFS in place of the contents; "
            "`git lfs pull` fetches them"
        )


def _names(source: str, file: str) -> bool:
    # the search by pattern is the slow one, and a tree may hold many files
    return file in source and bool(re.search(rf"(?<![\w.-]){re.escape(file)}(?![\w-])", source))


def _is_pointer(path: Path) -> bool:
    try:
        if not path.is_file() or path.stat().st_size >= _LARGEST_POINTER:
            return False
        return path.read_bytes().startswith(_POINTER)
    except OSError:  # what we may not read is no pointer that we know of
        return False


def _ended_kernel(runnable: RunnableNotebook) -> Iterator[str]:
    """Yield a word on the cell that asks the kernel to end, which it does some cells later."""
    for number, cell in enumerate(runnable.cells, 1):
        found = _ENDS_KERNEL.search(cell.source) if cell.kind == "code" else None
        if found:
            yield f"cell {number} calls {found[1]}(), which ends the kernel, be it some cells later"
            return
