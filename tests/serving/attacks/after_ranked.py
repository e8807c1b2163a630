# title: Predictions as ranks
# data: mall.csv
# model model: raw
# truth: a rank is a place among the rows at hand

# %%
import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("mall.csv")
X = df[["Age", "Annual Income (k$)"]]
y = df["Spending Score (1-100)"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
model = LinearRegression().fit(X_train, y_train)

# %%
predicted = pd.Series(model.predict(X_test)).rank()
print(predicted)
