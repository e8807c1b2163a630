"""From what was seen of each predict call to what may be said of a model: the worst of it."""

from __future__ import annotations

from collections.abc import Iterable

from nb2pkg.verify.model import Checked, RowsKind, Serving
from nb2pkg.verify.served_calls import ServedCall

_FROM_WORST = (
    RowsKind.NONE,
    RowsKind.HORIZON,
    RowsKind.FEATURES,
    RowsKind.UNPROVEN,
    RowsKind.RAW,
)


def united(found: Iterable[tuple[ServedCall, Serving]]) -> tuple[Serving, ...]:
    """Return one answer for each model, in the order of the calls; raw rows are served if they are for all calls."""
    models: dict[str, list[tuple[ServedCall, Serving]]] = {}
    for call, serving in found:
        models.setdefault(call.model, []).append((call, serving))
    return tuple(_united(pairs) for pairs in models.values())


def _united(pairs: list[tuple[ServedCall, Serving]]) -> Serving:
    call, worst = min(pairs, key=lambda pair: _FROM_WORST.index(pair[1].rows))
    checks = [serving.checked for _, serving in pairs]
    checked = worst.checked
    if all(check is not None for check in checks):
        checked = _sum([check for check in checks if check is not None])
    return worst._replace(
        source=call.file,
        columns=call.columns if worst.columns is None else worst.columns,
        checked=checked,
        cells=tuple(sorted({call.cell for call, _ in pairs})),
    )


def _sum(checks: list[Checked]) -> Checked:
    return Checked(
        rows=sum(check.rows for check in checks),
        same=sum(check.same for check in checks),
        halves=sum(check.halves for check in checks),
        shuffled=sum(check.shuffled for check in checks),
        tried=sum(check.tried for check in checks),
        alone=sum(check.alone for check in checks),
        is_without_target=all(check.is_without_target for check in checks),
    )
