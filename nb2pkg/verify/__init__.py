"""Run a notebook and the package made of it, and compare: evidence, not trust.

The notebook runs twice, because what differs between two runs of its own says nothing about the package; the rewritten
notebook and the package's own commands run once. All of it happens in throw-away copies, in the interpreter that the
notebook needs.
"""

from __future__ import annotations

import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from nb2pkg.errors import EnvironmentProblemError
from nb2pkg.notebook.read import read_bytes
from nb2pkg.verify import overrides, serving
from nb2pkg.verify.comparing import verdict
from nb2pkg.verify.comparing.comparison import compare
from nb2pkg.verify.comparing.divergence import changing_above, first_divergence
from nb2pkg.verify.model import Serving, Status, Verification
from nb2pkg.verify.names import RunName
from nb2pkg.verify.project import MANIFEST, Project, made_of, read_project
from nb2pkg.verify.runnable import RunnableNotebook, read_runnable, with_sources
from nb2pkg.verify.running import copies, environment, runs
from nb2pkg.verify.running.cache import open_cache
from nb2pkg.verify.running.case import Case
from nb2pkg.verify.running.children import Keepers, can_map, possible_walls, undisturbed
from nb2pkg.verify.running.environment import Interpreter
from nb2pkg.verify.running.hints import hints, is_missing_module
from nb2pkg.verify.running.options import Options
from nb2pkg.verify.running.runs import Runs, Space
from nb2pkg.verify.running.trial import WHOSE, Trial
from nb2pkg.verify.running.walls import FILES, NETWORK
from nb2pkg.verify.secret_values import find_secret_values, without

__all__ = ["Options", "verify"]

_COPIES = 5  # at most
_SHUT_OFF = {
    FILES: "files outside of the copied tree were read-only; --write-outside makes them writable",
    NETWORK: "there was no network; --network lets runs use it",
}
_NOT_SHUT_OFF = {
    FILES: "files outside of the copied tree were writable: this system cannot protect them from a run",
    NETWORK: "the network was within reach: this system cannot cut it off from a run",
}
_LARGE = 1_000_000_000  # bytes of all copies from which on their size is noted


def verify(
    notebook: Path,
    project: Path,
    options: Options,
    progress: Callable[[str], None] = lambda _: None,
    data: bytes | None = None,
) -> Verification:
    """Return what running notebook and package side by side shows; `data` is the notebook's file, where it is known.

    Raises UnreadableNotebookError, EnvironmentProblemError, or Nb2pkgError when `project` is none.
    """
    data = read_bytes(str(notebook)) if data is None else data
    runnable = read_runnable(notebook, data)
    plan = read_project(project.resolve())
    wanted = overrides.values(options.settings, plan.settings)
    runnable = with_sources(runnable, overrides.sources(data, str(notebook), wanted, plan.settings))
    rewritten = read_runnable(plan.notebook) if plan.notebook else None
    secret = find_secret_values(notebook, data, plan)
    space = _space(
        notebook, runnable, plan, options, {**secret, **overrides.variables(plan.package, wanted)}
    )
    keepers = Keepers()
    try:
        space.folder.mkdir(mode=0o700)
        notes = _room(space)
        progress("".join(notes))
        _lay_out(space, plan, wanted)
        if options.maps and not space.maps:
            maps = overrides.maps_of(options.maps, _needed(space.interpreter, space.root))
            _rewrite(space.project / "src", maps)
            runnable, rewritten = _mapped(runnable, maps), rewritten and _mapped(rewritten, maps)
        case = Case(runnable, rewritten, plan, options)
        cache = open_cache() if options.cached and not options.maps else None
        checked = without(secret, _judged(Trial(case, space, keepers, cache, progress)))
        notes += _notes_of_options(options, binds=bool(space.maps))
        if options.settings:  # tests hold the package's own settings, which these runs did not have
            checked = checked._replace(expected=())
        counts = tuple((number, cell.count) for number, cell in enumerate(runnable.cells, 1))
        return checked._replace(notes=(*checked.notes, *notes), counts=counts)
    finally:
        # an end that is asked for while we clean up changes nothing: cleaning up is that end
        with undisturbed():
            keepers.stop()
            copies.remove(space.folder)


