"""The runs of a notebook in a kernel, each in a copy of its own, and of the comparison."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import nb2pkg
from nb2pkg.verify.inside.protocol import (
    END,
    CellFailure,
    ExecutedCell,
    KeepBehind,
    KernelJob,
    KernelResult,
    Request,
    Watch,
    after_cell,
    before_cell,
)
from nb2pkg.verify.names import RunName
from nb2pkg.verify.running import copies, environment, keeper
from nb2pkg.verify.running.bundle import INSIDE
from nb2pkg.verify.running.children import Keepers, walled
from nb2pkg.verify.running.environment import Interpreter
from nb2pkg.verify.running.walls import NETWORK
from nb2pkg.verify.running.written_files import Stamp, stamps, written

PROGRESS = "progress"
INPUTS = "inputs.json"  # what a run of the notebook has read, as far as it was watched
_WITH_PACKAGE = frozenset({"package", "serving.proof"})  # these import it
_START = "import sys; sys.path[0] = {tools!r}; from nb2pkg_inside.{module} import main; {clean}main({job!r})"


@dataclass(frozen=True, slots=True)
class Space:
    """The temporary folder of one verification, and what all of its runs share."""

    folder: Path
    root: Path
    inside: Path  # where in the tree the notebook runs
    left_out: frozenset[Path]  # of the tree: what `extract` made of this very notebook
    project: Path  # a copy of the project
    package: str
    interpreter: Interpreter
    seconds: float
    seed: int | None
    memory: int
    flood: int
    walls: frozenset[str] = frozenset()  # what is shut off: the network, files outside of the copy
    hidden: Mapping[str, str] = field(default_factory=dict)  # the secrets that the package looks up

    maps: tuple[tuple[str, str], ...] = ()  # what a run finds at absolute paths

    def walled(self, command: list[str], own: Path) -> list[str]:
        """Return the command that runs another one behind our walls; only its own folder can be written to."""
        return walled(command, self.walls, own, (self.root, self.folder), self.maps)

    @property
    def tools(self) -> Path:
        """Return the folder with what runs in the notebook's interpreter."""
        return self.folder / "tools"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run left; `trouble` says why it did not reach its end."""

    name: RunName
    spool: Path
    trouble: str = ""
    has_timed_out: bool = False
    command: str = ""  # the command of the package in which it stopped
    seconds: float = 0.0
    cells: tuple[ExecutedCell, ...] = ()
    files: Mapping[str, str] = field(
        default_factory=dict
    )  # what was written: hashes by path in the tree
    tree: Path = Path()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Runs:
    """What the runs of one verification left, by what was run."""

    done: Mapping[RunName, Run]

    def __contains__(self, name: RunName) -> bool:
        return name in self.done

    def __getitem__(self, name: RunName) -> Run:
        return self.done[name]

    @property
    def first(self) -> Run:
        """Return the run of the notebook."""
        return self.done[RunName.FIRST]

    @property
    def again(self) -> Run:
        """Return the second run of the notebook."""
        return self.done[RunName.AGAIN]

    def updated(self, runs: Mapping[RunName, Run]) -> Runs:
        """Return these and other runs; of those with one name the other."""
        return Runs({**self.done, **runs})


@dataclass(frozen=True, slots=True)
class NotebookJob:
    """A notebook to run; `after` says what to keep after a cell's index, `names` what to keep at the end."""

    name: RunName
    text: str
    names: tuple[str, ...]
    after: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    has_package: bool = False  # whether it may import the package
    within: Mapping[int, list[KeepBehind]] = field(
        default_factory=dict
    )  # what to keep within a cell
    entering: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # … and before one


class Ready(NamedTuple):
    """A run's own folder, its environment, and the state of the tree in it."""

    place: Path
    env: dict[str, str]
    before: dict[str, Stamp]


def lay_out_tools(space: Space) -> None:
    """Copy what runs in the notebook's interpreter to where it can be imported without nb2pkg."""
    target = space.tools / "nb2pkg_inside"
    shutil.copytree(INSIDE, target, ignore=shutil.ignore_patterns("__pycache__"))


