# title: Daily sales from the days before
# data: sales.csv
# model model: features | shift(
# target: sales
# truth: a row needs the sales of the rows before it

# %%
import pandas as pd
from sklearn.ensemble import RandomForestRegressor
from sklearn.metrics import mean_absolute_error

df = pd.read_csv("sales.csv", parse_dates=["date"])
df = df.sort_values("date")
df.set_index("date")["sales"].plot(figsize=(8, 3))

# %%
for lag in [1, 7]:
    df[f"lag_{lag}"] = df["sales"].shift(lag)
df["dayofweek"] = df["date"].dt.dayofweek
df = df.dropna()

# %%
train, test = df[:-60], df[-60:]
features = ["promo", "dayofweek", "lag_1", "lag_7"]
model = RandomForestRegressor(n_estimators=30, random_state=1)
model.fit(train[features], train["sales"])

# %%
preds = model.predict(test[features])
mean_absolute_error(test["sales"], preds)
