"""The data files of the serving notebooks: made up, small, with what real files have (gaps, odd words, dialects).

    python -m tests.serving.data FOLDER [NAME ...]

Each file has a generator of its own, seeded with its name: the same bytes on every machine, whatever else is written.
"""

from __future__ import annotations

import csv
import io
import json
import math
import sqlite3
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

Row = dict[str, Any]
Table = list[Row]
Make = Callable[[Random], Table]


def write(folder: Path, names: Iterable[str]) -> None:
    """Write the files of these names into a folder; KeyError for a name that nobody makes."""
    for name in names:
        WRITERS[name](folder / name)


def _rng(name: str) -> Random:
    return Random(f"nb2pkg {name}")


def _maybe(rng: Random, value: object, share: float, missing: object = "") -> object:
    """Return the value, or in this share of cases what stands for a missing one."""
    return missing if rng.random() < share else value


def _pick(rng: Random, weighted: Mapping[str, float]) -> str:
    return rng.choices(list(weighted), list(weighted.values()))[0]


def _yes(rng: Random, score: float) -> int:
    """Return 1 with the probability that belongs to a score on the logistic scale."""
    return int(rng.random() < 1 / (1 + math.exp(-score)))


# --- people ---------------------------------------------------------------------------------------------------------

_SURNAMES = "Lind Okafor Brandt Silva Novak Hale Moreau Costa Ivers Kato Reyes Dahl Quist Abel Farkas".split()
_MEN = "Otto Emil Jonas Victor Paul Henrik Luis Martin Oscar Noel".split()
_WOMEN = "Ada Clara Edith Ines Maria Rosa Selma Vera Helen Nina".split()


def _passenger(rng: Random, number: int) -> Row:
    woman, age = rng.random() < 0.38, max(1, round(rng.gauss(30, 14)))
    title = _title(rng, age, is_woman=woman)
    pclass = int(_pick(rng, {"1": 0.24, "2": 0.21, "3": 0.55}))
    fare = round(rng.lognormvariate({1: 4.1, 2: 2.9, 3: 2.4}[pclass], 0.5), 4)
    cabin = f"{rng.choice('ABCDE')}{rng.randint(1, 120)}" if rng.random() < 0.85 / pclass**2 else ""
    first = rng.choice(_WOMEN if woman else _MEN)
    family = rng.choices([0, 1, 2, 4], [0.6, 0.25, 0.1, 0.05])[0]
    return {
        "PassengerId": number,
        "Survived": _yes(rng, 2.4 * woman - 0.9 * (pclass - 2) - 1.1 - 0.02 * (age - 30)),
        "Pclass": pclass,
        "Name": f"{rng.choice(_SURNAMES)}, {title}. {first}",
        "Sex": "female" if woman else "male",
        "Age": _maybe(rng, age, 0.2),
        "SibSp": family,
        "Parch": rng.choices([0, 1, 2], [0.76, 0.14, 0.1])[0],
        "Ticket": f"{_pick(rng, {'': 0.7, 'PC ': 0.2, 'A/5 ': 0.1})}{rng.randint(100, 190)}",
        "Fare": _maybe(rng, fare, 0.01 if number > 300 else 0),
        "Cabin": cabin,
        "Embarked": _maybe(rng, _pick(rng, {"S": 0.72, "C": 0.19, "Q": 0.09}), 0.01),
    }


def _title(rng: Random, age: int, *, is_woman: bool) -> str:
    if rng.random() < 0.04:
        return rng.choice(["Mlle", "Mme"] if is_woman else ["Dr", "Rev", "Col"])
    if is_woman:
        return "Miss" if age < 24 or rng.random() < 0.3 else "Mrs"
    return "Master" if age < 14 else "Mr"


def _passengers(rng: Random) -> Table:
    return [_passenger(rng, number) for number in range(1, 421)]


def _adult(rng: Random) -> Row:
    age, hours = rng.randint(18, 75), rng.choice([20, 35, 40, 40, 40, 45, 50, 60])
    education = _pick(rng, {"HS-grad": 4, "Some-college": 3, "Bachelors": 2, "Masters": 1})
    rank = ["HS-grad", "Some-college", "Bachelors", "Masters"].index(education)
    work = _pick(rng, {"Private": 7, "Self-emp": 1.5, "Local-gov": 1, "?": 0.6})
    sex = rng.choice(["Male", "Female"])
    rich = _yes(rng, rank + (age - 40) / 15 + (hours - 40) / 12 + 0.7 * (sex == "Male") - 2)
    return {
        "age": age,
        "workclass": work,
        "education": education,
        "marital": _pick(rng, {"Married": 5, "Never-married": 3, "Divorced": 1}),
        "occupation": _pick(rng, {"Sales": 2, "Tech": 2, "Craft": 3, "Clerical": 2, "?": 0.6}),
        "sex": sex,
        "hours": hours,
        "country": _pick(rng, {"United-States": 9, "Mexico": 1, "India": 0.5, "Laos": 0.1}),
        "income": ">50K" if rich else "<=50K",
    }


