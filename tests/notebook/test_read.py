"""Reading: what is read, what is refused and in which words, row by row of what files turn out to hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nb2pkg.errors import UnreadableNotebookError
from nb2pkg.notebook.read import load_raw, parse, parse_raw, read
from tests.support import make_notebook, write_notebook

PYTHON = {"language_info": {"name": "python"}}


def notebook_json(*cells: Any, **changes: Any) -> bytes:
    """Return a notebook of format 4.5 as bytes; a change to `...` takes the key away."""
    raw = {"nbformat": 4, "nbformat_minor": 5, "metadata": PYTHON, "cells": list(cells)} | changes
    return json.dumps({key: value for key, value in raw.items() if value is not ...}).encode()


def code(source: Any = "x = 1", **changes: Any) -> dict[str, Any]:
    """Return a code cell as it stands in a file."""
    cell = {
        "cell_type": "code",
        "metadata": {},
        "execution_count": 1,
        "outputs": [],
        "source": source,
    } | changes
    return {key: value for key, value in cell.items() if value is not ...}


def old(*cells: Any, **changes: Any) -> bytes:
    """Return a notebook of format 3 as bytes."""
    raw = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}} | {
        "worksheets": [{"cells": list(cells), "metadata": {}}]
    }
    return json.dumps(raw | changes).encode()


def source_of(data: bytes) -> str:
    return parse(data, "n.ipynb").cells[0].source


def reason_to_refuse(reading: Callable[[bytes, str], object], data: bytes) -> str | None:
    """Return why a notebook is refused, or None; anything but a refusal comes out as it is."""
    try:
        reading(data, "n.ipynb")
    except UnreadableNotebookError as error:
        return error.reason
    return None


# --- nothing is wrong


def test_cells_keep_their_order_kind_count_id_and_tags(tmp_path):
    path = write_notebook(
        tmp_path / "n.ipynb", "# %% [markdown]\n# Title", "x = 1", counts=[7], tags={2: ["a", "b"]}
    )

    title, cell = read(str(path)).cells

    assert (title.number, title.kind, title.source) == (1, "markdown", "# Title")
    assert (cell.number, cell.kind, cell.source) == (2, "code", "x = 1")
    assert (cell.execution_count, cell.id, sorted(cell.tags)) == (7, "c2", ["a", "b"])


def test_reading_does_not_warn_about_a_sound_notebook(tmp_path):
    assert read(str(write_notebook(tmp_path / "n.ipynb", "x = 1"))).warnings == ()


def test_a_stored_error_and_any_output_are_noted():
    error = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
    stream = {"output_type": "stream", "name": "stdout", "text": ["1"]}
    data = notebook_json(code(), code(outputs=[stream]), code(outputs=[stream, error]))

    cells = parse(data, "n.ipynb").cells

    assert [cell.has_output for cell in cells] == [False, True, True]
    assert [cell.has_failed for cell in cells] == [False, False, True]


def test_reading_needs_neither_nbformat_nor_ipython(tmp_path):
    path = write_notebook(tmp_path / "n.ipynb", "%matplotlib inline")
    program = (
        "import sys\nfrom nb2pkg.notebook.read import read\nfrom nb2pkg.notebook.ipython import to_python\n"
        "to_python(read(sys.argv[1]).cells[0].source)\n"
        "print({'nbformat', 'jsonschema', 'IPython', 'black', 'libcst'} & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"


def test_standard_input_is_read_for_a_dash(monkeypatch):
    reading, writing = os.pipe()
    os.write(writing, notebook_json(code()))
    os.close(writing)
    with os.fdopen(reading) as stream:
        monkeypatch.setattr(sys, "stdin", stream)

        notebook = read("-")

    assert (notebook.path, notebook.cells[0].source) == ("-", "x = 1")


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=40)


@given(st.lists(names, max_size=5))
def test_what_nbformat_writes_is_read_as_it_was(sources: list[str]):
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])

    notebook = parse(nbformat.writes(node).encode(), "n.ipynb")

    assert [cell.source for cell in notebook.cells] == [s.lstrip("\f\ufeff") for s in sources]
    assert [cell.id for cell in notebook.cells] == [cell["id"] for cell in node["cells"]]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(data: bytes):
    assert reason_to_refuse(parse, data) != ""


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
cell_values = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "heading"]) | json_values},
    optional=dict.fromkeys(
        ("source", "input", "outputs", "metadata", "execution_count", "id", "level"), json_values
    ),
)


@given(
    st.fixed_dictionaries(
        {"nbformat": st.sampled_from([3, 4]) | json_values, "nbformat_minor": json_values},
        optional={
            "metadata": st.fixed_dictionaries({}, optional={"kernelspec": json_values})
            | json_values,
            "cells": st.lists(cell_values, max_size=2) | json_values,
            "worksheets": st.lists(st.fixed_dictionaries({"cells": st.lists(cell_values)})),
        },
    )
)
def test_any_json_is_read_or_refused_in_words(raw: dict[str, Any]):
    data = json.dumps(raw).encode()
    assert reason_to_refuse(parse, data) != ""
    assert reason_to_refuse(parse_raw, data) != ""


# --- rows of the table of hostile inputs: refused

DEEP = b'{"nbformat": 4, "metadata": {"x": ' + b"[" * 50_000 + b"]" * 50_000 + b"}}"
SOUND = notebook_json(code())
# where Python finds it: at what follows the comma, or, since 3.13, at the comma itself
TRAILING_COMMA = "line 2 column 15" if sys.version_info >= (3, 13) else "line 3 column 1"

REFUSED = {
    "row 1: nothing": (b"", "empty file"),
    "row 1: only blanks": (b" \n\t ", "empty file"),
    "row 2: cut off": (SOUND[:-20], "the file is cut off"),
    "row 2: cut off in a text": (SOUND[: SOUND.index(b"code") + 2], "the file is cut off"),
    "row 2: trailing comma": (b'{\n "nbformat": 4,\n}', TRAILING_COMMA),
    "row 2: NUL bytes": (b"\0" * 40, "NUL bytes"),
    "row 3: merge conflict": (
        b'{\n<<<<<<< HEAD\n "nbformat": 4\n=======\n "nbformat": 3\n>>>>>>> other\n}',
        "unresolved merge conflict at line 2",
    ),
    "row 5: UTF-16 with mark": (SOUND.decode().encode("utf-16"), "UTF-16"),
    "row 5: UTF-16 without mark": (SOUND.decode().encode("utf-16-le"), "UTF-16"),
    "row 5: UTF-32": (SOUND.decode().encode("utf-32"), "UTF-32"),
    "row 6: Latin-1": (b'{\n"metadata": "\xe9t\xe9"}', "byte 0xe9 at offset 15 (line 2)"),
    "row 6: Latin-1 after a mark": (b"\xef\xbb\xbf{\xe9}", "byte 0xe9 at offset 4"),
    "row 12: a list": (b"[1]", "holds a list instead of an object"),
    "row 12: null": (b"null", "holds null"),
    "row 12: a number": (b"12", "holds a number"),
    "row 12: a text": (b'"x"', "holds a text"),
    "row 13: empty object": (b"{}", "no nbformat number"),
    "row 14: no nbformat": (notebook_json(code(), nbformat=...), "no nbformat number"),
    "row 15: nbformat a text": (notebook_json(nbformat="4"), "nbformat is the text '4'"),
    "row 15: nbformat null": (notebook_json(nbformat=None), "nbformat is null"),
    "row 15: nbformat true": (notebook_json(nbformat=True), "nbformat is a truth value"),
    "row 15: nbformat 4.0": (notebook_json(nbformat=4.0), "nbformat is a number"),
    "row 16: nbformat 1": (notebook_json(nbformat=1), "format 1 is too old"),
    "row 16: nbformat 2": (notebook_json(nbformat=2), "format 2 is too old"),
    "row 21: nbformat 5": (notebook_json(nbformat=5), "format 5 is not known"),
    "row 21: nbformat -1": (notebook_json(nbformat=-1), "format -1 is not known"),
    "row 21: nbformat 10^30": (notebook_json(nbformat=10**30), "is not known"),
    "row 25: metadata missing": (notebook_json(metadata=...), "its metadata is missing"),
    "row 25: metadata null": (notebook_json(metadata=None), "its metadata is null"),
    "row 26: cells missing": (notebook_json(cells=...), "its cells are missing"),
    "row 27: cells null": (notebook_json(cells=None), "its cells are null"),
    "row 27: cells an object": (notebook_json(cells={}), "its cells are an object"),
    "row 27: a cell null": (notebook_json(code(), None), "cell 2 is not an object"),
    "row 30: source missing": (notebook_json(code(...)), "cell 1: its source is missing"),
    "row 30: source null": (notebook_json(code(None)), "cell 1: its source is null"),
    "row 30: source a number": (notebook_json(code(), code(3)), "cell 2: its source is a number"),
    "row 31: source of numbers": (notebook_json(code([1])), "holds more than text"),
    "row 37: key twice": (b'{"nbformat": 4, "nbformat": 3}', "the key 'nbformat' twice"),
    "row 38: huge number": (b'{"nbformat": ' + b"9" * 10_000 + b"}", "more than 4300 digits"),
    "row 39: deep": (DEEP, "nested too deeply"),
    "row 16: format 3 without worksheets": (old(worksheets=None), "it has no worksheets"),
    "row 16: format 3, sheet without cells": (old(worksheets=[{}]), "its cells are missing"),
    "row 16: heading without text": (
        old({"cell_type": "heading", "level": 1, "source": 4}),
        "cell 1: a heading without",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_notebook_is_refused_by_name(name):
    data, reason = REFUSED[name]

    with pytest.raises(UnreadableNotebookError) as caught:
        parse(data, "a b.ipynb")

    assert reason in caught.value.reason
    assert caught.value.path == "a b.ipynb"
    assert str(caught.value).startswith("a b.ipynb: ")


def test_row_40_a_file_over_the_size_cap_is_refused_unread(tmp_path):
    path = tmp_path / "big.ipynb"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # sparse: reading it would take its size in memory

    with pytest.raises(UnreadableNotebookError, match="larger than 100 MB"):
        read(str(path))
    with pytest.raises(UnreadableNotebookError, match=r"larger than 0\.001 MB"):
        read(str(path), max_size=1000)


# --- rows of the table: read, with a warning

ODD = {
    "row 4: byte order mark": (b"\xef\xbb\xbf" + SOUND, "byte order mark"),
    "row 9: lone CR": (notebook_json(code("a\rb")), "lone carriage returns"),
    "row 16: format 3": (old(), "notebook format 3 is old"),
    "row 18: 4.4 with ids": (notebook_json(code(id="a"), nbformat_minor=4), "cells have ids"),
    "row 20: minor 99": (notebook_json(nbformat_minor=99), "4.99 is newer than 4.5"),
    "row 20: minor missing": (notebook_json(nbformat_minor=...), "taken as 0"),
    "row 22: ids twice": (notebook_json(code(id="a"), code(id="a")), "not unique"),
    "row 24: no metadata": (notebook_json(metadata={}), "does not name its language"),
    "row 24: no kernel was chosen": (
        notebook_json(metadata={"language_info": {"name": "plaintext"}}),
        "does not name its language",
    ),
    "row 32: outputs missing": (notebook_json(code(outputs=...)), "without a list of outputs"),
    "row 32: unknown output": (
        notebook_json(code(outputs=[{"output_type": "smell"}, 3])),
        "unknown type of output",
    ),
    "row 32: a list as type of output": (
        notebook_json(code(outputs=[{"output_type": ["stream"]}])),
        "unknown type of output",
    ),
    "row 33: a list as cell type": (
        notebook_json(code(cell_type=["x"] * 99)),
        "unknown cell type [",
    ),
    "row 33: unknown cell type": (notebook_json(code(cell_type="x")), "unknown cell type 'x'"),
    "row 33: no cell type": (notebook_json(code(cell_type=...)), "unknown cell type None"),
    "row 35: tags a text": (notebook_json(code(metadata={"tags": "skip"})), "tags are not a list"),
    "row 36: NaN": (notebook_json(metadata={"a": float("nan")}), "NaN is not valid JSON"),
    "row 58: form feed": (notebook_json(code("\fx = 1")), "form feed"),
    "row 59: mark in a cell": (notebook_json(code("\ufeffx = 1")), "byte order mark"),
    "a count that is none": (notebook_json(code(execution_count="3")), "count is not a number"),
    "metadata of a cell": (notebook_json(code(metadata=[])), "metadata is not an object"),
    "another language": (
        notebook_json(code(metadata={"vscode": {"languageId": "javascript"}})),
        "written in javascript",
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_notebook_is_read_and_warned_about(name):
    data, warning = ODD[name]

    warnings = parse(data, "n.ipynb").warnings

    assert [text for text in warnings if warning in text]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("row 7: CRLF in the file", SOUND.replace(b", ", b",\r\n")),
        ("row 17: no ids before 4.5", notebook_json(code(), nbformat_minor=2)),
        ("row 19: no ids in 4.5", notebook_json(code())),
        ("row 23: an id that is a path", notebook_json(code(id="../../etc/passwd"))),
        ("row 28: no cells", notebook_json()),
        ("row 28: only markdown", notebook_json(code("# a", cell_type="markdown"))),
        ("row 34: extra keys", notebook_json(code(surprise=1))),
        ("row 43: a long text", notebook_json(code("x = '" + "a" * 1_000_000 + "'"))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_only_unusual_is_read_without_a_word(name, data):
    assert parse(data, name).warnings == ()


# --- rows of the table: how sources come out


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\r\nb\r\n", "a\nb\n"),  # row 8
        ("a\rb\r", "a\nb\n"),  # row 9
        (["a = '\\0'\n", "b"], "a = '\\0'\nb"),
        ("a\0b", "a\0b"),  # row 10: the cell is skipped later, by name
        ("x = '\ud800'", "x = '\ud800'"),  # row 11
        (["x=1", "y=2"], "x=1y=2"),  # row 29
        ([], ""),
        ("x = '\f'\n\f\ny", "x = '\f'\n\f\ny"),  # row 58: only at the start is it surely no text
        ("\ufeff\f x", " x"),  # rows 58 and 59
    ],
)
def test_sources_are_joined_and_their_line_ends_normalised(raw, expected):
    assert source_of(notebook_json(code(raw))) == expected


def test_row_41_ten_thousand_cells_are_read_in_order():
    notebook = parse(notebook_json(*(code(f"x = {i}") for i in range(10_000))), "n.ipynb")

    assert [cell.number for cell in notebook.cells] == list(range(1, 10_001))
    assert notebook.cells[-1].source == "x = 9999"


def test_row_35_tags_that_are_no_list_are_absent():
    cells = (code(metadata={"tags": "parameters"}), code(metadata={"tags": ["a", 3, None]}))

    assert [cell.tags for cell in parse(notebook_json(*cells), "n").cells] == [set(), {"a"}]


# --- languages


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({}, "python"),  # row 24
        ({"kernelspec": {"name": "python3"}}, "python"),
        ({"kernelspec": {"name": "conda-env-r-4"}}, "python"),
        ({"language_info": {"name": "ipython"}}, "python"),
        ({"kernelspec": {"language": "Python"}}, "python"),
        ({"kernelspec": "python3", "language_info": []}, "python"),
        ({"kernelspec": {"name": "ir", "language": "R"}}, "r"),  # row 99
        ({"kernelspec": {"name": "ir"}}, "r"),
        ({"kernelspec": {"name": "julia-1.9"}}, "julia"),
        ({"language_info": {"name": "scala"}}, "scala"),
        ({"kernelspec": {"language": "R"}, "language_info": {"name": "python"}}, "r"),
    ],
)
def test_the_language_is_taken_from_where_it_stands(metadata, language):
    assert parse(notebook_json(metadata=metadata), "n.ipynb").language == language


def test_the_kernel_is_named_where_the_notebook_names_one():
    metadata = {"kernelspec": {"name": "conda-ml"}}

    assert parse(notebook_json(metadata=metadata), "n.ipynb").kernel == "conda-ml"
    assert parse(notebook_json(), "n.ipynb").kernel is None


# --- format 3


OLD_CELLS = (
    {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["A\n", "B"]},
    {
        "cell_type": "code",
        "collapsed": False,
        "input": ["x = 1\n", "x"],
        "language": "python",
        "metadata": {},
        "outputs": [
            {
                "output_type": "pyout",
                "prompt_number": 4,
                "metadata": {},
                "text": ["1\n", "2"],
                "html": ["<b>"],
            },
            {"output_type": "stream", "stream": "stderr", "text": "oh"},
            {"output_type": "pyerr", "ename": "E", "evalue": "v", "traceback": ["t"]},
        ],
        "prompt_number": 4,
    },
    {"cell_type": "markdown", "metadata": {}, "source": "*a*"},
    {"cell_type": "raw", "metadata": {}, "source": "r"},
)


def test_row_16_format_3_is_read_as_format_4():
    notebook = parse(old(*OLD_CELLS), "n.ipynb")

    assert notebook.format == (3, 0)
    assert [(cell.kind, cell.source) for cell in notebook.cells] == [
        ("markdown", "## A B"),
        ("code", "x = 1\nx"),
        ("markdown", "*a*"),
        ("raw", "r"),
    ]
    assert (notebook.cells[1].execution_count, notebook.cells[1].has_failed) == (4, True)


def test_the_language_of_format_3_stands_in_its_cells():
    data = old({"cell_type": "code", "input": "x", "language": "julia", "outputs": []})

    assert parse(data, "n.ipynb").language == "julia"


# --- for rewriting


def test_raw_json_joins_what_is_kept_as_lists_and_adds_nothing():
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/html": ["<b>", "</b>"], "application/json": ["a", "b"]},
        },
    ]

    raw = parse_raw(notebook_json(code(["x\r\n", "y"], outputs=outputs)), "n.ipynb")

    (cell,) = raw["cells"]
    assert cell["source"] == "x\r\ny"
    assert cell["outputs"][0]["text"] == "a\nb"
    assert cell["outputs"][1]["data"] == {"text/html": "<b></b>", "application/json": ["a", "b"]}
    assert "id" not in cell


def test_raw_json_of_format_3_is_valid_and_the_same_each_time():
    data = old(*OLD_CELLS)

    first, second = parse_raw(data, "n.ipynb"), parse_raw(data, "n.ipynb")

    nbformat.validate(nbformat.from_dict(first))
    assert first == second
    assert [cell["source"] for cell in first["cells"]] == [
        cell.source for cell in parse(data, "n.ipynb").cells
    ]


def test_raw_json_has_a_cell_for_each_cell(tmp_path):
    path = write_notebook(tmp_path / "n.ipynb", "# %% [markdown]\na", "b", "c")

    assert [cell["source"] for cell in load_raw(str(path))["cells"]] == ["a", "b", "c"]


# --- paths


@pytest.mark.parametrize("name", ["a b.ipynb", "a\nb.ipynb", "-a.ipynb", "a{b}.ipynb", "é.IPYNB"])
def test_rows_101_and_102_any_file_name_will_do(tmp_path, name):
    assert read(str(write_notebook(tmp_path / name, "x"))).cells[0].source == "x"


@pytest.mark.parametrize("path", ["http://localhost/n.ipynb", "s3://bucket/n.ipynb"])
def test_row_103_only_local_paths_are_read(path):
    with pytest.raises(UnreadableNotebookError, match="not a local path"):
        read(path)


def test_row_104_a_folder_is_refused(tmp_path):
    folder = tmp_path / "x.ipynb"
    folder.mkdir()

    with pytest.raises(UnreadableNotebookError, match="a folder, not a notebook"):
        read(str(folder))


def test_row_105_links_are_followed_but_not_in_circles(tmp_path):
    target = write_notebook(tmp_path / "n.ipynb", "x")
    (tmp_path / "link.ipynb").symlink_to(target)
    (tmp_path / "loop.ipynb").symlink_to(tmp_path / "loop.ipynb")
    (tmp_path / "dead.ipynb").symlink_to(tmp_path / "nothing")

    assert read(str(tmp_path / "link.ipynb")).cells[0].source == "x"
    with pytest.raises(UnreadableNotebookError, match="cannot be read"):
        read(str(tmp_path / "loop.ipynb"))
    with pytest.raises(UnreadableNotebookError, match="a symbolic link to nowhere"):
        read(str(tmp_path / "dead.ipynb"))


def test_row_105_pipes_and_devices_are_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.ipynb")

    for path in (str(tmp_path / "pipe.ipynb"), os.devnull):
        with pytest.raises(UnreadableNotebookError, match="not a regular file"):
            read(path)


def test_row_106_a_file_without_rights_is_refused(tmp_path, monkeypatch):
    path = write_notebook(tmp_path / "n.ipynb", "x")

    def refuse(*_: object) -> None:  # root may read anything, so rights alone cannot be tested
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(UnreadableNotebookError, match="no permission"):
        read(str(path))


@pytest.mark.parametrize("path", ["nowhere.ipynb", "", "n.ipynb/x.ipynb", "a" * 5000, "a\0b"])
def test_a_path_to_nothing_is_refused(path):
    with pytest.raises(UnreadableNotebookError):
        read(path)


# --- the helpers of these tests


def test_a_made_notebook_is_the_one_that_is_written(tmp_path):
    cells = ("# %% [markdown]\n# A", "x = 1", "print(x)")
    path = write_notebook(tmp_path / "n.ipynb", *cells, counts=[2, None], tags={2: ["t"]})

    assert read(str(path)).cells == make_notebook(*cells, counts=[2, None], tags={2: ["t"]}).cells
