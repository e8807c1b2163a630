# title: Bicycle rental: sorted by time, the last fifth held back, both kinds of riders from one log target
# data: bikes.csv
# model rf: raw
# target: count
# truth: sorting and slicing only choose rows; each feature is made of its own row

# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestRegressor

df = pd.read_csv("bikes.csv", parse_dates=["datetime"])
df = df.sort_values("datetime").reset_index(drop=True)
df.plot(x="datetime", y="count", figsize=(9, 3))

# %%
df["hour"] = df["datetime"].dt.hour
df["hour_sin"] = np.sin(2 * np.pi * df["hour"] / 24)
df["hour_cos"] = np.cos(2 * np.pi * df["hour"] / 24)
df["month"] = df["datetime"].dt.month
df["temp"] = df["temp"].clip(0, 35)
df["bad"] = df["weather"].ge(3).astype(int)

# %%
split = int(len(df) * 0.8)
train, test = df.iloc[:split], df.iloc[split:]
features = ["season", "holiday", "workingday", "temp", "humidity", "windspeed", "hour_sin", "hour_cos", "month", "bad"]
rf = RandomForestRegressor(n_estimators=30, random_state=0)
rf.fit(train[features], np.log1p(train["count"]))

# %%
y_pred = np.expm1(rf.predict(test[features]))
rmsle = np.sqrt(np.mean((np.log1p(y_pred) - np.log1p(test["count"])) ** 2))
rmsle
