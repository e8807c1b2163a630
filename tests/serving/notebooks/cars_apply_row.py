# title: Used cars: words out of names, numbers out of words, row-wise functions, the age of a car
# data: cars.csv
# model reg: raw
# target: selling_price

# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

cars = pd.read_csv("cars.csv")
cars.dropna(inplace=True)
cars.duplicated().sum()

# %%
cars.drop_duplicates(inplace=True)


def get_brand_name(car_name):
    car_name = car_name.split(" ")[0]
    return car_name.strip()


def clean_data(value):
    value = value.split(" ")[0]
    value = value.strip()
    if value == "":
        value = 0
    return float(value)


cars["name"] = cars["name"].apply(get_brand_name)
cars["mileage"] = cars["mileage"].apply(clean_data)
cars["engine"] = cars["engine"].apply(clean_data)

# %%
def wear(row):
    yearly = row["km_driven"] / (2021 - row["year"])
    return yearly * 1.1 if row["fuel"] == "Diesel" else yearly


cars["wear"] = cars.apply(wear, axis=1)
cars["age"] = 2021 - cars["year"]

# %%
brands = {brand: i for i, brand in enumerate(cars["name"].unique(), 1)}
cars["name"] = cars["name"].map(brands)
cars["transmission"] = cars["transmission"].replace(["Manual", "Automatic"], ["1", "2"]).astype(int)
cars["owner"] = cars["owner"].map({"First Owner": 1, "Second Owner": 2, "Third Owner": 3})
cars["diesel"] = np.where(cars["fuel"] == "Diesel", 1, 0)
cars = cars.drop(columns=["fuel", "seller_type", "year"])

# %%
input_data = cars.drop(columns=["selling_price"])
output_data = cars["selling_price"]
x_train, x_test, y_train, y_test = train_test_split(input_data, output_data, test_size=0.2, random_state=13)
reg = RandomForestRegressor(n_estimators=25, random_state=13)
reg.fit(x_train, y_train)
predict = reg.predict(x_test)
r2_score(y_test, predict)

# %%
my_car = pd.DataFrame(
    [[1, 30000, 1, 1, 21.2, 1197.0, 5.0, 5000.0, 6, 0]],
    columns=["name", "km_driven", "transmission", "owner", "mileage", "engine", "seats", "wear", "age", "diesel"],
)
reg.predict(my_car)
