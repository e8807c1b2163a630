"""Other values for settings and other places for paths: in the runs of a verification alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nb2pkg.cli import run
from nb2pkg.errors import Nb2pkgError
from nb2pkg.verify import overrides
from nb2pkg.verify.running.children import can_map, walled
from tests.support import write_notebook

ROWS = "age\n41\n72\n63\n38\n"
CELLS = (
    "import csv",
    "LEAST = 40\nnames = ['a', 'b']",
    "with open('/kaggle/input/people/a.csv') as file:\n    rows = list(csv.DictReader(file))",
    "ages = [float(row['age']) for row in rows if float(row['age']) > LEAST]\nprint(len(ages))",
    "total = sum(ages)\nprint(total)",
)
needs_maps = pytest.mark.skipif(
    not can_map([("/kaggle/input", "/usr")]), reason="this system has no mount namespaces for us"
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Work in a folder whose data lies elsewhere than the notebook says."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "book").mkdir()
    (tmp_path / "data" / "people").mkdir(parents=True)
    (tmp_path / "data" / "people" / "a.csv").write_text(ROWS, encoding="utf-8")
    write_notebook(tmp_path / "book" / "a.ipynb", *CELLS)
    return tmp_path


# --- values


def test_nothing_given_changes_nothing(here):
    data = Path("book/a.ipynb").read_bytes()

    assert overrides.values((), ()) == {}
    assert overrides.sources(data, "a.ipynb", {}, ()) == {}


SIZE = overrides.ProjectSetting("test_size", "float", 0.2, (), ((2, "test_size"),))
LIFTED = overrides.ProjectSetting("least", "int", 40, ((2, "LEAST"),), ())


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", "7", 7),
        ("float", "1e-3", 0.001),
        ("str", "a=b 'c'", "a=b 'c'"),
        ("bool", "no", False),
        ("list", "['x', 1]", ["x", 1]),
        ("tuple", "(1, 2)", (1, 2)),
        ("Any", "None", None),
        ("Any", "plain", "plain"),
    ],
)
def test_a_text_is_read_in_the_type_of_its_setting(kind, text, value):
    assert overrides.typed("x", text, kind) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [("int", "7.5"), ("float", "x"), ("bool", "maybe"), ("list", "(1,)"), ("dict", "{")],
)
def test_a_text_of_another_type_is_refused(kind, text):
    with pytest.raises(Nb2pkgError, match=f"it must be {kind}"):
        overrides.typed("x", text, kind)


def test_an_unknown_setting_is_refused_with_those_that_there_are():
    with pytest.raises(Nb2pkgError, match="no such setting; there are: least"):
        overrides.values([("lest", "1")], [LIFTED])


@pytest.mark.parametrize(
    ("source", "setting", "value", "changed"),
    [
        ("LEAST = 40", LIFTED, 50, "LEAST = 50"),
        ("LEAST = 40  # years", LIFTED, 50, "LEAST = 50  # years"),
        ("LEAST: int = 40; other = 40", LIFTED, 50, "LEAST: int = 50; other = 40"),
        (
            "  x = 1\n  LEAST = [\n    1,\n  ]\n  y = 2",
            LIFTED._replace(type="list", default=[1]),
            [3],
            "  x = 1\n  LEAST = ([3]\n\n)\n  y = 2",
        ),
        (">>> x = f(\n...   test_size=0.2)", SIZE, 0.5, ">>> x = f(\n...   test_size=0.5)"),
        ("%time LEAST = 40", LIFTED, 50, "%time LEAST = 50"),
        ("    LEAST = 40\n    x = 1", LIFTED, 50, "    LEAST = 50\n    x = 1"),
        ("LEAST = (\n  40\n)\nx = 1", LIFTED, 50, "LEAST = (\n  50\n)\nx = 1"),
        (
            "LEAST = [\n  1,\n  2]\nx = 1",
            LIFTED._replace(type="list", default=[1, 2]),
            [3],
            "LEAST = ([3]\n\n)\nx = 1",
        ),
        (
            "df = pd.read_csv('ü/a.csv', sep=',')",
            overrides.ProjectSetting("a_csv", "str", "ü/a.csv", (), ((2, "path"),)),
            "it's.csv",
            "df = pd.read_csv(\"it's.csv\", sep=',')",
        ),
        (
            "a, b = split(x, test_size=0.2), split(y, test_size=0.2)",
            SIZE,
            0.5,
            "a, b = split(x, test_size=0.5), split(y, test_size=0.5)",
        ),
    ],
)
def test_what_a_setting_came_from_is_replaced_and_lines_stay_where_they_are(
    tmp_path, source, setting, value, changed
):
    path = write_notebook(tmp_path / "a.ipynb", "import pandas as pd", source)

    found = overrides.sources(path.read_bytes(), str(path), {setting.name: value}, [setting])

    assert found == {2: changed}


def test_a_value_that_the_notebook_no_longer_has_is_refused(tmp_path):
    path = write_notebook(tmp_path / "a.ipynb", "x = 1", "MOST = 40")

    with pytest.raises(Nb2pkgError, match="extract again"):
        overrides.sources(path.read_bytes(), str(path), {"least": 1}, [LIFTED])


def test_a_package_gets_other_defaults(tmp_path):
    (tmp_path / "settings.py").write_text(
        "class Settings:\n    least: int = 40  # cell 2\n"
        "    names: list = field(\n        default_factory=lambda: [1]\n    )\n    other: str = 'x'\n",
        encoding="utf-8",
    )

    overrides.into_package(tmp_path, {"least": 50, "names": ["z"]})

    assert (tmp_path / "settings.py").read_text(encoding="utf-8") == (
        "class Settings:\n    least: int = 50\n    names: list = field(default_factory=lambda: ['z'])\n"
        "    other: str = 'x'\n"
    )


# --- places


@pytest.mark.parametrize(
    "text", ["data=data", "/kaggle/input", "/kaggle=", "/kaggle=gone", "/=data", "//=data"]
)
def test_what_is_no_pair_of_path_and_place_is_refused(here, text):
    with pytest.raises(Nb2pkgError, match="--map"):
        overrides.maps_of([text], [])


def test_a_path_that_holds_what_runs_need_is_refused(here):
    with pytest.raises(Nb2pkgError, match="holds what the runs need"):
        overrides.maps_of([f"{here}=data"], [here / "book"])


def test_without_namespaces_texts_that_begin_with_the_path_are_changed():
    maps = [("/kaggle/input", "/my/data")]

    code = "open('/kaggle/input/a.csv'); x = \"/kaggle/input\"; y = '/kaggle/inputs/b'; z = 'see /kaggle/input'"
    assert overrides.mapped(code, maps) == (
        "open('/my/data/a.csv'); x = \"/my/data\"; y = '/kaggle/inputs/b'; z = 'see /kaggle/input'"
    )


@needs_maps
@pytest.mark.parametrize("walls", [frozenset(), frozenset({"files", "network"})])
@pytest.mark.parametrize(
    "path", ["/kaggle/input/deep", "/home/nobody-of-this-name/x", "/usr/share"]
)
def test_a_place_stands_at_a_path_can_be_read_only_and_nothing_real_changes(here, walls, path):
    before = Path(path).exists()
    own = here / "own"
    own.mkdir()
    code = (
        f"import os; print(sorted(os.listdir({path!r})), os.getcwd()); open('mine', 'w')\n"
        f"try:\n    open({path + '/new'!r}, 'w')\nexcept OSError as error:\n    print(error.errno)"
    )
    command = walled([sys.executable, "-c", code], walls, own, (), [(path, str(here / "data"))])

    done = subprocess.run(command, cwd=own, capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == (f"['people'] {own}\n30\n", "")
    assert (own / "mine").exists()
    assert Path(path).exists() == before
    assert [each.name for each in (here / "data").iterdir()] == ["people"]


# --- both, in real runs


@needs_maps
@pytest.mark.kernel
@pytest.mark.timeout(600)
def test_a_notebook_whose_data_lies_elsewhere_is_proven_with_a_map_and_a_setting(here, capsys):
    command = ["extract", "book/a.ipynb", "-o", "out", "--format", "json"]
    assert run(command) == 2
    assert "--map /kaggle/input/people=DIR" in capsys.readouterr().err

    assert run([*command, "--map", "/kaggle/input=data", "--set", "least=50"]) == 0
    checked = json.loads(capsys.readouterr().out)["verification"]
    assert checked["status"] == "match"
    assert "the runs had --set least=50" in checked["notes"]
    settings = next(Path("out/src").rglob("settings.py")).read_text(encoding="utf-8")
    assert "least: int = 40" in settings
    assert "/kaggle/input/people/a.csv" in settings

    setting = (
        next(line for line in settings.splitlines() if "/kaggle" in line).split(":")[0].strip()
    )
    given_file = f"{setting}={here}/data/people/a.csv"
    assert run(["verify", "book/a.ipynb", "out", "--set", given_file, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "match"
    assert run(["verify", "book/a.ipynb", "out", "--set", "gone=1"]) == 2
    assert "no such setting" in capsys.readouterr().err
    assert not Path("/kaggle").exists()


def test_an_unknown_setting_is_an_error_without_verification_too(here, capsys):
    command = ["extract", "book/a.ipynb", "-o", "out", "--no-verify", "--set"]

    assert run([*command, "gone=1"]) == 2
    assert "there is no such setting; there are: least" in capsys.readouterr().err
    assert run([*command, "least"]) == 2
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("n = 5", "n = 7"),
        ("é, n = 'ü', 5  # five", "é, n = 'ü', 7  # five"),
        ("x = 1\nn: int = 5\nprint(n)", "x = 1\nn: int = 7\nprint(n)"),
        ("n = len(x)", None),  # no literal
        ("m = 5", None),
        ("if x:\n    n = 5", None),  # not at the top level
        ("%time n = 5", None),
    ],
)
def test_another_value_takes_the_place_of_a_literal_that_a_name_is_set_to(source, expected):
    assert overrides.assigned(source, "n", "7") == expected
