"""Prove that a package predicts for the rows of a data file what the notebook said of them.

The code alone can only rule that out. Whether it holds is seen: the raw rows behind the notebook's predictions go
through the package's own `infer`, together and apart, and what comes back is held against the notebook's values.
"""

from __future__ import annotations

from nb2pkg.verify.model import RowsKind, Serving
from nb2pkg.verify.project import Project, promised
from nb2pkg.verify.running.case import Case
from nb2pkg.verify.running.children import Keepers
from nb2pkg.verify.running.runs import Runs, Space
from nb2pkg.verify.served_calls import ServedCall
from nb2pkg.verify.serving.answers import united
from nb2pkg.verify.serving.asking import ask
from nb2pkg.verify.serving.entries import entries_of

__all__ = ["prove", "without_proof"]


def prove(case: Case, space: Space, keepers: Keepers, runs: Runs) -> tuple[Serving, ...]:
    """Return what the package takes for each model that predicts, by what was seen of it."""
    entries = entries_of(case, runs)
    proven = iter(ask(space, keepers, entries))
    found = [
        (call, next(proven) if call.is_open else _as_known(call, ""))
        for call in case.project.serving
    ]
    told = promised(case.project)
    return tuple(
        each._replace(is_broken=each.rows is RowsKind.FEATURES and each.model in told)
        for each in united(found)
    )


def without_proof(project: Project, reason: str) -> tuple[Serving, ...]:
    """Return what is known of a package without a proof; `reason` is why there is none."""
    return united([(call, _as_known(call, reason)) for call in project.serving])


def _as_known(call: ServedCall, reason: str) -> Serving:
    told = call.reason if call.verdict is not None else reason
    return Serving(call.model, call.verdict or RowsKind.UNPROVEN, reason=told or None)
