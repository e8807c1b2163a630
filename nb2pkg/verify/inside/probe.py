"""Seed generators, set limits, and keep values, without a trace in the namespace that is looked at.

A kernel gets this file's text by value in a silent request; the pipeline's script imports it.
"""

from __future__ import annotations

import ast
import collections
import contextlib
import copyreg
import gc
import io
import json
import os
import pickle
import random
import shutil
import sys
import textwrap
import threading
import types
from typing import Any, BinaryIO

MOST_BYTES = 2_000_000_000
LEAST_ROOM = 1_000_000_000  # bytes that stay free on the disk

_KINDS: tuple[tuple[Any, str], ...] = (
    (types.ModuleType, "a module"),
    (type, "a class"),
    ((types.FunctionType, types.BuiltinFunctionType, types.MethodType), "a function"),
    ((types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType), "a generator"),
)
# what writes into an open file and has no value beside it; the file itself is compared
_AROUND_FILES = frozenset({"_csv.writer", "csv.DictWriter", "zipfile.ZipFile", "tarfile.TarFile"})
_CONNECTIONS = frozenset(
    {
        *(
            "_io",
            "_thread",
            "asyncio",
            "concurrent",
            "ctypes",
            "multiprocessing",
            "queue",
            "requests",
        ),
        *(
            "selenium",
            "socket",
            "sqlalchemy",
            "sqlite3",
            "ssl",
            "subprocess",
            "threading",
            "weakref",
        ),
    }
)
_DRAWINGS = frozenset(
    ["altair", "bokeh", "IPython", "ipywidgets", "matplotlib", "mpl_toolkits", "plotly", "seaborn"]
)
# what hangs in an object and has no value of its own
_HANDLES = (types.GeneratorType, type(threading.Lock()), type(threading.RLock()))
# what is left out of a pickle goes by type, because this is asked of every object in it
_PLAIN = frozenset((bool, bytes, complex, dict, float, int, list, set, str, tuple, type(None)))

_ASKED = "nb2pkg.inputs"
_LOOKED_AT = frozenset(["open", "os.listdir", "os.scandir"])
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


class _TooLargeError(Exception):
    """A value needs more room than we give one."""


def seed(number: int) -> None:
    """Seed the generators that are global: random's and, where it is installed, numpy's."""
    random.seed(number)
    try:
        import numpy
    except ImportError:
        return
    numpy.random.seed(number)


def limit_memory(most: int) -> None:
    """Refuse this process and its children more than `most` bytes of address space."""
    try:
        import resource
    except ImportError:  # not on this platform
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    # some systems know the limit by name only
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def watch(*, network: bool) -> None:
    """Note from now on which files this process opens, and what it does that nobody can watch.

    Without a network there is nobody to talk to, whatever it tries.
    """
    opened: dict[str, Any] = {}
    unwatched: set[str] = set()

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in _LOOKED_AT and args:
            _note(opened, args[0])
        elif event == "subprocess.Popen":
            program = os.path.basename(os.fsdecode(args[0] or ""))
            if program not in _HARMLESS_PROGRAMS:
                unwatched.add(f"it started {program}")
        elif event in _UNWATCHED:
            unwatched.add(_UNWATCHED[event])
        elif event == "socket.connect" and network and not _is_local(args):
            unwatched.add("it reached out to the network")
        elif event == _ASKED:
            args[0].update(opened=opened, unwatched=sorted(unwatched))

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


def tell_inputs(path: str) -> None:
    """Write what the run has read, as far as it was watched: the files of its modules, and what it opened."""
    told: dict[str, Any] = {}
    sys.audit(_ASKED, told)
    files = dict(told.get("opened", {}))
    for module in list(sys.modules.values()):
        name = getattr(module, "__file__", None)
        if isinstance(name, str) and name not in files:
            files[name] = stamp(name)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(
            {"files": files, "unwatched": told.get("unwatched", ["it was not watched"])}, file
        )


