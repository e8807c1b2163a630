"""Names for packages, steps and settings."""

from __future__ import annotations

import builtins
import keyword
import re
import sys
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST: Final = 40
FILLERS: Final = frozenset(
    "the a an our my we lets let us now then here step of all just this some by using with for from to in on into "
    "part section chapter introduction exercise task question problem up it its is are be as at".split()
)


def words(text: str) -> list[str]:
    """Split a text or an identifier into lower-case words of ASCII letters and digits; accents are taken off."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    parts = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", plain).replace("_", " ").replace("-", " ")
    return re.findall(r"[a-z][a-z0-9]*|[0-9]+", parts.lower())


def identifier(parts: Sequence[str]) -> str:
    """Join words to an identifier of at most 40 characters, ending at a word."""
    name = ""
    for part in parts:
        longer = f"{name}_{part}" if name else part
        if len(longer) > _LONGEST:
            break
        name = longer
    name = name or "_".join(parts)[:_LONGEST].rstrip("_")
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
    name = name[:_LONGEST].rstrip("_")
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in sys.stdlib_module_names:
        name = f"{name}_notebook"
    return name


def phrase_name(phrase: str, *, told: bool = False) -> str:
    """Turn a phrase into a function name; what a person told loses its filling words."""
    phrase = phrase.partition(":")[0]
    parts = [word for word in words(phrase) if not (told and word in FILLERS)]
    return identifier(parts or words(phrase) or ["run"])


def telling_name(name: str, hints: Sequence[str], taken: set[str]) -> str:
    """Return a free name: the wanted one, or that with the first hint that sets it apart, or at last a number."""
    for hint in ("", *hints):
        parts = [*words(name), *(word for word in words(hint) if word not in words(name))]
        candidate = identifier(parts)
        if (
            candidate not in taken
            and not is_reserved(candidate)
            and len("_".join(parts)) <= _LONGEST
        ):
            return unique(candidate, taken)
    return unique(name, taken)


def path_name(path: str) -> str:
    """Name a setting after a file: `data/heart-2020.csv` becomes `heart_2020_csv`."""
    tail = re.split(r"[/\\]", path.rstrip("/\\"))[-1] or path
    parts = words(tail)
    return identifier(parts) if parts and not parts[0].isdigit() else identifier(["file", *parts])
