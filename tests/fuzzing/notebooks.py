"""A notebook for each seed: the same seed gives the same bytes."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.extraction.programs import Writer
from tests.fuzzing import damage
from tests.fuzzing.cells import Grammar, spliced


@dataclass(frozen=True)
class Pools:
    """What to draw from: real cells, whole notebooks of them, and cells that hypothesmith made; any may be empty."""

    real: Sequence[str] = ()
    whole: Sequence[Sequence[str]] = ()
    grown: Sequence[str] = ()


def notebook(seed: int, pools: Pools) -> bytes:
    """Return the bytes of a notebook that may be damaged in every way."""
    chance = random.Random(seed)
    book = _book(chance, _sources(chance, pools), harm=0.2)
    if chance.random() < 0.3:
        book = damage.structure(chance, book)
    data = damage.encoded(chance, book)
    return damage.bytewise(chance, data) if chance.random() < 0.05 else data


def sound_notebook(seed: int, pools: Pools) -> bytes:
    """Return the bytes of a valid notebook, most of whose cells make sense together."""
    chance = random.Random(seed)
    where = chance.random()
    if where < 0.45:
        sources = _program(chance)
    elif where < 0.85 and pools.whole:
        sources = _rearranged(chance, chance.choice(pools.whole), pools)
    else:
        sources = _sources(chance, pools)
    if chance.random() < 0.3:
        sources.insert(chance.randrange(len(sources) + 1), Grammar(chance).cell())
    cells = [_code_cell(source, number, number) for number, source in enumerate(sources, 1)]
    return json.dumps(_version_4(cells, 5)).encode()


def _program(chance: random.Random) -> list[str]:
    """Return cells in which every name is bound where it is read."""
    writer = Writer(chance.randrange)
    statements = writer.begin() + [writer.statement() for _ in range(chance.randrange(1, 16))]
    cells = [["import pandas as pd"]]
    for statement in statements:
        if chance.random() < 0.4:
            cells.append([])
        cells[-1].append(statement)
    return ["\n".join(cell) for cell in cells]


def _rearranged(chance: random.Random, sources: Sequence[str], pools: Pools) -> list[str]:
    """Return the cells of a notebook with some taken out, doubled, moved, or replaced by strangers."""
    cells = list(sources)
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        at = chance.randrange(len(cells))
        how = chance.randrange(4)
        if how == 0 and len(cells) > 1:
            del cells[at]
        elif how == 1:
            cells.insert(chance.randrange(len(cells)), cells[at])
        elif how == 2:
            cells.insert(chance.randrange(len(cells)), cells.pop(at))
        elif pools.real:
            cells[at] = spliced(chance, pools.real)
    return cells


def _sources(chance: random.Random, pools: Pools) -> list[str]:
    grammar = Grammar(chance)
    return [_source(chance, grammar, pools) for _ in range(chance.choice((1, 1, 2, 3, 5)))]


def _book(chance: random.Random, sources: Sequence[str], harm: float) -> Any:
    cells = [_cell(chance, source, harm, number) for number, source in enumerate(sources)]
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
    return _version_4(cells, chance.choice((0, 2, 4, 5)))


def _version_4(cells: list[dict[str, Any]], minor: int) -> dict[str, Any]:
    metadata = {"kernelspec": {"name": "python3"}, "language_info": {"name": "python"}}
    return {"nbformat": 4, "nbformat_minor": minor, "metadata": metadata, "cells": cells}


def _cell(chance: random.Random, text: str, harm: float, number: int) -> dict[str, Any]:
    source: str | list[str] = damage.characters(chance, text) if chance.random() < harm else text
    if chance.random() < 0.3:
        source = str(source).splitlines(keepends=True)
    if chance.random() < 0.08:
        return {"cell_type": chance.choice(("markdown", "raw")), "metadata": {}, "source": source}
    cell = _code_cell(
        source, number, chance.choice((None, number + 1, number + 1, chance.randrange(9)))
    )
    if chance.random() < 0.04:
        cell["metadata"] = {
            "tags": [chance.choice(("parameters", "raises-exception", "skip-execution"))]
        }
    if chance.random() < 0.2:
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["1\n"]}]
    cell["id"] = chance.choice((f"c{number}", f"c{number}", "c0", "../x"))
    if chance.random() < 0.5:
        del cell["id"]
    return cell


def _code_cell(source: str | list[str], number: int, count: int | None) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": f"c{number}",
        "metadata": {},
        "execution_count": count,
        "outputs": [],
        "source": source,
    }


def _source(chance: random.Random, grammar: Grammar, pools: Pools) -> str:
    where = chance.random()
    if pools.real and where < 0.45:
        return spliced(chance, pools.real)
    if pools.grown and where < 0.65:
        return chance.choice(pools.grown)
    return grammar.cell()
