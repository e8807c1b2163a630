# title: Shares: a loop over the rows that remembers the one before
# data: prices.csv
# model tree: features | previous
# truth: what a row gets depends on the row that the loop met before it

# %%
import pandas as pd
from sklearn.tree import DecisionTreeRegressor

df = pd.read_csv("prices.csv")
previous = df["Close"].iloc[0]
gaps = []
for _, row in df.iterrows():
    gaps.append(row["Open"] - previous)
    previous = row["Close"]
df["gap"] = gaps
df.head()

# %%
tree = DecisionTreeRegressor(max_depth=3, random_state=0)
tree.fit(df[["gap", "Volume"]][:200], df["High"][:200])
out = tree.predict(df[["gap", "Volume"]][200:])
out[:5]
