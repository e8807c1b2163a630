# title: Shares: returns and changes from day to day
# data: prices.csv
# model svm: features | pct_change(
# truth: a change needs the row before

# %%
import numpy as np
import pandas as pd
from sklearn.svm import SVC

df = pd.read_csv("prices.csv", index_col="Date")
df["return"] = df["Close"].pct_change()
df["gap"] = df["Open"] - df["Close"]
y = np.where(df["Close"].shift(-1) > df["Close"], 1, 0)[1:]
df = df.iloc[1:]

# %%
X = df[["return", "gap"]]
split = int(0.8 * len(df))
svm = SVC().fit(X[:split], y[:split])
df["signal"] = svm.predict(X)
df["signal"].value_counts()