def _employee(rng: Random, number: int) -> Row:
    hired = date(2006, 1, 1) + timedelta(days=rng.randint(0, 5500))
    born = date(1960, 1, 1) + timedelta(days=rng.randint(0, 13000))
    salary, overtime = round(rng.lognormvariate(10.7, 0.3), -2), rng.choice(["Yes", "No", "No"])
    return {
        "employee_id": f"E{number:04}",
        "department": _pick(rng, {"Sales": 3, "Research": 5, "HR": 1, "Finance": 1}),
        "job_level": rng.randint(1, 5),
        "hire_date": hired.isoformat(),
        "birth_date": born.strftime("%d/%m/%Y"),
        "salary": int(salary),
        "overtime": overtime,
        "satisfaction": _maybe(rng, rng.randint(1, 5), 0.05),
        "skills": "|".join(sorted(rng.sample(["excel", "python", "sql", "french", "law"], rng.randint(1, 3)))),
        "left": "Yes" if _yes(rng, 1.2 * (overtime == "Yes") - 1.3 - (salary - 45000) / 20000) else "No",
    }  # fmt: skip


# --- money ----------------------------------------------------------------------------------------------------------


def _house(rng: Random, number: int) -> Row:
    area, quality, built = (
        round(rng.lognormvariate(7.25, 0.33)),
        rng.randint(3, 10),
        rng.randint(1910, 2009),
    )
    place = _pick(
        rng, {"NAmes": 5, "CollgCr": 3, "OldTown": 2, "Edwards": 2, "NoRidge": 1, "Blueste": 0.15}
    )
    kitchen = "Fa TA TA Gd Gd Ex".split()[min(5, max(0, quality - 4))]
    garage = _pick(rng, {"Attchd": 6, "Detchd": 4, "BuiltIn": 1, "": 1})
    basement = round(area * rng.uniform(0.4, 0.9)) if rng.random() > 0.03 else 0
    price = (
        area * 62
        + quality * 11000
        + (built - 1960) * 350
        + basement * 18
        + 45000 * (place == "NoRidge")
    )
    return {
        "Id": number,
        "MSSubClass": rng.choice([20, 30, 60, 70, 120]),
        "LotFrontage": _maybe(rng, rng.randint(30, 120), 0.17),
        "LotArea": round(rng.lognormvariate(9.1, 0.4)),
        "Neighborhood": place,
        "BldgType": _pick(rng, {"1Fam": 8, "TwnhsE": 1, "Duplex": 0.6}),
        "OverallQual": quality,
        "YearBuilt": built,
        "TotalBsmtSF": basement,
        "GrLivArea": area,
        "KitchenQual": kitchen,
        "GarageType": garage,
        "GarageArea": rng.randint(200, 900) if garage else 0,
        "PoolQC": _maybe(rng, "Gd", 0.97),
        "MoSold": rng.randint(1, 12),
        "YrSold": rng.randint(2006, 2010),
        "SalePrice": round(max(35000, price * rng.lognormvariate(0, 0.09) - 60000)),
    }  # fmt: skip


def _houses(rng: Random) -> Table:
    return [_house(rng, number) for number in range(1, 401)]


def _flat(rng: Random) -> Row:
    rooms, sqft = rng.choices([1, 2, 3, 4], [0.1, 0.45, 0.35, 0.1])[0], 0
    sqft = round(rooms * rng.gauss(520, 80))
    places = {
        "Lake Road": 6,
        "Old Town": 5,
        "Harbour": 4,
        "Hill View": 3,
        " Mill End": 1,
        "Far Field": 0.3,
    }
    place = _pick(rng, places)
    price = (
        sqft * {"Harbour": 0.09, "Old Town": 0.07}.get(place, 0.052) + 6 * rooms + rng.gauss(0, 4)
    )
    width = rng.random()
    area = f"{sqft - 100} - {sqft + 100}" if width < 0.05 else f"{sqft}"
    return {
        "area_type": _pick(rng, {"Super built-up  Area": 6, "Plot  Area": 2, "Carpet  Area": 1}),
        "location": _maybe(rng, place, 0.01),
        "size": _maybe(rng, f"{rooms} {'Bedroom' if width > 0.8 else 'BHK'}", 0.01),
        "total_sqft": f"{sqft / 9:.2f}Sq. Yards" if 0.05 < width < 0.07 else area,
        "bath": _maybe(rng, max(1, rooms + rng.choice([-1, 0, 0, 1])), 0.03),
        "balcony": _maybe(rng, rng.randint(0, 3), 0.05),
        "price": round(max(12, price), 2),
    }


