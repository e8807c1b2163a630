"""How generated packages read, in figures: sizes, names, parameters, hints, stages, and what ruff and mypy find.

    python benchmarks/code_quality.py FOLDER [--lint] [--worst 10]

FOLDER holds projects that `extract` wrote, at any depth. What ruff and mypy find in a project's code is only counted
where they do not find the same in the notebook that the project was made of (its rewritten copy lies in the
project; `--lint` wants the original beside it as `original.ipynb`).
"""

from __future__ import annotations

import argparse
import ast
import collections
import json
import re
import statistics
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

STAGES = ("ingest", "features", "train", "evaluate", "infer")
CELLS = re.compile(r"cells? (\d+(?:(?:, | and | to )\d+)*)\)?\.?$", re.MULTILINE)
NUMBERED = re.compile(r"_\d+$")
EMPTY_NAMES = re.compile(
    r"^(?:step|run|compute|prepare|process|handle|start)(?:_(?:data|df|x|y|step|results?|\d+))*$"
)


class Function(NamedTuple):
    """A step function of a generated stage module."""

    project: str
    stage: str
    name: str
    lines: int  # of its body, docstring aside
    parameters: int
    annotated: int
    returns: int
    says_what_returns: bool


def functions(project: Path) -> Iterator[Function]:
    """Yield the step functions of a project: those whose docstring names cells."""
    for path in sorted(project.glob("src/*/*.py")):
        if path.stem not in STAGES:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
            if isinstance(node, ast.FunctionDef) and text and CELLS.search(text):
                yield _measured(project.name, path.stem, node)


def _measured(project: str, stage: str, node: ast.FunctionDef) -> Function:
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    body = node.body[1:]
    lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
    last = body[-1] if body else None
    value = last.value if isinstance(last, ast.Return) else None
    return Function(
        project,
        stage,
        node.name,
        lines,
        len(arguments),
        sum(argument.annotation is not None for argument in arguments),
        len(value.elts) if isinstance(value, ast.Tuple) else int(value is not None),
        node.returns is not None,
    )


def found_by_ruff(folder: Path) -> list[str]:
    """Return the code of everything that ruff's default rules find in the Python files of a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--output-format", "json", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return [
        f"{item['code'] or 'syntax'} {item['message']}"
        for item in json.loads(done.stdout)
        if not item["filename"].endswith(".ipynb")
    ]


def found_by_mypy(folder: Path) -> list[str]:
    """Return what mypy finds in the Python files of a folder, without places."""
    files = sorted(str(path) for path in folder.rglob("*.py") if "tests" not in path.parts)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--ignore-missing-imports", "--no-error-summary", "--no-incremental",
         "--cache-dir", "/dev/null", "--explicit-package-bases", *files],
        capture_output=True, text=True, check=False, cwd=folder,
        env={"MYPYPATH": str(folder / "src"), "PATH": ""},
    )  # fmt: skip
    return re.findall(r"^[^\n]*?: error: (.*)$", done.stdout, re.MULTILINE)


def as_script(notebook: Path, folder: Path) -> None:
    """Write a notebook's code as one module, IPython's own lines left out."""
    book = json.loads(notebook.read_text(encoding="utf-8"))
    cells = book["cells"] if "cells" in book else book["worksheets"][0]["cells"]  # nbformat 3
    code = [
        "".join(cell.get("source", cell.get("input", "")))
        for cell in cells
        if cell["cell_type"] == "code"
    ]
    text = "\n".join(
        line for cell in code for line in cell.split("\n") if not re.match(r"\s*[%!]", line)
    )
    (folder / "notebook.py").write_text(text + "\n", encoding="utf-8")


def share(part: int, whole: int) -> str:
    """Return a ratio with its percentage."""
    return f"{part} of {whole} ({part / whole:.1%})" if whole else "0 of 0"


def spread(values: Sequence[int]) -> str:
    """Return median, ninth decile and maximum."""
    if not values:
        return "none"
    ordered = sorted(values)
    return f"median {statistics.median(ordered):g}, p90 {ordered[int(0.9 * (len(ordered) - 1))]}, most {ordered[-1]}"


def report(found: Sequence[Function], worst: int) -> None:
    """Print the figures of all functions."""
    count = len(found)
    alike: collections.Counter[tuple[str, str]] = collections.Counter(
        (f.project, NUMBERED.sub("", f.name)) for f in found
    )
    numbered = [f for f in found if NUMBERED.search(f.name)]
    repeated = [f for f in found if alike[f.project, NUMBERED.sub("", f.name)] > 1]
    empty = [f for f in found if EMPTY_NAMES.match(f.name)]
    stuttering = [f for f in found if len(f.name.split("_")) > len(set(f.name.split("_")))]
    print(f"{count} step functions in {len({f.project for f in found})} projects")
    print("lines:", spread([f.lines for f in found]))
    print("one line only:", share(sum(f.lines <= 1 for f in found), count))
    print("over 40 lines:", share(sum(f.lines > 40 for f in found), count))
    print("names that end in a number:", share(len(numbered), count), _some(numbered, worst))
    print("names with a stem used twice:", share(len(repeated), count))
    print("names that say nothing:", share(len(empty), count), _some(empty, worst))
    print("names that say a word twice:", share(len(stuttering), count), _some(stuttering, worst))
    print("names over 30 characters:", share(sum(len(f.name) > 30 for f in found), count))
    print("parameters:", spread([f.parameters for f in found]))
    print("returns:", spread([f.returns for f in found]))
    print(
        "annotated parameters:",
        share(sum(f.annotated for f in found), sum(f.parameters for f in found)),
    )
    print("annotated returns:", share(sum(f.says_what_returns for f in found), count))
    stages = collections.Counter(f.stage for f in found)
    print("stages:", ", ".join(f"{stage} {stages[stage]}" for stage in STAGES))


def _some(found: Iterable[Function], worst: int) -> str:
    names = [name for name, _ in collections.Counter(f.name for f in found).most_common(worst)]
    return f"({', '.join(names)})" if names else ""


def lint(projects: Sequence[Path], worst: int) -> None:
    """Print what ruff and mypy find in generated code and not in the notebook."""
    ruff: collections.Counter[str] = collections.Counter()
    mypy: collections.Counter[str] = collections.Counter()
    for project in projects:
        scripts = project / "as_script"
        scripts.mkdir(exist_ok=True)
        as_script(project / "original.ipynb", scripts)
        before = {line.split()[0] for line in found_by_ruff(scripts)}
        ruff.update(
            line for line in found_by_ruff(project / "src") if line.split()[0] not in before
        )
        known = {_plain(line) for line in found_by_mypy(scripts)}
        mypy.update(
            f"{project.name}: {line}"
            for line in found_by_mypy(project / "src")
            if _plain(line) not in known
        )
    for tool, counted in (("ruff", ruff), ("mypy", mypy)):
        print(f"{tool}: {sum(counted.values())} findings that the notebook has not")
        for line, times in counted.most_common(worst):
            print(f"  {times:4d}  {line}")


def _plain(message: str) -> str:
    return re.sub(r'"[^"]*"', "_", message)


def main() -> None:
    """Measure the projects in a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lint", action="store_true")
    parser.add_argument("--worst", type=int, default=10)
    options = parser.parse_args()
    projects = sorted(path.parent for path in options.folder.rglob("nb2pkg.json"))
    report([f for project in projects for f in functions(project)], options.worst)
    if options.lint:
        lint(projects, options.worst)


if __name__ == "__main__":
    main()
