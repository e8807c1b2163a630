"""Notebooks to extract and to damage: small, quick, and each with traps of its own kind."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

_ROOT = Path(__file__).parents[2]
_SALES = "day,shop,items,price\n" + "".join(
    f"2024-0{1 + n % 3}-{1 + n % 28:02},{'abc'[n % 3]},{(7 * n) % 11 or ''},{1.5 + (n * 37 % 100) / 8}\n"
    for n in range(60)
)
_TABLE = json.dumps({f"k{n}": (n * 31) % 17 + n / 4 for n in range(15)})
_WORDS = "the cat saw the dog\na dog is not a cat\nthe sun is up\nno cat can see the sun\n" * 3


@dataclass(frozen=True)
class Subject:
    """A notebook's cells and the files beside it."""

    name: str
    cells: tuple[str, ...]
    files: dict[str, str] = field(default_factory=dict)


def _cells(text: str) -> tuple[str, ...]:
    """Return the cells of a text, which lines of three dashes part."""
    return tuple(cell.strip() for cell in dedent(text).split("\n---\n"))


SUBJECTS = (
    Subject(
        "plain",
        _cells("""
            import csv
            import json
            ---
            with open("sales.csv") as file:
                rows = list(csv.DictReader(file))
            len(rows)
            ---
            for row in rows:
                row["items"] = int(row["items"] or 3)
                row["price"] = float(row["price"])
            ---
            total = sum(row["items"] * row["price"] for row in rows)
            mean = total / len(rows)
            print(f"{total:.2f} {mean:.2f}")
            ---
            shops = {}
            for row in rows:
                shops.setdefault(row["shop"], []).append(row["items"])
            shops
            ---
            with open("shops.json", "w") as file:
                json.dump(shops, file)
            """),
        {"sales.csv": _SALES},
    ),
    Subject(
        "frames",
        _cells("""
            import pandas as pd
            ---
            df = pd.read_csv("sales.csv", parse_dates=["day"])
            df.head()
            ---
            df["items"] = df["items"].fillna(df["items"].median())
            df["value"] = df["items"] * df["price"]
            ---
            df = df[df["value"] > 5].sort_values(["shop", "day", "price"]).reset_index(drop=True)
            df.shape
            ---
            by_shop = df.groupby("shop")["value"].agg(["mean", "sum", "count"])
            by_shop
            ---
            best = by_shop["sum"].idxmax()
            share = by_shop["sum"] / by_shop["sum"].sum()
            print(best, share.round(3).to_dict())
            ---
            df.to_csv("clean.csv", index=False)
            """),
        {"sales.csv": _SALES},
    ),
    Subject(
        "draws",
        _cells("""
            import random

            import numpy as np
            ---
            random.seed(4)
            np.random.seed(7)
            ---
            points = np.random.normal(size=(50, 2))
            points[:2]
            ---
            noise = np.random.uniform(-1, 1, size=50)
            target = points @ np.array([2.0, -1.0]) + 0.1 * noise
            ---
            order = list(range(50))
            random.shuffle(order)
            train, test = order[:40], order[40:]
            ---
            weights, *_ = np.linalg.lstsq(points[train], target[train], rcond=None)
            print(weights.round(4))
            ---
            predicted = points[test] @ weights
            error = float(np.abs(predicted - target[test]).mean())
            print(f'{error:.6f}')
            """),
    ),
    Subject(
        "aliases",
        _cells("""
            import copy
            ---
            config = {"depth": 3, "steps": [1, 2, 3]}
            base = copy.deepcopy(config)
            ---
            steps = config["steps"]
            steps.append(4)
            config["depth"] += 1
            ---
            history = []
            for step in steps:
                history.append(dict(config, steps=step))
            len(history)
            ---
            shared = history[0]
            shared["depth"] = 10
            history.reverse()
            ---
            total = sum(entry["depth"] for entry in history)
            print(total, base)
            ---
            total
            """),
    ),
    Subject(
        "classes",
        _cells("""
            from dataclasses import dataclass, field
            ---
            @dataclass
            class Account:
                owner: str
                balance: float = 0.0
                moves: list = field(default_factory=list)

                def move(self, amount):
                    self.balance += amount
                    self.moves.append(amount)
                    return self
            ---
            amounts = [("ann", 10.0), ("bob", 5.5), ("ann", -3.25), ("cid", 7.0), ("bob", 1.0)]
            ---
            accounts = {}
            for owner, amount in amounts:
                accounts.setdefault(owner, Account(owner)).move(amount)
            sorted(accounts)
            ---
            ranking = sorted(accounts.values(), key=lambda account: account.balance, reverse=True)
            [account.owner for account in ranking]
            ---
            spread = ranking[0].balance - ranking[-1].balance
            print(spread)
            """),
    ),
    Subject(
        "text",
        _cells("""
            import re
            from collections import Counter
            ---
            with open("words.txt") as file:
                lines = [line.strip() for line in file]
            lines[:2]
            ---
            stop = {"the", "a", "is"}
            tokens = [[w for w in re.findall(r"[a-z]+", line) if w not in stop] for line in lines]
            ---
            counts = Counter(word for line in tokens for word in line)
            counts.most_common(3)
            ---
            vocabulary = {word: number for number, word in enumerate(sorted(counts))}
            vectors = [[vocabulary[w] for w in line] for line in tokens]
            ---
            rare = {word for word, count in counts.items() if count < 4}
            print(sorted(rare), len(vocabulary))
            ---
            with open("vectors.txt", "w") as file:
                for vector in vectors:
                    file.write(" ".join(map(str, vector)) + "\\n")
            """),
        {"words.txt": _WORDS},
    ),
    Subject(
        "learning",
        _cells("""
            import pandas as pd
            from sklearn.linear_model import Ridge
            from sklearn.model_selection import train_test_split
            from sklearn.preprocessing import StandardScaler
            ---
            data = pd.read_csv("sales.csv")
            data = data.dropna()
            data["shop_code"] = data["shop"].astype("category").cat.codes
            ---
            X = data[["items", "shop_code"]]
            y = data["price"]
            X.describe()
            ---
            X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=3)
            ---
            scaler = StandardScaler()
            X_train = scaler.fit_transform(X_train)
            X_test = scaler.transform(X_test)
            ---
            model = Ridge(alpha=0.5)
            model.fit(X_train, y_train)
            ---
            r2 = model.score(X_test, y_test)
            print(round(r2, 4))
            """),
        {"sales.csv": _SALES},
    ),
    Subject(
        "forest",
        _cells("""
            import numpy as np
            from sklearn.ensemble import RandomForestClassifier
            ---
            rng = np.random.RandomState(1)
            X = rng.rand(80, 4)
            y = (X[:, 0] + X[:, 1] > 1).astype(int)
            ---
            mask = rng.rand(80) < 0.7
            ---
            forest = RandomForestClassifier(n_estimators=5, max_depth=3, random_state=2)
            forest.fit(X[mask], y[mask])
            ---
            hits = forest.predict(X[~mask]) == y[~mask]
            accuracy = hits.mean()
            print(f'{accuracy:.3f}')
            ---
            importance = forest.feature_importances_
            importance.argsort()
            """),
    ),
    Subject(
        "series",
        _cells("""
            import numpy as np
            import pandas as pd
            ---
            days = pd.date_range("2024-01-01", periods=90, freq="D")
            values = pd.Series(np.sin(np.arange(90) / 7) * 10 + np.arange(90) * 0.3, index=days, name="load")
            ---
            values.iloc[10:13] = np.nan
            values = values.interpolate()
            values.head()
            ---
            weekly = values.resample("W").mean()
            weekly.shape
            ---
            trend = weekly.rolling(4, min_periods=1).mean()
            rest = weekly - trend
            print(rest.abs().max().round(4))
            ---
            train, test = weekly[:10], weekly[10:]
            forecast = pd.Series(train.iloc[-1], index=test.index)
            ---
            mae = (forecast - test).abs().mean()
            print(f"{mae:.4f}")
            """),
    ),
    Subject(
        "matrix",
        _cells("""
            import numpy as np
            ---
            a = np.arange(12, dtype=float).reshape(3, 4)
            b = a.T
            view = a[0]
            ---
            a[0, 0] = 7
            view[1] = 9
            print(b[0, 0], b[1, 0])
            ---
            gram = a @ b
            values, vectors = np.linalg.eigh(gram)
            values.round(3)
            ---
            a -= a.mean(axis=0)
            scaled = a / (a.std(axis=0) + 1e-6)
            ---
            codes = np.where(scaled > 0, 1, 0).astype(np.int8)
            codes
            ---
            np.save("codes.npy", codes)
            result = {"trace": float(np.trace(gram)), "ones": int(codes.sum())}
            result
            """),
    ),
    Subject(
        "pickles",
        _cells("""
            import json
            import pickle
            ---
            with open("table.json") as file:
                table = json.load(file)
            len(table)
            ---
            names = sorted(table, key=lambda name: (-table[name], name))
            top = names[:3]
            top
            ---
            limits = (min(table.values()), max(table.values()))
            scaled = {name: (table[name] - limits[0]) / (limits[1] - limits[0]) for name in names}
            ---
            with open("scaled.pkl", "wb") as file:
                pickle.dump(scaled, file)
            ---
            with open("scaled.pkl", "rb") as file:
                again = pickle.load(file)
            print(again == scaled, round(sum(again.values()), 4))
            """),
        {"table.json": _TABLE},
    ),
)


def lay_out(subject: Subject, folder: Path) -> Path:
    """Write a subject's tree and return its notebook."""
    import nbformat

    folder.mkdir(parents=True)
    for name, content in subject.files.items():
        (folder / name).write_text(content, encoding="utf-8")
    cells = [nbformat.v4.new_code_cell(text, id=f"c{n}") for n, text in enumerate(subject.cells)]
    path = folder / f"{subject.name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def lay_out_example(name: str, folder: Path) -> Path:
    """Copy one of the project's examples without its package and return its notebook."""
    stem = "diabetes_mended" if name == "diabetes" else name
    source = _ROOT / "examples" / name
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("package"))
    for other in folder.glob("*.ipynb"):
        if other.stem != stem:
            other.unlink()
    return folder / f"{stem}.ipynb"
