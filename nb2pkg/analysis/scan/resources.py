"""Resources that a call touches: random states, the current figure, files, options, clock, network."""

from __future__ import annotations

from functools import cache

from nb2pkg.analysis import kinds, knowledge
from nb2pkg.analysis.knowledge import frames, python
from nb2pkg.analysis.knowledge.call import PATH_KEYWORDS
from nb2pkg.analysis.resources import (
    ANY,
    ANY_FILE,
    DISPLAY,
    FIGURE,
    FRESH_ENTROPY,
    NETWORK,
    NUMPY_RANDOM,
    SHELL,
    Resource,
    file,
    options_of,
)
from nb2pkg.analysis.scan.arguments import Argument, find, is_true
from nb2pkg.analysis.scan.estimators import is_seeded
from nb2pkg.analysis.scan.settings import is_configuring, is_only_showing
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.scan.recorder import Recorder
    from nb2pkg.analysis.scan.values import Value
    from nb2pkg.analysis.scan.walker import Walker

_OPENED = (kinds.FILE, kinds.DICT, kinds.BYTES)
_OWN_WAYS = ("seaborn", "path", "file")
_DRAWS = ".rvs"  # of any distribution of scipy
_OPENED_AS = ("file", "filename", "name")  # what `open` of one module or another calls the path
_REMOTE = ("http://", "https://", "ftp://", "s3://", "gs://")


def touch(
    walker: Walker, name: str, arguments: list[Argument], receiver: Value | None = None
) -> None:
    """Note the resources that a call of a qualified name (or `kind.method`) touches."""
    if not _matters(name):
        return
    recorder = walker.recorder
    module, _, last = name.rpartition(".")
    use = knowledge.USES.get(name)
    if use is None and name not in knowledge.OWN_GENERATORS:
        use = knowledge.USES_BY_MODULE.get(module)
    if use is not None:
        _apply(recorder, use, arguments)
    if use is None or use[0] == NETWORK:
        _unlisted(recorder, name, arguments, receiver)
    if module == "seaborn":
        _seaborn(recorder, last, arguments)
    elif name in python.OPENING:
        _open(recorder, arguments)
    elif module == "path":
        _path_method(recorder, last, receiver)
    elif module == "file" and receiver is not None:
        _file_method(recorder, last, receiver)
    elif name in frames.ONE_OPTION:
        _display_option(recorder, arguments)
    _files(recorder, name, arguments)


def _unlisted(
    recorder: Recorder, name: str, arguments: list[Argument], receiver: Value | None
) -> None:
    """Note what the name of a call alone says of random numbers and of settings."""
    if name in knowledge.OWN_GENERATORS and not arguments:
        recorder.use(FRESH_ENTROPY, reads=True, writes=True)
    elif name.endswith(_DRAWS):
        _apply(recorder, (NUMPY_RANDOM, "draw"), arguments)
    elif receiver is None and is_configuring(name):
        recorder.use(options_of(name.partition(".")[0]), reads=True, writes=True)


def _files(recorder: Recorder, name: str, arguments: list[Argument]) -> None:
    """Note the files that a call reads or writes."""
    inside = "/*" if name in python.WHOLE_FOLDERS else ""
    position = knowledge.READS_FILE.get(name)
    if position is not None:
        _file(recorder, find(arguments, position, *PATH_KEYWORDS), inside, writes=False)
    position = knowledge.WRITES_FILE.get(name)
    if position is not None:
        _file(recorder, find(arguments, position, *PATH_KEYWORDS), inside, writes=True)


@cache
def _matters(name: str) -> bool:
    """Tell whether a call may touch anything at all; most touch nothing."""
    module, _, _ = name.rpartition(".")
    return (
        name.endswith(_DRAWS)
        or is_configuring(name)
        or module in _OWN_WAYS
        or module in knowledge.USES_BY_MODULE
        or any(
            name in table
            for table in (
                knowledge.USES,
                knowledge.OWN_GENERATORS,
                knowledge.READS_FILE,
                knowledge.WRITES_FILE,
            )
        )
        or name in python.OPENING
    )


def _apply(recorder: Recorder, use: tuple[Resource, str], arguments: list[Argument]) -> None:
    resource, mode = use
    if resource == SHELL and not is_only_showing(arguments):
        recorder.use(ANY_FILE, reads=True, writes=True)
    if mode == "draw":
        if not is_seeded(arguments):
            recorder.use(resource, reads=True, writes=True)
        return
    if resource == FIGURE:
        if any(argument.key == "ax" for argument in arguments):
            mode = "rw"
        recorder.has_output = True
    if mode == "show":
        recorder.use(resource, reads=True, writes=True, resets=True)
    elif mode == "reset":
        recorder.use(resource, writes=True, resets=True)
    else:
        recorder.use(resource, reads="r" in mode, writes="w" in mode)


def _seaborn(recorder: Recorder, last: str, arguments: list[Argument]) -> None:
    if last in knowledge.SPREADING_PLOTS:
        jitter, kind = find(arguments, "jitter"), find(arguments, "kind")
        spreads = kind is None or kind.value.literal in (None, "strip")
        draws = spreads and (jitter is None or is_true(jitter.node) is not False)
    else:
        asked = last in knowledge.SPREADING_PLOTS_IF_ASKED
        draws = asked and find(arguments, "x_jitter", "y_jitter") is not None
    if draws:
        recorder.use(NUMPY_RANDOM, reads=True, writes=True)


def _file(recorder: Recorder, argument: Argument | None, inside: str = "", *, writes: bool) -> None:
    if argument is None:
        if inside:
            recorder.use(ANY_FILE, reads=not writes, writes=writes)
        return
    literal = argument.value.literal
    if literal is None:
        if argument.value.kind in _OPENED:
            return  # what was opened has been noted where it was opened
        recorder.use(ANY_FILE, reads=not writes, writes=writes)
    elif literal.startswith(_REMOTE):
        recorder.use(NETWORK, reads=True, writes=writes)
    else:
        path = literal.rstrip("/") + inside if inside else literal
        recorder.use(file(path), reads=not writes, writes=writes)


def _open(recorder: Recorder, arguments: list[Argument]) -> None:
    mode = find(arguments, 1, "mode")
    text = mode.value.literal if mode is not None else "r"
    path = find(arguments, 0, *_OPENED_AS)
    if text is None or "+" in text or "a" in text:
        _file(recorder, path, writes=False)
        _file(recorder, path, writes=True)
    else:
        _file(recorder, path, writes="w" in text or "x" in text)


def _path_method(recorder: Recorder, method: str, receiver: Value | None) -> None:
    path = (receiver.literal if receiver is not None else None) or ANY
    resource = file(path)
    does = python.PATH_METHODS.get(method)
    if does == python.INSIDE:
        recorder.use(file(f"{path}/*"), reads=True)
    elif does is not None:
        recorder.use(resource, reads="r" in does, writes="w" in does)


def _file_method(recorder: Recorder, method: str, receiver: Value) -> None:
    if receiver.literal is not None:
        writes = method.startswith("write")
        recorder.use(file(receiver.literal), reads=not writes, writes=writes)


def _display_option(recorder: Recorder, arguments: list[Argument]) -> None:
    first = arguments[0].value.literal if arguments else None
    if first is not None and first.startswith(("display.", "max_", "precision")):
        recorder.uses.pop(options_of("pandas"), None)
        recorder.use(DISPLAY, reads=True, writes=True)