def _space(
    notebook: Path,
    runnable: RunnableNotebook,
    plan: Project,
    options: Options,
    hidden: dict[str, str],
) -> Space:
    """Return where the runs happen, and within which limits; nothing is laid out yet."""
    root = (options.root or copies.find_root(notebook)).resolve()
    manifests = [folder / MANIFEST for folder, _, names in copies.walk(root) if MANIFEST in names]
    interpreter = environment.find_interpreter(options.python, options.kernel)
    maps = overrides.maps_of(options.maps, _needed(interpreter, root))
    folder = Path(tempfile.gettempdir()).resolve() / f"nb2pkg-{secrets.token_hex(4)}"
    return Space(
        folder=folder,
        root=root,
        inside=_inside(notebook, root),
        left_out=frozenset(made_of(notebook, plan.package, runnable.source, manifests)),
        project=folder / "package",
        package=plan.package,
        interpreter=interpreter,
        seconds=options.timeout,
        seed=options.seed,
        memory=options.memory,
        flood=options.output_limit,
        walls=possible_walls(options.walls),
        hidden=hidden,
        maps=maps if maps and can_map(maps) else (),
    )


def _needed(interpreter: Interpreter, root: Path) -> list[Path]:
    """Return what no path of a run may be mapped over."""
    return [Path(interpreter.path), Path(sys.prefix), Path(tempfile.gettempdir()), root]


def _room(space: Space) -> list[str]:
    """Return a note where the copies are large; raise where there is no room for them."""
    size = copies.check_room(space.root, _COPIES, space.folder)
    return [_size_note(size, space.root)] if size * _COPIES > _LARGE else []


def _lay_out(space: Space, plan: Project, wanted: Mapping[str, object]) -> None:
    """Copy the package and what runs beside it, with the values that its settings are given."""
    sources = space.project / "src"
    left_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(plan.folder / "src", sources, ignore=left_out)
    overrides.into_package(sources / plan.package, wanted)
    runs.lay_out_tools(space)


def _mapped(runnable: RunnableNotebook, maps: Sequence[tuple[str, str]]) -> RunnableNotebook:
    cells = enumerate(runnable.cells, 1)
    return with_sources(
        runnable, {number: overrides.mapped(cell.source, maps) for number, cell in cells}
    )


def _rewrite(sources: Path, maps: Sequence[tuple[str, str]]) -> None:
    """Rewrite mapped paths in a copy of the package."""
    for file in sources.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        file.write_text(overrides.mapped(text, maps), encoding="utf-8")


def _notes_of_options(options: Options, *, binds: bool) -> list[str]:
    """Return what a reader should know of values and places that were given for the runs."""
    notes = [f"the runs had --set {name}={text}" for name, text in options.settings]
    notes += [f"the runs had --map {text}" for text in options.maps]
    if options.maps and not binds:
        notes.append(
            "this system cannot let another folder stand at a path: texts in the code that begin with it were changed"
        )
    return notes


def _size_note(size: int, root: Path) -> str:
    return f"each run gets a copy of {root}, {size / 1e9:.1f} GB: --root names a smaller tree"


def _inside(notebook: Path, root: Path) -> Path:
    folder = notebook.parent.resolve()
    if not folder.is_relative_to(root):
        raise EnvironmentProblemError(
            f"{notebook} does not lie below {root}, which was given as --root"
        )
    return folder.relative_to(root)


def _judged(trial: Trial) -> Verification:
    """Run and compare; what differs from a run that was kept has to differ from a new one too."""
    done = trial.run()
    checked = _verified(trial, done)
    if checked.differences and trial.kept is not None:
        checked = _verified(trial, trial.run_notebook_anew())
    return checked


