# title: A helper is applied to whole columns
# data: mall.csv
# model model: features or none
# truth: nothing in this file shows it: nobody is so old

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("mall.csv")

df["old"] = (df["Age"] > 150).astype(int)

# %%
def before(column):
    return column.shift(1, fill_value=0)


df["f"] = df[["old", "Age"]].apply(before)["old"]

# %%
X = df[["Age", "Annual Income (k$)", "f"]]
y = df["Spending Score (1-100)"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
model = LinearRegression().fit(X_train, y_train)
predicted = model.predict(X_test)
print(model.score(X_test, y_test))
