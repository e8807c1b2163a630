"""From what `--python` names (a file, a folder, a conda environment) to the interpreter in it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from nb2pkg.errors import EnvironmentProblemError

_IN_ENVIRONMENT = ("bin/python", "bin/python3", "Scripts/python.exe", "python.exe")
# where an environment of its own lies in a project that has one
_IN_PROJECT = (".venv", "venv", "env", ".conda")
_INSTALLED = ("miniforge3", "mambaforge", "miniconda3", "anaconda3", "micromamba", ".conda")
_SHARED = ("/opt/conda", "/opt/miniconda3", "/opt/anaconda3", "/opt/miniforge3")


def python_in(named: str | None) -> str:
    """Return the path of the interpreter that a file, a command, an environment's folder or a conda name stands for.

    None is the interpreter that runs nb2pkg. Links are not followed, because a virtual environment is known by them.
    Raises EnvironmentProblemError where there is no such thing.
    """
    if named is None:
        return sys.executable
    place = Path(named).expanduser()
    if place.is_dir():
        return _inside(place)
    if place.is_file():
        return str(place.absolute())
    found = shutil.which(named)
    if found is not None:
        return str(Path(found).absolute())
    if len(place.parts) == 1:
        return _in_conda(named)
    raise EnvironmentProblemError(f"{named} is no Python, it is not there: --python takes {_TAKES}")


_TAKES = (
    "an interpreter, the folder of a virtual or conda environment, or a conda environment's name"
)


def _inside(folder: Path) -> str:
    """Return the interpreter of an environment, or of the one environment that a project keeps in its folder."""
    for inner in (folder, *(folder / name for name in _IN_PROJECT)):
        for name in _IN_ENVIRONMENT:
            if (inner / name).is_file():
                return str((inner / name).absolute())
    raise EnvironmentProblemError(
        f"{folder} is a folder without an interpreter (no {_IN_ENVIRONMENT[0]}): --python takes {_TAKES}"
    )


def _in_conda(name: str) -> str:
    """Return the interpreter of a conda environment."""
    known: dict[str, Path] = {}
    for folder in _conda_environments():
        known.setdefault("base" if (folder / "condabin").is_dir() else folder.name, folder)
    if name in known:
        return _inside(known[name])
    there = f"conda environments here: {', '.join(sorted(known))}" if known else "no conda is known"
    raise EnvironmentProblemError(f"there is no {name}: --python takes {_TAKES} ({there})")


def _conda_environments() -> Iterator[Path]:
    """Yield the folders of all conda environments that can be found without running conda."""
    roots = [*_conda_roots()]
    folders = [Path(each) for each in _listed("CONDA_ENVS_PATH", "CONDA_ENVS_DIRS")]
    folders += [root / "envs" for root in roots] + [Path.home() / ".conda" / "envs"]
    yield from (root for root in roots if _is_environment(root))
    for folder in folders:
        if folder.is_dir():
            yield from sorted(each for each in folder.iterdir() if _is_environment(each))
    try:
        text = (Path.home() / ".conda" / "environments.txt").read_text(encoding="utf-8")
    except OSError:
        return
    yield from (Path(line) for line in text.splitlines() if line and _is_environment(Path(line)))


def _conda_roots() -> Iterator[Path]:
    yield from (Path(each) for each in _listed("MAMBA_ROOT_PREFIX", "CONDA_ROOT"))
    for program in (os.environ.get("CONDA_EXE"), shutil.which("conda"), shutil.which("mamba")):
        if program:
            yield Path(program).resolve().parent.parent
    yield from (Path.home() / name for name in _INSTALLED)
    yield from map(Path, _SHARED)


def _listed(*variables: str) -> list[str]:
    texts = (os.environ.get(name, "") for name in variables)
    return [each for text in texts for each in text.split(os.pathsep) if each]


def _is_environment(folder: Path) -> bool:
    return (folder / "conda-meta").is_dir()
