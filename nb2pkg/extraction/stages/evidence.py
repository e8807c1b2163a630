"""What speaks for the stage of one statement, taken by itself."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING

from nb2pkg.analysis.knowledge.learning import FITTING
from nb2pkg.analysis.knowledge.stages import METHODS, STAGES, TRANSFORMERS, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nb2pkg.analysis.graph import Graph
    from nb2pkg.analysis.model import Statement
    from nb2pkg.stage import Stage

Evidence = tuple[str, float, str]  # stage, weight, reason

_STRONG = {"features": 6.0, "train": 6.0, "evaluate": 5.0, "infer": 5.0}
_MARK = re.compile(r"#\s*nb2pkg:\s*stage\s*=\s*(ingest|features|train|evaluate|infer)\b")


_CERTAIN = 7.0


def is_evidence_for(facts: Iterable[str], stage: str) -> bool:
    """Say whether one of some calls certainly belongs to a stage."""
    return any(name == stage and weight >= _CERTAIN for name, weight, _ in evidence_of(facts))


def is_strong_evidence(facts: Iterable[str], *, narrow: bool = False) -> bool:
    """Say whether some calls alone show that a statement computes something a package is made for.

    With `narrow`, features are no purpose of their own.
    """
    found = evidence_of(facts)
    return any(
        is_strong(stage, weight) and not (narrow and stage == "features")
        for stage, weight, _ in found
    )


def is_strong(stage: str, weight: float) -> bool:
    """Say whether evidence alone shows that a statement computes something a package is made for."""
    return weight >= _STRONG.get(stage, float("inf"))


@lru_cache(maxsize=4096)
def fact_evidence(fact: str) -> Evidence | None:
    """Return what a qualified call speaks for, or None."""
    fact = fact.split("#", maxsplit=1)[0]
    owner, _, method = fact.rpartition(".")
    if method in METHODS and (owner == "?" or owner.rpartition(".")[2][:1].isupper()):
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


def is_fit(fact: str) -> bool:
    """Say whether a call fits a model."""
    found = fact_evidence(fact)
    is_fit = fact.partition("#")[0].rpartition(".")[2] in FITTING
    return is_fit and found is not None and found[0] == "train"


def evidence_of(facts: Iterable[str]) -> list[Evidence]:
    """Return what calls speak for."""
    found = (fact_evidence(fact) for fact in facts)
    return [evidence for evidence in found if evidence is not None]


def facts_within(graph: Graph, statement: Statement) -> tuple[str, ...]:
    """Return what the notebook's own functions call that a statement runs; of a class, the methods that it names."""
    named = {call.method for call in statement.effects.calls}
    found: dict[str, None] = {}
    for number in sorted(graph.resolved[statement.id].functions):
        for function in graph.program.statements[number].effects.defines:
            methods = [method for method in function.methods if method.name in named]
            for run in methods if function.is_class else (function,):
                found |= dict.fromkeys(run.facts)
    return tuple(found)


def all_facts(graph: Graph, statement: Statement) -> tuple[str, ...]:
    """Return what a statement calls, itself and by the notebook's own functions."""
    return (*statement.effects.facts, *facts_within(graph, statement))


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
