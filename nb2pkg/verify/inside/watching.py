"""What a run reads, as far as that can be watched: the cache depends on it."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from .protocol import Inputs

_ASK = "nb2pkg.inputs"  # the audit event that has the hook say what it has noted
_LOOKS = frozenset(["open", "os.listdir", "os.scandir"])
_UNWATCHED = {
    "os.system": "it started a shell",
    "os.forkpty": "it started a shell",
    "os.exec": "it became another program",
    "os.posix_spawn": "it started a program",
}
# what libraries ask about the machine, and Python itself
_HARMLESS_PROGRAMS = frozenset(
    ["cc", "fc-list", "gcc", "ld", "ldconfig", "lscpu", "objdump", "sysctl", "uname"]
)


def watch(*, network: bool) -> None:
    """Note from now on which files this process opens, and what it does that nobody can watch.

    Without a network there is nobody to talk to, whatever it tries.
    """
    opened: dict[str, Any] = {}
    unwatched: set[str] = set()

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in _LOOKS and args:
            _note(opened, args[0])
        elif event == "subprocess.Popen":
            program = os.path.basename(os.fsdecode(args[0] or ""))
            if program not in _HARMLESS_PROGRAMS:
                unwatched.add(f"it started {program}")
        elif event in _UNWATCHED:
            unwatched.add(_UNWATCHED[event])
        elif event == "socket.connect" and network and not _is_local(args):
            unwatched.add("it reached out to the network")
        elif event == _ASK:
            args[0].update(files=opened, unwatched=sorted(unwatched))

    sys.addaudithook(hook)


def _note(opened: dict[str, Any], path: Any) -> None:
    """Keep what a file was like when it was first opened; a number is a file that is open already."""
    if isinstance(path, (str, bytes)) or hasattr(path, "__fspath__"):
        text = os.path.abspath(os.fsdecode(path))
        if text not in opened:
            opened[text] = stamp(text)


def stamp(path: str) -> list[int] | None:
    """Return what tells later whether a file or folder is still the same, or None where there is none."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


def _is_local(args: tuple[Any, ...]) -> bool:
    """Tell whether a connection is one to this machine itself, as the kernel's own are."""
    address = args[1] if len(args) > 1 else None
    if not isinstance(address, tuple) or not address:
        return True
    return str(address[0]).startswith(("127.", "::1", "localhost"))


def write_inputs(path: str) -> None:
    """Write what the run has read, as far as it was watched: the files of its modules, and what it opened."""
    noted: Inputs = {"files": {}, "unwatched": ["it was not watched"]}
    sys.audit(_ASK, noted)
    files = dict(noted["files"])
    for module in list(sys.modules.values()):
        name = getattr(module, "__file__", None)
        if isinstance(name, str) and name not in files:
            files[name] = stamp(name)
    inputs: Inputs = {"files": files, "unwatched": noted["unwatched"]}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(inputs, file)