def keep_within(moments: list[list[Any]], namespace: dict[str, Any]) -> None:
    """Have the next cell that has these statements keep values right behind them.

    The cell's tree gets calls in between that bring nothing into the namespace; its text, its numbers and what it
    shows stay as they are.
    """
    shell = namespace["get_ipython"]()
    asked = {}
    for number, (line, text, folder, names) in enumerate(moments):
        key = f"nb2pkg.within.{id(moments)}.{number}"
        asked[key] = (line, ast.dump(ast.parse(textwrap.dedent(text)).body[0]), folder, names)

    def hook(event: str, _: tuple[Any, ...]) -> None:
        if event in asked:
            keep(namespace, asked[event][3], asked[event][2])

    class Inserting:
        done = False

        def visit(self, tree: Any) -> Any:
            if self.done:  # it stays where it is: the shell is going through its transformers
                return tree
            found = [_place_of(tree, line, dump) for line, dump, _, _ in asked.values()]
            places = sorted(
                ((p, key) for p, key in zip(found, asked) if p is not None), reverse=True
            )
            for place, key in places:
                call = ast.parse(f"__import__('sys').audit({key!r})").body[0]
                for node in ast.walk(call):
                    ast.copy_location(node, tree.body[place])
                tree.body.insert(place + 1, call)
            self.done = bool(places)
            return tree

    sys.addaudithook(hook)
    shell.ast_transformers.append(Inserting())


def _place_of(tree: Any, line: int, dump: str) -> int | None:
    """Return where in a cell a statement stands; the last one has to stay the last, for it is what the cell shows."""
    for place, statement in enumerate(getattr(tree, "body", [])[:-1]):
        if statement.end_lineno == line and ast.dump(statement) == dump:
            return place
    return None


def keep(namespace: dict[str, Any], names: list[str], folder: str) -> None:
    """Pickle the values of `names` into `folder`; its index.json says what became of each."""
    os.makedirs(folder, exist_ok=True)
    index: dict[str, Any] = {}
    for number, name in enumerate(names):
        if name in namespace:
            index[name] = _kept(namespace[name], folder, f"{number}.pkl")
    partial = os.path.join(folder, "index.part")
    with open(partial, "w", encoding="utf-8") as file:
        json.dump(index, file)
    os.replace(partial, os.path.join(folder, "index.json"))


def _kept(value: Any, folder: str, name: str) -> dict[str, Any]:
    """Return in which file a value was put, or why it was not, and whether that is in the nature of the value."""
    reason, path = no_value(value), os.path.join(folder, name)
    if reason:
        return {"reason": reason, "nature": True}
    if shutil.disk_usage(folder).free < LEAST_ROOM:
        return {"reason": "there is no room on the disk to keep it", "nature": False}
    # a figure consists of drawings: it is kept whole, and compared by what it looks like
    made = pickle.Pickler if _is_figure(value) else _Pickler
    try:
        with open(path + ".part", "wb") as file:
            made(_Bounded(file), protocol=4).dump(value)
        os.replace(path + ".part", path)
    except Exception as error:
        if os.path.exists(path + ".part"):
            os.remove(path + ".part")
        return _refusal(value, error)
    return {"file": name}


def _refusal(value: Any, error: Exception) -> dict[str, Any]:
    module = _top_module(value)
    if module in _CONNECTIONS:
        return {"reason": "a connection, lock or process", "nature": True}
    if hasattr(type(value), "__next__"):
        return {"reason": "an iterator", "nature": True}
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    return {"reason": f"{kind} cannot be kept: {str(error)[:200]}", "nature": False}


def no_value(value: Any) -> str:
    """Say what kind of thing without a value to compare this is, or return an empty text."""
    for kinds, said in _KINDS:
        if isinstance(value, kinds):
            return said
    if _is_open_file(value):
        return "an open file"
    if hasattr(type(value), "__next__") and not hasattr(value, "__dict__"):
        return "an iterator"
    return "a drawing, compared as output" if _is_drawing(value) else ""


def _is_open_file(value: Any) -> bool:
    kind = type(value)
    if f"{kind.__module__}.{kind.__qualname__}" in _AROUND_FILES:
        return True
    return isinstance(value, io.IOBase) and not isinstance(value, (io.BytesIO, io.StringIO))


def _is_drawing(value: Any) -> bool:
    return _top_module(value) in _DRAWINGS and not _is_figure(value)


