"""Small notebooks with a trap each: the package does what the notebook does, or extraction is refused with a reason.

The notebooks stand in `faithful.txt` (no-ops first) and `refused.txt`: a title after `==`, cells parted by `---`,
and after `=>` words of the reason.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nb2pkg.errors import CannotExtractError
from tests.extraction.harness import faithful

HERE = Path(__file__).parent


def _rows() -> str:
    lines = ["age,income,city,target"]
    for i in range(40):
        age = 20 + (i * 7) % 45
        lines.append(f"{age},{1000 + (i * 137) % 900},{'abc'[i % 3]},{int(age + (i % 5) * 4 > 48)}")
    return "\n".join(lines) + "\n"


BESIDE = """
FACTOR = 2


def times(x):
    return x * FACTOR


def clean(frame):
    frame["extra"] = 1
    frame["age"] = frame["age"] - frame["age"].mean()


def scaled(frame):
    frame["age"] = frame["age"] / 10
    return frame


def stats(frame):
    frame = frame.copy()
    frame["x"] = 1
    print(frame.shape)


def shift(box):
    box["df"]["age"] = box["df"]["age"] + 100
"""
DATA = {"data.csv": _rows(), "dätä/ünï.csv": "a,b\n1,2\n3,4\n", "beside.py": BESIDE}


def table(name: str) -> dict[str, str]:
    """Return the notebooks of a file by their titles."""
    text = "\n" + (HERE / name).read_text(encoding="utf-8")
    parts = (part.partition("\n") for part in text.split("\n== ")[1:])
    return {title: body.rstrip("\n") for title, _, body in parts}


FAITHFUL, REFUSED = table("faithful.txt"), table("refused.txt")


@pytest.fixture(autouse=True)
def _plain_settings(monkeypatch):
    """Undo what notebooks set for the whole process."""
    import matplotlib as mpl
    import pandas as pd

    mpl.use("Agg")
    rows = pd.get_option("display.max_rows")
    monkeypatch.setenv("NB_TEST", "")
    yield
    pd.set_option("display.max_rows", rows)


@pytest.mark.parametrize("title", FAITHFUL)
def test_the_package_does_what_the_notebook_does(title, tmp_path):
    case = faithful(tmp_path, FAITHFUL[title].split("\n---\n"), DATA)

    assert case.files["README.md"]


@pytest.mark.parametrize("title", REFUSED)
def test_what_cannot_be_kept_is_refused_with_the_reason(title, tmp_path):
    reason, _, body = REFUSED[title].removeprefix("=> ").partition("\n")
    with pytest.raises(CannotExtractError) as raised:
        faithful(tmp_path, body.split("\n---\n"), DATA)

    assert reason in str(raised.value)
    assert all(text.startswith("cell ") for text in raised.value.reasons)
    assert not (tmp_path / "project").exists()
