"""Names for steps and settings, from what the author wrote: comments, headings, calls, variables."""

from __future__ import annotations

import builtins
import keyword
import re
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nb2pkg.model import Statement

_LONGEST: Final = 40
_MOST_WORDS: Final = 7
_FILLERS: Final = frozenset(
    {
        "the",
        "a",
        "an",
        "our",
        "my",
        "we",
        "lets",
        "let",
        "us",
        "now",
        "then",
        "here",
        "step",
        "of",
        "all",
        "just",
        "this",
        "some",
        "by",
        "using",
        "with",
        "for",
        "from",
        "to",
        "in",
        "on",
        "into",
    }
)
_HEADING_FILLERS: Final = frozenset(
    {"part", "section", "chapter", "introduction", "exercise", "task", "question", "problem"}
)
_VERBS: Final = frozenset(
    {
        "add", "aggregate", "apply", "assign", "balance", "bin", "build", "calculate", "check", "choose", "clean",
        "combine", "compare", "compute", "concat", "convert", "count", "create", "cross", "define", "delete", "derive",
        "detect", "divide", "download", "drop", "encode", "engineer", "estimate", "evaluate", "extract", "fill", "filter",
        "find", "fit", "fix", "format", "generate", "get", "group", "handle", "impute", "initialise", "initialize",
        "instantiate", "join", "keep", "label", "load", "make", "map", "measure", "merge", "model", "normalise",
        "normalize", "optimise", "optimize", "parse", "pick", "predict", "prepare", "preprocess", "rank", "read",
        "reduce", "remove", "rename", "replace", "report", "resample", "reshape", "retrieve", "round", "run", "sample",
        "save", "scale", "score", "select", "separate", "set", "shuffle", "sort", "split", "standardise", "standardize",
        "store", "strip", "summarise", "summarize", "test", "train", "transform", "tune", "turn", "update", "use",
        "validate", "write",
    }
)  # fmt: skip

#: last part of a called name -> verb phrase; `{}` is what is bound
_PHRASES: Final[dict[str, str]] = {
    "train_test_split": "split {target}",
    "get_dummies": "encode {changed}",
    "fillna": "fill missing {column}",
    "dropna": "drop missing {changed}",
    "drop_duplicates": "drop duplicate {changed}",
    "rename": "rename columns of {changed}",
    "merge": "merge {bound}",
    "concat": "combine {bound}",
    "groupby": "summarise {bound}",
    "to_datetime": "parse dates of {changed}",
    "cross_val_score": "cross-validate {argument}",
    "cross_validate": "cross-validate {argument}",
    "accuracy_score": "score accuracy {bound}",
    "confusion_matrix": "compute {bound}",
    "classification_report": "report {bound}",
    "predict": "predict {bound}",
    "predict_proba": "predict {bound}",
    "score": "score {receiver}",
    "fit": "fit {receiver}",
    "fit_predict": "fit {receiver}",
    "fit_transform": "transform {bound}",
    "transform": "transform {bound}",
    "to_csv": "save {receiver}",
    "to_pickle": "save {receiver}",
    "to_excel": "save {receiver}",
    "dump": "save {argument}",
    "seed": "seed random numbers",
    "sort_values": "sort {changed}",
    "set_index": "index {changed}",
    "reset_index": "reset index of {changed}",
    "replace": "replace values in {changed}",
    "map": "map {column}",
    "apply": "derive {column}",
    "sample": "sample {bound}",
}  # fmt: skip


def words(text: str) -> list[str]:
    """Split a text or an identifier into lower-case words."""
    parts = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text).replace("_", " ").replace("-", " ")
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


