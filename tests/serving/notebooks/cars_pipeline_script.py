# title: Used cars: make_column_transformer told all categories beforehand, the best of several splits
# data: cars.csv
# model *: raw
# target: selling_price

# %%
import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder

car = pd.read_csv("cars.csv")
car["name"] = car["name"].str.split().str.slice(start=0, stop=2).str.join(" ")
car = car[car["selling_price"] < 6e6]
car = car[["name", "year", "km_driven", "fuel", "selling_price"]].reset_index(drop=True)
X = car[["name", "year", "km_driven", "fuel"]]
y = car["selling_price"]

# %%
ohe = OneHotEncoder()
ohe.fit(X[["name", "fuel"]])
column_trans = make_column_transformer(
    (OneHotEncoder(categories=ohe.categories_), ["name", "fuel"]), remainder="passthrough"
)

# %%
scores = []
for i in range(5):
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.1, random_state=i)
    pipe = make_pipeline(column_trans, LinearRegression())
    pipe.fit(X_train, y_train)
    scores.append(r2_score(y_test, pipe.predict(X_test)))
np.argmax(scores)

# %%
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.1, random_state=int(np.argmax(scores)))
pipe = make_pipeline(column_trans, LinearRegression())
pipe.fit(X_train, y_train)
y_pred = pipe.predict(X_test)
pipe.predict(pd.DataFrame(columns=["name", "year", "km_driven", "fuel"], data=[["Maruti Swift", 2019, 100, "Petrol"]]))
