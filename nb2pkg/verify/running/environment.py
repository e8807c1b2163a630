"""The interpreter that a notebook needs, and what of the caller's environment it gets to see."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nb2pkg.errors import EnvironmentProblemError
from nb2pkg.verify.names import KERNEL
from nb2pkg.verify.running.pythons import python_in

# everything else stays with the caller: tokens and passwords travel in environment variables
_HANDED_ON = (
    "CONDA_DEFAULT_ENV",
    "CONDA_PREFIX",
    "DYLD_LIBRARY_PATH",
    "JAVA_HOME",
    "LD_LIBRARY_PATH",
    "PATH",
    "REQUESTS_CA_BUNDLE",
    "SPARK_HOME",
    "SSL_CERT_FILE",
    "VIRTUAL_ENV",
)
_FIXED = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "TZ": "UTC",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "COLUMNS": "80",
}
# data that people have fetched before lies in their home; a run finds it there, and has a home of its own for the rest
_DATA_AT_HOME = {
    "SCIKIT_LEARN_DATA": "scikit_learn_data",
    "SEABORN_DATA": "seaborn-data",
    "NLTK_DATA": "nltk_data",
    "KERAS_HOME": ".keras",
    "TORCH_HOME": ".cache/torch",
}
_QUESTION = """
import json, sys
try:
    from importlib.metadata import version
    kernel = version("ipykernel")
except Exception:
    kernel = None
print(json.dumps({"version": list(sys.version_info[:3]), "kernel": kernel, "paths": [p for p in sys.path if p]}))
"""
_OLDEST = [3, 8]


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python that can run the notebook; `variables` are what its kernelspec adds."""

    path: str
    version: tuple[int, ...]
    paths: tuple[str, ...] = ()  # where it looks for modules
    variables: tuple[tuple[str, str], ...] = ()


def find_interpreter(python: str | None, kernel: str | None) -> Interpreter:
    """Return the interpreter that was asked for, once it is known to be able to run a kernel.

    Raises EnvironmentProblemError with what to do about it.
    """
    path, variables = named_interpreter(python, kernel)
    answer = _ask(path)
    if answer["version"][:2] < _OLDEST:
        raise EnvironmentProblemError(f"{path} is too old: it has to be Python 3.8 or later")
    if answer["kernel"] is None:
        raise EnvironmentProblemError(
            f"{path} has no ipykernel, which runs notebooks: {path} -m pip install ipykernel"
        )
    return Interpreter(path, tuple(answer["version"]), tuple(answer["paths"]), variables)


def named_interpreter(
    python: str | None, kernel: str | None
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the absolute path of the interpreter that was asked for, and what its kernelspec adds to the environment.

    Raises EnvironmentProblemError where there is none, or two were asked for.
    """
    if python is not None and kernel is not None:
        raise EnvironmentProblemError("--python and --kernel name two environments: give one")
    if kernel is None:
        return python_in(python), ()
    named, variables = _of_kernel(kernel)
    # runs start elsewhere; links are not followed, because a virtual environment is known by them
    return str(Path(shutil.which(named) or named).absolute()), variables


def _ask(path: str) -> dict[str, Any]:
    try:
        completed = subprocess.run(
            [path, "-c", _QUESTION],
            capture_output=True,
            check=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
        answer: dict[str, Any] = json.loads(completed.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise EnvironmentProblemError(
            f"{path} is no Python that can be started: {error}"
        ) from error
    return answer


def _of_kernel(name: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    manager = KernelSpecManager()
    try:
        spec = manager.get_kernel_spec(name)
    except NoSuchKernel as error:
        known = ", ".join(sorted(manager.find_kernel_specs())) or "none"
        raise EnvironmentProblemError(f"there is no kernel {name!r}; installed: {known}") from error
    if spec.language.lower() != "python":
        raise EnvironmentProblemError(f"kernel {name!r} is for {spec.language}, not for Python")
    command = spec.argv[0]
    # a bare `python` in a kernelspec means the interpreter that looks it up, as Jupyter has it
    path = sys.executable if command in {"python", "python3"} else command
    return path, tuple(sorted(spec.env.items()))


def variables(interpreter: Interpreter, home: Path) -> dict[str, str]:
    """Return the whole environment of a run whose home, configuration and temporary files lie below `home`."""
    handed = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    folder = str(Path(interpreter.path).parent)
    handed |= _activated(Path(folder).parent)
    handed["PATH"] = os.pathsep.join([folder, handed.get("PATH", os.defpath)])
    own = {
        "HOME": home,
        "IPYTHONDIR": home / "ipython",
        "JUPYTER_CONFIG_DIR": home / "jupyter",
        "JUPYTER_DATA_DIR": home / "jupyter",
        "JUPYTER_RUNTIME_DIR": home / "run",
        "MPLCONFIGDIR": home / "matplotlib",
        "TMPDIR": home / "tmp",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_CONFIG_HOME": home / "config",
    }
    for path in own.values():
        path.mkdir(parents=True, exist_ok=True)
    _lend_fonts(home / "matplotlib")
    return {
        **dict(interpreter.variables),
        **handed,
        **_FIXED,
        **_data_at_home(),
        **{name: str(path) for name, path in own.items()},
    }


def _activated(prefix: Path) -> dict[str, str]:
    """Return what an activated environment says of itself, whichever one the caller stands in."""
    if (prefix / "conda-meta").is_dir():
        return {"CONDA_PREFIX": str(prefix), "CONDA_DEFAULT_ENV": prefix.name}
    return {"VIRTUAL_ENV": str(prefix)} if (prefix / "pyvenv.cfg").is_file() else {}


def _data_at_home() -> dict[str, str]:
    found = {name: Path.home() / folder for name, folder in _DATA_AT_HOME.items()}
    found |= {name: Path(os.environ[name]) for name in _DATA_AT_HOME if name in os.environ}
    return {name: str(path) for name, path in found.items() if path.is_dir()}


def _lend_fonts(target: Path) -> None:
    """Copy matplotlib's list of fonts, which takes seconds to make, from the caller's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"
    for path in cache.glob("fontlist-*.json"):
        (target / path.name).write_bytes(path.read_bytes())


def write_kernelspec(folder: Path, interpreter: Interpreter) -> Path:
    """Write the one kernelspec that runs see, and return the folder to search for it."""
    spec = folder / KERNEL
    spec.mkdir(parents=True)
    content = {
        "argv": [interpreter.path, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        "display_name": KERNEL,
        "language": "python",
    }
    (spec / "kernel.json").write_text(json.dumps(content), encoding="utf-8")
    return folder
