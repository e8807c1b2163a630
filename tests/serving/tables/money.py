"""Houses, flats, cars, contracts and payments."""

from __future__ import annotations

from random import Random

from tests.serving.tables.draw import Row, Table, maybe, pick, yes


def _house(rng: Random, number: int) -> Row:
    area, quality, built = (
        round(rng.lognormvariate(7.25, 0.33)),
        rng.randint(3, 10),
        rng.randint(1910, 2009),
    )
    place = pick(
        rng, {"NAmes": 5, "CollgCr": 3, "OldTown": 2, "Edwards": 2, "NoRidge": 1, "Blueste": 0.15}
    )
    kitchen = "Fa TA TA Gd Gd Ex".split()[min(5, max(0, quality - 4))]
    garage = pick(rng, {"Attchd": 6, "Detchd": 4, "BuiltIn": 1, "": 1})
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
        "LotFrontage": maybe(rng, rng.randint(30, 120), 0.17),
        "LotArea": round(rng.lognormvariate(9.1, 0.4)),
        "Neighborhood": place,
        "BldgType": pick(rng, {"1Fam": 8, "TwnhsE": 1, "Duplex": 0.6}),
        "OverallQual": quality,
        "YearBuilt": built,
        "TotalBsmtSF": basement,
        "GrLivArea": area,
        "KitchenQual": kitchen,
        "GarageType": garage,
        "GarageArea": rng.randint(200, 900) if garage else 0,
        "PoolQC": maybe(rng, "Gd", 0.97),
        "MoSold": rng.randint(1, 12),
        "YrSold": rng.randint(2006, 2010),
        "SalePrice": round(max(35000, price * rng.lognormvariate(0, 0.09) - 60000)),
    }  # fmt: skip


def houses(rng: Random) -> Table:
    return [_house(rng, number) for number in range(1, 401)]


def flat(rng: Random) -> Row:
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
    place = pick(rng, places)
    price = (
        sqft * {"Harbour": 0.09, "Old Town": 0.07}.get(place, 0.052) + 6 * rooms + rng.gauss(0, 4)
    )
    width = rng.random()
    area = f"{sqft - 100} - {sqft + 100}" if width < 0.05 else f"{sqft}"
    return {
        "area_type": pick(rng, {"Super built-up  Area": 6, "Plot  Area": 2, "Carpet  Area": 1}),
        "location": maybe(rng, place, 0.01),
        "size": maybe(rng, f"{rooms} {'Bedroom' if width > 0.8 else 'BHK'}", 0.01),
        "total_sqft": f"{sqft / 9:.2f}Sq. Yards" if 0.05 < width < 0.07 else area,
        "bath": maybe(rng, max(1, rooms + rng.choice([-1, 0, 0, 1])), 0.03),
        "balcony": maybe(rng, rng.randint(0, 3), 0.05),
        "price": round(max(12, price), 2),
    }


def used_car(rng: Random) -> Row:
    year, km = rng.randint(2003, 2020), round(rng.lognormvariate(10.9, 0.5))
    brand = pick(
        rng, {"Maruti Swift": 4, "Hyundai i20": 3, "Honda City": 2, "Tata Nexon": 1, "BMW X1": 0.3}
    )
    engine = rng.choice([796, 998, 1197, 1248, 1498, 1995])
    price = (year - 1998) * 26000 + engine * 150 - km * 0.6 + 900000 * brand.startswith("BMW")
    fuel = pick(rng, {"Diesel": 5, "Petrol": 5, "CNG": 0.5})
    return {
        "name": f"{brand} {rng.choice(['VXI', 'ZXI', 'LXI'])}",
        "year": year,
        "selling_price": round(max(45000, price * rng.lognormvariate(0, 0.15)), -3),
        "km_driven": km,
        "fuel": fuel,
        "seller_type": pick(rng, {"Individual": 7, "Dealer": 3}),
        "transmission": pick(rng, {"Manual": 8, "Automatic": 2}),
        "owner": pick(rng, {"First Owner": 6, "Second Owner": 3, "Third Owner": 1}),
        "mileage": maybe(
            rng, f"{rng.gauss(20, 3):.1f} {'km/kg' if fuel == 'CNG' else 'kmpl'}", 0.04
        ),
        "engine": maybe(rng, f"{engine} CC", 0.04),
        "seats": maybe(rng, rng.choice([4, 5, 5, 5, 7]), 0.04),
    }