def run_notebook(
    space: Space, keepers: Keepers, wanted: NotebookJob, ready: Ready | None = None
) -> Run:
    """Run a notebook in its place in a copy of the tree, which may have been made before."""
    place, env, before = ready or prepare(space, wanted.name)
    if wanted.has_package:
        env |= {**space.hidden, "PYTHONPATH": str(space.project / "src")}
    spool = place / "spool"
    watch: Watch | None = None if wanted.has_package else {"network": NETWORK not in space.walls}
    (place / "notebook.ipynb").write_text(wanted.text, encoding="utf-8")
    job: KernelJob = {
        "notebook": str(place / "notebook.ipynb"),
        "folder": str(place / "tree" / space.inside),
        "kernels": str(environment.write_kernelspec(place / "kernels", space.interpreter)),
        "runtime": str(place / "home" / "run"),
        "environment": env,
        "prepare": {"seed": space.seed, "memory": space.memory, "watch": watch},
        "before": _before(wanted, spool),
        "after": {
            str(index): {"keep": [(str(spool / after_cell(index)), list(names))]}
            for index, names in wanted.after.items()
        },
        "at_end": {
            "keep": [(str(spool / END), list(wanted.names))],
            "flush": True,
            "inputs": None if wanted.has_package else str(place / INPUTS),
        },
        "flood": space.flood,
        "progress": str(place / PROGRESS),
        "result": str(place / "result.json"),
    }
    (place / "job.json").write_text(json.dumps(job), encoding="utf-8")
    runner = [sys.executable, "-m", "nb2pkg.verify.running.runner", str(place / "job.json")]
    command = space.walled(runner, place)
    ours = {**env, "PYTHONPATH": str(Path(nb2pkg.__file__).parent.parent)}
    code = keepers.run(command, ours, place, space.seconds, place / "log")
    return with_files(_notebook_result(wanted.name, place, code, space), place, before)


def _before(wanted: NotebookJob, spool: Path) -> dict[str, Request]:
    """Return what is asked before cells: values as they are then, and a look within the cell."""
    found: dict[str, Request] = {}
    for index in sorted({*wanted.within, *wanted.entering}):
        rows = wanted.within.get(index, ())
        names = wanted.entering.get(index)
        request: Request = {}
        if rows:
            request["within"] = [row._replace(folder=str(spool / row.folder)) for row in rows]
        if names:
            request["keep"] = [(str(spool / before_cell(index)), list(names))]
        found[str(index)] = request
    return found


def _notebook_result(name: RunName, place: Path, code: int, space: Space) -> Run:
    spool, log = place / "spool", place / "log"
    if code == keeper.TIMED_OUT:
        cell = cell_of(space, name)
        message = f"no end after {space.seconds:g} seconds" + (f", in cell {cell}" if cell else "")
        return Run(name, spool, message, has_timed_out=True)
    if not (place / "result.json").exists():
        tail = log.read_text(encoding="utf-8", errors="replace")[-1500:]
        return Run(name, spool, f"the kernel could not be run (exit code {code}): {tail}")
    result: KernelResult = json.loads((place / "result.json").read_text(encoding="utf-8"))
    failure = result["failure"]
    return Run(
        name,
        spool,
        trouble=_message(failure) if failure else "",
        seconds=result["seconds"],
        cells=tuple(result["cells"]),
        warnings=tuple(result["probe_errors"]),
    )


def _message(failure: CellFailure) -> str:
    cell = failure["index"] + 1
    if failure["name"] == "SystemExit":
        return f"stopped at cell {cell}: SystemExit({failure['value']})"
    return f"cell {cell} fails: {failure['name']}: {failure['value']}"


def cell_of(space: Space, name: RunName) -> int | None:
    """Return the 1-based cell that a run of a notebook is in, or None where it has not begun."""
    try:
        return int((space.folder / name / PROGRESS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def run_comparison(space: Space, keepers: Keepers, job: Path) -> int:
    """Run the comparison in the notebook's interpreter."""
    place = space.folder / "judge"
    env = environment.variables(space.interpreter, place / "home")
    command = space.walled(start(space, "compare", job), place)
    return keepers.run(command, env, space.folder, space.seconds, space.folder / "judge.log")


def start(space: Space, module: str, job: Path) -> list[str]:
    """Return the command that runs one of our modules; the package does not see our folder on its path."""
    clean = "sys.path.pop(0); " if module in _WITH_PACKAGE else ""
    text = _START.format(tools=str(space.tools), module=module, clean=clean, job=str(job))
    return [space.interpreter.path, "-c", text]


def prepare(space: Space, name: RunName) -> Ready:
    """Make a run's own folder, with a copy of the tree in it."""
    place = space.folder / name
    place.mkdir()
    copies.copy_tree(space.root, place / "tree", space.left_out)
    env = environment.variables(space.interpreter, place / "home")
    return Ready(place, env, stamps(place / "tree"))


def with_files(run: Run, place: Path, before: Mapping[str, Stamp]) -> Run:
    """Return a run with what it has written into its copy of the tree."""
    tree = place / "tree"
    return replace(run, tree=tree, files=written(tree, before))
