"""Run one command without a network, and with all files read-only but its own.

`python walls.py WALLS OWN PROTECTED... [--map PATH PLACE]... -- COMMAND...`: WALLS is `network`, `files`,
`files,network`, or empty. OWN is
the folder that can be written to, and what lies in PROTECTED cannot be even where programs keep temporary files. At
each PATH the command finds what lies at PLACE, whether or not there is a PATH outside; nothing real changes for that.
Namespaces of the kernel do it: nothing is needed but Linux, and no privileges where users may make namespaces of their
own. Where that is refused, the exit code is 126 and nothing has been run. Only the standard library is needed.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import socket
import struct
import sys
from pathlib import Path

REFUSED = 126
NETWORK, FILES = "network", "files"
MAP = "--map"
_NEW_USER, _NEW_NET, _NEW_MOUNTS = 0x10000000, 0x40000000, 0x00020000
_BIND, _RECURSIVE, _PRIVATE = 4096, 16384, 1 << 18
_MOUNT_SETATTR = 442  # one number on every architecture; Linux 5.12 and later
_AT_FDCWD, _AT_RECURSIVE, _READ_ONLY = -100, 0x8000, 1
_SET_FLAGS, _UP = 0x8914, 1
# what programs expect to be able to write to, wherever they run
_SCRATCH = ("/dev/shm", "/tmp", "/var/tmp")  # noqa: S108  (they are opened to others, not used)


def main(arguments: list[str]) -> int:
    """Put up the walls, then become the command."""
    end = arguments.index("--")
    walls = set(filter(None, arguments[0].split(",")))
    own, (protected, maps) = arguments[1], _parted(arguments[2:end])
    try:
        _leave(walls, mounts=FILES in walls or bool(maps))
        if NETWORK in walls:
            _bring_loopback_up()
        if maps:
            _put_in_place(own, maps)
        if FILES in walls:
            _make_read_only(own, protected)
        for path in maps:
            _set_attributes(path, _READ_ONLY, 0)
    except OSError as error:
        sys.stderr.write(f"walls: {error}\n")
        return REFUSED
    command = arguments[end + 1 :]
    return os.execvp(command[0], command)  # noqa: S606


def _parted(arguments: list[str]) -> tuple[list[str], dict[str, str]]:
    """Return the protected folders, and what is to be found where."""
    end = arguments.index(MAP) if MAP in arguments else len(arguments)
    maps = arguments[end:]
    return arguments[:end], dict(zip(maps[1::3], maps[2::3], strict=True))


def _leave(walls: set[str], *, mounts: bool) -> None:
    """Leave the namespaces of the system; who may not do so alone takes a user namespace along."""
    flags = (_NEW_NET if NETWORK in walls else 0) | (_NEW_MOUNTS if mounts else 0)
    if not flags:
        return
    user, group = os.getuid(), os.getgid()
    try:
        _call("unshare", flags)
    except PermissionError:
        _call("unshare", flags | _NEW_USER)
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    if mounts:
        _call("mount", None, b"/", None, _RECURSIVE | _PRIVATE, None)


def _bring_loopback_up() -> None:
    """Let processes of one run talk to each other."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        fcntl.ioctl(handle, _SET_FLAGS, struct.pack("16sh22x", b"lo", _UP))


def _put_in_place(own: str, maps: dict[str, str]) -> None:
    """Let other places stand at paths; where one does not exist, in a root of our own that has all the rest as well."""
    missing = [Path(path) for path in maps if not Path(path).exists()]
    if missing:
        here, root = Path.cwd(), Path(own, ".root")
        root.mkdir()
        _call("mount", b"tmpfs", os.fsencode(root), b"tmpfs", 0, b"mode=755")
        _mirror(Path("/"), root, missing)
        os.chroot(root)
        os.chdir(here)
    for path, place in sorted(maps.items()):
        if not Path(path).exists():
            _make_like(Path(place), Path(path))
        _bind(place, path)


def _mirror(real: Path, made: Path, missing: list[Path]) -> None:
    """Show in one folder what another holds; those above a missing path become folders of their own."""
    for there in sorted(real.iterdir()):
        here = made / there.name
        below = [path for path in missing if there in path.parents]
        if there.is_symlink():
            here.symlink_to(there.readlink())
        elif below and there.is_dir():
            here.mkdir()
            _mirror(there, here, below)
        else:
            _make_like(there, here)
            _bind(str(there), str(here))


def _make_like(place: Path, path: Path) -> None:
    """Make an empty folder or file, and the folders above it, for a place to be bound to."""
    if place.is_dir():
        path.mkdir(parents=True, exist_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def _bind(place: str, path: str) -> None:
    _call("mount", os.fsencode(place), os.fsencode(path), None, _BIND | _RECURSIVE, None)


def _make_read_only(own: str, protected: list[str]) -> None:
    """Make all mounts read-only, here alone, but for the own folder and for what is scratch anyway."""
    scratch = [folder for folder in _SCRATCH if Path(folder).is_dir()]
    for folder in (*scratch, *protected, own):
        _call("mount", os.fsencode(folder), os.fsencode(folder), None, _BIND | _RECURSIVE, None)
    _set_attributes("/", _READ_ONLY, 0)
    for folder in scratch:
        _set_attributes(folder, 0, _READ_ONLY)
    for folder in protected:
        _set_attributes(folder, _READ_ONLY, 0)
    _set_attributes(own, 0, _READ_ONLY)
    os.chdir(Path.cwd())  # the same folder, as it is now


def _set_attributes(folder: str, added: int, cleared: int) -> None:
    attributes = struct.pack("QQQQ", added, cleared, 0, 0)
    path = os.fsencode(folder)
    _call("syscall", _MOUNT_SETATTR, _AT_FDCWD, path, _AT_RECURSIVE, attributes, len(attributes))


def _call(name: str, *arguments: object) -> None:
    """Call a function of the C library; raises OSError with what it says."""
    library = ctypes.CDLL(None, use_errno=True)
    function = getattr(library, name, None)
    if function is None:
        raise OSError(errno.ENOSYS, f"there is no {name} here")
    # the kernel takes longs, where ctypes would hand on ints
    sized = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    if function(*sized) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