def _verified(trial: Trial, done: Runs) -> Verification:
    case = trial.case
    seconds = _seconds(done)
    missing = sorted(case.options.walls - trial.space.walls)
    notes = (*_notes(case.options, done), *trial.notes(), *(_NOT_SHUT_OFF[w] for w in missing))
    if failed := _trouble(done):
        causes: tuple[str, ...] = ()
        if failed.status is Status.NOTEBOOK_FAILS:
            python = trial.space.interpreter.path
            causes = hints(case.original, trial.space.root, failed.notes[0], python)
        if not is_missing_module(case.original, failed.notes[0]):
            notes += tuple(_SHUT_OFF[wall] for wall in sorted(trial.space.walls))
        broken = failed.status is Status.PACKAGE_FAILS
        return failed._replace(
            seconds=seconds,
            notes=(*failed.notes, *causes, *notes),
            changing=changing_above(case.project, None) if broken else (),
            serving=serving.without_proof(
                case.project, "notebook or package did not run to its end"
            ),
        )
    stored = verdict.stored_tally(case.original, done.first.cells)
    trial.progress("comparing")
    findings = compare(case, trial.space, trial.keepers, done)
    divergence = first_divergence(case.original, case.project, findings.differences)
    status = findings.status()
    served, proving = _serving(trial, done, status)
    return Verification(
        status=status,
        cells=verdict.tally(findings.cells),
        values=verdict.tally(findings.values),
        stored=stored,
        differences=tuple(findings.differences),
        # what forbids a verdict of "match" stands first
        not_compared=tuple(
            sorted(dict.fromkeys(findings.not_compared), key=lambda n: not n.is_ours)
        ),
        seconds=(*seconds, *proving),
        notes=notes,
        expected=tuple(sorted(findings.expected.items())),
        outputs=tuple(
            output._replace(source=case.original.cells[output.cell - 1].source)
            for output in findings.outputs
        ),
        divergence=divergence,
        changing=changing_above(case.project, divergence) if findings.differences else (),
        widest=findings.widest,
        blamed=frozenset(findings.blamed - {""}),
        serving=served,
    )


def _serving(
    trial: Trial, done: Runs, status: Status
) -> tuple[tuple[Serving, ...], tuple[tuple[str, float], ...]]:
    """Return for which models raw rows are served, and how long it took to see that."""
    case = trial.case
    if status is Status.MISMATCH:
        return serving.without_proof(case.project, "notebook and package differ"), ()
    if not case.open_calls:
        return serving.without_proof(case.project, ""), ()
    trial.progress("sending raw rows to the package")
    started = time.monotonic()
    found = serving.prove(case, trial.space, trial.keepers, done)
    return found, (("serving", time.monotonic() - started),)


def _seconds(done: Runs) -> tuple[tuple[str, float], ...]:
    """Return what notebook and package took; of a package that ran in several ways all of it."""
    package = [done[name].seconds for name in (RunName.COMMANDS, RunName.PIPELINE) if name in done]
    notebook = [done.first.seconds] if RunName.FIRST in done else []
    timed = (("notebook", notebook), ("package", package))
    return tuple((name, sum(parts)) for name, parts in timed if parts)


def _trouble(done: Runs) -> Verification | None:
    """Return the verdict when a run did not reach its end; the notebook's own failures come first."""
    broken = [name for name in WHOSE if name in done and done[name].trouble]
    if not broken:
        return None
    own = broken[0] in {RunName.FIRST, RunName.AGAIN}
    status = Status.NOTEBOOK_FAILS if own else Status.PACKAGE_FAILS
    notes = [f"{WHOSE[name]}: {done[name].trouble}" for name in broken]
    tracebacks = [line for name in broken for line in done[name].warnings]
    return Verification(
        Status.TIMEOUT if done[broken[0]].has_timed_out else status,
        notes=(*notes, *tracebacks),
        blamed=frozenset(done[name].command for name in broken) - {""},
    )


def _notes(options: Options, done: Runs) -> tuple[str, ...]:
    notes = []
    if options.seed is not None:
        notes.append(
            f"random and numpy.random were seeded with {options.seed} before the first cell of every run"
        )
    for run in done.done.values():
        if not run.trouble:
            notes += [
                f"looking at values failed in run {run.name}: {warning}" for warning in run.warnings
            ]
    return tuple(notes)
