"""Stages that settings demand, by the command line."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.support import write_notebook

SETTINGS = '[tool.nb2pkg.stages]\n"ourlib.brew" = "train"\n"pour" = "infer"\n'


def test_extract_and_analyze_follow_the_stages_in_pyproject(tmp_path):
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (tmp_path / "ourlib.py").write_text("def brew(x):\n    return [x]\n")
    cells = (
        "from ourlib import brew\ndef pour(x):\n    return x",
        "pot = brew(1)",
        "cup = pour(pot)",
    )
    write_notebook(tmp_path / "tea.ipynb", *cells)

    analyzed = _said(tmp_path, "analyze", "tea.ipynb", "--format", "json")
    made = _said(tmp_path, "extract", "tea.ipynb", "--no-verify", "--format", "json")

    stages = [row["stage"] for row in analyzed["notebooks"][0]["statements"]]
    assert stages[2:] == ["train", "infer"]
    assert [function["stage"] for function in made["functions"]] == ["train", "infer"]


def _said(folder, *arguments):
    command = [sys.executable, "-m", "nb2pkg", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return json.loads(done.stdout)
