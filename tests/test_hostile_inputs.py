"""The rows of the table of hostile inputs, each through the command line: one finding or error, the right exit code.

Beside every odd notebook lies one with a finding of its own, which is told about all the same: one bad notebook never
stops the others. Rows that need something else than a file stand at the end, or elsewhere: `hostile_rows.py` tells where.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from nb2pkg.cli import run
from tests.notebook.test_read import REFUSED, SOUND, code, notebook_json, old
from tests.support import write_notebook

ROOT = Path(__file__).parent.parent
NOTHING: tuple[str, ...] = ()
LINE_OF_DATA = "x = [" + "1234567, " * 120_000 + "]"


class Told(NamedTuple):
    """What `check` has to say of a file: its findings, a part of what they say, and the exit code it leads to."""

    codes: tuple[str, ...] = ()
    text: str = ""
    exit_code: int = 1  # the notebook beside it has a finding


def source(*sources: Any) -> bytes:
    """Return a notebook of these cell sources."""
    return notebook_json(*(code(each, execution_count=n) for n, each in enumerate(sources, 1)))


def noted(text: str) -> Told:
    """Return what is told of a file that is read although it is odd."""
    return Told(("NB905",), text)


def wrong(text: str) -> Told:
    """Return what is told of a cell that is no Python."""
    return Told(("NB903",), text)


FILES: dict[str, tuple[bytes, Told]] = {
    **{name: (data, Told(("NB901",), reason, 2)) for name, (data, reason) in REFUSED.items()},
    "row 4: byte order mark": (b"\xef\xbb\xbf" + SOUND, noted("byte order mark")),
    "row 7: CRLF in the file": (SOUND.replace(b", ", b",\r\n"), Told()),
    "row 8: CRLF in a cell": (source("x = 1\r\nprint(x)\r\n"), Told()),
    "row 9: lone CR": (source("x = 1\rprint(x)\r"), noted("lone carriage returns")),
    "row 10: NUL in a cell": (source("x = '\0'", "y = 1"), wrong("null bytes")),
    "row 11: half a surrogate pair": (source("x = '\ud800'", "y = 1"), wrong("half a surrogate pair")),
    "row 16: format 3": (old({"cell_type": "code", "input": "x = 1", "outputs": []}), noted("format 3 is old")),
    "row 17: no ids before 4.5": (notebook_json(code(), nbformat_minor=2), Told()),
    "row 18: ids in 4.4": (notebook_json(code(id="a"), nbformat_minor=4), Told()),
    "row 19: no ids in 4.5": (SOUND, Told()),
    "row 20: minor 99": (notebook_json(code(), nbformat_minor=99), noted("newer than 4.5")),
    "row 22: an id twice": (notebook_json(code(id="a"), code(id="a")), noted("not unique")),
    "row 23: an id that is a path": (notebook_json(code(id="../" * 70)), Told()),
    "row 24: no metadata": (notebook_json(code(), metadata={}), Told()),
    "row 28: no cells": (notebook_json(), Told()),
    "row 28: only markdown": (notebook_json(code("# a", cell_type="markdown")), Told()),
    "row 29: lines without ends": (source(["x=1", "y=2"]), wrong("invalid decimal literal")),
    "row 32: outputs missing": (notebook_json(code(outputs=...)), Told()),
    "row 32: unknown output": (notebook_json(code(outputs=[{"output_type": ["smell"]}, 3])), Told()),
    "row 33: unknown type of cell": (notebook_json(code(cell_type="x")), noted("unknown cell type 'x'")),
    "row 33: no type of cell": (notebook_json(code(cell_type=...)), noted("unknown cell type None")),
    "row 34: extra keys": (notebook_json(code(surprise=1)), Told()),
    "row 35: tags a text": (notebook_json(code(metadata={"tags": "skip"})), noted("tags are not a list")),
    "row 36: NaN": (notebook_json(code(), x=float("nan")), noted("NaN is not valid JSON")),
    "row 41: ten thousand cells": (source(*["x = 1"] * 10_000), Told()),
    "row 42: a line of 1 MB": (source(LINE_OF_DATA), Told()),
    "row 43: a text of 1 MB": (source("x = '" + "a" * 1_000_000 + "'"), Told()),
    "row 44: 250 brackets": (source("x = " + "(" * 250 + "1" + ")" * 250), wrong("too many nested parentheses")),
    "row 45: 1,500 brackets": (source("x = " + "(" * 1500 + "1" + ")" * 1500), wrong("too many nested parentheses")),
    "row 45: 20,000 terms of and": (source("a = 1", "x = " + " and ".join(["a"] * 20_000)), Told()),
    "row 46: 1,000 calls": (source("a = ''", "x = a" + ".strip()" * 1000), Told()),
    "row 47: 100,000 terms": (source("a = 1", "x = " + "a + " * 100_000 + "a"), wrong("nested too deeply")),
    "row 48: 100,000 signs": (source("x = " + "-" * 100_000 + "1"), wrong("nested too deeply")),
    "row 49: 101 levels": (source("\n".join(" " * n + "if 1:" for n in range(101))), wrong("too many levels")),
    "row 51: 500 lambdas": (source("x = " + "lambda: " * 500 + "1"), Told()),
    "row 52: 50,000 entries": (source("x = {" + "".join(f"{n}: {n}, " for n in range(50_000)) + "}"), Told()),
    "row 53: 20,000 texts": (source("x = " + "'a' " * 20_000), Told()),
    "row 54: Python 2": (source("print 'x'"), wrong("this is Python 2")),
    "row 54: Python 2, exec": (source("exec 'x = 1'"), wrong("this is Python 2")),
    "row 54: Python 2, backtick": (source("x = `1`"), wrong("invalid syntax")),
    "row 56: 5,000 digits": (source("x = " + "9" * 5000), wrong("Exceeds the limit")),
    "row 57: tabs and blanks": (source("if 1:\n        x = 1\n\ty = 2"), wrong("inconsistent use of tabs")),
    "row 58: form feed": (source("\fx = 1"), noted("form feed")),
    "row 59: mark in a cell": (source("\ufeffx = 1"), noted("byte order mark")),
    "row 60: non-breaking space": (source("x =\xa01"), wrong("U+00A0")),
    "row 60: line separator": (source("x = 1\u2028y = 2"), wrong("U+2028")),
    "row 61: one name in two spellings": (source("ﬁt = 1", "print(fit)"), Told()),
    "row 62: backslash at the end": (source("x = 1 \\"), wrong("unexpected EOF")),
    "row 63: indented as a whole": (source("    x = 1\n    print(x)"), Told()),
    "row 64: semicolon": (source("x = 1;"), Told()),
    "row 65: prompts": (source(">>> x = 1\n>>> print(x)"), Told()),
    "row 66: coding cookie": (source("# -*- coding: latin-1 -*-\nx = 'é'"), Told()),
    "row 67: empty cell": (source("", "# only words", "\n\n"), Told()),
    "row 68: await": (source("import asyncio", "await asyncio.sleep(0)"), Told()),
    "row 69: return": (source("return 1"), wrong("'return' outside function")),
    "row 69: yield": (source("yield 1"), wrong("'yield' outside function")),
    "row 69: nonlocal": (source("nonlocal x"), wrong("nonlocal")),
    "row 70: global after use": (source("def f():\n    x = 1\n    global x"), wrong("global")),
    "row 70: star in a function": (source("def f():\n    from os import *"), wrong("import *")),
    "row 71: %time": (source("%time x = 1", "print(x)"), Told()),
    "row 72: %%time": (source("%%time\nx = 1", "print(x)"), Told()),
    "row 72: %%capture": (source("%%capture out\nx = 1", "print(x, out)"), Told()),
    "row 72: %%timeit binds nothing": (source("%%timeit\nx = 1", "print(x)"), Told(("NB101",), "x")),
    "row 73: a comment before %%time": (source("# slow\n%%time\nx = 1"), wrong("first line of a cell")),
    "row 74: %%time on one line": (source("%%time x = 1", "print(x)"), Told()),
    "row 75: commands": (source("files = !ls\nx: list = !ls\n!echo {files}", "print(files, x)"), Told()),
    "row 76: half a command": (source("a = b = !ls", "for i in []: !ls"), wrong("invalid syntax")),
    "row 77: a magic in a block": (source("if True:\n    %matplotlib inline\n    x = 1", "print(x)"), Told()),
    "row 78: a value from a magic": (source("x = %pwd\nprint(x)"), Told()),
    "row 79: what may bind anything": (source("%run other.py", "print(unknown)"), Told()),
    "row 80: settings": (source("%load_ext autoreload\n%autoreload 2\n%config A.b = 1"), Told()),
    "row 81: install": (source("%pip install x\n!pip install y"), Told()),
    "row 82: other languages": (source("%%bash\nls | wc", "%%html\n<b>", "%%javascript\nvar x", "%%cython\ndef f(int x): pass"), Told()),
    "row 83: %%writefile": (source("%%writefile ../../x.py\nx ="), Told()),
    "row 84: %sql": (source("df = %sql select 1", "print(df)"), Told()),
    "row 85: %%R": (source("df = 1", "%%R -i df -o out\nout <- df", "print(out)"), Told()),
    "row 86: help": (source("x = 1\n?x\nx?\nx.real??"), Told()),
    "row 87: automagic": (source("ls -la", "cd ..", "pip install x"), Told()),
    "row 88: autocall": (source("f = print", ", f a b", "; f a b", "/f 1 2"), Told()),
    "row 89: written calls": (source("get_ipython().run_line_magic('matplotlib', 'inline')"), Told()),
    "row 90: unknown magic": (source("%%nosuch\nx = ("), Told()),
    "row 91: a magic in a text": (source("x = '''\n%matplotlib inline\n!ls\n'''\nprint(x)"), Told()),
    "row 92: star import": (source("from os import *", "print(getcwd())"), Told()),
    "row 93: exec": (source("exec('x = 1')", "print(x)"), Told()),
    "row 93: history": (source("1 + 1", "print(_)"), Told(("NB107",), "history")),
    "row 94: bindings": (source("match [1]:\n    case [first, *rest]:\n        pass", "print(first, rest, [(y := z) for z in rest], y)"), Told()),
    "row 94: unbound by except": (source("try:\n    pass\nexcept ValueError as error:\n    pass", "print(error)"), Told(("NB101",), "error")),
    "row 95: bound late": (source("def f():\n    return late", "late = 1", "f()"), Told()),
    "row 96: read at definition": (source("def f(x=late):\n    return x", "late = 1"), Told(("NB102",), "late")),
    "row 97: skipped": (notebook_json(code("nosuch", metadata={"tags": ["skip-execution"]}), code("nosuch", metadata={"tags": ["raises-exception"]})), Told()),
    "row 98: parameters": (notebook_json(code("a = 1", metadata={"tags": ["parameters"]}), code("a = 2; print(a)", metadata={"tags": ["injected-parameters"]})), Told()),
    "row 99: another language": (notebook_json(code("x <- 1"), metadata={"language_info": {"name": "R"}}), Told(("NB904",), "written in r")),
    "row 100: a kernel that is nowhere": (notebook_json(code(), metadata={"kernelspec": {"name": "nosuch"}}), Told()),
    "row 128: bare signs": (source("%%", "!", "%"), Told()),
    "a count beyond all counting": (notebook_json(code(execution_count=10**30), code("x += 1", execution_count=10**30 + 5)), Told(("NB110",), "In [")),
}  # fmt: skip
# what only the rules say that have to be asked for
ON_REQUEST = {
    "row 117: a question": (source("a = input()"), "NB306"),
    "row 117: a question for a secret": (source("import getpass\na = getpass.getpass()"), "NB306"),
    "row 123: a command that fails": (source("!false"), "NB304"),
}
# Python has to refuse these for us, and not every version does
LENIENT = {
    "row 47: 3,000 branches": source("if 1: pass\n" + "elif 1: pass\n" * 3000),
    "row 50: 3,000 branches": source("x = 1", "if x: pass\n" + "elif x: pass\n" * 3000),
    "row 55: newer syntax": source("x = t'{1}'"),
    "row 55: type statement": source("type X = int"),
    "row 55: quotes within quotes": source("a = {'b': 1}", "x = f'{a['b']}'"),
    "row 55: lazy import": source("lazy import json"),
    "row 46: a sum of 1,000": source("a = 1", "x = " + "a + " * 1000 + "a"),
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Work in a folder with a notebook that has a finding of its own."""
    monkeypatch.chdir(tmp_path)
    write_notebook("other.ipynb", "print(unknown)")
    return tmp_path


