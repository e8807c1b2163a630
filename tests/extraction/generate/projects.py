"""Generated projects on disk, and their commands as a person would type them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from pathlib import Path

from nb2pkg.extraction.blueprint import Plan
from nb2pkg.extraction.extract import Request, _source
from nb2pkg.extraction.interpreter import Environment
from tests.support import Tags, write_notebook

PACKAGE = "made"
HERE = Environment()


@dataclass(frozen=True)
class Project:
    """A project that was generated and not verified; `folder` is where its notebook lies."""

    folder: Path
    plan: Plan
    files: dict[str, str]

    def text(self, module: str) -> str:
        """Return the source of a module of the package."""
        return self.files[f"src/{PACKAGE}/{module}.py"]

    def command(
        self, *arguments: str, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run `python -m <package>` beside the notebook."""
        return self.python("-m", PACKAGE, *arguments, env=env)

    def inside(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the package in this very process, which is quicker."""
        source = str(self.folder.parent / "project" / "src")
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
        out, err, before = StringIO(), StringIO(), Path.cwd()
        sys.path.insert(0, source)
        os.chdir(self.folder)
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = import_module(f"{PACKAGE}.__main__").main(list(arguments))
        finally:
            os.chdir(before)
            sys.path.remove(source)
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    def python(
        self, *arguments: str, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run Python beside the notebook, with the package importable."""
        source = str(self.folder.parent / "project" / "src")
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": source, **(env or {})},
            capture_output=True,
            text=True,
            check=False,
        )


def project(
    folder: Path,
    *cells: str,
    data: Mapping[str, str] | None = None,
    environment: Environment = HERE,
    tags: Tags | None = None,
) -> Project:
    """Write a notebook beside its data, extract it without running it, and write the project."""
    here = folder / "here"
    here.mkdir(parents=True)
    for name, text in (data or {}).items():
        (here / name).write_text(text, encoding="utf-8")
    path = write_notebook(here / f"{PACKAGE}.ipynb", *cells, tags=tags)
    source = _source(Request(str(path), folder / "project", PACKAGE, verified=False))
    plan = source.planned(environment)
    files = source.files(plan, environment)
    for name, text in files.items():
        target = folder / "project" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return Project(here, plan, files)
