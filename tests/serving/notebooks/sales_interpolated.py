# title: Daily sales: missing temperatures taken from the days around
# data: sales.csv
# model gbr: features | interpolate(
# target: sales
# truth: what stands for a missing value are the rows before and behind; rows that have their value are served right, which proves nothing

# %%
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor

df = pd.read_csv("sales.csv", parse_dates=["date"])
df["temperature"] = df["temperature"].interpolate()
df["weekday"] = df["date"].dt.weekday
df.isna().sum()

# %%
cols = ["promo", "temperature", "weekday"]
train, test = df[df["date"] < "2022-09-15"], df[df["date"] >= "2022-09-15"]
gbr = GradientBoostingRegressor(n_estimators=30, random_state=2).fit(train[cols], train["sales"])
y_hat = gbr.predict(test[cols])
abs(y_hat - test["sales"]).mean()
