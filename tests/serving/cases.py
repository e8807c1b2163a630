"""Notebooks that fit and predict, with what is true of serving raw rows to them: read from `notebooks/*.py`.

A notebook is one file in percent style: cells begin with `# %%`, those with words with `# %% [markdown]`. Above its
first cell stand lines of these forms, each key once, `model` once for every entry that `extract` is to report:

    # title: one line
    # data: names of files that `data.py` makes, or -
    # model NAME: raw | features | horizon | none [or ...] [| what the reason has to name [or ...]]
    # target: columns that serving must not ask for          (optional)
    # needs: libraries beyond pandas, numpy, sklearn          (optional)
    # truth: why, where it is not plain to see                (optional)

NAME may be a pattern (`models.*`), which then speaks for at least one entry.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.serving import data
from tests.support import MARKDOWN, write_notebook

FOLDER = Path(__file__).parent / "notebooks"
ATTACKS = (
    Path(__file__).parent / "attacks"
)  # what would be served wrongly, and its file does not show it
ROWS = ("raw", "features", "horizon", "none")
_LINE = re.compile(r"# (title|data|target|needs|truth|model [\w.*]+): (\S.*)")


class MalformedError(Exception):
    """A notebook file is not written as this module says; the text names file and line."""


@dataclass(frozen=True)
class Truth:
    """What `extract` has to say of one model: any of these `rows`, and a reason that holds any of these words."""

    model: str
    rows: tuple[str, ...]
    reason: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A notebook and the truth about it."""

    name: str
    title: str
    data: tuple[str, ...]
    truths: tuple[Truth, ...]
    target: tuple[str, ...]
    needs: tuple[str, ...]
    cells: tuple[
        str, ...
    ]  # markdown ones begin with `# %% [markdown]`, as `write_notebook` wants them

    @property
    def script(self) -> str:
        """The code cells, one after the other."""
        return "\n\n".join(cell for cell in self.cells if not cell.startswith(MARKDOWN)) + "\n"

    def write(self, folder: Path) -> Path:
        """Write notebook and data files into a folder; return the notebook's path."""
        data.write(folder, self.data)
        return write_notebook(folder / f"{self.name}.ipynb", *self.cells)


def read_cases(folder: Path = FOLDER) -> tuple[Case, ...]:
    """Return all cases of a folder by name; MalformedError where a file is not written as it has to be."""
    return tuple(read_case(path) for path in sorted(folder.glob("*.py")))


def read_case(path: Path) -> Case:
    """Return the case of one file."""
    head, *cells = re.split(r"^# %%", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = _header(path, head)
    return Case(
        name=path.stem,
        title=found["title"],
        data=tuple(name for name in found["data"].split() if name != "-"),
        truths=tuple(_truth(path, key, text) for key, text in found.items() if " " in key),
        target=tuple(part.strip() for part in found.get("target", "").split(",") if part),
        needs=tuple(found.get("needs", "").split()),
        cells=tuple(map(_cell, cells)),
    )


def _header(path: Path, head: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(head.rstrip().splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or match[1] in found:
            raise MalformedError(f"{path.name}:{number}: {line}")
        found[match[1]] = match[2]
    if not {"title", "data"} <= found.keys() or not any(" " in key for key in found):
        raise MalformedError(f"{path.name}: title, data and model are needed")
    return found


def _truth(path: Path, key: str, text: str) -> Truth:
    said, _, reason = text.partition(" | ")
    rows = tuple(said.split(" or "))
    if not set(rows) <= set(ROWS):
        raise MalformedError(f"{path.name}: {key}: {text}")
    return Truth(key.removeprefix("model "), rows, tuple(reason.split(" or ")) if reason else ())


def _cell(text: str) -> str:
    kind, _, source = text.partition("\n")
    if kind.strip() != "[markdown]":
        return source.strip("\n")
    words = [line.removeprefix("#").removeprefix(" ") for line in source.strip("\n").splitlines()]
    return "\n".join([MARKDOWN, *words])
