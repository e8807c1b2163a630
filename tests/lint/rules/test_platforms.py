"""What services bind before the first cell, cells in their other languages, and names that settings add."""

from __future__ import annotations

import json

import pytest

from nb2pkg.analysis.scan import scan
from nb2pkg.config import Config, load
from nb2pkg.errors import ConfigurationError
from nb2pkg.lint.check import findings
from nb2pkg.notebook.read import parse

DATABRICKS = {
    "application/vnd.databricks.v1+notebook": {
        "language": "python",
        "notebookName": "n",
        "widgets": {},
    }
}
FABRIC = {"kernel_info": {"name": "synapse_pyspark"}, "microsoft": {"language": "python"}}
KEDRO = {"kernelspec": {"name": "kedro_shop", "display_name": "Kedro (shop)", "language": "python"}}
PLAIN = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
COLAB = {**PLAIN, "colab": {"provenance": []}}


def read(metadata, *cells):
    """Return the notebook of a file with these metadata and code cells."""
    made = [
        {
            "cell_type": "code",
            "metadata": {},
            "execution_count": None,
            "outputs": [],
            "source": cell,
        }
        for cell in cells
    ]
    raw = {"nbformat": 4, "nbformat_minor": 0, "metadata": metadata, "cells": made}
    return parse(json.dumps(raw).encode(), "n.ipynb")


def told(metadata, *cells, builtins=()):
    made = findings(read(metadata, *cells), Config(builtins=tuple(builtins)))
    return [(each.code, each.variable) for each in made if each.severity == "error"]


@pytest.mark.parametrize(
    ("metadata", "uses"),
    [
        (
            DATABRICKS,
            "display(spark.table('a')); dbutils.fs.ls('/'); sc; sqlContext; displayHTML('x')",
        ),
        (FABRIC, "notebookutils.fs.ls('/'); mssparkutils; spark; sc"),
        ({**PLAIN, "trident": {"lakehouse": {}}}, "notebookutils.fs.ls('/'); spark"),
        (KEDRO, "catalog.load('a'); context; pipelines; session"),
    ],
)
def test_what_a_service_binds_is_there(metadata, uses):
    assert told(metadata, uses) == []
    assert told(PLAIN, uses) != []
    assert told(metadata, "print(nowhere)") == [("NB101", "nowhere")]


@pytest.mark.parametrize("metadata", [PLAIN, COLAB])
def test_elsewhere_such_a_name_is_unknown(metadata):
    assert told(metadata, "spark.sql('x')") == [("NB101", "spark")]
    assert told(metadata, "catalog.load('x')") == [("NB101", "catalog")]


def test_an_extension_brings_its_names_from_then_on():
    load_ext = "%load_ext kedro.ipython"

    assert told(PLAIN, load_ext, "catalog.load('a'); session") == []
    assert told(PLAIN, f"{load_ext}\n%reload_kedro .", "catalog.load('a')") == []
    assert told(PLAIN, "catalog.load('a')", load_ext) == [("NB101", "catalog")]
    assert told(PLAIN, "%load_ext autoreload", "catalog.load('a')") == [("NB101", "catalog")]


@pytest.mark.parametrize(
    "cell",
    [
        "%sql\nselect a, b\nfrom people",
        "%sql\nDESCRIBE",
        "%sql -- all of them\nSELECT * FROM people;",
        "%md\n# Title\n\nIt's a *text*",
        "%md-sandbox\n<b>x</b>",
        '%scala\nval x = spark.table("a")',
        "%fs ls /mnt\n",
        "%fs\nls /mnt",
        "%sh\nls -l | head -3\ncd ..",
        "%sh ls -l\npwd",
        "%r\nx <- 3",
    ],
)
@pytest.mark.parametrize("metadata", [DATABRICKS, PLAIN])
def test_a_cell_in_another_language_is_left_alone(cell, metadata):
    assert told(metadata, cell, "x = 1\nprint(x)") == []


def test_a_query_above_python_is_a_line_of_its_own():
    statements = scan(read(PLAIN, "%sql rows << select 1\nprint(rows)")).statements

    assert [each.text for each in statements][1:] == ["print(rows)"]
    assert [each.name for each in statements[1].effects.reads] == ["rows"]


def test_a_notebook_of_databricks_in_another_language_is_none_of_python():
    scala = {"application/vnd.databricks.v1+notebook": {"language": "scala"}}

    assert read(scala, "val x = 1").language == "scala"
    assert read(DATABRICKS, "x = 1").warnings == ()


def test_settings_add_names(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.nb2pkg]\nbuiltins = ["spark", "catalog"]\n')
    config = load(tmp_path)

    assert config.builtins == ("spark", "catalog")
    assert told(PLAIN, "spark.sql('x'); catalog", builtins=config.builtins) == []
    assert told(PLAIN, "del spark\nspark", builtins=config.builtins) == []
    assert told(PLAIN, "nowhere", builtins=config.builtins) == [("NB101", "nowhere")]


@pytest.mark.parametrize("value", ['"a b"', "3", '["1x"]'])
def test_what_is_no_name_is_no_builtin(value, tmp_path):
    (tmp_path / "pyproject.toml").write_text(f"[tool.nb2pkg]\nbuiltins = {value}\n")

    with pytest.raises(ConfigurationError):
        load(tmp_path)