def _used_car(rng: Random) -> Row:
    year, km = rng.randint(2003, 2020), round(rng.lognormvariate(10.9, 0.5))
    brand = _pick(
        rng, {"Maruti Swift": 4, "Hyundai i20": 3, "Honda City": 2, "Tata Nexon": 1, "BMW X1": 0.3}
    )
    engine = rng.choice([796, 998, 1197, 1248, 1498, 1995])
    price = (year - 1998) * 26000 + engine * 150 - km * 0.6 + 900000 * brand.startswith("BMW")
    fuel = _pick(rng, {"Diesel": 5, "Petrol": 5, "CNG": 0.5})
    return {
        "name": f"{brand} {rng.choice(['VXI', 'ZXI', 'LXI'])}",
        "year": year,
        "selling_price": round(max(45000, price * rng.lognormvariate(0, 0.15)), -3),
        "km_driven": km,
        "fuel": fuel,
        "seller_type": _pick(rng, {"Individual": 7, "Dealer": 3}),
        "transmission": _pick(rng, {"Manual": 8, "Automatic": 2}),
        "owner": _pick(rng, {"First Owner": 6, "Second Owner": 3, "Third Owner": 1}),
        "mileage": _maybe(
            rng, f"{rng.gauss(20, 3):.1f} {'km/kg' if fuel == 'CNG' else 'kmpl'}", 0.04
        ),
        "engine": _maybe(rng, f"{engine} CC", 0.04),
        "seats": _maybe(rng, rng.choice([4, 5, 5, 5, 7]), 0.04),
    }


def _mpg(rng: Random) -> Row:
    cylinders, year = rng.choice([4, 4, 4, 6, 8]), rng.randint(70, 82)
    weight = round(1300 + cylinders * 330 + rng.gauss(0, 200))
    maker = _pick(rng, {"ford": 4, "toyota": 3, "vw": 2, "peugeot": 0.5})
    return {
        "mpg": round(46 - weight * 0.0072 + (year - 76) * 0.6 + rng.gauss(0, 2), 1),
        "cylinders": cylinders,
        "displacement": round(cylinders * 36 + rng.gauss(0, 18), 1),
        "horsepower": _maybe(rng, round(cylinders * 20 + rng.gauss(0, 12)), 0.03, "?"),
        "weight": weight,
        "acceleration": round(rng.gauss(15.5, 2.5), 1),
        "model_year": year,
        "origin": {"ford": 1, "toyota": 3}.get(maker, 2),
        "car_name": f"{maker} {rng.choice(['deluxe', 'custom', 'gl'])}",
    }


def _insured(rng: Random) -> Row:
    age, bmi, smoker = rng.randint(18, 64), round(rng.gauss(30, 6), 2), rng.random() < 0.2
    cost = 250 * age + 320 * (bmi - 20) + (14000 + 900 * max(0, bmi - 30)) * smoker - 3500
    return {
        "age": age,
        "sex": rng.choice(["male", "female"]),
        "bmi": bmi,
        "children": rng.choices([0, 1, 2, 3, 5], [4, 2, 2, 1, 0.2])[0],
        "smoker": "yes" if smoker else "no",
        "region": rng.choice(["northeast", "northwest", "southeast", "southwest"]),
        "charges": round(max(1100, cost * rng.lognormvariate(0, 0.2)), 4),
    }


