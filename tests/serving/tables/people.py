"""Passengers, people of a census, employees."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.serving.tables.draw import Row, Table, maybe, pick, yes

_SURNAMES = "Lind Okafor Brandt Silva Novak Hale Moreau Costa Ivers Kato Reyes Dahl Quist Abel Farkas".split()
_MEN = "Otto Emil Jonas Victor Paul Henrik Luis Martin Oscar Noel".split()
_WOMEN = "Ada Clara Edith Ines Maria Rosa Selma Vera Helen Nina".split()


def _passenger(rng: Random, number: int) -> Row:
    woman, age = rng.random() < 0.38, max(1, round(rng.gauss(30, 14)))
    title = _title(rng, age, is_woman=woman)
    pclass = int(pick(rng, {"1": 0.24, "2": 0.21, "3": 0.55}))
    fare = round(rng.lognormvariate({1: 4.1, 2: 2.9, 3: 2.4}[pclass], 0.5), 4)
    cabin = f"{rng.choice('ABCDE')}{rng.randint(1, 120)}" if rng.random() < 0.85 / pclass**2 else ""
    first = rng.choice(_WOMEN if woman else _MEN)
    family = rng.choices([0, 1, 2, 4], [0.6, 0.25, 0.1, 0.05])[0]
    return {
        "PassengerId": number,
        "Survived": yes(rng, 2.4 * woman - 0.9 * (pclass - 2) - 1.1 - 0.02 * (age - 30)),
        "Pclass": pclass,
        "Name": f"{rng.choice(_SURNAMES)}, {title}. {first}",
        "Sex": "female" if woman else "male",
        "Age": maybe(rng, age, 0.2),
        "SibSp": family,
        "Parch": rng.choices([0, 1, 2], [0.76, 0.14, 0.1])[0],
        "Ticket": f"{pick(rng, {'': 0.7, 'PC ': 0.2, 'A/5 ': 0.1})}{rng.randint(100, 190)}",
        "Fare": maybe(rng, fare, 0.01 if number > 300 else 0),
        "Cabin": cabin,
        "Embarked": maybe(rng, pick(rng, {"S": 0.72, "C": 0.19, "Q": 0.09}), 0.01),
    }


def _title(rng: Random, age: int, *, is_woman: bool) -> str:
    if rng.random() < 0.04:
        return rng.choice(["Mlle", "Mme"] if is_woman else ["Dr", "Rev", "Col"])
    if is_woman:
        return "Miss" if age < 24 or rng.random() < 0.3 else "Mrs"
    return "Master" if age < 14 else "Mr"


def passengers(rng: Random) -> Table:
    return [_passenger(rng, number) for number in range(1, 421)]


def adult(rng: Random) -> Row:
    age, hours = rng.randint(18, 75), rng.choice([20, 35, 40, 40, 40, 45, 50, 60])
    education = pick(rng, {"HS-grad": 4, "Some-college": 3, "Bachelors": 2, "Masters": 1})
    rank = ["HS-grad", "Some-college", "Bachelors", "Masters"].index(education)
    work = pick(rng, {"Private": 7, "Self-emp": 1.5, "Local-gov": 1, "?": 0.6})
    sex = rng.choice(["Male", "Female"])
    rich = yes(rng, rank + (age - 40) / 15 + (hours - 40) / 12 + 0.7 * (sex == "Male") - 2)
    return {
        "age": age,
        "workclass": work,
        "education": education,
        "marital": pick(rng, {"Married": 5, "Never-married": 3, "Divorced": 1}),
        "occupation": pick(rng, {"Sales": 2, "Tech": 2, "Craft": 3, "Clerical": 2, "?": 0.6}),
        "sex": sex,
        "hours": hours,
        "country": pick(rng, {"United-States": 9, "Mexico": 1, "India": 0.5, "Laos": 0.1}),
        "income": ">50K" if rich else "<=50K",
    }


def employee(rng: Random, number: int) -> Row:
    hired = date(2006, 1, 1) + timedelta(days=rng.randint(0, 5500))
    born = date(1960, 1, 1) + timedelta(days=rng.randint(0, 13000))
    salary, overtime = round(rng.lognormvariate(10.7, 0.3), -2), rng.choice(["Yes", "No", "No"])
    return {
        "employee_id": f"E{number:04}",
        "department": pick(rng, {"Sales": 3, "Research": 5, "HR": 1, "Finance": 1}),
        "job_level": rng.randint(1, 5),
        "hire_date": hired.isoformat(),
        "birth_date": born.strftime("%d/%m/%Y"),
        "salary": int(salary),
        "overtime": overtime,
        "satisfaction": maybe(rng, rng.randint(1, 5), 0.05),
        "skills": "|".join(sorted(rng.sample(["excel", "python", "sql", "french", "law"], rng.randint(1, 3)))),
        "left": "Yes" if yes(rng, 1.2 * (overtime == "Yes") - 1.3 - (salary - 45000) / 20000) else "No",
    }  # fmt: skip
