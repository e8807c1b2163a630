"""What sets how later steps work is carried in order: notebooks with files beside them, held against plain execution.

The notebooks stand in `effects.txt`: a title after `==`, a file's path after `@@`, the cells after `%%%%`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from nb2pkg.analysis.knowledge.settings import LOOKING
from nb2pkg.analysis.rewriting.written_out import written_out
from nb2pkg.errors import CannotExtractError
from nb2pkg.extraction.blueprint import Plan
from nb2pkg.extraction.extract import Request, _source
from nb2pkg.notebook.model import Cell, Notebook
from tests.extraction.harness import _HERE, faithful
from tests.extraction.test_traps import DATA
from tests.support import write_notebook

TEXT = (Path(__file__).parent / "effects.txt").read_text(encoding="utf-8")
CASES = dict(part.split("\n", 1) for part in ("\n" + TEXT.rstrip("\n")).split("\n== ")[1:])


@pytest.mark.parametrize("title", CASES)
def test_effects_that_later_steps_need_are_carried(tmp_path: Path, title: str) -> None:
    beside, marked, cells = CASES[title].partition("\n%%%%\n")
    if not marked:
        beside, cells = "", CASES[title]
    files = dict(part.split("\n", 1) for part in ("\n" + beside).split("\n@@ ")[1:])
    files = {path.strip(): text + "\n" for path, text in files.items()}
    faithful(tmp_path, cells.split("\n---\n"), {**DATA, **files}, quick=True)


def _line(source: str) -> str:
    return written_out(Notebook("n.ipynb", (Cell(1, "code", source),))).cells[0].source


@pytest.mark.parametrize(
    "line",
    [
        "x = 1",
        "!ls -l",
        "!pip install pandas",
        "!python -m pip install x",
        "%cd",
        "%cd -",
        "%env",
        "!cp $source b",
        "!echo {name} > x",
        "%matplotlib inline",
        "files = !ls",
        "!wget http://x/y",
        "%env HOME",
        "!tensorboard --logdir x &",
        "!nvidia-smi",
        "!cat a | head -3",
    ],
)
def test_what_only_looks_or_sets_a_machine_up_stays_as_it_is(line: str) -> None:
    assert _line(line) == line


@pytest.mark.parametrize(
    ("line", "python"),
    [
        ("!mkdir -p out a/b", "os.makedirs('a/b', exist_ok=True)"),
        ("%cd data", "os.chdir('data'); print(os.getcwd())"),
        ("cd ../raw", "os.chdir('../raw')"),
        ("%cd ~/x", "os.chdir(os.path.expanduser('~/x'))"),
        ("%env KEY=a b", "os.environ['KEY'] = 'a b'; print('env: KEY=a b')"),
        ("%set_env KEY 3", "os.environ['KEY'] = '3'"),
        ("!cp a.csv b.csv", "subprocess.run('cp a.csv b.csv', shell=True"),
        ("!python make.py", "subprocess.run('python make.py', shell=True"),
        ("!echo x > y.txt", "subprocess.run('echo x > y.txt', shell=True"),
        ("if True:\n    !mkdir out", "\n    import subprocess; print("),
        ("%%bash\nmkdir out\ncp a out", "input='mkdir out\\ncp a out\\n'"),
    ],
)
def test_a_command_that_makes_something_is_written_out_on_its_line(line: str, python: str) -> None:
    assert python in _line(line)
    assert _line(line).count("\n") == line.count("\n")


def test_no_command_that_looks_can_write() -> None:
    assert LOOKING.isdisjoint({"cp", "mv", "rm", "mkdir", "touch", "tee", "sed", "tar", "python"})


def _plan(folder: Path, *cells: str) -> Plan:
    path = write_notebook(folder / "n.ipynb", *cells)
    return _source(Request(str(path), folder / "out", "made")).planned(_HERE)


MODEL = "import pandas as pd\nfrom sklearn.linear_model import Ridge\ndf = pd.read_csv('data.csv')"
FIT = (
    "model = Ridge().fit(df[['age']], df['income'])\nscore = model.score(df[['age']], df['income'])"
)


@pytest.mark.parametrize(
    "call",
    [
        "mlflow.set_experiment('x')",
        "jax.config.update('jax_enable_x64', True)",
        "tqdm.pandas()",
        "locale.setlocale(locale.LC_ALL, 'C')",
        "pd.options.mode.copy_on_write = True",
        "nltk.download('punkt')",
        "conf.configure(scale=10)",
        "csv.field_size_limit(10)",
        "os.environ['A'] = '1'",
        "os.environ.update(A='1')",
        "load_dotenv()",
        "drive.mount('/x')",
    ],
)
def test_configuration_above_is_carried_and_every_command_takes_it(
    tmp_path: Path, call: str
) -> None:
    imports = "import os, csv, locale, conf, mlflow, jax, nltk\nfrom dotenv import load_dotenv\n"
    imports += "from tqdm import tqdm\nfrom google.colab import drive"
    plan = _plan(tmp_path, imports + "\n" + MODEL, call, FIT)
    (step,) = [s for s in plan.steps if s.cell == 2]
    assert step.stage.value == "ingest"
    index = plan.steps.index(step)
    assert plan.commands.train is not None
    assert plan.commands.evaluate is not None
    assert index in plan.commands.train.steps
    assert index in plan.commands.evaluate.steps
    assert plan.commands.evaluate.loads, "evaluation goes on from what was trained"
    assert plan.staying.changing == ()


@pytest.mark.parametrize(
    "look", ["missingno.matrix(df)", "sns.set()", "helper.plot_all(df)", "helper.show(df)"]
)
def test_a_call_that_only_shows_stays(tmp_path: Path, look: str) -> None:
    imports = "import missingno, helper\nimport seaborn as sns\n"
    plan = _plan(tmp_path, imports + MODEL, look, FIT)
    assert all(step.cell != 2 for step in plan.steps)


def test_paths_of_commands_are_from_where_they_started(tmp_path: Path) -> None:
    moved = _plan(tmp_path, "import os\n" + MODEL, "os.chdir('..')", FIT)
    assert moved.has_folder_change
    assert not _plan(tmp_path, MODEL, FIT).has_folder_change


@pytest.mark.parametrize("reader", ["size = total + len(str(grabbed))", "grabbed.show()"])
def test_what_a_cell_magic_binds_is_refused_where_something_reads_it(
    tmp_path: Path, reader: str
) -> None:
    with pytest.raises(CannotExtractError, match="%%capture binds 'grabbed'"):
        _plan(tmp_path, "rows = [3, 1]", "%%capture grabbed\ntotal = sum(rows)", reader)


def test_what_a_cell_magic_binds_for_nobody_is_no_result(tmp_path: Path) -> None:
    plan = _plan(tmp_path, "rows = [3, 1]", "%%capture grabbed\ntotal = sum(rows)", "print(total)")
    assert [v.name for v in plan.results] == ["rows", "total"]
