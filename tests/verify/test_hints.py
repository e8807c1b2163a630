"""What is said of a failed notebook besides its error."""

from __future__ import annotations

import pytest

from nb2pkg.verify import Options, verify
from nb2pkg.verify.books import read_book
from nb2pkg.verify.hints import hints
from tests.support import write_notebook
from tests.verify import projects

POINTER = (
    "version https://git-lfs.github.com/spec/v1\n"
    "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
)
ERROR = "cell 1 fails: KeyError: 'a'"
DEAD = "cell 3 fails: DeadKernelError: the kernel died"


def told(folder, *cells: str, trouble: str = ERROR) -> tuple[str, ...]:
    return hints(read_book(write_notebook(folder / "n.ipynb", *cells)), folder, trouble)


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
