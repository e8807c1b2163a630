"""What lines for IPython do to the notebook's names and to the world."""

from __future__ import annotations

import re

from nb2pkg.analysis.resources import ANY, ENVIRONMENT, FOLDER, SHELL, STYLE, file, options_of
from nb2pkg.analysis.scan.flow import ScopeKind
from nb2pkg.analysis.scan.values import Value
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import ast

    from nb2pkg.analysis.scan.recorder import Recorder
    from nb2pkg.analysis.scan.walker import Walker
    from nb2pkg.notebook.model import Magic

# they take names away
_CLEARING = frozenset("reset reset_selective xdel".split())
# they run code, or bring in names, that nobody can see from here
_OPAQUE = frozenset("run pylab load loadpy rerun recall rep macro cython px R sql edit ed".split())
_USES = {
    **dict.fromkeys("! pip conda mamba uv sx system bash sh script cmd perl ruby".split(), SHELL),
    **dict.fromkeys("cd pushd popd mkdir rmdir mv rm cp".split(), FOLDER),
    **dict.fromkeys("env set_env dotenv".split(), ENVIRONMENT),
    **dict.fromkeys("matplotlib config".split(), STYLE),
    "precision": options_of("numpy"),
}
_LISTING = frozenset(
    "! ls pwd who whos ? history hist pinfo timeit time pip lsmagic dhist cat".split()
)
_WRITING_FILES = frozenset(("writefile", "file"))


def apply_magic(walker: Walker, magic: Magic, node: ast.stmt) -> None:
    """Add what a magic does to the effects of the statement it stands in."""
    recorder = walker.recorder
    if recorder.facts and recorder.facts[0] == "builtins.get_ipython":
        recorder.facts[:] = [f"IPython.magic.{magic.name}"]
    for name in magic.reads:
        # `$HOME` and `{x}` stay as they are where there is no such variable: no NameError
        if magic.name == "timeit" or name in walker.world.bound:
            walker.read(name, node)
    for name in magic.binds:
        if name not in walker.scope.flow.maybe:
            walker.bind(name, Value(None))
    _touch(recorder, magic)
    words = magic.argument.split()
    if magic.name in _CLEARING:
        _clear(walker, magic, node)
        recorder.is_opaque = True  # what stays in the notebook loses its names as well
    if magic.name in _OPAQUE or (magic.name == "store" and "-r" in words):
        recorder.is_opaque = recorder.has_star = True
    if magic.name in _LISTING:
        recorder.has_output = True


def _clear(walker: Walker, magic: Magic, node: ast.stmt) -> None:
    """Delete the names that `%reset`, `%reset_selective` or `%xdel` takes away; in a branch it may not happen."""
    if node.__class__.__name__ != "Expr" or walker.scope.kind is not ScopeKind.MODULE:
        return
    names = _cleared(magic, walker.world.bound)
    for name in names:
        walker.unbind(name)


def _cleared(magic: Magic, bound: set[str]) -> list[str]:
    words = [word for word in magic.argument.split() if not word.startswith("-")]
    options = "".join(word for word in magic.argument.split() if word.startswith("-"))
    if magic.name == "xdel":
        return words[:1] if "n" not in options else []
    if "f" not in options:
        return []  # it asks first: nobody knows the answer
    if magic.name == "reset":  # with words it only forgets what they say, such as `in` or `out`
        return sorted(bound) if not words or "s" in options else []
    try:
        wanted = re.compile(words[0] if words else "")
    except re.error:
        return []
    return sorted(name for name in bound if wanted.search(name) and name[0] != "_")


def _touch(recorder: Recorder, magic: Magic) -> None:
    resource = _USES.get(magic.name)
    if resource is not None:
        recorder.use(resource, reads=resource != STYLE, writes=True)
    elif magic.name in _WRITING_FILES:
        words = [word for word in magic.argument.split() if not word.startswith("-")]
        recorder.use(file(words[0] if words else ANY), writes=True)
