"""Days, prices, rides, hours: rows that follow one another."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from random import Random

from tests.serving.tables.draw import Row, Table, maybe


def days(rng: Random) -> Table:
    rows: Table = []
    for number in range(330):
        day = date(2022, 1, 1) + timedelta(days=number)
        promo = int(rng.random() < 0.3)
        temperature = round(12 + 9 * math.sin(number / 58) + rng.gauss(0, 2), 1)
        sales = (
            200
            + 0.2 * number
            + 60 * (day.weekday() > 4)
            + 40 * promo
            + 3 * temperature
            + rng.gauss(0, 12)
        )
        rows.append({
            "date": day.isoformat(),
            "promo": promo,
            "temperature": maybe(rng, temperature, 0.04),
            "sales": round(sales, 1),
        })  # fmt: skip
    return rows


def stores(rng: Random) -> Table:
    rows: Table = []
    for number in range(60):
        day = date(2023, 3, 1) + timedelta(days=number)
        for store in ("north", "south", "east", "west", "pier"):
            price = round(rng.uniform(2, 4), 2)
            units = 40 + 12 * len(store) - 9 * price + 10 * (day.weekday() > 4) + rng.gauss(0, 4)
            rows.append(
                {"date": day.isoformat(), "store": store, "price": price, "units": round(units)}
            )
    return rows


def prices(rng: Random) -> Table:
    rows, close = [], 100.0
    for number in range(300):
        day, opened = date(2021, 6, 1) + timedelta(days=number), close * (1 + rng.gauss(0, 0.004))
        close = opened * (1 + rng.gauss(0.0003, 0.012))
        rows.append({
            "Date": day.isoformat(),
            "Open": round(opened, 2),
            "High": round(max(opened, close) * 1.004, 2),
            "Low": round(min(opened, close) * 0.996, 2),
            "Close": round(close, 2),
            "Volume": rng.randint(10000, 90000),
        })  # fmt: skip
    return rows


def ride(rng: Random, number: int) -> Row:
    at = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=number * 97 + rng.randint(0, 60))
    east, north = rng.gauss(0, 0.03), rng.gauss(0, 0.03)
    miles = 69 * math.hypot(east * 0.76, north)
    return {
        "key": f"r{number}",
        "fare_amount": round(
            max(2.5, 3 + 2.6 * miles + 1.5 * (at.hour > 19) + rng.gauss(0, 0.8)), 2
        ),
        "pickup_datetime": at.strftime("%Y-%m-%d %H:%M:%S UTC"),
        "pickup_longitude": round(-73.97 + rng.gauss(0, 0.02), 6),
        "pickup_latitude": round(40.75 + rng.gauss(0, 0.02), 6),
        "dropoff_longitude": round(-73.97 + east, 6),
        "dropoff_latitude": round(40.75 + north, 6),
        "passenger_count": rng.choices([0, 1, 2, 4, 6], [0.2, 6, 2, 1, 0.4])[0],
    }


def bike_hour(rng: Random, number: int) -> Row:
    at = datetime(2011, 1, 1, tzinfo=UTC) + timedelta(hours=number * 19)
    temp, weather = (
        round(15 + 10 * math.sin(number / 60) + rng.gauss(0, 3), 2),
        rng.choices([1, 2, 3, 4], [6, 3, 1, 0.1])[0],
    )
    rush = 120 * (at.hour in {8, 17, 18})
    count = 60 + 5 * temp + rush - 25 * weather + rng.gauss(0, 20)
    return {
        "datetime": at.strftime("%Y-%m-%d %H:%M:%S"),
        "season": (at.month % 12) // 3 + 1,
        "holiday": int(rng.random() < 0.03),
        "workingday": int(at.weekday() < 5),
        "weather": weather,
        "temp": temp,
        "humidity": rng.randint(20, 100),
        "windspeed": round(abs(rng.gauss(12, 8)), 4),
        "count": max(1, round(count)),
    }
