"""Run a notebook's cells in other orders than that of the file, in throw-away copies, and compare what was there.

    with stage(notebook, data, options, progress) as replays:
        runs = replays.run({RunName.FRESH: (1, 2, 3), RunName.RECORDED: (1, 3, 2)}, kept)
        replays.compare(runs[RunName.RECORDED], runs[RunName.FRESH], values, cells)

A cell that fails does not end a run: what comes after it is worth knowing, too.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from nb2pkg.errors import EnvironmentProblemError, Nb2pkgError
from nb2pkg.verify import overrides
from nb2pkg.verify.comparing.outputs import CellDisplay, is_same_text, shown
from nb2pkg.verify.comparing.questions import Answer, ask
from nb2pkg.verify.names import RunName
from nb2pkg.verify.replaying.compare import Ask, Compared, compare
from nb2pkg.verify.replaying.replays import Failure, Kept, Replay, Seen
from nb2pkg.verify.runnable import RunnableNotebook, read_runnable, to_run, with_sources
from nb2pkg.verify.running import copies, environment, runs
from nb2pkg.verify.running.children import (
    Keepers,
    can_map,
    possible_walls,
    side_by_side,
    undisturbed,
)
from nb2pkg.verify.running.options import Options
from nb2pkg.verify.running.runs import NotebookJob, Space

__all__ = [
    "Answer",
    "CellDisplay",
    "Compared",
    "Failure",
    "Kept",
    "Options",
    "Replay",
    "Replays",
    "RunName",
    "Seen",
    "is_same_text",
    "stage",
]

_COPIES = 4  # at most
_PACKAGE = "nb2pkg_no_package"  # where the comparison looks for classes: there is none


class Replays:
    """A notebook, and where it is run."""

    def __init__(
        self,
        runnable: RunnableNotebook,
        space: Space,
        keepers: Keepers,
        options: Options,
        progress: Callable[[str], None],
    ) -> None:
        """Take what has been laid out."""
        self.runnable, self.space, self.keepers, self.options = runnable, space, keepers, options
        self._progress = progress

    def run(
        self, orders: Mapping[RunName, Sequence[int]], kept: Mapping[int, Kept]
    ) -> dict[RunName, Replay]:
        """Run cells, by their numbers in the file, in some orders; `kept` says what to keep, by cell."""
        self._progress(f"running the notebook: {', '.join(name.value for name in orders)}")
        tasks = {
            name: partial(self._replay, name, tuple(order), kept) for name, order in orders.items()
        }
        return side_by_side(tasks, self.keepers)

    def _replay(self, name: RunName, order: tuple[int, ...], kept: Mapping[int, Kept]) -> Replay:
        cells = tuple(self.runnable.cells[number - 1] for number in order)
        text = to_run(RunnableNotebook(cells), frozenset(range(len(cells))))
        places = {number: index for index, number in enumerate(order)}
        here = {places[number]: wanted for number, wanted in kept.items() if number in places}
        job = NotebookJob(
            name,
            text,
            (),
            after={index: wanted.after for index, wanted in here.items() if wanted.after},
            entering={index: wanted.before for index, wanted in here.items() if wanted.before},
        )
        return Replay(runs.run_notebook(self._space(name), self.keepers, job), places)

    def stored(self, cell: int) -> CellDisplay:
        """Return what the file has a cell show."""
        return shown(self.runnable.cells[cell - 1].outputs)

    def compare(
        self,
        first: Replay,
        other: Replay,
        values: Sequence[Seen],
        cells: Sequence[int],
        again: Replay | None = None,
    ) -> Compared:
        """Hold two runs against each other; with a third one, what differs between `first` and `again` is noise."""
        self._progress("comparing")
        tolerances = (self.options.rtol, self.options.atol)
        return compare(
            (first, again or first, other), values, cells, self._ask(tolerances, first.run.tree)
        )

    def _ask(self, tolerances: tuple[float, float], tree: Path) -> Ask:
        return lambda questions: ask(self.space, self.keepers, questions, tolerances, (tree,))

    def _space(self, name: RunName) -> Space:
        """Return where a run happens; the one that shows what is noise has other random numbers."""
        if name is not RunName.REPEATED or self.space.seed is None:
            return self.space
        return replace(self.space, seed=self.space.seed + 1)


@contextmanager
def stage(
    notebook: Path, data: bytes, options: Options, progress: Callable[[str], None]
) -> Iterator[Replays]:
    """Lay out what runs need, and remove it in the end.

    Raises UnreadableNotebookError, EnvironmentProblemError, or Nb2pkgError for options that make no sense.
    """
    runnable = read_runnable(notebook, data)
    root = (options.root or copies.find_root(notebook)).resolve()
    folder = notebook.parent.resolve()
    if not folder.is_relative_to(root):
        raise EnvironmentProblemError(
            f"{notebook} does not lie below {root}, which was given as --root"
        )
    interpreter = environment.find_interpreter(options.python, options.kernel)
    maps = overrides.maps_of(
        options.maps, [Path(interpreter.path), Path(sys.prefix), Path(tempfile.gettempdir()), root]
    )
    binds = bool(maps) and can_map(maps)
    runnable = with_sources(runnable, _given(runnable, options))
    if maps and not binds:
        mapped = {
            n: overrides.mapped(cell.source, maps) for n, cell in enumerate(runnable.cells, 1)
        }
        runnable = with_sources(runnable, mapped)
    place = Path(tempfile.gettempdir()).resolve() / f"nb2pkg-{secrets.token_hex(4)}"
    keepers = Keepers()
    try:
        place.mkdir(mode=0o700)
        copies.check_room(root, _COPIES, place)
        space = Space(
            folder=place,
            root=root,
            inside=folder.relative_to(root),
            left_out=frozenset(),
            project=place / "package",
            package=_PACKAGE,
            interpreter=interpreter,
            seconds=options.timeout,
            seed=options.seed,
            memory=options.memory,
            flood=options.output_limit,
            walls=possible_walls(options.walls),
            maps=maps if binds else (),
        )
        _lay_out_nothing(space.project / "src" / _PACKAGE)
        runs.lay_out_tools(space)
        yield Replays(runnable, space, keepers, options, progress)
    finally:
        with undisturbed():
            keepers.stop()
            copies.remove(place)


def _lay_out_nothing(package: Path) -> None:
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")


def _given(runnable: RunnableNotebook, options: Options) -> dict[int, str]:
    """Return the sources with other values for the variables that `--set` names: here they are the notebook's own."""
    changed: dict[int, str] = {}
    for name, text in options.settings:
        cells = [
            (number, changed.get(number, cell.source))
            for number, cell in enumerate(runnable.cells, 1)
            if cell.kind == "code"
        ]
        made = {number: overrides.assigned(source, name, text) for number, source in cells}
        found = {number: source for number, source in made.items() if source is not None}
        if not found:
            raise Nb2pkgError(f"--set {name}: no cell sets {name} to a literal of its own")
        changed |= found
    return changed
