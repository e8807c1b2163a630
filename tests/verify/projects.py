"""Small projects as `extract` would write them, made by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

from tests import support

CELLS = (
    "import csv",
    'with open("people.csv") as file:\n    people = list(csv.DictReader(file))\npeople[0]',
    'ages = [float(row["age"] or 40) for row in people]\nprint(sum(ages))',
    "mean = sum(ages) / len(ages)",
    "mean",
)
CLIENT = (
    (
        "from people.evaluate import find_mean\nfrom people.features import find_ages\n"
        "from people.ingest import load_people"
    ),
    'people = load_people("people.csv")\npeople[0]',
    "ages = find_ages(people)\nprint(sum(ages))",
    "mean = find_mean(ages)",
    "mean",
)
MODULES = {
    "__init__": "",
    "settings": """
        from dataclasses import dataclass

        @dataclass(frozen=True)
        class Settings:
            people_csv: str = "people.csv"
        """,
    "ingest": """
        import csv

        def load_people(path):
            with open(path) as file:
                return list(csv.DictReader(file))
        """,
    "features": """
        def find_ages(people):
            return [float(row["age"] or 40) for row in people]
        """,
    "evaluate": """
        def find_mean(ages):
            return sum(ages) / len(ages)
        """,
    "pipeline": """
        from dataclasses import dataclass
        from typing import Any

        from people import evaluate, features, ingest

        @dataclass(frozen=True)
        class Results:
            people: Any
            ages: Any
            mean: Any

        def run(settings):
            people = ingest.load_people(settings.people_csv)
            ages = features.find_ages(people)
            mean = evaluate.find_mean(ages)
            return Results(people=people, ages=ages, mean=mean)
        """,
}
DATA = "age,pulse,ill\n41,60,0\n,72,1\n63,90,1\n38,55,0\n52,81,1\n29,64,0\n"


def step(
    function: str, stage: str, cells: list[int], returns: list[str], package: str = "people"
) -> dict[str, Any]:
    """Return a manifest's row for a function all of whose returns are held."""
    return {
        "function": function,
        "module": f"{package}.{stage}",
        "stage": stage,
        "cells": cells,
        "parameters": [],
        "returns": returns,
        "holds": returns,
    }


MANIFEST: dict[str, Any] = {
    "schema": 1,
    "notebook": "people.ipynb",
    "package": "people",
    "steps": [
        step("load_people", "ingest", [2], ["people"]),
        step("find_ages", "features", [3], ["ages"]),
        step("find_mean", "evaluate", [4], ["mean"]),
    ],
    "results": ["people", "ages", "mean"],
    "stages": ["ingest", "features", "evaluate"],
}

_LEARNING_CELLS = (
    "import pandas as pd\nfrom sklearn.linear_model import LogisticRegression",
    'df = pd.read_csv("people.csv")\ndf.head()',
    'df["age"] = df["age"].fillna(df["age"].median())\nprint(df.age.mean())',
    'X, y = df[["age", "pulse"]], df["ill"]\nmodel = LogisticRegression().fit(X, y)',
    "accuracy = model.score(X, y)\naccuracy",
)
_LEARNING_CLIENT = (
    (
        "import pandas as pd\nfrom people.ingest import load_people\nfrom people.features import fill_ages\n"
        "from people.train import fit_model\nfrom people.evaluate import score"
    ),
    'df = load_people("people.csv")\ndf.head()',
    "df = fill_ages(df)\nprint(df.age.mean())",
    "X, y, model = fit_model(df)",
    "accuracy = score(model, X, y)\naccuracy",
)
_LEARNING_MODULES = {
    "ingest": """
        import pandas as pd

        def load_people(path):
            return pd.read_csv(path)
        """,
    "features": """
        def fill_ages(df):
            df["age"] = df["age"].fillna(df["age"].median())
            return df
        """,
    "train": """
        from sklearn.linear_model import LogisticRegression

        def fit_model(df):
            X, y = df[["age", "pulse"]], df["ill"]
            model = LogisticRegression().fit(X, y)
            return X, y, model
        """,
    "evaluate": """
        def score(model, X, y):
            return model.score(X, y)
        """,
    "pipeline": """
        from dataclasses import dataclass
        from typing import Any

        from people import evaluate, features, ingest, train

        @dataclass(frozen=True)
        class Results:
            df: Any
            X: Any
            y: Any
            model: Any
            accuracy: Any

        def run(settings):
            df = ingest.load_people(settings.people_csv)
            df = features.fill_ages(df)
            X, y, model = train.fit_model(df)
            accuracy = evaluate.score(model, X, y)
            return Results(df=df, X=X, y=y, model=model, accuracy=accuracy)
        """,
}

LEARNING: dict[str, Any] = {
    "cells": _LEARNING_CELLS,
    "client": _LEARNING_CLIENT,
    "modules": _LEARNING_MODULES,
    "manifest": {
        **MANIFEST,
        "steps": [
            step("load_people", "ingest", [2], ["df"]),
            step("fill_ages", "features", [3], ["df"]),
            step("fit_model", "train", [4], ["X", "y", "model"]),
            step("score", "evaluate", [5], ["accuracy"]),
        ],
        "results": ["df", "X", "y", "model", "accuracy"],
        "stages": ["ingest", "features", "train", "evaluate"],
    },
}


def lay_out(
    folder: Path,
    *,
    cells: tuple[str, ...] = CELLS,
    client: tuple[str, ...] = CLIENT,
    modules: Mapping[str, str] | None = None,
    manifest: Mapping[str, Any] | None = MANIFEST,
    **written: Any,
) -> tuple[Path, Path]:
    """Write a tree with a notebook and its data, and beside it a project; return both paths."""
    tree, project = folder / "tree", folder / "project"
    package = project / "src" / (manifest or MANIFEST)["package"]
    for path in (tree, package, project / "notebooks"):
        path.mkdir(parents=True)
    (tree / "people.csv").write_text(DATA)
    name = (manifest or MANIFEST)["notebook"]
    notebook = support.write_notebook(tree / name, *cells, **written)
    support.write_notebook(project / "notebooks" / name, *client)
    for module, source in {**MODULES, **(modules or {})}.items():
        (package / f"{module}.py").write_text(dedent(source))
    if manifest is not None:
        (project / "nb2pkg.json").write_text(json.dumps(manifest))
    return notebook, project
