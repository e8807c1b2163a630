"""Is a finding true? Runs notebooks in the recorded and in the fresh order and holds NB103 and NB104 against that.

    python -m benchmarks.replay MANIFEST --trees DIR --envs DIR [--only TEXT] [--limit N] [--json FILE]

MANIFEST is a JSON file, `{"notebooks": [{"repo": "owner/name", "path": ..., "root": ..., "env": ..., "runs": true,
"out_of_order": true}, ...]}`. The tree of a repository is `TREES/owner+name`, the interpreter of an environment
`ENVS/<env>/bin/python` (ipykernel must be there). Every run is made in a copy of the tree. What differs between two
runs in the same order is noise and not counted. The recorded order can often not be replayed: people run cells again,
and the record keeps the last time alone. Imports are taken as done before, for to do them again changes nothing. Where
a cell fails in either run, it and all that depends on it are set aside.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.replay_kernel import Place, Replayed, replay
from nb2pkg.notebook.model import Cell, Notebook
from nb2pkg.notebook.read import read
from nb2pkg.verify.comparing.outputs import CellDisplay, is_same_text
from nb2pkg.verify.running.environment import find_interpreter

JUDGED = ("NB103", "NB104")
TOLD = ("NB101", "NB102", *JUDGED)
REAL, BELOW, UNSEEN, HARMLESS, OPEN = (
    "found and real: the cell shows something else, or fails in a fresh run",
    "found and real: a cell that depends on it shows something else",
    "found and real: the name holds something else, but no output shows it",
    "found and harmless: the name holds the same in both runs",
    "found, not to be judged (the cell, or one above it, fails in one of the orders or is noisy)",
)
FORETOLD, OTHERWISE, MISSED = (
    "the cell differs, and a finding in it or above says why",
    "the cell differs, and only another rule speaks",
    "missed: the cell differs, and nothing was said",
)


@dataclass
class Analysis:
    """What nb2pkg says about a notebook without running it."""

    findings: list[dict[str, Any]]
    above: dict[int, set[int]]  # the cells that a cell depends on, itself included

    def codes(self, cell: int) -> set[str]:
        """Return the codes of what was found in a cell and above."""
        return {found["code"] for found in self.findings if found["cell"] in self.above[cell]}

    def below(self, cells: set[int]) -> set[int]:
        """Return these cells and all that depend on them."""
        return cells | {cell for cell, above in self.above.items() if above & cells}


@dataclass
class Outcome:
    """What became of one notebook."""

    path: str
    replayed: bool = False  # at least in part
    reason: str = ""  # why not, or not as a whole
    compared: int = 0
    noisy: int = 0
    differing: list[int] = field(default_factory=list)
    judged: list[tuple[str, str]] = field(default_factory=list)  # (verdict, where)


def main() -> None:
    """Replay what the arguments ask for and print the table."""
    options = _arguments()
    rows = [row for row in json.loads(options.manifest.read_text())["notebooks"] if _wanted(row)]
    rows = [row for row in rows if options.only in row["path"]][: options.limit]
    outcomes = []
    for row in rows:
        outcome = replay_row(row, options.trees, options.envs, options.timeout)
        outcomes.append(outcome)
        print(_line(outcome), flush=True)
        if options.json:
            options.json.write_text(json.dumps([vars(each) for each in outcomes], indent=1))
    print(_table(outcomes))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--trees", type=Path, required=True)
    parser.add_argument("--envs", type=Path, required=True)
    parser.add_argument("--only", default="", help="notebooks with this text in their path")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--timeout", type=float, default=300, help="seconds for each run")
    parser.add_argument("--json", type=Path, help="also write what came of each notebook")
    return parser.parse_args()


def _wanted(row: dict[str, Any]) -> bool:
    return bool(row.get("runs") and row.get("out_of_order"))


def replay_row(row: dict[str, Any], trees: Path, envs: Path, seconds: float) -> Outcome:
    """Run one notebook of the manifest in both orders, and judge what was found in it."""
    tree = trees / row["repo"].replace("/", "+")
    path, root = tree / row["path"], tree / row.get("root", ".")
    outcome = Outcome(f"{row['repo']}: {row['path']}")
    if not path.exists():
        outcome.reason = "it is not there"
        return outcome
    notebook, analysis = read(str(path)), analyse(path)
    recorded = recorded_order(notebook)
    if recorded is None:
        outcome.reason = "counts are used twice: several sessions"
        return outcome
    interpreter = find_interpreter(str(envs / row["env"] / "bin" / "python"), None)
    place = Place(root, path.parent.relative_to(root), interpreter, seconds)
    return _replayed(outcome, notebook, recorded, analysis, place)


def _replayed(
    outcome: Outcome, notebook: Notebook, recorded: list[Cell], analysis: Analysis, place: Place
) -> Outcome:
    asked: dict[int, set[str]] = defaultdict(set)
    for found in analysis.findings:
        if found["code"] in JUDGED:
            asked[found["cell"]].add(found["variable"])
    seeds = any("seed(" in cell.source for cell in notebook.code_cells)
    begin = imports_of(notebook.code_cells)
    then = replay(place, recorded, asked, seeds_itself=seeds, begin=begin)
    now = replay(place, notebook.code_cells, asked, seeds_itself=seeds)
    aside = analysis.below({*then.failed, *now.failed})
    noisy: set[int] = set()
    if differing(then, now) - aside:
        noisy |= differing(then, replay(place, recorded, asked, seeds_itself=seeds, begin=begin))
        noisy |= differing(now, replay(place, notebook.code_cells, asked, seeds_itself=seeds))
    outcome.reason = _trouble(then, now)
    outcome.noisy = len(noisy - aside)
    aside |= noisy
    outcome.compared = len(then.shown.keys() & now.shown.keys() - aside)
    outcome.replayed = outcome.compared > 0
    outcome.differing = sorted(differing(then, now) - aside)
    outcome.judged = [
        *judge_findings(analysis, then, now, aside),
        *judge_cells(outcome, analysis, then, now),
    ]
    return outcome


def _trouble(then: Replayed, now: Replayed) -> str:
    for failed, where in ((now.failed, "a fresh run"), (then.failed, "the recorded order")):
        for cell, trouble in failed.items():
            return f"cell {cell} fails in {where}: {trouble[:120]}"
    return ""


def recorded_order(notebook: Notebook) -> list[Cell] | None:
    """Return the cells as they were run; None where the counts do not tell."""
    run = [cell for cell in notebook.code_cells if cell.execution_count]
    counts = [cell.execution_count or 0 for cell in run]
    if len(set(counts)) < len(counts):
        return None
    return [cell for _, cell in sorted(zip(counts, run, strict=True), key=lambda pair: pair[0])]


def imports_of(cells: Iterable[Cell]) -> str:
    """Return the import statements of cells; one that fails is left to its cell."""
    found: list[ast.stmt] = []
    for cell in cells:
        lines = ["pass" if line[:1] in "%!" else line for line in cell.source.splitlines() if line]
        with contextlib.suppress(SyntaxError):
            body = ast.parse("\n".join(lines)).body
            found += [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(f"try: {ast.unparse(node)}\nexcept Exception: pass" for node in found)


def analyse(path: Path) -> Analysis:
    """Ask nb2pkg for its findings and dependencies."""
    command = [sys.executable, "-m", "nb2pkg", "analyze", "--format", "json", str(path)]
    said = subprocess.run(command, capture_output=True, check=False, text=True).stdout
    (report,) = json.loads(said)["notebooks"]
    cells = {statement["id"]: statement["cell"] for statement in report["statements"]}
    direct: dict[int, set[int]] = defaultdict(set)
    for edge in report["dependencies"]:
        if edge["kind"] == "flow":
            direct[cells[edge["to"]]].add(cells[edge["from"]])
    above: dict[int, set[int]] = defaultdict(set)
    for cell in range(1, 1 + max(cells.values(), default=0)):
        above[cell] = _closure(cell, direct)
    return Analysis(report["findings"], above)


def _closure(cell: int, direct: dict[int, set[int]]) -> set[int]:
    reached, waiting = {cell}, [cell]
    while waiting:
        fresh = direct[waiting.pop()] - reached
        reached |= fresh
        waiting += fresh
    return reached


def differing(one: Replayed, other: Replayed) -> set[int]:
    """Return the cells that were run in both and show something else."""
    both = one.shown.keys() & other.shown.keys()
    return {cell for cell in both if not _same(one.shown[cell], other.shown[cell])}


def _same(one: CellDisplay, other: CellDisplay) -> bool:
    return is_same_text(one.text, other.text) and one.pictures == other.pictures


def judge_findings(
    analysis: Analysis, then: Replayed, now: Replayed, aside: set[int]
) -> Iterable[tuple[str, str]]:
    """Yield a verdict on every finding that says the two runs differ."""
    differ = differing(then, now) - aside
    # where the recorded run got through and a fresh one does not, the two differ for certain
    fails = now.failed.keys() - analysis.below({*then.failed})
    fails -= {cell for cell in fails if (analysis.above[cell] - {cell}) & now.failed.keys()}
    for found in analysis.findings:
        cell, name = found["cell"], found["variable"]
        if found["code"] in JUDGED:
            below = {each for each in differ if cell in analysis.above[each]}
            values = then.values.get((cell, name)), now.values.get((cell, name))
            if cell in differ or cell in fails:
                verdict = REAL
            elif below:
                verdict = BELOW
            elif None in values or cell in aside:
                verdict = OPEN
            else:
                verdict = HARMLESS if values[0] == values[1] else UNSEEN
            yield verdict, f"{found['code']} {name} in cell {cell}: {found['message']}"


def judge_cells(
    outcome: Outcome, analysis: Analysis, then: Replayed, now: Replayed
) -> Iterable[tuple[str, str]]:
    """Yield a verdict on every cell that shows something else."""
    for cell in outcome.differing:
        codes = analysis.codes(cell)
        unforeseen = OTHERWISE if codes else MISSED
        verdict = FORETOLD if codes & set(TOLD) else unforeseen
        texts = f"recorded {then.shown[cell].short!r}, fresh {now.shown[cell].short!r}"
        yield verdict, " ".join([f"cell {cell}", *sorted(codes), texts])


def _line(outcome: Outcome) -> str:
    lines = [outcome.path, *([f"in trouble: {outcome.reason}"] if outcome.reason else [])]
    if outcome.replayed:
        lines.append(f"{outcome.compared} cells compared, different: {outcome.differing}")
        lines += [": ".join(each) for each in outcome.judged]
    return "\n  ".join(lines)


def _table(outcomes: list[Outcome]) -> str:
    done = [outcome for outcome in outcomes if outcome.replayed]
    verdicts = Counter(verdict for outcome in done for verdict, _ in outcome.judged)
    reasons = Counter(_kind(each.reason) for each in outcomes if not each.replayed)
    partly = Counter(_kind(each.reason) for each in done if each.reason)
    judged = (REAL, BELOW, UNSEEN, HARMLESS, OPEN)
    rows: list[tuple[str, int]] = [
        ("notebooks", len(outcomes)),
        ("  replayed as a whole", len(done) - partly.total()),
        *((f"  replayed in part: {reason}", count) for reason, count in partly.most_common()),
        *((f"  not replayed: {reason}", count) for reason, count in reasons.most_common()),
        ("cells compared", sum(outcome.compared for outcome in done)),
        ("cells set aside as noisy", sum(outcome.noisy for outcome in done)),
        ("cells that differ", sum(len(outcome.differing) for outcome in done)),
        *(("  " + each, verdicts[each]) for each in (FORETOLD, OTHERWISE, MISSED)),
        ("findings NB103, NB104", sum(verdicts[each] for each in judged)),
        *(("  " + each, verdicts[each]) for each in judged),
    ]
    width = max(len(text) for text, _ in rows)
    return "\n".join(f"{text:<{width}}  {count:>5}" for text, count in rows)


def _kind(reason: str) -> str:
    """Return a reason without what is particular about it."""
    kind = reason.partition(":")[0]
    _, fails, where = kind.partition(" fails ")
    return f"a cell{fails}{where}" if fails else kind


if __name__ == "__main__":
    main()