def told(capsys, *arguments: str) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    """Run `check` on these files; return its exit code and the findings of each."""
    capsys.readouterr()
    exit_code = run(["check", "--format", "json", *arguments])
    said = capsys.readouterr()
    assert said.err == ""
    return exit_code, {book["path"]: book["findings"] for book in json.loads(said.out)["notebooks"]}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gives_one_clear_answer_and_the_others_are_checked(here, capsys, name):
    data, expected = FILES[name]
    Path("odd.ipynb").write_bytes(data)

    exit_code, found = told(capsys, "odd.ipynb", "other.ipynb")

    assert sorted({f["code"] for f in found["odd.ipynb"]}) == sorted(expected.codes)
    assert all(expected.text in f["message"] for f in found["odd.ipynb"][:1])
    assert [f["code"] for f in found["other.ipynb"]] == ["NB101"]
    assert exit_code == expected.exit_code


@pytest.mark.parametrize("name", LENIENT)
def test_what_this_python_may_or_may_not_parse_is_read_or_named(here, capsys, name):
    Path("odd.ipynb").write_bytes(LENIENT[name])

    exit_code, found = told(capsys, "odd.ipynb", "other.ipynb")

    assert {f["code"] for f in found["odd.ipynb"]} <= {"NB903"}
    assert [f["code"] for f in found["other.ipynb"]] == ["NB101"]
    assert exit_code == 1


