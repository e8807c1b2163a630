"""Names for packages, steps and settings."""

from __future__ import annotations

import builtins
import keyword
import re
import sys
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

LONGEST: Final = 40
_LONGEST_PACKAGE: Final = 100
# a generated project uses these, and its user Jupyter: a distribution of that name would take their place
_TOOLS: Final = frozenset(
    "hatchling ipykernel ipython jupyter nb2pkg notebook pip pytest setuptools "
    "conftest described own_process workplace".split()  # the tests of a project have these
)
_DEVICES: Final = r"con|prn|aux|nul|(?:com|lpt)\d"  # no file on Windows may be called so
FILLERS: Final = frozenset(
    "the a an our my we lets let us now then here step all just this these some it its is are be "
    "part section chapter introduction exercise task question problem".split()
)

_DANGLING: Final = frozenset(
    "of and or for with from to in on into by using as at any the a that which".split()
)


def words(text: str) -> list[str]:
    """Split a text or an identifier into lower-case words of ASCII letters and digits; accents are taken off."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    parts = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", plain)
    parts = re.sub(r"([A-Z])([A-Z][a-z]{2,})", r"\1 \2", parts).replace("_", " ").replace("-", " ")
    return re.findall(r"[a-z][a-z0-9]*|[0-9]+", parts.lower())


def identifier(parts: Sequence[str]) -> str:
    """Join words to an identifier of at most 40 characters, ending at a word."""
    name = ""
    for part in parts:
        longer = f"{name}_{part}" if name else part
        if len(longer) > LONGEST:
            break
        name = longer
    name = name or "_".join(parts)[:LONGEST].rstrip("_")
    return f"n{name}" if name[:1].isdigit() else name


def unique(name: str, taken: set[str]) -> str:
    """Return the name, or the first of name_2, name_3 … that is free, and take it."""
    candidate, number = name, 2
    while candidate in taken or is_reserved(candidate):
        candidate, number = f"{name}_{number}", number + 1
    taken.add(candidate)
    return candidate


def is_reserved(name: str) -> bool:
    """Say whether a name means something to Python already."""
    return keyword.iskeyword(name) or keyword.issoftkeyword(name) or hasattr(builtins, name)


def package_name(stem: str) -> str:
    """Turn a file name into a package name: lower case, no keyword, nothing of the standard library."""
    name = "_".join(words(stem)) or "notebook"
    if name[0].isdigit():
        name = f"notebook_{name}"
    name = identifier(name.split("_"))
    return f"{name}_pipeline" if _stands_for_something(name) else name


def file_name(name: str) -> str:
    """Return a file's name with what not every system, text or terminal can take replaced by `_`."""
    return "".join("_" if each in '\\:*?"<>|' or not each.isprintable() else each for each in name)


def package_name_problem(name: str, imports: Container[str]) -> str:
    """Return why a package must not have this name in a project whose notebook imports these modules; empty: it may."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name) or len(name) > _LONGEST_PACKAGE:
        return "it has to be a short word of the letters a to z, digits and _"
    if _stands_for_something(name.lower()):
        return "Python, its standard library or the system uses it"
    if name in imports:
        return "the notebook imports something of that name"
    return ""


def _stands_for_something(name: str) -> bool:
    """Say whether a name has a meaning that a package of that name would be in the way of."""
    return (
        keyword.iskeyword(name)
        or keyword.issoftkeyword(name)
        or name in sys.stdlib_module_names
        or name in _TOOLS
        or bool(re.fullmatch(_DEVICES, name))
    )


def phrase_name(phrase: str) -> str:
    """Turn a phrase into a function name, without what stands behind a colon."""
    parts = words(phrase.partition(":")[0])
    while len("_".join(parts)) > LONGEST and len(parts) > 2:
        parts.pop()
    while len(parts) > 2 and parts[-1] in _DANGLING:
        parts.pop()
    return identifier(parts or ["run"])


def telling_name(name: str, hints: Sequence[str], taken: set[str]) -> str:
    """Return a free name: the wanted one, or that with the first hint that sets it apart, or at last a number."""
    for hint in ("", *hints):
        added = [word for word in words(hint) if word not in words(name)]
        if hint and not set(added) - _DANGLING:
            continue
        parts = [*words(name), *added]
        candidate = identifier(parts)
        if (
            candidate not in taken
            and not is_reserved(candidate)
            and len("_".join(parts)) <= LONGEST
        ):
            return unique(candidate, taken)
    return unique(name, taken)


def path_name(path: str) -> str:
    """Name a setting after a file: `data/heart-2020.csv` becomes `heart_2020_csv`."""
    tail = re.split(r"[/\\]", path.rstrip("/\\"))[-1] or path
    parts = words(tail)
    return identifier(parts) if parts and not parts[0].isdigit() else identifier(["file", *parts])
