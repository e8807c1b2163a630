"""What speaks for the stage of one statement, taken by itself."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.stages import METHODS, STAGES, TRANSFORMERS, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.analysis.model import Statement
    from nb2pkg.stage import Stage

Evidence = tuple[str, float, str]  # stage, weight, reason

_STRONG = {"train": 6.0, "evaluate": 5.0, "infer": 5.0}
_MARK = re.compile(r"#\s*nb2pkg:\s*stage\s*=\s*(ingest|features|train|evaluate|infer)\b")


_CERTAIN = 7.0


def speaks_for(statement: Statement, stage: str) -> bool:
    """Say whether a call of the statement certainly belongs to a stage."""
    return any(name == stage and weight >= _CERTAIN for name, weight, _ in evidence_of(statement))


def is_strong(stage: str, weight: float) -> bool:
    """Say whether evidence alone shows that a statement computes something a package is made for."""
    return weight >= _STRONG.get(stage, float("inf"))


@lru_cache(maxsize=4096)
def fact_evidence(fact: str) -> Evidence | None:
    """Return what a qualified call speaks for, or None."""
    fact = fact.split("#", maxsplit=1)[0]
    owner, _, method = fact.rpartition(".")
    if method in METHODS and (
        owner == "?" or (owner[:1].islower() and owner.rpartition(".")[2][:1].isupper())
    ):
        if owner.startswith(TRANSFORMERS):
            return "features", 7.0, f"calls {fact}"
        stage, weight = METHODS[method]
        told = f"calls {method} of an object of unknown kind" if owner == "?" else f"calls {fact}"
        return stage, weight, told
    best = max(
        (key for key in STAGES if fact == key or (_is_prefix(key) and fact.startswith(key))),
        key=len,
        default=None,
    )
    if best is None:
        return None
    stage, weight = STAGES[best]
    return stage, weight, f"calls {fact}"


def _is_prefix(key: str) -> bool:
    return key.endswith((".", "_"))


def evidence_of(statement: Statement) -> list[Evidence]:
    """Return what the calls of a statement speak for."""
    found = (fact_evidence(fact) for fact in statement.effects.facts)
    return [evidence for evidence in found if evidence is not None]


def words_of(text: str, factor: float, where: str) -> list[Evidence]:
    """Return what the words of a heading, comment or name speak for."""
    found = []
    for word in dict.fromkeys(re.findall(r"[a-z-]+", text.lower())):
        if word in WORDS:
            stage, weight = WORDS[word]
            found.append((stage, weight * factor, f"{where} says “{word}”"))
    return found


def settled_stage(names: Iterable[str], stages: Iterable[tuple[str, Stage]]) -> str | None:
    """Return the stage that the settings demand for a call of one of these names, or None; the first pattern wins.

    `stages` are pairs of a pattern such as `mylib.load_*` and a stage.
    """
    called = {name.partition("#")[0] for name in names}
    for pattern, stage in stages:
        if any(fnmatchcase(name, pattern) for name in called):
            return stage.value
    return None


def user_word(statement_lines: str, cell_source: str, tags: frozenset[str]) -> str | None:
    """Return the stage that a tag or a comment of the user demands, or None."""
    for tag in sorted(tags):
        if tag.startswith("stage:"):
            return tag.removeprefix("stage:").strip()
    first_line = cell_source.lstrip().split("\n", 1)[0]
    match = _MARK.search(statement_lines) or _MARK.search(first_line)
    return match.group(1) if match else None