@pytest.mark.parametrize("name", ON_REQUEST)
def test_what_may_stop_or_mislead_a_run_is_named_on_request(here, capsys, name):
    data, code_of_rule = ON_REQUEST[name]
    Path("odd.ipynb").write_bytes(data)

    exit_code, found = told(capsys, "--select=NB30", "odd.ipynb")

    assert [f["code"] for f in found["odd.ipynb"]] == [code_of_rule]
    assert exit_code == 1


@pytest.mark.parametrize("name", [*REFUSED][::6])
def test_what_cannot_be_read_cannot_be_extracted_or_verified_either(here, capsys, name):
    Path("odd.ipynb").write_bytes(FILES[name][0])
    Path("project").mkdir()

    for command in (
        ["extract", "odd.ipynb", "-o", "out", "--no-verify"],
        ["verify", "odd.ipynb", "project"],
    ):
        assert run(command) == 2
        assert FILES[name][1].text in capsys.readouterr().err
    assert not Path("out").exists()


EXTRACTED = {
    "row 46: 400 calls": "z = df" + ".copy()" * 400,
    "row 51: 500 lambdas": "z = " + "lambda: " * 500 + "1",
    "row 58: form feed": "z = df.x\n\f\ny = 1",
}


@pytest.mark.parametrize("name", EXTRACTED)
def test_what_takes_libcst_down_is_extracted_or_refused_by_cell(here, capsys, name):
    cells = (
        "import pandas as pd\nfrom sklearn.linear_model import Ridge\ndf = pd.read_csv('d.csv')",
        EXTRACTED[name],
    )
    write_notebook("odd.ipynb", *cells, "m = Ridge().fit(df, z)\nprint(m.score(df, z))")

    exit_code = run(["extract", "odd.ipynb", "-o", "out", "--no-verify"])
    said = capsys.readouterr()

    assert exit_code == 0 or (exit_code == 2 and "cell 2: " in said.err)
    assert Path("out").exists() == (exit_code == 0)


