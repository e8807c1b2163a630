"""The data files of the serving notebooks: made up, small, with what real files have (gaps, odd words, dialects).

    python -m tests.serving.data FOLDER [NAME ...]

Each file has a generator of its own, seeded with its name: the same bytes on every machine, whatever else is written.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from tests.serving.tables import measures, money, people, shop, times, words
from tests.serving.tables.draw import Make, Row, Table


def write(folder: Path, names: Iterable[str]) -> None:
    """Write the files of these names into a folder; KeyError for a name that nobody makes."""
    for name in names:
        WRITERS[name](folder / name)


def _rng(name: str) -> Random:
    return Random(f"nb2pkg {name}")


def _numbered(make: Callable[[Random, int], Row], count: int) -> Make:
    return lambda rng: [make(rng, number) for number in range(1, count + 1)]


def _many(make: Callable[[Random], Row], count: int) -> Make:
    return lambda rng: [make(rng) for _ in range(count)]


# --- files --------------------------------------------------------------------------------


def _as_csv(rows: Sequence[Row], *, header: bool = True, sep: str = ",", space: str = "") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=sep, lineterminator="\n")
    if header:
        writer.writerow(rows[0])
    for number, row in enumerate(rows):
        writer.writerow(
            [space * bool(number) + str(value) if space else value for value in row.values()]
        )
    return text.getvalue()


def _csv(
    make: Make, *, seed: str = "", encoding: str = "utf-8", **dialect: Any
) -> Callable[[Path], None]:
    def write_csv(path: Path) -> None:
        path.write_text(
            _as_csv(make(_rng(seed or path.name)), **dialect), encoding=encoding, newline="\n"
        )

    return write_csv


def _part(make: Make, begin: int, end: int, without: str = "") -> Make:
    """Return what makes these rows of a table alone, without a column."""

    def part(rng: Random) -> Table:
        return [
            {name: value for name, value in row.items() if name != without}
            for row in make(rng)[begin:end]
        ]

    return part


def _json(make: Make, *, lines: bool) -> Callable[[Path], None]:
    def write_json(path: Path) -> None:
        rows = [
            {key: value if value != "" else None for key, value in row.items()}
            for row in make(_rng(path.name))
        ]
        text = "\n".join(map(json.dumps, rows)) if lines else json.dumps(rows)
        path.write_text(text + "\n", encoding="utf-8")

    return write_json


def _database(make: Make, table: str) -> Callable[[Path], None]:
    def write_database(path: Path) -> None:
        rows = make(_rng(path.name))
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path)
        names = ", ".join(f'"{name}"' for name in rows[0])
        connection.execute(f"CREATE TABLE {table} ({names})")
        marks = ", ".join("?" for _ in rows[0])
        values = [[None if value == "" else value for value in row.values()] for row in rows]
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
        connection.commit()
        connection.close()

    return write_database


_ORDERS = _numbered(shop.order, 260)
WRITERS: dict[str, Callable[[Path], None]] = {
    "titanic_train.csv": _csv(_part(people.passengers, 0, 300), seed="titanic"),
    "titanic_test.csv": _csv(_part(people.passengers, 300, 420, "Survived"), seed="titanic"),
    "adult.data": _csv(_many(people.adult, 320), header=False, space=" "),
    "adult.csv": _csv(_many(people.adult, 320)),
    "employees.csv": _csv(_numbered(people.employee, 260)),
    "house_train.csv": _csv(_part(money.houses, 0, 260), seed="houses"),
    "house_test.csv": _csv(_part(money.houses, 260, 400, "SalePrice"), seed="houses"),
    "flats.csv": _csv(_many(money.flat, 320)),
    "cars.csv": _csv(_many(money.used_car, 280)),
    "auto_mpg.csv": _csv(_many(money.mpg, 240)),
    "insurance.csv": _csv(_many(money.insured, 300)),
    "loans.csv": _csv(_numbered(money.loan, 300)),
    "startups.csv": _csv(_many(money.startup, 150)),
    "salary.csv": _csv(_many(money.salary, 150)),
    "positions.csv": _csv(lambda _: [money.position(level) for level in range(1, 11)]),
    "churn.csv": _csv(_numbered(money.churner, 320)),
    "creditcard.csv": _csv(_numbered(money.payment, 400)),
    "diabetes.csv": _csv(_many(measures.patient, 320)),
    "heart.csv": _csv(measures.hearts),
    "winequality.csv": _csv(_many(measures.wine, 320), sep=";"),
    "wine_plain.txt": _csv(_many(measures.wine, 200), header=False),
    "iris.csv": _csv(_many(measures.flower, 150)),
    "students.csv": _csv(_many(measures.student, 260)),
    "mall.csv": _csv(_numbered(measures.shopper, 200)),
    "verbrauch.csv": _csv(_numbered(measures.meter, 260), sep=";", encoding="latin-1"),
    "sales.csv": _csv(times.days),
    "stores.csv": _csv(times.stores),
    "prices.csv": _csv(times.prices),
    "taxi.csv": _csv(_numbered(times.ride, 320)),
    "bikes.csv": _csv(_numbered(times.bike_hour, 320)),
    "reviews.tsv": _csv(_many(words.review, 240), sep="\t"),
    "spam.csv": _csv(_many(words.message, 260), encoding="latin-1"),
    "orders.csv": _csv(_ORDERS),
    "orders.jsonl": _json(_ORDERS, lines=True),
    "clients.csv": _csv(_numbered(shop.client, 60)),
    "clients.json": _json(_numbered(shop.client, 60), lines=False),
    "regions.csv": _csv(
        lambda rng: [shop.region(rng, code) for code in ("00501", "02139", "10001", "94105")]
    ),
    "shop.db": _database(_ORDERS, "orders"),
}

if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    write(Path(sys.argv[1]), sys.argv[2:] or WRITERS)
