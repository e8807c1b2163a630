"""Questions about one statement."""

from __future__ import annotations

import sys

from nb2pkg.analysis.kinds import ARRAY
from nb2pkg.patterns import pattern
from nb2pkg.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from nb2pkg.analysis.model import Alias, Effects, Statement
    from nb2pkg.notebook.model import Magic

# statements whose body may not run
BRANCHING = frozenset({"if", "while", "try", "trystar", "match"})
LOOPING = BRANCHING | {"for", "asyncfor"}
COMPOUND = LOOPING | {"with", "asyncwith"}

_SUPPRESSES_NAME_ERROR = pattern(
    r"\b(suppress|raises|assertRaises)\([^)]*\b(NameError|Exception|BaseException)\b"
)
# a branch that is not for the Python at hand, or for none
_FOR_OTHERS = pattern(
    r"if\s+(?:\(?\s*(?:False|0|TYPE_CHECKING|typing\.TYPE_CHECKING)\s*\)?\s*:|[^\n]*\b(?:version_info|sys\.version|PY2|PY3)\b)"
)
_SECRET = pattern(
    r"\b(?:globals|locals|vars)\(\)\s*\.\s*update\(|\bvars\(\)\s*\[|\buser_ns\b|get_ipython\(\)\.(?:push|ex)\("
)
_SECRET_FACTS = frozenset(
    (
        "sympy.var",
        "sympy.init_session",
        "sympy.interactive.init_session",
        "sympy.interactive.session.init_session",
    )
)
# magics whose argument is Python; the others leave alone what they cannot fill in
_RUNS_PYTHON = frozenset({"time", "timeit", "prun", "lprun", "memit", "mprun", "capture"})
# magics that delete names
_TAKES_AWAY = frozenset({"reset", "reset_selective", "xdel"})
# magics that may bring names with an extension
_BRINGS = frozenset({"load_ext", "reload_kedro"})
_TAKES_VIEW = pattern(r"=\s*(?P<source>\w+)\s*[.\[]")
_TAKES_ITEM = pattern(
    r"=\s*(?P<source>\w+)\s*(?:\[[^\]:]*\]|\.(?:get|pop|popleft|setdefault)\([^()]*\))?\s*;?$"
)
# what keeps a function without calling it
_PUT_AWAY = pattern(
    r"\b(partial|Thread|Process|Timer|FunctionTransformer|make_scorer|register|on_click|observe|signal|vectorize"
    r"|delayed|Lambda\w*|Keras\w+|TfidfVectorizer|CountVectorizer|append|setdefault)\("
)
_PUT = pattern(r"(?<=[\[({,:= ])(?P<source>[^\W\d]\w*)(?=\s*(?:[,\])};]|$))")
_DISPLAY = pattern(r"=\s*[\[({]")
_LOOKS_NAMES_UP = pattern(r"\b(globals|locals|vars|dir)\(\)")


def is_kept_for_later(statement: Statement, function: str) -> bool:
    """Tell whether a function is only put away here, to be called by somebody later."""
    if _PUT_AWAY.search(statement.text):
        return True
    if statement.kind == "assign" and statement.text.rpartition("=")[2].strip(" ;") == function:
        return True  # by another name
    return any(match["source"] == function for match in _PUT.finditer(statement.text)) and (
        _DISPLAY.search(statement.text) is not None
    )


def bound_by(statement: Statement) -> frozenset[str]:
    """Return the names that the statement itself binds, or may bind."""
    return statement.effects.binds | statement.effects.may_bind


def is_part_taken(statement: Statement, alias: Alias) -> bool:
    """Tell whether the target is a part taken out of the source: `b = a[0]`, `b, c = a`, `for b in a`.

    A copy is none, though it may share its members with the source.
    """
    if statement.kind in COMPOUND:
        return True
    if alias.target in statement.effects.mutates:
        return False
    is_array = (alias.target, ARRAY) in statement.effects.kinds
    taken = (_TAKES_VIEW if is_array else _TAKES_ITEM).search(statement.text)
    return taken is not None and taken["source"] == alias.source


def is_put_in(statement: Statement, alias: Alias) -> bool:
    """Tell whether the source itself was put into the target: `b = [a]`, `b['k'] = a`, `b.append(a)`."""
    if statement.kind in COMPOUND or " for " in statement.text:
        return False
    if alias.target not in statement.effects.mutates and not _DISPLAY.search(statement.text):
        return False
    return any(match["source"] == alias.source for match in _PUT.finditer(statement.text))


def renamed(statement: Statement) -> frozenset[str]:
    """Return the name whose object a statement gives another name, if it does nothing else."""
    reads = statement.effects.reads
    if statement.kind != "assign" or len(reads) != 1:
        return frozenset()
    name = reads[0].name
    return frozenset({name} if statement.text.rpartition("=")[2].strip() == name else ())


def is_guarded(statement: Statement) -> bool:
    """Tell whether the statement is prepared for a name that is not there."""
    kind, text = statement.kind, statement.text
    if statement.magic is not None and statement.magic.name not in _RUNS_PYTHON:
        return True
    if kind in {"with", "asyncwith"}:
        return _SUPPRESSES_NAME_ERROR.search(text) is not None
    if kind not in BRANCHING:
        return False
    return _FOR_OTHERS.match(text) is not None or _LOOKS_NAMES_UP.search(text) is not None


def has_hidden_bindings(statement: Statement) -> bool:
    """Tell whether the statement may bind names that do not stand in it."""
    effects = statement.effects
    if statement.magic is not None and statement.magic.name in _TAKES_AWAY:
        return False
    if effects.is_opaque and "builtins.eval" not in effects.facts:  # an expression binds nothing
        return True
    if effects.facts and not _SECRET_FACTS.isdisjoint(effects.facts):
        return True
    if statement.kind not in {"expr", "assign"}:
        return False
    text = statement.text
    has_sign = "()" in text or "user_ns" in text or "_ipython" in text  # as whatever is found has
    return has_sign and _SECRET.search(text) is not None


def star_names(effects: Effects) -> frozenset[str] | None:
    """Return what the star imports of a statement may bind; None where nobody can list it."""
    from nb2pkg.analysis.knowledge.exports import exported

    if effects.is_opaque:
        return None
    found = [exported(module) for name, module in effects.imports if name == "*"]
    if not found or any(names is None for names in found):
        return None
    return frozenset[str]().union(*(names for names in found if names is not None))


def is_of_standard_library(effects: Effects) -> bool:
    """Tell whether all star imports of a statement are of modules that come with Python."""
    modules = [module for name, module in effects.imports if name == "*"]
    return all(module.partition(".")[0] in sys.stdlib_module_names for module in modules)


def brought_by(magic: Magic) -> frozenset[str]:
    """Return the names that a magic brings in by loading an extension that is known to bind some."""
    if magic.name not in _BRINGS:
        return frozenset()
    from nb2pkg.analysis.knowledge.platforms import BROUGHT

    key = magic.argument.strip() if magic.name == "load_ext" else magic.name
    return BROUGHT.get(key, frozenset())