def mpg(rng: Random) -> Row:
    cylinders, year = rng.choice([4, 4, 4, 6, 8]), rng.randint(70, 82)
    weight = round(1300 + cylinders * 330 + rng.gauss(0, 200))
    maker = pick(rng, {"ford": 4, "toyota": 3, "vw": 2, "peugeot": 0.5})
    return {
        "mpg": round(46 - weight * 0.0072 + (year - 76) * 0.6 + rng.gauss(0, 2), 1),
        "cylinders": cylinders,
        "displacement": round(cylinders * 36 + rng.gauss(0, 18), 1),
        "horsepower": maybe(rng, round(cylinders * 20 + rng.gauss(0, 12)), 0.03, "?"),
        "weight": weight,
        "acceleration": round(rng.gauss(15.5, 2.5), 1),
        "model_year": year,
        "origin": {"ford": 1, "toyota": 3}.get(maker, 2),
        "car_name": f"{maker} {rng.choice(['deluxe', 'custom', 'gl'])}",
    }


def insured(rng: Random) -> Row:
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


def loan(rng: Random, number: int) -> Row:
    income, amount = round(rng.lognormvariate(8.4, 0.5)), round(rng.lognormvariate(4.9, 0.4))
    history = rng.random() < 0.84
    graduate = rng.random() < 0.78
    return {
        "Loan_ID": f"LP{number:06}",
        "Gender": maybe(rng, pick(rng, {"Male": 8, "Female": 2}), 0.02),
        "Married": maybe(rng, rng.choice(["Yes", "Yes", "No"]), 0.01),
        "Dependents": maybe(rng, pick(rng, {"0": 6, "1": 2, "2": 2, "3+": 1}), 0.03),
        "Education": "Graduate" if graduate else "Not Graduate",
        "Self_Employed": maybe(rng, pick(rng, {"No": 6, "Yes": 1}), 0.05),
        "ApplicantIncome": income,
        "CoapplicantIncome": rng.choice([0, 0, round(rng.lognormvariate(7.4, 0.5))]),
        "LoanAmount": maybe(rng, amount, 0.04),
        "Loan_Amount_Term": maybe(rng, rng.choice([360, 360, 360, 180]), 0.02),
        "Credit_History": maybe(rng, int(history), 0.08),
        "Property_Area": rng.choice(["Urban", "Semiurban", "Rural"]),
        "Loan_Status": "Y" if yes(rng, 3 * history + 0.5 * graduate - 1.8 - amount / 400) else "N",
    }


def startup(rng: Random) -> Row:
    research, market = round(rng.uniform(0, 165000), 2), round(rng.uniform(0, 470000), 2)
    return {
        "R&D Spend": research,
        "Administration": round(rng.gauss(121000, 28000), 2),
        "Marketing Spend": market,
        "State": rng.choice(["New York", "California", "Florida"]),
        "Profit": round(49000 + 0.8 * research + 0.03 * market + rng.gauss(0, 9000), 2),
    }


def salary(rng: Random) -> Row:
    years = round(rng.uniform(1, 12), 1)
    return {"YearsExperience": years, "Salary": round(25000 + 9400 * years + rng.gauss(0, 5000))}


def position(level: int) -> Row:
    names = "Analyst,Consultant,Senior,Manager,Country Manager,Region Manager,Partner,Senior Partner,C-level,CEO"
    return {
        "Position": names.split(",")[level - 1],
        "Level": level,
        "Salary": round(42000 * 1.42**level, -3),
    }


def churner(rng: Random, number: int) -> Row:
    tenure, contract = rng.randint(0, 72), pick(
        rng, {"Month-to-month": 5, "One year": 2, "Two year": 2}
    )
    monthly = round(rng.uniform(18, 118), 2)
    internet = pick(rng, {"DSL": 3, "Fiber optic": 4, "No": 2})
    gone = yes(rng, 1.1 * (contract == "Month-to-month") + (monthly - 70) / 40 - tenure / 24)
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


def payment(rng: Random, number: int) -> Row:
    fraud = rng.random() < 0.09
    parts = {f"V{i}": round(rng.gauss(1.6 * fraud * (-1) ** i, 1), 5) for i in range(1, 7)}
    amount = round(rng.lognormvariate(3.2, 1.2), 2)
    return {"Time": number * 37, **parts, "Amount": amount, "Class": int(fraud)}
