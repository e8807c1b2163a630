"""Extraction held against execution: a notebook, the client that extraction makes of it, and the pipeline.

All three run in this very process, each with the package imported afresh, in a copy of the notebook's folder. No
kernel is started: a cell is executed as IPython would, its last expression shown.
"""

from __future__ import annotations

import ast
import atexit
import contextlib
import importlib
import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tokenize
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from IPython.core.inputtransformer2 import classic_prompt, leading_indent

from nb2pkg.extraction.blueprint import Plan
from nb2pkg.extraction.extract import Request, _source
from nb2pkg.extraction.interpreter import Environment
from nb2pkg.extraction.stages.needed import MAY_FAIL
from nb2pkg.notebook.read import read
from nb2pkg.verify.inside.difference import DifferentError
from nb2pkg.verify.inside.same import Comparison
from tests.extraction.accounting import unaccounted
from tests.support import Tags, write_notebook

FAILS = "# this cell is expected to fail"
PACKAGE = "case_study"
_for_the_end: list[Callable[[], object]] = []
_ADDRESS = re.compile(r"0x[0-9a-f]+")
_KERNELS_OWN = frozenset({"__name__", "__builtins__", "display"})
_RUFF = "ruff check --isolated --no-cache --output-format json --select E4,E7,E9,F"
_HERE = Environment(distributions={"pandas": ("pandas", metadata.version("pandas"))})


class UnfitError(Exception):
    """The notebook breaks by itself: nothing can be held against it."""


@dataclass(frozen=True)
class Ran:
    """What a notebook showed, cell by cell, the values it ended with and the files it left."""

    shown: tuple[str, ...]
    values: dict[str, Any]
    files: dict[str, bytes]


@dataclass(frozen=True)
class Case:
    """A notebook that was extracted, and the project made of it."""

    folder: Path
    plan: Plan
    files: dict[str, str]

    @property
    def client(self) -> list[dict[str, Any]]:
        """Return the cells of the rewritten notebook."""
        cells: list[dict[str, Any]] = json.loads(self.files[f"notebooks/{self.plan.notebook}"])[
            "cells"
        ]
        return cells

    @property
    def code(self) -> str:
        """Return the sources of the package, one after the other."""
        return "\n".join(text for path, text in self.files.items() if path.startswith("src/"))


def faithful(
    folder: Path,
    cells: Sequence[str],
    data: Mapping[str, str] | None = None,
    *,
    quick: bool = False,
    tags: Tags | None = None,
) -> Case:
    """Extract a notebook and assert that client and pipeline do what the notebook does.

    With `quick`, nothing is extracted twice and no linter is asked. Raises UnfitError where the notebook itself
    fails, CannotExtractError where extraction is refused.
    """
    _lay_out(folder / "here", data or {})
    with _ends_kept():
        original = _run(cells, folder / "here", folder / "original")
        case = extracted(folder, cells, original, times=1 if quick else 2, tags=tags)
        problems = _accounting(case) + _unreadable(case)
        if not quick and not problems:
            problems += _lint(case)
        with _package(case):
            problems += _client_differences(case, original)
        with _package(case):
            problems += _pipeline_differences(case, original)
    assert not problems, "\n".join([*problems, "", _listing(case)])
    return case


def extracted(
    folder: Path, cells: Sequence[str], ran: Ran, times: int, tags: Tags | None = None
) -> Case:
    """Extract a notebook, without verification, and assert that every time gives the same bytes."""
    outputs = {
        number: [{"output_type": "stream", "name": "stdout", "text": shown}]
        for number, shown in enumerate(ran.shown, start=1)
        if shown
    }
    failing = {number: (MAY_FAIL,) for number, text in enumerate(cells, start=1) if FAILS in text}
    path = write_notebook(
        folder / "here" / "notebook.ipynb", *cells, outputs=outputs, tags=failing | dict(tags or {})
    )
    made = []
    for _ in range(times):
        request = Request(str(path), folder / "project", PACKAGE, verified=False)
        source = _source(request)
        plan = source.planned(_HERE)
        made.append((plan, source.files(plan, _HERE)))
    assert made[0][1] == made[-1][1], "two extractions differ"
    for name, text in made[0][1].items():
        target = folder / "project" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return Case(folder, *made[0])


# running