def _is_figure(value: Any) -> bool:
    return type(value).__module__ == "matplotlib.figure" and hasattr(value, "savefig")


def _top_module(value: Any) -> str:
    return (type(value).__module__ or "").partition(".")[0]


class _Bounded:
    """A file that refuses to grow beyond what we keep of one value."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._left = file, MOST_BYTES

    def write(self, data: Any) -> int:
        """Write, or refuse."""
        self._left -= len(data)
        if self._left < 0:
            raise _TooLargeError(f"larger than {MOST_BYTES} bytes")
        return self._file.write(data)


class _Pickler(pickle.Pickler):
    """Leaves out what has no value, wherever it hangs in an object, and says what was there."""

    def persistent_id(self, obj: Any) -> tuple[str, str] | None:
        """Return what stands for an object without a value, and None for all others."""
        if type(obj) in _PLAIN:
            return None
        if isinstance(obj, types.FunctionType):
            return None if _by_reference(obj) else ("function", obj.__qualname__)
        if isinstance(obj, (type, types.BuiltinFunctionType, types.MethodType)):
            return None  # by reference, as pickle does it; a method is its object and a name
        if isinstance(obj, types.ModuleType):
            return ("module", obj.__name__)
        if isinstance(obj, _HANDLES) or _is_open_file(obj) or _is_drawing(obj) or _is_figure(obj):
            return ("nothing", type(obj).__qualname__)
        return None

    def reducer_override(self, obj: Any) -> Any:
        """Keep an object without any state whose class forgets that there may be none, and one that nobody can pickle.

        scikit-learn 1.1 does the first under Python 3.11, where `object.__getstate__` returns None for such an object.
        """
        if _is_of(obj, "xgboost.core", "DMatrix"):
            return collections.OrderedDict, (_held_by_matrix(obj),)
        if isinstance(obj, (type, *_KINDS[2][0])) or not _has_no_state(obj):
            return NotImplemented
        try:
            obj.__reduce_ex__(4)
        except Exception:
            return copyreg.__newobj__, (type(obj),)  # type: ignore[attr-defined]
        return NotImplemented


def _is_of(obj: Any, module: str, name: str) -> bool:
    return type(obj).__module__ == module and type(obj).__name__.endswith(name)


def _held_by_matrix(matrix: Any) -> list[tuple[str, Any]]:
    """Return what a matrix of xgboost holds, which lies in memory that is not Python's."""
    asked = ("get_data", "get_label", "get_weight", "get_base_margin")
    held = [(name, getattr(matrix, name)()) for name in asked if hasattr(matrix, name)]
    return [*held, ("feature_names", matrix.feature_names)]


class _Bare:
    """A class whose objects consist of their attributes."""


def _has_no_state(obj: Any) -> bool:
    """Tell whether an object has no attributes and no place for anything else."""
    state = getattr(obj, "__dict__", None)
    return type(state) is dict and not state and type(obj).__basicsize__ == _Bare.__basicsize__


def _by_reference(function: types.FunctionType) -> bool:
    """Tell whether another process finds this function by its module and name."""
    if function.__module__ == "__main__" or "<" in function.__qualname__:
        return False
    found: Any = sys.modules.get(function.__module__)
    for part in function.__qualname__.split("."):
        found = getattr(found, part, None)
    return found is function


def serve(request: dict[str, Any], namespace: dict[str, Any]) -> None:
    """Do what a silent request asks for: the one door for a kernel."""
    if request.get("memory"):
        limit_memory(request["memory"])
    if request.get("seed") is not None:
        seed(request["seed"])
    if request.get("watch"):
        watch(network=request["watch"]["network"])
    if request.get("moments"):
        keep_within(request["moments"], namespace)
    for folder, names in request.get("keep", ()):
        keep(namespace, names, folder)
    if request.get("flush"):
        flush_files()
    if request.get("inputs"):
        tell_inputs(request["inputs"])


def flush_files() -> None:
    """Write out what open files hold back, as the end of a program does: notebooks leave files open."""
    for found in gc.get_objects():
        if isinstance(found, (io.BufferedWriter, io.TextIOWrapper)) and not found.closed:
            with contextlib.suppress(OSError, ValueError):
                found.flush()
