"""The fixtures of a generated project's tests, and what runs its commands in processes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nb2pkg.extraction.generate.commands import FUNCTIONS
from nb2pkg.extraction.generate.layout import formatted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nb2pkg.extraction.blueprint import Plan

_OPTIONS = {"train": "--output"}  # the other commands read there


def fixtures_module(plan: Plan, *, commands: bool) -> str:
    """Return tests/conftest.py."""
    return formatted(
        _CONFTEST.replace("{ALONE}", _ALONE if commands else "")
        .replace(
            "{IMPORTS}",
            (
                "import json\nimport os\nimport subprocess\nimport sys\n"
                if commands
                else "import os\n"
            ),
        )
        .replace(
            "{NAMES}", "ENVIRONMENT, FOLDER, PROJECT, SECRETS" if commands else "FOLDER, SECRETS"
        )
        .replace("{package}", plan.package)
        .replace("{PREFIX}", plan.package.upper())
    )


def process_module(plan: Plan, held: Mapping[str, Mapping[str, str]], *, compared: bool) -> str:
    """Return tests/own_process.py; `held` are the names that each command gives, with those of the results."""
    table = {
        name: (FUNCTIONS[name], _OPTIONS.get(name, "--models"), dict(held[name])) for name in held
    }
    text = _PROCESS
    for name, part in (_COMPARING if compared else _NAMING).items():
        text = text.replace(name, part)
    return formatted(text.replace("{COMMANDS}", repr(table)).replace("{package}", plan.package))


_CONFTEST = '''"""What the tests share: the results of a run, and a way to run commands."""

{IMPORTS}from pathlib import Path

import pytest
from workplace import {NAMES}, guard_links, laid_out, seed, stamp

from {package}.pipeline import run
from {package}.settings import Settings

os.environ.setdefault("MPLBACKEND", "agg")  # figures are drawn, not shown
NO_DATA = f"the notebook's folder is not at {FOLDER}; set {PREFIX}_NOTEBOOK_FOLDER"


@pytest.fixture(scope="session")
def workplace(tmp_path_factory):
    """Stand in a temporary folder with the notebook's data, which itself is not written to."""
    top = tmp_path_factory.mktemp("workplace")
    here, linked = laid_out(top)
    guard_links(top)
    before = {path: stamp(path) for path in linked}
    left = Path.cwd()
    os.chdir(here)
    yield here
    os.chdir(left)
    touched = ", ".join(str(path) for path in before if stamp(path) != before[path])
    assert not touched, f"the notebook's own files were written to: {touched}"


@pytest.fixture(scope="session")
def results(workplace):
    """Run the pipeline, once for all tests."""
    unset = [name for name in SECRETS if name not in os.environ]
    if unset:
        pytest.skip(f"secrets are not set, see .env.example: {', '.join(unset)}")
    seed()
    try:
        return run(Settings())
    except FileNotFoundError:
        if FOLDER.is_dir():
            raise
        pytest.skip(NO_DATA)
{ALONE}'''
_ALONE = '''

@pytest.fixture(scope="session")
def alone(results, tmp_path_factory):
    """Give what runs a command in a process of its own; all of them share a fresh copy of the data."""
    top = tmp_path_factory.mktemp("commands")
    here, _ = laid_out(top / "tree")
    path = [str(PROJECT / "src"), *filter(None, [ENVIRONMENT.get("PYTHONPATH")])]
    env = {
        **ENVIRONMENT,
        "MPLBACKEND": "agg",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(path),
    }

    def run_alone(command):
        """Run a command; return for each name that it gives how the value differs from the notebook's."""
        process = [sys.executable, str(Path(__file__).with_name("own_process.py")), command, str(top)]
        said, found = top / f"{command}.txt", top / f"{command}.json"
        with said.open("w") as output:
            streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
            subprocess.run(process, cwd=here, env=env, check=False, **streams)
        if not found.exists():
            pytest.fail(f"`{command}` fails: {said.read_text(errors='replace')[-2000:]}")
        return json.loads(found.read_text(encoding="utf-8"))

    return run_alone
'''
_PROCESS = '''"""Run a command of the package, as the only thing of its process: `own_process.py train FOLDER`.

{TOLD}
"""

import json
import sys
from importlib import import_module
from pathlib import Path

{IMPORTS}from workplace import guard_links, seed

# of each command the function, the option for what was trained, and the names of its values with those of results
COMMANDS = {COMMANDS}
{EXPECTED}

def main(command, folder):
    """Run a command in a folder; return its exit code."""
    guard_links(folder / "tree")
    seed()
    function, option, results = COMMANDS[command]
    made = noted(import_module("{package}.commands"), function)
    code = import_module("{package}.__main__").main([command, option, str(folder / "models")])
    if not code:
        told = {FOUND}
        (folder / f"{command}.json").write_text(json.dumps(told), encoding="utf-8")
    return code


def noted(commands, name):
    """Let a function note what it returns; return where."""
    function, made = getattr(commands, name), {}

    def noting(*given, **named):
        returned = function(*given, **named)
        made.update(returned)
        return returned

    setattr(commands, name, noting)
    return made

{COMPARE}
if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
'''
_COMPARING = {
    "{TOLD}": "Where the values that it gives are not the notebook's is left in the folder, by their names.",
    "{IMPORTS}": "from described import differences\n",
    "{EXPECTED}": 'EXPECTED = json.loads(Path(__file__).with_name("expected.json").read_text(encoding="utf-8"))\n',
    "{FOUND}": "{name: against(results[name], made[name]) for name in results if name in made}",
    "{COMPARE}": '''
def against(result, value):
    """Hold a value against what is known of the notebook's, if something is."""
    return differences(value, EXPECTED[result]) if result in EXPECTED else []

''',
}
_NAMING = {
    "{TOLD}": "The names of the values that it gives are left in the folder.",
    "{IMPORTS}": "",
    "{EXPECTED}": "",
    "{FOUND}": "{name: [] for name in results if name in made}",
    "{COMPARE}": "",
}
