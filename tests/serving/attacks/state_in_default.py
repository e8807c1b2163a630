# title: A default argument remembers
# data: mall.csv
# model model: features or none
# truth: nothing in this file shows it: there are fewer rows

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("mall.csv")

df["old"] = (df["Age"] > 150).astype(int)

# %%
def is_late(age, calls=[]):
    calls.append(age)
    return int(len(calls) > 5000)


df["f"] = df["Age"].apply(is_late)

# %%
X = df[["Age", "Annual Income (k$)", "f"]]
y = df["Spending Score (1-100)"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
model = LinearRegression().fit(X_train, y_train)
predicted = model.predict(X_test)
print(model.score(X_test, y_test))
