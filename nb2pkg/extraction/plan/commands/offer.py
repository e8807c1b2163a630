"""What a package's commands run, save, load and draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nb2pkg.extraction.blueprint import Commands
from nb2pkg.extraction.plan.commands.figures import with_figures
from nb2pkg.extraction.plan.commands.parts import Parts
from nb2pkg.extraction.plan.commands.predictors import predictors
from nb2pkg.extraction.plan.commands.preparations import Line, steps_needed
from nb2pkg.extraction.plan.serving.unserved import unserved
from nb2pkg.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from nb2pkg.extraction.blueprint import Definition, Step, Variable
    from nb2pkg.extraction.plan.commands.versions import Lineage
    from nb2pkg.extraction.plan.context import Context
    from nb2pkg.extraction.plan.serving.served import Served


@dataclass(frozen=True, slots=True)
class Functions:
    """The steps, the order in which the pipeline calls them, what draws figures, and the notebook's own functions."""

    steps: tuple[Step, ...]
    order: tuple[int, ...]
    figures: tuple[Step, ...] = ()
    definitions: tuple[Definition, ...] = ()


def commands(
    context: Context,
    functions: Functions,
    results: Iterable[Variable],
    constants: Mapping[int, str],
    taken: set[str],
    *,
    known: Lineage,
    afresh: Collection[str],
    served: Collection[Served] = (),
) -> Commands:
    """Return what the package's commands run, save and load.

    `evaluate` and `infer` load what `train` has saved where nothing but variables passes from training to them, and
    nothing of training comes after them; elsewhere, or where they stand in `afresh`, they run all they need afresh.
    With "train" in it nothing is saved. An evaluation that cannot go on, and is in no such list, is one run with
    training, which saves what it gave: whoever trains a second time may get other models. Of the figures
    those are among the commands that `evaluate` can draw.
    """
    parts = Parts(
        context, functions.steps, functions.order, frozenset(v.name for v in results), known
    )
    train = parts.whole(Stage.TRAIN) if "train" not in afresh else None
    if train is None:
        whole, infer = parts.whole(Stage.EVALUATE), parts.whole(Stage.INFER)
        evaluate, drawn = with_figures(parts, functions.figures, None, whole)
        silent = unserved(context, ())
        return Commands(None, (), evaluate, infer, parts.rows_setting(infer), (), drawn, silent)
    line = Line(context, functions.steps, functions.order, known, functions.definitions, constants)
    train = parts.with_more(train, steps_needed(line, served))
    trained = frozenset(train.steps)
    evaluate, infer = parts.whole(Stage.EVALUATE), parts.whole(Stage.INFER)
    if evaluate is not None and "evaluate" not in afresh:
        train, evaluate = parts.judged(train, evaluate)
        trained = frozenset(train.steps)
    evaluate, drawn = with_figures(parts, functions.figures, train, evaluate)
    infer = infer if "infer" in afresh else parts.rest(infer, trained)
    last = parts.last_versions(trained)
    left = parts.left(trained)
    found = predictors(line, parts.statements(trained), left, constants, taken, served)
    models = {p.model.name for p in found}
    silent = unserved(context, {key for key, variable in left.items() if variable.name in models})
    wanted = {name: last[name] for name in train.gives}
    wanted |= {v.name: v for part in (evaluate, infer) if part for v in part.loads}
    wanted |= {v.name: v for p in found for v in p.given if v.setting is None}
    saves = tuple(wanted[name] for name in last if name in wanted)
    rows = parts.rows_setting(infer)
    return Commands(train, saves, evaluate, infer, rows, found, drawn, silent)
