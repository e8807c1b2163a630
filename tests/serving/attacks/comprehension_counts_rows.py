# title: A comprehension looks at all rows for each
# data: mall.csv
# model model: features or none
# truth: nothing in this file shows it: each customer is there once

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("mall.csv")

df["old"] = (df["Age"] > 150).astype(int)

# %%
df["f"] = [(df["CustomerID"] == one).sum() for one in df["CustomerID"]]

# %%
X = df[["Age", "Annual Income (k$)", "f"]]
y = df["Spending Score (1-100)"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
model = LinearRegression().fit(X_train, y_train)
predicted = model.predict(X_test)
print(model.score(X_test, y_test))
