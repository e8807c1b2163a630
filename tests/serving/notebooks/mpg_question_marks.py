# title: Miles per gallon: question marks replaced and filled, polynomials, the fit of two degrees
# data: auto_mpg.csv
# model lin2: raw
# target: mpg

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import PolynomialFeatures

mpg_df = pd.read_csv("auto_mpg.csv")
mpg_df = mpg_df.drop("car_name", axis=1)
mpg_df["origin"] = mpg_df["origin"].replace({1: "america", 2: "europe", 3: "asia"})
mpg_df = pd.get_dummies(mpg_df, columns=["origin"], dtype=int)

# %%
hpIsDigit = pd.DataFrame(mpg_df.horsepower.str.isdigit())
mpg_df[hpIsDigit["horsepower"] == False]

# %%
mpg_df = mpg_df.replace("?", np.nan)
mpg_df["horsepower"] = mpg_df["horsepower"].astype("float64")
medianFiller = lambda x: x.fillna(x.median())
mpg_df = mpg_df.apply(medianFiller, axis=0)

# %%
X = mpg_df.drop(["mpg", "origin_europe"], axis=1)
y = mpg_df[["mpg"]]
poly = PolynomialFeatures(degree=2, interaction_only=True)
X2 = poly.fit_transform(X)
X_train, X_test, y_train, y_test = train_test_split(X2, y, test_size=0.3, random_state=1)

# %%
lin2 = LinearRegression().fit(X_train, y_train)
y_pred = lin2.predict(X_test)
print(lin2.score(X_test, y_test))
