"""What `extract` wrote, as far as it matters to a comparison."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nb2pkg.errors import Nb2pkgError
from nb2pkg.notebook.model import Place
from nb2pkg.stage import STAGE_NAMES
from nb2pkg.trees import tree_of
from nb2pkg.verify.model import Changing
from nb2pkg.verify.overrides import ProjectSetting, project_settings
from nb2pkg.verify.served_calls import ServedCall, served_calls

MANIFEST = "nb2pkg.json"


@dataclass(frozen=True, slots=True)
class Step:
    """One call in the pipeline, and which of its returns can be held against the notebook, and where."""

    function: str
    module: str
    stage: str
    cells: tuple[int, ...]
    returns: tuple[str, ...]
    holds: tuple[str, ...]
    passing: tuple[
        str, ...
    ] = ()  # returns that can be held against the notebook within the cell only,
    end: tuple[int, str] = (0, "")  # … behind this statement: its last line and its text
    is_shown: bool = False  # what the cell shows is returned as well, behind the rest


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the package that needs no rows to be given; `loads` is what it takes from what `train` saved."""

    name: str
    function: str  # of commands.py, which it calls
    steps: tuple[int, ...]  # by their numbers, in the order in which they run
    loads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A generated project; without its manifest there are no steps, and only the results can be compared."""

    folder: Path
    package: str
    notebook: Path | None  # the rewritten one
    steps: tuple[Step, ...] = ()
    results: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    has_manifest: bool = True
    hidden: tuple[
        tuple[str, Place], ...
    ] = ()  # variables for secrets, and their literals in the notebook
    settings: tuple[ProjectSetting, ...] = ()
    scores: tuple[str, ...] = ()  # results for which the notebook has no name: it only shows them
    versions: dict[str, str] = field(
        default_factory=dict
    )  # what commands call a result, if not by its own name
    commands: tuple[Command, ...] = ()
    is_as_generated: bool = False  # whether nobody has changed pipeline.py
    changing: tuple[Changing, ...] = ()  # what stays in the notebook although it changes something
    serving: tuple[ServedCall, ...] = ()  # predict calls, and what is served for them

    @property
    def labels(self) -> dict[str, str]:
        """Return for each result and score what the commands call its last version.

        They tell apart what a notebook keeps under one name in turn; an earlier version may bear the name itself.
        """
        return {name: self.versions.get(name, name) for name in (*self.results, *self.scores)}


def read_project(folder: Path) -> Project:
    """Read a project, with or without its manifest; raises Nb2pkgError when it is none."""
    pipelines = sorted(folder.glob("src/*/pipeline.py"))
    if len(pipelines) != 1:
        raise Nb2pkgError(
            f"{folder} is no project of nb2pkg: it has {len(pipelines)} src/*/pipeline.py, not one"
        )
    package = pipelines[0].parent.name
    manifest = _manifest(folder / MANIFEST)
    # scores that the notebook only prints have no name there: its outputs hold them
    scores = manifest.get("added", [])
    fields = (name for name in _fields_of_results(pipelines[0].parent) if name not in scores)
    results = [*manifest.get("results", []), *fields]
    settings = project_settings(manifest.get("settings", []))
    stages = manifest.get("stages") or sorted({stage for stage, _ in called_stages(pipelines[0])})
    return Project(
        folder=folder,
        package=package,
        notebook=_rewritten(folder, manifest.get("notebook")),
        steps=tuple(_step(row) for row in manifest.get("steps", [])),
        results=tuple(dict.fromkeys(results)),
        stages=tuple(stages),
        has_manifest=bool(manifest),
        hidden=tuple(
            (row["variable"], Place(*row["place"])) for row in manifest.get("secrets", [])
        ),
        settings=settings,
        scores=tuple(scores),
        versions=manifest.get("versions", {}),
        commands=tuple(_command(row) for row in manifest.get("commands", [])),
        is_as_generated=_is_generated(folder, pipelines[0], manifest),
        changing=tuple(Changing(**row) for row in manifest.get("changing", [])),
        serving=served_calls(manifest.get("serving", []), settings),
    )


def made_of(notebook: Path, package: str, source: str, manifests: Iterable[Path]) -> Iterator[Path]:
    """Yield the folders that hold this notebook's project and nothing else: no input of the notebook's.

    A notebook that names its package may want to read there, and a folder with files of a person's own may be input.
    """
    named = re.search(rf"\b{re.escape(package)}\b", source)
    for path in () if named else manifests:
        folder = path.parent
        with contextlib.suppress(Nb2pkgError):
            manifest = _manifest(path)
            mine = manifest.get("notebook"), manifest.get("package")
            above = notebook.resolve().is_relative_to(folder)
            if mine == (notebook.name, package) and not above and _is_untouched(folder, manifest):
                yield folder


def _is_untouched(folder: Path, manifest: dict[str, Any]) -> bool:
    """Tell whether a project's folder holds generated files only, edited or not."""
    made = {*manifest.get("files", {}), MANIFEST}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in {".nb2pkg", "__pycache__"}]
        paths = (Path(place, name).relative_to(folder).as_posix() for name in names)
        if any(path not in made for path in paths):
            return False
    return True


