"""What a figure is called: by its title, what is said above it, or what its axes show."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from nb2pkg.analysis.knowledge.phrases import FIGURE_WORDS, SHOWING
from nb2pkg.extraction.plan.naming.names import FILLERS, words
from nb2pkg.trees import called_name, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TITLES: Final = ("suptitle", "title", "set_title")
_ALONG: Final = (("ylabel", "xlabel"), ("set_ylabel", "set_xlabel"))
_MOST_WORDS: Final = 8


def figure_phrase(texts: Iterable[str], comment: str, heading: str, drawn: str) -> str:
    """Return what is drawn, as a phrase that begins with a verb.

    `texts` are its statements, `comment` stands above it, `heading` above its section, and `drawn` is what it is
    drawn from.
    """
    calls = [
        node for text in texts for node in ast.walk(tree_of(text)) if isinstance(node, ast.Call)
    ]
    section = heading if FIGURE_WORDS & set(words(heading)) else ""
    for phrase in (*_titles(calls), comment, *_displays(calls), *_axes(calls), section):
        telling = _telling(phrase)
        if telling:
            return f"plot {telling}"
    return f"plot {drawn if words(drawn) else 'results'}"


def _telling(phrase: str) -> str:
    """Return a phrase without the verb and the words that say nothing, or nothing where little is said."""
    parts = [part for part in phrase.replace("_", " ").split() if words(part)]
    while parts and (
        words(parts[0])[0].removesuffix("ting").removesuffix("ing") in SHOWING
        or words(parts[0])[0] in FILLERS
    ):
        parts.pop(0)
    is_short = 0 < len(parts) <= _MOST_WORDS
    return " ".join(part.strip(".:;,!?*#()") for part in parts) if is_short else ""


def _titles(calls: Iterable[ast.Call]) -> Iterator[str]:
    """Yield the title of the figure, where it has one."""
    for name in _TITLES:
        found = list(
            dict.fromkeys(_text(call, "label", "t") for call in calls if called_name(call) == name)
        )
        if len(found) == 1:
            yield found[0]
    given = [k.value for call in calls for k in call.keywords if k.arg == "title"]
    if len(given) == 1:
        yield _constant(given[0])


def _axes(calls: Iterable[ast.Call]) -> Iterator[str]:
    for names in _ALONG:
        upright, along = (
            list(
                dict.fromkeys(
                    _text(c, "label", f"{name[-6:]}") for c in calls if called_name(c) == name
                )
            )
            for name in names
        )
        if len(upright) == len(along) == 1 and upright[0] and along[0]:
            yield f"{upright[0]} by {along[0]}"


def _displays(calls: Iterable[ast.Call]) -> Iterator[str]:
    """Yield what a display of scikit-learn shows: `ConfusionMatrixDisplay` a confusion matrix."""
    for call in calls:
        for node in ast.walk(call.func):
            name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
            if name.endswith("Display"):
                yield " ".join(words(name.removesuffix("Display")))


def _text(call: ast.Call, *keywords: str) -> str:
    """Return the text that a call is given first, or by one of some keywords."""
    given = [*call.args[:1], *(k.value for k in call.keywords if k.arg in keywords)]
    return _constant(given[0]) if given else ""


def _constant(node: ast.expr) -> str:
    """Return a text, or what is fixed of one that is put together."""
    if isinstance(node, ast.JoinedStr):
        return " ".join(_constant(part) for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
