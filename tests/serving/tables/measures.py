"""Patients, wines, flowers, scores, meters."""

from __future__ import annotations

import math
from datetime import date, timedelta
from random import Random

from tests.serving.tables.draw import Row, Table, maybe, pick, yes


def patient(rng: Random) -> Row:
    glucose, bmi, age = round(rng.gauss(120, 30)), round(rng.gauss(32, 7), 1), rng.randint(21, 75)
    return {
        "Pregnancies": rng.randint(0, 10),
        "Glucose": maybe(rng, glucose, 0.02, 0),
        "BloodPressure": maybe(rng, round(rng.gauss(72, 12)), 0.05, 0),
        "SkinThickness": maybe(rng, round(rng.gauss(29, 9)), 0.25, 0),
        "Insulin": maybe(rng, round(rng.lognormvariate(4.8, 0.5)), 0.4, 0),
        "BMI": maybe(rng, bmi, 0.02, 0),
        "DiabetesPedigreeFunction": round(rng.lognormvariate(-0.9, 0.5), 3),
        "Age": age,
        "Outcome": yes(rng, (glucose - 130) / 22 + (bmi - 33) / 9 + (age - 45) / 25),
    }


def _heart(rng: Random) -> Row:
    age, rate, old = rng.randint(30, 76), rng.randint(95, 200), round(abs(rng.gauss(1, 1.1)), 1)
    pain = rng.randint(0, 3)
    return {
        "age": age,
        "sex": int(rng.random() < 0.68),
        "cp": pain,
        "trestbps": rng.randint(95, 190),
        "chol": round(rng.gauss(246, 50)),
        "thalach": rate,
        "oldpeak": old,
        "thal": rng.choice(["normal", "fixed", "reversible"]),
        "target": yes(rng, 0.9 * pain - 0.9 * old + (rate - 150) / 25 - 0.3),
    }


def hearts(rng: Random) -> Table:
    rows = [_heart(rng) for _ in range(230)]
    return rows + rng.sample(rows, 30)


def wine(rng: Random) -> Row:
    alcohol, acid, sulphates = (
        round(rng.gauss(10.4, 1.1), 1),
        round(rng.gauss(0.53, 0.17), 3),
        rng.gauss(0.66, 0.15),
    )
    score = (
        5.6
        + 0.4 * (alcohol - 10.4)
        - 1.6 * (acid - 0.53)
        + 1.2 * (sulphates - 0.66)
        + rng.gauss(0, 0.5)
    )
    return {
        "fixed acidity": round(rng.gauss(8.3, 1.6), 1),
        "volatile acidity": abs(acid),
        "citric acid": round(rng.uniform(0, 0.8), 2),
        "residual sugar": round(rng.lognormvariate(0.8, 0.3), 1),
        "chlorides": round(rng.lognormvariate(-2.5, 0.3), 3),
        "density": round(rng.gauss(0.9967, 0.0018), 5),
        "pH": round(rng.gauss(3.31, 0.15), 2),
        "sulphates": round(abs(sulphates), 2),
        "alcohol": alcohol,
        "quality": min(8, max(3, round(score))),
    }


def flower(rng: Random) -> Row:
    kind = rng.randint(0, 2)
    return {
        "sepal_length": round(rng.gauss(5 + 0.8 * kind, 0.4), 1),
        "sepal_width": round(rng.gauss(3.4 - 0.3 * kind, 0.3), 1),
        "petal_length": round(rng.gauss(1.5 + 2 * kind, 0.3), 1),
        "petal_width": round(rng.gauss(0.3 + 0.8 * kind, 0.15), 1),
        "species": f"Iris-{['setosa', 'versicolor', 'virginica'][kind]}",
    }


def student(rng: Random) -> Row:
    gift, prepared = rng.gauss(66, 12), rng.random() < 0.36
    return {
        "gender": rng.choice(["female", "male"]),
        "race/ethnicity": f"group {rng.choice('ABCDE')}",
        "parental level of education": pick(
            rng, {"high school": 4, "some college": 4, "bachelor's degree": 2}
        ),
        "lunch": pick(rng, {"standard": 6, "free/reduced": 4}),
        "test preparation course": "completed" if prepared else "none",
        "reading score": min(100, round(gift + 6 * prepared + rng.gauss(0, 5))),
        "writing score": min(100, round(gift + 8 * prepared + rng.gauss(0, 5))),
        "math score": min(100, round(gift + rng.gauss(0, 7))),
    }


def shopper(rng: Random, number: int) -> Row:
    poor, spends = rng.random() < 0.5, rng.random() < 0.5
    return {
        "CustomerID": number,
        "Gender": rng.choice(["Male", "Female"]),
        "Age": rng.randint(18, 70),
        "Annual Income (k$)": round(rng.gauss(35 if poor else 85, 9)),
        "Spending Score (1-100)": min(100, max(1, round(rng.gauss(75 if spends else 25, 10)))),
    }


def meter(rng: Random, number: int) -> Row:
    """A file of continental Europe: semicolons, decimal commas, days first, postal codes with leading zeros."""
    area, day = rng.gauss(95, 30), date(2021, 1, 4) + timedelta(days=number)
    use = 1200 + 24 * area + 300 * math.cos(day.month / 2) + rng.gauss(0, 180)
    return {
        "Datum": day.strftime("%d.%m.%Y"),
        "PLZ": rng.choice(["01067", "04109", "20095", "80331"]),
        "Flaeche": f"{abs(area):.1f}".replace(".", ","),
        "Personen": maybe(rng, rng.randint(1, 5), 0.05, "k.A."),
        "Heizung": pick(rng, {"Gas": 5, "Öl": 3, "Wärmepumpe": 2}),
        "Verbrauch": f"{use:.2f}".replace(".", ","),
    }
