# title: A class of the notebook in a pipeline fills gaps
# data: mall.csv
# model model: features or none
# truth: nothing in this file shows it: no age is missing; the median is that of the rows at hand

# %%
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import make_pipeline

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("mall.csv")

df["old"] = (df["Age"] > 150).astype(int)

# %%
class Filler(BaseEstimator, TransformerMixin):
    def fit(self, frame, target=None):
        return self

    def transform(self, frame):
        return frame.fillna(frame.median())


df["f"] = df["Age"] ** 2

# %%
X = df[["Age", "Annual Income (k$)", "f"]]
y = df["Spending Score (1-100)"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=1)
model = make_pipeline(Filler(), LinearRegression()).fit(X_train, y_train)
predicted = model.predict(X_test)
print(model.score(X_test, y_test))
