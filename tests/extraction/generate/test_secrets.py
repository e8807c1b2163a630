"""Secrets: they stay in the notebook; the package takes them from the environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from nb2pkg.errors import CannotExtractError
from tests.extraction.generate.projects import PACKAGE, project
from tests.support import write_notebook

PASSWORD, TOKEN = "tr0ub4dor&3x", "ghp_" + "aB3dE6gH9j" * 4
URL_PASSWORD = "qW3rtz7u"
URL = f"postgresql://ann:{URL_PASSWORD}@db.example.org/heart"
HELPERS = "import hashlib\ndef digest(text):\n    return hashlib.sha256(text.encode()).hexdigest()"

NOTEBOOK = (
    f"{HELPERS}\nimport numpy as np",
    f"API_TOKEN = '{TOKEN}'",
    f"# the old password was {PASSWORD}\nsigned = digest(API_TOKEN)",
    f"parts = digest('{URL}')\nnumbers = np.array([len(signed), len(parts)])",
    f"def login(user, password='{PASSWORD}'):\n    return digest(user + password)",
    "session = login('ann')",
    f"print(len('{TOKEN}'))",
    f"!curl -H 'Authorization: Bearer {TOKEN}' https://example.org",
    f"# %% [markdown]\nThe token is `{TOKEN}`.",
)
VARIABLES = {
    "MADE_API_TOKEN": TOKEN,
    "MADE_SECRET": URL,
    "MADE_PASSWORD": PASSWORD,
}


@pytest.fixture
def made(tmp_path):
    return project(tmp_path, *NOTEBOOK)


def test_no_secret_is_in_any_file(made):
    assert [
        (path, secret)
        for path, text in made.files.items()
        for secret in (PASSWORD, TOKEN, URL_PASSWORD)
        if secret in text
    ] == []


def test_the_variables_are_listed_by_name_alone(made):
    lines = made.files[".env.example"].splitlines()

    assert {line for line in lines if not line.startswith("#")} == {f"{v}=" for v in VARIABLES}
    assert all(f"`{variable}`" in made.files["README.md"] for variable in VARIABLES)


def test_without_its_variables_the_package_says_which_one_it_misses(made):
    done = made.command(
        "run", env={**VARIABLES, "MADE_API_TOKEN": TOKEN} | {"PATH": os.environ["PATH"]}
    )
    env = {name: value for name, value in VARIABLES.items() if name != "MADE_API_TOKEN"}
    failing = made.command("run", env=env)

    assert done.returncode == 0, done.stderr
    assert failing.returncode == 2
    assert "MADE_API_TOKEN is not set" in failing.stderr
    assert "Traceback" not in failing.stderr


def test_the_package_computes_what_the_notebook_does(made):
    code = "\n".join(cell for cell in NOTEBOOK[:6])
    told = "\nprint(signed, parts, session, list(numbers))"
    notebook = made.python("-c", code + told)
    run = "from made.pipeline import run; r = run(); print(r.signed, r.parts, r.session, list(r.numbers))"
    package = made.python("-c", run, env=VARIABLES)

    assert package.stdout == notebook.stdout, package.stderr
    assert notebook.stdout


def test_settings_do_not_show_a_secret(made):
    code = "from made.settings import Settings; print(Settings())"
    done = made.python("-c", code, env=VARIABLES)

    assert done.stdout.startswith("Settings("), done.stderr
    assert TOKEN not in done.stdout


def test_what_stays_in_the_notebook_looks_it_up_as_well(made):
    cells = json.loads(made.files[f"notebooks/{PACKAGE}.ipynb"])["cells"]
    sources = [cell["source"] for cell in cells if "nb2pkg" not in cell["metadata"].get("tags", ())]

    assert sources[6] == 'print(len(secret_from_environment("MADE_API_TOKEN")))'
    assert "****" in sources[7]
    assert sources[8].startswith("The token is `****")


@pytest.mark.parametrize(
    "cell",
    [
        f"where = f'postgresql://ann:{URL_PASSWORD}@{{host}}/x'",
        f"key = b'{TOKEN}'",
        f"match host:\n    case '{TOKEN}':\n        x = 1",
    ],
)
def test_a_secret_that_cannot_be_taken_out_is_a_refusal(tmp_path, cell):
    with pytest.raises(CannotExtractError) as raised:
        project(tmp_path, "host = 'h'\nn = [1]", cell)

    assert "what looks like a secret" in str(raised.value)
    assert TOKEN not in str(raised.value)
    assert URL_PASSWORD not in str(raised.value)


def test_one_secret_has_one_variable_wherever_it_stands(tmp_path):
    cells = (f"a = len('{TOKEN}')\nxs = [a]", f"b = len('{TOKEN}')\nys = [b]", "total = xs + ys")
    made = project(tmp_path, *cells)

    assert made.files[".env.example"].count("=") == 1


def test_the_notebooks_own_name_is_not_taken_by_a_setting(tmp_path):
    cells = (
        "password = ['not', 'it']",
        f"def connect(password):\n    return [password]\ndb = connect(password='{PASSWORD}')",
        "both = password + db",
    )
    made = project(tmp_path, *cells)
    code = "from made.pipeline import run; print(run().both == ['not', 'it', '" + PASSWORD + "'])"
    (variable,) = (
        line[:-1] for line in made.files[".env.example"].splitlines() if line.endswith("=")
    )

    assert made.python("-c", code, env={variable: PASSWORD}).stdout == "True\n"


@pytest.mark.kernel
def test_verification_supplies_the_notebooks_own_values_and_writes_them_nowhere(tmp_path):
    cells = (*NOTEBOOK[:7], "signed")
    notebook = write_notebook(tmp_path / "made.ipynb", *cells)
    command = [
        sys.executable,
        "-m",
        "nb2pkg",
        "extract",
        notebook,
        "-o",
        tmp_path / "out",
        "--no-cache",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    texts = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file()}

    assert "\nmatch: " in done.stdout, done.stdout + done.stderr
    assert len(texts) > 10
    for secret in (PASSWORD, TOKEN, URL_PASSWORD):
        assert [path for path, text in texts.items() if secret.encode() in text] == []
        assert secret not in done.stdout + done.stderr
