"""A sample of the bed of mutants; `python -m benchmarks.mutants` runs all of it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

pytestmark = [pytest.mark.kernel, pytest.mark.slow]


def test_of_a_sample_of_damaged_packages_none_is_called_a_match_and_no_sound_one_is_flagged(
    tmp_path,
):
    command = [sys.executable, "-m", "benchmarks.mutants", "--only", "plain", "--json"]
    command += [str(tmp_path / "out.json"), "--each", "5", "--harmless", "2", "--seed", "3"]

    done = subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    outcomes = json.loads((tmp_path / "out.json").read_text())
    kinds = Counter((outcome["harmful"], outcome["status"] == "match") for outcome in outcomes)
    assert set(kinds) == {(True, False), (False, True)}
    assert kinds.total() == 7
