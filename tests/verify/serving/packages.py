"""A package as `extract` would write it that serves raw rows in many ways, one of them right."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from textwrap import dedent
from typing import Any

from tests import support
from tests.verify.projects import step

CELLS = (
    (
        "import pandas as pd\nfrom sklearn.linear_model import LinearRegression\n"
        "from sklearn.model_selection import train_test_split"
    ),
    'df = pd.read_csv("people.csv", sep=";")',
    'age_mean = df["age"].mean()\ndf["age"] = df["age"].fillna(age_mean)',
    'df["sex"] = df["sex"].map({"male": 0, "female": 1})\ndf["ratio"] = df["income"] / df["age"]',
    'df = df[df["income"] < 9000]',
    (
        'X, y = df[["age", "sex", "ratio"]], df["score"]\n'
        "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=1)"
    ),
    "model = LinearRegression().fit(X_train, y_train)",
    "pred = model.predict(X_test)\npred[:3]",
    (
        'other = df[["age", "ratio"]].assign(row=range(len(df)))\n'
        'trend = LinearRegression().fit(other, df["score"])\n'
        'told = trend.predict(other)\nother["told"] = trend.predict(other)'
    ),
)
_CLIENT = (
    "from people import features, ingest, train",
    'df = ingest.load_people("people.csv")',
    "age_mean = features.find_age_mean(df)\ndf = features.fill_age(df, age_mean)",
    "df = features.add_ratio(df)",
    "df = features.filter_df_by_income(df)",
    "X, y, X_train, X_test, y_train, y_test = features.split(df)",
    "model = train.fit_model(X_train, y_train)",
    "pred = model.predict(X_test)\npred[:3]",
    'other, trend = train.fit_trend(df)\ntold = trend.predict(other)\nother["told"] = trend.predict(other)',
)
_MODULES = {
    "__init__": "",
    "settings": """
        from dataclasses import dataclass

        @dataclass(frozen=True)
        class Settings:
            people_csv: str = "people.csv"
        """,
    "ingest": """
        import pandas as pd

        def load_people(path):
            return pd.read_csv(path, sep=";")
        """,
    "features": """
        from sklearn.model_selection import train_test_split

        def find_age_mean(df):
            return df["age"].mean()

        def fill_age(df, age_mean):
            df["age"] = df["age"].fillna(age_mean)
            return df

        def add_ratio(df):
            df["sex"] = df["sex"].map({"male": 0, "female": 1})
            df["ratio"] = df["income"] / df["age"]
            return df

        def filter_df_by_income(df):
            return df[df["income"] < 9000]

        def split(df):
            X, y = df[["age", "sex", "ratio"]], df["score"]
            return X, y, *train_test_split(X, y, test_size=0.3, random_state=1)
        """,
    "train": """
        from sklearn.linear_model import LinearRegression

        def fit_model(X_train, y_train):
            return LinearRegression().fit(X_train, y_train)

        def fit_trend(df):
            other = df[["age", "ratio"]].assign(row=range(len(df)))
            trend = LinearRegression().fit(other, df["score"])
            return other, trend
        """,
    "pipeline": """
        from dataclasses import dataclass
        from typing import Any

        @dataclass(frozen=True)
        class Results:
            df: Any
            model: Any
            pred: Any

        def run(settings):
            raise AssertionError("the commands stand for it")
        """,
    "serving": """
        from dataclasses import dataclass, field
        from typing import Any

        import pandas as pd

        @dataclass(frozen=True)
        class Predictor:
            function: Any
            fitted: tuple = ()
            settings: tuple = ()
            prepare: Any = None
            needs: tuple = ()
            options: dict = field(default_factory=dict)

        def predict(file, predictor, trained):
            like = trained["rows of df"]
            if str(file).endswith(".parquet"):
                table = pd.read_parquet(file)
            else:
                table = pd.read_csv(file, **predictor.options)
            rows = pd.DataFrame({
                name: table[name] if name in table else [like[name].iloc[0]] * len(table) for name in like
            })
            made = predictor.prepare(rows, *[trained[name] for name in predictor.needs])
            answers = pd.DataFrame({"prediction": None, "note": "it was left out"}, index=range(len(table)))
            said = predictor.function(made, *[trained[name] for name in predictor.fitted])
            labels = made.index if set(made.index) <= set(answers.index) else range(len(made))
            answers.loc[labels, "prediction"] = said
            answers.loc[labels, "note"] = ""
            return answers
        """,
    "infer": """
        import numpy as np
        from sklearn.preprocessing import LabelEncoder

        from people import features

        def predict_rows(rows, model):
            return model.predict(rows)

        def prepare(df, age_mean):
            df = features.fill_age(df, age_mean)
            df = features.add_ratio(df)
            df = features.filter_df_by_income(df)
            return df[["age", "sex", "ratio"]]

        def shifting(df, age_mean):
            df = prepare(df, age_mean)
            return df.assign(ratio=df["ratio"] + 0.001 * (df["age"].shift(1).fillna(0) > 0))

        def filling(df, age_mean):
            return prepare(df, df["age"].mean())

        def labelled(df, age_mean):
            made = prepare(df, age_mean)
            return made.assign(ratio=made["ratio"] + (made.index == 3) * (made["age"] != age_mean))

        def positioned(df, age_mean):
            made = prepare(df, age_mean)
            return made[["age", "ratio"]].assign(row=range(len(made)))

        def drawing(df, age_mean):
            missing = df["age"].isna()
            df["age"] = df["age"].where(~missing, np.random.normal(age_mean, 1, len(df)))
            return prepare(df, age_mean)

        def turned(df, age_mean):
            return prepare(df, age_mean)[["ratio", "sex", "age"]]

        def cheating(df, age_mean):
            made = prepare(df, age_mean)
            return made.assign(sex=made["sex"].where(df["score"] > -1e9, 0) + (df["score"].nunique() == 1))

        def encoding(df, age_mean):
            sex = LabelEncoder().fit_transform(df["sex"])
            made = prepare(df, age_mean)
            return made.assign(sex=1 - sex[df["income"] < 9000])

        def rounding(df, age_mean):
            return prepare(df, age_mean).round(4)

        def failing(df, age_mean):
            if len(df) == 1:
                raise ValueError("one row is too few")
            return prepare(df, age_mean)

        def remembering(df, age_mean, seen=[]):
            made = prepare(df, age_mean)
            seen.append(len(made))
            return made.assign(age=made["age"] + len(seen) - 1)
        """,
    "commands": """
        import pickle
        from people import features, infer, ingest, serving, train

        WAYS = "prepare shifting filling labelled drawing turned cheating encoding rounding failing remembering".split()
        PREDICTORS = {
            way: serving.Predictor(
                infer.predict_rows, ("model",), (), getattr(infer, way), ("age_mean",), {"sep": ";"}
            )
            for way in WAYS
        }
        PREDICTORS["positioned"] = serving.Predictor(
            infer.predict_rows, ("trend",), (), infer.positioned, ("age_mean",), {"sep": ";"}
        )
        PREDICTORS["asking"] = PREDICTORS["knowing"] = PREDICTORS["prepare"]
        PREDICTORS["lost"] = PREDICTORS["prepare"]
        PREDICTORS["unprepared"] = serving.Predictor(infer.predict_rows, ("model",))

        def train_models(settings):
            df = ingest.load_people(settings.people_csv)
            rows_of_df = df.copy()
            age_mean = features.find_age_mean(df)
            df = features.fill_age(df, age_mean)
            df = features.add_ratio(df)
            df = features.filter_df_by_income(df)
            X, y, X_train, X_test, y_train, y_test = features.split(df)
            model = train.fit_model(X_train, y_train)
            _, trend = train.fit_trend(df)
            return {"df": df, "age_mean": age_mean, "model": model, "trend": trend, "rows of df": rows_of_df}

        def save(trained, folder):
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "trained.pkl").write_bytes(pickle.dumps(trained))

        def load(folder, settings):
            return pickle.loads((folder / "trained.pkl").read_bytes())

        def predict(file, trained, model, settings):
            return serving.predict(file, PREDICTORS[model], trained)
        """,
    "__main__": """
        import argparse
        from pathlib import Path

        from people import commands
        from people.settings import Settings

        def main(arguments=None):
            parser = argparse.ArgumentParser()
            parser.add_argument("command")
            for name in ("--output", "--models", "--input"):
                parser.add_argument(name, type=Path)
            parser.add_argument("--model", choices=list(commands.PREDICTORS))
            options = parser.parse_args(arguments)
            if options.command == "train":
                commands.save(commands.train_models(Settings()), options.output)
            else:
                trained = commands.load(options.models, Settings())
                commands.predict(options.input, trained, options.model, Settings()).to_csv(options.output, index=False)
            return 0

        if __name__ == "__main__":
            raise SystemExit(main())
        """,
}
_STEPS = [
    step("load_people", "ingest", [2], ["df"]),
    step("find_age_mean", "features", [3], ["age_mean"]),
    step("fill_age", "features", [3], ["df"]),
    step("add_ratio", "features", [4], ["df"]),
    step("filter_df_by_income", "features", [5], ["df"]),
    step("split", "features", [6], ["X", "y", "X_train", "X_test", "y_train", "y_test"]),
    step("fit_model", "train", [7], ["model"]),
    {**step("fit_trend", "train", [9], ["other", "trend"]), "holds": ["trend"]},
]


def served(model: str, **changes: Any) -> dict[str, Any]:
    """Return a row of the manifest for a way to prepare."""
    return {
        "model": model,
        "rows_variable": "X_test",
        "prediction": "pred",
        "cell": 8,
        "statement": {"line": 1, "text": "pred = model.predict(X_test)"},
        "source_variable": "df",
        "file": "people.csv",
        "setting": "people_csv",
        "columns": ["age", "sex", "income"],
        "target": ["score"],
        "reason": None,
        **changes,
    }


def data(count: int = 160) -> str:
    """Return people: some without an age, some with an income that the notebook leaves out."""
    drawn = random.Random(5)
    lines = ["code;age;sex;income;score"]
    for number in range(count):
        age = "" if number % 7 == 3 else str(drawn.randint(18, 80))
        income = 9500 if number % 20 == 6 else drawn.randint(1000, 8999)
        sex = drawn.choice(["male", "female"])
        lines.append(f"{number:03};{age};{sex};{income};{drawn.uniform(0, 10)!r}")
    return "\n".join(lines) + "\n"


def lay_out(
    folder: Path, serving: list[dict[str, Any]], cells: tuple[str, ...] = CELLS
) -> tuple[Path, Path]:
    """Write a tree with a notebook and its data, and beside it the project; return both paths."""
    tree, project = folder / "tree", folder / "project"
    package = project / "src" / "people"
    for path in (tree, package, project / "notebooks"):
        path.mkdir(parents=True)
    (tree / "people.csv").write_text(data())
    notebook = support.write_notebook(tree / "people.ipynb", *cells)
    support.write_notebook(project / "notebooks" / "people.ipynb", *_CLIENT)
    for module, source in _MODULES.items():
        (package / f"{module}.py").write_text(dedent(source))
    pipeline = hashlib.sha256((package / "pipeline.py").read_bytes()).hexdigest()
    manifest = {
        "schema": 1,
        "notebook": "people.ipynb",
        "package": "people",
        "steps": _STEPS,
        "results": ["df", "model"],
        "stages": ["ingest", "features", "train"],
        "commands": [
            {
                "name": "train",
                "function": "train_models",
                "steps": list(range(len(_STEPS))),
                "loads": [],
            }
        ],
        "files": {"src/people/pipeline.py": pipeline},
        "serving": serving,
    }
    (project / "nb2pkg.json").write_text(json.dumps(manifest))
    return notebook, project


WRONG = (
    *("shifting", "filling", "labelled", "drawing", "turned", "cheating", "encoding"),
    *("rounding", "failing", "remembering"),
)
POSITIONED = served(
    "positioned",
    rows_variable="other",
    prediction="told",
    cell=9,
    statement={"line": 3, "text": "told = trend.predict(other)"},
)
ALL = [
    served("prepare"),
    *(served(way) for way in WRONG),
    POSITIONED,
    served("unprepared"),
    served("asking", target=["points"], columns=["age", "sex", "income", "score"]),
    served("knowing", target=[]),
    served("lost", rows_variable="X_missing"),
    served("prepare_all", reason="cell 4, line 1: a rank of all rows"),
]
