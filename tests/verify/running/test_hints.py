"""What is said of a failed notebook besides its error."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from nb2pkg.verify import Options, verify
from nb2pkg.verify.runnable import read_runnable
from nb2pkg.verify.running.hints import hints, is_missing_module
from tests.support import write_notebook
from tests.verify import projects

POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
)
ERROR = "cell 1 fails: KeyError: 'a'"
DEAD = "cell 3 fails: DeadKernelError: the kernel died"


def told(folder, *cells: str, trouble: str = ERROR) -> tuple[str, ...]:
    return hints(read_runnable(write_notebook(folder / "n.ipynb", *cells)), folder, trouble)


def test_a_pointer_that_the_code_names_is_told_with_its_remedy(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "train.csv").write_text(POINTER)

    (note,) = told(tmp_path, "df = pd.read_csv('data/train.csv')")

    assert note.startswith("data/train.csv: only a pointer of Git LFS")
    assert "`git lfs pull`" in note


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("other.csv", POINTER),  # which the code does not name
        ("rain.csv", POINTER),
        ("train.csv", "a,b\n1,2\n"),
        ("train.csv", ""),
        ("train.csv", POINTER + "a,b\n" * 1000),  # too long for a pointer
        ("train.csv", f"# {POINTER}"),
    ],
)
def test_what_is_no_pointer_or_not_named_is_not_told(tmp_path, name, text):
    (tmp_path / name).write_text(text)

    assert told(tmp_path, "df = pd.read_csv('train.csv')") == ()


def test_of_many_pointers_a_few_are_named(tmp_path):
    names = [f"{letter}.csv" for letter in "abcde"]
    for name in names:
        (tmp_path / name).write_text(POINTER)

    (note,) = told(tmp_path, f"names = {names}")

    assert note.startswith("a.csv, b.csv, c.csv and 2 more: ")


@pytest.mark.parametrize("call", ["exit()", "  quit()", "exit", "if x:\n    exit(0);"])
def test_a_cell_that_ends_the_kernel_is_named_where_the_kernel_died(tmp_path, call):
    word = "quit" if "quit" in call else "exit"
    cells = ("x = 1", call, "y = 2")

    assert told(tmp_path, *cells, trouble=DEAD) == (
        f"cell 2 calls {word}(), which ends the kernel, be it some cells later",
    )
    assert told(tmp_path, *cells) == ()
    assert told(tmp_path, "exit_code = 1\non_exit()", trouble=DEAD) == ()


@pytest.mark.kernel
@pytest.mark.timeout(300)
def test_a_notebook_that_fails_on_a_pointer_is_told_of_it(tmp_path):
    notebook, project = projects.lay_out(tmp_path)
    (notebook.parent / "people.csv").write_text(POINTER)

    result = verify(notebook, project, Options(timeout=120))

    assert result.status == "notebook-fails"
    assert "KeyError" in result.notes[0]
    assert [note for note in result.notes if "people.csv: only a pointer" in note]


@pytest.mark.parametrize(
    ("trouble", "module"),
    [
        ("cell 1 fails: ModuleNotFoundError: No module named 'lightgbm'", "lightgbm"),
        ("cell 2 fails: ModuleNotFoundError: No module named 'google.colab'", "google.colab"),
        (
            "cell 3 fails: ImportError: Missing optional dependency 'openpyxl'.  Use pip or conda to install openpyxl.",
            "openpyxl",
        ),
    ],
)
def test_a_missing_module_is_told_with_how_to_name_another_interpreter(tmp_path, trouble, module):
    book = read_runnable(write_notebook(tmp_path / "n.ipynb", "import this_and_that"))

    (note,) = hints(book, tmp_path, trouble, "/envs/a/bin/python")

    assert note.startswith(f"/envs/a/bin/python ran the notebook and has no {module}: --python ")
    assert is_missing_module(book, trouble)


def test_a_missing_module_that_lies_in_the_tree_is_found(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "helper.py").write_text("x = 1\n", encoding="utf-8")

    notes = told(
        tmp_path,
        "import helper",
        trouble="cell 1 fails: ModuleNotFoundError: No module named 'helper'",
    )

    assert notes[0].startswith("helper is src/helper.py of the tree")


def test_where_the_notebook_installs_what_it_needs_the_network_may_be_the_reason(tmp_path):
    book = read_runnable(write_notebook(tmp_path / "n.ipynb", "!pip install lightgbm"))

    assert not is_missing_module(book, "ModuleNotFoundError: No module named 'lightgbm'")
    assert not is_missing_module(book, ERROR)


@pytest.mark.kernel
@pytest.mark.timeout(300)
def test_a_notebook_whose_module_is_missing_is_told_of_the_interpreter_and_of_no_wall(tmp_path):
    cells = ("import no_such_library_of_ours", *projects.CELLS[1:])
    notebook, project = projects.lay_out(tmp_path, cells=cells)
    folder = Path(sys.prefix)  # the folder of an environment stands for its interpreter

    result = verify(notebook, project, Options(timeout=120, python=str(folder)))

    assert result.status == "notebook-fails"
    (note,) = (each for each in result.notes if "no_such_library_of_ours: --python" in each)
    assert note.startswith(str(folder / "bin" / "python"))
    assert not [each for each in result.notes if "--network" in each or "--write-outside" in each]
