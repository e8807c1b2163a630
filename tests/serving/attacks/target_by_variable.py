# title: A feature of the target, whose name is in a variable
# data: mall.csv
# model model: features or none
# target: Spending Score (1-100)
# truth: it reads the target

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("mall.csv")

df["old"] = (df["Age"] > 150).astype(int)

# %%
target = "Spending Score (1-100)"
df["f"] = df[target] // 50

# %%
X = df[["Age", "Annual Income (k$)", "f"]]
y = df[target]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
model = LinearRegression().fit(X_train, y_train)
predicted = model.predict(X_test)
print(model.score(X_test, y_test))
