"""Does `extract` say the truth about serving raw rows? Our own notebooks are extracted, and what is said is compared.

    python benchmarks/serving_cases.py [--only RE] [--jobs 1] [--python PATH] [--keep FOLDER]

The notebooks lie in tests/serving/notebooks, each with the truth in its header. A table of cases is printed: expected,
got, verdict, seconds and reason; then how many models got each verdict. The worst is WRONG RAW: raw rows are promised
where they cannot be served. Cases whose libraries the notebooks' interpreter (`--python`) does not have are left out.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.serving.cases import Case, read_cases  # noqa: E402
from tests.serving.judging import Outcome, Verdict, counted, extracted  # noqa: E402

_LINE = "{:32} {:18} {:17} {:9} {:11} {:>5}  {}"


def main() -> int:
    """Print the table of the cases that the command line asks for; return 1 where something was said wrongly."""
    given = _arguments()
    cases = [case for case in read_cases() if re.search(given.only, case.name)]
    missing = _missing({library for case in cases for library in case.needs}, given.python)
    fit = [case for case in cases if not missing & set(case.needs)]
    print(_LINE.format("case", "model", "expected", "got", "verdict", "s", "reason"))
    outcomes = []
    for outcome in _outcomes(fit, given):
        outcomes.append(outcome)
        _show(outcome)
    found = counted(outcomes)
    print(f"\n{len(fit)} notebooks, {found.total() - found[Verdict.EXTRA]} models")
    for verdict in Verdict:
        print(f"{verdict:11} {found[verdict]:4}")
    if missing:
        print(f"left out: {len(cases) - len(fit)} notebooks that need {', '.join(sorted(missing))}")
    return int(found[Verdict.WRONG_RAW] + found[Verdict.FAILED] > 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="RE", help="names of cases")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--python", default=sys.executable, help="interpreter of the notebooks")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="notebooks and projects stay here"
    )
    parser.add_argument("--timeout", type=float, default=600, help="seconds for each case")
    return parser.parse_args()


def _missing(libraries: set[str], python: str) -> set[str]:
    """Return those of the libraries that an interpreter cannot import."""
    asked = "import importlib.util as u, sys; print(*[n for n in sys.argv[1:] if u.find_spec(n) is None])"
    done = subprocess.run(
        [python, "-c", asked, *sorted(libraries)], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def _outcomes(cases: Sequence[Case], given: argparse.Namespace) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory() as made, ThreadPoolExecutor(given.jobs) as pool:
        folder = given.keep or Path(made)

        def outcome(case: Case) -> Outcome:
            own = folder / case.name
            own.mkdir(parents=True)
            return extracted(case, own, given.python, given.timeout)

        yield from pool.map(outcome, cases)


def _show(outcome: Outcome) -> None:
    for number, one in enumerate(outcome.judged):
        name, seconds = ("", "") if number else (outcome.case.name, f"{outcome.seconds:.0f}")
        print(
            _LINE.format(
                name, one.model, one.expected, one.got, one.verdict, seconds, one.reason[:110]
            ).rstrip(),
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
