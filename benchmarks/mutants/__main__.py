"""Damage correct extractions in the ways a wrong extractor might, and see whether verification notices, and only then.

    python -m benchmarks.mutants [--each 22] [--harmless 6] [--seed 0] [--only NAMES] [--json FILE]
        [--also NOTEBOOK ROOT PYTHON]...

Every subject is extracted and has to match. Its package, pipeline, settings and rewritten notebook are then changed in
one place at a time. Whether a change does harm is not assumed: `truth.py` runs each mutant as plain Python, without
anything of nb2pkg, and compares what it returns, hands on, writes and shows, bit by bit, with the undamaged package. A
mutant that does the same is equivalent: it must match. A mutant that does not must not.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.mutants.operators import HARMFUL, HARMLESS, Operator
from benchmarks.mutants.subjects import SUBJECTS, lay_out, lay_out_example
from nb2pkg.extraction.extract import Request, extract
from nb2pkg.verify import Options, verify
from nb2pkg.verify.running.trial import Trial

_EXAMPLES = ("wine", "cancer", "diabetes")
_TRUTH = Path(__file__).parent / "truth.py"
_CELL = "def cell():\n"
# settings are damaged by an operator of their own; the rest is no part of what `run` does
_OTHERS = frozenset(["__init__.py", "__main__.py", "commands.py", "settings.py"])


@dataclass(frozen=True)
class Mutant:
    """One changed file of a project."""

    operator: str
    file: str
    change: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """What a mutant does, and what verification says of it."""

    subject: str
    operator: str
    file: str
    change: str
    meant_well: bool
    harmful: bool
    how: str
    status: str
    first: str
    seconds: float


@dataclass(frozen=True)
class Place:
    """Where a subject lies, and what runs it."""

    name: str
    notebook: Path
    root: Path
    python: str | None


def main() -> int:
    """Run the bed; return 1 if a harmful mutant was called a match or an equivalent one was not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=22)
    parser.add_argument("--harmless", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--also", nargs=3, action="append", default=[])
    options = parser.parse_args()
    # the mutants differ from kept runs on purpose: running the notebook again would tell nothing new
    Trial.run_notebook_anew = lambda self: self._done  # type: ignore[method-assign]
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        for place in _places(Path(folder), options):
            outcomes += _tried(place, Path(folder) / f"{place.name}-bed", options)
            if options.json:
                options.json.write_text(json.dumps([asdict(o) for o in outcomes], indent=1))
    return _report(outcomes)


def _places(folder: Path, options: argparse.Namespace) -> Iterator[Place]:
    wanted = set(filter(None, options.only.split(",")))
    for subject in SUBJECTS:
        if not wanted or subject.name in wanted:
            yield _place(subject.name, lay_out(subject, folder / subject.name))
    for name in _EXAMPLES:
        if not wanted or name in wanted:
            yield _place(name, lay_out_example(name, folder / name))
    for number, (notebook, root, python) in enumerate(options.also):
        copied = folder / f"also{number}"
        shutil.copytree(root, copied, ignore=shutil.ignore_patterns(".git"))
        inside = Path(notebook).resolve().relative_to(Path(root).resolve())
        yield Place(f"also{number}", copied / inside, copied, python)


def _place(name: str, notebook: Path) -> Place:
    """Put a wrong file beside each of the notebook's own, for a wrong path to lead to."""
    for path in [p for p in notebook.parent.iterdir() if p.suffix in {".csv", ".txt"}]:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.with_name(f"other_{path.name}").write_text("".join(lines[:-2]), encoding="utf-8")
    return Place(name, notebook, notebook.parent, None)


def _tried(place: Place, bed: Path, options: argparse.Namespace) -> list[Outcome]:
    """Extract a subject, make its mutants, and return what comes of them."""
    limits = Options(timeout=120, root=place.root, python=place.python)
    project = bed / "package"
    bed.mkdir()
    done = extract(Request(str(place.notebook), project), limits, lambda _: None)
    if done.verification is None or done.verification.status != "match":
        print(f"{place.name}: not usable, its extraction is no match: {done.verification}")
        return []
    package = done.plan.package
    rng = random.Random(f"{options.seed} {place.name}")
    chosen = [(m, False) for m in _drawn(project, package, HARMFUL, options.each, rng)]
    chosen += [(m, True) for m in _drawn(project, package, HARMLESS, options.harmless, rng)]
    folders = {"base": project}
    for number, (mutant, _) in enumerate(chosen):
        folders[str(number)] = bed / str(number)
        shutil.copytree(project, bed / str(number))
        (bed / str(number) / mutant.file).write_text(mutant.text, encoding="utf-8")
    truths = _truths(place, package, folders, bed)
    broken = [f"{run}: {said['error']}" for run, said in truths["base"].items() if "error" in said]
    if broken:
        print(f"{place.name}: not usable, it fails as plain Python: {broken}")
        return []
    outcomes = []
    for number, (mutant, meant_well) in enumerate(chosen):
        started = time.monotonic()
        found = verify(place.notebook, folders[str(number)], limits)
        first = found.differences[0] if found.differences else None
        outcome = Outcome(
            place.name,
            mutant.operator,
            mutant.file,
            mutant.change,
            meant_well,
            harmful=truths[str(number)] != truths["base"],
            how=_how(truths["base"], truths[str(number)]),
            status=found.status,
            first=f"{first.name} (cell {first.cell})" if first else " ".join(found.notes[:1])[:120],
            seconds=round(time.monotonic() - started, 1),
        )
        outcomes.append(outcome)
        print(
            f"{place.name:9} {outcome.status:14} {'harmful' if outcome.harmful else 'equivalent':10} "
            f"{mutant.operator}: {mutant.file}: {mutant.change}",
            flush=True,
        )
    return outcomes


def _drawn(
    project: Path, package: str, operators: tuple[Operator, ...], most: int, rng: random.Random
) -> list[Mutant]:
    """Draw mutants by lot, one of each operator in turn, so that all kinds of damage are there."""
    waiting: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in _candidates(project, package, operators):
        waiting[mutant.operator].append(mutant)
    for mutants in waiting.values():
        rng.shuffle(mutants)
    drawn: list[Mutant] = []
    while len(drawn) < most and any(waiting.values()):
        drawn += [mutants.pop() for mutants in waiting.values() if mutants]
    return drawn[:most]


def _candidates(project: Path, package: str, operators: tuple[Operator, ...]) -> Iterator[Mutant]:
    source = project / "src" / package
    for path in sorted(source.glob("*.py")):
        if path.name not in _OTHERS:
            file = str(path.relative_to(project))
            yield from _of_module(file, path.read_text(encoding="utf-8"), operators)
    if operators is HARMFUL:
        path = source / "settings.py"
        yield from _of_settings(str(path.relative_to(project)), path.read_text(encoding="utf-8"))
        (book,) = (project / "notebooks").glob("*.ipynb")
        yield from _of_notebook(str(book.relative_to(project)), book.read_text(encoding="utf-8"))


def _of_module(file: str, text: str, operators: tuple[Operator, ...]) -> Iterator[Mutant]:
    tree = ast.parse(text)
    for operator in operators:
        for said, made in operator(tree):
            yield Mutant(
                operator.__name__, file, said, ast.unparse(ast.fix_missing_locations(made))
            )


def _of_settings(file: str, text: str) -> Iterator[Mutant]:
    """Change one default: a wrong seed, limit or file."""
    for line in text.splitlines():
        head, found, rest = line.partition(" = ")
        if not (found and line.startswith("    ") and ": " in head and "  # cell" in rest):
            continue
        value = ast.literal_eval(rest.partition("  # cell")[0])
        other = f"other_{value}" if isinstance(value, str) else value + 1
        yield Mutant(
            "setting",
            file,
            f"{head.strip()} = {other!r}",
            text.replace(line, f"{head} = {other!r}"),
        )


def _of_notebook(file: str, text: str) -> Iterator[Mutant]:
    """Damage one cell of the rewritten notebook."""
    book = json.loads(text)
    for number, cell in enumerate(book["cells"]):
        source = "".join(cell["source"])
        if cell["cell_type"] != "code" or not source.strip():
            continue
        try:
            tree = ast.parse(_CELL + textwrap.indent(source, "    "))
        except SyntaxError:  # magics
            continue
        for operator in HARMFUL[:5]:
            for said, made in operator(tree):
                body = made.body[0].body  # type: ignore[attr-defined]
                changed = json.loads(text)
                module = ast.Module(body=body, type_ignores=[])
                changed["cells"][number]["source"] = ast.unparse(ast.fix_missing_locations(module))
                yield Mutant(f"notebook-{operator.__name__}", file, said, json.dumps(changed))


def _truths(place: Place, package: str, folders: dict[str, Path], bed: Path) -> dict[str, Any]:
    """Run every project as plain Python and return what it does."""
    job = {
        "tree": str(place.root),
        "inside": str(place.notebook.parent.relative_to(place.root)),
        "projects": {name: str(folder) for name, folder in folders.items()},
        "package": package,
        "seed": 0,
        "out": str(bed / "truth.json"),
    }
    (bed / "job.json").write_text(json.dumps(job))
    env = {"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "TZ": "UTC"}
    command = [place.python or sys.executable, str(_TRUTH), str(bed / "job.json")]
    subprocess.run(command, check=True, env=env)
    found: dict[str, Any] = json.loads((bed / "truth.json").read_text())
    return found


def _how(base: dict[str, Any], mutant: dict[str, Any]) -> str:
    """Return in which parts two truths differ."""
    return ", ".join(
        f"{run} {part}"
        for run in base
        for part in sorted({*base[run], *mutant[run]})
        if base[run].get(part) != mutant[run].get(part)
    )


def _report(outcomes: list[Outcome]) -> int:
    harmful = [o for o in outcomes if o.harmful]
    equivalent = [o for o in outcomes if not o.harmful]
    survivors = [o for o in harmful if o.status == "match"]
    flagged = [o for o in equivalent if o.status != "match"]
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in harmful:
        kinds[outcome.operator]["survived" if outcome.status == "match" else "caught"] += 1
    for kind in sorted(kinds):
        print(f"  {kind:28} {kinds[kind]['caught']:4} caught {kinds[kind]['survived']:3} survived")
    for title, some in (("survived", survivors), ("flagged although equivalent", flagged)):
        for o in some:
            print(
                f"  {title}: {o.subject} {o.operator} {o.file}: {o.change} [{o.how}] {o.status} {o.first}"
            )
    said = Counter(o.status for o in harmful)
    print(
        f"{len({o.subject for o in outcomes})} subjects, {len(harmful)} harmful mutants: "
        f"{len(harmful) - len(survivors)} caught ({dict(said)}); {len(equivalent)} equivalent: {len(flagged)} flagged"
    )
    return int(bool(survivors or flagged))


if __name__ == "__main__":
    sys.exit(main())
