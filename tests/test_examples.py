"""The examples: made again, the packages come out the same; the messy notebook is refused."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
MESSY = EXAMPLES / "diabetes" / "diabetes.ipynb"
MENDED = EXAMPLES / "diabetes" / "diabetes_mended.ipynb"
MADE = {"wine": "wine", "diabetes": "diabetes_mended", "cancer": "cancer"}  # package: its notebook

# other versions of the libraries are pinned as such, and may round the last digits in another way
VERSIONS, NUMBERS = "pyproject.toml", "tests/expected.json"
ABOUT_OTHERS = ("nb2pkg.json", ".nb2pkg/base.json")


def nb2pkg(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return subprocess.run(
        [sys.executable, "-m", "nb2pkg", *arguments], capture_output=True, text=True, check=False
    )


def extracted(name: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Extract an example into a copy of its folder."""
    shutil.copytree(EXAMPLES / name, folder, ignore=shutil.ignore_patterns("package"))
    notebook = folder / f"{MADE[name]}.ipynb"
    return nb2pkg("extract", notebook, "-o", folder / "package", "--name", name, *options)


def texts(folder: Path) -> dict[str, str]:
    """Return every file of a project."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def cells(path: Path) -> Counter[str]:
    """Return the cells of a notebook, in no order."""
    return Counter("".join(cell["source"]) for cell in json.loads(path.read_text())["cells"])


def close(value: Any, expected: Any) -> bool:
    """Say whether two JSON values agree, numbers to six digits."""
    if isinstance(expected, dict):
        return value.keys() == expected.keys() and all(
            close(value[key], expected[key]) for key in expected
        )
    if isinstance(expected, list):
        return len(value) == len(expected) and all(map(close, value, expected))
    if isinstance(expected, float):
        return bool(value == pytest.approx(expected, rel=1e-6, nan_ok=True))
    return bool(value == expected)


def without_versions(text: str) -> str:
    """Return pyproject.toml without the versions of libraries, and of Python, for which those have files."""
    return re.sub('==[^"]+', "==", re.sub("requires-python = .*", "", text))


def without_digests(text: str) -> Any:
    """Return what is known of values, without what rounding makes of numbers that other versions calculate."""
    made_of_numbers = {"exact", "numbers"}
    return json.loads(
        text,
        object_hook=lambda found: {k: v for k, v in found.items() if k not in made_of_numbers},
    )


def without_hashes(text: str) -> dict[str, Any]:
    """Return the manifest without the hashes of files that may differ."""
    manifest: dict[str, Any] = json.loads(text)
    for path in (VERSIONS, NUMBERS):
        del manifest["files"][path]
    return manifest


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/*.ipynb")), ids=lambda path: path.stem)
def test_an_example_was_really_run(path):
    code = [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]
    counts = [cell["execution_count"] for cell in code]

    assert None not in counts
    assert len(set(counts)) == len(counts)
    assert all(
        output["execution_count"] == cell["execution_count"]
        for cell in code
        for output in cell["outputs"]
        if output["output_type"] == "execute_result"
    )
    assert not [o for cell in code for o in cell["outputs"] if o["output_type"] == "error"]


@pytest.mark.parametrize("name", ["wine/wine", "cancer/cancer", "diabetes/diabetes_mended"])
def test_nothing_is_found_in_a_clean_example(name):
    done = nb2pkg("check", EXAMPLES / f"{name}.ipynb")

    assert done.returncode == 0, done.stdout


def test_the_messy_example_hides_what_its_readme_says():
    done = nb2pkg("check", MESSY, "--format", "json")
    findings = json.loads(done.stdout)["notebooks"][0]["findings"]
    errors = [
        (finding["code"], finding["cell"], finding["variable"])
        for finding in findings
        if finding["severity"] == "error"
    ]

    assert done.returncode == 1
    assert errors == [
        ("NB101", 13, "features"),  # its cell was deleted
        ("NB103", 13, "df"),  # the outliers had been dropped by a cell further down
        ("NB102", 16, "rmse"),
        ("NB102", 17, "rmse"),
        ("NB102", 18, "rmse"),
        ("NB102", 19, "rmse"),
        ("NB101", 23, "features"),
    ]
    # fitted twice, with another alpha: its row stands twice in the recorded table
    assert ("NB110", 17) in {(finding["code"], finding["cell"]) for finding in findings}


def test_the_messy_example_is_refused(tmp_path):
    done = nb2pkg("extract", MESSY, "-o", tmp_path / "package")

    assert done.returncode == 2
    assert "features" in done.stderr
    assert "rmse" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_mended_example_is_the_messy_one_with_one_line_put_back():
    messy, mended = cells(MESSY), cells(MENDED)

    assert [source.split(" = ")[0] for source in mended - messy] == ["features"]
    assert set(messy - mended) == {"## misc"}


@pytest.mark.parametrize("name", MADE)
def test_extracting_twice_gives_the_same_bytes(name, tmp_path):
    extracted(name, tmp_path / "one", "--no-verify")
    done = extracted(name, tmp_path / "two", "--no-verify")

    assert done.returncode == 0, done.stderr
    assert texts(tmp_path / "one" / "package") == texts(tmp_path / "two" / "package")


@pytest.mark.kernel
@pytest.mark.parametrize("name", MADE)
def test_a_package_made_again_is_the_one_that_is_checked_in(name, tmp_path):
    done = extracted(name, tmp_path / name, "--verify")
    made, kept = texts(tmp_path / name / "package"), texts(EXAMPLES / name / "package")
    special = {VERSIONS, NUMBERS, *ABOUT_OTHERS}

    assert done.returncode == 0, done.stdout + done.stderr
    assert "\nmatch: " in done.stdout
    assert made.keys() == kept.keys()
    assert {path: made[path] for path in made if path not in special} == {
        path: kept[path] for path in kept if path not in special
    }
    assert without_versions(made[VERSIONS]) == without_versions(kept[VERSIONS])
    if name == "wine":
        shown = blocks("console")[1].replace("in wine\n", f"in {tmp_path / name / 'package'}\n")
        assert shown.partition("\n")[2] == done.stdout
    assert close(without_digests(made[NUMBERS]), without_digests(kept[NUMBERS]))
    assert without_hashes(made["nb2pkg.json"]) == without_hashes(kept["nb2pkg.json"])


@pytest.mark.kernel
@pytest.mark.parametrize("name", MADE)
def test_the_generated_tests_pass(name, tmp_path):
    shutil.copytree(EXAMPLES / name, tmp_path / name)  # the pipeline may write beside its data
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly"],
        cwd=tmp_path / name / "package",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def blocks(kind: str) -> list[str]:
    """Return the fenced blocks of one language in the README."""
    readme = (EXAMPLES.parent / "README.md").read_text()
    return re.findall(rf"^```{kind}\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)


def test_the_code_in_the_readme_is_that_of_the_example():
    package = EXAMPLES / "wine" / "package"
    client = cells(package / "notebooks" / "wine.ipynb")
    module, cell = blocks("python")

    assert module in (package / "src" / "wine" / "features.py").read_text() + "\n"
    assert cell.strip() in client


def test_the_readme_shows_what_check_says(tmp_path):
    shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=shutil.ignore_patterns("package"))
    command, _, expected = blocks("console")[0].partition("\n")
    done = subprocess.run(
        [sys.executable, "-m", *command.removeprefix("$ ").split()],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )

    assert done.stdout == expected