def _loan(rng: Random, number: int) -> Row:
    income, amount = round(rng.lognormvariate(8.4, 0.5)), round(rng.lognormvariate(4.9, 0.4))
    history = rng.random() < 0.84
    graduate = rng.random() < 0.78
    return {
        "Loan_ID": f"LP{number:06}",
        "Gender": _maybe(rng, _pick(rng, {"Male": 8, "Female": 2}), 0.02),
        "Married": _maybe(rng, rng.choice(["Yes", "Yes", "No"]), 0.01),
        "Dependents": _maybe(rng, _pick(rng, {"0": 6, "1": 2, "2": 2, "3+": 1}), 0.03),
        "Education": "Graduate" if graduate else "Not Graduate",
        "Self_Employed": _maybe(rng, _pick(rng, {"No": 6, "Yes": 1}), 0.05),
        "ApplicantIncome": income,
        "CoapplicantIncome": rng.choice([0, 0, round(rng.lognormvariate(7.4, 0.5))]),
        "LoanAmount": _maybe(rng, amount, 0.04),
        "Loan_Amount_Term": _maybe(rng, rng.choice([360, 360, 360, 180]), 0.02),
        "Credit_History": _maybe(rng, int(history), 0.08),
        "Property_Area": rng.choice(["Urban", "Semiurban", "Rural"]),
        "Loan_Status": "Y" if _yes(rng, 3 * history + 0.5 * graduate - 1.8 - amount / 400) else "N",
    }


def _startup(rng: Random) -> Row:
    research, market = round(rng.uniform(0, 165000), 2), round(rng.uniform(0, 470000), 2)
    return {
        "R&D Spend": research,
        "Administration": round(rng.gauss(121000, 28000), 2),
        "Marketing Spend": market,
        "State": rng.choice(["New York", "California", "Florida"]),
        "Profit": round(49000 + 0.8 * research + 0.03 * market + rng.gauss(0, 9000), 2),
    }


def _salary(rng: Random) -> Row:
    years = round(rng.uniform(1, 12), 1)
    return {"YearsExperience": years, "Salary": round(25000 + 9400 * years + rng.gauss(0, 5000))}


def _position(level: int) -> Row:
    names = "Analyst,Consultant,Senior,Manager,Country Manager,Region Manager,Partner,Senior Partner,C-level,CEO"
    return {
        "Position": names.split(",")[level - 1],
        "Level": level,
        "Salary": round(42000 * 1.42**level, -3),
    }


def _churner(rng: Random, number: int) -> Row:
    tenure, contract = rng.randint(0, 72), _pick(
        rng, {"Month-to-month": 5, "One year": 2, "Two year": 2}
    )
    monthly = round(rng.uniform(18, 118), 2)
    internet = _pick(rng, {"DSL": 3, "Fiber optic": 4, "No": 2})
    gone = _yes(rng, 1.1 * (contract == "Month-to-month") + (monthly - 70) / 40 - tenure / 24)
    return {
        "customerID": f"{rng.randint(1000, 9999)}-{number:05}",
        "gender": rng.choice(["Male", "Female"]),
        "SeniorCitizen": int(rng.random() < 0.16),
        "Partner": rng.choice(["Yes", "No"]),
        "tenure": tenure,
        "InternetService": internet,
        "Contract": contract,
        "PaperlessBilling": rng.choice(["Yes", "No"]),
        "PaymentMethod": rng.choice(
            ["Electronic check", "Mailed check", "Bank transfer", "Credit card"]
        ),
        "MonthlyCharges": monthly,
        "TotalCharges": " " if tenure < 2 else f"{monthly * tenure:.2f}",
        "Churn": "Yes" if gone else "No",
    }


def _payment(rng: Random, number: int) -> Row:
    fraud = rng.random() < 0.09
    parts = {f"V{i}": round(rng.gauss(1.6 * fraud * (-1) ** i, 1), 5) for i in range(1, 7)}
    amount = round(rng.lognormvariate(3.2, 1.2), 2)
    return {"Time": number * 37, **parts, "Amount": amount, "Class": int(fraud)}


# --- health and things measured -------------------------------------------------------------------------------------


def _patient(rng: Random) -> Row:
    glucose, bmi, age = round(rng.gauss(120, 30)), round(rng.gauss(32, 7), 1), rng.randint(21, 75)
    return {
        "Pregnancies": rng.randint(0, 10),
        "Glucose": _maybe(rng, glucose, 0.02, 0),
        "BloodPressure": _maybe(rng, round(rng.gauss(72, 12)), 0.05, 0),
        "SkinThickness": _maybe(rng, round(rng.gauss(29, 9)), 0.25, 0),
        "Insulin": _maybe(rng, round(rng.lognormvariate(4.8, 0.5)), 0.4, 0),
        "BMI": _maybe(rng, bmi, 0.02, 0),
        "DiabetesPedigreeFunction": round(rng.lognormvariate(-0.9, 0.5), 3),
        "Age": age,
        "Outcome": _yes(rng, (glucose - 130) / 22 + (bmi - 33) / 9 + (age - 45) / 25),
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
        "target": _yes(rng, 0.9 * pain - 0.9 * old + (rate - 150) / 25 - 0.3),
    }


