"""What the names of inputs, targets and their parts say: `X_train`, `y_val`, `label_test`."""

from __future__ import annotations

from typing import Final

from nb2pkg.analysis.knowledge.phrases import INPUTS, TARGETS

_HELD_OUT: Final = frozenset({"test", "val", "valid", "validation", "holdout"})
_PARTS: Final = _HELD_OUT | {"train", "dev", "full"}


def is_part(name: str) -> bool:
    """Say whether a name is that of a part of the inputs or the target, such as `X_train` or `y_val`."""
    return _is_part(name, INPUTS | TARGETS, _PARTS)


def is_held_out_target(name: str) -> bool:
    """Say whether a name is that of the true values of rows that were held out, such as `y_test`."""
    return _is_part(name, TARGETS, _HELD_OUT)


def _is_part(name: str, wholes: frozenset[str], parts: frozenset[str]) -> bool:
    first, _, rest = name.partition("_")
    words = set(rest.lower().split("_"))
    return first in wholes and bool(words & parts) and "pred" not in words
