"""Broken, odd and made-up notebooks, a great many of them: nothing may crash, hang, or get lost.

    python benchmarks/fuzz.py check --count 200000
    python benchmarks/fuzz.py extract --count 2000
    python benchmarks/fuzz.py check --only 4711 --keep /tmp/bad      # one seed again, and its notebook

A seed gives the same notebook each time. `--cells FOLDER` adds the cells of the notebooks below a folder to those that
are spliced (the project's own examples always are), `--grow N` has hypothesmith, where it is installed, write N more.
The work is done in a child process, so that a crash costs one seed and is told with it. Ctrl-C ends with what was found
so far.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.fuzzing.notebooks import Pools, notebook, sound_notebook  # noqa: E402

SECONDS = 120  # longer than that is a hang
MOST_POOL = 20_000


def main() -> int:
    """Run the seeds that the command line asks for; return 1 when one failed."""
    given = _arguments()
    whole = _real_notebooks([ROOT / "examples", *given.cells])
    pools = Pools(
        _shuffled([cell for cells in whole for cell in cells]), whole, _grown_cells(given.grow)
    )
    print(
        f"{len(whole)} notebooks, {len(pools.real)} real cells, {len(pools.grown)} grown ones",
        flush=True,
    )
    seeds = (
        [given.only] if given.only is not None else range(given.first, given.first + given.count)
    )
    failed: dict[int, str] = {}
    began = time.monotonic()
    outcomes: Counter[str] = Counter()
    try:
        for seed, outcome, problem in _results(given.step, list(seeds), pools):
            outcomes[outcome] += 1
            done = outcomes.total()
            if problem:
                failed[seed] = problem
                print(f"seed {seed}: {problem}", flush=True)
                if given.keep:
                    given.keep.mkdir(parents=True, exist_ok=True)
                    (given.keep / f"{seed}.ipynb").write_bytes(_bytes(given.step, seed, pools))
            if done % 1000 == 0:
                print(
                    f"{done} done, {len(failed)} failed, {time.monotonic() - began:.0f} s",
                    flush=True,
                )
    except KeyboardInterrupt:
        print("interrupted")
    print(
        f"{given.step}: {dict(outcomes)}, {len(failed)} failed: {sorted(failed)}, "
        f"{time.monotonic() - began:.0f} s"
    )
    return int(bool(failed))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fuzz nb2pkg with made-up notebooks.")
    parser.add_argument("step", choices=("check", "extract"))
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--only", type=int, help="one seed alone")
    parser.add_argument(
        "--cells", type=Path, action="append", default=[], help="a folder of notebooks"
    )
    parser.add_argument("--grow", type=int, default=0, help="cells that hypothesmith writes")
    parser.add_argument("--keep", type=Path, help="where failing notebooks are put")
    return parser.parse_args()


def _bytes(step: str, seed: int, pools: Pools) -> bytes:
    return (notebook if step == "check" else sound_notebook)(seed, pools)


def _results(step: str, seeds: list[int], pools: Pools) -> Iterator[tuple[int, str, str]]:
    """Yield each seed with what came of it and what went wrong, in children that are replaced when they die."""
    context = multiprocessing.get_context("fork")
    while seeds:
        receiving, sending = context.Pipe(duplex=False)
        child = context.Process(target=_work, args=(step, seeds, pools, sending))
        child.start()
        sending.close()
        try:
            while seeds:
                outcome, problem = receiving.recv()
                yield seeds[0], outcome, problem
                del seeds[0]
        except EOFError:
            child.join()
            yield seeds[0], "failed", f"the process died: exit code {child.exitcode}"
            del seeds[0]
        finally:
            child.kill()


def _work(step: str, seeds: list[int], pools: Pools, sending: Connection) -> None:
    """Send what came of each seed, and what went wrong with it or an empty text."""
    run = _steps()[step]
    signal.signal(signal.SIGALRM, _too_long)
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            path = Path(folder) / "n.ipynb"
            path.write_bytes(_bytes(step, seed, pools))
            sending.send(_outcome(run, path, seed))


def _outcome(run: Callable[[Path, int], str], path: Path, seed: int) -> tuple[str, str]:
    """Return what came of one notebook, and what went wrong, or nothing."""
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return run(path, seed), ""
    except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
        return "failed", traceback.format_exc(limit=-6)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {SECONDS} seconds")


def _steps() -> dict[str, Callable[[Path, int], str]]:
    from tests.fuzzing.checking import look
    from tests.fuzzing.extracting import Extractor

    return {"check": look, "extract": Extractor().extract}


def _real_notebooks(folders: list[Path]) -> list[list[str]]:
    """Return the code cells of each notebook below some folders, where it has any."""
    found = []
    for path in sorted(path for folder in folders for path in folder.rglob("*.ipynb")):
        try:
            cells = json.loads(path.read_bytes())["cells"]
            sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        except (ValueError, KeyError, TypeError, OSError):
            continue  # many a real notebook is broken, too
        found.append([source for source in sources if 0 < len(source) < 5000])
    return [sources for sources in found if sources]


def _shuffled(cells: list[str]) -> list[str]:
    random.Random(0).shuffle(cells)
    return cells[:MOST_POOL]


def _grown_cells(count: int) -> list[str]:
    """Return sources that hypothesmith writes; the same ones each time."""
    if not count:
        return []
    import hypothesmith
    from hypothesis import HealthCheck, Phase, given, seed, settings

    found: list[str] = []

    @seed(0)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(hypothesmith.from_node() | hypothesmith.from_grammar())
    def collect(source: str) -> None:
        found.append(source)

    collect()
    return found


if __name__ == "__main__":
    raise SystemExit(main())
