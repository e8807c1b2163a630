"""Orders, clients and regions."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.serving.tables.draw import Row, maybe, yes


def order(rng: Random, number: int) -> Row:
    items = rng.randint(1, 6)
    day = date(2023, 1, 2) + timedelta(days=rng.randint(0, 200))
    client = f"C{rng.randint(1, 60):03}"
    return {
        "order_id": 5000 + number,
        "client_id": client,
        "zip": rng.choice(["00501", "02139", "10001", "94105"]),
        "ordered_on": day.isoformat(),
        "items": items,
        "tags": ";".join(rng.sample(["gift", "rush", "heavy", "fragile"], rng.randint(1, 2))),
        "value": round(items * rng.lognormvariate(2.8, 0.4), 2),
        "returned": yes(rng, 0.5 * items - 2.4 + 0.01 * int(client[1:])),
    }


def client(rng: Random, number: int) -> Row:
    return {
        "client_id": f"C{number:03}",
        "segment": rng.choice(["private", "business", "school"]),
        "since": rng.randint(2001, 2020),
        "rating": maybe(rng, round(rng.uniform(1, 5), 1), 0.1),
    }


def region(rng: Random, code: str) -> Row:
    return {"zip": code, "region": "east" if code < "5" else "west", "income": rng.randint(40, 90)}
