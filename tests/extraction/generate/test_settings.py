"""Settings of a generated package: where they come from, and which one wins."""

from __future__ import annotations

import tomllib

import pytest

from tests.extraction.generate.projects import PACKAGE, project

NOTEBOOK = (
    'RATE = 0.5\nCOUNT = 3\nNAME = "a \\"b\\" ü"\nVERBOSE = True\nLOAD = 7\nrate = 1.5',
    "told = [RATE, COUNT, NAME, VERBOSE, LOAD, rate]",
)
OWN = [0.5, 3, 'a "b" ü', True, 7, 1.5]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return project(tmp_path_factory.mktemp("settings"), *NOTEBOOK)


def told(done) -> object:
    """Return what a run printed as its only result."""
    assert done.returncode == 0, done.stderr
    name, _, value = done.stdout.strip().partition("  ")
    assert name == "told"
    return eval(value)


def test_defaults_are_the_notebooks_own(made):
    assert told(made.command("run")) == OWN


def test_the_configuration_file_holds_every_setting(made):
    config = tomllib.loads(made.files["configs/default.toml"])

    assert list(config.values()) == OWN
    assert told(made.command("run", "--config", "../project/configs/default.toml")) == OWN


def test_arguments_win_over_the_environment_and_that_over_the_file(made):
    (made.folder / "own.toml").write_text('count = 11\nname = "file"\nrate = 0.25\n')
    env = {f"{PACKAGE.upper()}_COUNT": "12", f"{PACKAGE.upper()}_NAME": "environment"}
    file = ("run", "--config", "own.toml")

    assert told(made.command(*file)) == [0.25, 11, "file", True, 7, 1.5]
    assert told(made.command(*file, env=env)) == [0.25, 12, "environment", True, 7, 1.5]
    given = told(made.command(*file, "--set", "count=13", "--set", "verbose=no", env=env))
    assert given == [0.25, 13, "environment", False, 7, 1.5]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "count=many"), "count must be int, not 'many'"),
        (("--set", "count=1.5"), "count must be int, not '1.5'"),
        (("--set", "verbose=perhaps"), "verbose must be bool, not 'perhaps'"),
        (("--set", "colour=red"), "no such setting: colour (known: "),
        (("--set", "count"), "not NAME=VALUE: count"),
        (("--config", "wrong.toml"), "count must be int, not 1.5"),
        (("--config", "not-there.toml"), "not-there.toml"),
    ],
)
def test_what_is_no_setting_is_refused_in_words(made, arguments, said):
    (made.folder / "wrong.toml").write_text("count = 1.5\n")
    done = made.command("run", *arguments)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_names_never_clash(made):
    names = [setting.name for setting in made.plan.configuration.settings]

    assert len(set(names)) == len(names)
    assert "load" not in names


def test_what_the_notebook_installs_is_a_dependency_and_told_in_the_readme(tmp_path):
    install = "!pip install -q openpyxl 'lightgbm>=4' > /dev/null\n%pip install --upgrade pip"
    made = project(tmp_path, f"{install}\n!apt-get install graphviz\nimport math", "x = [math.pi]")
    config = tomllib.loads(made.files["pyproject.toml"])

    assert config["project"]["dependencies"] == ["lightgbm>=4", "openpyxl"]
    assert "apt-get install graphviz  # cell 1" in made.files["README.md"]


def test_paths_of_the_authors_machine_are_named(tmp_path):
    made = project(
        tmp_path,
        "import pandas as pd",
        "df = pd.read_csv('/home/ann/heart.csv')\ndf['b'] = df['a'] * 2",
    )

    assert "`heart_csv`" in made.files["README.md"]
    assert "/home/ann" not in made.files["README.md"]


def test_the_generated_tests_run_the_pipeline_though_nothing_was_verified(made):
    cache = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-W", "error")
    done = made.python("-m", "pytest", *cache, "../project")

    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
    assert "skipped" not in done.stdout


def test_the_readme_tells_imports_from_what_is_not_python(tmp_path):
    made = project(tmp_path, "%matplotlib inline\nimport math", "%%bash\nls -la", "x = [math.pi]")

    assert "| 1 | imports |\n| 2 | stays in the notebook |\n" in made.files["README.md"]


def test_defaults_of_options_that_no_command_line_gives_are_settings(tmp_path):
    made = project(
        tmp_path,
        "import argparse",
        "parser = argparse.ArgumentParser()\n"
        'parser.add_argument("--alpha", "-a", type=float, default=0.5)\n'
        'parser.add_argument("--learning-rate", default=3)\n'
        'parser.add_argument("--loud", action="store_true", default=False)\n'
        'parser.add_argument("-n", dest="count", type=int, default=2)\n'
        "args = parser.parse_args([])",
        "told = [args.alpha, args.learning_rate, args.loud, args.count]",
        "print(told)",
    )

    assert made.command("run").stdout.splitlines()[-1].endswith("[0.5, 3, False, 2]")
    done = made.command(
        "run", "--set", "alpha=0.25", "--set", "learning_rate=4", "--set", "count=9"
    )
    assert done.stdout.splitlines()[-1].endswith("[0.25, 4, False, 9]")
