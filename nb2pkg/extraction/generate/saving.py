"""saving.py and errors.py of a generated package: what training leaves on disk, and what ends a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from nb2pkg.extraction.generate.layout import formatted
from nb2pkg.extraction.generate.machinery import text

if TYPE_CHECKING:
    from nb2pkg.extraction.blueprint import Plan

ERROR: Final = "CannotBeDoneError"


def errors_module() -> str:
    """Return the source of errors.py."""
    return text("errors.py")


def saving_module(plan: Plan, *, with_joblib: bool) -> str:
    """Return the source of saving.py, which saves by joblib where the notebook's libraries bring it along."""
    parts = _JOBLIB if with_joblib else _PICKLE
    text = _SAVING.replace("{package}", plan.package)
    for name, part in parts.items():
        text = text.replace(name, part)
    return formatted(text)


def read_in_training(plan: Plan) -> list[str]:
    """Return the settings that training reads; secrets are left out, they stand in no file."""
    train = plan.commands.train
    read = {v.setting for i in train.steps for v in plan.steps[i].parameters} if train else set()
    return [s.name for s in plan.configuration.settings if s.name in read and not s.is_secret]


_JOBLIB: Final = {
    "{IMPORT}": "\nimport joblib\n",
    "{SUFFIX}": "joblib",
    "{DUMP}": "joblib.dump(trained, file)",
    "{LOAD}": "joblib.load(file)",
}
_PICKLE: Final = {
    "{IMPORT}": "",
    "{SUFFIX}": "pkl",
    "{DUMP}": "file.write_bytes(pickle.dumps(trained))",
    "{LOAD}": "pickle.loads(file.read_bytes())",
}
_SAVING: Final = '''"""What `train` leaves on disk, with a manifest: what it was made with, and the hash of the file."""

from __future__ import annotations

import hashlib
import importlib
import json
import pickle
import platform
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
{IMPORT}
from {package}.errors import CannotBeDoneError

FILE = "trained.{SUFFIX}"
MANIFEST = "manifest.json"
AGAIN = "`python -m {package} train` makes it again"
ADVICE = (
    "nothing was written; functions with a name can be saved, a lambda or an open file cannot, "
    "and `python -m {package} run` needs nothing to be saved"
)


def save(trained: dict[str, Any], folder: Path, settings: dict[str, Any]) -> Path:
    """Save what was trained with some settings, in one file: what belongs together stays together."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder) as staging:
        file, manifest = Path(staging) / FILE, Path(staging) / MANIFEST
        try:
            {DUMP}
            versions = versions_of(trained)
        except Exception:
            blame(trained)
            raise
        about = {
            "file": FILE,
            "sha256": sha256(file),
            "trained": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()),
            "versions": versions,
            "settings": settings,
            "data": {name: found for name, value in settings.items() if (found := data_hash(value))},
        }
        manifest.write_text(json.dumps(about, indent=2) + "\\n", encoding="utf-8")
        manifest.replace(folder / MANIFEST)
        return file.replace(folder / FILE)


def load(folder: Path, settings: dict[str, Any], *, accept_versions: bool = False) -> dict[str, Any]:
    """Return what was saved in a folder.

    Raises CannotBeDoneError where nothing was, where the file is damaged, and where settings or versions differ.
    """
    file = folder / FILE
    if not file.is_file():
        raise CannotBeDoneError(f"{file} is not there: `python -m {package} train` makes it")
    try:
        about = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        intact = about["sha256"] == sha256(file)
        settings_then, data, versions = about["settings"], about["data"], about["versions"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotBeDoneError(f"{folder / MANIFEST} is missing or damaged: {AGAIN}") from error
    if not intact:
        raise CannotBeDoneError(f"{file} is not the file that was saved: {AGAIN}")
    check_settings(settings_then, settings, data)
    check_versions(versions, accept=accept_versions)
    try:
        trained: dict[str, Any] = {LOAD}
    except Exception as error:
        raise CannotBeDoneError(f"{file} cannot be read ({error}): {AGAIN}") from error
    return trained


def check_settings(then: dict[str, Any], now: dict[str, Any], data: dict[str, str]) -> None:
    """Refuse settings that training would read and did not have; the same data may lie elsewhere."""
    for name, value in now.items():
        if name in then and then[name] == json.loads(json.dumps(value)):  # JSON has no tuples
            continue
        if name not in then or not data.get(name) or data_hash(value) != data[name]:
            was = repr(then[name]) if name in then else "unknown"
            raise CannotBeDoneError(
                f"{name} is {value!r}, and was {was} in training: `train` again with this setting"
            )


def check_versions(then: dict[str, str], *, accept: bool) -> None:
    """Refuse another minor version of what the saved objects are made of; warn of another patch."""
    for name, version in then.items():
        now = version_of(name) or "missing"
        if now == version:
            continue
        told = f"{name} is {now}, and was {version} in training"
        if not accept and now.split(".")[:2] != version.split(".")[:2]:
            raise CannotBeDoneError(f"{told}: `train` again, or accept it with --accept-versions")
        print(f"{package}: warning: {told}", file=sys.stderr)


class Noting(pickle.Pickler):
    """Pickles to nowhere, and notes the libraries of all that it meets."""

    def __init__(self) -> None:
        super().__init__(self)
        self.libraries: set[str] = set()

    def write(self, data: Any) -> int:
        """Throw the bytes away."""
        return len(data)

    def reducer_override(self, value: Any) -> Any:
        """Note where an object, or its class, comes from."""
        self.libraries.add(str(getattr(value, "__module__", None)).partition(".")[0])
        return NotImplemented


def versions_of(trained: dict[str, Any]) -> dict[str, str]:
    """Return the versions of Python and of the libraries whose objects are to be saved."""
    noting = Noting()
    noting.dump(trained)
    names = ["python", *sorted(noting.libraries)]
    return {name: version for name in names if (version := version_of(name))}


def version_of(name: str) -> str | None:
    """Return the version of Python, or of a library if it is there and has one."""
    if name == "python":
        return platform.python_version()
    try:
        version = getattr(importlib.import_module(name), "__version__", None)
    except ImportError:
        return None
    return str(version) if version else None


def blame(trained: dict[str, Any]) -> None:
    """Say which object it is that cannot be pickled."""
    for name, value in trained.items():
        try:
            pickle.dumps(value)
        except Exception as error:
            raise CannotBeDoneError(
                f"{name} ({type(value).__name__}) cannot be saved: {error}; {ADVICE}"
            ) from error


def data_hash(value: Any) -> str | None:
    """Return the hash of the file that a setting names, if it does."""
    return sha256(Path(value)) if isinstance(value, str) and value and is_file(value) else None


def is_file(name: str) -> bool:
    """Say whether a text names a file; there are texts that could not."""
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def sha256(file: Path) -> str:
    """Return the hash of a file."""
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            found.update(block)
    return found.hexdigest()
'''
