"""`extract` as its users call it: what is written when, what is said, and which version of the notebook counts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from nb2pkg import api
from nb2pkg.cli import run
from nb2pkg.extraction.extract import Request, extract
from nb2pkg.notebook.read import read_bytes
from nb2pkg.verify import Options
from tests.support import write_notebook

ROWS = "age,ill\n41,0\n72,1\n63,1\n38,0\n"
CELLS = (
    "import csv",
    "with open('a.csv') as file:\n    rows = list(csv.DictReader(file))",
    "ages = [float(row['age']) for row in rows]",
    "total = sum(ages)\nprint(total)",
)
kernel = pytest.mark.kernel
slow = pytest.mark.timeout(300)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Work in a folder with a data file, away from the settings of this project."""
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text(ROWS, encoding="utf-8")
    return tmp_path


# --- a notebook that does not run: nothing is written


@kernel
@slow
@pytest.mark.parametrize(
    ("cell", "options", "status", "told_of"),
    [
        (
            "open('gone.csv')",
            (),
            "notebook-fails",
            ("cell 5 (In [5]) fails: FileNotFoundError", "Run All"),
        ),
        (
            "import gone_library",
            (),
            "notebook-fails",
            ("No module named 'gone_library'", "--python"),
        ),
        (
            "while True:\n    pass",
            ("--timeout", "6"),
            "timeout",
            ("no end after 6 seconds", "--timeout"),
        ),
    ],
)
def test_a_notebook_that_fails_by_itself_is_told_with_a_remedy_and_nothing_is_written(
    here, capsys, cell, options, status, told_of
):
    write_notebook(Path("a.ipynb"), *CELLS, cell)

    assert run(["extract", "a.ipynb", "-o", "out", *options]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert f"a.ipynb: {status}: " in told.err
    assert "nothing was written" in told.err
    assert all(each in told.err for each in told_of)
    assert "--no-verify writes the package without proof" in told.err
    assert sorted(path.name for path in here.iterdir()) == ["a.csv", "a.ipynb"]
    assert run(["extract", "a.ipynb", "-o", "out", "--format", "json", *options]) == 2
    told = capsys.readouterr()
    made = json.loads(told.out)
    assert (made["verification"]["status"], made["written"], made["files"]) == (status, False, [])
    assert told_of[0] in told.err
    assert not Path("out").exists()


@kernel
@slow
def test_a_project_stays_as_it_was_when_the_notebook_has_begun_to_fail(here, capsys):
    write_notebook(Path("a.ipynb"), *CELLS)
    assert run(["extract", "a.ipynb", "-o", "out"]) == 0
    before = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    Path("a.csv").unlink()

    assert run(["extract", "a.ipynb", "-o", "out", "--force"]) == 2
    after = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    assert after == before


def test_without_verification_it_is_written_without_proof(here, capsys):
    write_notebook(Path("a.ipynb"), *CELLS, "open('gone.csv')")

    assert run(["extract", "a.ipynb", "-o", "out", "--no-verify", "--format", "json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["verification"], made["written"]) == (None, True)
    assert Path("out/README.md").exists()


# --- a project that somebody has edited


def extracted_again(capsys, *options: str) -> dict[str, object]:
    command = ["extract", "a.ipynb", "-o", "out", "--no-verify", "--format", "json", *options]
    assert run(command) == 0
    made: dict[str, object] = json.loads(capsys.readouterr().out)
    return made


def test_force_merges_and_names_what_it_writes_over(here, capsys):
    write_notebook(Path("a.ipynb"), *CELLS)
    extracted_again(capsys)
    ingest, readme = next(Path("out/src").rglob("ingest.py")), Path("out/README.md")
    ingest.write_text(f"# mine\n{ingest.read_text()}", encoding="utf-8")
    readme.write_text("mine alone\n", encoding="utf-8")
    write_notebook(Path("a.ipynb"), *CELLS, "most = max(ages)\nprint(most)")
    command = ["extract", "a.ipynb", "-o", "out", "--no-verify"]

    assert run(command) == 2
    assert "README.md was edited" in capsys.readouterr().err
    made = extracted_again(capsys, "--force")
    edited = [*made["merged"], *made["kept"]]  # type: ignore[misc]
    assert ingest.relative_to("out").as_posix() in edited
    assert made["overwritten"] == ["README.md"]
    assert ingest.read_text().startswith("# mine\n")
    assert "mine alone" not in readme.read_text()
    readme.write_text("mine again\n", encoding="utf-8")
    write_notebook(Path("a.ipynb"), *CELLS, "least = min(ages)\nprint(least)")
    assert run([*command, "--force"]) == 0
    assert "written over, with your edits in it: README.md\n" in capsys.readouterr().out


# --- one version of the notebook


@pytest.mark.parametrize("replacement", ["{", None])
def test_a_notebook_that_is_saved_meanwhile_is_extracted_as_it_was_read(here, replacement):
    path = write_notebook(Path("a.ipynb"), *CELLS)
    other = replacement or read_bytes(str(write_notebook(Path("b.ipynb"), "x = 1"))).decode()
    wanted = extract(Request("a.ipynb", Path("calm"), verified=False), Options(), lambda _: None)

    def save(_text: str) -> None:
        path.unlink(missing_ok=True)

    request = Request("a.ipynb", Path("out"), verified=False, data=path.read_bytes())
    path.write_text(other, encoding="utf-8")
    made = extract(request, Options(), save)

    assert made.files == wanted.files
    for name in wanted.files:
        calm = (Path("calm") / name).read_bytes()
        assert (Path("out") / name).read_bytes() == calm.replace(b"calm", b"out")


@kernel
@slow
def test_verification_and_what_is_told_are_of_the_version_that_was_read(here, capsys, monkeypatch):
    path = write_notebook(Path("a.ipynb"), *CELLS)
    opened = []
    real = api.notebook_bytes

    def read_and_saved_anew(*arguments: object) -> bytes:
        data = real(*arguments)  # type: ignore[arg-type]
        opened.append(path)
        path.write_text("{", encoding="utf-8")
        return data

    monkeypatch.setattr("nb2pkg.api.notebook_bytes", read_and_saved_anew)

    assert run(["extract", "a.ipynb", "-o", "out"]) == 0
    told = capsys.readouterr()
    assert "match: " in told.out
    assert "NB901" not in told.out + told.err
    assert len(opened) == 1
    cells = json.loads(Path("out/notebooks/a.ipynb").read_text())["cells"]
    assert len(cells) >= len(CELLS)


# --- places


def test_what_is_refused_or_left_is_told_with_the_count_that_an_editor_shows(here, capsys):
    cells = ("from sklearn.svm import SVC", "label = 1\nmodel = SVC().fit(X, label)")
    write_notebook(Path("a.ipynb"), *cells, counts=(7, 9))

    assert run(["extract", "a.ipynb", "-o", "out", "--no-verify"]) == 2
    assert "cell 2 (In [9]), line 2: it reads 'X'" in capsys.readouterr().err
    assert run(["extract", "a.ipynb", "-o", "out", "--no-verify", "--format", "json"]) == 2
    reason, *_ = json.loads(capsys.readouterr().out)["refused"]
    assert re.match(r"cell 2 \(In \[9\]\), line 2: ", reason)


@kernel
@slow
def test_a_verdict_names_cells_with_their_counts(here, capsys):
    write_notebook(Path("a.ipynb"), *CELLS, counts=(11, 12, 13, 14))
    assert run(["extract", "a.ipynb", "-o", "out", "--no-verify"]) == 0
    (package,) = Path("out/src").iterdir()
    for path in package.glob("*.py"):
        path.write_text(path.read_text().replace("float(", "1 + float("), encoding="utf-8")
    capsys.readouterr()

    assert run(["verify", "a.ipynb", "out", "--html", "page.html"]) == 1
    told = capsys.readouterr().out
    assert re.search(r"differs: cell \d \(In \[1\d\]\)", told)
    assert "(In [1" in Path("page.html").read_text()
    assert run(["verify", "a.ipynb", "out", "--format", "json"]) == 1
    differences = json.loads(capsys.readouterr().out)["differences"]
    assert {d["execution_count"] - d["cell"] for d in differences if d["cell"]} == {10}
