# title: Sales by week
# data: sales.csv
# model lin: features | resample(
# truth: a week is seven rows of the file

# %%
import pandas as pd
from sklearn.linear_model import LinearRegression

sales = pd.read_csv("sales.csv", parse_dates=["date"]).set_index("date")
weekly = sales.resample("W").agg({"sales": "sum", "promo": "sum", "temperature": "mean"})
weekly.plot(subplots=True)

# %%
X, y = weekly[["promo", "temperature"]], weekly["sales"]
lin = LinearRegression().fit(X[:36], y[:36])
pred = lin.predict(X[36:])
pred
