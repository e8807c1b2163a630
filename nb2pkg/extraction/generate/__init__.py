"""From a plan to the text of every file of the project; pure, and the only user of LibCST and black."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nb2pkg.extraction.companions import imported, tried
from nb2pkg.extraction.generate import drawing, handing_on
from nb2pkg.extraction.generate.cells import parse_cells
from nb2pkg.extraction.generate.commands import Offer, commands_module
from nb2pkg.extraction.generate.conceal import concealed
from nb2pkg.extraction.generate.dependencies import called_for
from nb2pkg.extraction.generate.layout import formatted
from nb2pkg.extraction.generate.local import FOLDER, localised
from nb2pkg.extraction.generate.main import main_module
from nb2pkg.extraction.generate.modules import stage_module
from nb2pkg.extraction.generate.notebook import rewritten
from nb2pkg.extraction.generate.old_pythons import for_python
from nb2pkg.extraction.generate.pipeline import pipeline_module
from nb2pkg.extraction.generate.project import manifest, pyproject
from nb2pkg.extraction.generate.readme import readme
from nb2pkg.extraction.generate.saving import errors_module, saving_module
from nb2pkg.extraction.generate.serving import serving_files
from nb2pkg.extraction.generate.settings import environment_example, settings_file, settings_module
from nb2pkg.extraction.generate.tests import test_files

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nb2pkg.extraction.blueprint import Plan
    from nb2pkg.extraction.interpreter import Environment
    from nb2pkg.verify.model import Verification

__all__ = ["generate"]


def generate(
    plan: Plan,
    raw: Mapping[str, Any],
    environment: Environment,
    data: str,
    verification: Verification | None = None,
) -> dict[str, str]:
    """Return every file of the project by its path inside it.

    `raw` is the notebook's JSON (nbformat 4), `data` its folder relative to the project, `verification` what is
    known of the results. Raises CannotExtractError where a cell cannot be taken apart.
    """
    numbers = {plan.program.statements[i].cell for step in plan.functions for i in step.statements}
    numbers |= {plan.program.statements[d.statement].cell for d in plan.definitions}
    numbers |= {plan.program.statements[i].cell for i in plan.edits}
    cells = parse_cells(plan, numbers)
    names = [
        *plan.stages,
        *(["common"] if any(d.module == "common" for d in plan.definitions) else []),
    ]
    if Offer(plan).predictors and "infer" not in names:
        names.append("infer")
    names += sorted({d.module for d in plan.definitions} - set(names))
    home = f"src/{plan.package}"
    files = {
        "README.md": readme(plan, verification),
        "configs/default.toml": settings_file(plan),
        f"notebooks/{plan.notebook}": rewritten(plan, raw, cells),
        f"{home}/__init__.py": _initial(plan),
        f"{home}/__main__.py": main_module(plan),
        f"{home}/settings.py": settings_module(plan, environment.python),
        f"{home}/errors.py": errors_module(),
        f"{home}/pipeline.py": pipeline_module(plan),
        "nb2pkg.json": json.dumps(manifest(plan), indent=2, ensure_ascii=False) + "\n",
        **test_files(plan, data, verification),
    }
    for module in names:
        files[f"{home}/{module}.py"] = stage_module(plan, module, cells)
    if any(f"import {handing_on.FUNCTION}" in text for text in files.values()):
        files[f"{home}/{handing_on.MODULE}.py"] = handing_on.SOURCE
    commands = commands_module(plan)
    if commands is not None:
        files[f"{home}/commands.py"] = commands
    if plan.commands.figures:
        files[f"{home}/{drawing.MODULE}.py"] = formatted(drawing.SOURCE)
    if plan.commands.train:
        with_joblib = Offer(plan).has_joblib
        files[f"{home}/saving.py"] = saving_module(plan, with_joblib=with_joblib)
    machinery: dict[str, str] = {}
    if Offer(plan).predictors or Offer(plan).written:
        with_pandas = Offer(plan).has_pandas
        served = serving_files(with_pandas=with_pandas)
        machinery = {f"{home}/{path}": source for path, source in served.items()}
    files = for_python(files | machinery, environment.python)
    files |= _companion_files(plan, f"{home}/{FOLDER}")
    modules = _imported(files, environment, machinery) - plan.local
    files["pyproject.toml"] = pyproject(plan, environment, modules)
    if plan.configuration.secret_literals:
        files[".env.example"] = environment_example(plan)
    return dict(sorted(concealed(files, plan).items()))


def _initial(plan: Plan) -> str:
    """Return the source of `__init__.py`; it imports what registers itself with a library, as accessors do."""
    title = f'"""The pipeline of {plan.notebook} as a package."""\n'
    if not plan.modules.at_import:
        return title
    names = ", ".join(plan.modules.at_import)
    return f"{title}\nfrom {plan.package} import {names}  # noqa: F401  they register what others use\n"


def _imported(
    files: Mapping[str, str], environment: Environment, machinery: Collection[str]
) -> set[str]:
    """Return the modules that the package needs; those it only tries to import, if the environment has them.

    What the machinery may call of a library, when a person gives a workbook, is nothing that the notebook needs.
    """
    names: set[str] = set()
    for path, text in files.items():
        if path.startswith("src/"):
            names |= imported(text) - (tried(text) - environment.distributions.keys())
    own = files.keys() - {*machinery}
    sources = (files[path] for path in own if path.startswith("src/"))
    return names | called_for(sources, environment)


def _companion_files(plan: Plan, home: str) -> dict[str, str]:
    """Return the files beside the notebook, as a package of their own within the package."""
    if not plan.companions:
        return {}
    files = {
        f"{home}/{path}": localised(source, plan.package, plan.local)
        for path, source in plan.companions.items()
    }
    return {f"{home}/__init__.py": f'"""Files that lay beside {plan.notebook}."""\n', **files}