def _hearts(rng: Random) -> Table:
    rows = [_heart(rng) for _ in range(230)]
    return rows + rng.sample(rows, 30)


def _wine(rng: Random) -> Row:
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


def _flower(rng: Random) -> Row:
    kind = rng.randint(0, 2)
    return {
        "sepal_length": round(rng.gauss(5 + 0.8 * kind, 0.4), 1),
        "sepal_width": round(rng.gauss(3.4 - 0.3 * kind, 0.3), 1),
        "petal_length": round(rng.gauss(1.5 + 2 * kind, 0.3), 1),
        "petal_width": round(rng.gauss(0.3 + 0.8 * kind, 0.15), 1),
        "species": f"Iris-{['setosa', 'versicolor', 'virginica'][kind]}",
    }


def _student(rng: Random) -> Row:
    gift, prepared = rng.gauss(66, 12), rng.random() < 0.36
    return {
        "gender": rng.choice(["female", "male"]),
        "race/ethnicity": f"group {rng.choice('ABCDE')}",
        "parental level of education": _pick(
            rng, {"high school": 4, "some college": 4, "bachelor's degree": 2}
        ),
        "lunch": _pick(rng, {"standard": 6, "free/reduced": 4}),
        "test preparation course": "completed" if prepared else "none",
        "reading score": min(100, round(gift + 6 * prepared + rng.gauss(0, 5))),
        "writing score": min(100, round(gift + 8 * prepared + rng.gauss(0, 5))),
        "math score": min(100, round(gift + rng.gauss(0, 7))),
    }


def _shopper(rng: Random, number: int) -> Row:
    poor, spends = rng.random() < 0.5, rng.random() < 0.5
    return {
        "CustomerID": number,
        "Gender": rng.choice(["Male", "Female"]),
        "Age": rng.randint(18, 70),
        "Annual Income (k$)": round(rng.gauss(35 if poor else 85, 9)),
        "Spending Score (1-100)": min(100, max(1, round(rng.gauss(75 if spends else 25, 10)))),
    }


def _meter(rng: Random, number: int) -> Row:
    """A file of continental Europe: semicolons, decimal commas, days first, postal codes with leading zeros."""
    area, day = rng.gauss(95, 30), date(2021, 1, 4) + timedelta(days=number)
    use = 1200 + 24 * area + 300 * math.cos(day.month / 2) + rng.gauss(0, 180)
    return {
        "Datum": day.strftime("%d.%m.%Y"),
        "PLZ": rng.choice(["01067", "04109", "20095", "80331"]),
        "Flaeche": f"{abs(area):.1f}".replace(".", ","),
        "Personen": _maybe(rng, rng.randint(1, 5), 0.05, "k.A."),
        "Heizung": _pick(rng, {"Gas": 5, "Öl": 3, "Wärmepumpe": 2}),
        "Verbrauch": f"{use:.2f}".replace(".", ","),
    }


# --- time -----------------------------------------------------------------------------------------------------------


def _days(rng: Random) -> Table:
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
            "temperature": _maybe(rng, temperature, 0.04),
            "sales": round(sales, 1),
        })  # fmt: skip
    return rows


def _stores(rng: Random) -> Table:
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


def _prices(rng: Random) -> Table:
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


def _ride(rng: Random, number: int) -> Row:
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


def _bike_hour(rng: Random, number: int) -> Row:
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


# --- words ----------------------------------------------------------------------------------------------------------

_GOOD = "great lovely tasty friendly perfect amazing fresh warm".split()
_BAD = "awful slow cold rude bland terrible dirty stale".split()
_PLAIN = "The food was and the service here is a place we came on Sunday with family for pizza , soup & tea !".split()
_HAM = (
    "see you at home later are we still on for lunch call me when the bus is late ok thanks".split()
)
_SPAM = "WIN a FREE prize now txt CLAIM to 80082 urgent cash reward call 0900 winner £500".split()


def _review(rng: Random) -> Row:
    liked = rng.random() < 0.5
    words = rng.choices(_PLAIN, k=rng.randint(5, 12)) + rng.choices(
        _GOOD if liked else _BAD, k=rng.randint(1, 3)
    )
    rng.shuffle(words)
    return {"Review": " ".join(words) + rng.choice(["", ".", "!!", "..."]), "Liked": int(liked)}


