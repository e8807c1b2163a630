"""What all tables are drawn with."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

Row = dict[str, Any]
Table = list[Row]
Make = Callable[[Random], Table]


def maybe(rng: Random, value: object, share: float, missing: object = "") -> object:
    """Return the value, or in this share of cases what stands for a missing one."""
    return missing if rng.random() < share else value


def pick(rng: Random, weighted: Mapping[str, float]) -> str:
    return rng.choices(list(weighted), list(weighted.values()))[0]


def yes(rng: Random, score: float) -> int:
    """Return 1 with the probability that belongs to a score on the logistic scale."""
    return int(rng.random() < 1 / (1 + math.exp(-score)))