def _run(cells: Sequence[str], here: Path, there: Path) -> Ran:
    """Run cells in a copy of a folder."""
    shown: list[str] = []
    space: dict[str, Any] = {"__name__": "__main__", "display": _display}
    with _inside(here, there):
        for number, source in enumerate(cells, start=1):
            if source.startswith("# %% [markdown]"):
                shown.append("")
                continue
            try:
                shown.append(_cell(source, space))
            except Exception as error:
                if FAILS not in source:
                    raise UnfitError(f"cell {number}: {type(error).__name__}: {error}") from error
                shown.append(type(error).__name__)
    values = {
        name: value
        for name, value in space.items()
        if name not in _KERNELS_OWN and not isinstance(value, ModuleType)
    }
    return Ran(tuple(shown), values, _files(there))


def _cell(source: str, space: dict[str, Any]) -> str:
    """Run one cell as IPython would, and return what it shows."""
    tree = ast.parse(_plain(source))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(tree, "<cell>", "exec"), space)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)
            if value is not None and not _is_quiet(source):
                _display(value)
    return _ADDRESS.sub("0x", out.getvalue())


def _display(value: Any) -> None:
    print(f"Out: {value!r}")


def _is_quiet(source: str) -> bool:
    """Say whether a semicolon ends the cell, comments aside."""
    tokens = tokenize.generate_tokens(io.StringIO(_plain(source)).readline)
    plain = [t for t in tokens if t.string.strip()]
    ends = [t for t in plain if t.type != tokenize.COMMENT]
    return bool(ends) and ends[-1].string == ";"


def _plain(source: str) -> str:
    """Take away what only IPython understands: none of the magics used here changes a result."""
    lines = leading_indent(source.splitlines(keepends=True))
    return "".join(
        re.sub(r"^%time ", "", line) if line.startswith("%time ") else re.sub(r"^[%!].*", "", line)
        for line in classic_prompt(lines)
    )


@contextlib.contextmanager
def _inside(here: Path, there: Path) -> Iterator[None]:
    """Work in a copy of a folder, with all random generators at their beginning and its files importable."""
    shutil.copytree(here, there)
    before, environment = Path.cwd(), dict(os.environ)
    os.chdir(there)
    sys.path.insert(0, str(there))
    importlib.invalidate_caches()
    random.seed(0)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)
        sys.modules["numpy"].seterr(divide="warn", over="warn", under="ignore", invalid="warn")
    if "sklearn" in sys.modules:  # a notebook may have set it, and only exploration taken it back
        sys.modules["sklearn"].set_config(transform_output="default")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
            while _for_the_end:
                _for_the_end.pop()()
    finally:
        _for_the_end.clear()
        os.chdir(before)
        os.environ.clear()
        os.environ.update(environment)
        sys.path.remove(str(there))
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None)).startswith(str(there)):
                del sys.modules[name]


@contextlib.contextmanager
def _ends_kept() -> Iterator[None]:
    """Keep what notebook and package register for the end of their process, which is that of a run here."""
    registered = atexit.register

    def register(function: Callable[..., Any], *given: Any, **named: Any) -> Callable[..., Any]:
        home = str(getattr(function, "__module__", ""))
        if home != "__main__" and home.partition(".")[0] != PACKAGE:
            return registered(function, *given, **named)
        _for_the_end.append(partial(function, *given, **named))
        return function

    with patch.object(atexit, "register", register):
        yield


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in {".ipynb", ".pyc"}
    }


def _lay_out(folder: Path, data: Mapping[str, str]) -> None:
    folder.mkdir(parents=True)
    for name, text in data.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


@contextlib.contextmanager
def _package(case: Case) -> Iterator[None]:
    """Make the package importable, and forget it afterwards."""
    home = str(case.folder / "project" / "src")
    sys.path.insert(0, home)
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path.remove(home)
        for name in [n for n in sys.modules if n.partition(".")[0] == case.plan.package]:
            del sys.modules[name]


def _as_the_notebooks(case: Case) -> None:
    """Let the package's classes say that they are the notebook's own, as both sides must look alike."""
    for name, module in list(sys.modules.items()):
        if name.startswith(case.plan.package + "."):
            for value in vars(module).values():
                if isinstance(value, type) and value.__module__ == name:
                    value.__module__ = "__main__"


# comparing


def _client_differences(case: Case, original: Ran) -> list[str]:
    cells = case.client
    own = [i for i, cell in enumerate(cells) if "nb2pkg" in cell["metadata"].get("tags", ())]
    sources = [
        ("" if cell["cell_type"] == "code" else "# %% [markdown]\n") + cell["source"]
        for cell in cells
    ]
    for module in case.plan.stages:
        importlib.import_module(f"{case.plan.package}.{module}")
    _as_the_notebooks(case)
    try:
        ran = _run(sources, case.folder / "here", case.folder / "client")
    except UnfitError as error:
        return [f"the client breaks: {error}"]
    shown = [text for i, text in enumerate(ran.shown) if i not in own]
    found = [
        f"cell {number} shows\n{mine}\nand in the client\n{theirs}"
        for number, (mine, theirs) in enumerate(zip(original.shown, shown, strict=True), start=1)
        if mine != theirs
    ]
    loops = _loop_variables(case) - {variable.name for variable in case.plan.results}
    for name in sorted(original.values.keys() & ran.values.keys() - loops):
        found += _difference(f"{name} in the client", original.values[name], ran.values[name])
    return found + _other_files("the client", original, ran.files)


