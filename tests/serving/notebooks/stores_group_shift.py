# title: Stores: the units of the store's day before
# data: stores.csv
# model rf: features | shift(
# target: units
# truth: within a group, but still of another row: alone a row has no day before

# %%
import pandas as pd
from sklearn.ensemble import RandomForestRegressor

df = pd.read_csv("stores.csv", parse_dates=["date"])
df = df.sort_values(["store", "date"])
df["yesterday"] = df.groupby("store")["units"].shift(1)
df["yesterday"] = df["yesterday"].fillna(df["units"].mean())
df["weekend"] = (df["date"].dt.dayofweek > 4).astype(int)

# %%
train = df[df["date"] < "2023-04-15"]
test = df[df["date"] >= "2023-04-15"]
cols = ["price", "weekend", "yesterday"]
rf = RandomForestRegressor(n_estimators=25, random_state=3)
rf.fit(train[cols], train["units"])
forecast = rf.predict(test[cols])
print(abs(forecast - test["units"]).mean())
