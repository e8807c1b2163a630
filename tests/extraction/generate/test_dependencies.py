"""What a generated project depends on: what its calls need, in versions of Python that have it."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

from nb2pkg.extraction.generate.dependencies import called_for
from nb2pkg.extraction.interpreter import Environment, ask
from tests.extraction.generate.projects import PACKAGE, Project, project

NOTHING = Environment()
IMPORT = "import pandas as pd\n"


def having(*modules: str) -> Environment:
    """Return an environment that has modules, as distributions of the same names."""
    return Environment(distributions={module: (module, "1.0") for module in modules})


def about(made: Project) -> dict[str, object]:
    """Return what a project says of itself."""
    found: dict[str, object] = tomllib.loads(made.files["pyproject.toml"])["project"]
    return found


@pytest.mark.parametrize(
    ("call", "environment", "needed"),
    [
        ('pd.read_csv("a.csv")', NOTHING, set()),
        ('pd.read_excel("a.xlsx")', NOTHING, {"openpyxl"}),
        ('pd.read_excel("a.XLSM")', NOTHING, {"openpyxl"}),
        ('pd.read_excel("a.xls")', NOTHING, {"xlrd"}),
        ('pd.read_excel("a.ods")', NOTHING, {"odf"}),
        ('pd.read_excel("a.xlsx", engine="calamine")', NOTHING, {"python_calamine"}),
        ("pd.read_excel(path)", NOTHING, {"openpyxl"}),
        ("pd.read_excel(path)", having("xlrd"), {"xlrd"}),
        ("pd.read_excel(path)", having("xlrd", "openpyxl"), {"openpyxl"}),
        ('pd.ExcelFile("a.xlsx").parse()', NOTHING, {"openpyxl"}),
        ('df.to_excel("a.xlsx")', NOTHING, {"openpyxl"}),
        ('pd.read_parquet("a")', NOTHING, {"pyarrow"}),
        ('pd.read_parquet("a")', having("fastparquet"), {"fastparquet"}),
        ('df.to_parquet("a", engine="fastparquet")', having("pyarrow"), {"fastparquet"}),
        ('pd.read_feather("a")', NOTHING, {"pyarrow"}),
        ("pd.read_html(page)", NOTHING, {"lxml"}),
        ("pd.read_html(page)", having("html5lib", "bs4"), {"html5lib", "bs4"}),
        ('pd.read_hdf("a.h5")', NOTHING, {"tables"}),
        ('pd.read_sql("select 1", connection)', NOTHING, set()),
        ('pd.read_sql("select 1", "sqlite:///a.db")', NOTHING, {"sqlalchemy"}),
        ('pd.read_sql_table("people", engine)', NOTHING, {"sqlalchemy"}),
        ('pd.read_csv("s3://bucket/a.csv")', NOTHING, {"s3fs"}),
        ('BeautifulSoup(page, features="lxml")', NOTHING, {"lxml"}),
        ("print(df.to_markdown())", NOTHING, {"tabulate"}),
    ],
)
def test_what_a_call_imports_is_depended_on(call, environment, needed):
    assert called_for([call], environment) == needed


def test_a_reader_is_pinned_to_what_the_notebook_ran_with(tmp_path):
    cells = (IMPORT + 'df = pd.read_excel("people.xlsx")', "df['c'] = df['a'] * 2")
    installed = {"pandas": ("pandas", "2.2.0"), "openpyxl": ("openpyxl", "3.1.2")}

    made = project(tmp_path, *cells, environment=Environment(distributions=installed))

    assert about(made)["dependencies"] == ["openpyxl==3.1.2", "pandas==2.2.0"]


def test_what_is_not_installed_has_the_name_that_an_index_knows(tmp_path):
    cells = ("from sklearn.linear_model import LinearRegression", "model = LinearRegression()")

    assert "scikit-learn" in str(about(project(tmp_path, *cells))["dependencies"])


@pytest.mark.parametrize(
    ("python", "bounds", "said"),
    [
        ((3, 11), {}, ">=3.11"),
        ((3, 12), {}, ">=3.11"),
        ((3, 8), {}, ">=3.8"),
        ((3, 11), {"numpy": (8, 11)}, ">=3.11,<3.12"),
        ((3, 10), {"numpy": (8, 11)}, ">=3.10,<3.12"),
        ((3, 11), {"numpy": (11, 14), "pandas": (11, 13)}, ">=3.11,<3.14"),
        ((3, 12), {"numpy": (12, 14)}, ">=3.12,<3.15"),
        ((3, 12), {"numpy": (9, 11)}, ">=3.11,<3.13"),  # it ran there, whatever they say
        ((3, 11), {"pandas": (9, None)}, ">=3.11"),
        ((3, 11), {"numpy": (8, 12), "unused": (8, 11)}, ">=3.11,<3.13"),
    ],
)
def test_python_is_one_that_the_pinned_versions_have_files_for(tmp_path, python, bounds, said):
    cells = ("import numpy as np\nimport pandas as pd", 'df = pd.DataFrame({"a": np.arange(3)})')
    installed = {module: (module, "1.0") for module in (*bounds, "numpy", "pandas")}
    environment = Environment(python=python, distributions=installed, pythons=bounds)

    assert about(project(tmp_path, *cells, environment=environment))["requires-python"] == said


def test_an_interpreter_says_which_pythons_its_distributions_are_made_for():
    found = ask(None, ["numpy", "click"])

    low, high = found.pythons["numpy"]
    assert low is not None
    assert high is not None
    assert low <= sys.version_info[1] <= high
    assert found.pythons["click"][1] is None  # plain Python runs on later ones too


def test_output_that_nobody_reads_to_its_end_ends_quietly(tmp_path):
    made = project(tmp_path, "lines = [str(n) for n in range(90000)]", 'text = "\\n".join(lines)')
    source = tmp_path / "project" / "src"

    done = subprocess.run(
        f"set -o pipefail; {sys.executable} -m {PACKAGE} run | head -3",
        shell=True,
        executable="/bin/bash",
        cwd=made.folder,
        env={"PYTHONPATH": str(source), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stderr, done.returncode) == ("", 0)