# --- paths


@pytest.mark.parametrize(
    "name",
    ["a b.ipynb", "a\nb.ipynb", "-a.ipynb", "--strict.ipynb", "a{b}.ipynb", "é.IPYNB", "%41.ipynb"],
)
@pytest.mark.parametrize("form", ["text", "sarif"])
def test_rows_101_and_102_any_file_name_will_do(here, capsys, name, form):
    write_notebook(Path(name), "print(unknown)")

    assert run(["check", f"--format={form}", name]) == 1
    assert "NB101" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["http://localhost/n.ipynb", "s3://bucket/n.ipynb"])
def test_row_103_nothing_is_fetched(here, capsys, path):
    exit_code, found = told(capsys, path, "other.ipynb")

    assert exit_code == 2
    assert "not a local path" in found[path][0]["message"]


def test_row_104_a_folder_by_the_name_of_a_notebook_is_searched_as_a_folder(here, capsys):
    Path("x.ipynb").mkdir()
    write_notebook(Path("x.ipynb/inner.ipynb"), "print(unknown)")

    exit_code, found = told(capsys, "x.ipynb", "other.ipynb")

    assert (exit_code, set(found)) in [
        (1, {"x.ipynb/inner.ipynb", "other.ipynb"}),
        (2, {"x.ipynb", "other.ipynb"}),
    ]
    assert run(["extract", "x.ipynb", "-o", "out", "--no-verify"]) == 2


