# title: Shares: will they close higher tomorrow? Only the target looks ahead
# data: prices.csv
# model model: raw
# target: target
# truth: shift stands on the target alone; the features are those of one day

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("prices.csv")
df["open-close"] = df["Open"] - df["Close"]
df["low-high"] = df["Low"] - df["High"]
splitted = df["Date"].str.split("-", expand=True)
df["month"] = splitted[1].astype("int")
df["is_quarter_end"] = np.where(df["month"] % 3 == 0, 1, 0)

# %%
df["target"] = np.where(df["Close"].shift(-1) > df["Close"], 1, 0)
features = df[["open-close", "low-high", "is_quarter_end"]]
target = df["target"]
scaler = StandardScaler()
features = scaler.fit_transform(features)
X_train, X_valid = features[:240], features[240:]
Y_train, Y_valid = target[:240], target[240:]

# %%
model = LogisticRegression()
model.fit(X_train, Y_train)
probabilities = model.predict_proba(X_valid)[:, 1]
probabilities[:5]