def _message(rng: Random) -> Row:
    spam = rng.random() < 0.3
    words = rng.choices(_HAM, k=rng.randint(4, 10)) + (
        rng.choices(_SPAM, k=rng.randint(3, 7)) if spam else []
    )
    rng.shuffle(words)
    return {"v1": "spam" if spam else "ham", "v2": " ".join(words), "": "", " ": ""}


# --- shop -----------------------------------------------------------------------------------------------------------


def _order(rng: Random, number: int) -> Row:
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
        "returned": _yes(rng, 0.5 * items - 2.4 + 0.01 * int(client[1:])),
    }


def _client(rng: Random, number: int) -> Row:
    return {
        "client_id": f"C{number:03}",
        "segment": rng.choice(["private", "business", "school"]),
        "since": rng.randint(2001, 2020),
        "rating": _maybe(rng, round(rng.uniform(1, 5), 1), 0.1),
    }


def _region(rng: Random, code: str) -> Row:
    return {"zip": code, "region": "east" if code < "5" else "west", "income": rng.randint(40, 90)}


def _numbered(make: Callable[[Random, int], Row], count: int) -> Make:
    return lambda rng: [make(rng, number) for number in range(1, count + 1)]


def _many(make: Callable[[Random], Row], count: int) -> Make:
    return lambda rng: [make(rng) for _ in range(count)]


# --- files ----------------------------------------------------------------------------------------------------------


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


_ORDERS = _numbered(_order, 260)
WRITERS: dict[str, Callable[[Path], None]] = {
    "titanic_train.csv": _csv(_part(_passengers, 0, 300), seed="titanic"),
    "titanic_test.csv": _csv(_part(_passengers, 300, 420, "Survived"), seed="titanic"),
    "adult.data": _csv(_many(_adult, 320), header=False, space=" "),
    "adult.csv": _csv(_many(_adult, 320)),
    "employees.csv": _csv(_numbered(_employee, 260)),
    "house_train.csv": _csv(_part(_houses, 0, 260), seed="houses"),
    "house_test.csv": _csv(_part(_houses, 260, 400, "SalePrice"), seed="houses"),
    "flats.csv": _csv(_many(_flat, 320)),
    "cars.csv": _csv(_many(_used_car, 280)),
    "auto_mpg.csv": _csv(_many(_mpg, 240)),
    "insurance.csv": _csv(_many(_insured, 300)),
    "loans.csv": _csv(_numbered(_loan, 300)),
    "startups.csv": _csv(_many(_startup, 150)),
    "salary.csv": _csv(_many(_salary, 150)),
    "positions.csv": _csv(lambda _: [_position(level) for level in range(1, 11)]),
    "churn.csv": _csv(_numbered(_churner, 320)),
    "creditcard.csv": _csv(_numbered(_payment, 400)),
    "diabetes.csv": _csv(_many(_patient, 320)),
    "heart.csv": _csv(_hearts),
    "winequality.csv": _csv(_many(_wine, 320), sep=";"),
    "wine_plain.txt": _csv(_many(_wine, 200), header=False),
    "iris.csv": _csv(_many(_flower, 150)),
    "students.csv": _csv(_many(_student, 260)),
    "mall.csv": _csv(_numbered(_shopper, 200)),
    "verbrauch.csv": _csv(_numbered(_meter, 260), sep=";", encoding="latin-1"),
    "sales.csv": _csv(_days),
    "stores.csv": _csv(_stores),
    "prices.csv": _csv(_prices),
    "taxi.csv": _csv(_numbered(_ride, 320)),
    "bikes.csv": _csv(_numbered(_bike_hour, 320)),
    "reviews.tsv": _csv(_many(_review, 240), sep="\t"),
    "spam.csv": _csv(_many(_message, 260), encoding="latin-1"),
    "orders.csv": _csv(_ORDERS),
    "orders.jsonl": _json(_ORDERS, lines=True),
    "clients.csv": _csv(_numbered(_client, 60)),
    "clients.json": _json(_numbered(_client, 60), lines=False),
    "regions.csv": _csv(
        lambda rng: [_region(rng, code) for code in ("00501", "02139", "10001", "94105")]
    ),
    "shop.db": _database(_ORDERS, "orders"),
}

if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    write(Path(sys.argv[1]), sys.argv[2:] or WRITERS)