def test_row_105_links_pipes_and_devices(here, capsys):
    os.mkfifo("pipe.ipynb")
    Path("loop.ipynb").symlink_to("loop.ipynb")
    Path("dead.ipynb").symlink_to("nowhere")

    exit_code, found = told(
        capsys, "pipe.ipynb", "loop.ipynb", "dead.ipynb", os.devnull, "other.ipynb"
    )

    assert exit_code == 2
    assert [f["code"] for findings in found.values() for f in findings].count("NB901") == 4


def test_row_106_a_file_that_may_not_be_read(here, capsys, monkeypatch):
    write_notebook(Path("closed.ipynb"), "x = 1")
    if os.geteuid() == 0:  # whom nothing is closed to
        monkeypatch.setattr("nb2pkg.notebook.read.document.open", _refuse, raising=False)
        monkeypatch.setattr(Path, "read_bytes", _refuse)
    else:
        Path("closed.ipynb").chmod(0)

    exit_code, found = told(capsys, "closed.ipynb")

    assert exit_code == 2
    assert "no permission" in found["closed.ipynb"][0]["message"]


def _refuse(*_: object) -> bytes:
    raise PermissionError(13, "Permission denied")


def test_a_notebook_that_is_named_twice_is_told_of_once(here, capsys):
    exit_code, found = told(capsys, "other.ipynb", "./other.ipynb", "other.ipynb")

    assert exit_code == 1
    assert sum(len(findings) for findings in found.values()) == 1


def test_a_folder_that_is_gone_is_an_error(here, capsys, monkeypatch):
    gone = here / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    for command in (["check", "n.ipynb"], ["extract", "n.ipynb", "--no-verify"]):
        assert run(command) == 2
        assert "Traceback" not in capsys.readouterr().err
    monkeypatch.chdir(here)


# --- signals, limits, locales


def started(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    """Start nb2pkg as a program."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} | options.pop("variables", {})
    command = [sys.executable, "-m", "nb2pkg", *arguments]
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        **options,
    )


def test_row_111_an_interrupted_extraction_leaves_nothing(here):
    write_notebook(
        Path("n.ipynb"),
        "import pandas as pd",
        *(f"df_{n} = pd.read_csv('{n}.csv')\nprint(df_{n})" for n in range(3000)),
    )

    def can_be_interrupted() -> None:  # also where the tests themselves run in the background
        signal.signal(signal.SIGINT, signal.default_int_handler)

    process = started(
        "extract", "n.ipynb", "-o", "out", "--no-verify", preexec_fn=can_be_interrupted
    )
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)

    assert process.returncode in (130, -signal.SIGINT)  # the latter before nb2pkg has begun
    assert process.returncode != 130 or "Traceback" not in said
    assert not Path("out").exists()


def test_row_112_a_file_that_cannot_grow_is_an_error_and_leaves_nothing(here):
    write_notebook(
        Path("n.ipynb"), "import pandas as pd\ndf = pd.read_csv('d.csv')\ndf.to_csv('e.csv')"
    )

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))

    process = started("extract", "n.ipynb", "-o", "out", "--no-verify", preexec_fn=no_room)
    _, said = process.communicate(timeout=120)

    assert process.returncode == 2
    assert "cannot be written" in said
    assert sorted(path.name for path in here.iterdir()) == ["n.ipynb", "other.ipynb"]


def test_row_127_no_locale_matters(here):
    write_notebook(Path("é.ipynb"), "# ñ 東京\nprint(unbekanntes_ding_é)")
    variables = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LANG": "C"}
    process = started("check", "é.ipynb", variables=variables)
    said, errors = process.communicate(timeout=60)

    assert (process.returncode, errors) == (1, "")
    assert "NB101" in said
