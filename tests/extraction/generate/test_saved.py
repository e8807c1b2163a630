"""What `train` saves carries a manifest: nothing goes on from a stale, damaged or foreign file without a word."""

from __future__ import annotations

import json
import platform
from pathlib import Path

import pytest

from tests.extraction.generate.projects import Project, project
from tests.extraction.generate.test_commands import DATA, USUAL, told


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Project:
    """Return a project that has been trained."""
    found = project(tmp_path_factory.mktemp("saved"), *USUAL, data=DATA)
    (found.folder / "rows.csv").write_text("age,income\n60,1200\n", encoding="utf-8")
    done = found.inside("train")
    assert done.returncode == 0, done.stderr
    return found


def manifest(made: Project) -> Path:
    return made.folder / "models" / "manifest.json"


def refused(done) -> str:
    """Return the one line of a command that could not do what it was asked for."""
    assert done.returncode == 2, done.stdout
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return str(done.stderr)


def changed(made: Project, tmp_path: Path, **versions: str) -> Path:
    """Return a copy of what was saved, as if by other versions."""
    file = manifest(made)
    about = json.loads(file.read_text())
    about["versions"] |= versions
    (tmp_path / file.name).write_text(json.dumps(about))
    (tmp_path / "trained.joblib").write_bytes((file.parent / "trained.joblib").read_bytes())
    return tmp_path


def test_what_nobody_touched_is_taken_without_a_word(made):
    for command in (("evaluate",), ("infer", "--input", "rows.csv")):
        done = made.inside(*command)

        assert done.returncode == 0, done.stderr
        assert "warning" not in done.stderr


def test_the_manifest_says_what_was_read_and_by_what(made):
    about = json.loads(manifest(made).read_text())

    assert about["settings"] == {"table_csv": "table.csv", "random_state": 1}
    assert about["data"].keys() == {"table_csv"}
    assert about["versions"].keys() >= {"python", "sklearn", "numpy", "pandas"}
    assert about["versions"]["python"] == platform.python_version()
    assert about["trained"].endswith("+00:00")


@pytest.mark.parametrize("command", [("evaluate",), ("infer", "--input", "rows.csv")])
def test_settings_of_another_training_are_refused(made, command):
    said = refused(made.inside(*command, "--set", "random_state=2"))

    assert "random_state is 2, and was 1 in training" in said
    assert "`train` again" in said


def test_the_same_data_may_lie_elsewhere(made):
    (made.folder / "moved.csv").write_text(DATA["table.csv"])
    (made.folder / "other.csv").write_text(DATA["table.csv"] + "1,2,0\n")

    assert made.inside("evaluate", "--set", "table_csv=moved.csv").returncode == 0
    assert "table_csv" in refused(made.inside("evaluate", "--set", "table_csv=other.csv"))
    assert "table_csv" in refused(made.inside("evaluate", "--set", "table_csv=gone.csv"))


@pytest.mark.parametrize("fault", ["damaged", "no manifest", "bad manifest"])
def test_damage_is_refused(made, tmp_path, fault):
    folder = changed(made, tmp_path)
    if fault == "damaged":
        file = folder / "trained.joblib"
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    elif fault == "no manifest":
        (folder / "manifest.json").unlink()
    else:
        (folder / "manifest.json").write_text('{"sha256": ')

    assert "`python -m made train` makes it again" in refused(
        made.inside("evaluate", "--models", str(folder))
    )


def test_another_minor_version_is_refused_unless_it_is_accepted(made, tmp_path):
    folder = changed(made, tmp_path, sklearn="0.1.2")
    said = refused(made.inside("evaluate", "--models", str(folder)))
    accepted = made.inside("evaluate", "--models", str(folder), "--accept-versions")

    assert "sklearn is " in said
    assert "--accept-versions" in said
    assert accepted.returncode == 0
    assert "accuracy" in told(accepted.stdout)
    assert "warning: sklearn is " in accepted.stderr


def test_another_patch_version_is_a_warning(made, tmp_path):
    minor = platform.python_version().rpartition(".")[0]
    folder = changed(made, tmp_path, python=f"{minor}.999")
    done = made.inside("evaluate", "--models", str(folder))

    assert done.returncode == 0
    assert done.stderr.startswith("made: warning: python is ")


def test_a_library_that_is_gone_is_refused(made, tmp_path):
    folder = changed(made, tmp_path, lost_library="1.0.0")

    assert "lost_library is missing" in refused(made.inside("evaluate", "--models", str(folder)))


def test_an_error_of_the_notebooks_code_is_one_line(made):
    lost = made.inside("train", "--set", "table_csv=gone.csv")
    (made.folder / "odd.csv").write_text("a,b\n1,2\n")
    odd = made.inside("run", "--set", "table_csv=odd.csv")

    assert "gone.csv" in refused(lost)
    assert "target" in refused(odd)
    with pytest.raises(KeyError, match="target"):
        made.inside("run", "--set", "table_csv=odd.csv", "--traceback")
