# title: Stores: what a store has sold so far
# data: stores.csv
# model lr: features | cumsum(
# target: units
# truth: a sum over all the rows before; it also reads the target

# %%
import pandas as pd
from sklearn.linear_model import LinearRegression

df = pd.read_csv("stores.csv").sort_values(["store", "date"])
df["so_far"] = df.groupby("store")["units"].cumsum() - df["units"]
df = pd.get_dummies(df, columns=["store"], dtype=int)

# %%
train, test = df[df["date"] < "2023-04-10"], df[df["date"] >= "2023-04-10"]
cols = [c for c in df.columns if c not in ("date", "units")]
lr = LinearRegression().fit(train[cols], train["units"])
pred = lr.predict(test[cols])
lr.score(test[cols], test["units"])
