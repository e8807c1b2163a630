"""What must hold for whatever is extracted: it is refused in words, or nothing is lost and every file can be read."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import shutil
import tomllib
from pathlib import Path

from nb2pkg.cli import run
from nb2pkg.errors import BrokenWorkError, CannotExtractError
from nb2pkg.extraction.blueprint import Plan
from nb2pkg.extraction.extract import Request, _source
from nb2pkg.extraction.interpreter import Environment
from nb2pkg.extraction.isolated import Worker
from nb2pkg.notebook.read import read
from tests.extraction.accounting import unaccounted
from tests.extraction.writing import write_project


def plan_and_files(path: str, target: str) -> tuple[Plan, dict[str, str]]:
    """Return what extraction makes of a notebook, without asking for the interpreter's packages."""
    source = _source(Request(path, Path(target), verified=False))
    plan = source.planned(Environment())
    return plan, source.files(plan, Environment())


class Extractor:
    """Extracts notebooks, in one worker for many of them: to start one takes longer than all the rest."""

    def __init__(self) -> None:
        """Start the worker."""
        self.worker = Worker()

    def extract(self, path: Path, seed: int) -> str:
        """Extract a notebook, by the command line every twentieth time, and return what came of it.

        Raises AssertionError where anything is lost.
        """
        target = path.parent / "project"
        outcome = (self._by_command if seed % 20 == 0 else self._by_hand)(path, target)
        if target.exists():
            _require_readable(target)
            shutil.rmtree(target)
        assert {entry.name for entry in path.parent.iterdir()} == {path.name}
        return outcome

    def _by_command(self, path: Path, target: Path) -> str:
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = run(["extract", str(path), "-o", str(target), "--no-verify"])
        assert code in (0, 2), said.getvalue()[-3000:]
        assert target.exists() == (code == 0), said.getvalue()
        return "extracted" if code == 0 else "refused"

    def _by_hand(self, path: Path, target: Path) -> str:
        try:
            plan, files = self.worker.call(plan_and_files, str(path), str(target))
        except CannotExtractError:
            return "refused"
        except BrokenWorkError:  # a refusal, too, and the command line says so
            self.worker.close()
            self.worker = Worker()
            return "given up"
        lost = unaccounted(plan, files, read(str(path)))
        assert not lost, "\n".join(lost)
        write_project(files, target)
        return "extracted"


def _require_readable(project: Path) -> None:
    """Parse every file that was written."""
    for path in project.rglob("*"):
        if path.suffix == ".py":
            ast.parse(path.read_text(encoding="utf-8"))
        elif path.suffix == ".toml":
            tomllib.loads(path.read_text(encoding="utf-8"))
        elif path.suffix in (".json", ".ipynb"):
            json.loads(path.read_text(encoding="utf-8"))
