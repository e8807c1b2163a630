"""The project's own files agree with each other."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import nb2pkg

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def fenced_blocks(text: str) -> dict[str, str]:
    """Return the fenced blocks that stand directly below a `<!-- name -->` line."""
    found = re.findall(r"^<!-- (\w+) -->\n```bash\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    return dict(found)


@pytest.mark.parametrize("name", ["test", "lint"])
def test_an_extra_repeats_the_dependency_group(name):
    assert (
        PYPROJECT["project"]["optional-dependencies"][name] == PYPROJECT["dependency-groups"][name]
    )


def test_the_version_is_said_once():
    assert PYPROJECT["project"]["version"] == nb2pkg.__version__


def test_every_lint_exception_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text()
    ignores = re.search(r"^ignore = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)

    assert ignores is not None
    assert [line for line in ignores[1].splitlines() if "#" not in line] == []


def test_the_rules_page_is_current():
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "make_rules_page.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == ""
    assert done.returncode == 0


def test_the_readme_tells_how_to_run_and_how_to_test():
    blocks = fenced_blocks((ROOT / "README.md").read_text())

    assert set(blocks) == {"run", "test"}
    assert all("python3 -m venv .venv" in block for block in blocks.values())


@pytest.mark.parametrize("name", ["run", "test"])
def test_the_readmes_commands_are_sound_bash(name):
    block = fenced_blocks((ROOT / "README.md").read_text())[name]

    done = subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_every_path_a_page_links_to_exists(page):
    text = (ROOT / page).read_text()
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", text)

    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


def test_the_architecture_page_shows_the_layers_that_are_checked():
    contracts = PYPROJECT["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "wings")
    page = (ROOT / "docs" / "architecture.md").read_text()
    rows = re.findall(r"^\| (`.*?`) \|", page.partition("## Inside of")[0], re.MULTILINE)

    assert [re.findall(r"`(\w+)`", row) for row in rows] == [layer.split(" | ") for layer in layers]


def test_every_file_that_the_architecture_page_names_is_there():
    page = (ROOT / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_]+)+\.py)`", page))
    known = [path.as_posix() for path in (ROOT / "nb2pkg").rglob("*.py")]

    assert len(named) > 15
    # `tests/…` are files of a generated project
    assert [
        name
        for name in sorted(named)
        if not name.startswith("tests/")
        and not (ROOT / name).exists()
        and not any(path.endswith(f"/{name}") for path in known)
    ] == []


def test_every_guarantee_is_held_by_a_test_that_exists():
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", (ROOT / "docs" / "guarantees.md").read_text())

    assert len(named) > 20
    assert [
        f"{path}::{test}"
        for path, test in named
        if not re.search(rf"^def {test}\(", (ROOT / path).read_text(), re.MULTILINE)
    ] == []


def test_every_test_that_a_guarantee_names_is_there():
    page = (ROOT / "docs" / "guarantees.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)
    texts = {path: (ROOT / path).read_text(encoding="utf-8") for path, _ in named}

    assert len(named) > 30
    assert [f"{path}::{test}" for path, test in named if f"def {test}(" not in texts[path]] == []
