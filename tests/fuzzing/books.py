"""A notebook for each seed: the same seed gives the same bytes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.fuzzing import damage
from tests.fuzzing.cells import Grammar, spliced


@dataclass(frozen=True)
class Pools:
    """Cells to draw from: real ones, and what hypothesmith made; either may be empty."""

    real: Sequence[str] = ()
    grown: Sequence[str] = ()


def notebook(seed: int, pools: Pools, *, sound: bool = False) -> bytes:
    """Return the bytes of a notebook; a `sound` one has undamaged JSON, and cells that mostly parse."""
    chance = random.Random(seed)
    book = _book(chance, pools, harm=0.03 if sound else 0.2)
    if sound:
        return damage.encoded(random.Random(0), book)
    if chance.random() < 0.3:
        book = damage.structure(chance, book)
    data = damage.encoded(chance, book)
    return damage.bytewise(chance, data) if chance.random() < 0.05 else data


def _book(chance: random.Random, pools: Pools, harm: float) -> Any:
    grammar = Grammar(chance)
    cells = [
        _cell(chance, grammar, pools, harm, number)
        for number in range(chance.choice((1, 1, 2, 3, 5)))
    ]
    metadata: dict[str, Any] = {
        "kernelspec": {"name": "python3"},
        "language_info": {"name": "python"},
    }
    if chance.random() < 0.05:
        old = [
            {**cell, "input": cell["source"], "prompt_number": cell.get("execution_count")}
            for cell in cells
        ]
        return {
            "nbformat": 3,
            "nbformat_minor": 0,
            "metadata": {"name": ""},
            "worksheets": [{"cells": old}],
        }
    return {
        "nbformat": 4,
        "nbformat_minor": chance.choice((0, 2, 4, 5)),
        "metadata": metadata,
        "cells": cells,
    }


def _cell(
    chance: random.Random, grammar: Grammar, pools: Pools, harm: float, number: int
) -> dict[str, Any]:
    source: str | list[str] = _source(chance, grammar, pools)
    if chance.random() < harm:
        source = damage.characters(chance, str(source))
    if chance.random() < 0.3:
        source = str(source).splitlines(keepends=True)
    if chance.random() < 0.08:
        return {"cell_type": chance.choice(("markdown", "raw")), "metadata": {}, "source": source}
    cell: dict[str, Any] = {
        "cell_type": "code",
        "metadata": (
            {"tags": [chance.choice(("parameters", "raises-exception", "skip-execution"))]}
            if chance.random() < 0.04
            else {}
        ),
        "execution_count": chance.choice((None, number + 1, number + 1, chance.randrange(9))),
        "outputs": (
            [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}]
            if chance.random() < 0.2
            else []
        ),
        "source": source,
    }
    if chance.random() < 0.5:
        cell["id"] = chance.choice((f"c{number}", f"c{number}", "c0", "../x"))
    return cell


def _source(chance: random.Random, grammar: Grammar, pools: Pools) -> str:
    where = chance.random()
    if pools.real and where < 0.45:
        return spliced(chance, pools.real)
    if pools.grown and where < 0.65:
        return chance.choice(pools.grown)
    return grammar.cell()
