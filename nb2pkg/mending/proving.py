"""Replay the recorded and the fresh order of a notebook, and say of each finding whether it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from nb2pkg.analysis.graph import Graph, build
from nb2pkg.analysis.scan import scan
from nb2pkg.config import Config
from nb2pkg.errors import Nb2pkgError, UnreadableNotebookError
from nb2pkg.lint.check import findings_of, with_builtins
from nb2pkg.lint.model import Finding
from nb2pkg.lint.rules.unreadable_notebook import UnreadableNotebook
from nb2pkg.lint.rules.unsupported_language import is_python
from nb2pkg.mending.judging import Evidence, judged
from nb2pkg.mending.model import Proofs
from nb2pkg.mending.record import fresh_order, made_in, name_of, replayable_order
from nb2pkg.notebook.model import Notebook
from nb2pkg.notebook.read import parse, read_bytes
from nb2pkg.verify.replaying import Compared, Kept, Options, Replay, Replays, RunName, Seen, stage

_FAMILY = "NB1"
_NAME = re.compile(r"[^\W\d]\w*")


def proved(path: str, config: Config, options: Options, progress: Callable[[str], None]) -> Proofs:
    """Return what two runs say of the findings of a notebook; without findings nothing is run."""
    try:
        data = read_bytes(path, config.max_size)
        notebook = with_builtins(parse(data, path), config)
    except UnreadableNotebookError as error:
        finding = UnreadableNotebook.about(error.path, error.reason, error.remedy)
        return Proofs(path, Notebook(path, ()), unreadable=finding)
    if not is_python(notebook):
        return Proofs(path, notebook, problem="only notebooks in Python can be run")
    graph = build(scan(notebook), edges=False)
    found = [each for each in findings_of(graph, config) if each.code.startswith(_FAMILY)]
    if not found:
        return Proofs(path, notebook)
    try:
        with stage(Path(path), data, options, progress) as replays:
            evidence = _gathered(replays, graph, found)
            verdicts = judged(graph, found, evidence)
    except Nb2pkgError as error:
        return Proofs(path, notebook, problem=str(error))
    problem = evidence.fresh.trouble
    runs = (("recorded", evidence.recorded), ("fresh", evidence.fresh))
    seconds = tuple((name, run.run.seconds) for name, run in runs if run is not None)
    return Proofs(path, notebook, verdicts, seconds, problem)


def _gathered(replays: Replays, graph: Graph, found: list[Finding]) -> Evidence:
    """Run both orders, and the recorded one once more where they differ."""
    notebook = graph.program.notebook
    recorded, why = replayable_order(notebook)
    kept = _kept(graph, found)
    orders = {RunName.FRESH: fresh_order(notebook)}
    if recorded:
        orders[RunName.RECORDED] = recorded
    runs = replays.run(orders, kept)
    fresh, first = runs[RunName.FRESH], runs.get(RunName.RECORDED)
    if first is None or first.trouble or fresh.trouble:
        why = (first.trouble if first else "") or why
        return Evidence(fresh, first, None, why, replays.stored)
    compared = _compared(replays, first, fresh, kept)
    if _differs(compared):
        again = replays.run({RunName.REPEATED: recorded}, kept)[RunName.REPEATED]
        if again.trouble:
            return Evidence(fresh, first, None, f"run again, {again.trouble}", replays.stored)
        compared = _compared(replays, first, fresh, kept, again)
    return Evidence(fresh, first, compared, "", replays.stored)


def _kept(graph: Graph, found: list[Finding]) -> dict[int, Kept]:
    """Return what to keep: before a cell what findings are about, after it what it makes."""
    kept: dict[int, Kept] = {}
    for finding in found:
        if finding.place is None:
            continue
        cell, name = finding.place.cell, name_of(graph, finding)
        known = kept.get(cell, Kept(after=tuple(made_in(graph, cell))))
        if _NAME.fullmatch(name) and name not in known.before:
            known = known._replace(before=(*known.before, name))
        kept[cell] = known
    return kept


def _compared(
    replays: Replays,
    first: Replay,
    fresh: Replay,
    kept: dict[int, Kept],
    again: Replay | None = None,
) -> Compared:
    values = [Seen(cell, name) for cell, each in kept.items() for name in each.before]
    values += [
        Seen(cell, name, is_after=True) for cell, each in kept.items() for name in each.after
    ]
    return replays.compare(first, fresh, values, list(kept), again)


def _differs(compared: Compared) -> bool:
    answers = (*compared.values.values(), *compared.outputs.values())
    return any(answer.same is False for answer in answers)
