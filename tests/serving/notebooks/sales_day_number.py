# title: Daily sales: a trend by the number of the row
# data: sales.csv
# model model: features | np.arange
# target: sales
# truth: the number is the row's position behind a sort; in a file of one row it is 0

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score

df = pd.read_csv("sales.csv").sort_values("date").reset_index(drop=True)
df["Time"] = np.arange(len(df))
df["weekend"] = pd.to_datetime(df["date"]).dt.dayofweek.isin([5, 6]).astype(int)

# %%
X = df[["Time", "promo", "weekend"]]
y = df["sales"]
model = LinearRegression()
model.fit(X[:280], y[:280])
y_pred = pd.Series(model.predict(X[280:]), index=X[280:].index)
r2_score(y[280:], y_pred)