def _loop_variables(case: Case) -> set[str]:
    """Return the names that run over the rounds of a loop: nobody keeps the last one."""
    return {
        child.id
        for statement in case.plan.program.statements
        for node in ast.walk(ast.parse(statement.text))
        if isinstance(node, ast.For)
        for child in ast.walk(node.target)
        if isinstance(child, ast.Name)
    }


def _pipeline_differences(case: Case, original: Ran) -> list[str]:
    package = case.plan.package
    with _inside(case.folder / "here", case.folder / "pipeline"):
        try:
            pipeline = importlib.import_module(f"{package}.pipeline")
            settings = importlib.import_module(f"{package}.settings").Settings()
            _as_the_notebooks(case)
            with contextlib.redirect_stdout(io.StringIO()):
                results = pipeline.run(settings)
        except Exception as error:  # noqa: BLE001  whatever breaks it is what the test is after
            return [f"the pipeline breaks: {type(error).__name__}: {error}"]
    found = []
    for field in fields(results):
        if field.name in case.plan.added:
            continue
        if field.name not in original.values:
            found.append(f"the results have {field.name}, which the notebook has not")
        else:
            value = getattr(results, field.name)
            found += _difference(f"{field.name} in the results", original.values[field.name], value)
    return found + _other_files("the pipeline", original, _files(case.folder / "pipeline"))


def _difference(where: str, mine: Any, theirs: Any) -> list[str]:
    if callable(mine) and callable(theirs):  # what they do shows in what they give
        return []
    if type(mine).__module__.startswith("matplotlib"):  # a drawing is compared as output
        return []
    try:
        Comparison().check(mine, theirs)
    except DifferentError as error:
        return [f"{where}{error.where} is {error.theirs!r}, not {error.mine!r}"]
    return []


def _other_files(who: str, original: Ran, files: dict[str, bytes]) -> list[str]:
    if (
        who == "the pipeline"
    ):  # what only the notebook's remaining cells write is none of its business
        files = {name: files[name] for name in files if name in original.files}
    return [
        f"{who} leaves another {name}"
        for name in files.keys() | (original.files.keys() if who != "the pipeline" else set())
        if files.get(name) != original.files.get(name)
    ]


# looking at the project


def _accounting(case: Case) -> list[str]:
    """Every statement is in one place, and the pipeline calls every step once."""
    original = read(str(case.folder / "here" / "notebook.ipynb"))
    found = unaccounted(case.plan, case.files, original)
    if sorted(case.plan.order) != list(range(len(case.plan.steps))):
        found.append(f"the pipeline calls {case.plan.order} of {len(case.plan.steps)} steps")
    return found


def _unreadable(case: Case) -> list[str]:
    found = []
    for name, text in case.files.items():
        if name.endswith(".py"):
            try:
                compile(text, name, "exec")
            except SyntaxError as error:
                found.append(f"{name} does not compile: {error}")
    return found


def _lint(case: Case) -> list[str]:
    """Return what ruff finds in the project and not in the notebook."""
    said = _ruff(case.folder / "here", case.folder / "project")
    project = str(case.folder / "project")
    before = {code for code, place, _ in said if not place.startswith(project)}
    found = []
    for code, place, message in said:
        if not place.startswith(project):
            continue
        if "/notebooks/" in place and code not in {"F821", "invalid-syntax"}:
            continue
        if code not in before:
            found.append(f"ruff: {place}: {code} {message}")
    return found


def _ruff(*folders: Path) -> list[tuple[str, str, str]]:
    done = subprocess.run(
        [sys.executable, "-m", *_RUFF.split(), *map(str, folders)],
        capture_output=True,
        text=True,
        check=False,
    )
    return [
        (item["code"] or "invalid-syntax", item["filename"], item["message"])
        for item in json.loads(done.stdout)
    ]


def _listing(case: Case) -> str:
    """Return the project's code and the client's cells, to be read where something differs."""
    shown = [
        f"--- {name}\n{text}"
        for name, text in case.files.items()
        if name.startswith("src/") and not name.endswith(("settings.py", "__main__.py"))
    ]
    cells = "\n---\n".join(cell["source"] for cell in case.client)
    return "\n".join([*shown, "--- client", cells])