def comment_phrase(comment: str) -> str | None:
    """Return a comment as a phrase that can name a step, or None where it cannot."""
    text = comment.strip().strip("#").strip().rstrip(".:;!").strip()
    if not text or not text.isascii() or re.search(r"[=(){}\[\]<>/\\@|]|https?:|\.\w", text):
        return None
    text = re.sub(
        r"^(step\s*)?\d+[.):]?\s*(st|nd|rd|th)?\s*[-:.)]?\s*", "", text, flags=re.IGNORECASE
    )
    parts = words(text)
    if not parts or len(text.split()) > _MOST_WORDS + 2:
        return None
    head = _base_verb(parts[0])
    if head is None:
        return None
    text = re.sub(r"^\w+", head, text, count=1)
    return text


def _base_verb(word: str) -> str | None:
    """Return the plain form of a verb (“loading” → “load”), or None for any other word."""
    for candidate in (word, word.removesuffix("s"), word.removesuffix("ing"), word.removesuffix("ing") + "e",
                      word.removesuffix("ing")[:-1], word.removesuffix("ed"), word.removesuffix("d")):  # fmt: skip
        if candidate in _VERBS:
            return candidate
    return None


def heading_phrase(heading: str) -> str | None:
    """Return a heading as a phrase that can name a step, or None where it says nothing."""
    phrase = comment_phrase(heading)
    if phrase:
        return phrase
    text = re.sub(r"[^A-Za-z0-9 _-]", " ", heading)
    parts = [w for w in words(text) if not w.isdigit() and w not in _HEADING_FILLERS]
    if not parts or len(parts) > _MOST_WORDS or not heading.isascii():
        return None
    return " ".join(parts)


def phrase_name(phrase: str) -> str:
    """Turn a phrase into a function name."""
    parts = [word for word in words(phrase) if word not in _FILLERS]
    return identifier(parts or words(phrase))


def call_phrase(statements: Sequence[Statement], bound: Sequence[str], stage: str) -> str:
    """Return a phrase from the calls of a step: the last telling call, and what it binds or changes."""
    target = _nice(bound) or "data"
    for statement in reversed(statements):
        phrase = _statement_phrase(statement, target)
        if phrase:
            return phrase
    if stage == "ingest":
        return f"load {target}"
    if stage == "train":
        return f"prepare {target}"
    if stage == "features" and _columns(statements):
        return f"add {' and '.join(_columns(statements)[:2])}"
    return f"compute {target}"


def _statement_phrase(statement: Statement, target: str) -> str | None:
    for fact in reversed(statement.effects.facts):
        owner, _, last = fact.partition("#")[0].rpartition(".")
        if last.startswith("read_") or owner.startswith(("sklearn.datasets", "seaborn.load")):
            return f"load {target}"
        if last in _PHRASES:
            receiver = owner.rpartition(".")[2]
            spoken = (
                " ".join(words(receiver))
                if receiver[:1].isupper() and owner[:1].islower()
                else target
            )
            if receiver in {"DataFrame", "Series"}:
                spoken = target
            column = _columns([statement])[:1] or [target]
            return _PHRASES[last].format(
                target=target,
                changed=target,
                bound=target,
                argument=target,
                receiver=spoken,
                column=column[0],
            )
    return None


def _columns(statements: Iterable[Statement]) -> list[str]:
    found = []
    for statement in statements:
        match = re.match(r"\w+\[\s*(['\"])([A-Za-z][\w ]{0,30})\1\s*\]\s*=(?!=)", statement.text)
        if match:
            found.append(" ".join(words(match.group(2))))
    return list(dict.fromkeys(name for name in found if name))


def _nice(bound: Sequence[str]) -> str:
    names = [" ".join(words(name)) for name in bound if words(name)]
    return " and ".join(names[:2]) if len(names) <= 3 else names[0]  # noqa: PLR2004


def path_name(path: str) -> str:
    """Name a setting after a file: `data/heart-2020.csv` becomes `heart_2020_csv`."""
    tail = re.split(r"[/\\]", path.rstrip("/\\"))[-1] or path
    parts = words(tail)
    return identifier(parts) if parts and not parts[0].isdigit() else identifier(["file", *parts])