def _manifest(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Nb2pkgError(f"{path} cannot be read: {error}") from error
    if not isinstance(content, dict) or content.get("schema") != 1:
        raise Nb2pkgError(f"{path} is of another version of nb2pkg: extract again")
    return content


def _step(row: dict[str, Any]) -> Step:
    passing = row.get("passing") or {}
    return Step(
        function=row["function"],
        module=row["module"],
        stage=row["stage"],
        cells=tuple(row["cells"]),
        returns=tuple(row["returns"]),
        holds=tuple(name for name in row["holds"] if name in row["returns"]),
        passing=tuple(name for name in passing.get("names", ()) if name in row["returns"]),
        end=(passing.get("line", 0), passing.get("text", "")),
        is_shown=bool(row.get("shows")),
    )


def _command(row: dict[str, Any]) -> Command:
    return Command(row["name"], row["function"], tuple(row["steps"]), tuple(row["loads"]))


def _is_generated(folder: Path, path: Path, manifest: dict[str, Any]) -> bool:
    known: object = manifest.get("files", {}).get(path.relative_to(folder).as_posix())
    return known == hashlib.sha256(path.read_bytes()).hexdigest()


def _rewritten(folder: Path, name: str | None) -> Path | None:
    notebooks = folder / "notebooks"
    if name is not None and (notebooks / Path(name).name).is_file():
        return notebooks / Path(name).name
    found = sorted(notebooks.glob("*.ipynb"))
    return found[0] if len(found) == 1 else None


def _fields_of_results(package: Path) -> Iterator[str]:
    """Yield the fields of the class Results as the code has them now."""
    for path in sorted(package.glob("*.py")):
        for node in _parsed(path).body:
            if isinstance(node, ast.ClassDef) and node.name == "Results":
                yield from (
                    statement.target.id
                    for statement in node.body
                    if isinstance(statement, ast.AnnAssign)
                    and isinstance(statement.target, ast.Name)
                )


def called_stages(pipeline: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield for each call of a stage's function in the pipeline the stage and the names it binds."""
    for node in ast.walk(_parsed(pipeline)):
        call = node.value if isinstance(node, ast.Assign | ast.Expr) else None
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if isinstance(call.func.value, ast.Name) and call.func.value.id in STAGE_NAMES:
            targets = node.targets if isinstance(node, ast.Assign) else []
            names = [
                n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)
            ]
            yield call.func.value.id, tuple(names)


def promised(project: Project) -> frozenset[str]:
    """Return the models for which a package says that raw rows were seen to get what the notebook predicts."""
    found: set[str] = set()
    for node in ast.walk(_parsed(project.folder / "src" / project.package / "commands.py")):
        for key, value in (
            zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ()
        ):
            said = value.keywords if isinstance(value, ast.Call) else []
            if isinstance(key, ast.Constant) and any(
                k.arg == "is_proven" and ast.unparse(k.value) == "True" for k in said
            ):
                found.add(str(key.value))
    return frozenset(found)


def _parsed(path: Path) -> ast.Module:
    """Return the module's tree; one that does not parse is the pipeline's failure, which its run will tell."""
    try:
        return tree_of(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])
